package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
)

// saySession tells which place the enrolment gives too, when it was chosen before.
func (a *App) saySession(c *gin.Context, access Access, page *enrolPage, session string) error {
	if session == "" || !a.may(access, models.Create, models.KindRegistration) {
		return nil
	}
	n, err := a.Store.Session(ctx(c), a.scope(access, models.Read, models.KindSession), session)
	if err != nil {
		return err
	}
	line := a.sessionLine(n)
	page.Session, page.SessionID, page.WalkIn = &line, n.PublicID, c.Query("appel") == "1" || c.PostForm("appel") == "1"
	return nil
}

// takeSeat gives the person who is being enrolled a place in a session too, and answers where to go: both, or neither.
// Whoever stands at the door leads back to the roll call.
func (a *App) takeSeat(c *gin.Context, access Access, tx *store.Store, session, enrolment string) (string, error) {
	r, err := tx.Register(ctx(c), a.scope(access, models.Read, models.KindSession), a.scope(access, models.Create, models.KindRegistration), session, enrolment)
	if models.CodeOf(err) == models.NotFound { // the person is entrusted to a colleague by this very form
		err = models.Refuse(models.Conflict, "registration.problem.other_lead")
	}
	if err == nil && c.PostForm("appel") == "1" {
		return "/seances/" + session + "/presences#l-" + r.PublicID, nil
	}
	return "/seances/" + session, err
}

// markArrived notes that the person who was just enrolled at the door is there; why not, when it cannot be.
func (a *App) markArrived(c *gin.Context, access Access, location string) {
	if c.PostForm("appel") != "1" {
		return
	}
	_, place, seated := strings.Cut(location, "#l-")
	if !seated || !a.may(access, models.Update, models.KindAttendance) {
		return
	}
	session, _, _ := strings.Cut(strings.TrimPrefix(location, "/seances/"), "/")
	mark := models.Mark{Attendance: models.Present}
	_, err := a.Store.MarkAttendance(ctx(c), a.scope(access, models.Update, models.KindAttendance), session, place, mark)
	if _, refused := asRefusal(err); err != nil && !refused {
		a.Log.Error("walk-in", "request", requestID(c), "error", err)
	}
	if err != nil {
		a.flash(c, "warning", "registration.walk_in.not_marked")
	}
}
