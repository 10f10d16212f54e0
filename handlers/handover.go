package handlers

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// handoverPage is « Passation »: whom, when, to whom; then a preview; then it is done.
type handoverPage struct {
	Page
	Colleagues []handoverChoice // who has people to hand over; before one is chosen
	Past       []handoverPast
	Name       string // of the colleague chosen
	From       string // public id of the colleague
	Caseload   string // « 116 personnes · LLF 57 · … »
	Kind       templates.Field
	FromOn     templates.Field
	UntilOn    templates.Field
	Spread     templates.Field
	One        templates.Field
	Parts      templates.Field
	Move       templates.Field
	People     []handoverRow
	Problem    string // about the people
}

type handoverChoice struct{ URL, Name, People string }

type handoverPast struct{ URL, Title, Detail string }

// handoverRow is a person of the caseload, with what goes with them.
type handoverRow struct {
	Ref, Name  string
	Programmes []templates.Programme
	Next       string
	Tasks      string
	Checked    bool
	To         templates.Field // by hand
}

// handoverForm is what was chosen.
type handoverForm struct {
	From, Kind, FromOn, UntilOn, Spread, One string
	Parts, People                            []string
	Hand                                     map[string]string // person → colleague, public ids
	Move                                     bool
}

func (a *App) readHandoverForm(c *gin.Context) handoverForm {
	f := handoverForm{From: c.Query("de"), Kind: models.HandoverForGood, FromOn: models.FrenchDate(a.today()), Spread: models.SpreadEven, Move: true}
	if c.Request.Method == "POST" {
		f = handoverForm{From: c.PostForm("de"), Kind: c.PostForm("sorte"), FromOn: c.PostForm("from_on"), UntilOn: c.PostForm("until_on"), Spread: c.PostForm("repartition"),
			One: c.PostForm("collegue"), Parts: c.PostFormArray("collegues"), People: c.PostFormArray("personnes"), Move: c.PostForm("rendez_vous") == "1"}
	}
	f.Hand = map[string]string{}
	for name, values := range c.Request.PostForm {
		if len(name) > 5 && name[:5] == "pour_" && len(values) == 1 && values[0] != "" {
			f.Hand[name[5:]] = values[0]
		}
	}
	return f
}

// handoverTeam is who may receive people, by public id.
type handoverTeam struct {
	users     map[string]models.User // by public id
	receivers map[string]models.HandoverReceiver
	options   []templates.Option
}

func (a *App) handoverTeam(c *gin.Context, access Access, from store.HandoverColleague) (handoverTeam, error) {
	team := handoverTeam{users: map[string]models.User{}}
	users, err := a.Store.PossibleReferents(ctx(c), access.Scope)
	if err != nil {
		return team, err
	}
	if team.receivers, err = a.Store.HandoverReceivers(ctx(c), access.Scope); err != nil {
		return team, err
	}
	for _, u := range users {
		r, known := team.receivers[u.ID]
		if !known || u.ID == from.ID {
			continue
		}
		team.users[u.PublicID] = u
		team.options = append(team.options, templates.Option{Value: u.PublicID, Label: u.Name, Hint: a.Texts.T("handover.load", "Count", r.Load)})
	}
	return team, nil
}

// showHandover: GET /equipe/passation.
func (a *App) showHandover(c *gin.Context, access Access) error {
	colleagues, err := a.Store.HandoverColleagues(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	form := a.readHandoverForm(c)
	if form.From == "" {
		return a.chooseHandover(c, access, colleagues)
	}
	return a.handoverForm(c, access, colleagues, form, nil)
}

func (a *App) chooseHandover(c *gin.Context, access Access, colleagues []store.HandoverColleague) error {
	page := handoverPage{Page: a.newPage(c, access, "handover.title")}
	for _, u := range colleagues {
		page.Colleagues = append(page.Colleagues, handoverChoice{URL: "/equipe/passation?de=" + u.PublicID, Name: u.Name, People: a.Texts.T("handover.people", "Count", u.People)})
	}
	past, err := a.Store.Handovers(ctx(c), access.Scope, 20)
	for _, h := range past {
		page.Past = append(page.Past, handoverPast{URL: "/equipe/passations/" + h.PublicID, Title: h.Colleague, Detail: a.handoverWords(h)})
	}
	if err != nil {
		return err
	}
	return a.show(c, "handover/choose", page)
}

func (a *App) handoverWords(h store.HandoverView) string {
	words := a.Texts.T("handover.words."+h.Kind, "From", models.FrenchDate(h.FromOn), "Until", models.FrenchDate(h.UntilOn)) + " · " + a.Texts.T("handover.people", "Count", h.People)
	if !h.UndoneAt.IsZero() {
		words += " · " + a.Texts.T("handover.undone", "Date", a.moment(h.UndoneAt))
	}
	return words
}

// handoverForm shows the choices, with the caseload.
func (a *App) handoverForm(c *gin.Context, access Access, colleagues []store.HandoverColleague, f handoverForm, problems models.Problems) error {
	at := slices.IndexFunc(colleagues, func(u store.HandoverColleague) bool { return u.PublicID == f.From })
	if at < 0 {
		return models.ErrNotFound
	}
	from := colleagues[at]
	people, err := a.Store.HandoverPeople(ctx(c), access.Scope, from.ID)
	if err != nil {
		return err
	}
	team, err := a.handoverTeam(c, access, from)
	if err != nil {
		return err
	}
	page := handoverPage{Page: a.newPage(c, access, "handover.title"), Name: from.Name, From: from.PublicID, Caseload: a.handoverSummary(people), Problem: a.problem(problems, "people")}
	page.Breadcrumb = []templates.Link{{URL: "/equipe/passation", Label: a.Texts.T("handover.title")}}
	a.handoverFields(&page, f, team, problems)
	first := c.Request.Method == "GET"
	for _, p := range people {
		page.People = append(page.People, a.handoverRow(p, f, team, first))
	}
	a.blame(&page.Page, problems, "sorte", "from_on", "until_on", "repartition", "collegue", "collegues", "people")
	return a.showForm(c, "handover/form", page, problems)
}

func (a *App) handoverFields(page *handoverPage, f handoverForm, team handoverTeam, problems models.Problems) {
	options := func(prefix string, words ...string) (all []templates.Option) {
		for _, w := range words {
			all = append(all, templates.Option{Value: w, Label: a.Texts.T(prefix + w)})
		}
		return all
	}
	t := a.Texts.T
	page.Kind = templates.Radios("sorte", t("handover.kind"), f.Kind, options("handover.kind.", models.HandoverForGood, models.HandoverCover)).With(t("handover.kind.hint")).Wrong(a.problem(problems, "sorte"))
	page.FromOn = templates.Date("from_on", t("handover.from"), f.FromOn).Wrong(a.problem(problems, "from_on"))
	page.UntilOn = templates.Date("until_on", t("handover.until"), f.UntilOn).Wrong(a.problem(problems, "until_on"))
	page.Spread = templates.Radios("repartition", t("handover.spread"), f.Spread, options("handover.spread.", models.SpreadEven, models.SpreadOne, models.SpreadHand)).
		With(t("handover.spread.hint")).Wrong(a.problem(problems, "repartition"))
	page.One = templates.Select("collegue", t("handover.one"), f.One, append([]templates.Option{{Label: t("field.choose")}}, team.options...)).Wrong(a.problem(problems, "collegue"))
	page.Parts = templates.Checkboxes("collegues", t("handover.parts"), f.Parts, team.options).Wrong(a.problem(problems, "collegues"))
	page.Move = templates.Check("rendez_vous", t("handover.move"), f.Move).With(t("handover.move.hint"))
}

func (a *App) handoverRow(p models.HandoverPerson, f handoverForm, team handoverTeam, first bool) handoverRow {
	row := handoverRow{Ref: p.Person, Name: p.Name(), Checked: first || slices.Contains(f.People, p.Person)}
	for _, code := range p.Programmes {
		row.Programmes = append(row.Programmes, a.programme(code))
	}
	if p.NextOn != "" {
		row.Next = a.Texts.T("handover.next", "Date", models.FrenchDate(p.NextOn), "Count", p.Appointments)
	}
	if p.Tasks > 0 {
		row.Tasks = models.FrenchNumber(p.Tasks)
	}
	row.To = templates.Select("pour_"+p.Person, a.Texts.T("handover.to", "Name", p.Name()), f.Hand[p.Person], append([]templates.Option{{Label: a.Texts.T("handover.nobody")}}, team.options...))
	return row
}

// handoverSummary counts the caseload: people, per dispositif, meetings to come, open tasks.
func (a *App) handoverSummary(people []models.HandoverPerson) string {
	programmes, appointments, tasks := map[string]int{}, 0, 0
	for _, p := range people {
		appointments, tasks = appointments+p.Appointments, tasks+p.Tasks
		for _, code := range p.Programmes {
			programmes[code]++
		}
	}
	words := []string{a.Texts.T("handover.people", "Count", len(people))}
	for _, code := range []string{models.M4H, models.LLF, models.GTJ, models.AUT} {
		if n := programmes[code]; n > 0 {
			words = append(words, code+" "+models.FrenchNumber(n))
		}
	}
	return strings.Join(append(words, a.Texts.T("handover.appointments", "Count", appointments), a.Texts.T("handover.open_tasks", "Count", tasks)), " · ")
}

// makeHandover: POST /equipe/passation. The first time it shows what will happen; « Passer les dossiers » does it.
func (a *App) makeHandover(c *gin.Context, access Access) error {
	colleagues, err := a.Store.HandoverColleagues(ctx(c), a.scope(access, models.Read, models.KindHandover))
	if err != nil {
		return err
	}
	f := a.readHandoverForm(c)
	at := slices.IndexFunc(colleagues, func(u store.HandoverColleague) bool { return u.PublicID == f.From })
	if at < 0 {
		return models.ErrNotFound
	}
	from := colleagues[at]
	people, err := a.Store.HandoverPeople(ctx(c), a.scope(access, models.Read, models.KindHandover), from.ID)
	if err != nil {
		return err
	}
	team, err := a.handoverTeam(c, access, from)
	if err != nil {
		return err
	}
	h, problems := a.handover(f, from, people, team)
	if c.PostForm("etape") != "faire" && len(problems) == 0 {
		return a.previewHandover(c, access, f, h, from, people, team)
	}
	if len(problems) == 0 {
		location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
			result, err := tx.MakeHandover(ctx(c), access.Scope, h)
			if err == nil {
				a.flashUndo(c, "/equipe/passations/"+result.PublicID+"/annuler", "handover.done", "Count", result.People, "Moved", result.Appointments, "Kept", result.Kept)
			}
			return "/equipe/passations/" + result.PublicID, err
		})
		if err == nil {
			return see(c, location)
		}
		if !formProblems(err, problems, "people") {
			return err
		}
	}
	return a.handoverForm(c, access, colleagues, f, problems)
}

// handover turns what was chosen into a passation, or says what is wrong.
func (a *App) handover(f handoverForm, from store.HandoverColleague, people []models.HandoverPerson, team handoverTeam) (models.Handover, models.Problems) {
	problems := models.Problems{}
	h := models.Handover{UserID: from.ID, Kind: f.Kind, MoveAppointments: f.Move, To: map[string]string{}}
	if f.Kind != models.HandoverForGood && f.Kind != models.HandoverCover {
		problems.Add("sorte", "handover.problem.kind")
	}
	h.FromOn = typedDate(f.FromOn, a.today(), "from_on", problems)
	if f.Kind == models.HandoverCover {
		h.UntilOn = typedDate(f.UntilOn, a.today(), "until_on", problems)
	}
	chosen := slices.DeleteFunc(slices.Clone(people), func(p models.HandoverPerson) bool { return !slices.Contains(f.People, p.Person) })
	switch f.Spread {
	case models.SpreadHand:
		a.byHand(&h, f, chosen, team, problems)
	case models.SpreadOne:
		a.shareOut(&h, []string{f.One}, "collegue", chosen, team, problems)
	case models.SpreadEven:
		a.shareOut(&h, f.Parts, "collegues", chosen, team, problems)
	default:
		problems.Add("repartition", "handover.problem.spread")
	}
	for field, p := range models.CheckHandover(h, a.today()) {
		if field != "people" || !problems.Has("collegue") && !problems.Has("collegues") {
			problems.Add(field, p.Key, p.Args...)
		}
	}
	return h, problems
}

func (a *App) byHand(h *models.Handover, f handoverForm, chosen []models.HandoverPerson, team handoverTeam, problems models.Problems) {
	for _, p := range chosen {
		user, known := team.users[f.Hand[p.Person]]
		switch {
		case f.Hand[p.Person] == "":
		case !known:
			problems.Add("people", "handover.problem.receiver")
		case !team.receivers[user.ID].MayReceive(p):
			problems.Add("people", "handover.problem.closed")
		default:
			h.To[p.Person] = user.ID
		}
	}
}

// shareOut shares people between the colleagues of a field, one or several.
func (a *App) shareOut(h *models.Handover, publicIDs []string, field string, chosen []models.HandoverPerson, team handoverTeam, problems models.Problems) {
	var receivers []models.HandoverReceiver
	for _, id := range publicIDs {
		if user, known := team.users[id]; known {
			receivers = append(receivers, team.receivers[user.ID])
		}
	}
	if len(receivers) == 0 {
		problems.Add(field, "handover.problem.receiver")
		return
	}
	h.To = models.Spread(chosen, receivers)
	if len(h.To) < len(chosen) {
		problems.Add("people", "handover.problem.closed")
	}
}
