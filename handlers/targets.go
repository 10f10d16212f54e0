package handlers

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// targetsPage lists the targets of a year, operation by operation.
type targetsPage struct {
	Page
	At        string // of the figures
	Filters   templates.FilterBar
	Rows      []targetRow
	MayCreate bool
	Empty     templates.Empty
}

type targetRow struct {
	Programme         templates.Programme
	Label, URL        string
	Operation, Period string
	Done, Expected    string
	Value             string
	Pace              templates.Badge
}

// listTargets: GET /cibles?annee=2026.
func (a *App) listTargets(c *gin.Context, access Access) error {
	year := number(c.Query("annee"))
	if year < 2000 || year > 2100 {
		year = a.today().Year()
	}
	page := targetsPage{Page: a.newPage(c, access, "target.title"), MayCreate: a.may(access, models.Create, models.KindTarget)}
	page.Breadcrumb = []Link{{URL: "/pilotage", Label: a.Texts.T("steering.title")}}
	page.Filters = templates.FilterBar{Action: "/cibles", Fields: []templates.Field{templates.Number("annee", a.Texts.T("target.year"), strconv.Itoa(year), "")}}
	page.Empty = templates.Empty{Text: a.Texts.T("target.empty", "Year", year)}
	first := models.Date(strconv.Itoa(year) + "-01-01")
	period := models.Period{From: first, To: min(a.today(), first.AddMonths(12).AddDays(-1))}
	if period.To < first { // a year to come: nothing is counted yet
		period.To = first.AddMonths(12).AddDays(-1)
	}
	figures, err := a.gather(c, access.Scope, period, func(models.Operation) bool { return true })
	if err != nil {
		return err
	}
	page.At = a.Texts.T("target.at", "At", a.moment(figures.at))
	for _, t := range figures.targets {
		pace := t.Pace(t.Done, t.On)
		row := targetRow{Programme: a.programme(t.Programme), Label: a.targetLabel(t.Target), Operation: t.Code, Period: models.FrenchDate(t.FromOn) + " – " + models.FrenchDate(t.DueOn),
			Done: models.FrenchNumber(t.Done), Expected: models.FrenchNumber(t.expected()), Value: models.FrenchNumber(t.Value), Pace: templates.NewBadge(paceKinds[pace], a.Texts.T("target.pace."+string(pace)))}
		row.URL = "/cibles/" + t.PublicID
		page.Rows = append(page.Rows, row)
	}
	return a.show(c, "targets/list", page)
}

// targetLabel names what a target measures.
func (a *App) targetLabel(t models.Target) string {
	if indicator := models.IndicatorByCode(t.Measure); indicator != nil {
		return indicator.Code + " " + indicator.Label
	}
	if t.Measure == models.MeasureOwn {
		return t.Label
	}
	return a.Texts.T("target.measure." + t.Measure)
}

// targetPage is the form of a target, with what it was before.
type targetPage struct {
	Page
	Heading string
	Facts   []templates.Row
	Choices []templates.Field // asked once
	Own     []templates.Field // of an own figure
	Fields  []templates.Field
	Action  string
	Button  string
	Version int
	Before  []targetBefore
	Cancel  string // "" for a new target
}

// targetBefore is what a target was until somebody changed it.
type targetBefore struct{ When, Who, What string }

// targetForm keeps what was typed.
type targetForm struct{ Operation, Measure, Label, Value, From, Due, Steps, Done, DoneOn string }

var targetFieldNames = []string{"operation", "mesure", "intitule", "valeur", "du", "au", "etapes", "fait", "fait_le"}

func readTargetForm(c *gin.Context) targetForm {
	v := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	return targetForm{v("operation"), v("mesure"), v("intitule"), v("valeur"), v("du"), v("au"), v("etapes"), v("fait"), v("fait_le")}
}

func targetFormOf(t store.TargetView) targetForm {
	f := targetForm{Operation: t.Operation, Measure: t.Measure, Label: t.Label, Value: strconv.Itoa(t.Value), From: models.FrenchDate(t.FromOn), Due: models.FrenchDate(t.DueOn), DoneOn: models.FrenchDate(t.DoneOn)}
	for _, step := range t.ParsedSteps() {
		f.Steps += models.FrenchDate(step.On) + " " + strconv.Itoa(step.Value) + "\n"
	}
	if t.Done != nil {
		f.Done = strconv.Itoa(*t.Done)
	}
	return f
}

// target turns what was typed into what is true.
func (f targetForm) target(today models.Date) (models.Target, models.Problems) {
	problems := models.Problems{}
	t := models.Target{Measure: f.Measure, Value: number(f.Value)}
	if t.Measure == models.MeasureOwn {
		t.Label = f.Label
		t.DoneOn = anyDay(f.DoneOn, today, "fait_le", problems)
		if n, err := strconv.Atoi(f.Done); err == nil && n >= 0 && n <= models.MaxTarget {
			t.Done = &n
		} else if f.Done != "" {
			problems.Add("fait", "target.problem.done")
		}
	}
	t.FromOn, t.DueOn = anyDay(f.From, today, "du", problems), anyDay(f.Due, today, "au", problems)
	if f.From == "" {
		problems.Add("du", "date.required")
	}
	if f.Due == "" {
		problems.Add("au", "date.required")
	}
	t.Steps = f.steps(today, problems)
	merge(problems, t.Check())
	return t, problems
}

// steps reads one « 30/06/2026 40 » a line.
func (f targetForm) steps(today models.Date, problems models.Problems) string {
	var lines []string
	for _, line := range strings.Split(f.Steps, "\n") {
		fields := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r:=\u00a0\u202f", r) })
		if len(fields) == 0 {
			continue
		}
		day, problem := models.ParseTypedDate(fields[0], today)
		value, err := strconv.Atoi(fields[len(fields)-1])
		if problem != "" || err != nil || len(fields) != 2 {
			problems.Add("etapes", "target.problem.step", "Line", strings.TrimSpace(line))
			continue
		}
		lines = append(lines, models.TargetStep{On: day, Value: value}.String())
	}
	return strings.Join(lines, "\n")
}

// newTarget: GET /cibles/nouvelle; a year is proposed.
func (a *App) newTarget(c *gin.Context, access Access) error {
	year := strconv.Itoa(a.today().Year())
	form := targetForm{Operation: c.Query("operation"), Measure: models.MeasurePersons, From: "01/01/" + year, Due: "31/12/" + year}
	page, err := a.targetPage(c, access, store.TargetView{}, form, nil)
	if err != nil {
		return err
	}
	return a.show(c, "targets/form", page)
}

// createTarget: POST /cibles.
func (a *App) createTarget(c *gin.Context, access Access) error {
	form := readTargetForm(c)
	t, problems := form.target(a.today())
	if form.Operation == "" {
		problems.Add("operation", "target.problem.operation")
	}
	page, err := a.targetPage(c, access, store.TargetView{}, form, problems)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return a.refuse(c, "targets/form", page)
	}
	_, err = a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		_, err := tx.CreateTarget(ctx(c), access.Scope, form.Operation, t)
		return "/cibles", err
	})
	if err == nil {
		a.flash(c, "success", "target.created")
		return see(c, targetsURL(t))
	}
	if a.unsent(&page.Page, err) {
		return a.refuse(c, "targets/form", page)
	}
	return err
}

// targetsURL is the list of the year in which a target ends.
func targetsURL(t models.Target) string { return "/cibles?" + query("annee", string(t.DueOn[:4])) }

// editTarget: GET /cibles/:id.
func (a *App) editTarget(c *gin.Context, access Access) error {
	t, err := a.Store.Target(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	page, err := a.targetPage(c, access, t, targetFormOf(t), nil)
	if err != nil {
		return err
	}
	return a.show(c, "targets/form", page)
}

// updateTarget: POST /cibles/:id.
func (a *App) updateTarget(c *gin.Context, access Access) error {
	before, err := a.Store.Target(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	form := readTargetForm(c)
	form.Operation, form.Measure = before.Operation, before.Measure
	t, problems := form.target(a.today())
	if len(problems) > 0 {
		page, err := a.targetPage(c, access, before, form, problems)
		if err != nil {
			return err
		}
		return a.refuse(c, "targets/form", page)
	}
	t.PublicID, t.Version = before.PublicID, number(c.PostForm("version"))
	if err := a.Store.UpdateTarget(ctx(c), access.Scope, t); err != nil {
		return err
	}
	a.flash(c, "success", "target.saved")
	return see(c, targetsURL(t))
}

// cancelTarget: POST /cibles/:id/annulation and /retablir.
func (a *App) cancelTarget(cancelled bool) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		t, err := a.Store.Target(ctx(c), access.Scope, c.Param("id"))
		if err != nil {
			return err
		}
		if err := a.Store.CancelTarget(ctx(c), access.Scope, t.PublicID, cancelled); err != nil {
			return err
		}
		if cancelled {
			a.flashUndo(c, "/cibles/"+t.PublicID+"/retablir", "target.cancelled")
		} else {
			a.flash(c, "success", "target.restored")
		}
		return see(c, targetsURL(t.Target))
	}
}

func (a *App) targetPage(c *gin.Context, access Access, t store.TargetView, f targetForm, problems models.Problems) (targetPage, error) {
	page := targetPage{Page: a.newPage(c, access, "target.new"), Heading: a.Texts.T("target.new"), Button: a.Texts.T("target.add"), Action: "/cibles", Version: t.Version}
	page.Breadcrumb = []Link{{URL: "/pilotage", Label: a.Texts.T("steering.title")}, {URL: "/cibles", Label: a.Texts.T("target.title")}}
	a.blame(&page.Page, problems, targetFieldNames...)
	if t.PublicID == "" {
		operations, err := a.Store.Operations(ctx(c), a.scope(access, models.Create, models.KindTarget))
		page.Choices, page.Own, page.Fields = a.targetChoices(operations, f, problems), a.ownFields(f, problems), a.targetFields(f, problems)
		return page, err
	}
	page.Heading, page.Button, page.Action = a.Texts.T("target.edit"), a.Texts.T("target.save"), "/cibles/"+t.PublicID
	page.Title = page.Heading
	page.Facts = []templates.Row{{Label: a.Texts.T("target.operation"), Value: t.Code}, {Label: a.Texts.T("target.measure"), Value: a.targetLabel(t.Target)}}
	page.Fields, page.Cancel = a.targetFields(f, problems), page.Action+"/annulation"
	if !t.CancelledAt.IsZero() {
		page.Cancel = ""
	}
	if t.Measure == models.MeasureOwn {
		page.Own = a.ownFields(f, problems)
	}
	versions, err := a.Store.TargetVersions(ctx(c), t)
	for _, v := range versions {
		page.Before = append(page.Before, targetBefore{When: a.moment(v.ChangedAt), Who: v.Author, What: a.Texts.T("target.before.what", "Value", models.FrenchNumber(v.Value), "From", models.FrenchDate(v.FromOn), "Due", models.FrenchDate(v.DueOn))})
	}
	return page, err
}

// targetChoices are asked once: the operation and what is measured.
func (a *App) targetChoices(operations []models.Operation, f targetForm, problems models.Problems) []templates.Field {
	var options []templates.Option
	for _, o := range operations {
		if o.EndsOn == "" || o.EndsOn >= a.today().AddMonths(-12) {
			options = append(options, templates.Option{Value: o.PublicID, Label: operationLabel(o)})
		}
	}
	var measures []templates.Option
	for _, m := range models.Measures {
		measures = append(measures, templates.Option{Value: m, Label: a.Texts.T("target.measure." + m)})
	}
	for _, i := range models.Indicators {
		measures = append(measures, templates.Option{Value: i.Code, Label: i.Code + " " + i.Label})
	}
	return []templates.Field{templates.Select("operation", a.Texts.T("target.operation"), f.Operation, options).Wrong(a.problem(problems, "operation")),
		templates.Select("mesure", a.Texts.T("target.measure"), f.Measure, measures).With(a.Texts.T("target.measure.hint")).Wrong(a.problem(problems, "mesure"))}
}

func (a *App) targetFields(f targetForm, problems models.Problems) []templates.Field {
	t, wrong := a.Texts.T, func(field templates.Field) templates.Field { return field.Wrong(a.problem(problems, field.Name)) }
	return []templates.Field{wrong(templates.Number("valeur", t("target.value"), f.Value, "").With(t("target.value.hint"))),
		wrong(templates.Date("du", t("target.from"), f.From)), wrong(templates.Date("au", t("target.due"), f.Due)),
		wrong(templates.TextArea("etapes", t("target.steps"), f.Steps, 3).With(t("target.steps.hint")).AsOptional())}
}

// ownFields are asked for a figure of the centre's own.
func (a *App) ownFields(f targetForm, problems models.Problems) []templates.Field {
	t, wrong := a.Texts.T, func(field templates.Field) templates.Field { return field.Wrong(a.problem(problems, field.Name)) }
	return []templates.Field{wrong(templates.Text("intitule", t("target.label"), f.Label).With(t("target.label.hint")).AsOptional()),
		wrong(templates.Number("fait", t("target.done"), f.Done, "").AsOptional()), wrong(templates.Date("fait_le", t("target.done_on"), f.DoneOn).AsOptional())}
}
