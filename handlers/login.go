package handlers

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// cookieName has the __Host- prefix over TLS: the cookie then belongs to this very host, to all of it, securely.
func (a *App) cookieName(name string) string {
	if a.secure() {
		return "__Host-" + name
	}
	return name
}

// setCookie writes a cookie no script can read; seconds 0 lasts until the browser closes, below 0 deletes.
func (a *App) setCookie(c *gin.Context, name, value string, seconds int) {
	http.SetCookie(c.Writer, &http.Cookie{Name: a.cookieName(name), Value: value, Path: "/", MaxAge: seconds, Secure: a.secure(),
		HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

func (a *App) cookie(c *gin.Context, name string) string {
	cookie, err := c.Request.Cookie(a.cookieName(name))
	if err != nil {
		return ""
	}
	return cookie.Value
}

const loginCookie = "jalon"

// identify finds who sends the request. Rights are read anew each time: a change counts from the next request on.
// A login that has run out names nobody, but still tells whose forms to keep.
func (a *App) identify(c *gin.Context) (Access, error) {
	var access Access
	token := a.cookie(c, loginCookie)
	if token == "" {
		return access, nil
	}
	login, user, err := a.Store.Login(ctx(c), token)
	if errors.Is(err, models.ErrNotFound) {
		return access, nil
	}
	if err != nil {
		return access, err
	}
	access.Login, access.Ended = login, a.ended(login)
	if access.Ended {
		return access, nil
	}
	if access.User = user; login.Stage != models.StageComplete {
		return access, nil // the code is still owed: no actor, hence no rights
	}
	actor, err := a.Store.ActorOf(ctx(c), user)
	if err != nil || len(actor.Memberships) == 0 {
		return access, err
	}
	access.Actor = actor
	return access, a.Store.SeeLogin(ctx(c), login)
}

// ended tells whether a login was left unused too long, or has lasted long enough.
func (a *App) ended(login models.Login) bool {
	now := a.Store.Now().Time
	return !now.Before(login.ExpiresAt.Time) || now.Sub(login.SeenAt.Time) >= a.Config.IdleTimeout
}

// maxHeld bounds the form that is kept while its author signs in again.
const maxHeld = 256 << 10

// askSignIn sends nobody to the sign-in page, and back afterwards. What they were sending when their login ended
// is kept for them, sealed; a script is told 401 and keeps its own.
func (a *App) askSignIn(c *gin.Context, access Access) error {
	if isScript(c) {
		return models.ErrUnauthenticated
	}
	back := c.Request.URL.RequestURI()
	if c.Request.Method != http.MethodGet {
		back = "/"
		kind, _, _ := mime.ParseMediaType(c.GetHeader("Content-Type"))
		if access.Ended && kind == gin.MIMEPOSTForm {
			body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, maxHeld))
			if err != nil {
				return err
			}
			token, err := a.Store.HoldForm(ctx(c), access.Login.UserID, c.Request.URL.RequestURI(), string(body))
			if err != nil {
				return err
			}
			back = "/moi/reprise/" + token
		} else if kind == gin.MIMEMultipartPOSTForm {
			a.flash(c, "warning", "held.file")
		}
	}
	c.Abort()
	return see(c, signInURL(back))
}

// loginPage is the sign-in form.
type loginPage struct {
	Page
	Fields []templates.Field
	Next   string // where to go afterwards
	Held   bool   // what was being sent waits there
}

func (a *App) newLoginPage(c *gin.Context, next, email string) loginPage {
	p := loginPage{Page: a.newPage(c, Access{}, "login.title"), Next: localPath(next)}
	p.Held = strings.HasPrefix(p.Next, "/moi/reprise/")
	field := templates.Email("email", a.Texts.T("login.email"), email)
	field.Autocomplete = "username"
	p.Fields = []templates.Field{field, templates.Password("password", a.Texts.T("login.password"), "current-password")}
	return p
}

func (a *App) showLogin(c *gin.Context, access Access) error {
	if access.Actor.UserID != "" {
		return see(c, localPath(c.Query("suite")))
	}
	return a.show(c, "account/login", a.newLoginPage(c, c.Query("suite"), ""))
}

// signIn checks an e-mail and a password. Whatever is wrong, the answer is the same and takes the same time.
func (a *App) signIn(c *gin.Context, access Access) error {
	email, next := c.PostForm("email"), localPath(c.PostForm("suite"))
	user, err := a.authenticate(c, email, c.PostForm("password"))
	if known := models.CodeOf(err); err != nil && (known == models.Unauthenticated || known == models.TooMany) {
		page := a.newLoginPage(c, next, email)
		page.Summary = []FieldError{{Field: "email", Text: a.sentence(err)}}
		if known == models.TooMany {
			c.Header("Retry-After", retryAfter)
		}
		a.render(c, statuses[known], "account/login", page)
		return nil
	}
	if err != nil {
		return err
	}
	return a.open(c, access, user, next)
}

// open makes the login: complete, or waiting for the second factor. The token is always a new one, and the login
// the browser had before is forgotten.
func (a *App) open(c *gin.Context, access Access, user models.User, next string) error {
	actor, scope, err := a.own(c, user)
	if err != nil {
		return err
	}
	required, err := a.Store.SecondFactorRequired(ctx(c), actor)
	if err != nil {
		return err
	}
	stage, lifetime := models.StageComplete, a.Config.AbsoluteTimeout
	if required || len(user.TOTPSecret) > 0 {
		stage, lifetime, next = models.StageSecondFactor, secondFactorTime, "/connexion/code?suite="+url.QueryEscape(next)
	}
	if err := a.replaceLogin(c, access, scope, stage, lifetime); err != nil {
		return err
	}
	return see(c, next)
}

// secondFactorTime is how long a right password waits for its code.
const secondFactorTime = 10 * time.Minute

func (a *App) replaceLogin(c *gin.Context, access Access, scope models.Scope, stage string, lifetime time.Duration) error {
	token, err := a.Store.OpenLogin(ctx(c), scope, stage, browser(c.Request.UserAgent()), lifetime)
	if err != nil {
		return err
	}
	if access.Login.TokenHash != "" {
		if err := a.Store.DropLogin(ctx(c), access.Login.TokenHash); err != nil {
			return err
		}
	}
	// The cookie outlives the login by a day: a form sent too late still tells whose it is.
	a.setCookie(c, loginCookie, token, int((a.Config.AbsoluteTimeout + 24*time.Hour).Seconds()))
	return nil
}

// own is the user as an actor, with the scope of their own account. Without a membership in force there is none.
func (a *App) own(c *gin.Context, user models.User) (models.Actor, models.Scope, error) {
	actor, err := a.Store.ActorOf(ctx(c), user)
	if err != nil {
		return actor, models.Scope{}, err
	}
	if len(actor.Memberships) == 0 {
		return actor, models.Scope{}, models.Refuse(models.Forbidden, "error.no_membership")
	}
	scope, err := a.Gate.Scope(actor, models.Update, models.KindAccount)
	return actor, scope, err
}

// authenticate bounds the attempts, then compares: one time for a known and an unknown account.
func (a *App) authenticate(c *gin.Context, email, password string) (models.User, error) {
	buckets := a.signInBuckets(c, email)
	if full, err := a.Store.Full(ctx(c), buckets...); err != nil || full {
		return models.User{}, either(err, tooMany)
	}
	release, err := a.worker(c)
	if err != nil {
		return models.User{}, err
	}
	defer release()
	if allowed, err := a.Store.Take(ctx(c), buckets...); err != nil || !allowed {
		return models.User{}, either(err, tooMany)
	}
	user, err := a.Store.UserByEmail(ctx(c), email)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return user, err
	}
	if !models.PasswordMatches(password, user.PasswordHash) {
		a.Log.Warn("sign-in refused", "request", requestID(c), "reason", "password")
		return user, either(a.Store.RefusedSignIn(ctx(c), user, "password"), models.Refuse(models.Unauthenticated, "login.refused"))
	}
	return user, a.Store.GiveBack(ctx(c), buckets...)
}

var tooMany = models.Refuse(models.TooMany, "error.too_many")

func either(err error, otherwise *models.Error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// signInBuckets bound the guesses of one address: against one account, and against all. The owner of an account
// under attack signs in from anywhere else as usual.
func (a *App) signInBuckets(c *gin.Context, email string) []store.Bucket {
	address, sealer := addressOf(c), a.Store.Sealer()
	return []store.Bucket{
		{Key: "account " + sealer.Sign("throttle", models.FoldEmail(email)+" "+address), Burst: 5, Refill: 10 * time.Second},
		{Key: "address " + sealer.Sign("throttle", address), Burst: 10, Refill: 8 * time.Second},
	}
}

// worker waits for one of the places where a password is hashed: each hash takes 19 MB.
func (a *App) worker(c *gin.Context) (release func(), err error) {
	select {
	case a.workers <- struct{}{}:
		return func() { <-a.workers }, nil
	case <-ctx(c).Done():
		return nil, ctx(c).Err()
	}
}

// signOut ends the login and empties what the browser kept.
func (a *App) signOut(c *gin.Context, access Access) error {
	if access.Actor.UserID != "" {
		scope, err := a.Gate.Scope(access.Actor, models.Update, models.KindAccount)
		if err != nil {
			return err
		}
		if err := a.Store.CloseLogin(ctx(c), scope, access.Login.PublicID); err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
	} else if access.Login.TokenHash != "" {
		if err := a.Store.DropLogin(ctx(c), access.Login.TokenHash); err != nil {
			return err
		}
	}
	a.setCookie(c, loginCookie, "", -1)
	// Not "storage": it holds, encrypted, what a colleague typed without a connection and Jalon has not received yet.
	c.Header("Clear-Site-Data", `"cache"`)
	a.flash(c, "success", "login.signed_out")
	return see(c, "/connexion")
}
