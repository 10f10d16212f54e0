package handlers

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
)

// Mode signature: the tablet is handed over. Its login is locked on the signatures of one session, on the server: whatever
// address is typed, nothing else comes back until the code does.

// openWhenLocked are the pages of the session that a locked login still reaches.
var openWhenLocked = map[string]bool{
	"GET /seances/:id/signature": true, "POST /seances/:id/signature/quitter": true,
	"POST /seances/:id/signature/:place": true, "POST /seances/:id/signature/:place/empechement": true,
}

// heldBack answers a request of a locked login for anything else, and tells whether it did. A login that has ended is
// locked on nothing: it opens no page at all.
func (a *App) heldBack(c *gin.Context, r Route, access Access) bool {
	if !access.Login.Locked() || access.Actor.UserID == "" {
		return false
	}
	session := access.Login.Lock.Session
	if openWhenLocked[r.Method+" "+r.Path] && c.Param("id") == session {
		return false
	}
	if isScript(c) {
		c.Status(http.StatusLocked)
		c.Writer.WriteHeaderNow()
	} else {
		c.Redirect(http.StatusSeeOther, "/seances/"+session+"/signature")
	}
	c.Abort()
	return true
}

// leaveSignature: POST /seances/:id/signature/quitter. The code, or the colleague's password, takes the tablet back.
func (a *App) leaveSignature(c *gin.Context, access Access) error {
	if !access.Login.Locked() {
		r, err := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
		if err != nil {
			return err
		}
		return see(c, "/seances/"+r.PublicID+"/presences")
	}
	right, err := a.codeMatches(c, access, c.PostForm("code"))
	if err != nil {
		return err
	}
	if !right {
		return a.kiosk(c, access, a.Texts.T("lock.problem.wrong"))
	}
	_, scope, err := a.own(c, access.User)
	if err != nil {
		return err
	}
	if err := a.Store.UnlockLogin(ctx(c), scope, access.Login); err != nil {
		return err
	}
	return see(c, "/seances/"+access.Login.Lock.Session+"/presences")
}

// codeMatches bounds the guesses of one login, then compares with the code it was locked with, and with the password.
func (a *App) codeMatches(c *gin.Context, access Access, typed string) (bool, error) {
	bucket := store.Bucket{Key: "lock " + a.Store.Sealer().Sign("throttle", access.Login.PublicID), Burst: 5, Refill: 30 * time.Second}
	release, err := a.worker(c)
	if err != nil {
		return false, err
	}
	defer release()
	if allowed, err := a.Store.Take(ctx(c), bucket); err != nil || !allowed {
		return false, either(err, tooMany)
	}
	hash := access.User.PasswordHash
	if len(models.CheckTeamCode(typed)) == 0 {
		hash = access.Login.Lock.Hash
	}
	if !models.PasswordMatches(typed, hash) {
		a.Log.Warn("tablet not taken back", "request", requestID(c))
		return false, nil
	}
	return true, a.Store.GiveBack(ctx(c), bucket)
}

// saveTeamCode: POST /moi/code-equipe. An empty code removes the one there is.
func (a *App) saveTeamCode(c *gin.Context, access Access) error {
	code, hash, key := c.PostForm("code"), "", "lock.code.removed"
	if code != "" {
		if problems := models.CheckTeamCode(code); len(problems) > 0 {
			page, err := a.newAccountPage(c, access, problems)
			if err != nil {
				return err
			}
			return a.refuse(c, "account/show", page)
		}
		var err error
		if hash, err = a.hash(c, code); err != nil {
			return err
		}
		key = "lock.code.saved"
	}
	if err := a.Store.SetTeamCode(ctx(c), access.Scope, hash); err != nil {
		return err
	}
	a.flash(c, "success", key)
	return see(c, "/moi")
}

// longestWait bounds how old a gesture kept on a device may say it is.
const longestWait = 14 * 24 * time.Hour

// madeAt is when a gesture was made, by the clock of the server: what the script says of its age, for devices have clocks
// of their own. Without script it is now.
func (a *App) madeAt(c *gin.Context) models.Instant {
	now := a.Store.Now()
	made, err := strconv.ParseInt(c.PostForm("made_at"), 10, 64)
	sent, otherErr := strconv.ParseInt(c.GetHeader("X-Device-Clock"), 10, 64)
	if err != nil || otherErr != nil || sent <= made || sent-made > longestWait.Milliseconds() { // unknown, or not to be believed
		return now
	}
	return models.InstantOf(now.Add(-time.Duration(sent-made) * time.Millisecond))
}
