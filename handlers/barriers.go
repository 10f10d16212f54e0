package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// barriersPage is how the freins of a person moved, and the assessments behind it.
type barriersPage struct {
	Page
	personFrame
	Chart   *templates.Dumbbells
	Table   barrierTable
	Absent  string // freins that never came up
	Export  string // the figures as a file, "" under an urgent access
	History []assessmentBlock
	Assess  string // where the freins are assessed, "" when the role may not
	Empty   templates.Empty
}

// barrierTable is every level behind the chart.
type barrierTable struct {
	Days []string
	Rows []barrierTableRow
}

type barrierTableRow struct {
	Label  string
	Cells  []string
	Change string
}

// assessmentBlock is one assessment: what it changed, and thanks to what.
type assessmentBlock struct {
	Heading, Author, Rated string
	Remark                 []string // its lines
	Changes                []barrierChangeLine
	First                  bool   // nothing before it to compare with
	Cancelled              string // why it no longer counts
	TieURL, CancelURL      string
}

type barrierChangeLine struct {
	Barrier, Arrow, Words string
	Cause                 *templates.Link // without an address when its page is not the reader's
}

// personSection reads the person of a section and draws the frame; the section itself has its own scope.
func (a *App) personSection(c *gin.Context, access Access, personID, tab string) (models.Participant, models.Record, personFrame, error) {
	identity := a.scope(access, models.Read, models.KindParticipant)
	p, err := a.Store.Participant(ctx(c), identity, personID)
	if err != nil {
		return p, models.Record{}, personFrame{}, err
	}
	full, err := a.Store.Participant(ctx(c), a.profileScope(access), personID)
	mayProfile := err == nil
	if mayProfile {
		p = full
	} else if models.CodeOf(err) != models.NotFound {
		return p, models.Record{}, personFrame{}, err
	}
	record, err := a.Store.PersonRecord(ctx(c), identity, personID)
	if err != nil {
		return p, record, personFrame{}, err
	}
	frame, err := a.personFrame(c, access, p, record, mayProfile, tab)
	return p, record, frame, err
}

// showBarriers: GET /personnes/:id/freins. Opening it is written in the journal.
func (a *App) showBarriers(c *gin.Context, access Access) error {
	all, err := a.Store.OpenAssessments(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	p, record, frame, err := a.personSection(c, access, c.Param("id"), "barriers")
	if err != nil {
		return err
	}
	page := barriersPage{Page: a.newPage(c, access, "barrier.title"), personFrame: frame}
	page.Breadcrumb = []templates.Link{{URL: "/personnes", Label: a.Texts.T("nav.persons")}}
	if a.scope(access, models.Create, models.KindBarrier).Covers(record) {
		page.Assess = personURL(p.PublicID) + "/freins/evaluer"
	}
	page.Empty = templates.Empty{Text: a.Texts.T("barrier.empty")}
	moves := models.BarrierMoves(store.Rated(all))
	if len(moves) > 0 {
		chart := a.barrierChart(moves)
		page.Chart, page.Table, page.Absent = &chart, a.barrierTable(moves, all), a.neverRated(moves)
		if len(access.Urgent) == 0 {
			page.Export = personURL(p.PublicID) + "/freins/export"
		}
	}
	page.History, err = a.assessmentBlocks(c, access, p.PublicID, record, all)
	if err != nil {
		return err
	}
	return a.show(c, "barriers/show", page)
}

// barrierChart draws the moves with their finding.
func (a *App) barrierChart(moves []models.BarrierMove) templates.Dumbbells {
	chart := templates.Dumbbells{Finding: a.barrierFinding(moves), Key: a.Texts.T("barrier.chart.key"), From: a.Texts.T("barrier.axis.from"),
		To: a.Texts.T("barrier.axis.to")}
	for _, m := range moves {
		row := templates.DumbbellRow{Label: a.answer("topic", m.Barrier)}
		if len(m.Counsellor) > 0 {
			row.Tracks = append(row.Tracks, a.dumbbell("barrier.counsellor", false, m.Counsellor))
		}
		if len(m.Person) > 0 {
			row.Tracks = append(row.Tracks, a.dumbbell("barrier.person", true, m.Person))
		}
		chart.Rows = append(chart.Rows, row)
	}
	return chart
}

func (a *App) dumbbell(who string, second bool, track models.Track) templates.Dumbbell {
	levels := make([]int, len(track))
	for i, point := range track {
		levels[i] = point.Level
	}
	d := templates.NewDumbbell(a.Texts.T(who), second, levels)
	d.Arrow, d.Words = a.movement(track)
	return d
}

// movement is « 3 → 1 » and what it means.
func (a *App) movement(track models.Track) (arrow, words string) {
	last := strconv.Itoa(track.Last().Level)
	change := track.Change()
	switch {
	case !track.Moves():
		return last, a.Texts.T("barrier.move.once")
	case change == 0:
		return last, a.Texts.T("barrier.move.still")
	}
	arrow = a.Texts.T("barrier.move.arrow", "From", strconv.Itoa(track.First().Level), "To", last)
	if change < 0 {
		return arrow, a.Texts.T("barrier.move.lighter", "Steps", strconv.Itoa(-change))
	}
	return arrow, a.Texts.T("barrier.move.heavier", "Steps", strconv.Itoa(change))
}

// barrierFinding says in one or two sentences what the chart shows.
func (a *App) barrierFinding(moves []models.BarrierMove) string {
	f := models.FindingOf(moves)
	if f.Lighter+f.Heavier+f.Still == 0 {
		return a.Texts.T("barrier.chart.once", "Date", models.FrenchDate(f.Until))
	}
	text := a.barrierCounts(f) + " " + a.Texts.T("barrier.chart.span", "From", models.FrenchDate(f.From), "Until", models.FrenchDate(f.Until))
	if best := moves[0].Main(); best.Change() < 0 {
		text += " " + a.Texts.T("barrier.chart.strongest", "Barrier", a.answer("topic", moves[0].Barrier),
			"From", strconv.Itoa(best.First().Level), "To", strconv.Itoa(best.Last().Level))
	}
	return text
}

// barrierCounts is « 2 freins s'allègent, 1 reste stable. ».
func (a *App) barrierCounts(f models.BarrierFinding) string {
	if f.Lighter+f.Heavier == 0 {
		return a.Texts.T("barrier.chart.unmoved")
	}
	var parts []string
	for _, part := range []struct {
		key   string
		count int
	}{{"barrier.lighter", f.Lighter}, {"barrier.heavier", f.Heavier}, {"barrier.still", f.Still}, {"barrier.once", f.Once}} {
		if part.count > 0 {
			parts = append(parts, a.Texts.T(part.key, "Count", part.count))
		}
	}
	return strings.Join(parts, ", ") + "."
}

func (a *App) barrierTable(moves []models.BarrierMove, all []store.AssessmentView) barrierTable {
	var table barrierTable
	kept := slices.DeleteFunc(slices.Clone(all), func(v store.AssessmentView) bool { return !v.CancelledAt.IsZero() })
	for _, v := range kept {
		table.Days = append(table.Days, models.FrenchDate(v.OnDate))
	}
	for _, m := range moves {
		row := barrierTableRow{Label: a.answer("topic", m.Barrier)}
		for _, v := range kept {
			r := v.Of(m.Barrier)
			row.Cells = append(row.Cells, a.ratingFigure(r.Counsellor)+" / "+a.ratingFigure(r.Person))
		}
		if row.Change = "0"; m.Main().Change() > 0 {
			row.Change = "+" + strconv.Itoa(m.Main().Change())
		} else if m.Main().Change() < 0 {
			row.Change = "−" + strconv.Itoa(-m.Main().Change())
		} else if !m.Main().Moves() {
			row.Change = "–"
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

func (a *App) ratingFigure(r models.Rating) string {
	if r == models.RatingDeclined {
		return a.Texts.T("barrier.chart.declined")
	}
	if level, rated := r.Level(); rated {
		return strconv.Itoa(level)
	}
	return "–"
}

// neverRated names the freins that came up in no assessment.
func (a *App) neverRated(moves []models.BarrierMove) string {
	var names []string
	for _, code := range models.Barriers {
		if !slices.ContainsFunc(moves, func(m models.BarrierMove) bool { return m.Barrier == code }) {
			names = append(names, a.answer("topic", code))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return a.Texts.T("barrier.absent", "Names", strings.Join(names, ", "))
}

// assessmentBlocks lists the assessments, newest first, with what each changed.
func (a *App) assessmentBlocks(c *gin.Context, access Access, personID string, record models.Record, all []store.AssessmentView) ([]assessmentBlock, error) {
	if len(all) == 0 {
		return nil, nil
	}
	causes, err := a.causes(c, access, personID, a.today())
	if err != nil {
		return nil, err
	}
	mayTie := a.scope(access, models.Update, models.KindBarrier).Covers(record)
	mayCancel := a.scope(access, models.Cancel, models.KindBarrier).Covers(record)
	var blocks []assessmentBlock
	for i, v := range all {
		b := assessmentBlock{Heading: a.Texts.T("barrier.history.of", "Date", models.FrenchDate(v.OnDate)), Author: v.Author, Remark: lines(v.Remark),
			Rated: a.Texts.T("person.moment.assessment.rated", "Count", ratedCount(v.Ratings)), First: i == 0}
		if b.Cancelled = v.CancelReason; v.CancelledAt.IsZero() {
			changes := models.ChangesAt(store.Rated(all), v.PublicID)
			b.Changes = a.changeLines(v, changes, causes)
			if mayTie && len(changes) > 0 {
				b.TieURL = "/evaluations/" + v.PublicID + "/actions"
			}
			if mayCancel {
				b.CancelURL = "/evaluations/" + v.PublicID + "/annuler"
			}
		}
		blocks = append(blocks, b)
	}
	slices.Reverse(blocks)
	return blocks, nil
}

// lines cuts a text written over several lines; none of an empty one.
func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

func ratedCount(ratings []models.BarrierRating) int {
	n := 0
	for _, r := range ratings {
		if r.Counsellor != models.RatingNotRaised || r.Person != models.RatingNotRaised {
			n++
		}
	}
	return n
}

func (a *App) changeLines(v store.AssessmentView, changes []models.BarrierChange, causes []store.Cause) []barrierChangeLine {
	var lines []barrierChangeLine
	for _, change := range changes {
		line := barrierChangeLine{Barrier: a.answer("topic", change.Barrier)}
		line.Arrow, line.Words = a.movement(models.Track{{OnDate: change.Since, Level: change.From}, {OnDate: v.OnDate, Level: change.To}})
		if r := v.Of(change.Barrier); r.Cause != "" {
			line.Cause = &templates.Link{Label: a.Texts.T("barrier.cause.hidden")}
			for _, cause := range causes {
				if cause.Kind == r.CauseKind && cause.PublicID == r.Cause {
					line.Cause = &templates.Link{Label: a.causeLabel(cause), URL: causeURL(cause)}
				}
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// barriersCard is what the page of a person says of the freins: those that moved most, or weigh most.
type barriersCard struct {
	Chart templates.Dumbbells
	URL   string
}

// barriersOnCard is how many freins stand beside the timeline.
const barriersOnCard = 4

// barriersCard is nil when the role may not see the freins, or nothing was assessed.
func (a *App) barriersCard(c *gin.Context, access Access, p models.Participant, record models.Record) (any, error) {
	scope := a.scope(access, models.Read, models.KindBarrier)
	if !scope.Covers(record) {
		return nil, nil
	}
	moves, err := a.Store.BarrierMoves(ctx(c), scope, p.PublicID)
	if err != nil || len(moves) == 0 {
		return nil, err
	}
	chart := a.barrierChart(moves[:min(len(moves), barriersOnCard)])
	chart.Key = ""
	if f := models.FindingOf(moves); f.Lighter+f.Heavier+f.Still > 0 {
		chart.Finding = a.barrierCounts(f)
	}
	for i := range chart.Rows {
		chart.Rows[i].Tracks = chart.Rows[i].Tracks[:1]
		chart.Rows[i].Tracks[0].Who = ""
	}
	return barriersCard{Chart: chart, URL: personURL(p.PublicID) + "/freins"}, nil
}
