package handlers

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// editFollowUp: GET /suivis/:id/modifier.
func (a *App) editFollowUp(c *gin.Context, access Access) error {
	v, note, err := a.editedFollowUp(c, access)
	if err != nil {
		return err
	}
	form := formOfFollowUp(v)
	if note != nil {
		form.NoteID, form.Note, form.Level, form.Readers = note.PublicID, note.Body, note.Level, note.ReaderIDs
	}
	choices, err := a.editChoices(c, access, v, note, form.Topics)
	if err != nil {
		return err
	}
	return a.showEdit(c, access, v, a.editFollowUpPage(c, access, v, choices, form, nil), form, nil)
}

// editChoices is what the form offers to whoever corrects a follow-up: a note of somebody else keeps its readers, an
// appointment is planned on its own page.
func (a *App) editChoices(c *gin.Context, access Access, v store.FollowUpView, note *store.NoteView, topics []string) (followUpChoices, error) {
	choices, err := a.followUpChoices(c, access, v.Person, topics)
	choices.Nexts = a.codes("next", []string{nextNothing, nextText})
	if note != nil && note.AuthorPublicID != access.User.PublicID {
		choices.Levels = a.codes("level", []string{note.Level})
	}
	return choices, err
}

// editedFollowUp is the follow-up and the note that this colleague may rewrite: their own, or one of the file.
func (a *App) editedFollowUp(c *gin.Context, access Access) (store.FollowUpView, *store.NoteView, error) {
	v, err := a.Store.FollowUp(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return v, nil, err
	}
	if !v.CancelledAt.IsZero() {
		return v, nil, models.Refuse(models.Conflict, "followup.cancelled")
	}
	notes, err := a.Store.NotesOf(ctx(c), v.PublicID, a.noteScopes(access, models.Update)...)
	if err != nil {
		return v, nil, err
	}
	var editable *store.NoteView
	for i, n := range notes {
		if editable == nil || n.AuthorPublicID == access.User.PublicID {
			editable = &notes[i]
		}
	}
	return v, editable, nil
}

func (a *App) editFollowUpPage(c *gin.Context, access Access, v store.FollowUpView, choices followUpChoices, form followUpForm, problems models.Problems) followUpPage {
	form.Back = "/suivis/" + v.PublicID
	page := a.followUpPage(c, access, "followup.edit.title", choices, form, problems)
	page.Action = form.Back + "/modifier"
	page.Hidden = []templates.Field{templates.Hidden("version", strconv.Itoa(form.Version)), templates.Hidden("note_ref", form.NoteID)}
	page.Fields.Then, page.Fields.Where, page.Fields.Tasks = nil, nil, nil
	return page
}

// updateFollowUp: POST /suivis/:id/modifier.
func (a *App) updateFollowUp(c *gin.Context, access Access) error {
	v, note, err := a.editedFollowUp(c, access)
	if err != nil {
		return err
	}
	form := readFollowUpForm(c)
	choices, err := a.editChoices(c, access, v, note, models.SplitList(v.Topics)) // not those typed: an unknown one is refused
	if err != nil {
		return err
	}
	entry, problems := a.checkedEntry(choices, form)
	if err := a.checkMentions(c, access, choices.Person, &entry.Note, problems); err != nil {
		return err
	}
	if len(problems) == 0 {
		entry.FollowUp.PublicID, entry.Next, entry.Tasks, entry.Appointment = v.PublicID, nil, nil, ""
		scopes := a.followUpScopes(access, access.Scope, form)
		if note != nil {
			scopes.Former = a.scope(access, models.Update, models.KindOfNote(note.Level))
		}
		err := a.Store.UpdateFollowUp(ctx(c), scopes, entry)
		switch {
		case err == nil:
			a.flash(c, "success", "followup.updated")
			return see(c, "/suivis/"+v.PublicID)
		case isSimilar(err):
			return a.askAgain(c, access, err, c.Request.URL.Path, "/suivis/"+v.PublicID)
		case !a.addStoreProblems(err, problems):
			return err
		}
	}
	return a.showEdit(c, access, v, a.editFollowUpPage(c, access, v, choices, form, problems), form, problems)
}
