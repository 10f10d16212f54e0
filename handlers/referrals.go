package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// referralLine is one referral as lists show it.
type referralLine struct {
	URL, Partner, Direction string
	Name, PersonURL         string // the person; lists of a person leave them out
	Date, Topic, Expected   string
	State                   templates.Badge
	Cancelled               string // why it was cancelled
}

// personReferralsPage is the referrals of a person, in and out.
type personReferralsPage struct {
	Page
	personFrame
	Referrals []referralLine
	Cancelled []referralLine
	AddURL    string // "" when the reader may not
	Empty     templates.Empty
}

// showReferrals: GET /personnes/:id/orientations.
func (a *App) showReferrals(c *gin.Context, access Access) error {
	p, record, frame, err := a.personSection(c, access, c.Param("id"), "referrals")
	if err != nil {
		return err
	}
	all, err := a.Store.ReferralsOf(ctx(c), access.Scope, p.PublicID)
	if err != nil {
		return err
	}
	page := personReferralsPage{Page: a.newPage(c, access, "referral.title"), personFrame: frame, Empty: templates.Empty{Text: a.Texts.T("referral.empty")}}
	page.Breadcrumb = []templates.Link{{URL: "/personnes", Label: a.Texts.T("nav.persons")}, {URL: personURL(p.PublicID), Label: a.Texts.T("person.trail")}}
	if a.scope(access, models.Create, models.KindReferral).Covers(record) {
		page.AddURL = referralsURL(p.PublicID) + "/nouvelle"
		page.Empty.Action = templates.Link{URL: page.AddURL, Label: a.Texts.T("referral.add")}
	}
	for _, v := range all {
		if v.CancelledAt.IsZero() {
			page.Referrals = append(page.Referrals, a.referralLine(v))
		} else {
			page.Cancelled = append(page.Cancelled, a.referralLine(v))
		}
	}
	return a.show(c, "referrals/person", page)
}

func referralsURL(person string) string { return personURL(person) + "/orientations" }

func (a *App) referralLine(v store.ReferralView) referralLine {
	return referralLine{URL: "/orientations/" + v.PublicID, Partner: v.Partner, Direction: a.answer("referral_direction", v.Direction), Name: v.Name(),
		PersonURL: referralsURL(v.Person), Date: models.FrenchDate(v.OnDate), Topic: a.topics(v.Topic), Expected: models.FrenchDate(v.ExpectedOn),
		State: a.referralState(v.Referral), Cancelled: v.CancelReason}
}

// referralState says where a referral stands, computed from its facts.
func (a *App) referralState(r models.Referral) templates.Badge {
	kinds := map[string]string{models.ReferralAccepted: "success", models.ReferralRefused: "error", models.ReferralWaiting: "info"}
	switch {
	case !r.CancelledAt.IsZero():
		return templates.NewBadge("neutral", a.Texts.T("referral.state.cancelled"))
	case r.Outcome != "":
		return templates.NewBadge(orElse(kinds[r.Outcome], "neutral"), a.answer("referral_outcome", r.Outcome))
	case r.Late(a.today()):
		return templates.NewBadge("warning", a.Texts.T("referral.state.late"))
	case r.Open():
		return templates.NewBadge("info", a.Texts.T("referral.state.open"))
	}
	return templates.NewBadge("plain", a.Texts.T("referral.state.in"))
}

// referralsPage is every referral whose answer is waited for: those to chase first.
type referralsPage struct {
	Page
	Late, Open []referralLine
	Empty      templates.Empty
	Partners   bool // the directory is open to the reader
	More       bool
}

// listReferrals: GET /orientations.
func (a *App) listReferrals(c *gin.Context, access Access) error {
	all, err := a.Store.OpenReferrals(ctx(c), access.Scope, "", store.TaskLimit)
	if err != nil {
		return err
	}
	page := referralsPage{Page: a.newPage(c, access, "referral.list.title"), Empty: templates.Empty{Text: a.Texts.T("referral.list.empty")},
		Partners: a.may(access, models.Read, models.KindPartner), More: len(all) == store.TaskLimit}
	for _, v := range all {
		if v.Late(a.today()) {
			page.Late = append(page.Late, a.referralLine(v))
		} else {
			page.Open = append(page.Open, a.referralLine(v))
		}
	}
	return a.show(c, "referrals/list", page)
}

// lateReferrals are lines of « À compléter ».
func (a *App) lateReferrals(c *gin.Context, _ Access, scope models.Scope) ([]taskLine, error) {
	all, err := a.Store.OpenReferrals(ctx(c), scope, a.today(), store.TaskLimit)
	var lines []taskLine
	for _, v := range all {
		url := "/orientations/" + v.PublicID
		lines = append(lines, taskLine{Name: v.Name(), URL: url, Person: v.Person,
			Detail:  v.Partner + " · " + a.Texts.T("referral.expected.was", "Date", models.FrenchDate(v.ExpectedOn)),
			Actions: []templates.Action{{Label: a.Texts.T("referral.remind"), URL: url + "#relance", Icon: "phone"}, {Label: a.Texts.T("referral.answer"), URL: url + "#reponse"}}})
	}
	return lines, err
}

// referralPage is one referral: what was agreed, the reminders, the answer.
type referralPage struct {
	Page
	Name      string
	PersonURL string
	State     templates.Badge
	Facts     []templates.Row
	Reason    string
	Answer    string
	Contact   contactLine // how to reach the partner
	Partner   Link        // its page, without an address when the directory is closed to the reader
	Reminders []templates.Row
	Remind    []templates.Field // nil when there is nothing to wait for, or the reader may not
	Reply     []templates.Field
	Base      string
	EditURL   string
	CancelURL string
	TakeBack  bool // the answer may be taken back
}

// showReferral: GET /orientations/:id.
func (a *App) showReferral(c *gin.Context, access Access) error {
	v, err := a.Store.Referral(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	return a.show(c, "referrals/show", a.referralPage(c, access, v, nil))
}

func (a *App) referralPage(c *gin.Context, access Access, v store.ReferralView, problems models.Problems) referralPage {
	base := "/orientations/" + v.PublicID
	page := referralPage{Page: a.newPage(c, access, "referral.one"), Name: v.Name(), PersonURL: referralsURL(v.Person), State: a.referralState(v.Referral),
		Facts: a.referralFacts(v), Reason: v.Reason, Answer: v.Answer, Base: base}
	page.Breadcrumb = []templates.Link{{URL: personURL(v.Person), Label: a.Texts.T("person.trail")}, {URL: page.PersonURL, Label: a.Texts.T("referral.title")}}
	page.Contact = contactLine{Phone: models.DisplayPhone(v.PartnerPhone), PhoneURL: v.PartnerPhone, Email: v.PartnerEmail}
	if page.Partner.Label = v.Partner; a.may(access, models.Read, models.KindPartner) {
		page.Partner.URL = "/partenaires/" + v.PartnerPublicID
	}
	for _, r := range v.Reminders {
		page.Reminders = append(page.Reminders, templates.Row{Label: models.FrenchDate(r.OnDate), Value: join(" · ", a.answer("referral_mode", r.Mode), r.Author)})
	}
	if !v.CancelledAt.IsZero() {
		return page
	}
	if a.may(access, models.Update, models.KindReferral) {
		page.EditURL, page.TakeBack = base+"/modifier", v.Outcome != ""
		if v.Open() {
			page.Remind = a.reminderFields(c, problems)
		}
		if v.Outcome == "" {
			page.Reply = a.replyFields(c, problems)
		}
	}
	if a.may(access, models.Cancel, models.KindReferral) {
		page.CancelURL = base + "/annulation"
	}
	a.blame(&page.Page, problems, "reminder_mode", "reminder_expected", "outcome", "answered_on", "answer")
	return page
}

func (a *App) referralFacts(v store.ReferralView) []templates.Row {
	t := a.Texts.T
	rows := []templates.Row{{Label: t("referral.direction"), Value: a.answer("referral_direction", v.Direction)}, {Label: t("referral.partner"), Value: v.Partner},
		{Label: t("referral.date"), Value: models.FrenchDate(v.OnDate)}, {Label: t("referral.topic"), Value: a.topics(v.Topic)}}
	if v.Mode != "" {
		rows = append(rows, templates.Row{Label: t("referral.mode"), Value: a.answer("referral_mode", v.Mode)})
	}
	if v.Direction == models.ReferralOut {
		consent := t("referral.consent.none")
		if v.Consent {
			consent = t("referral.consent.given")
		}
		rows = append(rows, templates.Row{Label: t("referral.consent.short"), Value: consent}, templates.Row{Label: t("referral.expected_on"), Value: models.FrenchDate(v.ExpectedOn)})
	}
	if v.Outcome != "" {
		rows = append(rows, templates.Row{Label: t("referral.outcome"), Value: a.answer("referral_outcome", v.Outcome) + ", " + models.FrenchDate(v.AnsweredOn)})
	}
	if v.CancelReason != "" {
		rows = append(rows, templates.Row{Label: t("referral.cancel.reason"), Value: v.CancelReason})
	}
	return append(rows, templates.Row{Label: t("referral.author"), Value: v.Author})
}

func (a *App) reminderFields(c *gin.Context, problems models.Problems) []templates.Field {
	t := a.Texts.T
	return []templates.Field{
		templates.Radios("reminder_mode", t("referral.reminder.mode"), posted(c, "reminder_mode", models.ReferralByPhone), a.codes("referral_mode", models.ReminderModes)).
			Wrong(a.problem(problems, "reminder_mode")),
		templates.Date("reminder_expected", t("referral.expected_on"), posted(c, "reminder_expected", models.FrenchDate(a.today().AddDays(models.ReminderDays)))).
			Wrong(a.problem(problems, "reminder_expected")),
	}
}

func (a *App) replyFields(c *gin.Context, problems models.Problems) []templates.Field {
	t := a.Texts.T
	return []templates.Field{
		templates.Radios("outcome", t("referral.outcome"), posted(c, "outcome", ""), a.codes("referral_outcome", models.ReferralOutcomes)).Wrong(a.problem(problems, "outcome")),
		templates.Date("answered_on", t("referral.answered_on"), posted(c, "answered_on", models.FrenchDate(a.today()))).Wrong(a.problem(problems, "answered_on")),
		templates.TextArea("answer", t("referral.answer.text"), posted(c, "answer", ""), 2).AsOptional().Wrong(a.problem(problems, "answer")),
	}
}

// posted is what was typed in a form that has several on its page, or the first value of one that was not sent.
func posted(c *gin.Context, name, first string) string {
	if _, sent := c.GetPostForm(name); sent {
		return typed(c, name, first)
	}
	return first
}

// remindPartner: POST /orientations/:id/relance.
func (a *App) remindPartner(c *gin.Context, access Access) error {
	return a.changeReferral(c, access, "referral.reminded", func(v store.ReferralView, problems models.Problems) error {
		expected := typedFutureDay(c.PostForm("reminder_expected"), a.today(), "reminder_expected", problems)
		merge(problems, models.CheckReminder(c.PostForm("reminder_mode"), expected, a.today()))
		if len(problems) > 0 {
			return nil
		}
		return a.Store.RemindPartner(ctx(c), access.Scope, v.PublicID, c.PostForm("reminder_mode"), expected)
	})
}

// answerReferral: POST /orientations/:id/reponse.
func (a *App) answerReferral(c *gin.Context, access Access) error {
	return a.changeReferral(c, access, "referral.answered.done", func(v store.ReferralView, problems models.Problems) error {
		r := v.Referral
		r.Outcome, r.Answer = typed(c, "outcome", ""), typed(c, "answer", "")
		r.AnsweredOn = typedDay(c.PostForm("answered_on"), a.today(), "answered_on", problems)
		merge(problems, models.CheckAnswer(r, a.today()))
		if len(problems) > 0 {
			return nil
		}
		return a.Store.AnswerReferral(ctx(c), access.Scope, v.PublicID, r.Outcome, r.AnsweredOn, r.Answer)
	})
}

// takeBackAnswer: POST /orientations/:id/reponse/annuler.
func (a *App) takeBackAnswer(c *gin.Context, access Access) error {
	if err := a.Store.AnswerReferral(ctx(c), access.Scope, c.Param("id"), "", "", ""); err != nil {
		return err
	}
	a.flash(c, "success", "referral.answer.back.done")
	return see(c, "/orientations/"+c.Param("id"))
}

// changeReferral carries out one of the forms of the page of a referral; an answer is undone with one click.
func (a *App) changeReferral(c *gin.Context, access Access, done string, change func(store.ReferralView, models.Problems) error) error {
	v, err := a.Store.Referral(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	problems := models.Problems{}
	if err := change(v, problems); err != nil {
		return err
	}
	if len(problems) > 0 {
		a.render(c, http.StatusUnprocessableEntity, "referrals/show", a.referralPage(c, access, v, problems))
		return nil
	}
	base := "/orientations/" + v.PublicID
	if done == "referral.answered.done" {
		a.flashUndo(c, base+"/reponse/annuler", done)
	} else {
		a.flash(c, "success", done)
	}
	return see(c, base)
}

// networkEntry is the line of a timeline for a document or a referral.
func (a *App) networkEntry(e *templates.Entry, m models.Moment) {
	if m.Kind == models.MomentFile {
		e.Icon, e.URL = "file-text", "/documents/"+m.PublicID+"/fichier"
		e.Title = join(" · ", a.Texts.T("person.moment.file"), a.answer("file_kind", m.Title))
		return
	}
	e.Icon, e.URL = "arrow-right", "/orientations/"+m.PublicID
	e.Title = join(" · ", a.answer("referral_direction", m.Mode), m.Title)
	e.Detail = a.topics(m.Topics)
	if m.Presence != "" {
		badge := templates.NewBadge("plain", a.answer("referral_outcome", m.Presence))
		e.Badge = &badge
	}
}
