package handlers

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/google/go-cmp/cmp"

	"jalon/models"
	"jalon/store/storetest"
)

// described is the description of the interface, with the way from a request to its operation.
type described struct {
	*openapi3.T
	routers.Router
}

func description(t *testing.T) described {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(openAPI)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatal(err)
	}
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return described{doc, router}
}

// The description names exactly the addresses that the table of routes has, and the page for people does too.
func TestAPIDescriptionIsTheRoutes(t *testing.T) {
	d, s := description(t), newSite(t)
	var routes, paths []string
	for _, r := range s.App.Routes() {
		if r.API {
			routes = append(routes, r.Method+" "+openAPIPath(r.Path))
		}
	}
	for path, item := range d.Paths.Map() {
		for method := range item.Operations() {
			paths = append(paths, method+" "+path)
		}
	}
	slices.Sort(routes)
	if slices.Sort(paths); !slices.Equal(routes, paths) {
		t.Errorf("routes %v, described %v", routes, paths)
	}
	help := s.anonymous(t).get("/aide/api").want(t, http.StatusOK).text("main")
	for _, route := range routes {
		if _, path, _ := strings.Cut(route, " "); !strings.Contains(help, path) {
			t.Errorf("/aide/api does not name %s", path)
		}
	}
	if got := s.anonymous(t).get("/aide/api/openapi.yaml").want(t, http.StatusOK); got.Body != string(openAPI) {
		t.Error("the description served is another one")
	}
}

// newKey makes a key as the manager of Namur does, and returns it.
func newKey(t *testing.T, s *site, reads string, operations ...string) string {
	t.Helper()
	values := form("nom_cle", "Tableau de bord", "lit", reads, "echeance", "31/12/2026")
	values["operation"] = operations
	page := s.as(t, "marc").post("/cles-api", values).want(t, http.StatusOK)
	key := page.text("#link")
	if !strings.HasPrefix(key, "jalon_") || len(key) < 50 {
		t.Fatalf("the key is %q", key)
	}
	return key
}

// call reads an address with a key and holds the answer to the description.
func (d described) call(t *testing.T, s *site, key, path string, header ...string) answer {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://jalon.test"+path, nil)
	r.RemoteAddr = "192.0.2.9:40000"
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	got := (&client{site: s, t: t}).answer(r)
	route, params, err := d.FindRoute(r)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	err = openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route}, Status: got.Status, Header: got.Header,
		Body: io.NopCloser(strings.NewReader(got.Body))})
	if err != nil {
		t.Errorf("%s: %v", path, err)
	}
	return got
}

func TestAPIReadsWhatTheFunderReads(t *testing.T) { onEngines(t, apiReadsWhatTheFunderReads) }

func apiReadsWhatTheFunderReads(t *testing.T, s *site) {
	d, key := description(t), newKey(t, s, models.FunderFSE)
	var page struct {
		Items []map[string]any `json:"items"`
		Next  *string          `json:"next"`
	}
	read := func(path string) answer {
		t.Helper()
		got := d.call(t, s, key, path)
		got.want(t, http.StatusOK)
		return got
	}
	list := func(path string) {
		t.Helper()
		page.Items, page.Next = nil, nil
		if err := json.Unmarshal([]byte(read(path).Body), &page); err != nil {
			t.Fatal(err)
		}
	}
	list("/api/v1/operations")
	if len(page.Items) != 1 || page.Items[0]["id"] != "o-gtj" || page.Next != nil {
		t.Fatalf("operations: %v", page)
	}
	read("/api/v1/operations/o-gtj")
	report := read("/api/v1/operations/o-gtj/reports/fse?to=2026-11-24")
	fanny := s.as(t, "fanny").get("/rapports/o-gtj/fse/donnees?au=24/11/2026").want(t, http.StatusOK)
	if report.Body != fanny.Body {
		t.Error("the key and the funder reader read different reports")
	}
	for _, name := range []string{"Haddad", "Amina", "Kovalenko", "exemple.be", "Note de"} {
		if strings.Contains(report.Body, name) {
			t.Errorf("the report says %s", name)
		}
	}
	s.Exec(t, "update enrolments set external_ref = 'GTJ-7' where id = 'noori-gtj'")
	var whole struct {
		Participations []map[string]any `json:"participations"`
	}
	if err := json.Unmarshal([]byte(read("/api/v1/operations/o-gtj/reports/fse?to=2026-11-24").Body), &whole); err != nil || len(whole.Participations) != 3 {
		t.Fatal(err, len(whole.Participations))
	}
	for _, limit := range []string{"1", "2", "500"} {
		var seen []map[string]any
		for path := "/api/v1/operations/o-gtj/participants?to=2026-11-24&limit=" + limit; ; {
			list(path)
			seen = append(seen, page.Items...)
			if page.Next == nil {
				break
			}
			path = "/api/v1/operations/o-gtj/participants?to=2026-11-24&limit=" + limit + "&after=" + *page.Next
		}
		if diff := cmp.Diff(whole.Participations, seen); diff != "" {
			t.Errorf("%s by %s, not the report: %s", limit, limit, diff)
		}
	}
	list("/api/v1/operations/o-gtj/sessions")
	if len(page.Items) != 1 || page.Items[0]["id"] != "s-info" {
		t.Errorf("sessions: %v", page.Items)
	}
	if got := d.call(t, s, key, "/api/v1/operations", "If-None-Match", read("/api/v1/operations").Header.Get("ETag")); got.Status != http.StatusNotModified || got.Body != "" {
		t.Errorf("read again: %d %s", got.Status, got.Body)
	}
	if n := s.Count(t, "select count(*) from journal where kind = 'report' and user_id = '' and detail like 'api %key %'"); n < 9 {
		t.Errorf("%d lines in the journal", n)
	}
	if used := s.as(t, "marc").get("/cles-api").text("main"); strings.Contains(used, "Jamais") || !strings.Contains(used, "…"+key[len(key)-4:]) || strings.Contains(used, key) {
		t.Errorf("the list of keys: %s", used)
	}
}

// What a key does not read is absent; without a key in force nothing is.
func TestAPIStaysWithinTheKey(t *testing.T) {
	d, s := description(t), newSite(t)
	otherCentre(t, s)
	fse, one, centre := newKey(t, s, models.FunderFSE), newKey(t, s, "centre", "o-llf"), newKey(t, s, "centre")
	for _, c := range []struct {
		key, path string
		want      int
	}{
		{fse, "/api/v1/operations/o-llf", http.StatusNotFound}, {fse, "/api/v1/operations/o-liege-gtj", http.StatusNotFound}, {fse, "/api/v1/operations/absent", http.StatusNotFound},
		{fse, "/api/v1/operations/o-gtj/reports/forem", http.StatusNotFound}, {one, "/api/v1/operations/o-gtj", http.StatusNotFound},
		{one, "/api/v1/operations/o-llf", http.StatusOK}, {one, "/api/v1/operations/o-llf/reports/forem", http.StatusOK}, {centre, "/api/v1/operations/o-m4h/reports/spw", http.StatusOK},
		{centre, "/api/v1/operations/o-liege-gtj", http.StatusNotFound}, {centre, "/api/v1/openapi.yaml", http.StatusOK},
		{"", "/api/v1/operations", http.StatusUnauthorized}, {"jalon_wrong", "/api/v1/operations", http.StatusUnauthorized},
		{fse, "/api/v1/operations?limit=0", http.StatusUnprocessableEntity}, {fse, "/api/v1/operations?after=gone", http.StatusUnprocessableEntity},
		{fse, "/api/v1/operations/o-gtj/participants?after=gone", http.StatusUnprocessableEntity}, {fse, "/api/v1/operations/o-gtj/participants?after=e-amina-llf", http.StatusUnprocessableEntity},
		{fse, "/api/v1/operations/o-gtj/reports/fse?to=24/11/2026", http.StatusUnprocessableEntity},
		{fse, "/api/v1/operations/o-gtj/reports/fse?from=2026-02-01&to=2026-01-01", http.StatusUnprocessableEntity},
	} {
		got := d.call(t, s, c.key, c.path)
		if got.Status != c.want || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d, want %d: %s", c.path, got.Status, c.want, got.Body)
		}
		if got.Status >= 400 && got.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %s", c.path, got.Header.Get("Content-Type"))
		}
	}
	// A key opens no page, and nothing but reading.
	r := httptest.NewRequest(http.MethodGet, "http://jalon.test/personnes", nil)
	r.Header.Set("Authorization", "Bearer "+centre)
	if got := (&client{site: s, t: t}).answer(r); got.Status != http.StatusSeeOther {
		t.Errorf("a page with a key: %d", got.Status)
	}
	marc := s.as(t, "marc")
	revoke := marc.get("/cles-api").Doc.Find("tr:contains('…"+centre[len(centre)-4:]+"') form").AttrOr("action", "")
	marc.post(revoke, form()).want(t, http.StatusSeeOther)
	if got := d.call(t, s, centre, "/api/v1/operations"); got.Status != http.StatusUnauthorized {
		t.Errorf("a revoked key: %d", got.Status)
	}
	at(t, storetest.Now.Add(60*24*time.Hour))
	if got := d.call(t, s, fse, "/api/v1/operations"); got.Status != http.StatusUnauthorized {
		t.Errorf("a key that ran out: %d", got.Status)
	}
}

// A key is made for one funder's operations only, for a year at most; what was typed stays.
func TestAPIKeyForm(t *testing.T) {
	s := newSite(t)
	marc := s.as(t, "marc")
	for field, change := range map[string][]string{"nom_cle": {"nom_cle", ""}, "lit": {"lit", ""}, "echeance": {"echeance", "1/1/2029"}, "operation": {"operation", "o-llf"}} {
		values := form("nom_cle", "Tableau", "lit", models.FunderFSE, "echeance", "31/12/2026")
		values.Set(change[0], change[1])
		page := marc.post("/cles-api", values).want(t, http.StatusUnprocessableEntity)
		if page.Doc.Find(".wrong [name='"+field+"']").Length() == 0 {
			t.Errorf("%s is not marked", field)
		}
	}
	if n := s.Count(t, "select count(*) from api_keys"); n != 0 {
		t.Errorf("%d keys", n)
	}
}

// A program that reads too fast, or tries keys, is told to wait.
func TestAPIIsBounded(t *testing.T) {
	s := newSite(t)
	d, key := description(t), newKey(t, s, models.FunderFSE)
	status := func(key string, calls int) (last answer) {
		for range calls {
			last = d.call(t, s, key, "/api/v1/operations/absent")
		}
		return last
	}
	if got := status(key, apiBurst); got.Status != http.StatusNotFound {
		t.Errorf("call %d: %d", apiBurst, got.Status)
	}
	if got := status(key, 1); got.Status != http.StatusTooManyRequests || got.Header.Get("Retry-After") == "" {
		t.Errorf("one more: %d", got.Status)
	}
	if got := status("jalon_wrong", wrongBurst); got.Status != http.StatusUnauthorized {
		t.Errorf("wrong keys: %d", got.Status)
	}
	if got := status("jalon_wrong", 1); got.Status != http.StatusTooManyRequests {
		t.Errorf("one more wrong key: %d", got.Status)
	}
}
