package handlers

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// barriersChart: how the freins of the public moved, for who may read them.
func (a *App) barriersChart(c *gin.Context, access Access, q steeringQuery, f steeringFigures) (templates.Chart, error) {
	t, chart := a.Texts.T, a.newChart("freins", f.period, "barrier", "rated", "lighter", "still", "heavier")
	people, err := a.Store.BarrierMovesOf(ctx(c), a.scope(access, models.Read, models.KindBarrier), q.programme, q.To)
	if err != nil {
		return chart, err
	}
	balances := models.BarrierBalances(people, f.period)
	var counts [][3]int
	worst := 0
	for i, b := range balances {
		counts = append(counts, [3]int{b.Heavier, b.Still, b.Lighter})
		a.row(&chart, a.answer("topic", b.Barrier), b.Rated(), b.Lighter, b.Still, b.Heavier)
		if b.Heavier > balances[worst].Heavier {
			worst = i
		}
	}
	chart.Balances = templates.NewChartBalances(counts, func(i int) (string, string) {
		b := balances[i]
		return a.answer("topic", b.Barrier), t("chart.freins.text", "Lighter", b.Lighter, "Still", b.Still, "Heavier", b.Heavier)
	})
	chart.Ends = [2]string{t("chart.freins.worse"), t("chart.freins.better")}
	if len(balances) == 0 {
		chart.Empty = t("chart.freins.empty")
		return chart, nil
	}
	best := balances[0]
	chart.Finding = t("chart.freins.finding", "Label", a.answer("topic", best.Barrier), "Lighter", best.Lighter, "Rated", best.Rated(), "Worst", a.answer("topic", balances[worst].Barrier), "Heavier", balances[worst].Heavier)
	return chart, nil
}

// sixMonthsChart: the situation six months after the exit, as parts of a whole.
func (a *App) sixMonthsChart(_ steeringQuery, f steeringFigures) templates.Chart {
	chart := a.newChart("six_mois", f.period, "situation", "count", "share")
	counts := make([]int, len(models.SixMonthAnswers))
	for _, o := range f.operations {
		for i, answer := range models.SixMonthAnswers {
			counts[i] += o.Now.SixMonths[answer]
		}
	}
	a.stack(&chart, counts, nil)
	chart.More = templates.Link{URL: "/suivi-6-mois", Label: a.Texts.T("chart.six_mois.more")}
	return chart
}

// stack draws the six-month answers; hidden ones are kept from a reader outside the centre.
func (a *App) stack(chart *templates.Chart, counts []int, hidden []bool) {
	t, total := a.Texts.T, 0
	for _, n := range counts {
		total += n
	}
	if total == 0 {
		chart.Empty = t("chart.six_mois.empty")
		return
	}
	var parts []templates.ChartPart
	for i, answer := range models.SixMonthAnswers {
		label, share := t("chart.six_mois."+answer), templates.PercentOf(counts[i], total)
		parts = append(parts, templates.ChartPart{Label: label, Text: t("chart.six_mois.text", "Share", a.percent(share), "Count", counts[i])})
		a.row(chart, label, counts[i], share)
		if hidden != nil && hidden[i] {
			parts[i].Text = t("chart.masked")
			chart.Table.Rows[i] = []string{label, "–", "–"}
		}
	}
	if !slices.Contains(hidden, true) { // a drawing would tell what is masked
		chart.Stack = templates.NewChartStack(parts, counts)
	} else {
		for i, part := range parts {
			bar := templates.NewChartBar(part.Label, part.Text, counts[i], total)
			if hidden[i] {
				bar.Width = 0
			}
			chart.Bars = append(chart.Bars, bar)
		}
	}
	chart.Finding = t("chart.six_mois.finding", "Share", parts[0].Text, "Silent", parts[len(parts)-1].Text, "Total", total)
}

// staffWeeks is how many weeks the chart of the team shows.
const staffWeeks = 13

// staffChart: hours per colleague, week by week, by dispositif. The direction sees everybody.
func (a *App) staffChart(c *gin.Context, access Access, q steeringQuery, f steeringFigures) (templates.Chart, error) {
	return a.staffWeeksChart(c, access.Scope, f.period.To, q.programme)
}

func (a *App) staffWeeksChart(c *gin.Context, scope models.Scope, until models.Date, programme string) (templates.Chart, error) {
	period := models.Period{From: until.Monday().AddDays(-7 * (staffWeeks - 1)), To: until}
	chart := a.newChart("equipe", period, "colleague", "week", "hours", "contract")
	times, err := a.Store.StaffTimes(ctx(c), scope, period)
	if err != nil {
		return chart, err
	}
	times = slices.DeleteFunc(times, func(s models.StaffTime) bool { return programme != "" && s.Programme != programme })
	team := colleaguesOf(times)
	if len(team) == 0 {
		chart.Empty = a.Texts.T("chart.equipe.empty")
		return chart, nil
	}
	if programme == "" { // a contract is for all of them
		if err := a.expect(c, scope, team, period); err != nil {
			return chart, err
		}
	}
	most, total, scale := 0, 0, 0
	for _, x := range team {
		for _, parts := range x.weeks {
			total += minutesOf(parts)
			most = max(most, minutesOf(parts))
		}
		for _, minutes := range x.expected {
			scale = max(scale, minutes)
			chart.Legend = a.Texts.T("chart.equipe.legend")
		}
	}
	for _, x := range team {
		chart.Weeks = append(chart.Weeks, a.colleagueWeeks(&chart, x, period, max(scale, most)))
	}
	chart.Finding = a.Texts.T("chart.equipe.finding", "Duration", models.FrenchDuration(total/staffWeeks/len(team)), "Most", models.FrenchDuration(most))
	return chart, nil
}

// colleagueHours are the weeks of one colleague: minutes by week and dispositif, and what the contract asks for, where it is known.
type colleagueHours struct {
	id, name string
	weeks    map[models.Date]map[string]int
	expected map[models.Date]int
}

// colleaguesOf gathers times by colleague, in their order.
func colleaguesOf(times []models.StaffTime) []*colleagueHours {
	var team []*colleagueHours
	for _, s := range times {
		i := slices.IndexFunc(team, func(x *colleagueHours) bool { return x.id == s.UserID })
		if i < 0 {
			i, team = len(team), append(team, &colleagueHours{id: s.UserID, name: s.Name, weeks: map[models.Date]map[string]int{}, expected: map[models.Date]int{}})
		}
		if team[i].weeks[s.Week] == nil {
			team[i].weeks[s.Week] = map[string]int{}
		}
		team[i].weeks[s.Week][s.Programme] += s.Minutes
	}
	return team
}

// expect adds what contracts ask for, week by week; of the last week, until the end of the period.
func (a *App) expect(c *gin.Context, scope models.Scope, team []*colleagueHours, period models.Period) error {
	contracts, err := a.Store.StaffContracts(ctx(c), scope, period.To)
	for _, x := range team {
		for week := period.From; week <= period.To; week = week.AddDays(7) {
			if minutes, known := models.ExpectedMinutes(contracts[x.id], models.Period{From: week, To: min(week.AddDays(6), period.To)}); known {
				x.expected[week] = minutes
			}
		}
	}
	return err
}

// colleagueWeeks draws the weeks of one colleague and adds them to the table.
func (a *App) colleagueWeeks(chart *templates.Chart, x *colleagueHours, period models.Period, scale int) templates.ChartWeeks {
	codes := []string{models.M4H, models.LLF, models.GTJ, models.AUT}
	var parts []templates.WeekParts
	sums, contract := make([]int, len(codes)), 0
	for week, i := period.From, 0; week <= period.To; week, i = week.AddDays(7), i+1 {
		part := templates.WeekParts{Minutes: make([]int, len(codes)), Expected: -1}
		for n, code := range codes {
			part.Minutes[n] = x.weeks[week][code]
			sums[n] += x.weeks[week][code]
		}
		if i%4 == 0 && i < staffWeeks-1 {
			part.Initial = models.FrenchDate(week)[:5]
		}
		asked := "–"
		if minutes, known := x.expected[week]; known {
			part.Expected, asked = minutes, models.FrenchDuration(minutes)
			contract += minutes
		}
		parts = append(parts, part)
		chart.Table.Rows = append(chart.Table.Rows, []string{x.name, models.FrenchDate(week), models.FrenchDuration(minutesOf(x.weeks[week])), asked})
	}
	drawn := templates.NewChartWeeks(codes, parts, scale)
	var words []string
	for n, code := range codes {
		if sums[n] > 0 {
			words = append(words, templates.Shape(code)+" "+code+" "+models.FrenchDuration(sums[n]))
		}
	}
	if len(x.expected) > 0 {
		words = append(words, a.Texts.T("chart.equipe.contract", "Duration", models.FrenchDuration(contract)))
	}
	drawn.Label, drawn.Text = x.name, strings.Join(words, " · ")
	return drawn
}

func minutesOf(parts map[string]int) int {
	total := 0
	for _, n := range parts {
		total += n
	}
	return total
}

// showOwnHours: GET /moi/heures, one's own weeks.
func (a *App) showOwnHours(c *gin.Context, access Access) error {
	chart, err := a.staffWeeksChart(c, access.Scope, a.today(), "")
	if err != nil {
		return err
	}
	page := steeringPage{Page: a.newPage(c, access, "chart.equipe.own"), Charts: []templates.Chart{chart}}
	return a.show(c, "steering/hours", page)
}
