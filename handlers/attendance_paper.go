package handlers

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// paperPage copies a sheet of paper: every place in one form, saved in one go.
type paperPage struct {
	Page
	Session   models.SessionRow
	Programme templates.Programme
	Hours     string
	Refusal   string
	Lines     []paperLine
}

// paperLine is one person of the sheet. Shown is what the line said when the page was opened: a line that still says it is
// not written, so that a colleague's tap meanwhile stays.
type paperLine struct {
	ID, Name string
	Choice   templates.Field
	Late     string
	Signed   bool
	Drawn    bool
	Shown    string
	Problem  string
}

// typed is what the line says, to be compared with Shown.
func (l paperLine) typed() string {
	text := l.Choice.Value
	if l.Choice.Value == models.Late {
		text += " " + l.Late
	}
	if l.Signed && (l.Choice.Value == models.Late || l.Choice.Value == models.Present) {
		text += " signed"
	}
	return text
}

// enterPaper: GET /seances/:id/presences/papier.
func (a *App) enterPaper(c *gin.Context, access Access) error {
	page, err := a.paperPage(c, access)
	if err != nil {
		return err
	}
	return a.show(c, "attendance/paper", page)
}

func (a *App) paperPage(c *gin.Context, access Access) (paperPage, error) {
	r, err := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return paperPage{}, err
	}
	page := paperPage{Page: a.newPage(c, access, "roll_paper.title"), Session: r, Programme: a.programme(r.Programme), Hours: a.hours(r.Session)}
	page.Breadcrumb = a.sessionTrail(r, true)
	if refusal, ok := asRefusal(r.MayBeMarked(a.today())); ok {
		page.Refusal = a.Texts.T(refusal.Key, refusal.Args...)
	}
	places, err := a.Store.Registrations(ctx(c), access.Scope, r.PublicID)
	if err != nil {
		return page, err
	}
	drawn, err := a.Store.SignedOtherwise(ctx(c), access.Scope, r.PublicID)
	if err != nil {
		return page, err
	}
	for _, p := range places {
		if p.Place == models.PlaceTaken {
			page.Lines = append(page.Lines, a.paperLine(r.Session, p, drawn[p.PublicID]))
		}
	}
	return page, nil
}

func (a *App) paperLine(s models.Session, p models.RegistrationRow, drawn bool) paperLine {
	line := paperLine{ID: p.PublicID, Name: nameOfPlace(p), Signed: p.Signed, Drawn: p.Signed && drawn}
	var options []templates.Option
	for _, code := range []string{"", models.Present, models.Late, models.Excused, models.Absent} {
		options = append(options, templates.Option{Value: code, Label: a.Texts.T("attendance." + code)})
	}
	line.Choice = templates.Select("state-"+p.PublicID, a.Texts.T("roll_paper.state"), p.Attendance, options)
	if minutes := models.LateBy(s, p.Registration); p.Attendance == models.Late && minutes > 0 {
		line.Late = strconv.Itoa(minutes)
	}
	line.Shown = line.typed()
	return line
}

// savePaper: POST /seances/:id/presences/papier. Only the lines that were changed are written.
func (a *App) savePaper(c *gin.Context, access Access) error {
	page, err := a.paperPage(c, access)
	if err != nil {
		return err
	}
	places, err := a.Store.Registrations(ctx(c), access.Scope, page.Session.PublicID)
	if err != nil {
		return err
	}
	early := map[string]int{} // not on the form: an early departure stays
	for _, p := range places {
		early[p.PublicID] = p.LeftEarly
	}
	marks := map[string]models.Mark{}
	for i := range page.Lines {
		line := &page.Lines[i]
		shown := c.PostForm("shown-" + line.ID)
		if _, sent := c.GetPostForm(line.Choice.Name); !sent {
			continue
		}
		m := a.readPaperLine(c, &page, line, early[line.ID])
		if line.typed() != shown {
			marks[line.ID] = m
		}
		line.Shown = shown
	}
	if len(page.Summary) > 0 {
		return a.refuse(c, "attendance/paper", page)
	}
	n, err := a.Store.MarkPaper(ctx(c), access.Scope, page.Session.PublicID, marks)
	problems := models.Problems{}
	if err != nil && !asProblem(err, problems, "attendance") {
		return err
	}
	if len(problems) > 0 {
		page.Summary = []FieldError{{Text: a.problem(problems, "attendance")}}
		return a.refuse(c, "attendance/paper", page)
	}
	a.flash(c, "success", "roll_paper.done", "Count", n)
	return see(c, "/seances/"+page.Session.PublicID+"/presences")
}

// readPaperLine reads one line of the form into the page, and says on it what is wrong.
func (a *App) readPaperLine(c *gin.Context, page *paperPage, line *paperLine, leftEarly int) models.Mark {
	line.Choice.Value, line.Late, line.Signed = c.PostForm(line.Choice.Name), c.PostForm("late-"+line.ID), c.PostForm("signed-"+line.ID) == "1"
	m, problems := models.Mark{Attendance: line.Choice.Value, Signed: line.Signed}, models.Problems{}
	if m.Attendance == models.Present || m.Attendance == models.Late {
		m.LeftEarly = leftEarly
	}
	if m.Attendance == models.Late {
		minutes, problem := models.ParseMinutes(line.Late)
		if m.LateMinutes = minutes; problem != "" {
			problems.Add("late", problem)
		}
	}
	if len(problems) == 0 {
		problems = m.Check(page.Session.Session)
	}
	if len(problems) > 0 {
		line.Problem = or(a.problem(problems, "late"), or(a.problem(problems, "attendance"), a.problem(problems, "left")))
		page.Summary = append(page.Summary, FieldError{Field: line.Choice.ID, Text: line.Name + " : " + line.Problem})
	}
	return m
}
