package main

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"jalon/models"
)

// T6 of the design: one tap per person, the network cut in the middle, then three signatures without it. Everything is sent
// once.
func TestBrowserRollOffline(t *testing.T) {
	browser, d := newBrowser(t), newDemonstration(t)
	w := d.as(t, models.Trainer).tab(t, browser)
	w.size(320, 700)
	w.open("/")
	roll := ask[string](w, `document.querySelector("main a[href*='/presences']").getAttribute("href").split("#")[0]`)
	w.open(roll)
	meets := ask[string](w, `document.querySelector(".roll li:nth-child(2) .who").textContent`) // another meeting keeps that one from being present
	d.fillsUp(t, strings.TrimSuffix(roll, "/presences"), rollOf-ask[int](w, rollLines))
	d.callsRollOffline(t, w, roll, meets)
	d.signsOffline(t, w, roll)
}

// rollOf is how many people the roll call of the design has.
const rollOf = 12

// fillsUp registers as many people as are missing, whose hour is free.
func (d *demonstration) fillsUp(t *testing.T, session string, missing int) {
	t.Helper()
	coordinator, form := d.as(t, models.Coordinator), url.Values{}
	coordinator.page(t, session+"/inscriptions").Find("main li").Each(func(_ int, line *goquery.Selection) {
		box := line.Find("input[name=inscription]").AttrOr("value", "")
		if box != "" && line.Find(".problem").Length() == 0 && len(form["inscription"]) < missing {
			form.Add("inscription", box)
		}
	})
	if len(form) > 0 {
		coordinator.post(t, session+"/inscriptions", form)
	}
}

const (
	rollLines   = `document.querySelectorAll("form[data-kept]").length`
	noneWaiting = `document.querySelector("[data-pending]").hidden || !/[0-9]/.test(document.querySelector("[data-pending]").textContent)`
)

// callsRollOffline taps every line; the network goes away after the fourth and comes back after the last.
func (d *demonstration) callsRollOffline(t *testing.T, w *tab, roll, meets string) {
	g := task(w, roll)
	lines := ask[int](w, rollLines)
	if lines != rollOf {
		t.Fatalf("%d people on the roll call, want %d", lines, rollOf)
	}
	names := ask[[]string](w, `[...document.querySelectorAll(".roll li .who")].map((e) => e.textContent)`)
	for i := 1; i <= lines; i++ {
		if i == 5 {
			w.offline(true)
		}
		line, chip, state := fmt.Sprintf(".roll li:nth-child(%d) ", i), ".chip.success", "saved"
		if names[i-1] == meets {
			chip = ".chip.error"
		}
		if i >= 5 {
			state = "kept"
		}
		g.click(line + chip)
		g.do(chromedp.WaitVisible(line + `.saved[data-state="` + state + `"]`))
	}
	if !ask[bool](w, fmt.Sprintf(`document.querySelector("[data-pending]").textContent.includes("%d encodages en attente")`, lines-4)) {
		t.Errorf("the page does not say what waits: %s", ask[string](w, `document.querySelector("[data-pending]").textContent`))
	}
	w.offline(false)
	w.until(`!document.querySelector("[data-state=kept]")`)
	w.open(roll)
	if left := ask[int](w, `[...document.querySelectorAll("form[data-kept]")].filter((f) => !f.querySelector("[name=attendance]:checked")).length`); left != 0 {
		t.Errorf("%d lines to specify after the network is back", left)
	}
	if n := ask[int](w, `document.querySelectorAll("main details .lines > li").length`); n != lines {
		t.Errorf("%d lines of history for %d taps", n, lines)
	}
	if g.clicks != lines {
		t.Errorf("%d taps for %d people", g.clicks, lines)
	}
	t.Logf("T6: %d people, %d taps", lines, g.clicks)
}

// signsOffline hands the tablet over, cuts the network, and lets three people sign.
func (d *demonstration) signsOffline(t *testing.T, w *tab, roll string) {
	w.size(768, 1024)
	w.follows(`main a[href$="/signature"]`)
	w.do(chromedp.SendKeys(`[name="code"]`, "4071", chromedp.NodeVisible))
	w.follows(`main form button.primary`)
	if v := w.violations(); len(v) > 0 {
		t.Errorf("axe, tablet: %v", v)
	}
	small := ask[[]string](w, `[...document.querySelectorAll(".kiosk :is(button, select, summary)")].filter((e) => e.checkVisibility()).map((e) => e.getBoundingClientRect()).filter((r) => r.height < 56 || r.width < 56).map((r) => r.width + " × " + r.height)`)
	if len(small) > 0 {
		t.Errorf("targets smaller than 56 px: %v", small)
	}
	w.do(chromedp.Click(`[data-sign]`, chromedp.NodeVisible), chromedp.WaitVisible(`[data-empty]`))
	w.turns(t)
	w.offline(true)
	for range 3 {
		w.draws()
		w.do(chromedp.Click(`[data-sign]`, chromedp.NodeVisible), chromedp.WaitVisible(`[data-next]`))
		w.do(chromedp.Click(`[data-next]`, chromedp.NodeVisible), chromedp.WaitVisible(`[data-sign]`))
	}
	w.until(`document.querySelector("[data-pending]").textContent.includes("3 signatures en attente")`)
	w.offline(false)
	w.until(noneWaiting)
	w.do(chromedp.Click(`.kiosk-team summary`, chromedp.NodeVisible), chromedp.SendKeys(`[name="code"]`, "4071", chromedp.NodeVisible))
	w.follows(`.kiosk-team form button`)
	w.follows(`main a[href$="/signatures"]`)
	if n := ask[int](w, `document.querySelectorAll("svg.drawn").length`); n != 3 {
		t.Errorf("%d signatures received, want 3", n)
	}
	w.mustRead("Signature intacte")
	if v := w.violations(); len(v) > 0 {
		t.Errorf("axe, signatures: %v", v)
	}
}

// turns turns the tablet while somebody signs: what is drawn stays, and stays inside the frame; it is then rubbed out.
func (w *tab) turns(t *testing.T) {
	t.Helper()
	const inside = `(() => { const pad = document.querySelector("[data-pad]"), f = pad.getBoundingClientRect(), p = pad.querySelector("path")?.getBoundingClientRect();
		return p ? [(p.x - f.x) / f.width, (p.y - f.y) / f.height, p.width / f.width, p.height / f.height].map((n) => Math.round(n * 50)).join(" ") : "nothing"; })()`
	w.draws()
	before := ask[string](w, inside)
	w.size(1024, 768)
	if after := ask[string](w, inside); before == "nothing" || after != before {
		t.Errorf("the strokes stand at %s, and at %s once the tablet is turned", before, after)
	}
	if p := ask[[]string](w, overflow); len(p) > 0 {
		t.Errorf("turned: %v", p)
	}
	w.size(768, 1024)
	w.do(chromedp.Click(`[data-clear]`, chromedp.NodeVisible))
}

// draws moves the pen across the frame.
func (w *tab) draws() {
	w.t.Helper()
	frame := ask[[]float64](w, `(() => { const r = document.querySelector("[data-pad]").getBoundingClientRect(); return [r.x, r.y, r.width, r.height]; })()`)
	for i, kind := range []input.DispatchMouseEventType{input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseMoved,
		input.DispatchMouseEventTypeMouseMoved, input.DispatchMouseEventTypeMouseReleased} {
		params := input.DispatchMouseEventParams{Type: kind, X: frame[0] + frame[2]*(0.2+0.2*float64(i)), Y: frame[1] + frame[3]*(0.3+0.1*float64(i%2)),
			Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1}
		if _, err := chromedp.Call(w, input.DispatchMouseEvent, params); err != nil {
			w.t.Fatal(err)
		}
	}
}
