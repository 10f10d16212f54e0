package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jalon/models"
)

// demoDay is when the browser tests and the pictures of the guide happen: a working morning, so that there is
// always something on today's list.
var demoDay = time.Date(2026, 11, 24, 9, 40, 0, 0, brussels())

// demonstration is a running demo with its accounts.
type demonstration struct {
	base     string
	accounts []demoAccount
	routes   []routeLine
	names    []string // words of the names of its people, see learnNames
}

// newDemonstration starts the demo in this process; its clock starts at demoDay.
func newDemonstration(t *testing.T) *demonstration {
	t.Helper()
	machine(t)
	t.Setenv("TMPDIR", t.TempDir())
	s := startAt(t, demoDay, "demo", "--json", "--listen", "127.0.0.1:0")
	d := &demonstration{base: awaits(t, s, func() string { return addressIn(s.err) })}
	lines := json.NewDecoder(strings.NewReader(awaits(t, s, func() string {
		if strings.Count(s.out.String(), "\n") >= 9 {
			return s.out.String()
		}
		return ""
	})))
	for lines.More() {
		var a demoAccount
		if err := lines.Decode(&a); err != nil {
			t.Fatal(err)
		}
		d.accounts = append(d.accounts, a)
	}
	var err error
	if d.routes, err = routeLines(); err != nil {
		t.Fatal(err)
	}
	d.learnNames(t)
	return d
}

// startAt is start with a clock that sets off at moment.
func startAt(t *testing.T, moment time.Time, args ...string) server {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := server{out: &buffer{}, err: &buffer{}}
	p, err := newProgram(streams{strings.NewReader(""), s.out, s.err})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	p.now = func() time.Time { return moment.Add(time.Since(began) + time.Duration(later.Load())) }
	root := p.root()
	root.SetArgs(args)
	ended := make(chan int, 1)
	go func() { ended <- p.conclude(root.ExecuteContext(ctx)) }()
	t.Cleanup(func() { cancel(); <-ended })
	return s
}

// learnNames reads the list of people: the words of their names may stand in no title.
func (d *demonstration) learnNames(t *testing.T) {
	t.Helper()
	c := d.as(t, models.Coordinator)
	for path := "/personnes"; path != ""; {
		doc := c.page(t, path)
		doc.Find("main tbody th a").Each(func(_ int, a *goquery.Selection) {
			for _, word := range strings.Fields(a.Text()) {
				if len([]rune(word)) > 2 {
					d.names = append(d.names, strings.ToLower(word))
				}
			}
		})
		path = doc.Find(`a[href^="/personnes?apres="]`).AttrOr("href", "")
	}
	if len(d.names) < 200 {
		t.Fatalf("only %d words of names on the list of people", len(d.names))
	}
}

// named gives the word of a title that is somebody's name.
func (d *demonstration) named(title string) string {
	for _, word := range strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return strings.ContainsRune(" ·,:()", r) }) {
		if slices.Contains(d.names, word) {
			return word
		}
	}
	return ""
}

// visitor is a colleague without a browser: it finds the addresses that the browser then opens.
type visitor struct {
	*http.Client
	base string
}

// as signs in the first account of a role; "" is nobody.
func (d *demonstration) as(t *testing.T, role string) visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := visitor{&http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, d.base}
	for _, a := range d.accounts {
		if a.Role == role {
			v.post(t, "/connexion", url.Values{"email": {a.Email}, "password": {a.Password}})
			return v
		}
	}
	return v
}

// login is the cookie of the signed-in colleague.
func (v visitor) login() *http.Cookie {
	site, _ := url.Parse(v.base)
	for _, c := range v.Jar.Cookies(site) {
		if c.Name == "jalon" {
			return c
		}
	}
	return nil
}

// post sends a form and gives where it leads.
func (v visitor) post(t *testing.T, path string, form url.Values) string {
	t.Helper()
	answer, err := v.PostForm(v.base+path, form)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("POST %s: %d", path, answer.StatusCode)
	}
	return answer.Header.Get("Location")
}

// fetch gives the status of an address and, when it is a page, its content.
func (v visitor) fetch(t *testing.T, path string) (int, *goquery.Document) {
	t.Helper()
	answer, err := v.Get(v.base + path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		return answer.StatusCode, nil
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, doc
}

func (v visitor) page(t *testing.T, path string) *goquery.Document {
	t.Helper()
	status, doc := v.fetch(t, path)
	if status != http.StatusOK || doc == nil {
		t.Fatalf("GET %s: %d", path, status)
	}
	return doc
}

// visit is one page to look at.
type visit struct{ role, route, path string }

// tourRoles in the order in which a page is shown to its main role: the one that works with it.
var tourRoles = []string{models.Counsellor, models.Coordinator, models.Manager, models.Admin, models.Reception, models.Trainer, models.FunderReader, models.Auditor}

// unlinked are pages that no link leads to, and their addresses where they have one without further ado.
var unlinked = map[string]string{
	"/derogations": "/derogations", "/recherche": "/recherche",
	"/personnes/:id/profil/niss": "", // the demonstration does not keep it
	"/sante":                     "", "/connexion/code": "", "/connexion/second-facteur": "", "/invitation/:token": "", "/mot-de-passe/:token": "", "/moi/reprise/:token": "",
	"/recherche/:jeton": "", "/verifier/:code": "", "/feuilles/:id/:page": "", // the last one is the code on a sheet of paper
}

// views are lists that a choice in a form shows, not a link.
var views = []string{"/seances?vue=passees", "/personnes?vue=toutes"}

// download tells that an address gives a file.
var download = regexp.MustCompile(`(\.pdf|\.yaml|/(pdf|csv|export|classeur|donnees|fichier|image))(\?|$)`)

// tour follows the links of each role from its home page, and the views of its lists, and gives one address of each page: for its main role, or
// for every role that may open it. A link that leads nowhere is an error, and so is a page that no link leads to.
func (d *demonstration) tour(t *testing.T, everyRole bool) []visit {
	t.Helper()
	visits := d.publicVisits()
	met := map[string]bool{}
	for _, role := range tourRoles {
		for route, path := range d.explore(t, role) {
			if everyRole || route == "/" || !met[route] {
				visits = append(visits, visit{role, route, path})
			}
			met[route] = true
		}
	}
	for _, r := range d.routes {
		if _, known := unlinked[r.Path]; r.Method == http.MethodGet && !known && !r.Public && !met[r.Path] && !download.MatchString(r.Path) && !strings.HasPrefix(r.Path, "/api/") {
			t.Errorf("%s: no link of the demonstration leads there", r.Path)
		}
	}
	slices.SortFunc(visits, func(a, b visit) int { return strings.Compare(a.role+a.route, b.role+b.route) })
	return visits
}

func (d *demonstration) publicVisits() []visit {
	var visits []visit
	for _, path := range []string{"/connexion", "/aide", "/aide/composants", "/aide/api", "/accessibilite", "/verifier", "/verifier/aaaa-bbbb"} {
		visits = append(visits, visit{"", path, path})
	}
	return visits
}

// samples is how many addresses of one page are read in search of links.
const samples = 8

// explore gives one address of each page that a role reaches by links, without a query if there is one.
func (d *demonstration) explore(t *testing.T, role string) map[string]string {
	t.Helper()
	v, queue, seen := d.as(t, role), []string{"/", "/moi"}, map[string]bool{}
	for _, view := range views {
		if _, allowed := d.route(view, role); allowed {
			queue = append(queue, view)
		}
	}
	found, count := map[string]string{}, map[string]int{}
	for ; len(queue) > 0; queue = queue[1:] {
		path, _, _ := strings.Cut(queue[0], "#")
		route, allowed := d.route(path, role)
		if seen[path] || download.MatchString(path) || count[route] == samples {
			continue
		}
		seen[path] = true
		count[route]++
		status, doc := v.fetch(t, path)
		if route == "/" && status == http.StatusSeeOther { // a role whose home is its only page
			continue
		}
		if status != http.StatusOK || !allowed || doc == nil {
			t.Errorf("%s: a link leads to %s (route %q): %d", role, path, route, status)
			continue
		}
		if bare := !strings.Contains(path, "?"); (found[route] == "" || bare && strings.Contains(found[route], "?")) && !strings.HasPrefix(route, "public") {
			found[route] = path
		}
		doc.Find(`a[href^="/"]`).Each(func(_ int, a *goquery.Selection) { queue = append(queue, a.AttrOr("href", "/")) })
	}
	return found
}

// route is the page of an address, and whether a role may open it.
func (d *demonstration) route(path, role string) (string, bool) {
	path, _, _ = strings.Cut(path, "?")
	best := routeLine{}
	for _, r := range d.routes {
		if r.Method != http.MethodGet || !routePattern(r.Path).MatchString(path) || best.Path != "" && strings.Count(r.Path, ":") >= strings.Count(best.Path, ":") {
			continue
		}
		best = r
	}
	if best.Public {
		return "public " + best.Path, true
	}
	return best.Path, best.Roles[role] != ""
}

var patterns = map[string]*regexp.Regexp{}

func routePattern(path string) *regexp.Regexp {
	if patterns[path] == nil {
		patterns[path] = regexp.MustCompile("^" + regexp.MustCompile(`:[a-z]+`).ReplaceAllString(regexp.QuoteMeta(path), "[^/]+") + "$")
	}
	return patterns[path]
}
