package main

import (
	"context"
	_ "embed"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"jalon/models"
)

// axeSource is axe-core 4.14.1 (testdata/axe-LICENSE.txt): part of the tests, never of the program.
//
//go:embed testdata/axe.min.js
var axeSource string

// newBrowser starts Chromium; without it the browser tests cannot say anything (scripts/tools.sh installs it).
func newBrowser(t *testing.T) context.Context {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && program == "" {
			program = found
		}
	}
	if program == "" && os.Getenv("JALON_TEST_POSTGRES") != "" { // make test, which installed one: its absence is a failure
		t.Fatal("no chromium: make tools installs it")
	}
	if program == "" {
		t.Skip("no chromium: make tools installs it")
	}
	ctx, cancel := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(chromedp.ExecPath(program), chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.WSURLReadTimeout(time.Minute)))
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// tab is a window of a colleague's own: other cookies than the other windows.
type tab struct {
	context.Context
	t        *testing.T
	base     string
	mu       sync.Mutex
	problems []string
}

// tab opens a window for a signed-in visitor.
func (v visitor) tab(t *testing.T, browser context.Context) *tab {
	t.Helper()
	w := &tab{t: t, base: v.base}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(w.hear))
	t.Cleanup(cancel)
	w.Context = ctx
	if err := chromedp.Do(ctx); err != nil { // a tab lives as long as the context that opened it
		t.Fatal(err)
	}
	if c := v.login(); c != nil {
		if _, err := chromedp.Call(w, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: v.base}); err != nil {
			t.Fatal(err)
		}
	}
	w.size(1280, 900)
	return w
}

// hear notes what the console says: errors of scripts, refusals of the content policy, requests to elsewhere.
func (w *tab) hear(event any) {
	problem := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		problem = "exception: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			problem += " " + e.ExceptionDetails.Exception.Description
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			problem = "console.error"
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && !strings.Contains(e.Entry.Text, "the server responded with a status of 4") {
			problem = "console: " + e.Entry.Text
		}
	case *network.EventRequestWillBeSent:
		if url := e.Request.URL; !strings.HasPrefix(url, w.base) && !strings.HasPrefix(url, "data:") && !strings.HasPrefix(url, "about:") {
			problem = "request to " + url
		}
	}
	if problem != "" {
		w.mu.Lock()
		w.problems = append(w.problems, problem)
		w.mu.Unlock()
	}
}

// heard gives the problems since the last time.
func (w *tab) heard() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	said := w.problems
	w.problems = nil
	return said
}

// do carries out the actions within a minute.
func (w *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		w.t.Fatal(err)
	}
}

// ask gives the value of a script in the page.
func ask[T any](w *tab, script string) T {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w, time.Minute)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		w.t.Fatalf("%s: %v", script, err)
	}
	return value
}

// open goes to an address and gives the status.
func (w *tab) open(path string) int {
	w.t.Helper()
	return w.leads(chromedp.Navigate(w.base + path))
}

// leads carries out what leads to another page and gives its status.
func (w *tab) leads(action chromedp.Action[chromedp.Void]) int {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w, time.Minute)
	defer cancel()
	answer, err := chromedp.RunResponse(ctx, action)
	if err != nil {
		w.t.Fatal(err)
	}
	return int(answer.Status)
}

func (w *tab) size(width, height int64) {
	w.t.Helper()
	w.do(chromedp.EmulateViewport(width, height))
}

func (w *tab) theme(name string) {
	w.t.Helper()
	params := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"}}}
	if _, err := chromedp.Call(w, emulation.SetEmulatedMedia, params); err != nil {
		w.t.Fatal(err)
	}
}

// wcag are the rules of axe-core for the levels A and AA; inks are those among them that look at colours.
const (
	wcag = `["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]`
	inks = `{type: "rule", values: ["color-contrast", "link-in-text-block"]}`
)

// violations runs axe-core on the page as it stands.
func (w *tab) violations() []string {
	w.t.Helper()
	return w.breaks(wcag)
}

// breaks runs some rules of axe-core.
func (w *tab) breaks(rules string) []string {
	w.t.Helper()
	if !ask[bool](w, `typeof window.axe?.run === "function"`) { // a field may be named axe
		w.do(chromedp.Evaluate[chromedp.Void](axeSource + ";0"))
	}
	return ask[[]string](w, `axe.run(document, {preload: false, resultTypes: ["violations"], runOnly: `+rules+`, rules: {"target-size": {enabled: true}}})
		.then(r => r.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.target.join(" ") + " (" + (n.any[0] || n.all[0] || n.none[0] || {}).message + ")").join("; ")))`)
}

// structure looks at what axe does not: one h1, no skipped level, a skip link first, a language, no text that the catalogue lacks.
const structure = `(() => { const wrong = [], levels = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map(h => +h.tagName[1]);
	if (levels.filter(l => l === 1).length !== 1) wrong.push(levels.filter(l => l === 1).length + " h1");
	levels.forEach((l, i) => { if (i && l > levels[i-1] + 1) wrong.push("h" + levels[i-1] + " then h" + l); });
	if (document.documentElement.lang !== "fr") wrong.push("lang " + document.documentElement.lang);
	if (!document.querySelector("main")) wrong.push("no main");
	for (const key of document.body.innerText.match(/\[[a-z0-9_]+(\.[a-z0-9_-]+)+\]/g) ?? []) wrong.push("no text for " + key);
	if (document.body.classList.contains("app") && !document.body.querySelector("a, button, input").matches(".skip")) wrong.push("the first stop is not the skip link");
	return wrong; })()`

// overflow names what makes the page wider than the window.
const overflow = `(() => { const root = document.documentElement; if (root.scrollWidth <= root.clientWidth) return [];
	return [root.scrollWidth + " px: " + [...document.querySelectorAll("main *, header *")].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1 && !e.closest(".scroll"))
		.slice(0, 3).map(e => e.tagName + "." + e.className).join(", ")]; })()`

// inspect looks at one page, at the widths and in the themes given, reports what is wrong with it, and gives its title.
func (d *demonstration) inspect(w *tab, v visit, themes []string, widths ...int64) string {
	w.t.Helper()
	blame := func(where string, problems []string) {
		for _, p := range problems {
			w.t.Errorf("%s %s (%s) %s: %s", v.role, v.route, v.path, where, p)
		}
	}
	w.size(widths[0], 900)
	if status := w.open(v.path); status != http.StatusOK && v.route != "absent" && !strings.HasPrefix(v.route, "/verifier/") {
		blame("", []string{fmt.Sprint("status ", status)})
	}
	blame("structure", ask[[]string](w, structure))
	blame("use", w.usable())
	title := ask[string](w, "document.title")
	if name := d.named(title); name != "" {
		blame("title", []string{"holds the name " + name})
	}
	for _, width := range widths {
		w.size(width, 900)
		rules := wcag
		for _, theme := range themes {
			w.theme(theme)
			blame(fmt.Sprint("axe ", width, " ", theme), w.breaks(rules))
			rules = inks // another theme changes nothing else
		}
	}
	w.size(320, 700)
	blame("at 320 px", ask[[]string](w, overflow))
	if slices.Contains(refusing, v.route) {
		blame("sent empty", w.refuses())
	}
	blame("console", w.heard())
	return title
}

// TestBrowserPages opens every page of the table of routes in Chromium. By default each page once, for its main
// role; with JALON_A11Y=full for every role, in both themes, at the three widths: `make check-a11y`, or in pieces,
// `make check-a11y ROLE=manager`.
func TestBrowserPages(t *testing.T) {
	d := newDemonstration(t)
	full := os.Getenv("JALON_A11Y") == "full"
	themes, widths := []string{"light"}, []int64{1280}
	if full {
		themes, widths = []string{"light", "dark"}, []int64{1280, 768, 320}
	}
	began := time.Now()
	visits := append(d.tour(t, full), visit{models.Counsellor, "absent", "/absent"})
	t.Logf("%d pages found in %s", len(visits), time.Since(began).Round(time.Second))
	if len(visits) < 60 {
		t.Errorf("only %d pages found", len(visits))
	}
	byRole := map[string][]visit{}
	for _, v := range visits {
		byRole[v.role] = append(byRole[v.role], v)
	}
	for role, visits := range byRole { // side by side: a page leaves the processors idle half of the time
		t.Run("role "+role, func(t *testing.T) {
			t.Parallel()
			w := d.as(t, role).tab(t, newBrowser(t)) // a browser of its own: a window behind another one has no focus
			entitled := map[string]string{}
			for _, v := range visits {
				title := d.inspect(w, v, themes, widths...)
				if other, taken := entitled[title]; taken {
					t.Errorf("%s and %s have the same title, %q", v.route, other, title)
				}
				entitled[title] = v.route
			}
		})
	}
	t.Cleanup(func() { t.Logf("%d pages in %s", len(visits), time.Since(began).Round(time.Second)) })
}

// seesFaults spoils a page in every way that inspect looks for, and fails when it is not noticed.
func (w *tab) seesFaults() {
	w.t.Helper()
	w.size(1280, 900)
	w.open("/aide")
	w.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("main").insertAdjacentHTML("beforeend", "<h1>x</h1><h6>y</h6><img src='/favicon.ico'><p style='width:2000px'>z</p>")`))
	if v := w.violations(); len(v) != 1 || !strings.HasPrefix(v[0], "image-alt") {
		w.t.Errorf("an image without text: %v", v)
	}
	if p := ask[[]string](w, structure); len(p) != 2 {
		w.t.Errorf("two h1 and a level skipped: %v", p)
	}
	w.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("main").lastChild.className = "scroll"; document.querySelector("main h1").style.width = "2000px"`))
	if p := ask[[]string](w, overflow); len(p) != 1 {
		w.t.Errorf("a page too wide: %v", p)
	}
	w.do(chromedp.Evaluate[chromedp.Void](`(() => { const sheet = new CSSStyleSheet(); document.adoptedStyleSheets = [sheet];
		sheet.replaceSync("main a { outline: none !important } .over { position: fixed; inset: 0; z-index: 99 } .cut { block-size: 1.5em; inline-size: 16em; overflow: hidden }");
		document.querySelector("main").insertAdjacentHTML("beforeend", "<p class='cut'>A text that just fits its line</p>"); })()`))
	if p := strings.Join(ask[[]string](w, stops), "; "); !strings.Contains(p, "no ring: a") || strings.Contains(p, "covered: ") {
		w.t.Errorf("links without a ring: %q", p)
	}
	if p := strings.Join(ask[[]string](w, spaced), "; "); !strings.Contains(p, "cut") {
		w.t.Errorf("a text cut off: %q", p)
	}
	w.do(chromedp.Evaluate[chromedp.Void](`document.body.insertAdjacentHTML("beforeend", "<div class='over'></div>")`))
	if p := strings.Join(ask[[]string](w, stops), "; "); !strings.Contains(p, "covered: ") {
		w.t.Errorf("stops under something else: %q", p)
	}
	if p := strings.Join(w.heard(), "; "); !strings.Contains(p, "Content Security Policy") {
		w.t.Errorf("a style against the content policy: %q", p)
	}
}
