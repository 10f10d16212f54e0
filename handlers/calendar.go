package handlers

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// calendarPage is a week or a month of sessions, Monday first.
type calendarPage struct {
	Page
	Heading                string
	Views                  []templates.Tab
	Previous, Next         string
	This                   string // address of the present week or month, "" when it is shown
	PreviousText, NextText string
	Filters                templates.FilterBar
	Count                  string
	Days                   []calendarDay
	Month                  bool
	MayMove                bool
	MayPlan                bool
	Subscribe              []templates.Field // the filter, for the form that makes a feed; nil for a role without one
	Empty                  *templates.Empty
}

// calendarDay is a day with its sessions.
type calendarDay struct {
	Name    string // « lundi 23 novembre 2026 »
	Short   string // « lun. 23 »
	Today   bool
	Outside bool   // of the month shown
	Closed  string // why there are no sessions that day, "" on an ordinary one
	Lines   []calendarLine
	Halves  []calendarHalf // of a week
}

// calendarHalf is a part of a day of the week, where a session may be dropped.
type calendarHalf struct {
	Name  string
	Drop  string // what the move form is opened with
	Lines []calendarLine
}

// calendarLine is a session of the calendar.
type calendarLine struct {
	URL, Title string
	Programme  templates.Programme
	Hours      string // « 09 h 00 – 12 h 00 », in a month when it begins
	Where      string
	Trainers   string
	NoTrainer  bool
	Places     *templates.Meter
	State      *templates.Badge // nil for what is planned
	MoveURL    string           // "" when it may not move
	half       string
}

// calendarAsked is what an address of the calendar asks for.
type calendarAsked struct {
	view   string
	day    models.Date
	filter models.CalendarFilter
}

func (a *App) readCalendar(c *gin.Context) calendarAsked {
	asked := calendarAsked{view: models.CalendarWeek, day: a.today(), filter: models.CalendarFilterOf(c.Request.URL.Query())}
	if c.Query("vue") == models.CalendarMonth {
		asked.view = models.CalendarMonth
	}
	if day, err := models.ParseDate(c.Query("jour")); err == nil && day != "" {
		asked.day = day
	}
	return asked
}

// url is the address of the calendar with another view or day.
func (q calendarAsked) url(view string, day models.Date) string {
	values := q.filter.Values()
	values.Set("vue", view)
	values.Set("jour", string(day))
	return "/seances/calendrier?" + values.Encode()
}

// showCalendar: GET /seances/calendrier?vue=mois&jour=2026-11-23&lieu=Namur.
func (a *App) showCalendar(c *gin.Context, access Access) error {
	asked := a.readCalendar(c)
	days := models.CalendarDays(asked.view, asked.day)
	all, err := a.Store.CalendarSessions(ctx(c), access.Scope, days[0], days[len(days)-1])
	if err != nil {
		return err
	}
	page := calendarPage{Page: a.newPage(c, access, "calendar.title"), Month: asked.view == models.CalendarMonth, Filters: a.calendarFilters(asked, all),
		MayPlan: a.may(access, models.Create, models.KindSession), MayMove: a.may(access, models.Update, models.KindSession)}
	page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}}
	a.calendarFrame(&page, asked)
	shown := slices.DeleteFunc(all, func(r models.SessionRow) bool { return !asked.filter.Keeps(r) })
	closed, err := a.Store.Calendar(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	a.fillCalendar(&page, asked, days, shown, closed)
	page.Count = a.Texts.T("session.list.count", "Count", len(shown))
	if len(shown) == 0 {
		page.Empty = a.emptyCalendar(access, asked)
	}
	for name, values := range asked.filter.Values() {
		page.Subscribe = append(page.Subscribe, templates.Hidden(name, values[0]))
	}
	slices.SortFunc(page.Subscribe, func(x, y templates.Field) int { return strings.Compare(x.Name, y.Name) })
	return a.show(c, "sessions/calendar", page)
}

// calendarFrame names the period and leads to the others.
func (a *App) calendarFrame(page *calendarPage, asked calendarAsked) {
	monday := asked.day.Monday()
	page.Heading = a.Texts.T("agenda.week", "From", models.FrenchLongDate(monday), "Until", models.FrenchLongDate(monday.AddDays(6)))
	same := asked.day.Monday() == a.today().Monday()
	if page.Month {
		page.Heading = models.FrenchMonth(asked.day)
		same = models.FirstOfMonth(asked.day) == models.FirstOfMonth(a.today())
	}
	for _, view := range []string{models.CalendarWeek, models.CalendarMonth} {
		page.Views = append(page.Views, templates.Tab{Label: a.Texts.T("calendar.view." + view), URL: asked.url(view, asked.day), Current: view == asked.view})
	}
	page.Previous, page.Next = asked.url(asked.view, models.CalendarStep(asked.view, asked.day, -1)), asked.url(asked.view, models.CalendarStep(asked.view, asked.day, 1))
	page.PreviousText, page.NextText = a.Texts.T("calendar.previous."+asked.view), a.Texts.T("calendar.next."+asked.view)
	if !same {
		page.This = asked.url(asked.view, a.today())
	}
}

func (a *App) emptyCalendar(access Access, asked calendarAsked) *templates.Empty {
	empty := &templates.Empty{Text: a.Texts.T("calendar.empty." + asked.view)}
	if len(asked.filter.Values()) > 0 {
		empty.Action = templates.Link{URL: calendarAsked{}.url(asked.view, asked.day), Label: a.Texts.T("filter.clear")}
	} else if a.may(access, models.Create, models.KindSession) {
		empty.Action = templates.Link{URL: "/seances/nouvelle", Label: a.Texts.T("session.plan")}
	}
	return empty
}

// calendarFilters offers what the period holds: a place without a session there would lead to an empty page.
func (a *App) calendarFilters(asked calendarAsked, all []models.SessionRow) templates.FilterBar {
	f := asked.filter
	places, rooms, trainers := []templates.Option{}, []templates.Option{}, []templates.Option{{Value: models.CalendarNobody, Label: a.Texts.T("home.slot.no_trainer")}}
	for _, r := range all {
		places, rooms = addOption(places, r.Place, r.Place), addOption(rooms, r.Room, r.Room)
		for _, u := range r.Trainers {
			trainers = addOption(trainers, u.PublicID, u.Name)
		}
	}
	bar := templates.FilterBar{Action: "/seances/calendrier", Fields: []templates.Field{templates.Hidden("vue", asked.view), templates.Hidden("jour", string(asked.day))}}
	for _, field := range []struct {
		name, key, chosen string
		options           []templates.Option
	}{{"lieu", "session.place", f.Place, sortedOptions(places)}, {"local", "session.room", f.Room, sortedOptions(rooms)},
		{"formation", "session.trainers", f.Trainer, trainers}, {"dispositif", "calendar.programme", f.Programme, a.programmeOptions()}} {
		label := a.Texts.T(field.key)
		options := field.options
		if field.chosen != "" {
			options = addOption(options, field.chosen, field.chosen)
			without := f.Values()
			without.Del(field.name)
			shown := options[slices.IndexFunc(options, func(o templates.Option) bool { return o.Value == field.chosen })].Label
			bar.Chips = append(bar.Chips, templates.Chip{Label: a.Texts.T("calendar.chip", "Label", label, "Value", shown),
				RemoveURL: calendarAsked{filter: models.CalendarFilterOf(without)}.url(asked.view, asked.day)})
		}
		options = append([]templates.Option{{Value: "", Label: a.Texts.T("calendar.all")}}, options...)
		bar.Fields = append(bar.Fields, templates.Select(field.name, label, field.chosen, options))
	}
	return bar
}

// addOption adds a choice that is not among them, and none for an empty value.
func addOption(options []templates.Option, value, label string) []templates.Option {
	if value == "" || slices.ContainsFunc(options, func(o templates.Option) bool { return o.Value == value }) {
		return options
	}
	return append(options, templates.Option{Value: value, Label: label})
}

func sortedOptions(options []templates.Option) []templates.Option {
	slices.SortFunc(options, func(x, y templates.Option) int { return strings.Compare(models.Fold(x.Label), models.Fold(y.Label)) })
	return options
}

// fillCalendar puts the sessions in their days; the weekend of a week is there when it holds something.
func (a *App) fillCalendar(page *calendarPage, asked calendarAsked, days []models.Date, shown []models.SessionRow, closed models.Calendar) {
	byDay := map[models.Date][]calendarLine{}
	for _, r := range shown {
		byDay[r.OnDate] = append(byDay[r.OnDate], a.calendarLine(page, r))
	}
	evening := slices.ContainsFunc(shown, func(r models.SessionRow) bool { return models.HalfOf(r.StartsAt) == models.HalfEvening })
	for i, day := range days {
		if !page.Month && i%7 >= 5 && len(byDay[day]) == 0 {
			continue
		}
		line := calendarDay{Name: models.FrenchLongDate(day), Short: models.FrenchShortDay(day), Today: day == a.today(), Lines: byDay[day],
			Outside: page.Month && models.FirstOfMonth(day) != models.FirstOfMonth(asked.day), Closed: a.closedDay(closed, day)}
		if !page.Month {
			line.Halves = a.halvesOf(day, byDay[day], evening)
		}
		page.Days = append(page.Days, line)
	}
}

// closedDay says why there are no sessions that day: the centre is closed, or schools are; "" on an ordinary one.
func (a *App) closedDay(closed models.Calendar, day models.Date) string {
	if skip := closed.Closed(day, true); skip != nil {
		key := "calendar.closed"
		if skip.Kind == models.ClosedSchool {
			key = "calendar.school"
		}
		return a.Texts.T(key, "Why", a.closedWhy(*skip))
	}
	if !models.WorkingDay(day) {
		return a.Texts.T("calendar.weekend")
	}
	return ""
}

// halvesOf cuts a day of the week in parts; the evening is there in a week that has one.
func (a *App) halvesOf(day models.Date, lines []calendarLine, evening bool) []calendarHalf {
	halves := []string{models.HalfMorning, models.HalfAfternoon}
	if evening {
		halves = append(halves, models.HalfEvening)
	}
	var all []calendarHalf
	for _, code := range halves {
		half := calendarHalf{Name: a.Texts.T("calendar.half." + code), Drop: url.Values{"jour": {string(day)}, "moment": {code}}.Encode()}
		for _, l := range lines {
			if l.half == code {
				half.Lines = append(half.Lines, l)
			}
		}
		all = append(all, half)
	}
	return all
}

func (a *App) calendarLine(page *calendarPage, r models.SessionRow) calendarLine {
	line := calendarLine{URL: "/seances/" + r.PublicID, Title: r.Title, Programme: a.programme(r.Programme), Hours: a.hours(r.Session),
		Where: strings.Trim(r.Place+", "+r.Room, ", "), Trainers: trainerNames(r), NoTrainer: len(r.Trainers) == 0, Places: a.places(r), half: models.HalfOf(r.StartsAt)}
	if page.Month {
		line.Hours = models.FrenchTime(r.StartsAt)
	}
	state := r.State(a.today(), a.Store.LocalClock())
	if state != models.SessionPlanned {
		badge := a.sessionState(r)
		line.State = &badge
	} else if page.MayMove {
		line.MoveURL = line.URL + "/deplacer"
	}
	return line
}
