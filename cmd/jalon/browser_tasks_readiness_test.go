package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"jalon/models"
)

// T11 of the design: the questions stand in the row, Ctrl + Entrée saves and goes down by itself.
func TestBrowserCorrectionGrid(t *testing.T) {
	browser, d := newBrowser(t), newDemonstration(t)
	w := d.as(t, models.Manager).tab(t, browser)
	w.size(1280, 900)
	w.open("/rapports")
	w.follows(`main a[href*="/a-completer?donnee=incomplets"]`)
	g := &gauge{tab: w}
	g.follow(`main a[href*="donnee=isced"]`)
	if v := w.violations(); len(v) > 0 {
		t.Errorf("axe: %v", v)
	}
	const rows = `[...document.querySelectorAll(".gaps > li")].map((li) => li.id)`
	before := ask[[]string](w, rows)
	if len(before) < 3 {
		t.Fatalf("only %d records to complete", len(before))
	}
	w.do(chromedp.Focus(`.gaps > li select[name="isced"]`))
	for i := range 2 { // the second without the mouse: the cursor went down by itself
		if at := ask[string](w, `document.activeElement.closest(".gaps > li").id`); at != before[i] {
			t.Fatalf("the cursor is in %s, not in %s", at, before[i])
		}
		for ask[string](w, `document.activeElement.name`) != "isced" {
			g.press(kb.Tab)
		}
		g.press("S") // « Secondaire… »
		g.leadsTo(kb.Enter, chromedp.ModifierCtrl)
	}
	if after := ask[[]string](w, rows); after[0] != before[2] {
		t.Fatalf("after two fixes the list begins with %s, not %s", after[0], before[2])
	}
	g.within("T11, two fixes", 1, 6, 40)
}
