package handlers

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// gapPage is one record at a time: « Compléter le suivant », for a tablet or during a call.
type gapPage struct {
	Page
	Programme templates.Programme
	Operation models.Operation
	Card      gapCard
	Left      string // « 8 dossiers après celui-ci »
	Skip      string // address of the next record, "" on the last
	Back      string
	Reason    templates.Field
}

// showGap: GET /rapports/:operation/a-completer/:id.
func (a *App) showGap(c *gin.Context, access Access) error {
	f, err := a.gapFilter(c, access)
	if err != nil {
		return err
	}
	return a.gapForm(c, access, f, gapState{status: http.StatusOK})
}

// gapState is what was typed about a record, and what is wrong with it.
type gapState struct {
	typed    gapAnswers
	problems models.Problems
	status   int
	warning  string
}

// gapForm shows one record.
func (a *App) gapForm(c *gin.Context, access Access, f gapFilter, s gapState) error {
	files, err := a.askedFiles(c, access, f)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(files, func(file gapFile) bool { return file.Enrolment == c.Param("id") })
	if i < 0 {
		return models.ErrNotFound
	}
	if err := a.judgedNow(ctx(c), access.Scope, f.operation, files[i:i+1]); err != nil {
		return err
	}
	file, after := files[i], slices.DeleteFunc(slices.Clone(files[i+1:]), func(file gapFile) bool { return !f.asks(file) })
	page := gapPage{Page: a.newPage(c, access, "readiness.one.title"), Programme: a.programme(f.operation.Programme), Operation: f.operation,
		Card: a.gapCard(access, f, file, s.typed, s.problems), Back: f.url(""), Left: a.Texts.T("readiness.left", "Count", len(after))}
	page.Breadcrumb = append(a.gapTrail(access), Link{URL: page.Back, Label: a.Texts.T("readiness.title")})
	if len(after) > 0 {
		page.Card.Next, page.Skip = after[0].Enrolment, f.url(after[0].Enrolment)
	}
	page.Reason = templates.Text("reason", a.Texts.T("readiness.reason"), page.Card.Reason).With(a.Texts.T("readiness.reason.hint")).Wrong(a.problem(s.problems, "reason"))
	page.Summary = templates.Problems(append(slices.Clone(page.Card.Fields), page.Reason)...)
	page.Card.focus(s.status == http.StatusOK)
	if s.warning != "" {
		page.Flash = append(page.Flash, Flash{Kind: "warning", Text: s.warning})
	}
	a.render(c, s.status, "readiness/show", page)
	return nil
}

// completeGap: POST /rapports/:operation/a-completer/:id, then the next record: in the grid with the focus on it, else alone.
func (a *App) completeGap(c *gin.Context, access Access) error {
	f, err := a.gapFilter(c, access)
	if err != nil {
		return err
	}
	typed := readGapAnswers(c)
	answers, problems := typed.answers(a.Texts.T("readiness.reason.default"))
	if p, wrong := models.CheckReason(answers.Reason)["reason"]; wrong {
		problems.Add("reason", p.Key, p.Args...)
	}
	if typed.empty() {
		return a.nothingAnswered(c, access, f, typed)
	}
	scopes := store.FileScopes{Entry: access.Scope, Person: a.scope(access, models.Update, models.KindParticipant),
		Profile: a.scope(access, models.Update, models.KindProfile), Exit: a.scope(access, models.Create, models.KindExit)}
	if len(problems) == 0 {
		problems, err = a.Store.CompleteFile(ctx(c), scopes, c.Param("id"), answers)
	}
	switch {
	case isStale(err):
		return a.gapMoved(c, access, f, typed)
	case err != nil && !asProblem(err, problems, "situation"):
		return err
	case len(problems) > 0:
		return a.gapForm(c, access, f, gapState{typed: typed, problems: problems, status: http.StatusUnprocessableEntity})
	}
	a.steering.change(f.operation.ID)
	a.tasks.forget(access.Actor.UserID)
	return a.nextGap(c, access, f)
}

// nothingAnswered asks for an answer, at the first question of the record.
func (a *App) nothingAnswered(c *gin.Context, access Access, f gapFilter, typed gapAnswers) error {
	files, err := a.gapFiles(ctx(c), access.Scope, f.operation, store.FileFilter{Enrolment: c.Param("id")})
	if err != nil {
		return err
	}
	problems := models.Problems{}
	if len(files) > 0 {
		if card := a.gapCard(access, f, files[0], typed, nil); len(card.Fields) > 0 {
			problems.Add(card.Fields[0].Name, "readiness.nothing")
		}
	}
	return a.gapForm(c, access, f, gapState{typed: typed, problems: problems, status: http.StatusUnprocessableEntity})
}

// gapMoved: a colleague filled the datum meanwhile. The record is shown as it is now, and nothing was changed.
func (a *App) gapMoved(c *gin.Context, access Access, f gapFilter, typed gapAnswers) error {
	who, err := a.whoChanged(c, access)
	if err != nil {
		return err
	}
	return a.gapForm(c, access, f, gapState{typed: typed, status: http.StatusConflict, warning: a.Texts.T("readiness.moved", "Who", who)})
}

// nextGap says what remains of the record and goes on to the next one.
func (a *App) nextGap(c *gin.Context, access Access, f gapFilter) error {
	files, err := a.gapFiles(ctx(c), access.Scope, f.operation, store.FileFilter{Enrolment: c.Param("id")})
	if err != nil {
		return err
	}
	if len(files) == 1 {
		a.gaps.correct(a.gapKey(f.operation), files[0])
	}
	if len(files) == 1 && files[0].Status == models.Incomplete {
		a.flash(c, "success", "readiness.saved.part", "Count", len(files[0].Gaps))
	} else {
		a.flash(c, "success", "readiness.saved")
	}
	next := c.PostForm("suivant")
	switch {
	case c.PostForm("grille") == "1":
		return see(c, f.url("", "des", c.PostForm("des"), "suite", next))
	case next == "":
		return see(c, f.url(""))
	}
	return see(c, f.url(next))
}
