package handlers

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
)

// Route names the permission of a page; a page without one is closed to everybody.
type Route struct {
	Method, Path string
	Kind, Action string
	Handle       func(*gin.Context, Access) error
	Public       bool // served without a login; the prefixes allowed are checked by a test
	Upload       bool // takes files, whose size the page bounds itself
	API          bool // read by programs, with a key: answers and errors are JSON
}

// Access is what the gate decided: who acts, on which rows.
type Access struct {
	Actor  models.Actor // without a UserID when nobody is signed in
	Scope  models.Scope
	Login  models.Login // of the browser, even when it has ended or waits for its second factor
	User   models.User
	Ended  bool
	Urgent []store.UrgentAccess // the urgent accesses the page is opened under, none for any other page
}

// guard stands before every page: who is it, may they, and one place where any error becomes an answer.
func (a *App) guard(r Route) gin.HandlerFunc {
	if r.API {
		return a.apiGuard(r)
	}
	return func(c *gin.Context) {
		c.Set(uploadKey, r.Upload)
		access, err := a.identify(c)
		if err == nil && a.heldBack(c, r, access) {
			return
		}
		if err == nil && !r.Public {
			access, err = a.admit(c, r, access)
		}
		c.Set(accessKey, access)
		if err == nil && !c.IsAborted() {
			err = a.handle(c, r, access)
		}
		if err != nil {
			a.fail(c, access, err)
		}
	}
}

// handle carries out a request that was admitted. The form it sends settles its draft; one that was opened with an older
// version is compared with the saved one.
func (a *App) handle(c *gin.Context, r Route, access Access) error {
	if a.interviewMode(c) && masked(c, r) {
		return a.maskPage(c, access)
	}
	if err := readRequest(c); err != nil {
		return err
	}
	a.readPlaces(ctx(c))
	if err := a.urgent(c, r, &access); err != nil {
		return err
	}
	access.Scope = access.named(access.Scope)
	if isScript(c) {
		a.tellSession(c, access)
	}
	if saved := savedForm(c.Request.PostForm); saved.Form != "" && r.Path != "/brouillons" {
		c.Request = c.Request.WithContext(store.WithSavedForm(ctx(c), saved))
	}
	err := r.Handle(c, access)
	if models.CodeOf(err) == models.NotFound && c.Request.Method == http.MethodGet && strings.HasPrefix(r.Path, "/personnes/:id") {
		if led, problem := a.readAsKept(c, access); led || problem != nil {
			return problem
		}
	}
	if isStale(err) && c.Request.PostForm.Has("version") && !isScript(c) {
		shown, problem := a.showConflict(c, access)
		if shown || problem != nil {
			return problem
		}
	}
	if err == nil && c.Request.Method == http.MethodPost && c.Writer.Status() == http.StatusSeeOther { // nothing had changed
		return a.Store.SettleDraft(ctx(c), access.Actor.UserID)
	}
	return err
}

// admit asks the gate. Nobody is asked to sign in first; what they were sending is kept for them.
func (a *App) admit(c *gin.Context, r Route, access Access) (Access, error) {
	if access.Actor.UserID == "" {
		return access, a.askSignIn(c, access)
	}
	if whose := c.GetHeader(backgroundHeader); whose != "" && whose != access.User.PublicID {
		return access, models.ErrUnauthenticated // typed by a colleague who was signed in here before
	}
	scope, err := a.Gate.Scope(access.Actor, r.Action, r.Kind)
	access.Scope = scope
	return access, err
}

// readRequest refuses what no page can use, before the page looks at it.
func readRequest(c *gin.Context) error {
	query := c.Request.URL.Query()
	for _, p := range c.Params {
		query.Add(p.Key, p.Value)
	}
	if !legible(query) {
		return models.ErrNotFound
	}
	return readForm(c)
}

// legible tells whether values are text. A null byte or a broken sequence comes from no keyboard, and PostgreSQL
// would answer it with a fault where SQLite would store it.
func legible(values url.Values) bool {
	for _, list := range values {
		for _, v := range list {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return false
			}
		}
	}
	return true
}

// maxForm bounds what is typed in one form, whatever its encoding; pages that take files bound them themselves.
const maxForm = 1 << 20

const uploadKey = "upload"

// readForm reads a typed form before the page looks at it: one that is cut short must not look like an empty one.
func readForm(c *gin.Context) error {
	kind, _, _ := mime.ParseMediaType(c.GetHeader("Content-Type"))
	multipart := kind == gin.MIMEMultipartPOSTForm
	if c.Request.Method != http.MethodPost || multipart && c.GetBool(uploadKey) {
		return nil
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxForm)
	parse := c.Request.ParseForm
	if multipart {
		parse = func() error { return c.Request.ParseMultipartForm(maxForm) }
	}
	var tooLarge *http.MaxBytesError
	if err := parse(); errors.As(err, &tooLarge) {
		return err
	} else if err != nil || !legible(c.Request.PostForm) {
		return &models.Error{Code: models.Invalid, Key: "error.form", Err: err}
	}
	chooseVersions(c.Request.PostForm)
	return nil
}

// absent answers an address that no page has.
func (a *App) absent(c *gin.Context) {
	if strings.HasPrefix(c.Request.URL.Path, apiPath+"/") {
		a.apiProblem(c, models.ErrNotFound)
		return
	}
	access, err := a.identify(c)
	if err == nil && a.heldBack(c, Route{}, access) {
		return
	}
	if err != nil {
		a.Log.Error("identify", "request", requestID(c), "error", err)
	}
	a.fail(c, access, models.ErrNotFound)
}

// signInURL leads back to where the person wanted to go.
func signInURL(back string) string {
	if back = localPath(back); back == "/" {
		return "/connexion"
	}
	return "/connexion?suite=" + url.QueryEscape(back)
}

// see answers a successful form: go and look at the result. A script that sent it by itself is told where.
func see(c *gin.Context, location string) error {
	if c.GetHeader(backgroundHeader) != "" {
		c.Header(locationHeader, location)
		c.Status(http.StatusNoContent)
		return nil
	}
	c.Redirect(http.StatusSeeOther, location)
	return nil
}
