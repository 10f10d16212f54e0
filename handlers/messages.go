package handlers

import (
	"slices"
	"sort"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// motives are what people may be told about a session, as the address names them.
var motives = []string{models.MessageConvocation, models.MessageReminder, models.MessageMoved, models.MessageCancelled}

// convokePage previews the messages of a session, per language and channel, before they leave.
type convokePage struct {
	Page
	Session models.SessionRow
	When    string
	Tabs    []templates.Tab
	Groups  []convokeGroup
	People  int    // to tell now
	Told    string // who knows already, "" when nobody does
	Paper   string // who has neither GSM nor e-mail
	Advice  []string
	Bring   templates.Field
	Action  string
	Button  string
	Empty   templates.Empty
}

// convokeGroup is what the people of one language receive by one channel.
type convokeGroup struct {
	Language models.ContactLanguage
	Name     string // of the language, in French
	Channel  string
	Count    string
	Unready  string // why the French goes alone
	French   models.MessageBody
	Theirs   models.MessageBody
	RTL      bool
	SMS      string
	Length   string
	Open     bool // there is nothing else to look at
	count    int
	order    string
}

// kindOf is the text behind a motive: only the 4-hour module is compulsory.
func kindOf(motive string, n models.SessionRow) string {
	motive = oneOf(motive, motives...)
	switch {
	case motive == "" && n.Status == models.SessionCancelled:
		return models.MessageCancelled
	case (motive == "" || motive == models.MessageConvocation) && n.Programme != models.M4H:
		return models.MessageInvitation
	case motive == "":
		return models.MessageConvocation
	}
	return motive
}

// convocation is what a page about the messages of a session starts from.
type convocation struct {
	writer *MessageWriter
	people []store.Recipient // not told yet
	told   int
}

func (a *App) convocation(c *gin.Context, access Access) (convocation, error) {
	var v convocation
	n, err := a.Store.Session(ctx(c), a.scope(access, models.Read, models.KindSession), c.Param("id"))
	if err != nil {
		return v, err
	}
	if v.writer, err = NewMessageWriter(ctx(c), a.Store, a.Config.BaseURL, access.Scope, n, kindOf(c.Query("motif"), n)); err != nil {
		return v, err
	}
	all, err := a.Store.Recipients(ctx(c), access.Scope, n.PublicID)
	if err != nil {
		return v, err
	}
	keys := make([]string, len(all))
	for i, r := range all {
		keys[i] = v.writer.Key(r.Registration)
	}
	known, err := a.Store.MessagesKnown(ctx(c), keys)
	v.people = all
	v.forget(known)
	return v, err
}

// showConvoke: GET /seances/:id/messages.
func (a *App) showConvoke(c *gin.Context, access Access) error {
	v, err := a.convocation(c, access)
	if err != nil {
		return err
	}
	n, w, t := v.writer.Session, v.writer, a.Texts.T
	page := convokePage{Page: a.newPage(c, access, "message.session.title"), Session: n, When: models.FrenchLongDate(n.OnDate) + ", " + a.hours(n.Session), People: len(v.people),
		Action: "/seances/" + n.PublicID + "/messages?" + query("motif", c.Query("motif")), Button: t("message.send."+w.Kind, "Count", len(v.people))}
	page.Breadcrumb = []Link{{URL: "/seances", Label: t("session.list.title")}, {URL: "/seances/" + n.PublicID, Label: t("session.title")}}
	for _, motive := range motives {
		page.Tabs = append(page.Tabs, templates.Tab{Label: t("message.motive." + kindOf(motive, n)), URL: "/seances/" + n.PublicID + "/messages?motif=" + motive, Current: kindOf(motive, n) == w.Kind})
	}
	page.Groups = a.convokeGroups(w, v.people)
	if v.told > 0 {
		page.Told = t("message.told", "Count", v.told)
	}
	if paper := countPaper(v.people); paper > 0 {
		page.Paper = t("message.no_contact", "Count", paper)
	}
	page.Advice = a.convokeAdvice(access, w)
	page.Bring = a.bringField(w.Bring)
	page.Empty = templates.Empty{Text: t("message.nobody"), Action: templates.Link{URL: "/seances/" + n.PublicID, Label: t("session.back")}}
	return a.show(c, "messages/session", page)
}

func countPaper(people []store.Recipient) int {
	n := 0
	for _, r := range people {
		if r.Phone == "" && r.Email == "" {
			n++
		}
	}
	return n
}

// convokeAdvice says what would make the messages better: a number to call, the words of what is missing.
func (a *App) convokeAdvice(access Access, w *MessageWriter) []string {
	var advice []string
	if w.Settings.Phone == "" {
		advice = append(advice, a.Texts.T("message.advice.phone"))
	}
	if w.Session.Place == "" {
		advice = append(advice, a.Texts.T("message.advice.place"))
	}
	return advice
}

func (a *App) bringField(chosen []string) templates.Field {
	if len(chosen) == 0 {
		chosen = []string{"id"}
	}
	var options []templates.Option
	for _, code := range models.BringCodes {
		options = append(options, templates.Option{Value: code, Label: a.Texts.T("message.bring." + code)})
	}
	return templates.Checkboxes("bring", a.Texts.T("message.bring"), chosen, options).AsOptional()
}

// convokeGroups gathers the people by language and channel, the largest group first.
func (a *App) convokeGroups(w *MessageWriter, people []store.Recipient) []convokeGroup {
	groups := map[string]*convokeGroup{}
	for _, r := range people {
		language, known := models.ContactLanguageOf(r.Language)
		if !known {
			language, _ = models.ContactLanguageOf("fr")
		}
		key := language.Code + r.Reach().Channel()
		if groups[key] == nil {
			groups[key] = a.convokeGroup(w, language, r.Reach().Channel())
			groups[key].order = key
		}
		groups[key].count++
	}
	list := make([]convokeGroup, 0, len(groups))
	for _, g := range groups {
		g.Count = a.Texts.T("message.people", "Count", g.count)
		list = append(list, *g)
	}
	sort.Slice(list, func(i, j int) bool {
		if list[i].count != list[j].count {
			return list[i].count > list[j].count
		}
		return list[i].order < list[j].order
	})
	return list
}

func (a *App) convokeGroup(w *MessageWriter, language models.ContactLanguage, channel string) *convokeGroup {
	content, second := w.Content(a.Texts.T("message.example.name"), language.Code, a.link("/p/")+strings.Repeat("x", 26))
	g := &convokeGroup{Language: language, Name: models.LanguageName(language.Code), Channel: channel, French: content.French, Theirs: content.Theirs, RTL: language.RTL && second != "fr"}
	if second != language.Code {
		g.Unready = a.Texts.T("message.unready", "Language", g.Name)
	}
	if channel == models.ChannelSMS {
		length := models.MeasureSMS(content.SMS)
		g.SMS, g.Length = content.SMS, a.Texts.T("message.sms.length", "Units", length.Units, "Count", length.Parts)
	}
	return g
}

// postedBring is what people are asked to bring, as ticked.
func postedBring(c *gin.Context) []string {
	var bring []string
	for _, code := range models.BringCodes {
		if slices.Contains(c.PostFormArray("bring"), code) {
			bring = append(bring, code)
		}
	}
	return bring
}

// convoke: POST /seances/:id/messages. Sent twice, it writes once: the key of the form, then that of each message.
func (a *App) convoke(c *gin.Context, access Access) error {
	v, err := a.convocation(c, access)
	if err != nil {
		return err
	}
	bring := postedBring(c)
	v.writer.Bring = bring
	batch, written := models.NewPublicID(), 0
	_, err = a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		if err := tx.SetSessionBring(ctx(c), access.Scope, v.writer.Session.ID, strings.Join(bring, " ")); err != nil {
			return "", err
		}
		var err error
		written, err = v.writer.Queue(ctx(c), tx, access.Scope, v.people, batch)
		return batch, err
	})
	if err != nil {
		return err
	}
	a.sayQueued(c, batch, written)
	return see(c, "/seances/"+v.writer.Session.PublicID)
}

// sayQueued tells how many messages will leave, with the way to take them back.
func (a *App) sayQueued(c *gin.Context, batch string, written int) {
	if written == 0 {
		a.flash(c, "info", "message.queued.none")
		return
	}
	a.flashUndo(c, "/envois/lot/"+batch+"/retirer", "message.queued", "Count", written)
}
