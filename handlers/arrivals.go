package handlers

import (
	"encoding/base64"
	"html/template"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/documents"
	"jalon/messages"
	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// arrivalPage is the telephone of a person at the door: it names nobody.
type arrivalPage struct {
	Page
	Session   models.Session
	Hours     string
	State     string // "ask", "welcome" or "closed"
	Unknown   bool
	Given     string
	Birth     templates.Birth
	Theirs    kioskLanguage // the language beside French; without phrases, French alone
	Languages []kioskLanguage
	Self      string
}

// arrivalWords is a phrase in French and in the language chosen, "" when that is French.
type arrivalWords struct {
	Language       string
	RTL            bool
	Theirs, French string
}

// Say is a phrase of the door in the languages of the page.
func (p arrivalPage) Say(key, french string) arrivalWords {
	return arrivalWords{p.Theirs.Code, p.Theirs.RTL, p.Theirs.Phrases[key], french}
}

// posterPage is the sheet that hangs at the door of a session.
type posterPage struct {
	Page
	Session  models.SessionRow
	Hours    string
	From, To string
	Address  string
	QR       template.URL
	Phrases  []kioskLanguage
}

// arrivalAnswer is how long an answer takes, so that its delay tells nobody who has a place.
const arrivalAnswer = 200 * time.Millisecond

// arrivalBuckets bound guesses, by address and by session. A class that shares one address is let through: who is found
// gives the attempt back.
func (a *App) arrivalBuckets(c *gin.Context) []store.Bucket {
	sealer := a.Store.Sealer()
	return []store.Bucket{{Key: "arrival from " + sealer.Sign("throttle", addressOf(c)), Burst: 15, Refill: 30 * time.Second},
		{Key: "arrival at " + sealer.Sign("throttle", c.Param("code")), Burst: 60, Refill: 20 * time.Second}}
}

// showArrival: GET /borne/:code. Public; the address is the secret, and it opens nothing but a question.
func (a *App) showArrival(c *gin.Context, _ Access) error {
	if allowed, err := a.linkAttempts(c); err != nil || !allowed {
		return either(err, tooMany)
	}
	page, err := a.arrivalPage(c)
	if err != nil {
		return err
	}
	return a.show(c, "arrivals/show", page)
}

func (a *App) arrivalPage(c *gin.Context) (arrivalPage, error) {
	c.Header("X-Robots-Tag", "noindex, nofollow, noarchive")
	page := arrivalPage{Page: a.newPage(c, Access{}, "arrival.title"), State: "ask", Self: "/borne/" + c.Param("code"), Languages: kioskLanguages()}
	for _, language := range page.Languages {
		if language.Code == c.Query("langue") {
			page.Theirs = language
		}
	}
	n, err := a.Store.ArrivalSession(ctx(c), c.Param("code"))
	if models.CodeOf(err) == models.NotFound {
		page.State = "closed"
		return page, nil
	}
	page.Session, page.Hours = n, a.hours(n)
	return page, err
}

// declareArrival: POST /borne/:code.
func (a *App) declareArrival(c *gin.Context, _ Access) error {
	answer := time.NewTimer(arrivalAnswer)
	defer answer.Stop()
	buckets := a.arrivalBuckets(c)
	if allowed, err := a.Store.Take(ctx(c), buckets...); err != nil || !allowed {
		return either(err, tooMany)
	}
	page, err := a.arrivalPage(c)
	if err != nil {
		return err
	}
	page.Given, page.Birth = c.PostForm("given"), templates.Birth{Day: c.PostForm("birth_day"), Month: c.PostForm("birth_month"), Year: c.PostForm("birth_year")}
	known := false
	if page.State == "ask" {
		birth, _ := models.ParseBirth(page.Birth.Day, page.Birth.Month, page.Birth.Year, false) // one that cannot be read is nobody's
		known, err = a.Store.DeclareArrival(ctx(c), c.Param("code"), models.Arrival{Given: page.Given, Birth: birth})
	}
	if err == nil && known {
		page.State, err = "welcome", a.Store.GiveBack(ctx(c), buckets...)
	}
	if err != nil {
		return err
	}
	select {
	case <-answer.C:
	case <-ctx(c).Done():
	}
	if page.Unknown = page.State == "ask"; page.Unknown {
		a.render(c, http.StatusUnprocessableEntity, "arrivals/show", page)
		return nil
	}
	return a.show(c, "arrivals/show", page)
}

// showPoster: GET /seances/:id/affiche.
func (a *App) showPoster(c *gin.Context, access Access) error {
	r, err := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	page := posterPage{Page: a.newPage(c, access, "arrival.poster"), Session: r, Hours: a.hours(r.Session), Address: a.Config.BaseURL + "/borne/" + a.Store.ArrivalCode(r.Session),
		From: models.FrenchTime(models.EndOf(r.StartsAt, -models.ArrivalMinutes)), To: models.FrenchTime(models.EndOf(r.StartsAt, models.ArrivalMinutes))}
	for _, language := range models.ContactLanguages() {
		if book, known := messages.KioskPhrases(language.Code); known {
			page.Phrases = append(page.Phrases, kioskLanguage{language, book.Texts})
		}
	}
	image, err := documents.QR(page.Address)
	if err != nil {
		return err
	}
	page.QR = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(image))
	return a.show(c, "arrivals/poster", page)
}
