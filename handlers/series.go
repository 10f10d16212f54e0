package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// seriesPage is the sessions planned together, and what can be done with those to come.
type seriesPage struct {
	Page
	Heading   string
	Programme templates.Programme
	Lines     []seriesLine
	People    string // whom a move or a cancellation concerns, "" for nobody
	Actions   []templates.Action
}

// seriesLine is one session of a series.
type seriesLine struct {
	sessionLine
	MoveURL, CancelURL string // "" when it is over, closed or cancelled
	TellURL            string // messages to the people of a session that was just moved, or is cancelled
}

// showSeries: GET /seances/series/:id.
func (a *App) showSeries(c *gin.Context, access Access) error {
	rows, err := a.Store.Series(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	base := "/seances/series/" + c.Param("id")
	page := seriesPage{Page: a.newPage(c, access, "series.heading"), Heading: rows[0].Title, Programme: a.programme(rows[0].Programme)}
	page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}}
	coming, people, registered := 0, 0, 0
	for _, r := range rows {
		line := seriesLine{sessionLine: a.sessionLine(r)}
		if r.StillToCome(a.today(), a.Store.LocalClock()) {
			coming, people, registered = coming+1, people+r.Registered+r.Waiting, registered+r.Registered
			if a.may(access, models.Update, models.KindSession) {
				line.MoveURL = "/seances/" + r.PublicID + "/deplacer?retour=" + base
			}
			if a.may(access, models.Cancel, models.KindSession) {
				line.CancelURL = "/seances/" + r.PublicID + "/annulation"
			}
		}
		if motive := toldMotive(c, r); motive != "" && r.OnDate >= a.today() && r.Registered > 0 && a.may(access, models.Create, models.KindMessage) {
			line.TellURL = "/seances/" + r.PublicID + "/messages?motif=" + motive
		}
		page.Lines = append(page.Lines, line)
	}
	if people > 0 {
		page.People = a.Texts.T("series.people", "Count", people)
	}
	if registered > 0 && a.may(access, models.Create, models.KindMessage) {
		page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("series.tell." + kindOf(models.MessageConvocation, rows[0])), URL: base + "/messages", Icon: "message"})
	}
	if coming > 0 && a.may(access, models.Update, models.KindSession) {
		page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("series.move"), URL: base + "/deplacement", Icon: "edit"})
	}
	if coming > 0 && a.may(access, models.Cancel, models.KindSession) {
		page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("series.cancel.title"), URL: base + "/annulation", Icon: "x"})
	}
	return a.show(c, "series/show", page)
}

// thenTellSeries leads on from a series that was changed to the messages that tell its people.
func (a *App) thenTellSeries(c *gin.Context, access Access, done notice, people int, motive string) notice {
	if people > 0 && a.may(access, models.Create, models.KindMessage) {
		done.Next, done.NextKey = "/seances/series/"+c.Param("id")+"/messages?motif="+motive, "message.motive."+motive
	}
	return done
}

// toldMotive is what the people of a session have to be told: that it is cancelled, or that it has just moved.
func toldMotive(c *gin.Context, r models.SessionRow) string {
	switch {
	case r.Status == models.SessionCancelled:
		return models.MessageCancelled
	case r.Status == models.SessionPlanned && c.Query("motif") == models.MessageMoved:
		return models.MessageMoved
	}
	return ""
}

// seriesMovePage moves all the sessions to come by the same step.
type seriesMovePage struct {
	Page
	Action string
	First  string
	Fields []templates.Field
}

var seriesMoveFields = []string{"first", "starts_at", "ends_at", "room", "reason"}

// firstComing is the first session of a series that is still to come.
func (a *App) firstComing(rows []models.SessionRow) (models.SessionRow, error) {
	for _, r := range rows {
		if r.StillToCome(a.today(), a.Store.LocalClock()) {
			return r, nil
		}
	}
	return models.SessionRow{}, models.Refuse(models.Conflict, "series.problem.over")
}

// moveSeries: GET and POST /seances/series/:id/deplacement.
func (a *App) moveSeries(c *gin.Context, access Access) error {
	rows, err := a.Store.Series(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	first, err := a.firstComing(rows)
	if err != nil {
		return err
	}
	all, err := a.seriesChoices(c, access)
	if err != nil {
		return err
	}
	form := seriesForm{Start: models.FrenchDate(first.OnDate), StartsAt: first.StartsAt, EndsAt: first.EndsAt}
	form.Room, _ = roomChoice(first.Session, all)
	problems, reason := models.Problems{}, ""
	if c.Request.Method == http.MethodPost {
		form = seriesForm{Start: c.PostForm("first"), StartsAt: c.PostForm("starts_at"), EndsAt: c.PostForm("ends_at"), Room: c.PostForm("room")}
		reason = c.PostForm("reason")
		move := a.seriesMove(form, first, all, problems)
		move.Reason = reason
		merge(problems, models.CheckSeriesMove(move))
		if len(problems) == 0 {
			people, err := a.Store.MoveSeries(ctx(c), access.Scope, c.Param("id"), move)
			if err == nil {
				a.setFlash(c, a.thenTellSeries(c, access, notice{Kind: "success", Key: "series.moved", Args: []any{"Count", people}}, people, models.MessageMoved))
				return see(c, "/seances/series/"+c.Param("id")+"?"+query("motif", models.MessageMoved))
			}
			if err = a.nameClosed(a.nameBusy(c, access, err)); !asProblem(err, problems, seriesMoveField(err)) {
				return err
			}
		}
	}
	page := a.seriesMovePage(c, access, form, reason, all, problems)
	page.First = a.Texts.T("series.move.text", "Date", models.FrenchLongDate(first.OnDate))
	return a.showForm(c, "series/move", page, problems)
}

// seriesMoveField is the field of the move that a refusal is about.
func seriesMoveField(err error) string {
	switch clashField(err) {
	case "room", "capacity":
		return "room"
	}
	return "first"
}

// seriesMove is the step from the first session to come to what was typed for it.
func (a *App) seriesMove(f seriesForm, first models.SessionRow, all seriesChoices, problems models.Problems) models.SeriesMove {
	move := models.SeriesMove{}
	day, problem := models.ParseTypedDate(f.Start, a.today())
	if problem != "" {
		problems.Add("first", problem)
	} else if day == "" {
		problems.Add("first", "series.problem.start")
	} else {
		move.Days = first.OnDate.DaysUntil(day)
	}
	for _, clock := range []struct {
		field, text, before string
		to                  *string
	}{{"starts_at", f.StartsAt, first.StartsAt, &move.StartsAt}, {"ends_at", f.EndsAt, first.EndsAt, &move.EndsAt}} {
		at, problem := models.ParseTypedTime(clock.text)
		if problem != "" {
			problems.Add(clock.field, problem)
		} else if at != clock.before {
			*clock.to = at
		}
	}
	if move.StartsAt != "" && move.EndsAt == "" && f.EndsAt != "" {
		move.EndsAt, _ = models.ParseTypedTime(f.EndsAt)
	}
	if before, _ := roomChoice(first.Session, all); f.Room != before {
		var s models.Session
		f.room(&s, all, problems)
		move.Elsewhere, move.Place, move.Room = true, s.Place, s.Room
	}
	return move
}

func (a *App) seriesMovePage(c *gin.Context, access Access, f seriesForm, reason string, all seriesChoices, problems models.Problems) seriesMovePage {
	base := "/seances/series/" + c.Param("id")
	page := seriesMovePage{Page: a.newPage(c, access, "series.move"), Action: base + "/deplacement"}
	page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}, {URL: base, Label: a.Texts.T("series.heading")}}
	t, wrong := a.Texts.T, func(field templates.Field) templates.Field { return field.Wrong(a.problem(problems, field.Name)) }
	page.Fields = []templates.Field{wrong(templates.Date("first", t("series.move.first"), f.Start).With(t("series.move.first.hint"))),
		wrong(templates.Time("starts_at", t("session.start"), f.StartsAt)), wrong(templates.Time("ends_at", t("session.end"), f.EndsAt)),
		wrong(templates.Select("room", t("series.room"), f.Room, a.roomChoices(all))),
		wrong(templates.TextArea("reason", t("session.reason"), reason, 2).With(t("session.reason.hint")))}
	a.blame(&page.Page, problems, seriesMoveFields...)
	return page
}

// cancelSeries: GET and POST /seances/series/:id/annulation.
func (a *App) cancelSeries(c *gin.Context, access Access) error {
	rows, err := a.Store.Series(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	if _, err := a.firstComing(rows); err != nil {
		return err
	}
	base := "/seances/series/" + c.Param("id")
	problems, reason := models.Problems{}, typed(c, "reason", "")
	if c.Request.Method == http.MethodPost {
		if problems = models.CheckReason(reason); len(problems) == 0 {
			people, err := a.Store.CancelSeries(ctx(c), access.Scope, c.Param("id"), reason)
			if err == nil {
				a.setFlash(c, a.thenTellSeries(c, access, notice{Kind: "success", Key: "series.cancelled", Args: []any{"Count", people}}, people, models.MessageCancelled))
				return see(c, base)
			}
			if !asProblem(err, problems, "reason") {
				return err
			}
		}
	}
	page := confirmSessionPage{Page: a.newPage(c, access, "series.cancel.title")}
	page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}, {URL: base, Label: a.Texts.T("series.heading")}}
	page.Confirm = templates.Confirm{Title: a.Texts.T("series.cancel.title"), Text: a.Texts.T("series.cancel.text"), Action: base + "/annulation",
		Button: a.Texts.T("series.cancel.save"), Danger: true, CancelURL: base, CancelLabel: a.Texts.T("series.back"),
		Fields: []templates.Field{templates.TextArea("reason", a.Texts.T("session.reason"), reason, 3).With(a.Texts.T("session.reason.hint")).Wrong(a.problem(problems, "reason"))}}
	a.blame(&page.Page, problems, "reason")
	return a.showForm(c, "sessions/confirm", page, problems)
}
