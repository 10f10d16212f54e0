package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"jalon/models"
)

// T5 of the design: twelve people registered by the keyboard, three letters and Enter each, in under 90 seconds. Those without a
// place left wait, and their line says so.
func TestBrowserRegistersTwelve(t *testing.T) {
	browser, d := newBrowser(t), newDemonstration(t)
	w := d.as(t, models.Coordinator).tab(t, browser)
	w.size(1280, 800)
	w.open("/seances")
	session := ask[string](w, `[...document.querySelectorAll("main th a[href^='/seances/']")].find((a) => a.textContent.includes("CV")).getAttribute("href")`)
	w.open(session + "/inscriptions")
	names := ask[[]string](w, `[...document.querySelectorAll("main input[name=inscription]")].filter((i) => !i.closest("li").querySelector(".problem")).map((i) => i.closest("label").querySelector("bdi").textContent.split(" ")[0].slice(0, 3))`)
	before := ask[int](w, seatedLines)
	g := task(w, session+"/inscriptions")
	const wanted = 12
	done := 0
	for _, letters := range distinct(names) {
		if done == wanted {
			break
		}
		g.timed(func() { g.do(chromedp.SendKeys(`main [name="q"]`, letters, chromedp.NodeVisible)) })
		g.typed += len([]rune(letters))
		g.steps++
		if !g.firstIsFree() {
			g.open(session + "/inscriptions")
			continue
		}
		g.leadsTo(kb.Enter)
		done++
	}
	if after := ask[int](w, seatedLines); done < wanted || after != before+done {
		t.Fatalf("%d people registered by %d gestures, want %d", after-before, done, wanted)
	}
	g.within("T5", 0, wanted, 90)
}

const seatedLines = `document.querySelectorAll("[aria-labelledby=places] .lines > li").length`

// firstIsFree waits for the answers and tells whether Enter registers the first of them.
func (g *gauge) firstIsFree() bool {
	g.t.Helper()
	g.until(`!document.querySelector("main [data-live-results]").hidden && document.querySelector("main [data-live-results]").textContent.trim() !== ""`)
	return ask[bool](g.tab, `(() => { const b = document.querySelector("main [data-live-results] button, main [data-live-results] a"); return !!b && b.matches("button") && !b.textContent.includes("a déjà"); })()`)
}

// distinct keeps the first of equal texts.
func distinct(all []string) []string {
	var kept []string
	seen := map[string]bool{}
	for _, s := range all {
		if !seen[s] {
			seen[s] = true
			kept = append(kept, s)
		}
	}
	return kept
}
