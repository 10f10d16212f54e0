package handlers

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jalon/models"
	"jalon/store/storetest"
)

var update = flag.Bool("update", false, "write docs/access.md again")

// matrix is the page docs/access.md: every route with what each role reaches through it.
func matrix(a *App) string {
	var out strings.Builder
	out.WriteString("# Who reaches what\n\nWritten by `go test ./handlers -run Matrix -update` from the table of routes (`handlers/routes*.go`) and the\n" +
		"policy (`policies/policy.csv`). A cell holds the reach: which rows. Empty: never (403). Public pages show no person.\n\n")
	heads := append([]string{"Method", "Path", "Object", "Action"}, models.Roles...)
	fmt.Fprintf(&out, "| %s |\n|%s\n", strings.Join(heads, " | "), strings.Repeat("---|", len(heads)))
	for _, r := range a.Routes() {
		cells := []string{r.Method, "`" + r.Path + "`", r.Kind, r.Action}
		table := a.Gate.Table(r.Action, r.Kind)
		for _, role := range models.Roles {
			cell := table[role]
			if r.Public {
				cell = "public"
			}
			cells = append(cells, cell)
		}
		fmt.Fprintf(&out, "| %s |\n", strings.Join(cells, " | "))
	}
	return out.String()
}

// A change of rights is seen in a review: it changes this page.
func TestMatrixIsDocumented(t *testing.T) {
	got := matrix(newSite(t).App)
	file := filepath.Join("..", "docs", "access.md")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		known := strings.Split(string(want), "\n")
		for _, line := range strings.Split(got, "\n") {
			if !slices.Contains(known, line) {
				t.Errorf("not in docs/access.md: %s", line)
			}
		}
		t.Error("docs/access.md is not the present policy: look at the difference, then go test ./handlers -run Matrix -update")
	}
}

// Pages without a login are these and no others (interchange.md §1).
func TestPublicPrefixes(t *testing.T) {
	allowed := []string{"/connexion", "/deconnexion", "/invitation", "/mot-de-passe", "/sante", "/aide", "/accessibilite", "/borne", "/p", "/verifier"}
	for _, r := range newSite(t).App.Routes() {
		within := slices.ContainsFunc(allowed, func(p string) bool { return r.Path == p || strings.HasPrefix(r.Path, p+"/") })
		if r.Public && (!within || r.Kind != "" || r.Action != "") {
			t.Errorf("%s %s may not be public", r.Method, r.Path)
		}
		if !r.Public && (!slices.Contains(models.Kinds, r.Kind) || !slices.Contains(models.Actions, r.Action)) {
			t.Errorf("%s %s has no permission: %q %q", r.Method, r.Path, r.Action, r.Kind)
		}
		if !r.Public && len(newGateTable(t, r)) == 0 {
			t.Errorf("%s %s is open to no role", r.Method, r.Path)
		}
		if r.Method != http.MethodGet && r.Method != http.MethodPost {
			t.Errorf("%s %s: forms know GET and POST only", r.Method, r.Path)
		}
	}
}

var tableApp *App

func newGateTable(t *testing.T, r Route) map[string]string {
	if tableApp == nil {
		tableApp = newSite(t).App
	}
	return tableApp.Gate.Table(r.Action, r.Kind)
}

// staff is one colleague of Namur per role.
var staff = map[string]string{models.Counsellor: "nadia", models.Coordinator: "claire", models.Trainer: "tom", models.Reception: "rita",
	models.Manager: "marc", models.FunderReader: "fanny", models.Admin: "alex", models.Auditor: "odile"}

var parameter = regexp.MustCompile(`:[a-z]+`)

// address fills the parameters of a route: the first with id, the others with words that name nothing.
func address(path, id string) string {
	first := true
	return parameter.ReplaceAllStringFunc(path, func(string) string {
		if first {
			first = false
			return id
		}
		return "aaaaaaaaaaaaaaaa"
	})
}

// Nobody reaches a page without signing in, and no role reaches one the policy does not give it.
func TestClosedPages(t *testing.T) {
	s := newSite(t)
	anonymous := s.anonymous(t)
	clients := map[string]*client{}
	for role, name := range staff {
		clients[role] = s.as(t, name)
	}
	refused := 0
	for _, r := range s.App.Routes() {
		if r.Public {
			continue
		}
		path := address(r.Path, "p-amina")
		a := anonymous.send(r.Method, path, formFor(r), nil)
		told := r.API && a.Status == http.StatusUnauthorized // a program is led to no page
		if !told && (a.Status != http.StatusSeeOther || !strings.HasPrefix(a.Location, "/connexion")) {
			t.Errorf("anonymous %s %s: %d %s", r.Method, path, a.Status, a.Location)
		}
		table := s.App.Gate.Table(r.Action, r.Kind)
		for role, c := range clients {
			if _, allowed := table[role]; allowed {
				continue
			}
			refused++
			if a := c.send(r.Method, path, formFor(r), nil); a.Status != http.StatusForbidden {
				t.Errorf("%s %s %s: %d, want 403", role, r.Method, path, a.Status)
			}
		}
	}
	if refused < 100 {
		t.Errorf("only %d refusals tried", refused)
	}
}

func formFor(r Route) map[string][]string {
	if r.Method == http.MethodGet {
		return nil
	}
	return form("version", "1")
}

// records are what the first parameter of a path names, by the beginning of the path: a record of the colleagues'
// own centre, and one of the other. Nothing: the parameter is no record of a centre.
var records = []struct{ prefix, own, foreign string }{
	{"/personnes/", "p-amina", "p-bruno"}, {"/relais/", "y-amina", "y-bruno"}, {"/acces-urgents/", "x-amina", "x-bruno"}, {"/equipe/passations/", "h-namur", "h-liege"}, {"/inscriptions/", "e-amina-gtj", "e-bruno-liege-gtj"}, {"/derogations/", "e-amina-gtj", "e-bruno-liege-gtj"},
	{"/evaluations/", "as-amina", "as-bruno"}, {"/objectifs/", "pg-amina", "pg-bruno"}, {"/taches/", "pt-amina", "pt-bruno"}, {"/resumes/", "ps-amina", "ps-bruno"},
	{"/suivis/", "f-amina", "f-bruno"}, {"/notes/", "n-tsehaye", "n-bruno"}, {"/rendez-vous/", "a-amina", "a-bruno"}, {"/suivi-6-mois/", "e-amina-gtj", "e-bruno-liege-gtj"},
	{"/seances/", "s-cv", "s-liege"}, {"/places/", "r-cv-amina", "r-liege"}, {"/modules/", "mo-namur", "mo-liege"}, {"/attestations/", "at-amina", "at-bruno"}, {"/scans/", "z-namur", "z-liege"}, {"/feuilles/", "sh-namur", "sh-liege"},
	{"/seances/series/", "se-namur", "se-liege"}, {"/seances/", "s-cv", "s-liege"}, {"/places/", "r-cv-amina", "r-liege"}, {"/modules/", "mo-namur", "mo-liege"}, {"/attestations/", "at-amina", "at-bruno"},
	{"/seances/", "s-cv", "s-liege"}, {"/places/", "r-cv-amina", "r-liege"}, {"/modules/", "mo-namur", "mo-liege"}, {"/attestations/", "at-amina", "at-bruno"}, {"/scans/", "z-namur", "z-liege"}, {"/heures-ailleurs/", "he-amina", "he-bruno"}, {"/feuilles/", "sh-namur", "sh-liege"},
	{"/rapports/", "o-gtj", "o-liege-gtj"}, {"/operations/", "o-gtj", "o-liege-gtj"}, {"/reglages/equipe/", "u-nadia", "u-lea"}, {"/reglages/lieux/", "lo-namur", "lo-liege"},
	{"/borne/", "", ""},
	{"/listes/", "ls-namur", "ls-liege"}, {"/api/v1/operations/", "o-gtj", "o-liege-gtj"}, {"/cles-api/", "ke-namur", "ke-liege"},
	{"/fusions/", "li-amina", "li-bruno"},
	{"/reglages/locaux/", "ro-namur", "ro-liege"}, {"/reglages/fermetures/", "cl-namur", "cl-liege"}, {"/equipe/absences/", "ab-namur", "ab-liege"},
	{"/offres/", "of-amina", "of-bruno"},
	{"/cibles/", "tg-namur", "tg-liege"}, {"/bailleurs/", "fl-namur", "fl-liege"}, {"/p/bailleur/", "", ""}, {"/tableau-de-bord/", "", ""},
	{"/cibles/", "tg-namur", "tg-liege"}, {"/bailleurs/", "fl-namur", "fl-liege"}, {"/p/bailleur/", "", ""},
	{"/temps/", "u-nadia", "u-lea"},
	{"/temps/", "u-nadia", "u-lea"}, {"/liasses/", "bu-namur", "bu-liege"},
	{"/rapports-figes/", "run-namur", "run-liege"},
	{"/acces-urgents/", "x-amina", "x-bruno"},
	{"/actions/", "ac-namur", "ac-liege"},
	{"/activites-figees/", "acr-namur", "acr-liege"},
	{"/reglages/contrats/", "ch-namur", "ch-liege"},
	{"/attestations/", "at-amina", "at-bruno"},
	{"/bailleurs/", "fl-namur", "fl-liege"},
	{"/borne/", "", ""},
	{"/brouillons/", "", ""},
	{"/cibles/", "tg-namur", "tg-liege"},
	{"/derogations/", "e-amina-gtj", "e-bruno-liege-gtj"},
	{"/documents/", "fi-amina", "fi-bruno"},
	{"/envois/", "ou-amina", "ou-bruno"},
	{"/envois/lot/", "", ""},
	{"/equipe/absences/", "ab-namur", "ab-liege"},
	{"/equipe/passations/", "h-namur", "h-liege"},
	{"/evaluations/", "as-amina", "as-bruno"},
	{"/feuilles/", "sh-namur", "sh-liege"},
	{"/fusions/", "li-amina", "li-bruno"},
	{"/heures-ailleurs/", "he-amina", "he-bruno"},
	{"/import/", "", ""},
	{"/inscriptions/", "e-amina-gtj", "e-bruno-liege-gtj"},
	{"/invitation/", "", ""},
	{"/listes/", "ls-namur", "ls-liege"},
	{"/modules/", "mo-namur", "mo-liege"},
	{"/moi/", "", ""},
	{"/mot-de-passe/", "", ""},
	{"/notes/", "n-tsehaye", "n-bruno"},
	{"/objectifs/", "pg-amina", "pg-bruno"},
	{"/offres/", "of-amina", "of-bruno"},
	{"/operations/", "o-gtj", "o-liege-gtj"},
	{"/orientations/", "re-amina", "re-bruno"},
	{"/p/", "", ""},
	{"/p/agenda/", "", ""},
	{"/p/bailleur/", "", ""},
	{"/p/seances/", "", ""},
	{"/partenaires/", "pa-namur", "pa-liege"},
	{"/personnes/", "p-amina", "p-bruno"},
	{"/places/", "r-cv-amina", "r-liege"},
	{"/radar/", "p-amina", "p-bruno"},
	{"/radar/pauses/", "ra-amina", "ra-bruno"},
	{"/rapports-figes/", "run-namur", "run-liege"},
	{"/rapports/", "o-gtj", "o-liege-gtj"},
	{"/recherche/", "", ""},
	{"/reglages/equipe/", "u-nadia", "u-lea"},
	{"/reglages/fermetures/", "cl-namur", "cl-liege"},
	{"/reglages/lieux/", "lo-namur", "lo-liege"},
	{"/reglages/locaux/", "ro-namur", "ro-liege"},
	{"/reglages/textes/", "", ""},
	{"/relais/", "y-amina", "y-bruno"},
	{"/rendez-vous/", "a-amina", "a-bruno"},
	{"/resumes/", "ps-amina", "ps-bruno"},
	{"/scans/", "z-namur", "z-liege"},
	{"/seances/", "s-cv", "s-liege"},
	{"/seances/series/", "se-namur", "se-liege"},
	{"/suivi-6-mois/", "e-amina-gtj", "e-bruno-liege-gtj"},
	{"/suivis/", "f-amina", "f-bruno"},
	{"/taches/", "pt-amina", "pt-bruno"},
	{"/verifier/", "", ""},
}

// recordsOf finds the line of a path, the longest that begins it; a new kind of page must say what its parameter names.
func recordsOf(t *testing.T, path string) (own, foreign string) {
	t.Helper()
	longest := ""
	for _, r := range records {
		if strings.HasPrefix(path, r.prefix) && len(r.prefix) > len(longest) {
			longest, own, foreign = r.prefix, r.own, r.foreign
		}
	}
	if longest == "" {
		t.Errorf("%s: add what its parameter names to the list records", path)
	}
	return own, foreign
}

// otherCentre completes both centres, so that each has one of each thing that pages are about.
func otherCentre(t *testing.T, s *site) {
	t.Helper()
	type row = map[string]any
	s.Insert(t, "sessions", row{"id": "s-liege", "public_id": "s-liege", "centre_id": "liege", "operation_id": "liege-gtj", "title": "Info", "on_date": "2026-11-20",
		"starts_at": "09:00", "ends_at": "12:00", "created_at": storetest.Now})
	s.Insert(t, "registrations", row{"id": "r-liege", "public_id": "r-liege", "centre_id": "liege", "session_id": "s-liege", "participant_id": "bruno",
		"enrolment_id": "bruno-liege-gtj", "created_at": storetest.Now})
	for _, o := range [][]string{{"of-amina", "namur", "cv", "cv-amina", "amina"}, {"of-bruno", "liege", "s-liege", "r-liege", "bruno"}} {
		s.Insert(t, "place_offers", row{"id": o[0], "public_id": o[0], "centre_id": o[1], "session_id": o[2], "registration_id": o[3], "participant_id": o[4],
			"state": "offerte", "offered_at": storetest.Now, "expires_at": storetest.Now.AddDate(0, 0, 2)})
	}
	for _, c := range []struct{ centre, person, enrolment, user string }{{"namur", "amina", "amina-gtj", "nadia"}, {"liege", "bruno", "bruno-liege-gtj", "lea"}} {
		s.Insert(t, "modules", row{"id": "mo-" + c.centre, "public_id": "mo-" + c.centre, "centre_id": c.centre, "code": "M", "programme": "GTJ", "title": "M",
			"created_at": storetest.Now})
		s.Insert(t, "api_keys", row{"id": "ke-" + c.centre, "public_id": "ke-" + c.centre, "centre_id": c.centre, "name": "Clé", "key_hash": "ke-" + c.centre, "hint": "abcd",
			"expires_on": "2027-01-31", "created_at": storetest.Now})
		s.Insert(t, "custom_lists", row{"id": "ls-" + c.centre, "public_id": "ls-" + c.centre, "centre_id": c.centre, "user_id": c.user, "name": "Liste", "source": "suivis", "shared": true,
			"definition": `{"source":"suivis","columns":[{"key":"date","title":"Date"}],"filters":null,"sort":"date"}`, "created_at": storetest.Now})
		s.Insert(t, "series", row{"id": "se-" + c.centre, "public_id": "se-" + c.centre, "centre_id": c.centre, "created_at": storetest.Now})
		s.Exec(t, "update sessions set series_id = ? where public_id = ?", "se-"+c.centre, map[string]string{"namur": "s-cv", "liege": "s-liege"}[c.centre])
		s.Insert(t, "locations", row{"id": "lo-" + c.centre, "public_id": "lo-" + c.centre, "centre_id": c.centre, "name": "Bureau", "sort_name": "bureau", "created_at": storetest.Now})
		daysOf(t, s, c.centre, c.user)
		s.Insert(t, "appointments", row{"id": "a-" + c.person, "public_id": "a-" + c.person, "centre_id": c.centre, "participant_id": c.person, "user_id": c.user,
			"on_date": "2026-11-25", "starts_at": "10:00", "minutes": 30, "created_at": storetest.Now})
		sheetOf(t, s, c.centre)
		s.Insert(t, "bundles", row{"id": "bu-" + c.centre, "public_id": "bu-" + c.centre, "centre_id": c.centre, "from_on": "2026-01-01", "to_on": "2026-06-30", "method": "tous",
			"operation_id": map[string]string{"namur": "gtj", "liege": "liege-gtj"}[c.centre], "population": 1, "total": 1, "members": c.enrolment, "state": "echec", "created_at": storetest.Now})
		s.Insert(t, "report_runs", row{"id": "run-" + c.centre, "public_id": "run-" + c.centre, "centre_id": c.centre, "kind": "fse", "from_on": "2026-01-01",
			"operation_id": map[string]string{"namur": "gtj", "liege": "liege-gtj"}[c.centre], "to_on": "2026-06-30", "as_of": "2026-06-30", "head": "{}", "files": "[]",
			"override": "", "version": "", "sha256": "", "created_at": storetest.Now})
		activityRunOf(t, s, c.centre)
		contractOf(t, s, c.centre, c.user)
		steeringOf(t, s, c.centre)
		planOf(t, s, c.centre, c.person)
		s.Insert(t, "outbox", row{"id": "ou-" + c.person, "public_id": "ou-" + c.person, "centre_id": c.centre, "participant_id": c.person, "kind": "rappel", "channel": "papier",
			"idempotency": c.person, "state": "a_imprimer", "next_at": storetest.Now, "content_sealed": s.Box(t, c.person).Seal("message ou-"+c.person, "{}"), "created_at": storetest.Now})
		teamOf(t, s, c.centre, c.person)
		networkOf(t, s, c.centre, c.person)
		actionOf(t, s, c.centre, c.user)
		linkOf(t, s, c.centre, c.person)
		s.Insert(t, "radar_snoozes", row{"id": "ra-" + c.person, "public_id": "ra-" + c.person, "centre_id": c.centre, "participant_id": c.person, "signal": "silence",
			"reason_sealed": s.Box(t, c.person).Seal("radar snooze ra-"+c.person, "à l'étranger"), "until_on": "2026-12-15", "created_at": storetest.Now})
		s.Insert(t, "hours_elsewhere", row{"id": "he-" + c.person, "public_id": "he-" + c.person, "centre_id": c.centre, "participant_id": c.person, "enrolment_id": c.enrolment,
			"operator": "FOREM", "body": "Forem", "on_date": "2026-11-02", "minutes": 120, "created_at": storetest.Now})
		s.Insert(t, "attestations", row{"id": "at-" + c.person, "public_id": "at-" + c.person, "centre_id": c.centre, "participant_id": c.person,
			"enrolment_id": c.enrolment, "number": "2026-1", "created_at": storetest.Now})
	}
}

// A record of another centre answers exactly like one that does not exist: existence is personal data too.
func TestForeignLooksAbsent(t *testing.T) {
	s := newSite(t)
	otherCentre(t, s)
	const absent = "aaaaaaaaaaaaaaaa"
	tried := 0
	for role, name := range staff {
		c := s.as(t, name)
		for _, r := range s.App.Routes() {
			if _, allowed := s.App.Gate.Table(r.Action, r.Kind)[role]; !allowed || !parameter.MatchString(r.Path) {
				continue
			}
			_, id := recordsOf(t, r.Path)
			if id == "" {
				continue
			}
			tried++
			here := c.send(r.Method, address(r.Path, absent), formFor(r), nil)
			there := c.send(r.Method, address(r.Path, id), formFor(r), nil)
			if here.Status != http.StatusNotFound && here.Status != http.StatusUnprocessableEntity && here.Status != http.StatusConflict {
				t.Errorf("%s %s %s: %d for an absent record", role, r.Method, r.Path, here.Status)
			}
			if there.Status != here.Status || neutral(there.Body, id) != neutral(here.Body, absent) {
				t.Errorf("%s %s %s: absent %d %s, foreign %d %s", role, r.Method, r.Path, here.Status, here.text("main"), there.Status, there.text("main"))
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d pages tried", tried)
	}
}

var token = regexp.MustCompile(`[a-z2-7]{52}`)

// neutral is a page without the id that was asked for and without its submission key.
func neutral(body, id string) string {
	return token.ReplaceAllString(strings.ReplaceAll(body, id, "ID"), "KEY")
}

// Another site cannot make a colleague's browser change anything.
func TestCrossSiteFormsAreRefused(t *testing.T) {
	s := newSite(t)
	clients := map[string]*client{}
	for role, name := range staff {
		clients[role] = s.as(t, name)
	}
	for _, r := range s.App.Routes() {
		if r.Method == http.MethodGet {
			continue
		}
		path := address(r.Path, "p-amina")
		for role, c := range clients {
			for name, header := range map[string]http.Header{"cross-site": {"Sec-Fetch-Site": {"cross-site"}}, "same-site": {"Sec-Fetch-Site": {"same-site"}},
				"foreign origin": {"Sec-Fetch-Site": nil, "Origin": {"https://evil.example"}}} {
				if a := c.send(r.Method, path, form("on", "1"), header); a.Status != http.StatusForbidden {
					t.Errorf("%s %s as %s, %s: %d, want 403", r.Method, path, role, name, a.Status)
				}
			}
		}
	}
	clients[models.Counsellor].send(http.MethodPost, "/moi/entretien", form("on", "1"), http.Header{"Sec-Fetch-Site": nil, "Origin": {"http://jalon.test"}}).want(t, http.StatusSeeOther)
}

// Every answer carries the headers, whatever happened.
func TestHeadersOnEveryAnswer(t *testing.T) {
	for _, base := range []string{"", "https://jalon.example"} {
		s := siteOn(t, storetest.SQLite(t), Config{BaseURL: base})
		c := s.as(t, "claire")
		if base != "" {
			c.cookies = map[string]string{"__Host-jalon": c.cookies["jalon"]}
		}
		paths := []string{"/static/absent.css", "/absent", "/connexion/../absent", "/personnes/aaaaaaaaaaaaaaaa", "/reglages"}
		for _, r := range s.App.Routes() {
			if r.Method == http.MethodGet {
				paths = append(paths, address(r.Path, "p-amina"))
			}
		}
		for _, path := range paths {
			checkHeaders(t, path, c.get(path).Header, base != "")
		}
		checkHeaders(t, "refused form", c.send(http.MethodPost, "/moi/affichage", form(), http.Header{"Sec-Fetch-Site": {"cross-site"}}).Header, base != "")
		checkHeaders(t, "too large", c.post("/moi/affichage", form("theme", strings.Repeat("x", 25<<20))).Header, base != "")
	}
}

func checkHeaders(t *testing.T, path string, h http.Header, secure bool) {
	t.Helper()
	policy := h.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("%s: policy %q lacks %s", path, policy, part)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Errorf("%s: policy %q", path, policy)
	}
	referrer := "same-origin"
	if strings.HasPrefix(path, "/p/bailleur/") { // its address is a secret
		referrer = "no-referrer"
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": referrer, "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"} {
		if h.Get(name) != want {
			t.Errorf("%s: %s is %q", path, name, h.Get(name))
		}
	}
	if !strings.HasPrefix(path, "/static/") && h.Get("Cache-Control") != "no-store" {
		t.Errorf("%s: Cache-Control is %q", path, h.Get("Cache-Control"))
	}
	if (h.Get("Strict-Transport-Security") != "") != secure {
		t.Errorf("%s: Strict-Transport-Security is %q", path, h.Get("Strict-Transport-Security"))
	}
	for _, cookie := range (&http.Response{Header: h}).Cookies() {
		if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Secure != secure || strings.HasPrefix(cookie.Name, "__Host-") != secure {
			t.Errorf("%s: cookie %+v", path, cookie)
		}
	}
	if kind := h.Get("Content-Type"); kind != "" && strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "charset=utf-8") {
		t.Errorf("%s: Content-Type %q", path, kind)
	}
}

// Reading changes nothing but the journal of what was read, the register of what was printed and the time of the last visit.
func TestReadingChangesNothing(t *testing.T) {
	s := newSite(t)
	otherCentre(t, s)
	clients := []*client{s.anonymous(t)}
	for _, name := range staff {
		clients = append(clients, s.as(t, name))
	}
	opened := 0
	before := s.Fingerprint(t, "journal", "journal_head", "logins", "throttles", "sheets", "sheet_numbers")
	for _, r := range s.App.Routes() {
		if r.Method != http.MethodGet {
			continue
		}
		id := ""
		if parameter.MatchString(r.Path) {
			id, _ = recordsOf(t, r.Path)
		}
		for _, c := range clients {
			a := c.get(address(r.Path, id))
			if a.Status >= 500 {
				t.Errorf("GET %s: %d", address(r.Path, id), a.Status)
			}
			if a.Status == http.StatusOK {
				opened++
			}
		}
	}
	if after := s.Fingerprint(t, "journal", "journal_head", "logins", "throttles", "sheets", "sheet_numbers"); after != before {
		t.Error("reading pages changed the database")
	}
	if opened < 150 {
		t.Errorf("only %d pages were really opened", opened)
	}
}

// A browser that sends a method no page knows, or an address none has, gets the same page.
func TestUnknownAddresses(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/.git/config", "/debug/pprof/", "/metrics", "/personnes/../reglages", "/personnes//", "/%2e%2e/etc/passwd", "/CONNEXION"} {
		s.as(t, "nadia").get(path).want(t, http.StatusNotFound)
	}
	head := s.anonymous(t).send(http.MethodHead, "/sante", nil, nil).want(t, http.StatusOK)
	checkHeaders(t, "HEAD /sante", head.Header, false)
	for _, method := range []string{http.MethodTrace, http.MethodOptions, http.MethodPut, http.MethodDelete} {
		r := httptest.NewRequest(method, "http://jalon.test/", nil)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		if a := s.as(t, "nadia").answer(r); a.Status != http.StatusNotFound && a.Status != http.StatusMethodNotAllowed {
			t.Errorf("%s /: %d", method, a.Status)
		}
	}
}

// sheetOf gives a centre a printed sheet and a page of it that came back.
func sheetOf(t *testing.T, s *site, centre string) {
	t.Helper()
	type row = map[string]any
	session := map[string]string{"namur": "cv", "liege": "s-liege"}[centre]
	s.Insert(t, "sheets", row{"id": "sh-" + centre, "public_id": "sh-" + centre, "centre_id": centre, "session_id": session, "number": "2026-0900", "fingerprint": "x",
		"places": "", "on_date": "2026-11-17", "starts_at": "09:00", "ends_at": "13:00", "place": "", "room": "", "printed_at": storetest.Now})
	wrapped := s.Sealer().NewPersonKey("z-" + centre)
	box, err := s.Sealer().PersonBox("z-"+centre, wrapped)
	if err != nil {
		t.Fatal(err)
	}
	s.Insert(t, "scans", row{"id": "z-" + centre, "public_id": "z-" + centre, "centre_id": centre, "batch": "b-" + centre, "position": 1, "state": "classee", "session_id": session,
		"sheet_id": "sh-" + centre, "page": 1, "chunks": 1, "created_at": storetest.Now})
	s.Insert(t, "scan_keys", row{"scan_id": "z-" + centre, "wrapped": wrapped})
	id := "z-" + centre + ".000"
	s.Insert(t, "scan_chunks", row{"id": id, "scan_id": "z-" + centre, "content_sealed": box.Seal("scan chunk "+id, "JPEG")})
}

// daysOf gives a centre a room, a closing day and an absence.
func daysOf(t *testing.T, s *site, centre, user string) {
	t.Helper()
	type row = map[string]any
	s.Insert(t, "rooms", row{"id": "ro-" + centre, "public_id": "ro-" + centre, "centre_id": centre, "location_id": "lo-" + centre, "name": "A", "sort_name": "a", "seats": 9,
		"created_at": storetest.Now})
	s.Insert(t, "closures", row{"id": "cl-" + centre, "public_id": "cl-" + centre, "centre_id": centre, "kind": "fermeture", "label": "Pont", "from_on": "2026-12-24",
		"until_on": "2026-12-24", "created_at": storetest.Now})
	s.Insert(t, "absences", row{"id": "ab-" + centre, "public_id": "ab-" + centre, "centre_id": centre, "user_id": user, "from_on": "2026-12-24", "until_on": "2026-12-24",
		"created_at": storetest.Now})
}
