package handlers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/documents"
	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// briefingPage is the fiche d'avant-entretien on screen.
type briefingPage struct {
	Page
	personFrame
	Briefing models.Briefing
	Paper    string          // size the browser prints in
	Papers   []templates.Tab // A4, A5
	PDF      string
	Nothing  string // « Rien à signaler : … », "" when every part holds something
}

// briefed is whom a fiche is about, and since when.
type briefed struct {
	person models.Participant
	record models.Record
	last   *store.LastMeeting // nil without one
}

// Limits of a fiche: it fits a screen and a sheet of A5.
const (
	extractLength    = 280 // characters of a note
	briefingSessions = 3
	briefingAbsences = 4
	briefingDays     = 60 // a document that ends within that many days is said
)

// showBriefing: GET /personnes/:id/fiche. Opening it is written down.
func (a *App) showBriefing(c *gin.Context, access Access) error {
	subject, err := a.openBriefing(c, access, "")
	if err != nil {
		return err
	}
	page := briefingPage{Page: a.newPage(c, access, "briefing.title"), Paper: paperOf(c)}
	page.Breadcrumb = []templates.Link{{URL: "/personnes", Label: a.Texts.T("nav.persons")}}
	if page.personFrame, err = a.personFrame(c, access, subject.person, subject.record, true, "briefing"); err != nil {
		return err
	}
	if page.Briefing, err = a.briefing(c, access, subject, page.Identity); err != nil {
		return err
	}
	if empty := page.Briefing.Nothing(); len(empty) > 0 {
		page.Nothing = a.Texts.T("briefing.nothing", "Titles", strings.Join(empty, ", "))
	}
	base := personURL(subject.person.PublicID) + "/fiche"
	for _, paper := range []string{models.PaperA5, models.PaperA4} {
		page.Papers = append(page.Papers, templates.Tab{Label: a.Texts.T("briefing.paper." + paper), URL: base + "?format=" + paper, Current: paper == page.Paper})
	}
	page.PDF = base + ".pdf?format=" + page.Paper
	return a.show(c, "persons/briefing", page)
}

// printBriefing: GET /personnes/:id/fiche.pdf?format=a5. In mode entretien the paper holds no note of the team.
func (a *App) printBriefing(c *gin.Context, access Access) error {
	paper := paperOf(c)
	subject, err := a.openBriefing(c, access, paper)
	if err != nil {
		return err
	}
	frame, err := a.personFrame(c, access, subject.person, subject.record, true, "briefing")
	if err != nil {
		return err
	}
	content, err := a.briefing(c, access, subject, frame.Identity)
	if err != nil {
		return err
	}
	if a.interviewMode(c) {
		content = content.WithoutTeam()
	}
	file, err := documents.Briefing(a.Texts.T, content, paper)
	if err != nil {
		return err
	}
	return a.attachment(c, "fiche-"+string(a.today())+".pdf", "application/pdf", file)
}

func paperOf(c *gin.Context) string {
	if c.Query("format") == models.PaperA4 {
		return models.PaperA4
	}
	return models.PaperA5
}

// openBriefing reads the person, under the proof for files, and the last meeting, under the one for follow-ups. In mode
// entretien no note is opened at all.
func (a *App) openBriefing(c *gin.Context, access Access, paper string) (briefed, error) {
	scope := a.scope(access, models.Read, models.KindParticipant)
	var notes []models.Scope
	if !a.interviewMode(c) {
		notes = a.noteScopes(access, models.Read)
	}
	p, last, err := a.Store.OpenBriefing(ctx(c), scope, access.Scope, c.Param("id"), paper, notes...)
	if err != nil {
		return briefed{}, err
	}
	full, err := a.Store.Participant(ctx(c), a.profileScope(access), p.PublicID)
	if err == nil {
		p = full
	} else if models.CodeOf(err) != models.NotFound {
		return briefed{}, err
	}
	record, err := a.Store.PersonRecord(ctx(c), scope, p.PublicID)
	return briefed{person: p, record: record, last: last}, err
}

// briefing gathers the parts. A new part is one line here and one function; nil lines leave the part out; none at all
// say that there is nothing.
func (a *App) briefing(c *gin.Context, access Access, subject briefed, identity templates.Identity) (models.Briefing, error) {
	b := models.Briefing{CentreName: access.Actor.Memberships[0].CentreName, Name: identity.Name, Facts: identity.Facts, On: a.today(), By: access.User.Name}
	for _, p := range identity.Programmes {
		b.Programmes = append(b.Programmes, join(" ", p.Code, p.Note))
	}
	for _, part := range []struct {
		key  string
		fill func(*gin.Context, Access, briefed) ([]models.BriefingLine, error)
	}{
		{"last", a.lastPart},
		{"tasks", a.tasksPart},
		{"barriers", a.barriersPart},
		{"next", a.nextPart},
		{"absences", a.absencesPart},
		{"expiry", a.expiryPart},
		{"referrals", a.referralsPart},
		{"missing", a.missingPart},
		{"sessions", a.sessionsPart},
	} {
		lines, err := part.fill(c, access, subject)
		if err != nil {
			return b, err
		}
		if lines != nil {
			b.Parts = append(b.Parts, models.BriefingPart{Key: part.key, Title: a.Texts.T("briefing." + part.key), Lines: lines})
		}
	}
	return b, nil
}

// lastPart is what was agreed last time, with the beginning of the notes the reader may open.
func (a *App) lastPart(_ *gin.Context, _ Access, subject briefed) ([]models.BriefingLine, error) {
	lines := []models.BriefingLine{}
	if subject.last == nil {
		return lines, nil
	}
	v := subject.last
	lines = append(lines, models.BriefingLine{Text: join(" · ", models.FrenchDate(v.OnDate), minutes(v.Minutes), a.word("person.mode.", v.Mode), v.Place), URL: "/suivis/" + v.PublicID,
		Detail: join(" · ", a.topicWords(v.Topics), a.by(v.Colleague))})
	if v.NextStep != "" {
		lines = append(lines, models.BriefingLine{Text: a.Texts.T("briefing.agreed", "Text", v.NextStep)})
	}
	for _, n := range v.Notes {
		if n.Body != "" {
			lines = append(lines, models.BriefingLine{Text: a.Texts.T("briefing.note", "Text", models.Extract(n.Body, extractLength)), Detail: join(" · ", a.answer("level", n.Level), a.by(n.Author)), Team: true})
		}
	}
	return lines, nil
}

// by is « par N. Lambert », "" without a name.
func (a *App) by(name string) string {
	if name == "" {
		return ""
	}
	return a.Texts.T("timeline.by", "Author", name)
}

// tasksPart is what is left to do of the action plan, the first due first.
func (a *App) tasksPart(c *gin.Context, access Access, subject briefed) ([]models.BriefingLine, error) {
	scope := a.scope(access, models.Read, models.KindPlan)
	if scope.Empty() {
		return nil, nil
	}
	plan, err := a.Store.Plan(ctx(c), scope, subject.person.PublicID)
	if models.CodeOf(err) == models.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	lines := []models.BriefingLine{}
	tasks := slices.Clone(plan.Loose)
	for _, goal := range plan.Goals {
		tasks = append(tasks, goal.Tasks...)
	}
	slices.SortStableFunc(tasks, func(x, y store.PlanTaskView) int { return cmp.Compare(cmpOr(x.DueOn, "9999"), cmpOr(y.DueOn, "9999")) })
	for _, task := range tasks {
		if task.State != models.PlanTaskTodo {
			continue
		}
		line := models.BriefingLine{Text: task.Text, Alert: task.Late(a.today())}
		if task.DueOn != "" {
			line.Detail = a.Texts.T("briefing.task.due", "Date", models.FrenchDate(task.DueOn))
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// nextPart is what is planned.
func (a *App) nextPart(c *gin.Context, access Access, subject briefed) ([]models.BriefingLine, error) {
	steps, err := a.Store.NextSteps(ctx(c), a.timelineScopes(access), subject.person.PublicID)
	lines := []models.BriefingLine{}
	for _, s := range a.nextSteps(steps) {
		lines = append(lines, models.BriefingLine{Text: s.When + " · " + s.Title, Detail: join(" · ", s.Place, a.by(s.Author)), URL: s.URL})
	}
	return lines, err
}

// absencesPart is what the person missed since they were last met.
func (a *App) absencesPart(c *gin.Context, access Access, subject briefed) ([]models.BriefingLine, error) {
	since := models.Date("")
	if subject.last != nil {
		since = subject.last.OnDate
	}
	missed, err := a.Store.Absences(ctx(c), a.timelineScopes(access), subject.person.PublicID, since, briefingAbsences)
	lines := []models.BriefingLine{}
	for _, m := range missed {
		e := a.entry(m)
		lines = append(lines, models.BriefingLine{Text: e.Date + " · " + e.Title, Detail: e.Badge.Label, URL: e.URL, Alert: m.Presence == models.Absent})
	}
	return lines, err
}

// barriersPart is where the freins stand, those that moved and the heaviest first, with the movement since the first rating.
func (a *App) barriersPart(c *gin.Context, access Access, subject briefed) ([]models.BriefingLine, error) {
	scope := a.scope(access, models.Read, models.KindBarrier)
	if !scope.Covers(subject.record) {
		return nil, nil
	}
	moves, err := a.Store.BarrierMoves(ctx(c), scope, subject.person.PublicID)
	lines := []models.BriefingLine{}
	for _, m := range moves[:min(len(moves), barriersOnCard)] {
		track := m.Main()
		name, last := a.answer("topic", m.Barrier), strconv.Itoa(track.Last().Level)
		line := models.BriefingLine{Text: a.Texts.T("briefing.barrier", "Barrier", name, "Level", last), Alert: track.Change() > 0, URL: personURL(subject.person.PublicID) + "/freins"}
		if track.Moves() {
			line.Text = a.Texts.T("briefing.barrier.moved", "Barrier", name, "From", strconv.Itoa(track.First().Level), "To", last, "Date", models.FrenchDate(track.First().OnDate))
		}
		lines = append(lines, line)
	}
	return lines, err
}

// expiryPart is the residence document and the other documents that end soon or have ended.
func (a *App) expiryPart(c *gin.Context, access Access, subject briefed) ([]models.BriefingLine, error) {
	lines := []models.BriefingLine{}
	add := func(what string, on models.Date, url string) {
		if on == "" || on > a.today().AddDays(briefingDays) {
			return
		}
		key := "task.permits.soon"
		if on < a.today() {
			key = "task.permits.over"
		}
		lines = append(lines, models.BriefingLine{Text: what, Detail: a.Texts.T(key, "Date", models.FrenchDate(on)), URL: url, Alert: true})
	}
	if p := subject.person; !p.Belgian() {
		add(a.Texts.T("briefing.permit"), p.PermitExpiresOn, sectionURL(p.PublicID, models.SectionResidence))
	}
	scope := a.scope(access, models.Read, models.KindDocument)
	if !scope.Covers(subject.record) {
		return lines, nil
	}
	files, err := a.Store.Files(ctx(c), scope, subject.person.PublicID)
	for _, f := range files {
		if f.WithdrawnAt.IsZero() {
			add(a.answer("file_kind", f.Kind), f.ExpiresOn, filesURL(subject.person.PublicID))
		}
	}
	return lines, err
}

// referralsPart is the partners who have not answered yet.
func (a *App) referralsPart(c *gin.Context, access Access, subject briefed) ([]models.BriefingLine, error) {
	scope := a.scope(access, models.Read, models.KindReferral)
	if !scope.Covers(subject.record) {
		return nil, nil
	}
	all, err := a.Store.ReferralsOf(ctx(c), scope, subject.person.PublicID)
	lines := []models.BriefingLine{}
	for _, v := range all {
		if !v.Open() {
			continue
		}
		line := models.BriefingLine{Text: v.Partner, Detail: a.Texts.T("briefing.referral", "Date", models.FrenchDate(v.OnDate)), URL: "/orientations/" + v.PublicID}
		if line.Alert = v.Late(a.today()); line.Alert {
			line.Detail = a.Texts.T("referral.expected.was", "Date", models.FrenchDate(v.ExpectedOn))
		}
		lines = append(lines, line)
	}
	return lines, err
}

// missingPart is what the reports of the funders lack of the person: to ask now, once.
func (a *App) missingPart(c *gin.Context, access Access, subject briefed) ([]models.BriefingLine, error) {
	standings, err := a.standingLines(c, access, subject.person.PublicID, subject.record)
	if standings == nil || err != nil {
		return nil, err
	}
	lines := []models.BriefingLine{}
	for _, s := range standings {
		for _, m := range s.Missing {
			asked := slices.IndexFunc(lines, func(l models.BriefingLine) bool { return l.Text == m.Label })
			if asked < 0 {
				lines = append(lines, models.BriefingLine{Text: m.Label, Detail: s.Programme.Code, URL: m.URL, Alert: true})
				continue
			}
			lines[asked].Detail += ", " + s.Programme.Code // one answer serves both
		}
	}
	for _, s := range standings {
		for _, fault := range s.Faults {
			line := models.BriefingLine{Text: fault.Text, Detail: s.Programme.Code, Alert: fault.Blocking, Team: true}
			if fault.Fix != nil {
				line.URL = fault.Fix.URL
			}
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// sessionsPart is what to propose: the next sessions with a free place, in the dispositifs of the person.
func (a *App) sessionsPart(c *gin.Context, access Access, subject briefed) ([]models.BriefingLine, error) {
	sessions, enrolments := a.scope(access, models.Read, models.KindSession), a.scope(access, models.Read, models.KindEnrolment)
	if sessions.Empty() || enrolments.Empty() {
		return nil, nil
	}
	rows, err := a.Store.SuitableSessions(ctx(c), sessions, enrolments, subject.person.PublicID, briefingSessions)
	lines := []models.BriefingLine{}
	for _, r := range rows {
		free := ""
		if n := r.FreePlaces(); n >= 0 {
			free = a.Texts.T("briefing.places", "Count", n)
		}
		lines = append(lines, models.BriefingLine{Text: join(" ", models.FrenchDate(r.OnDate), models.FrenchTime(r.StartsAt)) + " · " + orElse(r.Title, r.ModuleTitle), URL: "/seances/" + r.PublicID,
			Detail: join(" · ", r.Programme, r.Place, free)})
	}
	return lines, err
}
