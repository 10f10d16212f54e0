package handlers

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// suggestedSessions are how many sessions are proposed to whoever lacks hours.
const suggestedSessions = 4

// suggestionLine is a session with a free seat that suits the person.
type suggestionLine struct {
	URL, Title string
	Date       models.Date
	Hours      string
	Places     string
}

// suggestions are the next sessions for whoever lacks hours, each with the address of its registration.
func (a *App) suggestions(c *gin.Context, access Access, f store.AttestationFile) ([]suggestionLine, error) {
	if f.Progress.Missing() == 0 || f.Valid() != nil || !a.may(access, models.Create, models.KindRegistration) {
		return nil, nil
	}
	sessions, err := a.Store.SuitableSessions(ctx(c), a.scope(access, models.Read, models.KindSession), a.scope(access, models.Read, models.KindEnrolment),
		f.Person.PublicID, 3*suggestedSessions)
	var lines []suggestionLine
	for _, r := range sessions {
		if r.OperationID != f.Enrolment.OperationID || len(lines) == suggestedSessions {
			continue
		}
		line := suggestionLine{URL: "/seances/" + r.PublicID + "/inscriptions?" + query("inscription", f.Enrolment.PublicID), Title: r.Title, Date: r.OnDate, Hours: a.hours(r.Session)}
		if free := r.FreePlaces(); free >= 0 {
			line.Places = a.Texts.T("attestation.suggested.free", "Count", free)
		}
		lines = append(lines, line)
	}
	return lines, err
}

// addElsewhere: GET and POST /inscriptions/:id/heures-ailleurs.
func (a *App) addElsewhere(c *gin.Context, access Access) error {
	f, err := a.Store.AttestationFile(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	problems, back := models.Problems{}, "/inscriptions/"+f.Enrolment.PublicID+"/attestation"
	if c.Request.Method == http.MethodPost {
		h := models.HoursElsewhere{Operator: c.PostForm("operator"), Body: strings.TrimSpace(c.PostForm("body"))}
		h.OnDate = typedDay(c.PostForm("on_date"), a.today(), "on_date", problems)
		minutes, wrong := models.ParseMinutes(c.PostForm("minutes"))
		if h.Minutes = minutes; wrong != "" {
			problems.Add("minutes", wrong)
		}
		for field, p := range models.CheckHoursElsewhere(h, a.today()) {
			if !problems.Has(field) {
				problems[field] = p
			}
		}
		if len(problems) == 0 {
			_, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
				return back, tx.AddHoursElsewhere(ctx(c), access.Scope, f.Enrolment.PublicID, c.PostForm("proof"), h)
			})
			if err == nil {
				a.flash(c, "success", "elsewhere.added")
				return see(c, back)
			}
			if !asProblem(err, problems, "proof") {
				return err
			}
		}
	}
	page := attestationForm{Page: a.newPage(c, access, "elsewhere.title"), Heading: a.Texts.T("elsewhere.title"), Notice: a.Texts.T("elsewhere.notice"),
		Action: "/inscriptions/" + f.Enrolment.PublicID + "/heures-ailleurs", Button: a.Texts.T("elsewhere.save"), BackURL: back}
	page.Breadcrumb = a.enrolmentTrail(f)
	if page.Fields, err = a.elsewhereFields(c, access, f, problems); err != nil {
		return err
	}
	a.blame(&page.Page, problems, "operator", "body", "on_date", "minutes", "proof")
	return a.showForm(c, "attestations/form", page, problems)
}

func (a *App) elsewhereFields(c *gin.Context, access Access, f store.AttestationFile, problems models.Problems) ([]templates.Field, error) {
	t, wrong := a.Texts.T, func(field string) string { return a.problem(problems, field) }
	files, err := a.Store.Files(ctx(c), a.scope(access, models.Read, models.KindDocument), f.Person.PublicID)
	if err != nil {
		return nil, err
	}
	options := []templates.Option{{Value: "", Label: t("elsewhere.proof.none")}}
	for _, file := range files {
		if file.WithdrawnAt.IsZero() {
			options = append(options, templates.Option{Value: file.PublicID, Label: file.Name})
		}
	}
	return []templates.Field{
		templates.Hidden("submission", a.newPage(c, access, "elsewhere.title").Submission),
		templates.Radios("operator", t("session.operator"), typed(c, "operator", models.OperatorForem), []templates.Option{
			{Value: models.OperatorForem, Label: t("document.operator.FOREM")}, {Value: models.OperatorCentre, Label: t("elsewhere.operator.CRI")}}).Wrong(wrong("operator")),
		templates.Text("body", t("elsewhere.body"), c.PostForm("body")).With(t("elsewhere.body.hint")).Wrong(wrong("body")),
		templates.Date("on_date", t("session.date"), c.PostForm("on_date")).Wrong(wrong("on_date")),
		templates.Number("minutes", t("elsewhere.minutes"), c.PostForm("minutes"), "min").Wrong(wrong("minutes")),
		templates.Select("proof", t("elsewhere.proof"), c.PostForm("proof"), options).With(t("elsewhere.proof.hint")).AsOptional().Wrong(wrong("proof"))}, nil
}

// cancelElsewhere: POST /heures-ailleurs/:id/annulation.
func (a *App) cancelElsewhere(c *gin.Context, access Access) error {
	enrolment, err := a.Store.CancelHoursElsewhere(ctx(c), access.Scope, c.Param("id"), true)
	if err != nil {
		return err
	}
	a.flashUndo(c, "/heures-ailleurs/"+c.Param("id")+"/retablir", "elsewhere.cancelled")
	return see(c, "/inscriptions/"+enrolment+"/attestation")
}

// restoreElsewhere: POST /heures-ailleurs/:id/retablir.
func (a *App) restoreElsewhere(c *gin.Context, access Access) error {
	enrolment, err := a.Store.CancelHoursElsewhere(ctx(c), access.Scope, c.Param("id"), false)
	if err != nil {
		return err
	}
	a.flash(c, "success", "elsewhere.restored")
	return see(c, "/inscriptions/"+enrolment+"/attestation")
}
