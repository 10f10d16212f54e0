package handlers

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jalon/models"
	"jalon/store/storetest"
)

// site is the whole application on the world of storetest, behind its real router.
type site struct {
	*storetest.World
	App     *App
	handler http.Handler
}

// newSite starts an application on SQLite; its clock stands at storetest.Now.
func newSite(t testing.TB) *site {
	t.Helper()
	return siteOn(t, storetest.SQLite(t), Config{})
}

// onEngines runs f on a site of each engine.
func onEngines(t *testing.T, f func(t *testing.T, s *site)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) { f(t, siteOn(t, db, Config{})) })
}

func siteOn(t testing.TB, db *storetest.DB, config Config) *site {
	t.Helper()
	world := storetest.NewWorld(t, db)
	app, err := New(config, db.Store, slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError})))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(app.Close) // before the base is closed
	handler, err := app.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return &site{World: world, App: app, handler: handler}
}

// testLog shows errors of the application in the output of the test.
type testLog struct{ t testing.TB }

func (l testLog) Write(p []byte) (int, error) {
	l.t.Log(strings.TrimSpace(string(p)))
	return len(p), nil
}

// client is a browser: it keeps its cookies and says, as browsers do, that its forms come from the site itself.
type client struct {
	site    *site
	t       testing.TB
	cookies map[string]string
	address string
}

// anonymous is a browser nobody is signed in with.
func (s *site) anonymous(t testing.TB) *client {
	return &client{site: s, t: t, cookies: map[string]string{}, address: "192.0.2.1:40000"}
}

// as is the browser of a colleague of the world ("nadia"), signed in.
func (s *site) as(t testing.TB, name string) *client {
	t.Helper()
	scope, err := s.App.Gate.Scope(s.Actors[name], models.Update, models.KindAccount)
	if err != nil {
		t.Fatal(err)
	}
	token, err := s.Store.OpenLogin(context.Background(), scope, models.StageComplete, "Firefox, Linux", 12*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	c := s.anonymous(t)
	c.cookies["jalon"] = token
	return c
}

// answer is what came back; Doc is its HTML.
type answer struct {
	Status   int
	Header   http.Header
	Body     string
	Location string
	Doc      *goquery.Document
}

func (c *client) get(path string) answer { return c.send(http.MethodGet, path, nil, nil) }

// A form without a key of submission gets one, as that of a page has.
func (c *client) post(path string, form url.Values) answer {
	if _, has := form["submission"]; form != nil && !has {
		form = maps.Clone(form)
		form.Set("submission", models.NewToken())
	}
	return c.send(http.MethodPost, path, form, nil)
}

// fragment asks for one block of a page, as the script does.
func (c *client) fragment(method, path, block string, form url.Values) answer {
	return c.send(method, path, form, http.Header{"X-Fragment": {block}})
}

func (c *client) send(method, path string, form url.Values, header http.Header) answer {
	c.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, "http://jalon.test"+path, body)
	r.RemoteAddr = c.address
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, values := range header {
		r.Header[name] = values
	}
	for name, value := range c.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	return c.answer(r)
}

func (c *client) answer(r *http.Request) answer {
	c.t.Helper()
	recorder := httptest.NewRecorder()
	c.site.handler.ServeHTTP(recorder, r)
	result := recorder.Result()
	for _, cookie := range result.Cookies() {
		if cookie.MaxAge < 0 {
			delete(c.cookies, cookie.Name)
		} else {
			c.cookies[cookie.Name] = cookie.Value
		}
	}
	body := recorder.Body.String()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{Status: result.StatusCode, Header: result.Header, Body: body, Location: result.Header.Get("Location"), Doc: doc}
}

// want fails unless the answer has that status, and shows what it said instead.
func (a answer) want(t testing.TB, status int) answer {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, want %d: %s %s", a.Status, status, a.Location, strings.Join(strings.Fields(a.Doc.Find("main").Text()), " "))
	}
	return a
}

// text is what one element of the page says, without its typographic spaces.
func (a answer) text(selector string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(a.Doc.Find(selector).Text())), " ")
}

// value is what a field of the page holds.
func (a answer) value(name string) string {
	field := a.Doc.Find(`[name="` + name + `"]`)
	if field.Is("select") {
		return field.Find("option[selected]").AttrOr("value", "")
	}
	if field.Is("textarea") {
		return field.Text()
	}
	return field.AttrOr("value", "")
}

// at moves the clock of the site for one test.
func at(t testing.TB, moment time.Time) {
	t.Helper()
	before := storetest.Now
	storetest.Now = moment
	t.Cleanup(func() { storetest.Now = before })
}
