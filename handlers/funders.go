package handlers

import (
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// funderPage is what a funder reads of its operations: totals as in the reports, small cells masked, nobody named. It has no filter, and
// its figures stop at the end of a month: two readings cannot be compared to find a person.
type funderPage struct {
	Page
	Heading    string
	Days       string
	Operations []funderOperation
	Expired    string // why a link shows nothing
	Empty      string
}

// funderOperation is one operation of the page.
type funderOperation struct {
	Programme templates.Programme
	Key       string // makes the anchors of the page different
	Title     string
	Tiles     []templates.Tile
	Charts    []templates.Chart
}

// monthEnded is the last day of the month before a day.
func monthEnded(today models.Date) models.Date { return firstOfMonth(today).AddDays(-1) }

// funderActions lead a funder reader to the page of its operations.
func (a *App) funderActions(access Access) []templates.Action {
	var actions []templates.Action
	for _, m := range access.Actor.Memberships {
		if m.Role == models.FunderReader {
			actions = append(actions, templates.Action{Label: a.Texts.T("funder.open"), URL: "/tableau-de-bord/" + m.Funder, Icon: "target"})
		}
	}
	return actions
}

// showFunder: GET /tableau-de-bord/:bailleur, for the funder who signs in; the direction sees what the funder sees.
func (a *App) showFunder(c *gin.Context, access Access) error {
	page := funderPage{Page: a.newPage(c, access, "funder.page.title")}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}}
	found, err := a.fillFunder(c, &page, access.Scope, c.Param("bailleur"))
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return models.ErrNotFound
	}
	for _, o := range found {
		if err := a.Store.JournalReport(ctx(c), access.Scope, o, "dashboard "+string(monthEnded(a.today()))); err != nil {
			return err
		}
	}
	return a.show(c, "funders/show", page)
}

// showFunderLink: GET /p/bailleur/:secret. Public: the address is the secret. It leads search engines and other sites to nothing, and
// one that was never given, was taken back or has expired answers alike.
func (a *App) showFunderLink(c *gin.Context, _ Access) error {
	if allowed, err := a.linkAttempts(c); err != nil || !allowed {
		return either(err, tooMany)
	}
	c.Header("X-Robots-Tag", "noindex, nofollow, noarchive")
	c.Header("Referrer-Policy", "no-referrer")
	page := funderPage{Page: a.newPage(c, Access{}, "funder.page.title")}
	page.HelpURL = ""
	link, err := a.Store.OpenFunderLink(ctx(c), c.Param("secret"))
	if models.CodeOf(err) == models.NotFound {
		page.Heading, page.Expired = a.Texts.T("funder.page.title"), a.Texts.T("funder.expired")
		a.render(c, 404, "funders/public", page)
		return nil
	}
	if err != nil {
		return err
	}
	scope, err := a.Gate.Scope(a.Gate.Reader(link.CentreID, link.Funder), models.Read, models.KindReport)
	if err != nil {
		return err
	}
	if _, err := a.fillFunder(c, &page, scope, link.Funder); err != nil {
		return err
	}
	if err := a.Store.FunderLinkRead(ctx(c), scope, link); err != nil {
		return err
	}
	return a.show(c, "funders/public", page)
}

// fillFunder counts the operations of a funder within a scope, up to the end of the last month.
func (a *App) fillFunder(c *gin.Context, page *funderPage, scope models.Scope, funder string) ([]models.Operation, error) {
	if !slices.Contains([]string{models.FunderSPW, models.FunderForem, models.FunderFSE}, funder) {
		return nil, nil
	}
	period := models.ReportPeriod("", monthEnded(a.today()))
	figures, err := a.gather(c, scope, period, func(o models.Operation) bool { return o.Funder == funder })
	if err != nil {
		return nil, err
	}
	page.Heading = a.Texts.T("funder.heading", "Funder", a.funder(funder))
	page.Days = a.Texts.T("funder.days", "From", models.FrenchDate(period.From), "To", models.FrenchDate(period.To))
	page.Empty = a.Texts.T("funder.empty")
	var found []models.Operation
	for _, o := range figures.operations {
		found = append(found, o.Operation)
		if (o.EndsOn == "" || o.EndsOn >= period.From) && o.StartsOn <= period.To { // those of a year before serve the comparison only
			page.Operations = append(page.Operations, a.funderOperation(figures.only(o)))
		}
	}
	return found, nil
}

// only is the figures of one operation.
func (f steeringFigures) only(o steeringOperation) steeringFigures {
	f.operations = []steeringOperation{o}
	f.targets = slices.DeleteFunc(slices.Clone(f.targets), func(t targetState) bool { return t.OperationID != o.ID })
	return f
}

// funderOperation lays one operation out: totals of the contract are exact, what details them is masked.
func (a *App) funderOperation(f steeringFigures) funderOperation {
	o, t, places := f.operations[0], a.Texts.T, f.attendance("")
	out := funderOperation{Programme: a.programme(o.Programme), Title: operationLabel(o.Operation), Key: o.PublicID, Tiles: []templates.Tile{
		{Figure: models.FrenchNumber(o.Now.Counted), Label: t("funder.tile.participants"), Note: t("funder.tile.participants.note")},
		{Figure: models.FrenchNumber(len(o.Now.Persons)), Label: t("steering.tile.people"), Note: t("funder.tile.people.note")},
		{Figure: models.FrenchDuration(o.Now.Minutes), Label: t("steering.tile.hours"), Note: t("steering.tile.hours.note")},
		{Figure: a.percent(places.Rate()), Label: t("steering.tile.attendance"), Note: t("steering.tile.attendance.note", "Present", models.FrenchNumber(places.Present), "Marked", models.FrenchNumber(places.Marked()))}}}
	targets := a.targetsChart(steeringQuery{}, f)
	for i := range targets.Bars {
		targets.Bars[i].URL = ""
	}
	targets.Empty = map[bool]string{true: t("funder.targets.empty")}[len(targets.Bars) == 0]
	out.Charts = []templates.Chart{targets, a.maskedAttendance(f), a.maskedCommunes(f), a.maskedSixMonths(f)}
	for i := range out.Charts {
		out.Charts[i].Key += "-" + o.PublicID
	}
	return out
}

// maskedAttendance is the monthly line of an operation; a month of few places is left out, and another so that it cannot be found.
func (a *App) maskedAttendance(f steeringFigures) templates.Chart {
	t, o := a.Texts.T, f.operations[0]
	chart := a.newChart("presence", f.period, "month", "marked", "rate")
	var months []models.Date
	var marked []int
	for month := f.period.From[:7] + "-01"; month <= f.period.To; month = month.AddMonths(1) {
		months, marked = append(months, month), append(marked, o.Now.Months[month].Marked())
	}
	hidden := models.SmallCells(marked)
	var shares []templates.MonthShare
	for i, month := range months {
		share := templates.MonthShare{Initial: models.FrenchMonthInitial(month), Percent: o.Now.Months[month].Rate(), On: marked[i]}
		if hidden[i] {
			share.Percent, share.On = -1, -1
		}
		shares = append(shares, share)
		a.row(&chart, models.FrenchMonth(month), share.On, share.Percent)
	}
	total := f.attendance("")
	if total.Marked() < models.SmallCell {
		chart.Empty, chart.Table.Rows = t("funder.presence.empty"), nil
		return chart
	}
	line := templates.NewChartLine(o.Programme, shares)
	line.Label, line.Text = t("programme."+o.Programme), t("chart.presence.text", "Rate", a.percent(total.Rate()), "Count", total.Marked())
	chart.Lines = []templates.ChartLine{line}
	chart.Finding = t("funder.presence.finding", "Rate", a.percent(total.Rate()))
	return chart
}

// maskedCommunes names the communes of many people; the others are one line, which never holds fewer than two communes and five people.
func (a *App) maskedCommunes(f steeringFigures) templates.Chart {
	t, chart, people := a.Texts.T, a.newChart("communes", f.period, "commune", "people", "share"), f.persons("", false)
	all := communesOf(people)
	counts := make([]int, len(all))
	for i, commune := range all {
		counts[i] = commune.Count
	}
	hidden, others, cells := models.SmallCells(counts), 0, 0
	for i, commune := range all {
		if hidden[i] {
			others, cells = others+commune.Count, cells+1
			continue
		}
		label, share := orElse(commune.Name, t("chart.communes.unknown")), templates.PercentOf(commune.Count, len(people))
		bar := templates.NewChartBar(label, t("chart.people", "Count", commune.Count), commune.Count, all[0].Count)
		bar.Note = a.percent(share)
		chart.Bars = append(chart.Bars, bar)
		a.row(&chart, label, commune.Count, share)
	}
	if others >= models.SmallCell && len(chart.Bars) > 0 {
		label := t("chart.communes.others", "Count", cells)
		chart.Bars = append(chart.Bars, templates.NewChartBar(label, t("chart.people", "Count", others), others, max(others, all[0].Count)))
		a.row(&chart, label, others, templates.PercentOf(others, len(people)))
	}
	if len(chart.Bars) == 0 {
		chart.Empty = t("funder.communes.empty")
		return chart
	}
	chart.Finding = t("funder.communes.finding", "Label", chart.Bars[0].Label, "Text", chart.Bars[0].Text)
	return chart
}

func (a *App) maskedSixMonths(f steeringFigures) templates.Chart {
	chart := a.newChart("six_mois", f.period, "situation", "count", "share")
	counts := make([]int, len(models.SixMonthAnswers))
	for i, answer := range models.SixMonthAnswers {
		counts[i] = f.operations[0].Now.SixMonths[answer]
	}
	a.stack(&chart, counts, models.SmallCells(counts))
	return chart
}
