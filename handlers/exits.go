package handlers

import (
	"context"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// outcomePage is a short form about what followed: an exit, an event, the six-month answer.
type outcomePage struct {
	Page
	Enrolment store.EnrolmentView
	Name      string
	Programme templates.Programme
	Heading   string
	Intro     string
	Fields    []templates.Field
	Action    string
	Button    string
	Back      string // where the form was opened
	Hidden    []templates.Field
}

var (
	eventTypes   = []string{"recherche", "emploi", "independant", "contrat_formation", "chomage", "inactif", "fin_emploi", "formation", "qualification"}
	situations   = []string{"emploi", "independant", "chomage", "inactif", "inconnu"}
	improvements = []string{"aucune", "remuneration", "stable", "temps_plein", "competence", "promotion"}
	sources      = []string{"personne", "partenaire", "document"}
)

func (a *App) codes(question string, codes []string) []templates.Option {
	options := make([]templates.Option, len(codes))
	for i, code := range codes {
		options[i] = templates.Option{Value: code, Label: a.answer(question, code)}
	}
	return options
}

// outcomeForm handles GET and POST of a form under an enrolment: fields builds them from what was typed and adds
// problems, save writes, once for a form however often it is sent, and says where « Annuler » undoes it ("" = nowhere).
// hidden, if any, goes with the form.
func (a *App) outcomeForm(c *gin.Context, access Access, key, path string,
	fields func(v store.EnrolmentView, problems models.Problems) []templates.Field, save func(tx *store.Store, v store.EnrolmentView) (undo string, err error), hidden ...templates.Field) error {
	v, err := a.Store.Enrolment(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	problems := models.Problems{}
	form := fields(v, problems)
	if c.Request.Method == "POST" && len(problems) == 0 {
		undo := ""
		location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (back string, err error) {
			undo, err = save(tx, v)
			return orElse(knownPath(c.PostForm("retour")), "/inscriptions/"+v.PublicID), err
		})
		if err == nil {
			a.flashUndo(c, undo, key+".saved")
			return see(c, location)
		}
		if refusal, known := asRefusal(err); known && refusal.Key == "event.early" {
			return a.askAgain(c, access, err, c.Request.URL.Path, "/inscriptions/"+v.PublicID)
		}
		if !asProblem(err, problems, form[0].Name) {
			return err
		}
		form = fields(v, problems)
	}
	page := outcomePage{Page: a.newPage(c, access, key+".title"), Enrolment: v, Name: displayName(v.FamilyName, v.GivenName), Programme: a.programme(v.Programme),
		Heading: a.Texts.T(key + ".title"), Intro: a.Texts.T(key + ".intro"), Fields: form, Action: "/inscriptions/" + v.PublicID + path, Button: a.Texts.T(key + ".save")}
	page.Back = orElse(knownPath(typed(c, "retour", c.Query("retour"))), "/inscriptions/"+v.PublicID)
	page.Hidden = append(hidden, templates.Hidden("submission", page.Submission), templates.Hidden("retour", page.Back))
	page.Breadcrumb = []templates.Link{{URL: "/personnes/" + v.Person, Label: a.Texts.T("person.trail")}, {URL: "/inscriptions/" + v.PublicID, Label: a.Texts.T("enrolment.title")}}
	if c.Request.Method == "POST" {
		page.Summary = templates.Problems(form...)
		return a.refuse(c, "enrolments/outcome", page)
	}
	return a.show(c, "enrolments/outcome", page)
}

// asProblem shows a refusal of the store at a field of the form instead of on an error page.
func asProblem(err error, problems models.Problems, field string) bool {
	refusal, ok := asRefusal(err)
	if !ok || isStale(err) || refusal.Code != models.Invalid && refusal.Code != models.Conflict {
		return false
	}
	problems.Add(field, refusal.Key, refusal.Args...)
	return true
}

// typed is what was posted for a field, or its first value.
func typed(c *gin.Context, name, first string) string {
	if c.Request.Method == "POST" {
		return strings.TrimSpace(c.PostForm(name))
	}
	return first
}

func chosen(c *gin.Context, name string, codes []string, problems models.Problems, missing string) string {
	value := typed(c, name, "")
	if c.Request.Method == "POST" && !containsText(codes, value) {
		problems.Add(name, missing)
	}
	return value
}

// listed is an answer that may be missing but not invented.
func listed(c *gin.Context, name string, codes []string, problems models.Problems) string {
	value := typed(c, name, "")
	if value != "" && !containsText(codes, value) {
		problems.Add(name, "field.not_in_list")
	}
	return value
}

func containsText(list []string, wanted string) bool {
	for _, item := range list {
		if item == wanted {
			return true
		}
	}
	return false
}

// typedLine is a short free text of one line.
func typedLine(c *gin.Context, name string, problems models.Problems) string {
	text := typed(c, name, "")
	if _, err := models.CleanName(text); err != nil {
		problems.Add(name, "field.line")
	}
	return text
}

// postedDay reads the date of a posted form; on a first display nothing is wrong yet.
func (a *App) postedDay(c *gin.Context, field, value string, problems models.Problems) models.Date {
	if c.Request.Method != "POST" {
		return ""
	}
	return typedDay(value, a.today(), field, problems)
}

// recordEvent: GET and POST /inscriptions/:id/evenement.
func (a *App) recordEvent(c *gin.Context, access Access) error {
	var ev models.LaterEvent
	return a.outcomeForm(c, access, "event", "/evenement", func(_ store.EnrolmentView, problems models.Problems) []templates.Field {
		date := typed(c, "date", models.FrenchDate(a.today()))
		ev.OnDate = a.postedDay(c, "date", date, problems)
		ev.Type = chosen(c, "type", eventTypes, problems, "event.type_required")
		ev.Proof, ev.Detail = listed(c, "preuve", []string{models.Yes, models.No}, problems), typedLine(c, "detail", problems)
		return []templates.Field{
			templates.Date("date", a.Texts.T("event.date"), date).Wrong(a.problem(problems, "date")),
			templates.Radios("type", a.Texts.T("event.type"), ev.Type, a.codes("event", eventTypes)).Wrong(a.problem(problems, "type")),
			templates.Radios("preuve", a.Texts.T("event.proof"), ev.Proof, a.codes("proof", []string{models.Yes, models.No})).With(a.Texts.T("event.proof.hint")).AsOptional().Wrong(a.problem(problems, "preuve")),
			templates.Text("detail", a.Texts.T("event.detail"), ev.Detail).Wrong(a.problem(problems, "detail")).AsOptional(),
		}
	}, func(tx *store.Store, v store.EnrolmentView) (string, error) {
		if c.PostForm("encore") != "1" && ev.BeforeEntry(v.FirstContact) {
			return "", models.Refuse(models.Conflict, "event.early", "Date", models.FrenchDate(v.FirstContact))
		}
		recorded, err := tx.RecordEvent(ctx(c), access.Scope, v.PublicID, ev)
		return "/inscriptions/" + v.PublicID + "/evenements/" + recorded.PublicID + "/defaire", err
	})
}

// recordSixMonths: GET and POST /inscriptions/:id/six-mois.
func (a *App) recordSixMonths(c *gin.Context, access Access) error {
	outcome, err := a.Store.Outcome(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	m := outcome.SixMonths // what a colleague recorded is shown, and replaced knowingly
	version := strconv.Itoa(m.Version)
	return a.outcomeForm(c, access, "six_months", "/six-mois", func(_ store.EnrolmentView, problems models.Problems) []templates.Field {
		date := typed(c, "date", or(models.FrenchDate(outcome.SixMonths.OnDate), models.FrenchDate(a.today())))
		m.OnDate = a.postedDay(c, "date", date, problems)
		if c.Request.Method == "POST" {
			m.Version = number(c.PostForm("version"))
			m.Status = chosen(c, "statut", situations, problems, "six_months.status_required")
			m.Improvement, m.Source = listed(c, "amelioration", improvements, problems), listed(c, "source", sources, problems)
		}
		return a.sixMonthsFields(date, m, problems)
	}, func(tx *store.Store, v store.EnrolmentView) (string, error) {
		return "", tx.SaveSixMonths(ctx(c), access.Scope, v.PublicID, m)
	}, templates.Hidden("version", version))
}

// sixMonthsFields are the questions of the call and of its later correction.
func (a *App) sixMonthsFields(date string, m models.SixMonths, problems models.Problems) []templates.Field {
	return []templates.Field{
		templates.Date("date", a.Texts.T("six_months.on"), date).Wrong(a.problem(problems, "date")),
		templates.Radios("statut", a.Texts.T("six_months.status"), m.Status, a.codes("six_months", situations)).Wrong(a.problem(problems, "statut")),
		templates.Radios("source", a.Texts.T("six_months.source"), m.Source, a.codes("source", sources)).AsOptional().Wrong(a.problem(problems, "source")),
		templates.Radios("amelioration", a.Texts.T("six_months.improvement"), m.Improvement, a.codes("improvement", improvements)).
			With(a.Texts.T("six_months.improvement.hint")).AsOptional().Wrong(a.problem(problems, "amelioration")),
	}
}

// cancelExit and cancelEvent: GET and POST /inscriptions/:id/sorties/:row/annuler, …/evenements/:row/annuler.
func (a *App) cancelExit(c *gin.Context, access Access) error {
	return a.cancelOutcome(c, access, "exit.cancel.title", "sorties", store.Outcome.HasExit, a.Store.CancelExit)
}

func (a *App) cancelEvent(c *gin.Context, access Access) error {
	return a.cancelOutcome(c, access, "event.cancel.title", "evenements", store.Outcome.HasEvent, a.Store.CancelEvent)
}

func (a *App) cancelOutcome(c *gin.Context, access Access, title, folder string, has func(store.Outcome, string) bool, cancel cancelFunc) error {
	v, err := a.Store.Enrolment(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	outcome, err := a.Store.Outcome(ctx(c), access.Scope, v.PublicID)
	if err != nil {
		return err
	}
	if !has(outcome, c.Param("row")) {
		return models.ErrNotFound
	}
	back := "/inscriptions/" + v.PublicID
	reason := strings.TrimSpace(c.PostForm("reason"))
	if problem := a.missingReason(c, reason); c.Request.Method == "GET" || problem != "" {
		action := back + "/" + folder + "/" + c.Param("row") + "/annuler"
		return a.reasonPage(c, access, title, "cancel.button", action, back, problem)
	}
	if err := cancel(ctx(c), access.Scope, v.PublicID, c.Param("row"), reason); err != nil {
		return err
	}
	a.flash(c, "success", "cancel.done")
	return see(c, back)
}

// cancelFunc undoes a row under an enrolment, with a reason.
type cancelFunc func(ctx context.Context, scope models.Scope, enrolmentPublicID, rowPublicID, reason string) error

// undoExit and undoEvent: POST …/defaire, the « Annuler » of the message after saving. Later, or of a colleague's, the
// cancellation with its reason is offered instead.
func (a *App) undoExit(c *gin.Context, access Access) error {
	return a.undoOutcome(c, access, "sorties", func(out store.Outcome) (created models.Instant, by *string) {
		for _, x := range out.Exits {
			if x.PublicID == c.Param("row") {
				return x.CreatedAt, x.CreatedBy
			}
		}
		return
	}, func(tx *store.Store, reason string) error {
		if situation := c.Query("fait"); situation != "" {
			if err := tx.CancelEvent(ctx(c), access.Scope, c.Param("id"), situation, reason); err != nil {
				return err
			}
		}
		return tx.CancelExit(ctx(c), access.Scope, c.Param("id"), c.Param("row"), reason)
	})
}

func (a *App) undoEvent(c *gin.Context, access Access) error {
	return a.undoOutcome(c, access, "evenements", func(out store.Outcome) (created models.Instant, by *string) {
		for _, e := range out.Events {
			if e.PublicID == c.Param("row") {
				return e.CreatedAt, e.CreatedBy
			}
		}
		return
	}, func(tx *store.Store, reason string) error {
		return tx.CancelEvent(ctx(c), access.Scope, c.Param("id"), c.Param("row"), reason)
	})
}

func (a *App) undoOutcome(c *gin.Context, access Access, folder string, author func(store.Outcome) (models.Instant, *string), undo func(*store.Store, string) error) error {
	out, err := a.Store.Outcome(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	created, by := author(out)
	if created.IsZero() {
		return models.ErrNotFound
	}
	if by == nil || *by != access.Actor.UserID || a.Store.Now().Sub(created.Time) > undoTime {
		return see(c, "/inscriptions/"+c.Param("id")+"/"+folder+"/"+c.Param("row")+"/annuler")
	}
	if err := a.Store.Atomically(ctx(c), func(tx *store.Store) error { return undo(tx, a.Texts.T("followup.undo.reason")) }); err != nil {
		return err
	}
	a.flash(c, "success", "cancel.done")
	return see(c, "/inscriptions/"+c.Param("id"))
}
