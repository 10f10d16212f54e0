package handlers

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// steeringPage is « Pilotage »: the figures of the centre, their charts, and what is to settle before a deadline (ux.md §4).
type steeringPage struct {
	Page
	Days    string // « Du 01/01/2026 au 23/11/2026 · chiffres de 9 h 06 »
	Filters templates.FilterBar
	Tiles   []templates.Tile
	Charts  []templates.Chart
	Settle  []settleLine
	Actions []templates.Action
}

// settleLine is one thing to settle, and by when.
type settleLine struct {
	Text, URL, By string
	Late          bool
}

// steeringQuery is what the address of the page says.
type steeringQuery struct {
	models.Period
	programme string
}

// link is the address of a page of figures with the same filters.
func (q steeringQuery) link(path string, more ...string) string {
	return path + "?" + query(append(more, "du", string(q.From), "au", string(q.To), "dispositif", q.programme)...)
}

func (a *App) steeringQuery(c *gin.Context) (steeringQuery, models.Problems) {
	problems := models.Problems{}
	q := steeringQuery{programme: c.Query("dispositif")}
	q.To = a.reportDay(c, "au", a.today(), problems)
	q.From = a.reportDay(c, "du", models.ReportPeriod("", q.To).From, problems)
	switch {
	case len(problems) > 0:
	case q.From > q.To:
		problems.Add("du", "report.period_reversed")
	case q.To > a.today():
		problems.Add("au", "steering.problem.future")
	case q.From < q.To.AddMonths(-36):
		problems.Add("du", "steering.problem.long")
	}
	return q, problems
}

// keeps tells which operations the filter leaves.
func (q steeringQuery) keeps(o models.Operation) bool {
	return q.programme == "" || o.Programme == q.programme
}

// showSteering: GET /pilotage?du=&au=&dispositif=.
func (a *App) showSteering(c *gin.Context, access Access) error {
	q, problems := a.steeringQuery(c)
	page := steeringPage{Page: a.newPage(c, access, "steering.title"), Filters: a.steeringFilters(c, q, problems)}
	a.blame(&page.Page, problems, "du", "au")
	if len(problems) > 0 {
		return a.refuse(c, "steering/show", page)
	}
	figures, reporting, err := a.gatherReadiness(c, access, q)
	if err != nil {
		return err
	}
	page.Days = a.Texts.T("steering.days", "From", models.FrenchDate(q.From), "To", models.FrenchDate(q.To), "At", a.moment(figures.at))
	if page.Tiles, err = a.steeringTiles(c, access, q, figures, reporting); err != nil {
		return err
	}
	for _, source := range a.charts() {
		chart, err := source.draw(c, access, q, figures)
		if err != nil {
			return err
		}
		if a.may(access, models.Export, models.KindSteering) {
			chart.CSV = q.link("/pilotage/donnees", "graphique", chart.Key)
		}
		page.Charts = append(page.Charts, chart)
	}
	if page.Settle, err = a.toSettle(c, access, figures); err != nil {
		return err
	}
	for _, link := range []struct{ kind, url, key, icon string }{{models.KindTarget, "/cibles", "target.title", "target"}, {models.KindFunderLink, "/bailleurs", "funder.title", "eye"}} {
		if a.may(access, models.Read, link.kind) {
			page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T(link.key), URL: link.url, Icon: link.icon})
		}
	}
	return a.show(c, "steering/show", page)
}

// gatherReadiness counts what the page shows: the figures, and how complete the reports are that still matter.
func (a *App) gatherReadiness(c *gin.Context, access Access, q steeringQuery) (steeringFigures, []models.Operation, error) {
	reporting, err := a.reporting(ctx(c), a.scope(access, models.Read, models.KindReport))
	if err != nil {
		return steeringFigures{}, nil, err
	}
	reporting = slices.DeleteFunc(reporting, func(o models.Operation) bool { return !q.keeps(o) })
	readiness := make([]steeringOrder, len(reporting))
	for i, o := range reporting {
		readiness[i] = a.readinessOrder(access, o)
	}
	figures, err := a.gather(c, access.Scope, q.Period, q.keeps, readiness...)
	return figures, reporting, err
}

func (a *App) steeringFilters(c *gin.Context, q steeringQuery, problems models.Problems) templates.FilterBar {
	value := func(name string, d models.Date) string {
		if problems.Has(name) {
			return c.Query(name)
		}
		return models.FrenchDate(d)
	}
	options := append([]templates.Option{{Value: "", Label: a.Texts.T("steering.all")}}, a.programmeOptions()...)
	return templates.FilterBar{Action: "/pilotage", Fields: []templates.Field{
		templates.Date("du", a.Texts.T("report.from"), value("du", q.From)).Wrong(a.problem(problems, "du")),
		templates.Date("au", a.Texts.T("report.to"), value("au", q.To)).Wrong(a.problem(problems, "au")),
		templates.Select("dispositif", a.Texts.T("steering.programme"), q.programme, options)}}
}

// steeringTiles: people followed, hours, attendance, records to complete, each with the list behind it.
func (a *App) steeringTiles(c *gin.Context, access Access, q steeringQuery, f steeringFigures, reporting []models.Operation) ([]templates.Tile, error) {
	t, places := a.Texts.T, f.attendance("")
	people, before := len(f.persons("", false)), len(f.persons("", true))
	list := q.link("/suivis", "qui", "equipe")
	incomplete, err := a.incompleteTile(c, access, reporting)
	return []templates.Tile{
		{Figure: models.FrenchNumber(people), Label: t("steering.tile.people"), Note: t("steering.tile.people.note", "Before", models.FrenchNumber(before)), URL: list},
		{Figure: models.FrenchDuration(f.sum(func(s *models.Steering) int { return s.Minutes })), Label: t("steering.tile.hours"), Note: t("steering.tile.hours.note"), URL: list},
		{Figure: a.percent(places.Rate()), Label: t("steering.tile.attendance"), URL: q.link("/seances/listes/modules"),
			Note: t("steering.tile.attendance.note", "Present", models.FrenchNumber(places.Present), "Marked", models.FrenchNumber(places.Marked()))},
		incomplete,
	}, err
}

// incompleteTile is what the FSE+ reports still miss today, whatever the period: the same records, by the same rule, as the list it
// opens.
func (a *App) incompleteTile(c *gin.Context, access Access, operations []models.Operation) (templates.Tile, error) {
	tile := templates.Tile{Label: a.Texts.T("steering.tile.incomplete"), URL: taskKindURL(taskIncomplete)}
	var all models.Readiness
	for _, o := range operations {
		r, err := a.readiness(c, access, o)
		if err != nil {
			return tile, nil
		}
		all.Records, all.Complete = all.Records+r.Records, all.Complete+r.Complete
	}
	if len(operations) == 1 {
		tile.URL = gapFilter{operation: operations[0], datum: gapIncomplete}.url("")
	}
	tile.Figure = models.FrenchNumber(all.ToComplete())
	tile.Note = a.Texts.T("steering.tile.incomplete.note", "Share", a.percent(completeShare(all.Records, all.ToComplete())), "Count", all.Records)
	return tile, nil
}

// completeShare is the share of complete records, never 100 while one is missing.
func completeShare(counted, incomplete int) int {
	if counted == 0 {
		return -1
	}
	return 100 * (counted - incomplete) / counted
}

// toSettle lists what waits and the ends of operations within four months, late ones first.
func (a *App) toSettle(c *gin.Context, access Access, f steeringFigures) ([]settleLine, error) {
	var lines []settleLine
	for _, target := range f.targets {
		if target.Pace(target.Done, target.On) == models.PaceLate {
			lines = append(lines, settleLine{Text: a.Texts.T("steering.settle.target", "Label", a.targetLabel(target.Target), "Code", target.Code, "Gap", models.FrenchNumber(max(0, target.expected()-target.Done))),
				URL: "/cibles/" + target.PublicID, By: a.Texts.T("steering.settle.by", "Date", models.FrenchDate(target.DueOn)), Late: true})
		}
	}
	counts, err := a.taskCounts(c, access)
	for _, task := range counts {
		if task.Count > 0 && strings.Contains(" "+taskIncomplete+" "+taskSixMonths+" "+taskExits+" ", " "+task.Key+" ") {
			lines = append(lines, settleLine{Text: a.Texts.T("steering.settle.task", "Label", a.Texts.T("home.tile."+task.Key), "Figure", task.Figure()), URL: task.URL})
		}
	}
	for _, o := range f.operations {
		if left := a.today().DaysUntil(cmpOr(o.EndsOn, "9999-12-31")); left >= 0 && left <= 120 {
			lines = append(lines, settleLine{Text: a.Texts.T("steering.settle.end", "Label", operationLabel(o.Operation), "Count", left), URL: "/rapports/" + o.PublicID + "/" + a.reportKinds(access, o.Operation)[0],
				By: a.Texts.T("steering.settle.by", "Date", models.FrenchDate(o.EndsOn))})
		}
	}
	return lines, err
}

// exportChart: GET /pilotage/donnees?graphique=communes, the figures of one chart for Excel.
func (a *App) exportChart(c *gin.Context, access Access) error {
	q, problems := a.steeringQuery(c)
	if len(problems) > 0 {
		return see(c, q.link("/pilotage"))
	}
	for _, source := range a.charts() {
		if source.key != c.Query("graphique") {
			continue
		}
		figures, err := a.gather(c, access.Scope, q.Period, q.keeps)
		if err != nil {
			return err
		}
		chart, err := source.draw(c, access, q, figures)
		if err != nil {
			return err
		}
		if err := a.Store.JournalFigures(ctx(c), access.Scope, chart.Key+" "+string(q.From)+" "+string(q.To)); err != nil {
			return err
		}
		return sendCSV(c, "pilotage-"+chart.Key, q.To, chartRows(chart))
	}
	return models.ErrNotFound
}

// chartRows is the table of a chart as a file.
func chartRows(chart templates.Chart) [][]string {
	rows := [][]string{chart.Table.Heads}
	for _, row := range chart.Table.Rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = plainCell(cell)
		}
		rows = append(rows, cells)
	}
	return rows
}
