package handlers

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
)

// entry is one possible entry of the rail; kind and action decide whether the role has it.
type entry struct{ key, url, icon, kind, action string }

var entries = map[string]entry{
	"home":       {"home", "/", "home", models.KindHome, models.Read},
	"persons":    {"persons", "/personnes", "users", models.KindCard, models.Read},
	"followups":  {"followups", "/suivis", "notes", models.KindFollowUp, models.Read},
	"agenda":     {"agenda", "/agenda", "calendar", models.KindAppointment, models.Read},
	"sessions":   {"sessions", "/seances", "calendar-event", models.KindSession, models.Read},
	"tasks":      {"tasks", "/a-completer", "checklist", models.KindEnrolment, models.Read},
	"reports":    {"reports", "/rapports", "report", models.KindReport, models.Read},
	"operations": {"operations", "/operations", "folder", models.KindOperation, models.Read},
	"settings":   {"settings", "/reglages", "settings", models.KindSettings, models.Read},
	"import":     {"import", "/import", "upload", models.KindImport, models.Create},
	"lists":      {"lists", "/listes", "table-export", models.KindList, models.Read},
	"api_keys":   {"api_keys", "/cles-api", "key", models.KindAPIKey, models.Read},
	"journal":    {"journal", "/journal", "history", models.KindJournal, models.Read},
}

// rails give each role at most five entries (ux.md §1.2); roles add up.
var rails = []struct {
	role string
	keys []string
}{
	{models.Counsellor, []string{"home", "persons", "followups", "sessions", "tasks"}},
	{models.Coordinator, []string{"home", "sessions", "persons", "agenda", "tasks"}},
	{models.Reception, []string{"home", "persons", "sessions"}},
	{models.Trainer, []string{"home", "sessions"}},
	{models.Manager, []string{"home", "reports", "sessions", "persons", "tasks"}},
	{models.FunderReader, []string{"reports"}},
	{models.Auditor, []string{"reports"}},
	{models.Admin, []string{"home", "settings", "journal"}},
}

// navigation is the rail of the signed-in person, the current entry marked by the path.
func (a *App) navigation(c *gin.Context, access Access) []NavItem {
	var items []NavItem
	for _, rail := range rails {
		if !access.Actor.HasRole(rail.role) {
			continue
		}
		for _, key := range rail.keys {
			e := entries[key]
			taken := slices.ContainsFunc(items, func(i NavItem) bool { return i.Key == key })
			if taken || !a.may(access, e.action, e.kind) {
				continue
			}
			items = append(items, NavItem{Key: key, URL: e.url, Icon: e.icon, Label: a.navLabel(access, key), Current: current(c, e.url),
				Count: a.navCount(c, access, key)})
		}
	}
	return items
}

func current(c *gin.Context, url string) bool {
	path := c.Request.URL.Path
	return path == url || url != "/" && strings.HasPrefix(path, url+"/")
}

// navLabel: the home page is named after the first role (« Ma journée », « Ma semaine »…).
func (a *App) navLabel(access Access, key string) string {
	if key != "home" {
		return a.Texts.T("nav." + key)
	}
	return a.Texts.T("home.title." + homeRole(access.Actor))
}

// homeRole is the role whose home page the person lands on.
func homeRole(actor models.Actor) string {
	for _, rail := range rails {
		if actor.HasRole(rail.role) {
			return rail.role
		}
	}
	return models.Counsellor
}

func (a *App) roleLabel(actor models.Actor) string {
	var labels []string
	for _, role := range models.Roles {
		if actor.HasRole(role) {
			labels = append(labels, a.Texts.T("role."+role))
		}
	}
	return strings.Join(labels, ", ")
}

// encodeMenu is the « Encoder » menu of the header.
func (a *App) encodeMenu(access Access) []MenuItem {
	var items []MenuItem
	add := func(action, kind, url, key, icon string) {
		if a.may(access, action, kind) {
			items = append(items, MenuItem{URL: url, Label: a.Texts.T(key), Icon: icon})
		}
	}
	add(models.Create, models.KindFollowUp, "/suivis/nouveau", "encode.followup", "notes")
	add(models.Create, models.KindAppointment, "/rendez-vous/nouveau", "encode.appointment", "calendar-plus")
	add(models.Create, models.KindParticipant, "/personnes/nouvelle", "encode.person", "user-plus")
	add(models.Create, models.KindSession, "/seances/nouvelle", "encode.session", "calendar-event")
	add(models.Create, models.KindAction, "/actions/nouvelle", "encode.action", "building")
	return items
}
