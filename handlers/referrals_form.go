package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// referralFormPage adds or corrects a referral.
type referralFormPage struct {
	Page
	Heading, Name, Action, Button, Back string
	Version                             int // 0 for a new one
	Direction, Partner                  *templates.Field
	First                               []templates.Field // date, topic
	Sending                             []templates.Field // how, agreement, until when: of those the centre sends
	Last                                []templates.Field
	NoPartner                           bool   // the directory is empty
	AddPartner                          string // address of the form of a partner, "" when the reader may not
}

// referralForm keeps what was typed.
type referralForm struct{ Direction, Partner, Date, Topic, Mode, Consent, Expected, Reason string }

var referralFieldNames = []string{"direction", "partner", "date", "topic", "mode", "consent", "expected_on", "reason"}

func readReferralForm(c *gin.Context) referralForm {
	v := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	return referralForm{Direction: v("direction"), Partner: v("partner"), Date: v("date"), Topic: v("topic"), Mode: v("mode"), Consent: v("consent"),
		Expected: v("expected_on"), Reason: strings.ReplaceAll(v("reason"), "\r\n", "\n")}
}

func referralFormOf(r models.Referral) referralForm {
	f := referralForm{Direction: r.Direction, Date: models.FrenchDate(r.OnDate), Topic: r.Topic, Mode: r.Mode, Expected: models.FrenchDate(r.ExpectedOn), Reason: r.Reason}
	if r.Consent {
		f.Consent = "1"
	}
	return f
}

// apply is the referral as typed, or what is wrong with it. What concerns sending only is dropped from one that came in.
func (f referralForm) apply(today models.Date, problems models.Problems) models.Referral {
	r := models.Referral{Direction: f.Direction, Topic: f.Topic, Mode: f.Mode, Consent: f.Consent == "1", Reason: f.Reason}
	r.OnDate = typedDay(f.Date, today, "date", problems)
	if r.Direction == models.ReferralIn {
		r.Mode, r.Consent = "", false
	} else if r.ExpectedOn = typedFutureDay(f.Expected, today, "expected_on", problems); f.Expected == "" && r.OnDate != "" {
		r.ExpectedOn = r.OnDate.AddDays(models.ReferralDays)
	}
	merge(problems, models.CheckReferral(r, today))
	return r
}

// newReferral: GET and POST /personnes/:id/orientations/nouvelle.
func (a *App) newReferral(c *gin.Context, access Access) error {
	p, _, err := a.fileOwner(c, access)
	if err != nil {
		return err
	}
	partners, err := a.Store.PartnersFor(ctx(c), access.Scope, p.PublicID)
	if err != nil {
		return err
	}
	form := referralForm{Direction: models.ReferralOut, Partner: c.Query("partenaire"), Date: models.FrenchDate(a.today()),
		Expected: models.FrenchDate(a.today().AddDays(models.ReferralDays))}
	problems := models.Problems{}
	if c.Request.Method == http.MethodPost {
		form = readReferralForm(c)
		r := form.apply(a.today(), problems)
		if form.Partner == "" {
			problems.Add("partner", "referral.problem.partner")
		}
		if len(problems) == 0 {
			done, err := a.createReferral(c, access, p.PublicID, form.Partner, r)
			if done {
				return err
			}
			if !asProblem(err, problems, "partner") {
				return err
			}
		}
	}
	page := a.referralFormPage(c, access, form, problems)
	page.Heading, page.Button, page.Name = a.Texts.T("referral.add"), a.Texts.T("referral.add.save"), p.Name()
	page.Back, page.Action = referralsURL(p.PublicID), referralsURL(p.PublicID)+"/nouvelle"
	page.Breadcrumb = []templates.Link{{URL: personURL(p.PublicID), Label: a.Texts.T("person.trail")}, {URL: page.Back, Label: a.Texts.T("referral.title")}}
	a.partnerChoice(&page, access, partners, form, problems)
	return a.showForm(c, "referrals/form", page, problems)
}

// createReferral saves once and leads back; done is false when the form is to be shown again.
func (a *App) createReferral(c *gin.Context, access Access, person, partner string, r models.Referral) (done bool, err error) {
	made := ""
	location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		r, err := tx.CreateReferral(ctx(c), access.Scope, person, partner, r)
		made = r.PublicID
		return referralsURL(person), err
	})
	if err != nil {
		return false, err
	}
	if made == "" { // the second click of a double click wrote nothing
		a.flash(c, "success", "referral.done")
	} else {
		a.flashUndo(c, "/orientations/"+made+"/defaire", "referral.done")
	}
	return true, see(c, location)
}

func (a *App) partnerChoice(page *referralFormPage, access Access, partners []models.Partner, f referralForm, problems models.Problems) {
	t := a.Texts.T
	var options []templates.Option
	for _, p := range partners {
		options = append(options, templates.Option{Value: p.PublicID, Label: join(" · ", p.Name, a.answer("partner_kind", p.Kind))})
	}
	direction := templates.Radios("direction", t("referral.direction"), f.Direction, a.codes("referral_direction", models.ReferralDirections)).Wrong(a.problem(problems, "direction"))
	partner := templates.Select("partner", t("referral.partner"), f.Partner, options).Wrong(a.problem(problems, "partner"))
	page.Direction, page.Partner, page.NoPartner = &direction, &partner, len(partners) == 0
	if a.may(access, models.Create, models.KindPartner) {
		page.AddPartner = "/partenaires/nouveau"
	}
}

func (a *App) referralFormPage(c *gin.Context, access Access, f referralForm, problems models.Problems) referralFormPage {
	t, wrong := a.Texts.T, func(field templates.Field) templates.Field { return field.Wrong(a.problem(problems, field.Name)) }
	topics := append([]templates.Option{{Label: t("referral.topic.none")}}, a.codes("topic", models.Topics)...)
	page := referralFormPage{Page: a.newPage(c, access, "referral.add"),
		First: []templates.Field{wrong(templates.Date("date", t("referral.date"), f.Date)), wrong(templates.Select("topic", t("referral.topic"), f.Topic, topics).AsOptional())},
		Sending: []templates.Field{wrong(templates.Radios("mode", t("referral.mode"), f.Mode, a.codes("referral_mode", models.ReferralModes))),
			wrong(templates.Check("consent", t("referral.consent"), f.Consent == "1").With(t("referral.consent.hint"))),
			wrong(templates.Date("expected_on", t("referral.expected_on"), f.Expected).With(t("referral.expected_on.hint", "Days", models.ReferralDays)))},
		Last: []templates.Field{wrong(templates.TextArea("reason", t("referral.reason"), f.Reason, 3).With(t("referral.reason.hint")).AsOptional())}}
	a.blame(&page.Page, problems, referralFieldNames...)
	return page
}

// editReferral: GET and POST /orientations/:id/modifier. Partner and direction stay: another one is another referral.
func (a *App) editReferral(c *gin.Context, access Access) error {
	v, err := a.Store.Referral(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	if !v.CancelledAt.IsZero() {
		return models.Refuse(models.Conflict, "referral.cancelled")
	}
	base, form, problems := "/orientations/"+v.PublicID, referralFormOf(v.Referral), models.Problems{}
	version := number(typed(c, "version", strconv.Itoa(v.Version)))
	if c.Request.Method == http.MethodPost {
		form = readReferralForm(c)
		form.Direction = v.Direction
		r := form.apply(a.today(), problems)
		r.PublicID, r.Version = v.PublicID, version
		if len(problems) == 0 {
			if err := a.Store.UpdateReferral(ctx(c), access.Scope, r); err != nil {
				return err
			}
			a.flash(c, "success", "referral.saved")
			return see(c, base)
		}
	}
	page := a.referralFormPage(c, access, form, problems)
	page.Title, page.Heading, page.Button, page.Name = a.Texts.T("referral.edit"), a.Texts.T("referral.edit"), a.Texts.T("referral.save"), v.Name()
	page.Back, page.Action, page.Version = base, base+"/modifier", version
	page.Breadcrumb = []templates.Link{{URL: personURL(v.Person), Label: a.Texts.T("person.trail")}, {URL: base, Label: a.Texts.T("referral.one")}}
	if v.Direction == models.ReferralIn {
		page.Sending = nil
	}
	return a.showForm(c, "referrals/form", page, problems)
}

// cancelReferral: GET and POST /orientations/:id/annulation.
func (a *App) cancelReferral(c *gin.Context, access Access) error {
	v, err := a.Store.Referral(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	base, problems, reason := "/orientations/"+v.PublicID, models.Problems{}, typed(c, "reason", "")
	if c.Request.Method == http.MethodPost {
		if problems = models.CheckReason(reason); len(problems) == 0 {
			if err := a.Store.CancelReferral(ctx(c), access.Scope, v.PublicID, reason); err != nil {
				return err
			}
			a.flash(c, "success", "referral.cancel.done")
			return see(c, referralsURL(v.Person))
		}
	}
	page := confirmPage{Page: a.newPage(c, access, "referral.cancel.title")}
	page.Breadcrumb = []templates.Link{{URL: personURL(v.Person), Label: a.Texts.T("person.trail")}, {URL: base, Label: a.Texts.T("referral.one")}}
	page.Confirm = templates.Confirm{Title: a.Texts.T("referral.cancel.title"), Text: a.Texts.T("referral.cancel.text"), Action: base + "/annulation",
		Button: a.Texts.T("referral.cancel.save"), Danger: true, CancelURL: base, CancelLabel: a.Texts.T("referral.cancel.keep"),
		Fields: []templates.Field{templates.TextArea("reason", a.Texts.T("referral.cancel.reason"), reason, 3).Wrong(a.problem(problems, "reason"))}}
	a.blame(&page.Page, problems, "reason")
	return a.showForm(c, "enrolments/confirm", page, problems)
}

// undoReferral: POST /orientations/:id/defaire, the « Annuler » of the message after saving. Later, or for a colleague,
// a reason is asked for.
func (a *App) undoReferral(c *gin.Context, access Access) error {
	v, err := a.Store.Referral(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	mine := v.CreatedBy != nil && *v.CreatedBy == access.Actor.UserID
	if !mine || a.Store.Now().Sub(v.CreatedAt.Time) > undoTime {
		return see(c, "/orientations/"+v.PublicID+"/annulation")
	}
	if err := a.Store.CancelReferral(ctx(c), access.Scope, v.PublicID, a.Texts.T("referral.undo.reason")); err != nil {
		return err
	}
	a.flash(c, "success", "referral.undone")
	return see(c, referralsURL(v.Person))
}
