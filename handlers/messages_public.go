package handlers

import (
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/messages"
	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// participantPage is what the address in a message opens: one session, in French and in another language, and three answers. It
// shows no name and nothing of the file.
type participantPage struct {
	Page
	Expired   bool
	Phone     string
	Words     []pageWords // French, then the other language; every other one when expired
	Facts     []pageFact
	Way       string
	Cancelled bool
	Answer    string
	Answers   []pageAnswer
	Languages []pageLanguage
	Self      string
}

// pageWords are the words of the page in one language.
type pageWords struct {
	Language string
	RTL      bool
	Text     map[string]string
}

// pageFact is a fact in French and in the other language ("" when there is none).
type pageFact struct {
	models.MessageFact
	Theirs models.MessageFact
}

type pageAnswer struct {
	Value  string
	Icon   string
	Chosen bool
}

type pageLanguage struct {
	models.ContactLanguage
	URL     string
	Current bool
}

// Word is a word of the page in one of its languages.
func (w pageWords) Word(key string) string { return w.Text[key] }

// linkAttempts bounds guesses, and readers who come back often.
func (a *App) linkAttempts(c *gin.Context) (bool, error) {
	return a.Store.Take(ctx(c), store.Bucket{Key: "link " + a.Store.Sealer().Sign("throttle", addressOf(c)), Burst: 60, Refill: 5 * time.Second})
}

// showParticipant: GET /p/:token. Public; the address is the secret, and it leads search engines and other sites to nothing.
func (a *App) showParticipant(c *gin.Context, _ Access) error {
	return a.participantPage(c)
}

func (a *App) participantPage(c *gin.Context) error {
	if allowed, err := a.linkAttempts(c); err != nil || !allowed {
		return either(err, tooMany)
	}
	c.Header("X-Robots-Tag", "noindex, nofollow, noarchive")
	page := participantPage{Page: a.newPage(c, Access{}, "participant.title"), Self: "/p/" + c.Param("token")}
	page.HelpURL = ""
	l, err := a.Store.Linked(ctx(c), c.Param("token"))
	if models.CodeOf(err) == models.NotFound {
		page.Expired, page.Words = true, expiredWords()
		a.render(c, 404, "messages/participant", page)
		return nil
	}
	if err != nil {
		return err
	}
	library, err := a.libraryOf(c, l.CentreID)
	if err != nil {
		return err
	}
	page.Phone, page.Cancelled, page.Answer = l.Phone, l.Status == models.SessionCancelled, l.Answer
	if page.Way, err = a.Store.Directions(ctx(c), l.Session); err != nil {
		return err
	}
	a.fillParticipant(c, &page, l, library)
	return a.show(c, "messages/participant", page)
}

// expiredWords say it in every language of contact: the same page answers an address that is past and one that was never given, so
// that it tells nothing of anybody, their language included.
func expiredWords() []pageWords {
	var words []pageWords
	for _, language := range models.ContactLanguages() {
		if book, known := messages.KioskPhrases(language.Code); known {
			words = append(words, pageWords{language.Code, rightToLeft(language.Code), map[string]string{"expired": book.Text("expired")}})
		}
	}
	return words
}

// libraryOf is the texts of a centre, for pages without a colleague.
func (a *App) libraryOf(c *gin.Context, centreID string) (messages.Library, error) {
	scope, err := a.Gate.Scope(a.Gate.System(centreID), models.Read, models.KindMessageText)
	if err != nil {
		return nil, err
	}
	own, err := a.Store.MessageTexts(ctx(c), scope, centreID)
	return messages.NewLibrary(own), err
}

// fillParticipant writes the page in French and in the language asked for, else the person's. A language whose words nobody of the
// centre has read is not offered.
func (a *App) fillParticipant(c *gin.Context, page *participantPage, l store.LinkedSession, library messages.Library) {
	language := l.Language
	if asked, known := models.ContactLanguageOf(c.Query("langue")); known {
		language = asked.Code
	}
	language = library.Second(models.MessagePage, language)
	facts := messages.Facts{Title: l.Title, On: l.OnDate, Starts: l.StartsAt, Ends: l.EndsAt, Place: l.Place, Room: l.Room, Phone: l.Phone, Bring: strings.Fields(l.Bring)}
	var theirs []models.MessageFact
	page.Words = []pageWords{{Language: "fr", Text: library.Text(models.MessagePage, "fr").Parts}}
	if language != "fr" {
		page.Words = append(page.Words, pageWords{language, rightToLeft(language), library.Text(models.MessagePage, language).Parts})
		theirs = library.Facts(language, facts)
	}
	for i, f := range library.Facts("fr", facts) {
		fact := pageFact{MessageFact: f}
		if i < len(theirs) {
			fact.Theirs = theirs[i]
		}
		page.Facts = append(page.Facts, fact)
	}
	icons := map[string]string{models.AnswerComing: "check", models.AnswerAbsent: "x", models.AnswerLate: "clock"}
	for _, value := range models.PageAnswers {
		page.Answers = append(page.Answers, pageAnswer{value, icons[value], value == page.Answer})
	}
	for _, known := range models.ContactLanguages() {
		if known.Code == "fr" || library.Ready(models.MessagePage, known.Code) {
			page.Languages = append(page.Languages, pageLanguage{known, page.Self + "?langue=" + known.Code, known.Code == language})
		}
	}
}

// answerParticipant: POST /p/:token. An answer may be changed or taken back until the session.
func (a *App) answerParticipant(c *gin.Context, _ Access) error {
	if allowed, err := a.linkAttempts(c); err != nil || !allowed {
		return either(err, tooMany)
	}
	answer := c.PostForm("reponse")
	if answer != "" && oneOf(answer, models.PageAnswers...) == "" {
		return models.Refuse(models.Invalid, "error.form")
	}
	err := a.Store.Announce(ctx(c), c.Param("token"), answer)
	if models.CodeOf(err) == models.NotFound {
		return a.participantPage(c)
	}
	if err != nil {
		return err
	}
	return see(c, "/p/"+c.Param("token")+"?"+query("langue", c.Query("langue")))
}

// toldBadges are what the page of a session says of a person: told or not, and what they announced.
func (a *App) toldBadges(t store.Told) []templates.Badge {
	var badges []templates.Badge
	if t.State != "" {
		badge := a.messageState(t.State)
		badge.Label = a.Texts.T("message.told."+t.State, "Kind", a.Texts.T("message.kind."+t.Kind))
		badges = append(badges, badge)
	}
	if t.Answer != "" {
		kind := map[string]string{models.AnswerComing: "success", models.AnswerAbsent: "warning", models.AnswerLate: "info"}[t.Answer]
		badges = append(badges, templates.NewBadge(kind, a.Texts.T("message.announced."+t.Answer)))
	}
	return badges
}
