package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"jalon/models"
)

// BenchmarkManager measures what a manager opens: lists of one's own, the grid of readiness, reports read, frozen, compared and
// exported, and what programs read page by page. Each tells the highest heap, and what one row costs where there are rows.
func BenchmarkManager(b *testing.B) {
	crowd := newCrowd(b)
	c := crowd.site.as(b, "marc")
	rows := crowd.site.Count(b, "select count(*) from enrolments where operation_id = 'gtj' and cancelled_at is null")
	followUps := crowd.site.Count(b, "select count(*) from followups")
	const period = "du=2025-01-01&au=2026-06-30"
	few := listOfFollowUps("") // a file holds 100,000 lines at most
	few.AddFilter(models.ListFilter{Column: "date", Sign: models.FilterUntil, Value: "2025-02-28"})
	fewRows := crowd.site.Count(b, "select count(*) from followups where on_date <= '2025-02-28'")
	lines := "/listes/composer?" + listOfFollowUps("").Values().Encode()
	for _, page := range []struct {
		name, path string
		rows       int
	}{
		{"list-lines", lines, followUps},
		{"list-groups", "/listes/composer?" + listOfFollowUps("conseiller").Values().Encode(), followUps},
		{"list-file", "/listes/composer/export?format=csv&" + few.Values().Encode(), fewRows},
		{"readiness", "/rapports/o-gtj/a-completer", rows},
		{"report-page", "/rapports/o-gtj/fse?" + period, rows},
		{"report-workbook", "/rapports/o-gtj/fse/classeur?" + period, rows},
		{"report-json", "/rapports/o-gtj/fse/donnees?" + period, rows},
		{"api-page", "/api/v1/operations/o-gtj/participants?to=2026-06-30&limit=500", 500},
	} {
		b.Run(page.name, func(b *testing.B) { heaped(b, page.rows, func() { c.fetch(b, page.path) }) })
	}
	b.Run("freeze", func(b *testing.B) {
		known := models.Date("2026-06-30")
		heaped(b, rows, func() {
			known = known.AddDays(1) // another report each time
			c.freeze(b, period+"&remise="+string(known))
		})
	})
	b.Run("compare", func(b *testing.B) {
		runs, err := crowd.site.ReportRuns(context.Background(), crowd.site.App.scope(Access{Actor: crowd.site.Actors["marc"]}, models.Read, models.KindReportRun), "o-gtj", models.Instant{}, "", 1)
		if err != nil || len(runs) == 0 {
			b.Skip(len(runs), err)
		}
		heaped(b, rows, func() { c.fetch(b, "/rapports-figes/"+runs[0].PublicID+"/comparer") })
	})
}

// listOfFollowUps is a list of all follow-ups as the composer writes it, or its groups.
func listOfFollowUps(group string) models.ListDefinition {
	d := models.ListDefinition{Source: "suivis", Sort: "date", Group: group}
	for _, key := range []string{"date", "nom", "prenom", "operation", "minutes", "minutes_signees", "mode", "themes", "conseiller"} {
		d.Columns = append(d.Columns, models.ListHeading{Key: key})
	}
	return d
}

// heaped is work with the highest heap meanwhile, and the cost of one of n rows.
func heaped(b *testing.B, n int, turn func()) {
	stop, peak := heapPeak()
	work(b, func(int) { turn() })
	close(stop)
	b.ReportMetric(float64(<-peak)/(1<<20), "MB-heap")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/row")
}

// discard is an answer that is read and not kept.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(status int)      { d.status = status }

// fetch asks for a page or a file and keeps nothing of it.
func (c *client) fetch(b *testing.B, path string) {
	b.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://jalon.test"+path, nil)
	r.RemoteAddr = c.address
	for name, value := range c.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	d := &discard{http.Header{}, http.StatusOK}
	if c.site.handler.ServeHTTP(d, r); d.status != http.StatusOK {
		b.Fatalf("%s: %d", path, d.status)
	}
}

// freeze freezes the report of a period, whatever its controls say.
func (c *client) freeze(b *testing.B, period string) {
	b.Helper()
	answer := c.post("/rapports/o-gtj/fse/figer?"+period, url.Values{"raison": {"Mesure de la durée, rien d'autre."}})
	if answer.Status != http.StatusSeeOther {
		b.Fatal(answer.Status, answer.text("main"))
	}
}
