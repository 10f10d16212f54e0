package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// enrolmentPage is one enrolment: its snapshot, who accompanies, and what followed.
type enrolmentPage struct {
	Page
	Enrolment store.EnrolmentView
	Programme templates.Programme
	State     templates.Badge
	Name      string
	Entry     []templates.Row
	Sensitive []templates.Row
	People    []templates.Row
	Outcome   *store.Outcome // nil when the role may not see it
	Exits     []outcomeLine
	Events    []outcomeLine
	SixMonths []templates.Row
	DueOn     models.Date
	Actions   []templates.Action
	MayCancel bool
	MayExit   bool
	Corrected string // since the last frozen report
}

// outcomeLine is an exit or an event, with the address that cancels it.
type outcomeLine struct{ Date, Text, Detail, Cancelled, CancelURL string }

// showEnrolment: GET /inscriptions/:id.
func (a *App) showEnrolment(c *gin.Context, access Access) error {
	v, err := a.Store.Enrolment(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	page := enrolmentPage{Page: a.newPage(c, access, "enrolment.title"), Enrolment: v, Programme: a.programme(v.Programme),
		State: a.enrolmentState(v), Name: displayName(v.FamilyName, v.GivenName), Entry: a.entryRows(v), People: a.referentRows(v)}
	page.Breadcrumb = []templates.Link{{URL: "/personnes", Label: a.Texts.T("nav.persons")}, {URL: "/personnes/" + v.Person, Label: a.Texts.T("person.trail")}}
	if sensitive := a.scope(access, models.Read, models.KindSensitive); a.Store.Reaches(ctx(c), sensitive, v.Person) {
		page.Sensitive = a.sensitiveRows(v.Sensitive)
	}
	if err := a.fillOutcome(c, access, &page); err != nil {
		return err
	}
	if page.Corrected, err = a.correctedSince(c, access, v); err != nil {
		return err
	}
	a.enrolmentActions(access, &page)
	return a.show(c, "enrolments/show", page)
}

func (a *App) fillOutcome(c *gin.Context, access Access, page *enrolmentPage) error {
	scope := a.scope(access, models.Read, models.KindExit)
	if scope.Empty() {
		return nil
	}
	out, err := a.Store.Outcome(ctx(c), scope, page.Enrolment.PublicID)
	if models.CodeOf(err) == models.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	page.Outcome = &out
	base := "/inscriptions/" + page.Enrolment.PublicID
	for _, x := range out.Exits {
		page.Exits = append(page.Exits, outcomeLine{Date: models.FrenchDate(x.OnDate), Text: a.answer("exit_reason", x.Reason), Detail: a.exitDetail(x),
			Cancelled: x.CancelReason, CancelURL: base + "/sorties/" + x.PublicID + "/annuler"})
	}
	for _, e := range out.Events {
		page.Events = append(page.Events, outcomeLine{Date: models.FrenchDate(e.OnDate), Text: a.answer("event", e.Type), Detail: a.eventDetail(e),
			Cancelled: e.CancelReason, CancelURL: base + "/evenements/" + e.PublicID + "/annuler"})
	}
	if exit := page.Enrolment.LastExit; exit != "" && page.Enrolment.State() == "cloture" {
		page.DueOn = exit.AddMonths(6)
	}
	if m := out.SixMonths; m.EnrolmentID != "" {
		page.SixMonths = []templates.Row{{Label: a.Texts.T("six_months.on"), Value: models.FrenchDate(m.OnDate)},
			{Label: a.Texts.T("six_months.status"), Value: a.answer("six_months", m.Status)},
			{Label: a.Texts.T("six_months.source"), Value: a.answer("source", m.Source)},
			{Label: a.Texts.T("six_months.improvement"), Value: a.answer("improvement", m.Improvement)}}
	}
	return nil
}

// exitDetail adds to the precision that the situation was asked, without an answer.
func (a *App) exitDetail(x models.Exit) string {
	parts := []string{}
	if x.Detail != "" {
		parts = append(parts, x.Detail)
	}
	if x.Declined != "" {
		parts = append(parts, a.Texts.T("exit.declined."+x.Declined))
	}
	return strings.Join(parts, " · ")
}

func (a *App) eventDetail(e models.LaterEvent) string {
	parts := []string{}
	if e.Detail != "" {
		parts = append(parts, e.Detail)
	}
	if e.Proof != "" {
		parts = append(parts, a.Texts.T("event.proof."+e.Proof))
	}
	return strings.Join(parts, " · ")
}

func (a *App) enrolmentActions(access Access, page *enrolmentPage) {
	v, base := page.Enrolment, "/inscriptions/"+page.Enrolment.PublicID
	if !v.CancelledAt.IsZero() {
		return
	}
	may := func(action, kind string) bool { return a.may(access, action, kind) }
	if may(models.Create, models.KindFollowUp) {
		page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("encode.followup"), URL: "/suivis/nouveau?personne=" + v.Person, Icon: "notes", Primary: true})
	}
	if may(models.Update, models.KindEnrolment) {
		page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("enrolment.edit"), URL: base + "/entree", Icon: "edit"},
			templates.Action{Label: a.Texts.T("enrolment.referents.edit"), URL: base + "/referents", Icon: "users"})
	}
	if v.Programme == models.M4H && may(models.Read, models.KindAttestation) {
		page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("attestation.title"), URL: base + "/attestation", Icon: "certificate"})
	}
	page.MayExit = may(models.Create, models.KindExit)
	page.MayCancel = may(models.Cancel, models.KindEnrolment) && v.FirstContact == ""
}

func (a *App) enrolmentState(v store.EnrolmentView) templates.Badge {
	kinds := map[string]string{"en_cours": "success", "attente": "info", "cloture": "plain", "annulee": "plain"}
	return templates.NewBadge(kinds[v.State()], a.Texts.T("enrolment.state."+v.State()))
}

// answer prints a coded answer in words; a code nobody knows is shown as it is.
func (a *App) answer(question, code string) string {
	switch {
	case code == "":
		return a.Texts.T("answer.not_asked")
	case code == models.Unknown, code == models.Refused, code == models.Yes, code == models.No && !a.Texts.Has("answer."+question+".non"):
		return a.Texts.T("answer." + code)
	case a.Texts.Has("answer." + question + "." + code):
		return a.Texts.T("answer." + question + "." + code)
	}
	return code
}

// entryRows prints the snapshot; before it is frozen the file still fills what is empty.
func (a *App) entryRows(v store.EnrolmentView) []templates.Row {
	row := func(key, value string) templates.Row {
		return templates.Row{Label: a.Texts.T("enrolment." + key), Value: value}
	}
	rows := []templates.Row{row("requested", models.FrenchDate(v.RequestedOn)), row("entry", models.FrenchDate(v.FirstContact)),
		row("nationalities", models.CountryNames(models.SplitList(v.Nationalities))), row("commune", a.communes().Name(v.Commune)),
		row("degurba", a.answer("degurba", v.Degurba)), row("forem", a.answer("forem", v.Forem)), row("work", a.answer("work", v.Work)),
		row("seeking", a.answer("seeking", v.Seeking)), row("unemployed_since", french(v.UnemployedSince)),
		row("training", a.answer("training", v.Training)), row("isced", a.answer("isced", v.ISCED)),
		row("recognition", a.answer("recognition", v.Recognition))}
	switch v.Programme {
	case models.M4H:
		rows = append(rows, row("audience", a.answer("audience", v.Audience)), row("convention", v.Convention),
			row("assessment", french(v.AssessmentOn)), row("exemption", v.Exemption))
	case models.LLF:
		rows = append(rows, row("ground", a.answer("ground", v.Ground)), row("referral", v.Referral), row("income", a.answer("income", v.Income)))
	}
	if v.DerogationWhy != "" {
		rows = append(rows, row("derogation", v.DerogationWhy))
	}
	return rows
}

func (a *App) sensitiveRows(s models.Sensitive) []templates.Row {
	return []templates.Row{{Label: a.Texts.T("enrolment.disability"), Value: a.answer("disability", s.Disability)},
		{Label: a.Texts.T("enrolment.minority"), Value: a.answer("minority", s.Minority)},
		{Label: a.Texts.T("enrolment.homeless"), Value: a.answer("homeless", s.Homeless)}}
}

func (a *App) referentRows(v store.EnrolmentView) []templates.Row {
	var rows []templates.Row
	for _, r := range v.Referents {
		rows = append(rows, templates.Row{Label: a.Texts.T("enrolment.referent." + r.Kind), Value: r.Name + " (" + a.Texts.T("since", "Date", models.FrenchDate(r.FromOn)) + ")"})
	}
	return rows
}
