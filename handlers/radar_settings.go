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

// snoozePage puts a signal off.
type snoozePage struct {
	Page
	Name, URL string
	Line      radarLine
	Action    string
	Fields    []templates.Field
}

// snoozeAlert: GET and POST /radar/:id/pause?signal=silence&objet=….
func (a *App) snoozeAlert(c *gin.Context, access Access) error {
	alerts, err := a.Store.Radar(ctx(c), a.scope(access, models.Read, models.KindRadar), c.Param("id"))
	if err != nil {
		return err
	}
	signal, record := c.Query("signal"), c.Query("objet")
	at := slices.IndexFunc(alerts, func(n models.Alert) bool { return n.Snooze == nil && n.Signal == signal && n.Record == record })
	if at < 0 {
		return models.ErrNotFound // the signal is gone, or already put off
	}
	problems := models.Problems{}
	until := models.FrenchDate(a.today().AddDays(30))
	if c.Request.Method == "POST" {
		until = c.PostForm("until_on")
		done, err := a.saveSnooze(c, access, models.Snooze{Signal: signal, Record: record, Reason: c.PostForm("reason"), UntilOn: typedDate(until, a.today(), "until_on", problems)}, problems)
		if done || err != nil {
			return err
		}
	}
	page := snoozePage{Page: a.newPage(c, access, "radar.snooze.title"), Name: alerts[at].Name(), URL: personURL(alerts[at].Person), Line: a.radarLine(access, alerts[at])}
	page.Breadcrumb = []Link{{URL: "/radar", Label: a.Texts.T("radar.title")}}
	page.Action = page.Line.PauseURL
	page.Fields = []templates.Field{
		templates.TextArea("reason", a.Texts.T("radar.snooze.reason"), c.PostForm("reason"), 2).With(a.Texts.T("radar.snooze.reason.hint")).Wrong(a.problem(problems, "reason")),
		templates.Date("until_on", a.Texts.T("radar.snooze.until"), until).With(a.Texts.T("radar.snooze.until.hint")).Wrong(a.problem(problems, "until_on"))}
	page.Summary = templates.Problems(page.Fields...)
	return a.showForm(c, "radar/snooze", page, problems)
}

// saveSnooze puts the signal off; false and no error is a form to show again.
func (a *App) saveSnooze(c *gin.Context, access Access, n models.Snooze, problems models.Problems) (bool, error) {
	if len(problems) > 0 {
		return false, nil
	}
	id := ""
	_, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		var err error
		id, err = tx.SnoozeAlert(ctx(c), access.Scope, c.Param("id"), n)
		return "/radar", err
	})
	if err != nil {
		if formProblems(err, problems, "reason") {
			return false, nil
		}
		return false, err
	}
	if id != "" {
		a.flashUndo(c, "/radar/pauses/"+id+"/lever", "radar.snoozed", "Date", models.FrenchDate(n.UntilOn))
	}
	return true, see(c, "/radar")
}

// liftSnooze: POST /radar/pauses/:id/lever.
func (a *App) liftSnooze(c *gin.Context, access Access) error {
	if err := a.Store.LiftSnooze(ctx(c), access.Scope, c.Param("id")); err != nil {
		return err
	}
	a.flash(c, "success", "radar.lifted")
	return see(c, "/radar")
}

// thresholdsPage is when the signals speak, and since when.
type thresholdsPage struct {
	Page
	Fields  []templates.Field // none for who may only read them
	Rows    []templates.Row
	History []thresholdLine
}

// thresholdLine is what the thresholds were from a moment on.
type thresholdLine struct{ Since, Words string }

var thresholdFields = []string{"absences", "silent_days", "stalled_days", "expiring_days", "referral_days"}

// thresholdsOf lists the thresholds in the order of thresholdFields.
func thresholdsOf(t *models.Thresholds) []**int {
	return []**int{&t.Absences, &t.SilentDays, &t.StalledDays, &t.ExpiringDays, &t.ReferralDays}
}

// showThresholds: GET /radar/seuils.
func (a *App) showThresholds(c *gin.Context, access Access) error {
	all, err := a.Store.Thresholds(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	var typed []string
	for _, value := range thresholdsOf(&all[0]) {
		typed = append(typed, thresholdText(*value))
	}
	return a.show(c, "radar/thresholds", a.thresholdsPage(c, access, all, typed, nil))
}

// saveThresholds: POST /radar/seuils.
func (a *App) saveThresholds(c *gin.Context, access Access) error {
	var t models.Thresholds
	var typed []string
	problems := models.Problems{}
	for i, value := range thresholdsOf(&t) {
		text := strings.TrimSpace(c.PostForm(thresholdFields[i]))
		typed = append(typed, text)
		*value = typedCount(text, thresholdFields[i], problems)
	}
	merge(problems, models.CheckThresholds(t))
	if len(problems) == 0 {
		if err := a.Store.SetThresholds(ctx(c), access.Scope, t); err != nil {
			return err
		}
		a.flash(c, "success", "radar.thresholds.saved")
		return see(c, "/radar/seuils")
	}
	all, err := a.Store.Thresholds(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	return a.refuse(c, "radar/thresholds", a.thresholdsPage(c, access, all, typed, problems))
}

func thresholdText(value *int) string {
	if value == nil {
		return ""
	}
	return strconv.Itoa(*value)
}

func (a *App) thresholdsPage(c *gin.Context, access Access, all []models.Thresholds, typed []string, problems models.Problems) thresholdsPage {
	page := thresholdsPage{Page: a.newPage(c, access, "radar.thresholds.title")}
	page.Breadcrumb = []Link{{URL: "/radar", Label: a.Texts.T("radar.title")}}
	for i, field := range thresholdFields {
		label := a.Texts.T("radar.threshold." + field)
		page.Rows = append(page.Rows, templates.Row{Label: label, Value: orElse(typed[i], a.Texts.T("radar.threshold.off"))})
		page.Fields = append(page.Fields, templates.Number(field, label, typed[i], "").AsOptional().Wrong(a.problem(problems, field)))
	}
	if !a.may(access, models.Update, models.KindRadar) {
		page.Fields = nil
	}
	page.Summary = templates.Problems(page.Fields...)
	for _, t := range all {
		if t.SetAt.IsZero() {
			continue
		}
		var words []string
		for i, value := range thresholdsOf(&t) {
			words = append(words, a.Texts.T("radar.threshold."+thresholdFields[i]+".short", "Value", orElse(thresholdText(*value), "–")))
		}
		page.History = append(page.History, thresholdLine{Since: a.Texts.T("radar.thresholds.since", "Moment", a.moment(t.SetAt), "Name", t.Author), Words: strings.Join(words, " · ")})
	}
	return page
}
