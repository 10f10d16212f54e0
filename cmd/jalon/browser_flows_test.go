package main

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"jalon/models"
)

// Whole gestures of a working day, in a real browser.
func TestBrowserFlows(t *testing.T) {
	browser, d := newBrowser(t), newDemonstration(t)
	t.Run("log a follow-up in three clicks", func(t *testing.T) { d.logsFollowUp(t, d.as(t, models.Counsellor).tab(t, browser)) })
	t.Run("log a follow-up without script", func(t *testing.T) {
		w := d.as(t, models.Counsellor).tab(t, browser)
		w.withoutScript()
		d.logsFollowUp(t, w)
	})
	t.Run("back to the row", func(t *testing.T) { d.returnsToRow(t, d.as(t, models.Counsellor).tab(t, browser), true) })
	t.Run("back to the row without script", func(t *testing.T) {
		w := d.as(t, models.Counsellor).tab(t, browser)
		w.withoutScript()
		d.returnsToRow(t, w, false)
	})
	t.Run("a form sent twice", func(t *testing.T) { d.sendsTwice(t, browserOf(t, d, models.Counsellor, browser)) })
	t.Run("register somebody, then a namesake", func(t *testing.T) { registersTwice(t, d.as(t, models.Counsellor).tab(t, browser)) })
	t.Run("search while typing", func(t *testing.T) { searches(t, d.as(t, models.Reception).tab(t, browser)) })
	t.Run("roll call", func(t *testing.T) { d.callsRoll(t, d.as(t, models.Trainer).tab(t, browser)) })
	t.Run("what was typed wrong", func(t *testing.T) { mendsForm(t, d.as(t, models.Counsellor).tab(t, browser)) })
	t.Run("faults are noticed", func(t *testing.T) { d.as(t, models.Counsellor).tab(t, browser).seesFaults() })
}

// withoutScript makes the window one of a browser without JavaScript.
func (w *tab) withoutScript() {
	w.t.Helper()
	if _, err := chromedp.Call(w, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		w.t.Fatal(err)
	}
}

// follows clicks what leads to another page, which must answer 200.
func (w *tab) follows(selector string) {
	w.t.Helper()
	if status := w.leads(chromedp.Click(selector, chromedp.NodeVisible)); status != http.StatusOK {
		w.t.Fatalf("%s leads to a page with status %d: %s", selector, status, ask[string](w, `document.querySelector("main").innerText`))
	}
}

// reads is the text of the page, with plain spaces.
func (w *tab) reads() string {
	w.t.Helper()
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(ask[string](w, `document.querySelector("main").innerText`))
}

func (w *tab) mustRead(text string) {
	w.t.Helper()
	if page := w.reads(); !strings.Contains(page, text) {
		w.t.Fatalf("%q is not on the page:\n%s", text, page)
	}
}

const slots = `document.querySelectorAll("main a[href*='rendez-vous=']").length`

// logsFollowUp is T1 of the design: « Encoder » on the slot, a topic, « Enregistrer le suivi ».
func (d *demonstration) logsFollowUp(t *testing.T, w *tab) {
	w.open("/")
	before := ask[int](w, slots)
	w.follows(`main a[href*="rendez-vous="]`)
	w.do(chromedp.Click(`label:has(#themes)`, chromedp.NodeVisible))
	w.follows(`main form button.primary`)
	w.mustRead("Suivi enregistré")
	if path := ask[string](w, "location.pathname"); path != "/" {
		t.Errorf("back at %s", path)
	}
	if after := ask[int](w, slots); after != before-1 {
		t.Errorf("%d slots to fill in before, %d after", before, after)
	}
}

// both is a visitor and its window.
type both struct {
	visitor
	*tab
}

func browserOf(t *testing.T, d *demonstration, role string, browser context.Context) both {
	t.Helper()
	v := d.as(t, role)
	return both{v, v.tab(t, browser)}
}

// sendsTwice sends one form twice at the same moment, as two impatient clicks without script would.
func (d *demonstration) sendsTwice(t *testing.T, b both) {
	b.open("/")
	b.follows(`main a[href*="rendez-vous="]`)
	person := "/personnes/" + ask[string](b.tab, `new URL(document.querySelector("form[action^='/suivis/nouveau']").action).searchParams.get("personne")`)
	followUps := func() int {
		seen := map[string]bool{}
		b.page(t, person).Find(`main a[href^="/suivis/"]`).Each(func(_ int, a *goquery.Selection) {
			if path := a.AttrOr("href", ""); !strings.HasPrefix(path, "/suivis/nouveau") {
				seen[path] = true
			}
		})
		return len(seen)
	}
	before := followUps()
	statuses := ask[[]int](b.tab, `(() => { const form = document.querySelector("form[action^='/suivis/nouveau']");
		const send = () => fetch(form.action, {method: "POST", body: new URLSearchParams(new FormData(form))}).then(r => r.status);
		return Promise.all([send(), send()]); })()`)
	for _, status := range statuses {
		if status != http.StatusOK {
			t.Errorf("statuses %v", statuses)
		}
	}
	if after := followUps(); after != before+1 {
		t.Errorf("%d follow-ups before, %d after", before, after)
	}
}

// meetsNamesake creates a record with an impatient double click, then begins another one of the same name: the window
// stays on the page that shows the lookalike. It gives the address of the first record.
func meetsNamesake(t *testing.T, w *tab) string {
	fill := func(contact string) {
		t.Helper()
		w.open("/personnes/nouvelle")
		for name, value := range map[string]string{"family_name": "Zwartjes", "given_name": "Ondine", "birth_day": "3", "birth_month": "2", "birth_year": "1990",
			"contact": contact, "contact_language": "fr", "place": "5000 Namur"} {
			w.do(chromedp.SetValue(`main [name="`+name+`"]`, value, chromedp.NodeVisible))
		}
	}
	fill("0470 12 34 56")
	if status := w.leads(chromedp.DoubleClick(`main form button.primary`, chromedp.NodeVisible)); status != http.StatusOK {
		t.Fatalf("status %d: %s", status, w.reads())
	}
	first := ask[string](w, "location.pathname")
	fill("ondine@exemple.be")
	if status := w.leads(chromedp.Click(`main form button.primary`, chromedp.NodeVisible)); status != http.StatusUnprocessableEntity {
		t.Fatalf("the namesake: status %d", status)
	}
	w.mustRead("1 dossier semblable")
	return first
}

func registersTwice(t *testing.T, w *tab) {
	first := meetsNamesake(t, w)
	if v := w.violations(); len(v) > 0 {
		t.Errorf("axe: %v", v)
	}
	if same := ask[string](w, `new URL(document.querySelector("aside button[formaction]").formAction).pathname`); same != first+"/mise-a-jour" {
		t.Errorf("the lookalike is %s, not %s", same, first)
	}
	if kept := ask[string](w, `document.querySelector("[name=contact]").value`); kept != "ondine@exemple.be" {
		t.Errorf("the contact became %q", kept)
	}
	w.follows(`main form .form-actions button.primary`)
	if second := ask[string](w, "location.pathname"); second == first || !strings.HasPrefix(second, "/personnes/") {
		t.Errorf("the second record: %s", second)
	}
}

// searches finds the namesakes of the test before by the beginning of the name.
func searches(t *testing.T, w *tab) {
	w.open("/")
	w.do(chromedp.SendKeys("#q", "zwar", chromedp.NodeVisible), chromedp.WaitVisible(".palette .results a"))
	if n := ask[int](w, `[...document.querySelectorAll(".palette .results a")].filter(a => a.textContent.includes("ZWARTJES")).length`); n != 2 {
		t.Errorf("%d people found, want the two that were registered", n)
	}
	if v := w.violations(); len(v) > 0 {
		t.Errorf("axe: %v", v)
	}
	if at := ask[string](w, "location.href"); strings.Contains(at, url.QueryEscape("zwar")) {
		t.Errorf("the name is in the address: %s", at)
	}
}

// callsRoll taps one presence: saved at once, still there after a reload. Then the same without script.
func (d *demonstration) callsRoll(t *testing.T, w *tab) {
	w.size(320, 700)
	w.open("/")
	w.open(ask[string](w, `document.querySelector("main a[href*='/presences']").getAttribute("href")`))
	action := ask[string](w, `document.querySelector("#a-preciser form").getAttribute("action")`)
	form := `form[action="` + action + `"] `
	small := ask[[]string](w, `[...document.querySelectorAll(".roll .chip")].map(c => c.getBoundingClientRect()).filter(r => r.height < 44 || r.width < 44).map(r => r.width + " × " + r.height).slice(0, 3)`)
	if len(small) > 0 {
		t.Errorf("choices smaller than 44 px: %v", small)
	}
	w.do(chromedp.Click(form+".chip.success", chromedp.NodeVisible), chromedp.WaitVisible(form+`.saved[data-state="saved"]`))
	w.do(chromedp.Reload())
	if !ask[bool](w, `document.querySelector('`+form+`input[value="present"]').checked`) {
		t.Error("the tap is gone after a reload")
	}
	w.withoutScript()
	w.do(chromedp.Reload())
	w.do(chromedp.Click(form+".chip.error", chromedp.NodeVisible))
	w.follows(form + "[data-autosave-button]")
	if !ask[bool](w, `document.querySelector('`+form+`input[value="absent"]').checked`) {
		t.Error("without script the change is not kept")
	}
}

// mendsForm sends an empty form: the summary takes the focus, says what the fields say, and leads to them.
func mendsForm(t *testing.T, w *tab) {
	w.open("/personnes/nouvelle")
	w.do(chromedp.SetValue(`[name="given_name"]`, "Ondine"))
	if status := w.leads(chromedp.Click(`main form button.primary`, chromedp.NodeVisible)); status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", status)
	}
	w.mustRead("Il y a un problème")
	wrong := ask[[]string](w, `(() => { const wrong = [], summary = document.querySelector(".summary, [data-summary], .error-summary");
		if (!document.title.startsWith("Erreur")) wrong.push("title " + document.title);
		if (!summary || !summary.contains(document.activeElement)) wrong.push("the focus is on " + document.activeElement.tagName + "." + document.activeElement.className);
		for (const a of summary ? summary.querySelectorAll("a") : []) { const field = document.querySelector(a.getAttribute("href"));
			if (!field) wrong.push("no field " + a.getAttribute("href"));
			else if (!field.closest(".field, fieldset").innerText.includes(a.innerText)) wrong.push("the field does not say " + a.innerText); }
		if (document.querySelector("[name=given_name]").value !== "Ondine") wrong.push("what was typed is gone");
		return wrong; })()`)
	if wrong = append(wrong, w.violations()...); len(wrong) > 0 {
		t.Errorf("%v", wrong)
	}
	w.do(chromedp.Click("header details.account summary", chromedp.NodeVisible))
	if v := w.violations(); len(v) > 0 {
		t.Errorf("axe, menu open: %v", v)
	}
}
