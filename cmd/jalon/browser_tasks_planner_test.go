package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"jalon/models"
)

// T4 of the design: six sessions in at most 12 inputs, from the list. The room is taken on the first of these days by the series of
// the demonstration: each conflict is settled by its first button. Then the same with a room that is too small.
func TestBrowserPlansSeries(t *testing.T) {
	browser, d := newBrowser(t), newDemonstration(t)
	w := d.as(t, models.Coordinator).tab(t, browser)
	w.size(1280, 900)
	first := demoDay.AddDate(0, 0, 8).Format("2/1/2006")
	g := task(w, "/seances")
	g.follow(`main a[href^="/seances/series/nouvelle"]`)
	for _, field := range [][2]string{{"module", "LLF11"}, {"room", "Namur, B12"}, {"start", first}, {"starts_at", "9h"}} {
		g.fill(field[0], field[1])
	}
	g.timed(func() { g.until(`document.querySelectorAll("#proposition tbody tr").length === 6`) })
	for _, width := range []int64{1280, 320} { // its conflicts shown
		w.size(width, 900)
		w.clean("conflicts shown")
	}
	w.size(1280, 900)
	settled := g.settles()
	if settled == 0 {
		t.Error("no conflict with the series of the demonstration: nothing was settled")
	}
	g.follow(`button[name=action][value=creer]`)
	g.mustRead("Séances planifiées")
	if n := ask[int](w, `document.querySelectorAll("main tbody tr").length`); n != 6 {
		t.Errorf("%d sessions planned, want 6", n)
	}
	if inputs := g.clicks + g.keys; inputs > 12 {
		t.Errorf("T4: %d inputs, want 12 at most", inputs)
	}
	g.within("T4 plan six sessions", 12, 12, 90)
	w.takesLargerRoom(t, first)
}

// settles presses the first remedy of each point until none is left, and counts them.
func (g *gauge) settles() int {
	g.t.Helper()
	n := 0
	for ask[bool](g.tab, `document.querySelector("#proposition .plan-point button") !== null`) && n < 10 {
		g.follow("#proposition .plan-point button")
		n++
	}
	return n
}

// takesLargerRoom asks for more places than the room has, without a script: one button takes a room that has them.
func (w *tab) takesLargerRoom(t *testing.T, first string) {
	t.Helper()
	w.withoutScript()
	w.open("/seances/series/nouvelle")
	for _, field := range [][2]string{{"module", "LLF11"}, {"room", "Namur, B12"}, {"start", first}, {"starts_at", "14h"}, {"capacity", "18"}} {
		w.do(chromedp.SendKeys(`main [name="`+field[0]+`"]`, field[1], chromedp.NodeVisible))
	}
	w.follows(`button[name=action][value=proposer]`)
	w.mustRead("18 places demandées, B12 en compte 14")
	w.follows("#proposition .plan-point button")
	if text := w.reads(); strings.Contains(text, "18 places demandées") || !strings.Contains(text, "Namur, Salle") {
		t.Errorf("the remedy does not take a larger room: %s", text)
	}
}
