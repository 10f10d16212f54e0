package handlers

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// How far around the week « Ma semaine » looks for what waits for a decision, in days.
const (
	concernsBefore = 60
	concernsAfter  = 30
)

// weekConcerns are the figures of « Ma semaine », each with the list behind it; what is at nothing is left out.
func (a *App) weekConcerns(c *gin.Context, scope models.Scope) ([]templates.Tile, error) {
	all, err := a.Store.CalendarSessions(ctx(c), scope, a.today().AddDays(-concernsBefore), a.today().AddDays(concernsAfter))
	if err != nil {
		return nil, err
	}
	n := models.ConcernsOf(all, a.today(), a.Store.LocalClock())
	month := calendarAsked{filter: models.CalendarFilter{Trainer: models.CalendarNobody}}.url(models.CalendarMonth, a.today())
	var tiles []templates.Tile
	for _, t := range []struct {
		key, url string
		count    int
	}{{"conflicts", calendarAsked{}.url(models.CalendarMonth, a.today()), n.Conflicts}, {"no_trainer", month, n.NoTrainer}, {"waiting", "/seances", n.Waiting},
		{"to_close", teamListURL("a-cloturer"), n.ToClose}, {"unsigned", teamListURL("sans-signature"), n.Unsigned}} {
		if t.count > 0 {
			tiles = append(tiles, templates.Tile{Figure: strconv.Itoa(t.count), Label: a.Texts.T("home.concern." + t.key), URL: t.url})
		}
	}
	return tiles, nil
}

// weekAction is the one thing to do with a session to come: name a colleague, then fill the places.
func (a *App) weekAction(access Access, r models.SessionRow) *templates.Action {
	switch {
	case r.State(a.today(), a.Store.LocalClock()) != models.SessionPlanned:
		return nil
	case len(r.Trainers) == 0 && a.may(access, models.Update, models.KindSession):
		return &templates.Action{Label: a.Texts.T("home.slot.name_trainer"), URL: "/seances/" + r.PublicID + "/modifier", Icon: "user"}
	case !r.Full() && a.may(access, models.Create, models.KindRegistration):
		return &templates.Action{Label: a.Texts.T("home.slot.register"), URL: "/seances/" + r.PublicID + "/inscriptions", Icon: "user-plus"}
	}
	return nil
}
