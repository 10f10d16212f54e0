package handlers

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
)

// A login ends; nobody should learn it by losing a page (WCAG 2.2.1). Pages say how long is left, the script warns two
// minutes before, and one click extends.

// sessionHeader tells scripts how many seconds are left before the login ends.
const sessionHeader = "X-Session-Left"

// seenEvery is how often the store notes that a login is in use (store.SeeLogin).
const seenEvery = time.Minute

// left is how many seconds the login of this request lasts without another one.
func (a *App) left(login models.Login) int {
	now := a.Store.Now().Time
	until := now.Add(a.Config.IdleTimeout)
	if now.Sub(login.SeenAt.Time) < seenEvery {
		until = login.SeenAt.Add(a.Config.IdleTimeout)
	}
	if login.ExpiresAt.Before(until) {
		until = login.ExpiresAt.Time
	}
	return max(0, int(until.Sub(now).Seconds()))
}

// tellSession answers a script with what is left of the login.
func (a *App) tellSession(c *gin.Context, access Access) {
	c.Header(sessionHeader, strconv.Itoa(a.left(access.Login)))
}

// extendSession: POST /moi/session, « Continuer ». The request itself is what extends the login.
func (a *App) extendSession(c *gin.Context, access Access) error {
	a.tellSession(c, access)
	c.Status(http.StatusNoContent)
	return nil
}
