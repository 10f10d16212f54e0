package main

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"jalon/models"
)

// stops goes through every stop of the keyboard and names those whose focus is not drawn (WCAG 2.4.7: a ring of at least
// 2 px) or that something sticky covers entirely (2.4.11).
const stops = `(() => { const wrong = [];
	const shown = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && e.getClientRects().length;
	for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")) {
		if (e.disabled || !shown(e) || e.closest("[inert]")) continue;
		e.focus({focusVisible: true});
		if (document.activeElement !== e) continue;
		const label = e.closest("label"), name = e.tagName.toLowerCase() + (e.name ? "[name=" + e.name + "]" : "." + e.className) + " " + e.textContent.trim().slice(0, 20);
		const ring = x => { const s = getComputedStyle(x); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2; };
		if (!ring(e) && !(label && ring(label))) wrong.push("no ring: " + name);
		const box = (label && e.matches("[type=radio], [type=checkbox]") ? label : e).getBoundingClientRect();
		const seen = [[.5, .5], [.05, .5], [.95, .5], [.5, .1], [.5, .9]].some(([x, y]) => {
			const at = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
			return at && (e.contains(at) || at.contains(e) || label && label.contains(at)); });
		if (!seen) wrong.push("covered: " + name);
	}
	document.activeElement.blur(); scrollTo(0, 0);
	return wrong.slice(0, 4); })()`

// spaced applies the text spacing of WCAG 1.4.12 and names the texts that are cut off by it.
const spaced = `(() => { const sheet = new CSSStyleSheet();
	sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
	const before = document.adoptedStyleSheets;
	document.adoptedStyleSheets = [...before, sheet];
	const cut = [...document.querySelectorAll("main *, header *, nav *")].filter(e => { const s = getComputedStyle(e);
		return e.checkVisibility() && !e.closest(".visually-hidden, .scroll, svg") && s.overflowX !== "visible" && s.textOverflow !== "ellipsis" && !e.matches("input, select, textarea")
			&& (e.scrollWidth > e.clientWidth + 2 || s.overflowY === "hidden" && e.scrollHeight > e.clientHeight + 2) && e.clientWidth > 1; })
		.slice(0, 3).map(e => e.tagName.toLowerCase() + "." + e.className + " in " + e.parentElement.className + " " + e.textContent.trim().slice(0, 30));
	document.adoptedStyleSheets = before;
	return cut; })()`

// shift is how much the page moved while it loaded (cumulative layout shift, web.dev/cls).
const shift = `new Promise(done => { let sum = 0; new PerformanceObserver(l => l.getEntries().forEach(e => { if (!e.hadRecentInput) sum += e.value; })).observe({type: "layout-shift", buffered: true});
	setTimeout(() => done(sum), 60); })`

// largestShift is what the design allows (check 19).
const largestShift = 0.05

// usable adds what axe does not measure to the inspection of a page.
func (w *tab) usable() []string {
	w.t.Helper()
	var wrong []string
	s := ask[float64](w, shift)
	for again := 0; again < 3 && s > largestShift; again++ { // a busy machine may paint half a page once: what moves each time is the page's fault
		w.do(chromedp.Reload())
		s = ask[float64](w, shift)
	}
	if s > largestShift {
		wrong = append(wrong, fmt.Sprintf("layout shift %.3f", s))
	}
	wrong = append(wrong, ask[[]string](w, stops)...)
	for _, cut := range ask[[]string](w, spaced) {
		wrong = append(wrong, "text spacing cuts "+cut)
	}
	return wrong
}

// weight is what a first visit downloads, in bytes as they travel, by kind of file.
type weight struct{ Total, Scripts, Styles, Page int }

// weighs opens a page with an empty cache.
func (w *tab) weighs(path string) weight {
	w.t.Helper()
	w.do(chromedp.Navigate("about:blank"))
	w.open(path)
	return ask[weight](w, `(() => { const sum = (l, ends) => l.filter(e => e.name.split("?")[0].endsWith(ends)).reduce((n, e) => n + e.encodedBodySize, 0);
		const files = performance.getEntriesByType("resource"), page = performance.getEntriesByType("navigation")[0].encodedBodySize;
		return {Total: sum(files, "") + page, Scripts: sum(files, ".js"), Styles: sum(files, ".css"), Page: page}; })()`)
}

// TestBrowserWeight: what a first visit downloads stays within the design (check 22), compressed.
func TestBrowserWeight(t *testing.T) {
	browser, d := newBrowser(t), newDemonstration(t)
	for _, path := range []string{"/", "/personnes", "/suivis", "/agenda"} {
		w := d.as(t, models.Counsellor).tab(t, browser).weighs(path)
		t.Logf("%s: %d kB (scripts %d, styles %d, page %d)", path, w.Total/1000, w.Scripts/1000, w.Styles/1000, w.Page/1000)
		if w.Scripts == 0 || w.Styles == 0 || w.Page == 0 || w.Total > 150_000 || w.Scripts > 40_000 || w.Styles > 20_000 || w.Page > 60_000 {
			t.Errorf("%s: %+v", path, w)
		}
	}
}
