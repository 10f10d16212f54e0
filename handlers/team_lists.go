package handlers

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// teamListPage is one of the lists a team works with: a table, the same as a file, the same on paper.
type teamListPage struct {
	Page
	Heading string
	Hint    string
	Lists   []templates.Tab
	Filters *templates.FilterBar // nil for a list of today
	Count   string
	Bars    *templates.Bars
	Table   teamTable
	CSV     string
	Pager   templates.Pager
	Empty   templates.Empty
}

// teamTable is a list as cells; the first of a row names it. total counts the lines of all its pages, next names the place of the
// last one shown when there are others.
type teamTable struct {
	Heads []teamHead
	Rows  [][]teamCell
	bars  *templates.Bars
	total int
	next  string
}

type teamHead struct {
	Text    string
	Numeric bool
}

// teamCell is a text of the table, and where it leads.
type teamCell struct {
	Text, URL string
	Programme *templates.Programme
	Name      bool // of a person
}

// teamFilter is what the address of a list asks for. whole asks for every line, for a file; else a page of them, after a place.
type teamFilter struct {
	store.TeamFilter
	after string
	whole bool
}

// teamList is one list: what it is called in addresses and texts, whose right it asks for, and how its table is filled.
type teamList struct {
	slug, kind string
	days       int // shown without a filter, counted back from today; 0 = a list of today, without a filter
	fill       func(c *gin.Context, access Access, f teamFilter) (teamTable, error)
}

// teamLists are the lists, in the order of their tabs. Texts: team.SLUG, team.SLUG.hint, team.SLUG.empty.
func (a *App) teamLists() []teamList {
	return []teamList{
		{"absences", models.KindRegistration, 30, a.missedTable},
		{"absences-de-suite", models.KindRadar, 0, a.streakTable},
		{"a-cloturer", models.KindAttendance, 365, a.unclosedTable},
		{"sans-signature", models.KindAttendance, 365, a.unsignedTable},
		{"modules", models.KindAttendance, 365, a.moduleTable},
		{"heures", models.KindAttendance, 365, a.hoursTable},
	}
}

func teamListURL(slug string) string { return "/seances/listes/" + slug }

func (a *App) teamListOf(slug string) teamList {
	for _, l := range a.teamLists() {
		if l.slug == slug {
			return l
		}
	}
	return teamList{}
}

// readTeamFilter reads the days and the dispositif; a date that cannot be read is the usual one.
func (a *App) readTeamFilter(c *gin.Context, l teamList) teamFilter {
	f := teamFilter{TeamFilter: store.TeamFilter{From: a.today().AddDays(-l.days), Until: a.today(), Programme: c.Query("dispositif")}, after: c.Query("apres")}
	if day, problem := models.ParseTypedDate(c.Query("du"), a.today()); problem == "" && day.Valid() {
		f.From = day
	}
	if day, problem := models.ParseTypedDate(c.Query("au"), a.today()); problem == "" && day.Valid() {
		f.Until = day
	}
	return f
}

// showTeamList: GET /seances/listes/absences?du=&au=&dispositif=.
func (a *App) showTeamList(slug string) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		l := a.teamListOf(slug)
		f := a.readTeamFilter(c, l)
		table, err := l.fill(c, access, f)
		if err != nil {
			return err
		}
		page := teamListPage{Page: a.newPage(c, access, "team."+slug), Heading: a.Texts.T("team." + slug), Hint: a.Texts.T("team." + slug + ".hint"), Table: table, Bars: table.bars,
			Count: a.Texts.T("team.count", "Count", max(table.total, len(table.Rows))), Empty: templates.Empty{Text: a.Texts.T("team." + slug + ".empty")},
			CSV: teamListURL(slug) + "/export"}
		page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}}
		for _, other := range a.teamLists() {
			if a.may(access, models.Read, other.kind) {
				page.Lists = append(page.Lists, templates.Tab{Label: a.Texts.T("team." + other.slug), URL: teamListURL(other.slug), Current: other.slug == slug})
			}
		}
		if l.days > 0 {
			asked := query("du", string(f.From), "au", string(f.Until), "dispositif", f.Programme)
			page.CSV += "?" + asked
			page.Filters = a.teamFilters(l, f)
			if table.next != "" {
				page.Pager.Next = teamListURL(slug) + "?" + asked + "&" + query("apres", table.next)
			}
			if f.after != "" {
				page.Pager.First = teamListURL(slug) + "?" + asked
			}
		}
		return a.show(c, "sessions/team", page)
	}
}

func (a *App) teamFilters(l teamList, f teamFilter) *templates.FilterBar {
	options := append([]templates.Option{{Value: "", Label: a.Texts.T("calendar.all")}}, a.programmeOptions()...)
	return &templates.FilterBar{Action: teamListURL(l.slug), Fields: []templates.Field{templates.Date("du", a.Texts.T("team.from"), models.FrenchDate(f.From)),
		templates.Date("au", a.Texts.T("team.until"), models.FrenchDate(f.Until)), templates.Select("dispositif", a.Texts.T("calendar.programme"), f.Programme, options)}}
}

// exportTeamList: GET /seances/listes/absences/export, the same rows as a file for Excel.
func (a *App) exportTeamList(slug string) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		l := a.teamListOf(slug)
		f := a.readTeamFilter(c, l)
		f.whole = true
		table, err := l.fill(c, access, f)
		if err != nil {
			return err
		}
		var out strings.Builder
		out.WriteString("\ufeff")
		w := csv.NewWriter(&out)
		w.Comma, w.UseCRLF = ';', true
		var line []string
		for _, head := range table.Heads {
			line = append(line, head.Text)
		}
		lines := [][]string{line}
		for _, row := range table.Rows {
			var line []string
			for _, cell := range row {
				line = append(line, plainCell(strings.TrimSpace(programmeCode(cell)+" "+cell.Text)))
			}
			lines = append(lines, line)
		}
		if err := w.WriteAll(lines); err != nil {
			return err
		}
		c.Header("Content-Disposition", `attachment; filename="`+slug+"-"+string(a.today())+`.csv"`)
		c.Data(http.StatusOK, "text/csv; charset=utf-8", []byte(out.String()))
		return nil
	}
}

func programmeCode(cell teamCell) string {
	if cell.Programme == nil {
		return ""
	}
	return cell.Programme.Code
}

// heads are the columns of a table by the keys of their texts; a key that begins with « # » is a figure.
func (a *App) heads(keys ...string) []teamHead {
	var all []teamHead
	for _, key := range keys {
		name, numeric := strings.CutPrefix(key, "#")
		all = append(all, teamHead{Text: a.Texts.T("team.head." + name), Numeric: numeric})
	}
	return all
}

// missedTable lists who did not come, for the colleagues of the parcours: was it excused, and did anybody speak with them since?
func (a *App) missedTable(c *gin.Context, access Access, f teamFilter) (teamTable, error) {
	table := teamTable{Heads: a.heads("person", "session", "date", "absence", "contacted")}
	var err error
	if table.total, err = a.Store.CountMissed(ctx(c), access.Scope, f.TeamFilter); err != nil {
		return table, err
	}
	for after := f.after; ; after = table.next {
		missed, err := a.Store.MissedSessions(ctx(c), access.Scope, f.TeamFilter, after)
		if err != nil {
			return table, err
		}
		if table.next = ""; len(missed) > store.MissedPage {
			missed = missed[:store.MissedPage]
			table.next = missed[store.MissedPage-1].Place
		}
		for _, m := range missed {
			table.Rows = append(table.Rows, a.missedRow(m))
		}
		if !f.whole || table.next == "" {
			return table, nil
		}
	}
}

func (a *App) missedRow(m store.MissedSession) []teamCell {
	programme := a.programme(m.Programme)
	contacted := a.Texts.T("team.contacted.no")
	if m.ContactedOn != "" {
		contacted = a.Texts.T("team.contacted.yes", "Date", models.FrenchDate(m.ContactedOn))
	}
	return []teamCell{{Text: m.Name(), URL: personURL(m.Person), Name: true}, {Text: m.Title, URL: "/seances/" + m.Session, Programme: &programme},
		{Text: models.FrenchDate(m.OnDate)}, {Text: a.Texts.T("team.absence." + m.Attendance)}, {Text: contacted}}
}

// streakTable lists the absences in a row that the radar found, those put off included.
func (a *App) streakTable(c *gin.Context, access Access, _ teamFilter) (teamTable, error) {
	table := teamTable{Heads: a.heads("person", "#streak", "since", "pause")}
	alerts, err := a.Store.Radar(ctx(c), access.Scope, "")
	for _, alert := range alerts {
		if alert.Signal != models.SignalAbsences {
			continue
		}
		pause := "–"
		if alert.Snooze != nil {
			pause = a.Texts.T("team.pause.until", "Date", models.FrenchDate(alert.Snooze.UntilOn))
		}
		table.Rows = append(table.Rows, []teamCell{{Text: alert.Name(), URL: personURL(alert.Person), Name: true}, {Text: strconv.Itoa(alert.Count)}, {Text: models.FrenchDate(alert.OnDate)}, {Text: pause}})
	}
	return table, err
}

// sessionTable lists the sessions that are over and that keep is true of, with what is left to do.
func (a *App) sessionTable(c *gin.Context, access Access, f teamFilter, keep func(models.SessionRow) bool) (teamTable, error) {
	table := teamTable{Heads: a.heads("session", "date", "trainers", "#to_specify", "#unsigned")}
	all, err := a.Store.TeamSessions(ctx(c), access.Scope, f.TeamFilter)
	for _, r := range all {
		if !r.OverAt(a.today(), a.Store.LocalClock()) || !keep(r) {
			continue
		}
		programme := a.programme(r.Programme)
		table.Rows = append(table.Rows, []teamCell{{Text: r.Title, URL: "/seances/" + r.PublicID + "/presences", Programme: &programme}, {Text: models.FrenchDate(r.OnDate)},
			{Text: orElse(trainerNames(r), a.Texts.T("home.slot.no_trainer"))}, {Text: strconv.Itoa(r.ToSpecify)}, {Text: strconv.Itoa(r.Unsigned)}})
	}
	return table, err
}

func (a *App) unclosedTable(c *gin.Context, access Access, f teamFilter) (teamTable, error) {
	return a.sessionTable(c, access, f, func(r models.SessionRow) bool { return r.Status == models.SessionPlanned })
}

func (a *App) unsignedTable(c *gin.Context, access Access, f teamFilter) (teamTable, error) {
	return a.sessionTable(c, access, f, func(r models.SessionRow) bool { return r.Unsigned > 0 })
}

// moduleTable says how each module filled and was attended: the bars show presences among what was marked.
func (a *App) moduleTable(c *gin.Context, access Access, f teamFilter) (teamTable, error) {
	table := teamTable{Heads: a.heads("module", "#sessions", "#fill", "#attended", "#attendance")}
	all, err := a.Store.TeamSessions(ctx(c), access.Scope, f.TeamFilter)
	bars := &templates.Bars{Finding: a.Texts.T("team.modules.finding")}
	for _, m := range models.ModuleRates(all) {
		programme := a.programme(m.Programme)
		table.Rows = append(table.Rows, []teamCell{{Text: m.Title, Programme: &programme}, {Text: strconv.Itoa(m.Sessions)}, {Text: a.percent(m.Fill())},
			{Text: a.Texts.T("team.attended_of", "Attended", m.Attended, "Marked", m.Marked)}, {Text: a.percent(m.Attendance())}})
		if m.Attendance() >= 0 && len(bars.Lines) < 12 {
			bars.Lines = append(bars.Lines, templates.Bar{Label: m.Title, Text: a.percent(m.Attendance()), Percent: m.Attendance(), Programme: m.Programme})
		}
	}
	if len(bars.Lines) > 0 {
		table.bars = bars
	}
	return table, err
}

// percent writes a share; -1 is nothing to divide.
func (a *App) percent(n int) string {
	if n < 0 {
		return "–"
	}
	return a.Texts.T("team.percent", "Value", n)
}

// hoursTable says how long each colleague gave sessions, month by month. Who gives sessions without coordinating reads their own.
func (a *App) hoursTable(c *gin.Context, access Access, f teamFilter) (teamTable, error) {
	table := teamTable{Heads: a.heads("trainer", "month", "#sessions", "#hours")}
	all, err := a.Store.TeamSessions(ctx(c), access.Scope, f.TeamFilter)
	everybody := access.Actor.HasRole(models.Coordinator, models.Manager)
	for _, m := range models.TrainerHours(all, a.today(), a.Store.LocalClock()) {
		if !everybody && m.Trainer.ID != access.Actor.UserID {
			continue
		}
		table.Rows = append(table.Rows, []teamCell{{Text: m.Trainer.Name}, {Text: models.FrenchMonth(m.Month)}, {Text: strconv.Itoa(m.Sessions)}, {Text: models.FrenchDuration(m.Minutes)}})
	}
	return table, err
}

// teamListsLink leads to the first list a role may read, nil for a role without one.
func (a *App) teamListsLink(access Access) *templates.Action {
	for _, l := range a.teamLists() {
		if a.may(access, models.Read, l.kind) {
			return &templates.Action{Label: a.Texts.T("team.title"), URL: teamListURL(l.slug), Icon: "list-check"}
		}
	}
	return nil
}
