package handlers

import (
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
	page.Session, page.SessionID = &line, n.PublicID
	return nil
}

// takeSeat gives the person who is being enrolled a place in a session too, and answers where to go: both, or neither.
func (a *App) takeSeat(c *gin.Context, access Access, tx *store.Store, session, enrolment string) (string, error) {
	_, err := tx.Register(ctx(c), a.scope(access, models.Read, models.KindSession), a.scope(access, models.Create, models.KindRegistration), session, enrolment)
	if models.CodeOf(err) == models.NotFound { // the person is entrusted to a colleague by this very form
		err = models.Refuse(models.Conflict, "registration.problem.other_lead")
	}
	return "/seances/" + session, err
}
