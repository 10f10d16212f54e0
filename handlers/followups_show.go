package handlers

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// undoTime is how long « Annuler » asks no reason: the author has just saved.
const undoTime = 15 * time.Minute

// followUpShowPage is one contact as recorded, with its notes and its history.
type followUpShowPage struct {
	Page
	Name      string
	Person    string
	Heading   string
	Programme templates.Programme
	Badges    []templates.Badge
	Rows      []templates.Row
	Notes     []noteBlock
	History   []contactChange
	Actions   []templates.Action
	Cancelled string
	CancelURL string
}

// noteBlock is a note with who may read it.
type noteBlock struct {
	Level templates.Badge
	Lines []string
	By    string
	With  string
}

// contactChange is one change: who, when, and what became what.
type contactChange struct {
	When, Who string
	Changes   []string
}

// noteScopes are the proofs for the three levels of note; a refused one is empty and opens nothing.
func (a *App) noteScopes(access Access, action string) []models.Scope {
	var scopes []models.Scope
	for _, level := range models.NoteLevels {
		scopes = append(scopes, a.scope(access, action, models.KindOfNote(level)))
	}
	return scopes
}

// showFollowUp: GET /suivis/:id. Opening it is written in the journal.
func (a *App) showFollowUp(c *gin.Context, access Access) error {
	v, err := a.Store.OpenFollowUp(ctx(c), access.Scope, c.Param("id"), a.noteScopes(access, models.Read)...)
	if err != nil {
		return err
	}
	page := followUpShowPage{Page: a.newPage(c, access, "followup.title"), Name: v.Name(), Person: v.Person,
		Heading: a.Texts.T("followup.heading", "Date", models.FrenchDate(v.OnDate)), Programme: a.programme(v.Programme),
		Rows: a.followUpRows(v.FollowUpView), Notes: a.noteBlocks(v.Notes), History: a.history(v), Cancelled: v.CancelReason}
	page.Breadcrumb = []templates.Link{{URL: "/suivis", Label: a.Texts.T("nav.followups")}, {URL: "/personnes/" + v.Person, Label: a.Texts.T("person.trail")}}
	if v.GroupID != "" {
		_, all, err := a.Store.FollowUpGroup(ctx(c), access.Scope, v.FollowUp)
		if err != nil {
			return err
		}
		page.Badges = append(page.Badges, templates.NewBadge("info", a.Texts.T("followup.group.size", "Count", all)))
	}
	if a.may(access, models.Create, models.KindFollowUp) {
		page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("followup.duplicate"), URL: duplicateURL(v.PublicID), Icon: "copy"})
	}
	if v.CancelledAt.IsZero() {
		if a.may(access, models.Update, models.KindFollowUp) {
			page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("followup.edit"), URL: "/suivis/" + v.PublicID + "/modifier", Icon: "edit", Primary: true})
		}
		if a.may(access, models.Cancel, models.KindFollowUp) {
			page.CancelURL = "/suivis/" + v.PublicID + "/annuler"
		}
	}
	return a.show(c, "followups/show", page)
}

func (a *App) followUpRows(v store.FollowUpView) []templates.Row {
	row := func(key, value string) templates.Row { return templates.Row{Label: a.Texts.T(key), Value: value} }
	when := models.FrenchDate(v.OnDate)
	if v.StartsAt != "" {
		when = a.Texts.T("followup.when", "Date", when, "From", models.FrenchTime(v.StartsAt), "To", models.FrenchTime(v.EndsAt()))
	}
	rows := []templates.Row{row("followup.date", when), row("followup.length", models.FrenchDuration(v.Minutes)), row("followup.mode", a.answer("mode", v.Mode)),
		row("followup.presence", a.answer("presence", v.Presence)), row("followup.signed", a.signedAnswer(v.FollowUp)),
		row("followup.topics", a.topicWords(v.Topics)), row("followup.colleague", v.Colleague)}
	if v.Place != "" {
		rows = append(rows, row("followup.place", v.Place))
	}
	if v.NextStep != "" {
		rows = append(rows, row("followup.next", v.NextStep))
	}
	return rows
}

// signedAnswer says whether the slip is signed, and what that makes of the minutes.
func (a *App) signedAnswer(f models.FollowUp) string {
	switch {
	case !f.CancelledAt.IsZero():
		return a.Texts.T("followup.counts.cancelled")
	case f.Mode == models.ModeErrand:
		return a.Texts.T("followup.counts.errand")
	case !f.Attended():
		return a.Texts.T("followup.counts.absent")
	case f.Signed:
		return a.Texts.T("followup.counts.yes", "Duration", models.FrenchDuration(f.HourMinutes()))
	}
	return a.Texts.T("followup.counts.unsigned")
}

func (a *App) topicWords(list string) string {
	var words []string
	for _, topic := range models.SplitList(list) {
		words = append(words, a.answer("topic", topic))
	}
	return strings.Join(words, ", ")
}

func (a *App) noteBlocks(notes []store.NoteView) []noteBlock {
	kinds := map[string]string{models.NoteFile: "neutral", models.NoteShared: "info", models.NoteConfidence: "warning"}
	var blocks []noteBlock
	for _, n := range notes {
		if n.Body != "" {
			blocks = append(blocks, noteBlock{Level: templates.NewBadge(kinds[n.Level], a.answer("level", n.Level)),
				Lines: strings.Split(n.Body, "\n"), By: n.Author, With: strings.Join(n.ReaderNames, ", ")})
		}
	}
	return blocks
}

// history compares each former state with the one that followed it.
func (a *App) history(v store.FollowUpPage) []contactChange {
	var lines []contactChange
	after := v.FollowUp
	for _, r := range v.Revisions {
		var before models.FollowUp
		if json.Unmarshal([]byte(r.BeforeText), &before) != nil {
			continue
		}
		lines = append(lines, contactChange{When: a.moment(r.At), Who: r.Author, Changes: a.followUpChanges(before, after)})
		after = before
	}
	return lines
}

func (a *App) followUpChanges(before, after models.FollowUp) []string {
	was, is := a.followUpRows(store.FollowUpView{FollowUp: before}), a.followUpRows(store.FollowUpView{FollowUp: after})
	former := map[string]string{}
	for _, r := range was {
		former[r.Label] = r.Value
	}
	var changes []string
	add := func(label, from, to string) {
		if from != to {
			changes = append(changes, a.Texts.T("followup.change", "Field", label, "Before", orDash(from), "After", orDash(to)))
		}
	}
	for _, r := range is {
		add(r.Label, former[r.Label], r.Value)
		delete(former, r.Label)
	}
	for _, r := range was {
		if from, gone := former[r.Label]; gone {
			add(r.Label, from, "")
		}
	}
	if before.EnrolmentID != after.EnrolmentID {
		changes = append(changes, a.Texts.T("followup.change.programme"))
	}
	return changes
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// cancelFollowUp: GET and POST /suivis/:id/annuler.
func (a *App) cancelFollowUp(c *gin.Context, access Access) error {
	v, err := a.Store.FollowUp(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	back := "/suivis/" + v.PublicID
	reason := strings.TrimSpace(c.PostForm("reason"))
	problem := a.missingReason(c, reason)
	if found, wrong := models.CheckReason(reason)["reason"]; wrong && reason != "" {
		problem = a.Texts.T(found.Key, found.Args...)
	}
	if c.Request.Method == http.MethodGet || problem != "" {
		return a.cancelPage(c, access, v, problem)
	}
	cancel := a.Store.CancelFollowUp
	if c.PostForm("portee") == reachWhole {
		cancel = a.Store.CancelFollowUpGroup
	}
	if err := cancel(ctx(c), access.Scope, v.PublicID, reason); err != nil {
		return err
	}
	a.flash(c, "success", "followup.cancel.done")
	return see(c, back)
}

// sharedNotePage is a note that a colleague shared by name.
type sharedNotePage struct {
	Page
	Name, Date string
	Note       noteBlock
}

// showSharedNote: GET /notes/:id. The rest of the file stays closed.
func (a *App) showSharedNote(c *gin.Context, access Access) error {
	n, err := a.Store.OpenSharedNote(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	page := sharedNotePage{Page: a.newPage(c, access, "followup.shared.title"), Name: n.Name(), Date: models.FrenchLongDate(n.OnDate)}
	if blocks := a.noteBlocks([]store.NoteView{n}); len(blocks) > 0 {
		page.Note = blocks[0]
	}
	page.Breadcrumb = []templates.Link{{URL: "/", Label: a.Texts.T("home.title." + homeRole(access.Actor))}}
	return a.show(c, "followups/note", page)
}
