package handlers

import (
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// radarPage is the « radar de décrochage »: people with a signal, each with its reason and one thing to do.
type radarPage struct {
	Page
	Signals    []templates.Tab // « Tout », then each signal that speaks
	Groups     []radarGroup
	Paused     []radarLine
	Thresholds string // address of the thresholds
	Count      string
	More       bool
	Empty      templates.Empty
}

// radarGroup is what the radar says of one person.
type radarGroup struct {
	Name, URL string
	Lines     []radarLine
}

// radarLine is one signal.
type radarLine struct {
	Name, URL string // of the person
	Signal    string
	Text      string // « 2 absences de suite »
	Why       string // the facts, and the threshold that was passed
	Action    *templates.Action
	PauseURL  string // "" for who may not put it off
	Pause     string // reason, author and end of the pause
	LiftURL   string
}

// showRadar: GET /radar?signal=absences.
func (a *App) showRadar(c *gin.Context, access Access) error {
	alerts, err := a.Store.Radar(ctx(c), access.Scope, "")
	if err != nil {
		return err
	}
	asked := c.Query("signal")
	page := radarPage{Page: a.newPage(c, access, "radar.title"), Thresholds: "/radar/seuils", Empty: templates.Empty{Text: a.Texts.T("radar.empty")}}
	counts := map[string]int{}
	at := map[string]int{}
	for _, alert := range alerts {
		if alert.Snooze != nil {
			page.Paused = append(page.Paused, a.radarLine(access, alert))
			continue
		}
		counts[alert.Signal]++
		if asked != "" && asked != alert.Signal {
			continue
		}
		i, known := at[alert.Person]
		if !known {
			i = len(page.Groups)
			at[alert.Person] = i
			page.Groups = append(page.Groups, radarGroup{Name: alert.Name(), URL: personURL(alert.Person)})
		}
		page.Groups[i].Lines = append(page.Groups[i].Lines, a.radarLine(access, alert))
	}
	// Several signals about one person first; among equals the order of urgency stays.
	slices.SortStableFunc(page.Groups, func(x, y radarGroup) int { return len(y.Lines) - len(x.Lines) })
	page.Count = a.Texts.T("radar.count", "Count", len(page.Groups))
	if page.More = len(page.Groups) > radarGroups; page.More {
		page.Groups = page.Groups[:radarGroups]
	}
	a.radarTabs(&page, asked, counts)
	return a.show(c, "radar/list", page)
}

// radarGroups is how many people the page shows: those with the most signals.
const radarGroups = 100

func (a *App) radarTabs(page *radarPage, asked string, counts map[string]int) {
	total := 0
	for _, n := range counts {
		total += n
	}
	page.Signals = []templates.Tab{{Label: a.Texts.T("radar.all"), URL: "/radar", Note: models.FrenchNumber(total), Current: asked == ""}}
	for _, signal := range models.Signals {
		if counts[signal] > 0 || asked == signal {
			page.Signals = append(page.Signals, templates.Tab{Label: a.Texts.T("radar.signal." + signal), URL: "/radar?signal=" + signal, Note: radarNote(counts[signal]), Current: asked == signal})
		}
	}
}

// radarNote is a count, with a sign when there are more than are listed.
func radarNote(n int) string {
	if n >= store.RadarLimit {
		return models.FrenchNumber(n) + "+"
	}
	return models.FrenchNumber(n)
}

// radarLine says one signal, why it is there and what to do about it.
func (a *App) radarLine(access Access, alert models.Alert) radarLine {
	days := alert.OnDate.DaysUntil(a.today())
	date := models.FrenchDate(alert.OnDate)
	line := radarLine{Name: alert.Name(), URL: personURL(alert.Person), Signal: a.Texts.T("radar.signal." + alert.Signal)}
	switch alert.Signal {
	case models.SignalAbsences:
		line.Text = a.Texts.T("radar.absences", "Count", alert.Count)
		line.Why = a.Texts.T("radar.absences.why", "Date", date, "Count", alert.Excused, "Threshold", alert.Threshold)
	case models.SignalSilence:
		line.Text = a.Texts.T("radar.silence", "Count", days)
		line.Why = a.Texts.T("radar.silence.why", "Date", date, "Threshold", alert.Threshold)
	case models.SignalGoal:
		line.Text = a.Texts.T("radar.goal", "Count", days)
		line.Why = a.Texts.T("radar.goal.why", "Date", date, "Threshold", alert.Threshold)
	case models.SignalDocument:
		key := "radar.document.soon"
		if days > 0 {
			key = "radar.document.over"
		}
		line.Text, line.Why = a.Texts.T(key, "What", a.radarDocument(alert), "Date", date), a.Texts.T("radar.document.why", "Threshold", alert.Threshold)
	case models.SignalReferral:
		line.Text = a.Texts.T("radar.referral", "Partner", alert.Detail)
		line.Why = a.Texts.T("radar.referral.why", "Date", date, "Days", days, "Threshold", alert.Threshold)
	}
	line.Action = a.radarAction(access, alert)
	if alert.Snooze == nil && a.may(access, models.Create, models.KindRadar) {
		line.PauseURL = "/radar/" + alert.Person + "/pause?" + url.Values{"signal": {alert.Signal}, "objet": {alert.Record}}.Encode()
	}
	if n := alert.Snooze; n != nil {
		line.Pause = a.Texts.T("radar.paused.until", "Date", models.FrenchDate(n.UntilOn), "Name", n.Author, "Reason", n.Reason)
		if a.may(access, models.Cancel, models.KindRadar) {
			line.LiftURL = "/radar/pauses/" + n.PublicID + "/lever"
		}
	}
	return line
}

func (a *App) radarDocument(alert models.Alert) string {
	if alert.Record == "" {
		return a.Texts.T("radar.document.permit")
	}
	return a.answer("file_kind", alert.Detail)
}

// radarAction is the one thing proposed: the form that answers the signal, filled in. A role without the form has none.
func (a *App) radarAction(access Access, alert models.Alert) *templates.Action {
	action := func(may bool, key, address, icon string) *templates.Action {
		if !may {
			return nil
		}
		return &templates.Action{Label: a.Texts.T(key), URL: address, Icon: icon}
	}
	switch alert.Signal {
	case models.SignalAbsences:
		return action(a.may(access, models.Create, models.KindFollowUp), "radar.do.call", "/suivis/nouveau?"+url.Values{"personne": {alert.Person}, "retour": {"/radar"}}.Encode(), "phone")
	case models.SignalSilence:
		return action(a.may(access, models.Create, models.KindAppointment), "radar.do.appointment", "/rendez-vous/nouveau?"+url.Values{"personne": {alert.Person}, "retour": {"/radar"}}.Encode(), "calendar-plus")
	case models.SignalGoal:
		return action(a.may(access, models.Update, models.KindPlan), "radar.do.goal", "/objectifs/"+alert.Record+"/modifier", "target")
	case models.SignalDocument:
		if alert.Record == "" {
			return action(a.may(access, models.Update, models.KindProfile), "radar.do.document", personURL(alert.Person)+"/profil/sejour", "edit")
		}
		return action(a.may(access, models.Update, models.KindDocument), "radar.do.document", "/documents/"+alert.Record+"/modifier", "edit")
	}
	return action(a.may(access, models.Update, models.KindReferral), "radar.do.referral", "/orientations/"+alert.Record, "mail")
}

// radarOf is the discreet line of a person's page: what the radar says of them, nothing for a role without a radar.
func (a *App) radarOf(c *gin.Context, access Access, person string) ([]radarLine, error) {
	scope := a.scope(access, models.Read, models.KindRadar)
	if scope.Empty() {
		return nil, nil
	}
	alerts, err := a.Store.Radar(ctx(c), scope, person)
	var lines []radarLine
	for _, alert := range alerts {
		if alert.Snooze == nil {
			lines = append(lines, a.radarLine(access, alert))
		}
	}
	return lines, err
}
