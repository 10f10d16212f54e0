package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// surveyPage is the follow-up at six months of an operation: everybody, or a sample of those who left in a period.
type surveyPage struct {
	Page
	Programme templates.Programme
	Operation models.Operation
	Mode      string
	Lines     []surveyLine
	Draws     []surveyDraw
	Action    string
	Period    []templates.Field
	Draw      *surveyForm // once the period is known
}

// surveyLine is a longer-term result: who answered, and the estimate of a sample beside what was counted.
type surveyLine struct {
	Code, Label, Of                                          string
	Population, Surveyed, Answered, Rate, Positive, Estimate string
}

// surveyDraw is one draw, cancelled ones too.
type surveyDraw struct {
	Period, Text, Cancelled, CancelURL string
}

// surveyForm asks how many to draw among those found.
type surveyForm struct {
	Found    string
	From, To string
	Fields   []templates.Field
	Nobody   bool
}

func surveyURL(o models.Operation) string { return "/operations/" + o.PublicID + "/six-mois" }

// surveyed is an operation of the FSE+ that the reader may change, with its draws.
func (a *App) surveyed(c *gin.Context, access Access) (models.Operation, error) {
	o, err := a.Store.Operation(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return o, err
	}
	if o.Funder != models.FunderFSE {
		return o, models.ErrNotFound
	}
	return a.Store.WithDraws(ctx(c), o)
}

// showSurvey: GET /operations/:id/six-mois?du=…&au=…
func (a *App) showSurvey(c *gin.Context, access Access) error {
	o, err := a.surveyed(c, access)
	if err != nil {
		return err
	}
	problems := models.Problems{}
	var d models.SixMonthDraw
	if c.Query("du") != "" || c.Query("au") != "" {
		d = a.drawnPeriod(c.Query("du"), c.Query("au"), problems)
	}
	page, err := a.surveyPage(c, access, o, d, c.Query, problems)
	if err != nil {
		return err
	}
	return a.showForm(c, "operations/survey", page, problems)
}

// drawnPeriod reads the exits among which to draw: two days of the past.
func (a *App) drawnPeriod(from, until string, problems models.Problems) models.SixMonthDraw {
	d := models.SixMonthDraw{ExitsFrom: typedDay(from, a.today(), "du", problems), ExitsUntil: typedDay(until, a.today(), "au", problems)}
	if len(problems) == 0 && d.ExitsFrom > d.ExitsUntil {
		problems.Add("du", "report.period_reversed")
	}
	return d
}

func (a *App) surveyPage(c *gin.Context, access Access, o models.Operation, d models.SixMonthDraw, typed func(string) string, problems models.Problems) (surveyPage, error) {
	page := surveyPage{Page: a.newPage(c, access, "survey.title"), Programme: a.programme(o.Programme), Operation: o, Action: surveyURL(o)}
	page.Breadcrumb = []Link{{URL: "/operations", Label: a.Texts.T("nav.operations")}, {URL: "/operations/" + o.PublicID, Label: a.Texts.T("operation.edit")}}
	page.Mode = a.Texts.T("survey.mode.census")
	if len(o.Draws) > 0 {
		page.Mode = a.Texts.T("survey.mode.sample")
	}
	page.Period = []templates.Field{templates.Date("du", a.Texts.T("survey.from"), typed("du")).Wrong(a.problem(problems, "du")),
		templates.Date("au", a.Texts.T("survey.until"), typed("au")).Wrong(a.problem(problems, "au"))}
	var err error
	if page.Lines, err = a.surveyLines(c, access, o); err != nil {
		return page, err
	}
	if page.Draws, err = a.surveyDraws(c, access, o); err != nil {
		return page, err
	}
	if d.ExitsFrom != "" && !problems.Has("du") && !problems.Has("au") {
		page.Draw, err = a.surveyForm(c, access, o, d, typed, problems)
	}
	fields := page.Period
	if page.Draw != nil {
		fields = append(fields[:2:2], page.Draw.Fields...)
	}
	page.Summary = templates.Problems(fields...)
	return page, err
}

// surveyForm says how many left, and proposes how many to draw.
func (a *App) surveyForm(c *gin.Context, access Access, o models.Operation, d models.SixMonthDraw, typed func(string) string, problems models.Problems) (*surveyForm, error) {
	people, err := a.Store.SixMonthPopulation(ctx(c), a.scope(access, models.Read, models.KindReport), o, d.ExitsFrom, d.ExitsUntil)
	n := len(people)
	form := &surveyForm{Found: a.Texts.T("survey.found", "Count", n), From: models.FrenchDate(d.ExitsFrom), To: models.FrenchDate(d.ExitsUntil), Nobody: n == 0}
	size := orElse(typed("taille"), models.FrenchNumber(models.SampleSize(n)))
	form.Fields = []templates.Field{
		templates.Number("taille", a.Texts.T("survey.sample"), size, a.Texts.T("survey.people")).With(a.Texts.T("survey.sample.hint", "Count", models.SampleSize(n))).Wrong(a.problem(problems, "taille")),
		templates.Text("graine", a.Texts.T("survey.seed"), typed("graine")).With(a.Texts.T("survey.seed.hint")).Sized("short").Wrong(a.problem(problems, "graine")).AsOptional()}
	return form, err
}

// surveyLines counts the report as of today: each sample, then the exits of no draw.
func (a *App) surveyLines(c *gin.Context, access Access, o models.Operation) ([]surveyLine, error) {
	counted, err := Count(ctx(c), a.Store, a.scope(access, models.Read, models.KindReport), ReportOrder{Kind: "fse", Operation: o, To: o.ReportDate(a.today()), Alone: true})
	if err != nil {
		return nil, err
	}
	report, ok := counted.(*models.FSEReport)
	if !ok {
		return nil, models.ErrNotFound
	}
	surveys := report.Surveys
	if len(surveys) == 0 { // a census
		for _, rate := range report.Rates {
			if indicator := models.IndicatorByCode(rate.Code); indicator.Kind == models.LongerTerm {
				surveys = append(surveys, models.SurveyLine{Census: true, Code: rate.Code, Population: rate.Denominator, Surveyed: rate.Denominator,
					Answered: rate.Denominator - rate.NotKnown, Positive: rate.Numerator})
			}
		}
	}
	lines := make([]surveyLine, len(surveys))
	for i, l := range surveys {
		lines[i] = a.surveyLine(l, len(report.Surveys) > 0)
	}
	return lines, nil
}

// surveyLine is one result among the exits of a draw, or among the others.
func (a *App) surveyLine(l models.SurveyLine, drawn bool) surveyLine {
	of := a.Texts.T("survey.of.all")
	switch {
	case !l.Census:
		of = a.Texts.T("survey.of.sample", "From", models.FrenchDate(l.Draw.ExitsFrom), "To", models.FrenchDate(l.Draw.ExitsUntil))
	case drawn:
		of = a.Texts.T("survey.of.rest")
	}
	line := surveyLine{Code: l.Code, Of: of, Population: models.FrenchNumber(l.Population), Surveyed: models.FrenchNumber(l.Surveyed),
		Answered: models.FrenchNumber(l.Answered), Positive: models.FrenchNumber(l.Positive)}
	if l.Surveyed > 0 {
		line.Rate = a.Texts.T("readiness.percent", "Percent", 100*l.Answered/l.Surveyed)
	}
	if n, known := l.Estimate(); known {
		line.Estimate = models.FrenchNumber(n)
	}
	return line
}

func (a *App) surveyDraws(c *gin.Context, access Access, o models.Operation) ([]surveyDraw, error) {
	all, err := a.Store.SixMonthDraws(ctx(c), access.Scope, o.PublicID)
	var draws []surveyDraw
	for _, d := range all {
		line := surveyDraw{Period: models.FrenchDate(d.ExitsFrom) + " – " + models.FrenchDate(d.ExitsUntil),
			Text: a.Texts.T("survey.draw", "Size", models.FrenchNumber(d.Size), "Population", models.FrenchNumber(d.Population), "Seed", d.Seed,
				"Moment", a.moment(d.DrawnAt), "Name", d.Author)}
		if d.CancelledAt.IsZero() {
			line.CancelURL = surveyURL(o) + "/" + d.PublicID + "/annuler"
		} else {
			line.Cancelled = a.Texts.T("survey.cancelled", "Moment", a.moment(d.CancelledAt), "Reason", d.CancelReason)
		}
		draws = append(draws, line)
	}
	return draws, err
}

// drawSurvey: POST /operations/:id/six-mois, once for a form however often it is sent.
func (a *App) drawSurvey(c *gin.Context, access Access) error {
	o, err := a.surveyed(c, access)
	if err != nil {
		return err
	}
	problems := models.Problems{}
	d := a.drawnPeriod(c.PostForm("du"), c.PostForm("au"), problems)
	if d.Size = number(c.PostForm("taille")); d.Size < 1 {
		problems.Add("taille", "operation.whole_number")
	}
	if d.Seed = strings.TrimSpace(c.PostForm("graine")); len(d.Seed) > 20 || strings.Trim(d.Seed, "0123456789") != "" {
		problems.Add("graine", "survey.seed.wrong")
	}
	if len(problems) == 0 {
		scopes := store.DrawScopes{Operation: access.Scope, Report: a.scope(access, models.Read, models.KindReport)}
		_, err = a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
			_, err := tx.DrawSixMonths(ctx(c), scopes, o.PublicID, d)
			return surveyURL(o), err
		})
		if err == nil {
			a.flash(c, "success", "survey.drawn", "Count", d.Size)
			return see(c, surveyURL(o))
		}
		field := "taille"
		if refusal, known := asRefusal(err); known && refusal.Code == models.Conflict {
			field = "du"
		}
		if !asProblem(err, problems, field) {
			return err
		}
	}
	page, err := a.surveyPage(c, access, o, d, c.PostForm, problems)
	if err != nil {
		return err
	}
	return a.refuse(c, "operations/survey", page)
}

// cancelSurvey: GET and POST /operations/:id/six-mois/:draw/annuler.
func (a *App) cancelSurvey(c *gin.Context, access Access) error {
	o, err := a.surveyed(c, access)
	if err != nil {
		return err
	}
	known := false
	for _, d := range o.Draws {
		known = known || d.PublicID == c.Param("draw")
	}
	if !known {
		return models.ErrNotFound
	}
	reason := strings.TrimSpace(c.PostForm("reason"))
	if problem := a.missingReason(c, reason); c.Request.Method == "GET" || problem != "" {
		return a.reasonPage(c, access, "survey.cancel.title", "survey.cancel", surveyURL(o)+"/"+c.Param("draw")+"/annuler", surveyURL(o), problem)
	}
	if err := a.Store.CancelSixMonthDraw(ctx(c), access.Scope, o.PublicID, c.Param("draw"), reason); err != nil {
		return err
	}
	a.flash(c, "success", "survey.cancel.done")
	return see(c, surveyURL(o))
}
