package handlers

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// concernsBefore is how many days back « Ma semaine » looks for what waits for a decision; ahead, models.ConcernDays.
const concernsBefore = 60

// weekConcerns are the figures of « Ma semaine », each with the list behind it; what is at nothing is left out.
func (a *App) weekConcerns(c *gin.Context, access Access, scope models.Scope) ([]templates.Tile, error) {
	all, err := a.Store.CalendarSessions(ctx(c), scope, a.today().AddDays(-concernsBefore), a.today().AddDays(models.ConcernDays))
	if err != nil {
		return nil, err
	}
	n := models.ConcernsOf(all, a.today(), a.Store.LocalClock())
	untold, err := a.Store.PeopleToTell(ctx(c), a.scope(access, models.Create, models.KindMessage))
	if err != nil {
		return nil, err
	}
	entitled, err := a.entitledCount(c, access)
	if err != nil {
		return nil, err
	}
	sinceThen := "?" + query("du", string(a.today().AddDays(-concernsBefore))) // the list behind a figure counts what the figure counts
	var tiles []templates.Tile
	for _, t := range []struct {
		key, url string
		count    int
	}{{"conflicts", calendarAsked{}.url(models.CalendarMonth, a.today()), n.Conflicts}, {"no_trainer", "/seances?" + query("vue", models.ViewNobody), n.NoTrainer}, {"waiting", "/seances", n.Waiting},
		{"to_tell", "/seances?" + query("vue", models.ViewToTell), untold},
		{"to_close", teamListURL("a-cloturer") + sinceThen, n.ToClose}, {"unsigned", teamListURL("sans-signature") + sinceThen, n.Unsigned}, {"attestations", "/attestations", entitled}} {
		if t.count > 0 {
			tiles = append(tiles, templates.Tile{Figure: strconv.Itoa(t.count), Label: a.Texts.T("home.concern." + t.key), URL: t.url})
		}
	}
	return tiles, nil
}

// entitledCount counts the attestations to make, once a minute: it adds up the hours of everybody who signed.
func (a *App) entitledCount(c *gin.Context, access Access) (int, error) {
	scope := a.scope(access, models.Create, models.KindAttestation)
	if scope.Empty() {
		return 0, nil
	}
	n, fresh := a.entitled.get(access.Actor.UserID, a.Store.Now())
	if fresh {
		return n, nil
	}
	n, err := a.Store.CountReadyAttestations(ctx(c), scope)
	if err == nil {
		a.entitled.put(access.Actor.UserID, a.Store.Now(), n)
	}
	return n, err
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
