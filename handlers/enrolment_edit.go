package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// entryPage corrects a snapshot; once it is frozen a reason is asked.
type entryPage struct {
	Page
	Enrolment store.EnrolmentView
	Name      string
	Programme templates.Programme
	Fields    []templates.Field
	Frozen    models.Date
	Version   int
	Back      string // where the form was opened
}

// editEntry: GET /inscriptions/:id/entree.
func (a *App) editEntry(c *gin.Context, access Access) error {
	v, err := a.Store.Enrolment(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	return a.show(c, "enrolments/entry", a.entryPage(c, access, v, enrolFormOf(v.Enrolment), nil))
}

func (a *App) entryPage(c *gin.Context, access Access, v store.EnrolmentView, f enrolForm, problems models.Problems) entryPage {
	page := entryPage{Page: a.newPage(c, access, "enrolment.entry.title"), Enrolment: v, Name: displayName(v.FamilyName, v.GivenName),
		Programme: a.programme(v.Programme), Frozen: v.FrozenOn, Version: f.Version}
	page.Breadcrumb = []templates.Link{{URL: "/personnes/" + v.Person, Label: a.Texts.T("person.trail")}, {URL: "/inscriptions/" + v.PublicID, Label: a.Texts.T("enrolment.title")}}
	page.Back = orElse(knownPath(typed(c, "retour", c.Query("retour"))), "/inscriptions/"+v.PublicID)
	page.Fields = a.snapshotFields(v, f, problems, a.Store.Reaches(ctx(c), a.scope(access, models.Update, models.KindSensitive), v.Person))
	a.blame(&page.Page, problems, enrolFieldNames...)
	return page
}

// snapshotFields are all the questions of the snapshot; those of article 9 only for who may ask them.
func (a *App) snapshotFields(v store.EnrolmentView, f enrolForm, problems models.Problems, sensitive bool) []templates.Field {
	fields := a.enrolFields(v.Programme, f, problems, nil)
	have := map[string]bool{}
	for _, field := range fields {
		have[field.Name] = true
	}
	add := func(name, value string) {
		if !have[name] {
			fields = append(fields, templates.Radios(name, a.Texts.T("enrolment."+name), value, a.answers(name)).Wrong(a.problem(problems, name)).AsOptional())
		}
	}
	fields = append(fields, templates.Text("nationalities", a.Texts.T("enrolment.nationalities"), f.Nationalities).
		With(a.Texts.T("enrolment.nationalities.hint")).Wrong(a.problem(problems, "nationalities")).AsOptional(),
		templates.Select("commune", a.Texts.T("enrolment.commune"), f.Commune, a.communeOptions(f.Commune)).AsOptional())
	for _, q := range [][2]string{{"degurba", f.Degurba}, {"isced", f.ISCED}, {"recognition", f.Recognition}, {"training", f.Training}, {"forem", f.Forem}, {"work", f.Work}, {"seeking", f.Seeking}} {
		add(q[0], q[1])
	}
	if !have["unemployed_since"] {
		fields = append(fields, templates.Date("unemployed_since", a.Texts.T("enrolment.unemployed_since"), f.UnemployedSince).
			Wrong(a.problem(problems, "unemployed_since")).AsOptional())
	}
	if sensitive {
		add("disability", f.Disability)
		add("minority", f.Minority)
		add("homeless", f.Homeless)
	}
	if v.FrozenOn != "" {
		fields = append(fields, templates.TextArea("reason", a.Texts.T("enrolment.reason"), f.Reason, 2).
			With(a.Texts.T("enrolment.reason.hint")).Wrong(a.problem(problems, "reason")))
	}
	return fields
}

func (a *App) communeOptions(chosen string) []templates.Option {
	var options []templates.Option
	for _, commune := range a.keepClosed(a.communes().Open(), chosen) {
		options = append(options, templates.Option{Value: commune.Refnis, Label: commune.Name})
	}
	return options
}

// updateEntry: POST /inscriptions/:id/entree.
func (a *App) updateEntry(c *gin.Context, access Access) error {
	v, err := a.Store.Enrolment(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	form := readEnrolForm(c)
	e, problems := form.enrolment(a.today())
	if v.FrozenOn != "" && form.Reason == "" {
		problems.Add("reason", "enrolment.reason_required")
	}
	if len(problems) > 0 {
		return a.refuse(c, "enrolments/entry", a.entryPage(c, access, v, form, problems))
	}
	e.PublicID = v.PublicID
	if !a.Store.Reaches(ctx(c), a.scope(access, models.Update, models.KindSensitive), v.Person) {
		e.Sensitive = v.Sensitive // not shown, hence not asked: the recorded answers stay
	}
	err = a.Store.UpdateEntry(ctx(c), access.Scope, keepUnasked(e, v.Enrolment, c), form.Reason)
	if err != nil {
		return err
	}
	a.flash(c, "success", "enrolment.saved")
	return see(c, orElse(knownPath(c.PostForm("retour")), "/inscriptions/"+v.PublicID))
}

// keepUnasked keeps the recorded answer of every question that the form of this dispositif does not ask.
func keepUnasked(e, before models.Enrolment, c *gin.Context) models.Enrolment {
	keep := func(name string, to *string, from string) {
		if _, asked := c.GetPostForm(name); !asked {
			*to = from
		}
	}
	keep("audience", &e.Audience, before.Audience)
	keep("convention", &e.Convention, before.Convention)
	keep("exemption", &e.Exemption, before.Exemption)
	keep("assessment", &e.AssessmentOn, before.AssessmentOn)
	keep("referral", &e.Referral, before.Referral)
	keep("income", &e.Income, before.Income)
	keep("ground", &e.Ground, before.Ground)
	return e
}

// referentsPage changes who accompanies.
type referentsPage struct {
	Page
	Enrolment store.EnrolmentView
	Name      string
	Fields    []templates.Field
}

// editReferents: GET /inscriptions/:id/referents.
func (a *App) editReferents(c *gin.Context, access Access) error {
	v, err := a.Store.Enrolment(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	lead, others := "", []string{}
	for _, r := range v.Referents {
		if r.Kind == "lead" {
			lead = r.PublicID
		} else {
			others = append(others, r.PublicID)
		}
	}
	return a.showReferents(c, access, v, lead, others, nil)
}

func (a *App) showReferents(c *gin.Context, access Access, v store.EnrolmentView, lead string, others []string, problems models.Problems) error {
	colleagues, err := a.Store.PossibleReferents(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	page := referentsPage{Page: a.newPage(c, access, "enrolment.referents.title"), Enrolment: v, Name: displayName(v.FamilyName, v.GivenName)}
	page.Breadcrumb = []templates.Link{{URL: "/personnes/" + v.Person, Label: a.Texts.T("person.trail")}, {URL: "/inscriptions/" + v.PublicID, Label: a.Texts.T("enrolment.title")}}
	page.Fields = []templates.Field{
		templates.Select("lead", a.Texts.T("enrolment.referent.lead"), lead, userOptions(colleagues)).Wrong(a.problem(problems, "lead")),
		templates.Checkboxes("co", a.Texts.T("enrolment.referent.co"), others, userOptions(colleagues)).With(a.Texts.T("enrolment.referent.co.hint")).AsOptional(),
	}
	a.blame(&page.Page, problems, "lead", "co")
	return a.showForm(c, "enrolments/referents", page, problems)
}

// updateReferents: POST /inscriptions/:id/referents.
func (a *App) updateReferents(c *gin.Context, access Access) error {
	v, err := a.Store.Enrolment(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	leadID, others := c.PostForm("lead"), c.PostFormArray("co")
	lead, err := a.Store.PossibleReferent(ctx(c), access.Scope, leadID)
	if err != nil {
		return a.showReferents(c, access, v, leadID, others, models.Problems{"lead": {Key: "enrolment.not_a_colleague"}})
	}
	var coIDs []string
	team := []string{"lead." + lead.PublicID}
	for _, id := range others {
		colleague, err := a.Store.PossibleReferent(ctx(c), access.Scope, id)
		if err != nil {
			return err
		}
		if colleague.ID != lead.ID {
			coIDs = append(coIDs, colleague.ID)
			team = append(team, "co."+colleague.PublicID)
		}
	}
	if err := a.Store.SetReferents(ctx(c), access.Scope, v.PublicID, lead.ID, coIDs); err != nil {
		return err
	}
	a.flashUndo(c, a.undoReferentsURL(access, v, team), "enrolment.saved")
	if a.Store.Reaches(ctx(c), a.scope(access, models.Read, models.KindParticipant), v.Person) {
		return see(c, "/inscriptions/"+v.PublicID)
	}
	return see(c, "/personnes") // the person has been handed over: the page is no longer theirs to see
}

// confirmPage interrupts before an act that is logged with a reason.
type confirmPage struct {
	Page
	Confirm templates.Confirm
}

// reasonPage asks for the reason of a cancellation.
func (a *App) reasonPage(c *gin.Context, access Access, title, button, action, back, problem string, more ...templates.Field) error {
	page := confirmPage{Page: a.newPage(c, access, title)}
	reason := templates.TextArea("reason", a.Texts.T("cancel.reason"), c.PostForm("reason"), 2).Wrong(problem)
	page.Confirm = templates.Confirm{Title: a.Texts.T(title), Text: a.Texts.T("cancel.kept"), Action: action, Button: a.Texts.T(button),
		Fields: append([]templates.Field{reason}, more...), CancelURL: back, CancelLabel: a.Texts.T("cancel.keep"), Danger: true}
	if problem != "" {
		page.Summary = templates.Problems(reason)
		return a.refuse(c, "enrolments/confirm", page)
	}
	return a.show(c, "enrolments/confirm", page)
}

// askCancelEnrolment: GET and POST /inscriptions/:id/annuler.
func (a *App) askCancelEnrolment(c *gin.Context, access Access) error {
	v, err := a.Store.Enrolment(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	back := "/inscriptions/" + v.PublicID
	reason := strings.TrimSpace(c.PostForm("reason"))
	if problem := a.missingReason(c, reason); c.Request.Method == "GET" || problem != "" {
		return a.reasonPage(c, access, "enrolment.cancel.title", "enrolment.cancel", back+"/annuler", back, problem)
	}
	if err := a.Store.CancelEnrolment(ctx(c), access.Scope, v.PublicID, reason); err != nil {
		return err
	}
	a.flash(c, "success", "enrolment.cancelled_done")
	return see(c, "/personnes/"+v.Person)
}

// missingReason is what is wrong with the reason of a cancellation that was posted.
func (a *App) missingReason(c *gin.Context, reason string) string {
	switch {
	case c.Request.Method == "GET":
		return ""
	case reason == "":
		return a.Texts.T("cancel.reason_required")
	default:
		return a.problem(models.CheckReason(reason), "reason")
	}
}
