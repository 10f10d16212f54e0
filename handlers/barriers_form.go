package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// assessPage is the form of an assessment: one closed block per frein.
type assessPage struct {
	Page
	Name, Person string
	Date         templates.Field
	Barriers     []barrierQuestion
	Remark       templates.Field
	Action, Back string
}

// barrierQuestion is one frein: what each level means, and the two answers.
type barrierQuestion struct {
	Code, Label, Ask, Hint string
	Before                 string   // the last ratings, in the summary of the block
	Levels                 []string // definitions of 0 to 4
	Counsellor, Person     ratingField
	Open                   bool // it came up before, or was just answered
}

// ratingField is one answer: five levels, then the answers that are none.
type ratingField struct {
	Field   templates.Field // its options are the levels; the part "rating" draws them as a scale
	Others  []templates.Option
	Problem string
}

// assessForm keeps what was typed.
type assessForm struct {
	date, remark string
	ratings      []models.BarrierRating
}

func (a *App) readAssessForm(c *gin.Context) assessForm {
	form := assessForm{date: typed(c, "date", models.FrenchDate(a.today())), remark: strings.ReplaceAll(typed(c, "remarque", ""), "\r\n", "\n")}
	for _, code := range models.Barriers {
		form.ratings = append(form.ratings, models.BarrierRating{Barrier: code,
			Counsellor: models.Rating(orElse(typed(c, "frein_"+code, ""), string(models.RatingNotRaised))),
			Person:     models.Rating(orElse(typed(c, "avis_"+code, ""), string(models.RatingNotRaised)))})
	}
	return form
}

// assessBarriers: GET and POST /personnes/:id/freins/evaluer.
func (a *App) assessBarriers(c *gin.Context, access Access) error {
	p, err := a.Store.Participant(ctx(c), a.scope(access, models.Read, models.KindParticipant), c.Param("id"))
	if err != nil {
		return err
	}
	before, err := a.Store.Assessments(ctx(c), a.scope(access, models.Read, models.KindBarrier), p.PublicID)
	if err != nil {
		return err
	}
	form, problems := a.readAssessForm(c), models.Problems{}
	if c.Request.Method == http.MethodGet {
		return a.show(c, "barriers/form", a.assessPage(c, access, p, before, form, problems))
	}
	assessment := models.Assessment{OnDate: typedDay(form.date, a.today(), "date", problems),
		AssessmentContent: models.AssessmentContent{Ratings: form.ratings, Remark: form.remark}}
	addProblems(problems, models.CheckAssessment(assessment, a.today()), nil)
	if len(problems) > 0 {
		return a.refuse(c, "barriers/form", a.assessPage(c, access, p, before, form, problems))
	}
	return a.saveAssessment(c, access, p, assessment)
}

// saveAssessment leads to the changes, to say what caused them, or back to the freins when nothing changed.
func (a *App) saveAssessment(c *gin.Context, access Access, p models.Participant, assessment models.Assessment) error {
	written := ""
	location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		id, err := tx.AddAssessment(ctx(c), access.Scope, p.PublicID, assessment)
		if err != nil {
			return "", err
		}
		written = id
		all, err := tx.Assessments(ctx(c), a.scope(access, models.Read, models.KindBarrier), p.PublicID)
		if err == nil && len(models.ChangesAt(store.Rated(all), id)) > 0 {
			return "/evaluations/" + id + "/actions", nil
		}
		return personURL(p.PublicID) + "/freins", err
	})
	if err != nil {
		return err
	}
	if written == "" { // the second click of a double click
		a.flash(c, "success", "barrier.saved")
	} else {
		a.flashUndo(c, "/evaluations/"+written+"/defaire", "barrier.saved")
	}
	return see(c, location)
}

func (a *App) assessPage(c *gin.Context, access Access, p models.Participant, before []store.AssessmentView, form assessForm, problems models.Problems) assessPage {
	page := assessPage{Page: a.newPage(c, access, "barrier.new.title"), Name: p.Name(), Person: p.PublicID, Action: personURL(p.PublicID) + "/freins/evaluer",
		Back: personURL(p.PublicID) + "/freins"}
	page.Breadcrumb = []templates.Link{{URL: personURL(p.PublicID), Label: a.Texts.T("person.trail")}, {URL: page.Back, Label: a.Texts.T("barrier.title")}}
	page.Date = templates.Date("date", a.Texts.T("barrier.date"), form.date).Wrong(a.problem(problems, "date"))
	page.Remark = templates.TextArea("remarque", a.Texts.T("barrier.remark"), form.remark, 3).With(a.Texts.T("barrier.remark.hint")).
		AsOptional().Wrong(a.problem(problems, "remark"))
	moves := models.BarrierMoves(store.Rated(before))
	page.Summary = templates.Problems(page.Date)
	if text := a.problem(problems, "ratings"); text != "" {
		page.Summary = append(page.Summary, FieldError{Field: "bloc_" + models.Barriers[0], Text: text})
	}
	for _, r := range form.ratings {
		q := a.barrierQuestion(r, moves, problems)
		page.Barriers = append(page.Barriers, q)
		page.Summary = append(page.Summary, templates.Problems(q.Counsellor.Field, q.Person.Field)...)
	}
	page.Summary = append(page.Summary, templates.Problems(page.Remark)...)
	return page
}

func (a *App) barrierQuestion(r models.BarrierRating, moves []models.BarrierMove, problems models.Problems) barrierQuestion {
	code := r.Barrier
	q := barrierQuestion{Code: code, Label: a.answer("topic", code), Ask: a.Texts.T("barrier.ask." + code), Before: a.Texts.T("barrier.never")}
	if a.Texts.Has("barrier." + code + ".hint") {
		q.Hint = a.Texts.T("barrier." + code + ".hint")
	}
	for level := range models.MaxLevel + 1 {
		q.Levels = append(q.Levels, a.Texts.T("barrier.level."+code+"."+strconv.Itoa(level)))
	}
	q.Counsellor = a.ratingField("frein_"+code, a.Texts.T("barrier.rating.counsellor"), r.Counsellor, q.Levels, models.RatingNotRaised)
	q.Person = a.ratingField("avis_"+code, a.Texts.T("barrier.rating.person"), r.Person, q.Levels, models.RatingNotRaised, models.RatingDeclined)
	q.Counsellor.Field = q.Counsellor.Field.Wrong(a.problem(problems, code))
	q.Person.Field = q.Person.Field.Wrong(a.problem(problems, "person_"+code))
	q.Open = r.Counsellor != models.RatingNotRaised || r.Person != models.RatingNotRaised
	for _, m := range moves {
		if m.Barrier == code {
			q.Before = a.ratedBefore(m)
			q.Counsellor.Field.Hint, q.Person.Field.Hint = a.previous(m.Counsellor), a.previous(m.Person)
			q.Open = q.Open || m.Main().Last().Level > 0
		}
	}
	return q
}

// ratingField asks for a level; screen readers hear what each means.
func (a *App) ratingField(name, label string, value models.Rating, definitions []string, others ...models.Rating) ratingField {
	options := make([]templates.Option, len(definitions))
	for i, definition := range definitions {
		options[i] = templates.Option{Value: strconv.Itoa(i), Label: strconv.Itoa(i), Hint: definition}
	}
	f := ratingField{Field: templates.Radios(name, label, string(value), options)}
	for _, other := range others {
		f.Others = append(f.Others, templates.Option{Value: string(other), Label: a.Texts.T("barrier.rating." + string(other))})
	}
	f.Others = templates.Choose(f.Others, string(value))
	return f
}

func (a *App) previous(track models.Track) string {
	if len(track) == 0 {
		return ""
	}
	level := strconv.Itoa(track.Last().Level)
	return a.Texts.T("barrier.previous", "Date", models.FrenchDate(track.Last().OnDate), "Level", level, "Word", a.Texts.T("barrier.scale."+level))
}

// ratedBefore is « Accompagnement 3 · Personne 4 ».
func (a *App) ratedBefore(m models.BarrierMove) string {
	short := func(who string, track models.Track) string {
		if len(track) == 0 {
			return ""
		}
		return a.Texts.T("barrier.previous.short", "Who", a.Texts.T(who), "Level", strconv.Itoa(track.Last().Level))
	}
	return join(" · ", short("barrier.counsellor", m.Counsellor), short("barrier.person", m.Person))
}
