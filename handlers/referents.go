package handlers

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
)

// teamChange is a change of who accompanies an enrolment: its address is signed for the one who made it, on that day, because who
// hands a person over no longer reaches them.
func (a *App) teamChange(access Access, enrolment string, before, after []string) string {
	return strings.Join([]string{access.Actor.UserID, string(a.today()), enrolment, strings.Join(before, ","), strings.Join(after, ",")}, "\x1f")
}

// undoReferentsURL takes a change of referents back.
func (a *App) undoReferentsURL(access Access, v store.EnrolmentView, after []string) string {
	before := store.TeamOf(v.Referents)
	slices.Sort(after)
	mark := a.Store.Sealer().Sign("referents", a.teamChange(access, v.PublicID, before, after))
	return "/inscriptions/" + v.PublicID + "/referents/defaire?" + url.Values{"avant": before, "apres": after, "signe": {mark}}.Encode()
}

// undoReferents: POST /inscriptions/:id/referents/defaire, the « Annuler » of its message.
func (a *App) undoReferents(c *gin.Context, access Access) error {
	id, before, after := c.Param("id"), c.QueryArray("avant"), c.QueryArray("apres")
	if !a.Store.Sealer().Signed("referents", a.teamChange(access, id, before, after), c.Query("signe")) {
		return models.ErrNotFound
	}
	err := a.Store.RestoreReferents(ctx(c), access.Scope, id, before, after)
	if isStale(err) {
		a.flash(c, "warning", "enrolment.referents.undo_late")
		return see(c, "/personnes")
	}
	if err != nil {
		return err
	}
	a.tasks.forget(access.Actor.UserID)
	a.flash(c, "success", "enrolment.referents.undone")
	return see(c, "/inscriptions/"+id)
}
