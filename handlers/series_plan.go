package handlers

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// seriesPlanURL is the page of the planner, and the address of its draft.
const seriesPlanURL = "/seances/series/nouvelle"

// seriesPlanPage plans sessions alike: what, where, when, then the dates proposed with what stands in their way.
type seriesPlanPage struct {
	Page
	DraftForm         string
	What, When, Where []templates.Field
	Weekdays          templates.Field
	Free, More        []templates.Field
	Changes           []string
	Effect            []templates.Row // what the sessions will be, once enough is known
	Whole             []planPoint
	Lines             []planLine
	Skipped           []string
	School            string // where the school holidays come from, "" when none was skipped
	SchoolURL         string // where they are corrected, "" for who may not
	Removed           []planRemoved
	Open              string // « 2 points à régler », "" when nothing is
	Create            string // « Créer 6 séances », "" while nothing can be
	Waiting           string // what is missing for dates to be proposed
}

// planLine is one proposed session.
type planLine struct {
	Key, Day, Hours, Where string
	Changed, Past          bool
	Points                 []planPoint
}

// planPoint is a conflict with its remedies, each a button of the form.
type planPoint struct {
	Text     string
	Remedies []planRemedy
}

type planRemedy struct{ Label, Value string }

// planRemoved is a day that was left out, and may be put back.
type planRemoved struct{ Key, Day string }

func (a *App) seriesChoices(c *gin.Context, access Access) (seriesChoices, error) {
	var all seriesChoices
	var err error
	if all.sessionChoices, err = a.sessionChoices(c, access); err != nil {
		return all, err
	}
	if all.Rooms, err = a.Store.Rooms(ctx(c), access.Scope); err != nil {
		return all, err
	}
	all.Places, err = a.Store.Locations(ctx(c), access.Scope, false)
	return all, err
}

// newSeries: GET /seances/series/nouvelle?module=…, filled in by the module or by the draft.
func (a *App) newSeries(c *gin.Context, access Access) error {
	all, err := a.seriesChoices(c, access)
	if err != nil {
		return err
	}
	form := seriesForm{Module: c.Query("module"), Count: "6"}
	if c.Query("brouillon") != "" {
		d, err := a.Store.DraftOf(ctx(c), a.scope(access, models.Read, models.KindAccount), a.peopleScope(access), models.DraftForm(c.Request.URL.RequestURI()))
		switch {
		case err == nil:
			form = seriesFormOf(d.Values)
		case models.CodeOf(err) != models.NotFound:
			return err
		}
	}
	page, err := a.seriesPage(c, access, form, all, false)
	if err != nil {
		return err
	}
	return a.show(c, "series/plan", page)
}

// planSeries: POST /seances/series/nouvelle. Every button of the form comes here; a script that only asks for the dates changes nothing.
func (a *App) planSeries(c *gin.Context, access Access) error {
	all, err := a.seriesChoices(c, access)
	if err != nil {
		return err
	}
	form := seriesFormOf(c.Request.PostForm)
	if !isScript(c) || c.GetHeader("X-Fragment") == "" {
		switch c.PostForm("action") {
		case "creer":
			return a.createSeries(c, access, form, all)
		case "brouillon":
			return a.draftSeries(c, access)
		case "reprendre":
			if form, err = a.lastSeries(c, access, form, all); err != nil {
				return err
			}
		}
	}
	asked := c.PostForm("action") != "reprendre" && c.GetHeader("X-Fragment") == ""
	page, err := a.seriesPage(c, access, form, all, asked)
	if err != nil {
		return err
	}
	if len(page.Page.Summary) > 0 {
		return a.refuse(c, "series/plan", page)
	}
	return a.show(c, "series/plan", page)
}

// lastSeries takes up the last series of the module, or of the centre.
func (a *App) lastSeries(c *gin.Context, access Access, form seriesForm, all seriesChoices) (seriesForm, error) {
	moduleID := ""
	for _, m := range all.Modules {
		if m.PublicID == form.Module {
			moduleID = m.ID
		}
	}
	rows, err := a.Store.LastSeries(ctx(c), a.scope(access, models.Read, models.KindSession), moduleID)
	if models.CodeOf(err) == models.NotFound {
		return form, nil
	}
	if err != nil {
		return form, err
	}
	return seriesFormAgain(rows, all, a.today()), nil
}

// draftSeries keeps the plan as a draft of its author.
func (a *App) draftSeries(c *gin.Context, access Access) error {
	d := models.Draft{Form: or(models.DraftForm(c.PostForm("brouillon")), seriesPlanURL), Page: or(c.PostForm("brouillon_page"), "plan")}
	body, err := models.NewDraftBody(a.Texts.T("series.plan"), c.Request.PostForm)
	if err != nil {
		return err
	}
	d.DraftBody = body
	if _, err := a.Store.SaveDraft(ctx(c), a.scope(access, models.Update, models.KindAccount), a.peopleScope(access), d); err != nil {
		return err
	}
	c.Request = c.Request.WithContext(store.WithSavedForm(ctx(c), store.SavedForm{})) // this form is kept, not saved: its draft stays
	a.flash(c, "success", "series.drafted")
	return see(c, "/brouillons")
}

// createSeries plans all the sessions or none; what stands in the way is said on its line.
func (a *App) createSeries(c *gin.Context, access Access, form seriesForm, all seriesChoices) error {
	plan, problems := form.plan(all, a.today())
	location := ""
	var refused error
	if len(problems) == 0 {
		var err error
		location, err = a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
			publicID, err := tx.CreateSeries(ctx(c), access.Scope, plan)
			return "/seances/series/" + publicID, err
		})
		if err != nil && !asProblem(err, models.Problems{}, "start") {
			return err
		}
		refused = err
	}
	if location != "" && refused == nil {
		a.flash(c, "success", "series.planned")
		return see(c, location)
	}
	page, err := a.seriesPage(c, access, form, all, true)
	if err != nil {
		return err
	}
	if refusal, ok := asRefusal(refused); ok {
		page.Page.Summary = append(page.Page.Summary, FieldError{Field: "proposition", Text: a.Texts.T(refusal.Key, a.planArgs(refusal.Args)...)})
	}
	return a.refuse(c, "series/plan", page)
}

// seriesPage lays out the form and, once enough was typed, the dates. asked tells that the reader pressed a button: what is missing
// is then said at its field.
func (a *App) seriesPage(c *gin.Context, access Access, f seriesForm, all seriesChoices, asked bool) (seriesPlanPage, error) {
	page := seriesPlanPage{Page: a.newPage(c, access, "series.plan"), Changes: f.Changes}
	page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}}
	page.DraftForm = or(page.Form, seriesPlanURL)
	plan, problems := f.plan(all, a.today())
	shown := problems
	if !asked {
		shown = nil
	}
	a.seriesFields(&page, f, all, shown)
	a.blame(&page.Page, shown, seriesFields...)
	if len(problems) > 0 {
		if page.Waiting = a.Texts.T("series.waiting"); asked {
			page.Waiting = a.Texts.T("series.waiting.refused")
		}
		return page, nil
	}
	proposal, err := a.Store.ProposeSeries(ctx(c), access.Scope, plan)
	if err != nil {
		return page, err
	}
	a.propose(&page, plan, proposal)
	if a.may(access, models.Read, models.KindClosure) {
		page.SchoolURL = "/reglages/fermetures"
	}
	return page, nil
}

// propose writes the dates, what was left out, and what is to settle.
func (a *App) propose(page *seriesPlanPage, plan models.SeriesPlan, proposal models.Proposal) {
	t := a.Texts.T
	s := plan.Session
	page.Effect = []templates.Row{{Label: t("session.name"), Value: s.Title}, {Label: t("session.hours"), Value: a.hours(s)},
		{Label: t("session.trainers"), Value: or(userNames(plan.Trainers), "–")}}
	if s.Capacity != nil {
		page.Effect = append(page.Effect, templates.Row{Label: t("session.capacity"), Value: strconv.Itoa(*s.Capacity)})
	}
	for _, c := range proposal.Whole {
		page.Whole = append(page.Whole, a.planPoint(c))
	}
	for _, line := range proposal.Lines {
		p := planLine{Key: string(line.Day), Day: models.FrenchLongDate(line.Session.OnDate), Hours: a.hours(line.Session),
			Where: strings.Trim(line.Session.Place+", "+line.Session.Room, ", "), Changed: line.Changed,
			Past: line.Session.OnDate < a.today()}
		for _, c := range line.Conflicts {
			p.Points = append(p.Points, a.planPoint(c))
		}
		page.Lines = append(page.Lines, p)
	}
	for _, skip := range proposal.Skipped {
		page.Skipped = append(page.Skipped, t("series.skipped", "Date", models.FrenchLongDate(skip.On), "Why", a.closedWhy(skip)))
		if skip.Kind == models.ClosedSchool && (page.School == "" || skip.Unsure) {
			page.School = t(map[bool]string{false: "series.school.source", true: "series.school.unsure"}[skip.Unsure])
		}
	}
	for _, day := range proposal.Removed {
		page.Removed = append(page.Removed, planRemoved{string(day), models.FrenchLongDate(day)})
	}
	if n := proposal.Open(); n > 0 {
		page.Open = t("series.open", "Count", n)
	}
	if n := len(page.Lines); n > 0 {
		page.Create = t("series.create", "Count", n)
	}
}

// closedWhy is why there is no session on a day: the holiday's name, or the label of the closure.
func (a *App) closedWhy(skip models.Skip) string {
	if skip.Kind == models.ClosedHoliday {
		return a.Texts.T("holiday." + skip.Label)
	}
	return skip.Label
}

// planArgs gives the codes of holidays in a sentence their names.
func (a *App) planArgs(args []any) []any {
	named := append([]any{}, args...)
	for i := 1; i < len(named); i += 2 {
		if code, ok := named[i].(string); ok && named[i-1] == "Label" && a.Texts.Has("holiday."+code) {
			named[i] = a.Texts.T("holiday." + code)
		}
	}
	return named
}

// nameClosed gives a refusal about a holiday the name of that day instead of its code.
func (a *App) nameClosed(err error) error {
	refusal, ok := asRefusal(err)
	if !ok {
		return err
	}
	named := *refusal
	named.Args = a.planArgs(refusal.Args)
	return &named
}

func (a *App) planPoint(c models.PlanConflict) planPoint {
	point := planPoint{Text: a.Texts.T(c.Key, a.planArgs(c.Args)...)}
	for _, r := range c.Remedies {
		label := ""
		switch r.Change.What {
		case models.ChangeRoom:
			label = a.Texts.T("series.remedy.room", "Room", r.Name, "Seats", r.Seats)
		case models.ChangeTrainer:
			label = a.Texts.T("series.remedy.trainer", "Name", r.Name)
		case models.ChangeDate:
			label = a.Texts.T("series.remedy.date", "Date", models.FrenchDate(models.Date(r.Change.With)))
		case models.ChangeCapacity:
			label = a.Texts.T("series.remedy.capacity", "Count", r.Seats)
		case models.ChangeRemove:
			label = a.Texts.T("series.remedy.remove")
		}
		point.Remedies = append(point.Remedies, planRemedy{label, r.Change.String()})
	}
	return point
}

func userNames(users []models.User) string {
	var names []string
	for _, u := range users {
		names = append(names, u.Name)
	}
	return strings.Join(names, ", ")
}

// seriesFields lays the questions out in three rows.
func (a *App) seriesFields(page *seriesPlanPage, f seriesForm, all seriesChoices, problems models.Problems) {
	t, wrong := a.Texts.T, func(field templates.Field) templates.Field { return field.Wrong(a.problem(problems, field.Name)) }
	var modules []templates.Option
	for _, m := range all.Modules {
		if m.Active || m.PublicID == f.Module {
			modules = append(modules, templates.Option{Value: m.PublicID, Label: m.Code + " – " + m.Title})
		}
	}
	operations := append([]templates.Option{{Value: "", Label: t("series.operation.module")}}, operationChoices(all.Operations)...)
	page.What = []templates.Field{wrong(templates.Select("module", t("session.module"), f.Module, modules)),
		wrong(templates.Select("room", t("series.room"), f.Room, a.roomChoices(all))),
		wrong(templates.Number("capacity", t("session.capacity"), f.Capacity, "").With(t("series.capacity.hint")).AsOptional())}
	page.When = []templates.Field{wrong(templates.Date("start", t("series.start"), f.Start)), wrong(templates.Time("starts_at", t("session.start"), f.StartsAt)),
		wrong(templates.Time("ends_at", t("session.end"), f.EndsAt).AsOptional()), wrong(templates.Number("count", t("series.count"), f.Count, ""))}
	var weekdays []templates.Option
	for n := 1; n <= 6; n++ {
		weekdays = append(weekdays, templates.Option{Value: strconv.Itoa(n), Label: t("series.weekday." + strconv.Itoa(n))})
	}
	page.Weekdays = templates.Checkboxes("weekdays", t("series.weekdays"), f.Weekdays, weekdays).With(t("series.weekdays.hint")).AsOptional()
	page.Free = []templates.Field{wrong(templates.TextArea("days", t("series.days"), f.Days, 2).With(t("series.days.hint")).AsOptional()),
		templates.Check("school", t("series.school"), f.School)}
	page.More = []templates.Field{
		wrong(templates.Checkboxes("trainers", t("session.trainers"), f.Trainers, userOptions(all.Trainers)).With(t("series.trainers.hint")).AsOptional()),
		wrong(templates.Select("operation", t("session.operation"), f.Operation, operations).AsOptional()),
		wrong(templates.Text("title", t("session.name"), f.Title).With(t("series.title.hint")).AsOptional()),
		wrong(templates.Number("laptops", t("module.laptops"), f.Laptops, "").With(t("series.laptops.hint")).AsOptional()),
		wrong(templates.Text("interpreter", t("session.interpreter"), f.Interpreter).With(t("session.interpreter.hint")).AsOptional()),
		wrong(templates.Text("place", t("series.place"), f.Place).With(t("series.place.hint")).AsOptional())}
}

// roomChoices lists the rooms with their seats, then the places without one.
func (a *App) roomChoices(all seriesChoices) []templates.Option {
	options := []templates.Option{{Value: "", Label: a.Texts.T("series.room.none")}}
	for _, r := range all.Rooms {
		options = append(options, templates.Option{Value: inRoom + r.PublicID, Label: a.Texts.T("series.room.seats", "Place", r.Place, "Room", r.Name, "Count", r.Seats)})
	}
	for _, l := range all.Places {
		options = append(options, templates.Option{Value: atPlace + l.PublicID, Label: l.Name})
	}
	return options
}
