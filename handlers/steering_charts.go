package handlers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// chartSource draws one chart of « Pilotage ».
type chartSource struct {
	key  string
	draw func(c *gin.Context, access Access, q steeringQuery, f steeringFigures) (templates.Chart, error)
}

// charts lists the charts in the order of the page (ux.md §4).
func (a *App) charts() []chartSource {
	pure := func(draw func(q steeringQuery, f steeringFigures) templates.Chart) func(*gin.Context, Access, steeringQuery, steeringFigures) (templates.Chart, error) {
		return func(_ *gin.Context, _ Access, q steeringQuery, f steeringFigures) (templates.Chart, error) {
			return draw(q, f), nil
		}
	}
	return []chartSource{{"cibles", pure(a.targetsChart)}, {"dispositifs", pure(a.programmesChart)}, {"parcours", pure(a.stepsChart)}, {"presence", pure(a.attendanceChart)},
		{"modules", pure(a.modulesChart)}, {"communes", pure(a.communesChart)}, {"freins", a.keptChart("freins", a.barriersChart)},
		{"six_mois", pure(a.sixMonthsChart)}, {"equipe", a.keptChart("equipe", a.staffChart)}}
}

// keptChart draws a chart that reads the database at most once a minute for each reader and filter.
func (a *App) keptChart(key string, draw func(*gin.Context, Access, steeringQuery, steeringFigures) (templates.Chart, error)) func(*gin.Context, Access, steeringQuery, steeringFigures) (templates.Chart, error) {
	return func(c *gin.Context, access Access, q steeringQuery, f steeringFigures) (templates.Chart, error) {
		asked := strings.Join([]string{access.Actor.UserID, key, string(q.From), string(q.To), q.programme}, " ")
		if chart, fresh := a.drawn.get(asked, a.Store.Now()); fresh {
			return chart, nil
		}
		chart, err := draw(c, access, q, f)
		if err == nil {
			a.drawn.put(asked, a.Store.Now(), chart)
		}
		return chart, err
	}
}

// newChart is a chart with its title and what it counts.
func (a *App) newChart(key string, period models.Period, heads ...string) templates.Chart {
	t := a.Texts.T
	chart := templates.Chart{Key: key, Title: t("chart." + key), Definition: t("chart.definition", "From", models.FrenchDate(period.From), "To", models.FrenchDate(period.To), "Text", t("chart."+key+".definition"))}
	for _, head := range heads {
		chart.Table.Heads = append(chart.Table.Heads, t("chart.head."+head))
	}
	return chart
}

// row adds a line to the table of a chart: figures are written plainly, -1 is nothing known.
func (a *App) row(chart *templates.Chart, name string, figures ...int) {
	cells := []string{name}
	for _, n := range figures {
		if n < 0 {
			cells = append(cells, "–")
		} else {
			cells = append(cells, strconv.Itoa(n))
		}
	}
	chart.Table.Rows = append(chart.Table.Rows, cells)
}

// paceKinds are the badges of the three paces.
var paceKinds = map[models.Pace]string{models.PaceAhead: "success", models.PaceOnTime: "info", models.PaceLate: "warning"}

// targetsChart: done, target, and what was expected to date, with the word.
func (a *App) targetsChart(_ steeringQuery, f steeringFigures) templates.Chart {
	t, chart, paces := a.Texts.T, a.newChart("cibles", f.period, "target", "done", "expected", "goal", "gap", "pace"), map[models.Pace]int{}
	for _, target := range f.targets {
		expected, pace, whole := target.expected(), target.Pace(target.Done, target.On), max(target.Value, target.Done)
		paces[pace]++
		label := a.targetLabel(target.Target)
		bar := templates.NewChartBar(label, t("chart.cibles.text", "Done", models.FrenchNumber(target.Done), "Value", models.FrenchNumber(target.Value)), target.Done, whole)
		badge := templates.NewBadge(paceKinds[pace], t("target.pace."+string(pace)))
		bar.Programme, bar.URL, bar.State = target.Programme, "/cibles/"+target.PublicID, &badge
		bar.Note = t("chart.cibles.note", "Expected", models.FrenchNumber(expected), "Date", models.FrenchDate(target.DueOn))
		bar.Expected, bar.Target = templates.PercentOf(expected, whole), templates.PercentOf(target.Value, whole)
		chart.Bars = append(chart.Bars, bar)
		a.row(&chart, target.Code+" – "+label, target.Done, expected, target.Value)
		last := &chart.Table.Rows[len(chart.Table.Rows)-1]
		*last = append(*last, strconv.Itoa(target.Done-expected), badge.Label)
	}
	if len(chart.Bars) == 0 {
		chart.Empty = t("chart.cibles.empty")
	}
	chart.Finding = t("chart.cibles.finding", "Late", paces[models.PaceLate], "OnTime", paces[models.PaceOnTime], "Ahead", paces[models.PaceAhead])
	return chart
}

// programmesChart: people per dispositif, with the same date last year.
func (a *App) programmesChart(_ steeringQuery, f steeringFigures) templates.Chart {
	t, chart := a.Texts.T, a.newChart("dispositifs", f.period, "programme", "now", "before", "difference")
	codes := f.programmes()
	now, before, most := make([]int, len(codes)), make([]int, len(codes)), 0
	for i, code := range codes {
		now[i], before[i] = len(f.persons(code, false)), len(f.persons(code, true))
		most = max(most, now[i], before[i])
	}
	best := -1
	for i, code := range codes {
		label := t("programme." + code)
		bar := templates.NewChartBar(label, t("chart.people", "Count", now[i]), now[i], most)
		bar.Programme, bar.Before, bar.Note = code, templates.PercentOf(before[i], most), t("chart.dispositifs.note", "Count", before[i])
		bar.URL = "/suivis?" + query("qui", "equipe", "du", string(f.period.From), "au", string(f.period.To), "dispositif", code)
		chart.Bars = append(chart.Bars, bar)
		a.row(&chart, label, now[i], before[i])
		last := &chart.Table.Rows[len(chart.Table.Rows)-1]
		*last = append(*last, strconv.Itoa(now[i]-before[i]))
		if best < 0 || now[i] > now[best] {
			best = i
		}
	}
	if most == 0 {
		chart.Empty = t("chart.dispositifs.empty")
		return chart
	}
	chart.Finding = t("chart.dispositifs.finding", "Label", t("programme."+codes[best]), "Count", now[best], "Before", before[best])
	return chart
}

// stepsChart: from the request to a result at the exit, each step among those who made the one before.
func (a *App) stepsChart(_ steeringQuery, f steeringFigures) templates.Chart {
	t, chart := a.Texts.T, a.newChart("parcours", f.period, "step", "count", "share", "delay")
	var steps [len(models.SteeringSteps)]models.Step
	for _, o := range f.operations {
		for i := range steps {
			steps[i] = steps[i].Plus(o.Now.Steps[i])
		}
	}
	worst, loss := 0, -1
	for i, step := range steps {
		label, share := t("chart.parcours."+models.SteeringSteps[i]), -1
		bar := templates.NewChartBar(label, t("chart.people", "Count", step.Count), step.Count, steps[0].Count)
		if i > 0 {
			share = templates.PercentOf(step.Count, steps[i-1].Count)
			bar.Note = t("chart.parcours.share", "Share", a.percent(share))
			if median := step.Median(); median >= 0 {
				bar.Note = t("chart.parcours.delay", "Share", a.percent(share), "Count", median)
			}
			if steps[i-1].Count > 0 && 100-share > loss && i < 3 {
				worst, loss = i, 100-share
			}
		}
		chart.Bars = append(chart.Bars, bar)
		a.row(&chart, label, step.Count, share, step.Median())
	}
	if steps[0].Count == 0 {
		chart.Empty = t("chart.parcours.empty")
		return chart
	}
	chart.Finding = t("chart.parcours.finding", "Share", a.percent(max(loss, 0)), "Step", t("chart.parcours."+models.SteeringSteps[max(1, worst)]+".before"))
	return chart
}

// attendanceChart: the share of presences month by month, one small chart per dispositif.
func (a *App) attendanceChart(_ steeringQuery, f steeringFigures) templates.Chart {
	t, chart := a.Texts.T, a.newChart("presence", f.period, "month", "registered", "present", "excused", "absent", "rate")
	for _, code := range f.programmes() {
		months := map[models.Date]models.Attendance{}
		for _, o := range f.operations {
			for month, places := range o.Now.Months {
				if o.Programme == code {
					months[month] = months[month].Plus(places)
				}
			}
		}
		if len(months) == 0 {
			continue
		}
		var shares []templates.MonthShare
		for month := f.period.From[:7] + "-01"; month <= f.period.To; month = month.AddMonths(1) {
			places := months[month]
			shares = append(shares, templates.MonthShare{Initial: models.FrenchMonthInitial(month), Percent: places.Rate(), On: places.Marked()})
			a.row(&chart, t("programme."+code)+", "+models.FrenchMonth(month), places.Registered, places.Present, places.Excused, places.Absent, places.Rate())
		}
		line := templates.NewChartLine(code, shares[max(0, len(shares)-12):])
		total := f.attendance(code)
		line.Label, line.Text = t("programme."+code), t("chart.presence.text", "Rate", a.percent(total.Rate()), "Count", total.Marked())
		chart.Lines = append(chart.Lines, line)
	}
	if total := f.attendance(""); total.Marked() == 0 {
		chart.Lines, chart.Empty = nil, t("chart.presence.empty")
	} else {
		chart.Finding = t("chart.presence.finding", "Rate", a.percent(total.Rate()), "Absent", total.Absent, "Excused", total.Excused)
	}
	return chart
}

// modulesChart: the share of presences per module, the best attended first.
func (a *App) modulesChart(q steeringQuery, f steeringFigures) templates.Chart {
	t, chart := a.Texts.T, a.newChart("modules", f.period, "module", "registered", "present", "excused", "absent", "rate")
	type line struct {
		models.ModuleAttendance
		programme string
	}
	var lines []line
	for _, o := range f.operations {
		for _, m := range o.Now.Modules {
			i := slices.IndexFunc(lines, func(l line) bool {
				return l.programme == o.Programme && l.Code == m.Code && (m.Code != "" || l.Title == m.Title)
			})
			if i < 0 {
				lines = append(lines, line{m, o.Programme})
			} else {
				lines[i].Attendance = lines[i].Plus(m.Attendance)
			}
		}
	}
	lines = slices.DeleteFunc(lines, func(l line) bool { return l.Marked() == 0 })
	slices.SortFunc(lines, func(x, y line) int {
		return cmp.Or(y.Rate()-x.Rate(), y.Marked()-x.Marked(), cmp.Compare(x.Title, y.Title), cmp.Compare(x.Code, y.Code))
	})
	for _, l := range lines {
		label := cmp.Or(l.Title, l.Code)
		if len(chart.Dots) < 25 {
			chart.Dots = append(chart.Dots, templates.ChartDot{Label: label, Programme: l.programme, Percent: l.Rate(), Text: t("chart.presence.text", "Rate", a.percent(l.Rate()), "Count", l.Marked())})
		}
		a.row(&chart, label, l.Registered, l.Present, l.Excused, l.Absent, l.Rate())
	}
	chart.Ends = [2]string{a.percent(0), a.percent(100)}
	chart.More = templates.Link{URL: q.link("/seances/listes/modules"), Label: t("chart.modules.more")}
	if len(lines) == 0 {
		chart.Empty = t("chart.presence.empty")
		return chart
	}
	first, last := lines[0], lines[len(lines)-1]
	chart.Finding = t("chart.modules.finding", "Best", cmp.Or(first.Title, first.Code), "Rate", a.percent(first.Rate()), "Worst", cmp.Or(last.Title, last.Code), "Least", a.percent(last.Rate()))
	return chart
}

// communeCount is how many people live in a commune.
type communeCount struct {
	models.Home
	Count int
}

// communesOf counts people by commune, most first; those whose commune is not known stand last.
func communesOf(people map[string]models.Home) []communeCount {
	counts := map[models.Home]int{}
	for _, home := range people {
		counts[home]++
	}
	var all []communeCount
	for home, n := range counts {
		all = append(all, communeCount{home, n})
	}
	slices.SortFunc(all, func(x, y communeCount) int {
		if (x.Name == "") != (y.Name == "") {
			return cmp.Compare(y.Name, x.Name)
		}
		return cmp.Or(y.Count-x.Count, cmp.Compare(x.Name, y.Name))
	})
	return all
}

// communesShown is how many communes have a bar of their own.
const communesShown = 15

// communesChart: where people come from, the fifteen first communes and the others together.
func (a *App) communesChart(_ steeringQuery, f steeringFigures) templates.Chart {
	t, chart := a.Texts.T, a.newChart("communes", f.period, "commune", "people", "share")
	people := f.persons("", false)
	all, others := communesOf(people), 0
	if len(all) == 0 {
		chart.Empty = t("chart.communes.empty")
		return chart
	}
	for i, commune := range all {
		label, share := orElse(commune.Name, t("chart.communes.unknown")), templates.PercentOf(commune.Count, len(people))
		a.row(&chart, label, commune.Count, share)
		if i >= communesShown && commune.Name != "" {
			others += commune.Count
			continue
		}
		bar := templates.NewChartBar(label, t("chart.people", "Count", commune.Count), commune.Count, all[0].Count)
		bar.Note = a.percent(share)
		if commune.Refnis != "" {
			bar.URL = "/personnes?" + query("commune", commune.Refnis)
		}
		chart.Bars = append(chart.Bars, bar)
	}
	if others > 0 {
		bar := templates.NewChartBar(t("chart.communes.others", "Count", len(all)-communesShown), t("chart.people", "Count", others), others, all[0].Count)
		bar.Note = a.percent(templates.PercentOf(others, len(people)))
		chart.Bars = append(chart.Bars, bar)
	}
	chart.Finding = t("chart.communes.finding", "Label", orElse(all[0].Name, t("chart.communes.unknown")), "Share", a.percent(templates.PercentOf(all[0].Count, len(people))), "Count", len(all))
	return chart
}
