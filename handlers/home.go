package handlers

import (
	"cmp"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// homePage is where a role lands; roles add up, each with its own block (ux.md §1.2). One query per list.
type homePage struct {
	Page
	Heading  string // today, in words
	Day      *dayBlock
	Week     *weekBlock
	Desk     *deskBlock
	Courses  *coursesBlock
	Steering *steeringBlock
	Admin    *adminBlock
	Tasks    []taskCount // « À compléter »
	Morning  *digest     // nil once read today
	ForYou   []noticeLine
	Team     []templates.Action // « Équipe »: passation, urgent accesses
	AllDone  bool               // nothing is left to complete
	Total    string             // how much is left, "" when nothing is
}

// fillForYou adds what colleagues did that concerns the user, and the morning's summary.
func (a *App) fillForYou(c *gin.Context, access Access, page *homePage) error {
	var err error
	if page.Morning, err = a.morning(c, access); err != nil {
		return err
	}
	if a.may(access, models.Read, models.KindRadar) {
		page.Team = append(page.Team, templates.Action{Label: a.Texts.T("radar.title"), URL: "/radar", Icon: "target"})
	}
	if lists := a.teamListsLink(access); lists != nil {
		page.Team = append(page.Team, *lists)
	}
	if a.may(access, models.Read, models.KindHandover) {
		page.Team = append(page.Team, templates.Action{Label: a.Texts.T("handover.title"), URL: "/equipe/passation", Icon: "users"},
			templates.Action{Label: a.Texts.T("emergency.list.title"), URL: "/acces-urgents", Icon: "alert-triangle"})
	}
	page.ForYou, err = a.notices(c, access, store.NoticeFilter{Unseen: true})
	return err
}

// Aside tells whether something stands beside the blocks.
func (p homePage) Aside() bool {
	return p.Day != nil || len(p.Tasks) > 0 || p.Morning != nil || len(p.ForYou) > 0
}

// dayBlock is « Ma journée »: today's slots, the week's hours, the people seen last, notes shared with the user.
type dayBlock struct {
	Shorthand *shorthandField
	Slots     []slot
	Week      string // « Semaine : 14 h 30 de suivi, 23 suivis »
	Recent    []personChoice
	Shared    []sharedLine
}

// sharedLine is a note a colleague shared.
type sharedLine struct{ URL, Name, Detail string }

// weekBlock is « Ma semaine »: the sessions to come of the week, and what needs a decision.
type weekBlock struct {
	Days        []agendaDay
	Concerns    []templates.Tile // conflicts, missing trainers, waiting lists with a free place, sessions to close or to sign
	Derogations int
	ToClose     int
}

// deskBlock is « Accueil du jour »: who is expected today, and at what time.
type deskBlock struct{ Slots []slot }

// coursesBlock is « Mes séances »: the user's own, next first, then those to close.
type coursesBlock struct {
	Next    []agendaDay
	ToClose []slot
}

// steeringBlock is « Pilotage »: figures of the month and what is left to settle, each with the list behind it.
type steeringBlock struct {
	Month, ToSettle []templates.Tile
	Targets         *homeTargets // nil while « Pilotage » has counted nothing
}

// adminBlock is « Réglages »: the state of the installation and the last lines of the journal.
type adminBlock struct {
	Facts   []templates.Row
	Journal []journalRow
}

// home shows the blocks of the person's roles; who only reads reports lands on them.
func (a *App) home(c *gin.Context, access Access) error {
	role := homeRole(access.Actor)
	if role == models.FunderReader || role == models.Auditor {
		return see(c, "/rapports")
	}
	page := homePage{Page: a.newPage(c, access, "home.title."+role), Heading: models.FrenchLongDate(a.today())}
	for _, block := range []struct {
		role string
		fill func(*gin.Context, Access, *homePage) error
	}{{models.Counsellor, a.fillDay}, {models.Coordinator, a.fillWeek}, {models.Reception, a.fillDesk}, {models.Trainer, a.fillCourses},
		{models.Manager, a.fillSteering}, {models.Admin, a.fillAdmin}} {
		if !access.Actor.HasRole(block.role) {
			continue
		}
		if err := block.fill(c, access, &page); err != nil {
			return err
		}
	}
	if access.Actor.HasRole(models.Counsellor, models.Coordinator) {
		counts, err := a.taskCounts(c, access)
		if err != nil {
			return err
		}
		all := totalOf(counts)
		page.Tasks, page.AllDone = counts, all.Count == 0
		if all.Count > 0 {
			page.Total = all.Figure()
		}
	}
	if err := a.fillForYou(c, access, &page); err != nil {
		return err
	}
	return a.show(c, "home/show", page)
}

func (a *App) fillDay(c *gin.Context, access Access, page *homePage) error {
	days, err := a.slotsOf(c, access, a.today(), a.today(), true)
	if err != nil {
		return err
	}
	block := &dayBlock{Slots: days[a.today()]}
	if a.may(access, models.Create, models.KindFollowUp) {
		block.Shorthand = &shorthandField{Back: "/", Live: true}
	}
	followUps := a.scope(access, models.Read, models.KindFollowUp)
	totals, err := a.Store.FollowUpTotals(ctx(c), followUps, models.FollowUpFilter{UserID: access.Actor.UserID, From: a.today().Monday(), Until: a.today()})
	if err != nil {
		return err
	}
	block.Week = a.Texts.T("home.week", "Duration", models.FrenchDuration(totals.Staff), "Count", totals.Count)
	seen, err := a.Store.RecentPersons(ctx(c), followUps, 8)
	if err != nil {
		return err
	}
	for _, p := range seen {
		block.Recent = append(block.Recent, personChoice{URL: personURL(p.Person), Name: p.Name(), Detail: models.FrenchDate(p.OnDate)})
	}
	notes, err := a.Store.SharedNotes(ctx(c), a.scope(access, models.Read, models.KindNoteShared), 5)
	for _, n := range notes {
		block.Shared = append(block.Shared, sharedLine{URL: "/notes/" + n.PublicID, Name: n.Name(),
			Detail: a.Texts.T("home.shared.by", "Name", n.Author, "Date", models.FrenchDate(n.OnDate))})
	}
	page.Day = block
	return err
}

func (a *App) fillWeek(c *gin.Context, access Access, page *homePage) error {
	scope := a.scope(access, models.Read, models.KindSession)
	monday := a.today().AddDays(2).Monday() // at the weekend, the week that comes
	sessions, err := a.Store.SessionsBetween(ctx(c), scope, monday, monday.AddDays(6), "")
	if err != nil {
		return err
	}
	block := &weekBlock{Days: a.sessionDays(access, sessions)}
	i := 0
	for _, day := range block.Days { // in the order of the sessions
		for n := range day.Slots {
			if day.Slots[n].Action == nil {
				day.Slots[n].Action = a.weekAction(access, sessions[i])
			}
			i++
		}
	}
	if block.Concerns, err = a.weekConcerns(c, access, scope); err != nil {
		return err
	}
	requests, err := a.Store.OpenDerogations(ctx(c), a.scope(access, models.Create, models.KindDerogation))
	block.Derogations = len(requests)
	page.Week = block
	return err
}

// sessionDays groups sessions by day; they come in the order of the clock.
func (a *App) sessionDays(access Access, sessions []models.SessionRow) []agendaDay {
	var days []agendaDay
	for _, s := range sessions {
		title := models.FrenchLongDate(s.OnDate)
		if n := len(days); n == 0 || days[n-1].Title != title {
			days = append(days, agendaDay{Title: title, Today: s.OnDate == a.today()})
		}
		last := &days[len(days)-1]
		last.Slots = append(last.Slots, a.sessionSlot(access, s))
	}
	return days
}

func (a *App) fillDesk(c *gin.Context, access Access, page *homePage) error {
	days, err := a.slotsOf(c, access, a.today(), a.today(), false)
	page.Desk = &deskBlock{Slots: days[a.today()]}
	for i := range page.Desk.Slots {
		if page.Day != nil { // the day has the row already
			page.Desk.Slots[i].Row = ""
		}
	}
	return err
}

func (a *App) fillCourses(c *gin.Context, access Access, page *homePage) error {
	scope := a.scope(access, models.Read, models.KindSession)
	next, err := a.Store.SessionsBetween(ctx(c), scope, a.today(), a.today().AddDays(60), access.Actor.UserID)
	if err != nil {
		return err
	}
	past, err := a.Store.SessionsBetween(ctx(c), scope, a.today().AddDays(-90), a.today(), access.Actor.UserID)
	if err != nil {
		return err
	}
	state := func(s models.SessionRow) string { return s.State(a.today(), a.Store.LocalClock()) }
	block := &coursesBlock{Next: a.sessionDays(access, slices.DeleteFunc(next, func(s models.SessionRow) bool { return state(s) != models.SessionPlanned }))}
	for _, s := range past {
		if state(s) == models.SessionToClose {
			line := a.sessionSlot(access, s)
			line.Facts = append([]string{models.FrenchDate(s.OnDate)}, line.Facts...)
			block.ToClose = append(block.ToClose, line)
		}
	}
	if len(block.Next) > 0 && block.Next[0].Slots[0].Action != nil { // the roll call of today: what a trainer came for
		block.Next[0].Slots[0].Action.Primary = true
	}
	page.Courses = block
	return nil
}

func (a *App) fillSteering(c *gin.Context, access Access, page *homePage) error {
	first := firstOfMonth(a.today())
	figures, err := a.monthFigures(c, access, first)
	if err != nil {
		return err
	}
	since := a.Texts.T("home.since", "Date", models.FrenchDate(first))
	list := "/suivis?qui=equipe&du=" + string(first)
	block := &steeringBlock{Month: []templates.Tile{
		{Figure: models.FrenchNumber(figures.People), Label: a.Texts.T("home.tile.people"), Note: since, URL: list},
		{Figure: models.FrenchDuration(figures.Signed), Label: a.Texts.T("home.tile.hours"), Note: a.Texts.T("home.tile.hours.note", "Duration", models.FrenchDuration(figures.Minutes)), URL: list},
	}}
	counts, err := a.taskCounts(c, access)
	for _, task := range counts {
		if task.Key == taskIncomplete || task.Key == taskSixMonths || task.Key == taskExits {
			block.ToSettle = append(block.ToSettle, templates.Tile{Figure: task.Figure(), Label: a.Texts.T("home.tile." + task.Key), URL: task.URL})
		}
	}
	if err != nil {
		return err
	}
	ready, err := a.readyTiles(c, access)
	if len(ready) > 0 { // it counts the same files, as the report does
		block.ToSettle = slices.DeleteFunc(block.ToSettle, func(t templates.Tile) bool { return t.URL == taskKindURL(taskIncomplete) })
	}
	if err != nil {
		return err
	}
	block.ToSettle = append(ready, block.ToSettle...)
	block.Targets, err = a.homeTargets(c, access)
	page.Steering = block
	return err
}

// monthFigures counts a month once a minute: it reads some thousand rows of an index.
func (a *App) monthFigures(c *gin.Context, access Access, first models.Date) (store.PeriodFigures, error) {
	figures, fresh := a.figures.get(access.Actor.UserID, a.Store.Now())
	if fresh {
		return figures, nil
	}
	figures, err := a.Store.PeriodFigures(ctx(c), a.scope(access, models.Read, models.KindFollowUp), first, a.today())
	if err == nil {
		a.figures.put(access.Actor.UserID, a.Store.Now(), figures)
	}
	return figures, err
}

func (a *App) fillAdmin(c *gin.Context, access Access, page *homePage) error {
	block := &adminBlock{}
	state := a.Texts.T("home.health.good")
	if err := a.Store.Ping(ctx(c)); err != nil {
		state = a.Texts.T("home.health.bad")
	}
	block.Facts = []templates.Row{{Label: a.Texts.T("home.health"), Value: state}, {Label: a.Texts.T("home.version"), Value: a.Config.Version},
		{Label: a.Texts.T("home.engine"), Value: a.Texts.T("home.engine." + a.Store.Engine())}}
	lines, err := a.Store.Journal(ctx(c), a.scope(access, models.Read, models.KindJournal), store.JournalFilter{Limit: 8})
	for _, l := range lines {
		block.Journal = append(block.Journal, a.journalRow(l, false))
	}
	page.Admin = block
	return err
}

// appointmentSlot is a meeting and the one thing to do with it.
// back is the page on which it stands.
func (a *App) appointmentSlot(access Access, v store.AppointmentView, named bool, back string) slot {
	state := v.State(a.today(), a.Store.LocalClock())
	s := slot{Time: models.FrenchTime(v.StartsAt), Title: v.Name(), URL: "/rendez-vous/" + v.PublicID, Private: true, Row: "rdv-" + v.PublicID, sort: v.StartsAt, ends: v.EndsAt(), released: !v.TakesTime(),
		Facts: []string{models.FrenchDuration(v.Minutes), a.answer("mode", v.Mode)}}
	if v.Place != "" {
		s.Facts = append(s.Facts, v.Place)
	}
	if v.Interpreted {
		s.Facts = append(s.Facts, a.Texts.T("agenda.interpreter", "Words", a.interpreterWords(v.Interpreter)))
	}
	if named {
		s.Facts = append(s.Facts, v.Colleague)
	}
	if v.Programme != "" {
		programme := a.programme(v.Programme)
		s.Programme = &programme
	}
	if state != models.AppointmentToCome {
		badge := a.appointmentState(v.Appointment)
		s.State = &badge
	}
	if state == models.AppointmentToSpecify {
		s.Facts = append(s.Facts, a.Texts.T("home.slot.why", "Time", models.FrenchTime(models.EndOf(v.StartsAt, v.Minutes))))
	}
	back = atRow(back, s.Row)
	mine := v.UserID == access.Actor.UserID && a.may(access, models.Create, models.KindFollowUp)
	if mine && v.Outcome == "" {
		s.Briefing = personURL(v.Person) + "/fiche"
	}
	switch {
	case v.FollowUpWritten != "" && a.may(access, models.Read, models.KindFollowUp):
		s.Action = &templates.Action{Label: a.Texts.T("home.slot.read"), URL: "/suivis/" + v.FollowUpWritten}
	case state == models.AppointmentToSpecify:
		s.Outcome = a.outcomesOf(access, v, back)
	case mine && v.Outcome == "" && v.OnDate == a.today():
		s.Action = &templates.Action{Label: a.Texts.T("home.slot.encode"), URL: encodeURL(v.PublicID, back), Icon: "notes"}
	}
	return s
}

// sessionSlot is a collective session with its fill, and the roll call on its day.
func (a *App) sessionSlot(access Access, r models.SessionRow) slot {
	programme, state := a.programme(r.Programme), a.sessionState(r)
	s := slot{Time: models.FrenchTime(r.StartsAt), Title: r.Title, URL: "/seances/" + r.PublicID, Programme: &programme, State: &state, Fill: a.places(r), sort: r.StartsAt, ends: r.EndsAt}
	for _, fact := range []string{r.Place, r.Room, trainerNames(r)} {
		if fact != "" {
			s.Facts = append(s.Facts, fact)
		}
	}
	if len(r.Trainers) == 0 {
		s.Facts = append(s.Facts, a.Texts.T("home.slot.no_trainer"))
	}
	gives := slices.ContainsFunc(r.Trainers, func(u models.User) bool { return u.ID == access.Actor.UserID })
	marks := a.may(access, models.Update, models.KindAttendance) && (gives || access.Actor.HasRole(models.Coordinator))
	if marks && r.Status == models.SessionPlanned && r.OnDate <= a.today() {
		s.Action = &templates.Action{Label: a.Texts.T("home.slot.attendance"), URL: "/seances/" + r.PublicID + "/presences", Icon: "users"}
	}
	return s
}

func sortSlots(slots []slot) {
	slices.SortStableFunc(slots, func(x, y slot) int { return cmp.Compare(x.sort, y.sort) })
}
