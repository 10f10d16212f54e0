package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// duplicatesOf counts the links that duplicate a follow-up on the list.
const duplicatesOf = `document.querySelectorAll("table.data a[href*='modele=']")`

// returnsToRow: after saving, a page is found where it was left (ux.md §5, 35), same filters, same scroll, the row that was worked on marked and
// focused; without script, the row is in sight and marked.
func (d *demonstration) returnsToRow(t *testing.T, w *tab, script bool) {
	w.size(1280, 600)
	w.open("/suivis?qui=moi")
	const middle = `[...` + duplicatesOf + `].at(20).closest("tr").querySelector("th a").id`
	row := ask[string](w, middle)
	before := ask[int](w, `(scrollTo(0, document.getElementById("`+row+`").getBoundingClientRect().top - 333), Math.round(scrollY))`)
	if row == "" || before < 300 {
		t.Fatalf("row %q at %d: the list of the demonstration is too short", row, before)
	}
	w.follows(`tr:has(#` + row + `) a[href*="modele="]`)
	w.do(chromedp.Click(`label:has(#themes)`, chromedp.NodeVisible))
	w.follows(`main form button.primary`)
	w.mustRead("Suivi enregistré")
	if path := ask[string](w, `location.pathname + location.search + location.hash`); !strings.Contains(path, "qui=moi") || !strings.HasSuffix(path, "#"+row) {
		t.Errorf("back at %s", path)
	}
	if !ask[bool](w, `document.querySelector("tr:has(:target)").contains(document.getElementById("`+row+`"))`) {
		t.Error("the row is not marked")
	}
	const shown = `(() => { const r = document.querySelector(":target").getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight })()`
	if !ask[bool](w, shown) {
		t.Error("the row is out of sight")
	}
	if !script {
		return
	}
	if after := ask[int](w, `Math.round(scrollY)`); after != before {
		t.Errorf("scrolled to %d before, %d after", before, after)
	}
	if focus := ask[string](w, `document.activeElement.id`); focus != row {
		t.Errorf("the focus is on %q, not on the row", focus)
	}
	if !ask[bool](w, `(() => { const r = document.querySelector(".flash form").getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight })()`) {
		t.Error("« Annuler » is out of sight")
	}
}
