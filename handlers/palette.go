package handlers

import (
	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// The palette is the field of the header with what appears under it: people, what can be done with them, sessions and
// pages, in one list.

const (
	verbedPeople   = 5 // people a verb is offered for
	titledSessions = 3
	namedPages     = 5
)

// paletteEntry is a line that is no person; Kind says what it leads to.
type paletteEntry struct{ Label, URL, Icon, Kind string }

// verb is what may be done with a person, and who may.
type verb struct {
	label, icon, kind, action string
	url                       func(person string) string
}

var verbs = map[string]verb{
	models.VerbFollowUp:    {"search.encode", "notes", models.KindFollowUp, models.Create, func(id string) string { return "/suivis/nouveau?personne=" + id }},
	models.VerbAppointment: {"search.appointment", "calendar-plus", models.KindAppointment, models.Create, func(id string) string { return "/rendez-vous/nouveau?personne=" + id }},
	models.VerbEnrol:       {"search.enrol", "user-plus", models.KindEnrolment, models.Create, func(id string) string { return personURL(id) + "/inscription" }},
	models.VerbBriefing:    {"search.briefing", "file-text", models.KindFollowUp, models.Read, func(id string) string { return personURL(id) + "/fiche" }},
}

// verbAction is one verb for one person; false when the reader may not, or may not open the file.
func (a *App) verbAction(access Access, name string, card models.Card) (templates.Action, bool) {
	v := verbs[name]
	if !card.Open || !a.may(access, v.action, v.kind) {
		return templates.Action{}, false
	}
	return templates.Action{Label: a.Texts.T(v.label, "Name", card.Name()), URL: v.url(card.PublicID), Icon: v.icon}, true
}

// commands are what may be done with the people found: the verb that was typed for the first ones, else each verb for
// the first.
func (a *App) commands(access Access, verb string, cards []models.Card) []templates.Action {
	var actions []templates.Action
	add := func(name string, card models.Card) {
		if action, ok := a.verbAction(access, name, card); ok {
			actions = append(actions, action)
		}
	}
	if verb != "" {
		for _, card := range cards[:min(len(cards), verbedPeople)] {
			add(verb, card)
		}
		return actions
	}
	if len(cards) > 0 {
		for _, name := range models.Verbs {
			add(name, cards[0])
		}
	}
	return actions
}

// paletteLines are the sessions, forms and pages that the words typed name, within the reader's rights.
func (a *App) paletteLines(c *gin.Context, access Access, text string) ([]paletteEntry, error) {
	var lines []paletteEntry
	sessions, err := a.Store.SessionsTitled(ctx(c), a.scope(access, models.Read, models.KindSession), text, titledSessions)
	marks := a.may(access, models.Update, models.KindAttendance)
	for _, s := range sessions {
		if marks && s.OnDate == a.today() {
			lines = append(lines, paletteEntry{Label: a.Texts.T("search.roll", "Title", s.Title), URL: "/seances/" + s.PublicID + "/presences", Icon: "users", Kind: models.FrenchTime(s.StartsAt)})
		}
		when := models.FrenchDate(s.OnDate) + ", " + models.FrenchTime(s.StartsAt)
		lines = append(lines, paletteEntry{Label: s.Title, URL: "/seances/" + s.PublicID, Icon: "calendar-event", Kind: when})
	}
	pages := 0
	for _, p := range a.namedPages(access) {
		if pages < namedPages && models.Called(p.Label, text) {
			lines = append(lines, p)
			pages++
		}
	}
	return lines, err
}

// places are the pages that no menu of every role leads to, by the key of their title.
var places = []entry{
	{"referral.list.title", "/orientations", "arrow-right", models.KindReferral, models.Read},
	{"partner.list.title", "/partenaires", "building", models.KindPartner, models.Read},
	{"action.list.title", "/actions", "building", models.KindAction, models.Read},
	{"duplicate.list.title", "/personnes/doublons", "users", models.KindLink, models.Read},
	{"team.title", "/seances/listes/modules", "list-check", models.KindAttendance, models.Read},
	{"radar.title", "/radar", "target", models.KindRadar, models.Read},
	{"calendar.title", "/seances/calendrier", "calendar-week", models.KindSession, models.Read},
	{"module.list.title", "/modules", "folder", models.KindModule, models.Read},
	{"handover.title", "/equipe/passation", "users", models.KindHandover, models.Read},
	{"emergency.list.title", "/acces-urgents", "history", models.KindEmergency, models.Read},
	{"location.title", "/reglages/lieux", "settings", models.KindSettings, models.Read},
	{"settings.communes.title", "/reglages/communes", "settings", models.KindSettings, models.Read},
	{"registry.title", registryURL, "help", models.KindReport, models.Read},
	{"user.list.title", "/reglages/equipe", "users", models.KindUser, models.Read},
	{"call.title", "/suivi-6-mois", "phone", models.KindExit, models.Update},
	{"draft.title", "/brouillons", "notes", models.KindAccount, models.Read},
	{"layout.preferences", "/moi", "settings", models.KindAccount, models.Read},
}

// namedPages are the pages the reader may open, by name: forms of the menu « Encoder », entries of the rails, the others.
func (a *App) namedPages(access Access) []paletteEntry {
	var all []paletteEntry
	kind := a.Texts.T("search.kind.page")
	for _, item := range a.encodeMenu(access) {
		all = append(all, paletteEntry{Label: a.Texts.T("search.new", "What", item.Label), URL: item.URL, Icon: item.Icon, Kind: a.Texts.T("search.kind.form")})
	}
	for _, key := range []string{"home", "persons", "followups", "agenda", "sessions", "tasks", "reports", "lists", "operations", "settings", "import", "journal"} {
		if e := entries[key]; a.may(access, e.action, e.kind) {
			all = append(all, paletteEntry{Label: a.navLabel(access, key), URL: e.url, Icon: e.icon, Kind: kind})
		}
	}
	for _, e := range places {
		if a.may(access, e.action, e.kind) {
			all = append(all, paletteEntry{Label: a.Texts.T(e.key), URL: e.url, Icon: e.icon, Kind: kind})
		}
	}
	return all
}
