package handlers

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
)

// checkMentions finds the colleagues named after a sign @ in a note of a person. One who may not read it is refused by name: a
// mention tells nobody what they may not open.
func (a *App) checkMentions(c *gin.Context, access Access, person models.Participant, n *models.Note, problems models.Problems) error {
	if !strings.Contains(n.Body, "@") {
		return nil
	}
	colleagues, err := a.Store.Colleagues(ctx(c), person.CentreID)
	if err != nil {
		return err
	}
	record, err := a.Store.PersonRecord(ctx(c), a.scope(access, models.Read, models.KindParticipant), person.PublicID)
	if err != nil {
		return err
	}
	var ids, names []string
	for _, u := range colleagues { // one line per role: each colleague once
		if !slices.Contains(ids, u.UserID) {
			ids, names = append(ids, u.UserID), append(names, u.Name)
		}
	}
	found, several := models.Mentioned(n.Body, names)
	for _, name := range several {
		problems.Add("note", "mention.several", "Name", name)
	}
	for _, i := range found {
		switch {
		case n.Level == models.NoteConfidence:
			problems.Add("note", "mention.confidence", "Name", names[i])
		case n.Level == models.NoteShared && !slices.Contains(n.Readers, ids[i]) && ids[i] != access.Actor.UserID:
			problems.Add("note", "mention.not_reader", "Name", names[i])
		case n.Level == models.NoteFile && !a.opensFile(colleagues, ids[i], record):
			problems.Add("note", "mention.closed", "Name", names[i])
		default:
			n.Mentioned = append(n.Mentioned, ids[i])
		}
	}
	return nil
}

// opensFile asks the gate whether a colleague may open the notes of a file, by one role or another.
func (a *App) opensFile(colleagues []store.Colleague, userID string, record models.Record) bool {
	for _, u := range colleagues {
		actor := models.Actor{UserID: u.UserID, Memberships: []models.Membership{u.Membership}}
		if u.UserID == userID && a.Gate.Can(actor, models.Read, models.KindNote, record) && a.Gate.Can(actor, models.Read, models.KindParticipant, record) {
			return true
		}
	}
	return false
}
