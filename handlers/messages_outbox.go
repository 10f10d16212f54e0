package handlers

import (
	"encoding/base64"
	"html/template"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/documents"
	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// outboxLine is a message as lists show it.
type outboxLine struct {
	URL, Name, PersonURL string
	What, About          string
	Channel, When        string
	State                templates.Badge
	Problem              string
}

// outboxPage is « Envois ».
type outboxPage struct {
	Page
	Tabs    []templates.Tab
	Notices []string // a transport that is down
	Lines   []outboxLine
	Pager   templates.Pager
	Empty   templates.Empty
	Mail    bool
}

const outboxSize = 50

// listOutbox: GET /envois.
func (a *App) listOutbox(c *gin.Context, access Access) error {
	state := oneOf(c.Query("etat"), models.MessageStates...)
	if state == "" {
		state = models.MessageToSend
	}
	page := outboxPage{Page: a.newPage(c, access, "outbox.title"), Empty: templates.Empty{Text: a.Texts.T("outbox.empty." + state)}}
	counts, err := a.Store.OutboxCounts(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	for _, s := range models.MessageStates {
		tab := templates.Tab{Label: a.Texts.T("outbox.state." + s), URL: "/envois?etat=" + s, Current: s == state}
		if counts[s] > 0 {
			tab.Note = models.FrenchNumber(counts[s])
		}
		page.Tabs = append(page.Tabs, tab)
	}
	if page.Notices, err = a.transportNotices(c, access); err != nil {
		return err
	}
	rows, err := a.Store.Outbox(ctx(c), access.Scope, store.OutboxFilter{State: state, After: c.Query("apres"), Limit: outboxSize + 1})
	if err != nil {
		return err
	}
	if c.Query("apres") != "" {
		page.Pager.First = "/envois?etat=" + state
	}
	if len(rows) > outboxSize {
		rows = rows[:outboxSize]
		page.Pager.Next = "/envois?" + query("etat", state, "apres", rows[outboxSize-1].PublicID)
	}
	for _, r := range rows {
		page.Lines = append(page.Lines, a.outboxLine(access, r))
	}
	return a.show(c, "messages/outbox", page)
}

// transportNotices say since when a server does not answer, and that nothing is lost.
func (a *App) transportNotices(c *gin.Context, access Access) ([]string, error) {
	var notices []string
	for _, channel := range []string{models.ChannelMail, models.ChannelSMS} {
		n, since, err := a.Store.Waiting(ctx(c), access.Scope, channel)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			notices = append(notices, a.Texts.T("outbox.down."+channel, "Count", n, "Since", a.moment(since)))
		}
	}
	return notices, nil
}

func (a *App) outboxLine(access Access, r store.OutboxView) outboxLine {
	line := outboxLine{URL: "/envois/" + r.PublicID, Name: r.Name(), What: a.Texts.T("message.kind." + r.Kind), About: r.SessionTitle, Channel: a.Texts.T("message.channel." + r.Channel),
		When: a.moment(r.CreatedAt), State: a.messageState(r.State)}
	if r.SessionDate != "" {
		line.About += " · " + models.FrenchDate(r.SessionDate)
	}
	if !r.DoneAt.IsZero() {
		line.When = a.moment(r.DoneAt)
	}
	if r.Problem != "" {
		line.Problem = a.Texts.T("outbox.problem." + r.Problem)
	}
	if a.may(access, models.Read, models.KindParticipant) {
		line.PersonURL = personURL(r.Person)
	}
	return line
}

func (a *App) messageState(state string) templates.Badge {
	kind := map[string]string{models.MessageSent: "success", models.MessageFailed: "error", models.MessageToPrint: "warning", models.MessageToSend: "info", models.MessageWithdrawn: "plain"}[state]
	return templates.NewBadge(kind, a.Texts.T("outbox.state."+state))
}

// outboxItemPage is one message, with what it says and what can be done about it.
type outboxItemPage struct {
	Page
	Line    outboxLine
	Facts   []templates.Row
	Content models.MessageContent
	RTL     bool
	SMS     bool
	Remedy  string
	Paper   string // address of the letter
	Mark    string // label of the button that says it is done, "" when it is
	Resend  bool
	Retract bool
}

// showOutboxItem: GET /envois/:id.
func (a *App) showOutboxItem(c *gin.Context, access Access) error {
	items, err := a.Store.OpenMessages(ctx(c), access.Scope, c.Param("id"), "")
	if err != nil {
		return err
	}
	m := items[0]
	page := outboxItemPage{Page: a.newPage(c, access, "outbox.item.title"), Line: a.outboxLine(access, m.OutboxView), Content: m.Content, RTL: rightToLeft(m.Content.Theirs.Language), SMS: m.Channel == models.ChannelSMS}
	page.Breadcrumb = []Link{{URL: "/envois?etat=" + m.State, Label: a.Texts.T("outbox.title")}}
	page.Facts = []templates.Row{{Label: a.Texts.T("outbox.what"), Value: page.Line.What}, {Label: a.Texts.T("outbox.about"), Value: page.Line.About},
		{Label: a.Texts.T("outbox.channel"), Value: page.Line.Channel}, {Label: a.Texts.T("outbox.address"), Value: or(models.DisplayPhone(m.Address), m.Address)}, {Label: a.Texts.T("outbox.when"), Value: page.Line.When}}
	if m.State == models.MessageFailed {
		page.Remedy = a.Texts.T("outbox.remedy." + m.Problem)
	}
	if a.may(access, models.Update, models.KindMessage) {
		waiting := m.State == models.MessageToSend || m.State == models.MessageToPrint
		page.Retract, page.Resend = waiting, m.State == models.MessageFailed || m.State == models.MessageSent
		if waiting || m.State == models.MessageFailed {
			page.Mark = a.Texts.T("outbox.mark." + m.Channel)
		}
	}
	page.Paper = "/envois/" + m.PublicID + "/lettre"
	return a.show(c, "messages/show", page)
}

func rightToLeft(code string) bool {
	l, _ := models.ContactLanguageOf(code)
	return l.RTL
}

// endOutboxItem: POST /envois/:id/envoyee and /envois/:id/retirer.
func (a *App) endOutboxItem(state, key string) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		if _, err := a.Store.EndMessages(ctx(c), access.Scope, state, c.Param("id")); err != nil {
			return err
		}
		if state == models.MessageSent {
			a.flashUndo(c, "/envois/"+c.Param("id")+"/renvoyer", key)
		} else {
			a.flash(c, "success", key)
		}
		return see(c, "/envois/"+c.Param("id"))
	}
}

// resendOutboxItem: POST /envois/:id/renvoyer.
func (a *App) resendOutboxItem(c *gin.Context, access Access) error {
	if err := a.Store.ReopenMessages(ctx(c), access.Scope, c.Param("id")); err != nil {
		return err
	}
	a.flash(c, "success", "outbox.resent")
	return see(c, "/envois/"+c.Param("id"))
}

// withdrawBatch: POST /envois/lot/:id/retirer.
func (a *App) withdrawBatch(c *gin.Context, access Access) error {
	n, err := a.Store.WithdrawBatch(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	if n == 0 {
		a.flash(c, "warning", "outbox.withdrawn.none")
	} else {
		a.flash(c, "success", "outbox.withdrawn", "Count", n)
	}
	return see(c, "/envois?etat="+models.MessageWithdrawn)
}

// lettersPage is letters or cards on paper, one after the other.
type lettersPage struct {
	Page
	Card     bool
	Letters  []letterSheet
	Switch   string // address of the other format
	Back     string
	MarkURL  string
	Marked   string // "12 lettres imprimées"
	Today    string
	CoFunded bool
}

// letterSheet is one of them.
type letterSheet struct {
	models.MessageContent
	ID     string
	RTL    bool
	QR     template.URL
	Wanted []letterBody
}

// letterBody is one language of a letter.
type letterBody struct {
	models.MessageBody
	Lines []string
	RTL   bool
}

// showLetter: GET /envois/:id/lettre.
func (a *App) showLetter(c *gin.Context, access Access) error {
	items, err := a.Store.OpenMessages(ctx(c), access.Scope, c.Param("id"), "")
	if err != nil {
		return err
	}
	return a.showPaper(c, access, "letter.one.title", items, "/envois/"+c.Param("id")+"/lettre", "/envois/"+c.Param("id"), "")
}

// showLetters: GET /seances/:id/lettres: all that wait to be printed.
func (a *App) showLetters(c *gin.Context, access Access) error {
	n, err := a.Store.Session(ctx(c), a.scope(access, models.Read, models.KindSession), c.Param("id"))
	if err != nil {
		return err
	}
	items, err := a.Store.OpenMessages(ctx(c), access.Scope, "", n.PublicID)
	if err != nil {
		return err
	}
	mark := ""
	if len(items) > 0 && a.may(access, models.Update, models.KindMessage) {
		mark = "/seances/" + n.PublicID + "/lettres"
	}
	return a.showPaper(c, access, "letter.title", items, "/seances/"+n.PublicID+"/lettres", "/seances/"+n.PublicID, mark)
}

func (a *App) showPaper(c *gin.Context, access Access, title string, items []store.OutboxItem, self, back, mark string) error {
	page := lettersPage{Page: a.newPage(c, access, title), Card: c.Query("format") == "carte", Back: back, MarkURL: mark, Switch: self + "?format=carte",
		Marked: a.Texts.T("letter.mark", "Count", len(items)), Today: models.FrenchLongDate(a.today())}
	if page.Card {
		page.Switch = self
	}
	for _, m := range items {
		sheet := letterSheet{MessageContent: m.Content, ID: m.PublicID, RTL: rightToLeft(m.Content.Theirs.Language)}
		for _, b := range []models.MessageBody{m.Content.French, m.Content.Theirs} {
			if b.Language != "" {
				sheet.Wanted = append(sheet.Wanted, letterBody{b, strings.Split(b.Text, "\n"), rightToLeft(b.Language)})
			}
		}
		if m.Content.Link != "" {
			image, err := documents.QR(m.Content.Link)
			if err != nil {
				return err
			}
			sheet.QR = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(image))
		}
		page.Letters = append(page.Letters, sheet)
	}
	return a.show(c, "messages/letters", page)
}

// markLetters: POST /seances/:id/lettres: those that were on the page are printed.
func (a *App) markLetters(c *gin.Context, access Access) error {
	n, err := a.Store.Session(ctx(c), a.scope(access, models.Read, models.KindSession), c.Param("id"))
	if err != nil {
		return err
	}
	printed, err := a.Store.EndMessages(ctx(c), access.Scope, models.MessageSent, c.PostFormArray("lettre")...)
	if err != nil {
		return err
	}
	a.flash(c, "success", "letter.marked", "Count", printed)
	return see(c, "/seances/"+n.PublicID)
}
