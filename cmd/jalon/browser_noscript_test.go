package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The tasks of the design in a browser without JavaScript (check 18): T1 and the roll call are in browser_flows_test.go,
// the planner in browser_tasks_planner_test.go.

// withoutIt is a task done in a window without script.
func withoutIt(what func(*testing.T, *tab)) func(*testing.T, *tab) {
	return func(t *testing.T, w *tab) {
		t.Helper()
		w.withoutScript()
		what(t, w)
	}
}

// registersWithoutScript: an empty form is refused and keeps what was typed; then the record is created.
func registersWithoutScript(t *testing.T, w *tab) {
	w.open("/personnes/nouvelle")
	w.do(chromedp.SendKeys(`main [name="given_name"]`, "Quirine", chromedp.NodeVisible))
	if status := w.leads(chromedp.Click(`main form .form-actions button.primary`, chromedp.NodeVisible)); status != 422 {
		t.Fatalf("an empty form: %d", status)
	}
	w.mustRead("Il y a un problème")
	for _, field := range [][2]string{{"family_name", "Onbekend"}, {"birth_day", "14"}, {"birth_month", "6"}, {"birth_year", "1988"}, {"contact", "0472 22 33 44"},
		{"contact_language", "néer"}, {"place", "5000 Namur"}} {
		w.do(chromedp.SendKeys(`main [name="`+field[0]+`"]`, field[1], chromedp.NodeVisible))
	}
	w.follows(`main form .form-actions button.primary`)
	if h := ask[string](w, `document.querySelector("h1").innerText`); !strings.Contains(h, "ONBEKEND Quirine") {
		t.Errorf("the record is headed %q", h)
	}
}

// fillsSession: somebody is ticked, registered, and stands among the registered.
func fillsSession(t *testing.T, w *tab) {
	w.open("/seances")
	session := ask[string](w, `[...document.querySelectorAll("main th a[href^='/seances/']")].find((a) => a.textContent.includes("CV")).getAttribute("href")`)
	w.open(session + "/inscriptions")
	before := ask[int](w, seatedLines)
	w.do(chromedp.Click(`main li:not(:has(.problem)) label:has([name=inscription])`, chromedp.NodeVisible))
	w.follows(`main .form-actions button.primary`)
	w.open(session + "/inscriptions")
	if after := ask[int](w, seatedLines); after != before+1 {
		t.Errorf("%d people registered before, %d after", before, after)
	}
}

// freezesReport: from the list of reports, the check page, its reason when a figure is wrong, « Figer ».
func freezesReport(t *testing.T, w *tab) {
	w.open("/rapports")
	w.follows(`main .card a.button[href^="/rapports/"]`)
	w.follows(`main a[href*="/figer"]`)
	if ask[bool](w, `document.querySelector("main .flash.error") !== null`) {
		if status := w.leads(chromedp.Click(`main .form-actions button.primary`, chromedp.NodeVisible)); status != 422 {
			t.Errorf("frozen over a mistake without a reason: %d", status)
		}
		w.do(chromedp.SendKeys(`main form textarea`, "Corrigé dans le prochain rapport", chromedp.NodeVisible))
	}
	w.follows(`main .form-actions button.primary`)
	if at := ask[string](w, `location.pathname`); !strings.HasPrefix(at, "/rapports-figes/") {
		t.Errorf("the frozen report is at %s", at)
	}
}
