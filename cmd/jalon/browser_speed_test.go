package main

import (
	"os"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"jalon/models"
)

// painted is when the largest part of the page was drawn (largest contentful paint, web.dev/lcp), in milliseconds.
const painted = `new Promise((done) => { let at = 0; new PerformanceObserver((l) => l.getEntries().forEach((e) => (at = e.startTime))).observe({type: "largest-contentful-paint", buffered: true});
	setTimeout(() => done(Math.round(at)), 300); })`

// answered is the longest time from a gesture to what it changed on the screen (interaction to next paint, web.dev/inp),
// in milliseconds, in steps of 8; gestures of less than 16 ms are not told by the browser.
const answered = `new Promise((done) => { let most = 0; new PerformanceObserver((l) => l.getEntries().forEach((e) => { if (e.interactionId) most = Math.max(most, e.duration); }))
	.observe({type: "event", durationThreshold: 16, buffered: true}); setTimeout(() => done(most), 1500); })`

// slowly gives the window the network and the processor of the design (ux.md §5, check 20): 1.6 Mb/s, 150 ms, and a
// tablet of the middle range, four times slower than an office computer.
func (w *tab) slowly() {
	w.t.Helper()
	rule := &network.Conditions{Latency: 150, DownloadThroughput: 1_600_000 / 8, UploadThroughput: 750_000 / 8}
	if _, err := chromedp.Call(w, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{rule}}); err != nil {
		w.t.Fatal(err)
	}
	if _, err := chromedp.Call(w, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4}); err != nil {
		w.t.Fatal(err)
	}
	w.size(768, 1024)
}

// cache keeps or drops what the browser already has: a first visit, or the following ones.
func (w *tab) cache(kept bool) {
	w.t.Helper()
	if _, err := chromedp.Call(w, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: !kept}); err != nil {
		w.t.Fatal(err)
	}
}

// TestBrowserSpeed prints how long the largest paint of the heaviest pages and the answer to a tap take. It judges
// nothing: the figures depend on the machine; docs/usability.md keeps those of one.
func TestBrowserSpeed(t *testing.T) {
	if os.Getenv("JALON_A11Y") != "full" {
		t.Skip("part of make check-a11y")
	}
	browser, d := newBrowser(t), newDemonstration(t)
	pages := map[string][]string{
		models.Counsellor:  {"/", "/personnes", "/suivis", "/agenda", "/a-completer", "/seances"},
		models.Coordinator: {"/", "/seances/calendrier", "/radar"},
		models.Manager:     {"/", "/pilotage", "/rapports", "/rapports/activite", "/rapports/grand-livre", "/actions"},
	}
	for role, paths := range pages {
		w := d.as(t, role).tab(t, browser)
		w.slowly()
		for _, path := range paths {
			w.cache(false)
			w.open(path)
			first := ask[int](w, painted)
			w.cache(true)
			w.open(path)
			w.open(path)
			t.Logf("LCP %s %s: first visit %d ms, then %d ms", role, path, first, ask[int](w, painted))
		}
	}
	w := d.as(t, models.Trainer).tab(t, browser)
	w.open("/")
	roll := ask[string](w, `document.querySelector("main a[href*='/presences']").getAttribute("href").split("#")[0]`)
	w.slowly()
	w.open(roll)
	t.Logf("LCP roll call: %d ms", ask[int](w, painted))
	for _, line := range []string{"1", "3", "4"} {
		w.do(chromedp.Click(`.roll li:nth-child(`+line+`) .chip.success`), chromedp.WaitVisible(`.roll li:nth-child(`+line+`) .saved[data-state="saved"]`))
	}
	t.Logf("INP roll call: %.0f ms", ask[float64](w, answered))
	w = d.as(t, models.Counsellor).tab(t, browser)
	w.slowly()
	w.open("/")
	w.do(chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.SendKeys("#q", "had", chromedp.NodeVisible), chromedp.WaitVisible(".palette .results a"))
	t.Logf("INP palette: %.0f ms", ask[float64](w, answered))
}
