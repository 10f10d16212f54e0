package handlers

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// operationsPage lists the operations in reach.
type operationsPage struct {
	Page
	Operations []operationRow
	MayCreate  bool
}

type operationRow struct {
	Programme              templates.Programme
	Code, Title, URL       string
	Funder, Number, Period string
}

// listOperations: GET /operations.
func (a *App) listOperations(c *gin.Context, access Access) error {
	operations, err := a.Store.Operations(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	page := operationsPage{Page: a.newPage(c, access, "operation.list.title"), MayCreate: a.may(access, models.Create, models.KindOperation)}
	for _, o := range operations {
		row := operationRow{Programme: a.programme(o.Programme), Code: o.Code, Title: o.Title, Funder: a.funder(o.Funder), Number: o.Number, Period: operationPeriod(o)}
		if a.may(access, models.Update, models.KindOperation) {
			row.URL = "/operations/" + o.PublicID
		}
		page.Operations = append(page.Operations, row)
	}
	return a.show(c, "operations/list", page)
}

// operationPage is the form of an operation.
type operationPage struct {
	Page
	Heading string
	Fields  []templates.Field
	Rules   []templates.Field
	Action  string
	Version int
	Survey  string // URL of the follow-up at six months, "" where nobody asks for it
	// Changing says what a rule changed today changes, "" before the operation starts; Frozen is how many reports keep the rules they had.
	Changing string
	Frozen   string
	// LogosURL leads to the pictures of its documents, "" before the operation exists.
	LogosURL string
}

// operationForm keeps what was typed.
type operationForm struct {
	Code, Title, Programme, Funder, Number, Starts, Ends, Priority, Objective, Zone, Project string
	ShortHours, ShortDays, LongTerm, Background, Incomplete                                  string
}

var operationFieldNames = []string{"code", "titre", "dispositif", "bailleur", "numero", "debut", "fin", "priorite", "objectif", "zone", "projet",
	"court_heures", "court_jours", "cld", "origine", "incomplet"}

func readOperationForm(c *gin.Context) operationForm {
	v := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	return operationForm{v("code"), v("titre"), v("dispositif"), v("bailleur"), v("numero"), v("debut"), v("fin"), v("priorite"), v("objectif"), v("zone"), v("projet"),
		v("court_heures"), v("court_jours"), v("cld"), v("origine"), v("incomplet")}
}

func operationFormOf(o models.Operation) operationForm {
	return operationForm{o.Code, o.Title, o.Programme, o.Funder, o.Number, models.FrenchDate(o.StartsOn), models.FrenchDate(o.EndsOn), o.Priority, o.Objective,
		o.Zone, o.Project, o.ShortHours, o.ShortDays, o.LongTerm, o.Background, o.Incomplete}
}

// operation turns what was typed into what is true.
func (f operationForm) operation(today models.Date) (models.Operation, models.Problems) {
	problems := models.Problems{}
	o := models.Operation{Code: f.Code, Title: f.Title, Programme: f.Programme, Funder: f.Funder, Number: f.Number, Priority: f.Priority, Objective: f.Objective,
		Zone: f.Zone, Project: strings.ToUpper(f.Project), ShortHours: f.ShortHours, ShortDays: f.ShortDays, LongTerm: f.LongTerm, Background: f.Background, Incomplete: f.Incomplete}
	if f.Code == "" || len(f.Code) > 40 || strings.ContainsAny(f.Code, "/\\?#;") {
		problems.Add("code", "operation.code_required")
	}
	if len([]rune(f.Project)) > 40 {
		problems.Add("projet", "operation.project_long")
	}
	o.StartsOn = anyDay(f.Starts, today, "debut", problems)
	if f.Starts == "" {
		problems.Add("debut", "date.required")
	}
	o.EndsOn = anyDay(f.Ends, today, "fin", problems)
	if o.EndsOn != "" && o.EndsOn < o.StartsOn {
		problems.Add("fin", "operation.ends_before")
	}
	for name, pair := range map[string][2]string{"dispositif": {f.Programme, " M4H LLF GTJ AUT "}, "bailleur": {f.Funder, " SPW FOREM FSE  "},
		"cld": {f.LongTerm, " FLAT_12M AGE_6_12M  "}, "origine": {f.Background, " BOTH ONE  "}, "incomplet": {f.Incomplete, " TOTAL_ONLY PER_VARIABLE  "}} {
		if !strings.Contains(pair[1], " "+pair[0]+" ") {
			problems.Add(name, "field.not_in_list")
		}
	}
	for name, value := range map[string]string{"court_heures": f.ShortHours, "court_jours": f.ShortDays} {
		if n, err := strconv.Atoi(value); value != "" && (err != nil || n < 0 || n > 999) {
			problems.Add(name, "operation.whole_number")
		}
	}
	return o, problems
}

// anyDay reads a day that may lie in the future, or nothing.
func anyDay(s string, today models.Date, field string, problems models.Problems) models.Date {
	if s == "" {
		return ""
	}
	d, problem := models.ParseTypedDate(s, today)
	if problem != "" {
		problems.Add(field, problem)
	}
	return d
}

// newOperation: GET /operations/nouvelle.
func (a *App) newOperation(c *gin.Context, access Access) error {
	return a.show(c, "operations/form", a.operationPage(c, access, models.Operation{}, operationForm{}, nil))
}

// createOperation: POST /operations.
func (a *App) createOperation(c *gin.Context, access Access) error {
	form := readOperationForm(c)
	o, problems := form.operation(a.today())
	o.CentreID = access.Scope.Centres()[0]
	if len(problems) == 0 {
		location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
			created, err := tx.CreateOperation(ctx(c), access.Scope, o)
			return "/operations/" + created.PublicID, err
		})
		if err == nil {
			a.flash(c, "success", "operation.created")
			return see(c, location)
		}
		page := a.operationPage(c, access, models.Operation{}, form, nil)
		if a.unsent(&page.Page, err) {
			return a.refuse(c, "operations/form", page)
		}
		if models.CodeOf(err) != models.Conflict {
			return err
		}
		problems.Add("code", "operation.code_taken", "Code", o.Code)
	}
	return a.refuse(c, "operations/form", a.operationPage(c, access, models.Operation{}, form, problems))
}

// editOperation: GET /operations/:id.
func (a *App) editOperation(c *gin.Context, access Access) error {
	o, err := a.Store.Operation(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	return a.show(c, "operations/form", a.operationPage(c, access, o, operationFormOf(o), nil))
}

// updateOperation: POST /operations/:id.
func (a *App) updateOperation(c *gin.Context, access Access) error {
	before, err := a.Store.Operation(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	form := readOperationForm(c)
	form.Code, form.Programme = before.Code, before.Programme
	o, problems := form.operation(a.today())
	if len(problems) > 0 {
		return a.refuse(c, "operations/form", a.operationPage(c, access, before, form, problems))
	}
	o.PublicID, o.CentreID, o.Version = before.PublicID, before.CentreID, number(c.PostForm("version"))
	err = a.Store.UpdateOperation(ctx(c), access.Scope, o)
	if err != nil {
		return err
	}
	if !o.Rules().Same(before.Rules()) && before.StartsOn <= a.today() {
		a.flash(c, "success", "operation.rules.changed")
	} else {
		a.flash(c, "success", "operation.saved")
	}
	return see(c, "/operations")
}

func (a *App) operationPage(c *gin.Context, access Access, o models.Operation, f operationForm, problems models.Problems) operationPage {
	page := operationPage{Page: a.newPage(c, access, "operation.new"), Heading: a.Texts.T("operation.new"), Action: "/operations", Version: o.Version}
	page.Breadcrumb = []Link{{URL: "/operations", Label: a.Texts.T("nav.operations")}}
	if o.PublicID != "" {
		page.Heading, page.Action = a.Texts.T("operation.edit"), "/operations/"+o.PublicID
		page.Title = page.Heading
		if o.Funder == models.FunderFSE {
			page.Survey = surveyURL(o)
		}
		page.LogosURL = page.Action + "/logos"
		if o.StartsOn <= a.today() {
			page.Changing = a.Texts.T("operation.rules.changing", "Date", models.FrenchDate(o.StartsOn))
			page.Frozen = a.Texts.T("operation.rules.frozen", "Count", a.frozenReports(c, access, o))
		}
	}
	page.Fields, page.Rules = a.operationFields(o, f, problems), a.ruleFields(f, problems)
	a.blame(&page.Page, problems, operationFieldNames...)
	return page
}

// frozenReports is how many reports of an operation are frozen, nobody's business where they may not be read.
func (a *App) frozenReports(c *gin.Context, access Access, o models.Operation) int {
	runs, err := a.Store.ReportRuns(ctx(c), a.scope(access, models.Read, models.KindReportRun), o.PublicID, models.Instant{}, "", runsPageSize)
	if err != nil {
		a.Log.Error("frozen reports", "request", requestID(c), "error", err)
	}
	return len(runs)
}

func (a *App) operationFields(o models.Operation, f operationForm, problems models.Problems) []templates.Field {
	wrong := func(field templates.Field) templates.Field { return field.Wrong(a.problem(problems, field.Name)) }
	label := func(key string) string { return a.Texts.T("operation." + key) }
	var fields []templates.Field
	if o.PublicID == "" {
		fields = append(fields, wrong(templates.Text("code", label("code"), f.Code).Sized("medium")).With(label("code.hint")),
			wrong(templates.Radios("dispositif", label("programme"), f.Programme, a.programmeOptions())))
	}
	return append(fields, wrong(templates.Text("titre", label("title"), f.Title)).AsOptional(),
		wrong(templates.Select("bailleur", label("funder"), f.Funder, a.operationFunders())),
		wrong(templates.Text("numero", label("number"), f.Number)).AsOptional(),
		wrong(templates.Date("debut", label("starts"), f.Starts)), wrong(templates.Date("fin", label("ends"), f.Ends)).AsOptional(),
		wrong(templates.Text("priorite", label("priority"), f.Priority)).AsOptional(),
		wrong(templates.Text("objectif", label("objective"), f.Objective)).AsOptional(), wrong(templates.Text("zone", label("zone"), f.Zone)).AsOptional(),
		wrong(templates.Text("projet", label("project"), f.Project).Sized("medium").With(label("project.hint"))).AsOptional())
}

func (a *App) operationFunders() []templates.Option {
	return append([]templates.Option{{Value: "", Label: a.Texts.T("operation.funder.none")}}, a.funderOptions()...)
}

// ruleFields are the dated rules of counting; an empty answer means the default that its hint names.
func (a *App) ruleFields(f operationForm, problems models.Problems) []templates.Field {
	ask := func(field templates.Field, key string) templates.Field {
		return field.Wrong(a.problem(problems, field.Name)).With(a.Texts.T("operation." + key + ".hint")).AsOptional()
	}
	choice := func(name, key, value string, codes ...string) templates.Field {
		options := []templates.Option{{Value: "", Label: a.Texts.T("operation.default")}}
		for _, code := range codes {
			options = append(options, templates.Option{Value: code, Label: a.Texts.T("operation." + key + "." + code)})
		}
		return ask(templates.Radios(name, a.Texts.T("operation."+key), value, options), key)
	}
	return []templates.Field{
		ask(templates.Number("court_heures", a.Texts.T("operation.short_hours"), f.ShortHours, "h"), "short_hours"),
		ask(templates.Number("court_jours", a.Texts.T("operation.short_days"), f.ShortDays, a.Texts.T("operation.days")), "short_days"),
		choice("cld", "long_term", f.LongTerm, "FLAT_12M", "AGE_6_12M"),
		choice("origine", "background", f.Background, "BOTH", "ONE"),
		choice("incomplet", "incomplete", f.Incomplete, "TOTAL_ONLY", "PER_VARIABLE"),
	}
}
