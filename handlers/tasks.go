package handlers

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

const (
	permitDays = 60 // a residence document is looked at that many days before and after its end
	silentDays = 90 // without a contact for longer, an exit is probably missing (control C12)
	callDays   = 14 // a six-month call is shown that many days before its date (ux.md T9)
)

// taskCount is how much one block holds.
type taskCount struct {
	Key, URL, Label string
	Count           int
	More            bool // there are more than a block shows
}

// Figure is the count, with a sign when there are more.
func (t taskCount) Figure() string {
	if t.More {
		return strconv.Itoa(t.Count) + "+"
	}
	return models.FrenchNumber(t.Count)
}

// taskBlock is what is left to do of one kind.
type taskBlock struct {
	taskCount
	Title, Hint string
	Lines       []taskLine
}

// taskLine is one thing to complete and the button that solves it.
type taskLine struct {
	Name, URL string
	Person    string // public id, "" for a line about nobody: the lines of a person stand together
	Detail    string
	Why       string // the fact, its source and its date: why the line is here
	Programme *templates.Programme
	Actions   []templates.Action
	Outcome   *outcomeChoice // of an appointment, said with one click
}

// tasksPage is « À compléter »: one queue, all kinds together, a person's lines under their name.
type tasksPage struct {
	Page
	Kinds  []templates.Tab // « Tout », then each kind that holds something
	Hint   string          // of the kind chosen
	Groups []taskGroup
	Next   *templates.Action // the first line's action
	More   bool              // there are more than a kind lists
	Pager  templates.Pager
	Grids  []templates.Action // the same, as a grid, of each operation
	Empty  templates.Empty
}

// taskGroup is what is left to do about one person, or one session.
type taskGroup struct {
	Name, URL string
	Row       string // its mark in the address of the page
	Lines     []taskEntry
}

// taskEntry is a line with the name of its kind.
type taskEntry struct {
	Kind string
	taskLine
}

// taskGroups is how many persons a page shows.
const taskGroups = 50

// showTasks: GET /a-completer?type=exits.
func (a *App) showTasks(c *gin.Context, access Access) error {
	blocks, err := a.taskBlocks(c, access)
	if err != nil {
		return err
	}
	a.tasks.put(access.Actor.UserID, a.Store.Now(), countsOf(blocks))
	page := tasksPage{Page: a.newPage(c, access, "task.title"), Empty: templates.Empty{Text: a.Texts.T("task.empty")}}
	asked := c.Query("type")
	page.Kinds = []templates.Tab{{Label: a.Texts.T("task.all"), Note: totalOf(countsOf(blocks)).Figure(), URL: "/a-completer", Current: asked == ""}}
	for _, b := range blocks {
		if len(b.Lines) == 0 {
			continue
		}
		page.Kinds = append(page.Kinds, templates.Tab{Label: b.Title, Note: b.Figure(), URL: taskKindURL(b.Key), Current: asked == b.Key})
		if asked == b.Key {
			page.Hint = b.Hint
		}
		if asked == "" || asked == b.Key {
			page.Groups = grouped(page.Groups, b, tasksAfter(tasksURL(asked), c.Query("apres")))
			page.More = page.More || b.More
		}
	}
	if asked == taskIncomplete {
		if page.Grids, err = a.gapGrids(c, access); err != nil {
			return err
		}
	}
	page.turn(c.Query("apres"), tasksURL(asked))
	if len(page.Groups) > 0 && len(page.Groups[0].Lines[0].Actions) > 0 {
		page.Next = &templates.Action{Label: a.Texts.T("task.next"), URL: page.Groups[0].Lines[0].Actions[0].URL}
	}
	return a.show(c, "tasks/list", page)
}

// turn keeps the groups of one page: those that follow a group, from the first when it is no longer there.
func (p *tasksPage) turn(after, address string) {
	if i := slices.IndexFunc(p.Groups, func(g taskGroup) bool { return g.Row == after }); i >= 0 && i+1 < len(p.Groups) {
		p.Groups, p.Pager.First = p.Groups[i+1:], address
	}
	if len(p.Groups) <= taskGroups {
		return
	}
	p.Groups, p.More = p.Groups[:taskGroups], false // said on the last page
	p.Pager.Next = tasksAfter(address, p.Groups[taskGroups-1].Row)
}

// tasksAfter is the page that follows a group.
func tasksAfter(address, row string) string {
	switch {
	case row == "":
		return address
	case strings.Contains(address, "?"):
		return address + "&" + query("apres", row)
	}
	return address + "?" + query("apres", row)
}

func taskKindURL(key string) string { return "/a-completer?type=" + key }

// tasksURL is the page as it was asked for.
func tasksURL(asked string) string {
	if asked == "" {
		return "/a-completer"
	}
	return taskKindURL(url.QueryEscape(asked))
}

// grouped adds the lines of a block to the queue: those about a person join what is already asked of them, so that one
// call solves all. A form opened from a line comes back to it.
func grouped(groups []taskGroup, b taskBlock, back string) []taskGroup {
	at := map[string]int{}
	for i, g := range groups {
		at[g.URL] = i
	}
	for _, line := range b.Lines {
		address := line.URL
		if line.Person != "" {
			address = personURL(line.Person)
		}
		i, known := at[address]
		if !known {
			i = len(groups)
			at[address] = i
			groups = append(groups, taskGroup{Name: line.Name, URL: address, Row: rowMark(address)})
		}
		line.Why = orElse(line.Why, b.Hint)
		groups[i].Lines = append(groups[i].Lines, taskEntry{b.Title, line.from(atRow(back, groups[i].Row))})
	}
	return groups
}

// totalOf adds up the counts of the kinds.
func totalOf(counts []taskCount) taskCount {
	var all taskCount
	for _, count := range counts {
		all.Count += count.Count
		all.More = all.More || count.More
	}
	return all
}

// taskCounts counts the blocks the role sees.
func (a *App) taskCounts(c *gin.Context, access Access) ([]taskCount, error) {
	if known, fresh := a.tasks.get(access.Actor.UserID, a.Store.Now()); fresh {
		return known, nil
	}
	blocks, err := a.taskBlocks(c, access)
	if err != nil {
		return nil, err
	}
	a.tasks.put(access.Actor.UserID, a.Store.Now(), countsOf(blocks))
	return countsOf(blocks), nil
}

func countsOf(blocks []taskBlock) []taskCount {
	counts := make([]taskCount, len(blocks))
	for i, b := range blocks {
		counts[i] = b.taskCount
	}
	return counts
}

// taskBlocks lists what is left to do, each kind under its own scope; a refused kind is absent.
func (a *App) taskBlocks(c *gin.Context, access Access) ([]taskBlock, error) {
	var blocks []taskBlock
	for _, kind := range a.taskKinds() {
		scope := a.scope(access, kind.action, kind.kind)
		if scope.Empty() {
			continue
		}
		lines, err := kind.lines(c, access, scope)
		if err != nil {
			return nil, err
		}
		b := taskBlock{Title: a.Texts.T("task." + kind.key), Hint: a.Texts.T("task." + kind.key + ".hint"), Lines: lines}
		b.taskCount = taskCount{Key: kind.key, URL: orElse(kind.url, taskKindURL(kind.key)), Count: len(lines), More: len(lines) >= store.TaskLimit}
		b.Label = a.Texts.T("task."+kind.key+".count", "Count", len(lines))
		blocks = append(blocks, b)
	}
	return blocks, nil
}

// draftTasks are the forms the user began and did not save.
func (a *App) draftTasks(c *gin.Context, access Access, scope models.Scope) ([]taskLine, error) {
	drafts, err := a.Store.Drafts(ctx(c), scope, a.peopleScope(access))
	var lines []taskLine
	for _, d := range drafts {
		title := orElse(d.Title, a.Texts.T("draft.untitled"))
		line := taskLine{Name: title, URL: resumeURL(d.Form), Why: a.Texts.T("task.drafts.why", "Moment", a.moment(d.SavedAt)),
			Actions: []templates.Action{{Label: a.Texts.T("draft.resume"), URL: resumeURL(d.Form), Icon: "edit"}}}
		if d.Person != "" {
			line.Name, line.Person, line.Detail = d.Name(), d.Person, title
		}
		lines = append(lines, line)
	}
	return lines[:min(len(lines), store.TaskLimit)], err
}

// openAppointments are over and have no outcome. A counsellor's are those they had themselves.
func (a *App) openAppointments(c *gin.Context, access Access, scope models.Scope) ([]taskLine, error) {
	filter := store.AppointmentFilter{From: a.today().AddDays(-365), Until: a.today(), Open: true, Limit: store.TaskLimit}
	if !access.Actor.HasRole(models.Coordinator) {
		filter.UserID = access.Actor.UserID
	}
	all, err := a.Store.Appointments(ctx(c), scope, filter)
	var lines []taskLine
	for _, v := range all {
		if v.State(a.today(), a.Store.LocalClock()) != models.AppointmentToSpecify {
			continue
		}
		line := taskLine{Name: v.Name(), Person: v.Person, URL: "/rendez-vous/" + v.PublicID, Detail: models.FrenchDate(v.OnDate) + " · " + models.FrenchTime(v.StartsAt) + " · " + v.Colleague,
			Why: a.Texts.T("task.appointments.why", "Time", models.FrenchTime(models.EndOf(v.StartsAt, v.Minutes)))}
		line.Actions = []templates.Action{{Label: a.Texts.T("followup.new.title"), URL: encodeURL(v.PublicID, "/a-completer"), Icon: "notes"}}
		if line.Outcome = a.outcomesOf(access, v, "/a-completer"); line.Outcome != nil {
			line.Outcome.Came = "" // the first action
		}
		lines = append(lines, line)
	}
	return lines, err
}

func (a *App) openSessions(c *gin.Context, _ Access, scope models.Scope) ([]taskLine, error) {
	all, err := a.Store.Sessions(ctx(c), scope, models.SessionFilter{View: models.ViewToClose, Limit: store.TaskLimit})
	var lines []taskLine
	for _, r := range all {
		programme := a.programme(r.Programme)
		lines = append(lines, taskLine{Name: r.Title, URL: "/seances/" + r.PublicID, Programme: &programme,
			Detail:  a.Texts.T("task.sessions.left", "Specify", r.ToSpecify, "Unsigned", r.Unsigned),
			Why:     a.Texts.T("task.sessions.why", "Date", models.FrenchDate(r.OnDate), "Time", models.FrenchTime(r.EndsAt)),
			Actions: []templates.Action{{Label: a.Texts.T("task.sessions.do"), URL: "/seances/" + r.PublicID + "/presences", Icon: "users"}}})
	}
	return lines, err
}

// incompleteRecords are the records that the FSE+ reports count as incomplete today, by the rule of the report itself: what a person
// lacks is one line, so that one call solves all of it (ux.md T11).
func (a *App) incompleteRecords(c *gin.Context, access Access, scope models.Scope) ([]taskLine, error) {
	operations, err := a.reporting(ctx(c), a.scope(access, models.Read, models.KindOperation))
	if err != nil {
		return nil, err
	}
	type record struct {
		gapFile
		programme templates.Programme
	}
	var records []record
	for _, o := range operations {
		files, err := a.gapFiles(ctx(c), scope, o, store.FileFilter{Lacking: true})
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if file.Status == models.Incomplete {
				records = append(records, record{file, a.programme(o.Programme)})
			}
		}
	}
	slices.SortFunc(records, func(x, y record) int {
		return cmp.Or(cmp.Compare(x.Entry, y.Entry), cmp.Compare(x.Enrolment, y.Enrolment))
	})
	var lines []taskLine
	for _, r := range records[:min(len(records), store.TaskLimit)] {
		lines = append(lines, a.incompleteLine(r.gapFile, r.programme))
	}
	return lines, nil
}

func (a *App) incompleteLine(file gapFile, programme templates.Programme) taskLine {
	words, personal, entry := "", false, false
	for _, datum := range file.Missing {
		words += ", " + models.MissingName(datum)
		personal = personal || datum == models.MissingSex || datum == models.MissingBirth
		entry = entry || datum == models.MissingLabour || datum == models.MissingISCED
	}
	line := taskLine{Name: file.Name(), Person: file.Person, URL: personURL(file.Person), Detail: strings.TrimPrefix(words, ", "), Programme: &programme,
		Why: a.Texts.T("task.incomplete.why", "Date", models.FrenchDate(file.Entry))}
	if personal {
		line.Actions = append(line.Actions, templates.Action{Label: a.Texts.T("task.incomplete.person"), URL: personURL(file.Person) + "/profil/identite", Icon: "edit"})
	}
	if entry {
		line.Actions = append(line.Actions, templates.Action{Label: a.Texts.T("task.incomplete.entry"), URL: "/inscriptions/" + file.Enrolment + "/entree", Icon: "edit"})
	}
	return line
}

func (a *App) dueCalls(c *gin.Context, _ Access, scope models.Scope) ([]taskLine, error) {
	calls, err := a.Store.SixMonthCalls(ctx(c), scope, a.today().AddDays(callDays), store.TaskLimit)
	var lines []taskLine
	for _, call := range calls {
		programme := a.programme(call.Programme)
		lines = append(lines, taskLine{Name: models.ListName(call.FamilyName, call.GivenName), Person: call.Person, URL: personURL(call.Person), Programme: &programme,
			Detail:  a.Texts.T("six_months.due", "Date", models.FrenchDate(call.DueOn())),
			Why:     a.Texts.T("task.six_months.why", "Date", models.FrenchDate(call.ExitOn)),
			Actions: []templates.Action{{Label: a.Texts.T("call.answer"), URL: "/suivi-6-mois/" + call.Enrolment, Icon: "phone"}}})
	}
	return lines, err
}

func (a *App) exitsDue(c *gin.Context, access Access, scope models.Scope) ([]taskLine, error) {
	due, err := a.Store.ExitsDue(ctx(c), scope, a.today().AddDays(-silentDays), store.TaskLimit)
	var lines []taskLine
	for _, e := range due {
		programme := a.programme(e.Programme)
		line := taskLine{Name: e.Name(), Person: e.Person, URL: personURL(e.Person), Programme: &programme,
			Detail:  a.Texts.T("task.exits.last", "Date", models.FrenchDate(e.LastContact)),
			Why:     a.Texts.T("task.exits.why", "Days", e.LastContact.DaysUntil(a.today())),
			Actions: []templates.Action{{Label: a.Texts.T("exit.save"), URL: "/inscriptions/" + e.Enrolment + "/sortie", Icon: "door-exit"}}}
		if a.may(access, models.Create, models.KindFollowUp) {
			line.Actions = append(line.Actions, templates.Action{Label: a.Texts.T("followup.new.title"), URL: "/suivis/nouveau?personne=" + e.Person, Icon: "notes"})
		}
		lines = append(lines, line)
	}
	return lines, err
}

func (a *App) expiringPermits(c *gin.Context, _ Access, scope models.Scope) ([]taskLine, error) {
	permits, err := a.Store.ExpiringPermits(ctx(c), scope, a.today().AddDays(-permitDays), a.today().AddDays(permitDays), store.TaskLimit)
	var lines []taskLine
	for _, p := range permits {
		key := "task.permits.soon"
		if p.ExpiresOn < a.today() {
			key = "task.permits.over"
		}
		lines = append(lines, taskLine{Name: p.Name(), Person: p.Person, URL: personURL(p.Person), Detail: a.Texts.T(key, "Date", models.FrenchDate(p.ExpiresOn)), Why: a.Texts.T("task.permits.why"),
			Actions: []templates.Action{{Label: a.Texts.T("task.permits.do"), URL: personURL(p.Person) + "/profil/sejour", Icon: "edit"}}})
	}
	return lines, err
}
