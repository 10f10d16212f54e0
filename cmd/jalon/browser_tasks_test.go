package main

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"jalon/models"
)

// Times of the keystroke-level model (Card, Moran and Newell, 1980), in seconds: an average typist's key, pointing at
// something and clicking it, and making up one's mind before each step.
const (
	keyTime   = 0.28
	clickTime = 1.1 + 0.2
	mindTime  = 1.35
)

// gauge counts what a colleague does for one task of the design. The counts are the verdict; the seconds are an estimate
// of the hands plus what the machine took, to be read, never to fail a test.
type gauge struct {
	*tab
	clicks, keys, typed, steps int
	machine                    time.Duration
}

// task opens a page and counts from there.
func task(w *tab, start string) *gauge {
	w.t.Helper()
	w.open(start)
	return &gauge{tab: w}
}

// timed adds what the machine took to carry out something. Keys of a habit (Ctrl+K, Enter) ask for no thought: steps are
// what is looked for with the eyes.
func (g *gauge) timed(what func()) {
	began := time.Now()
	what()
	g.machine += time.Since(began)
}

// click clicks what stays on the page; follow what leads to another one.
func (g *gauge) click(selector string) {
	g.t.Helper()
	g.clicks++
	g.steps++
	g.timed(func() { g.do(chromedp.Click(selector, chromedp.NodeVisible)) })
}

func (g *gauge) follow(selector string) {
	g.t.Helper()
	g.clicks++
	g.steps++
	g.timed(func() { g.follows(selector) })
}

// fill types into a field reached with the tabulator: a key, and the text, which the targets do not count.
func (g *gauge) fill(name, text string) {
	g.t.Helper()
	g.keys++
	g.steps++
	g.typed += len([]rune(text))
	g.timed(func() { g.do(chromedp.SendKeys(`main [name="`+name+`"]`, text, chromedp.NodeVisible)) })
}

// press sends keys wherever the focus is; a chord is one key.
func (g *gauge) press(keys string, chord ...chromedp.Modifier) {
	g.t.Helper()
	g.keys += len([]rune(keys))
	g.timed(func() { g.do(chromedp.KeyEvent(keys, chromedp.KeyModifiers(chord...))) })
}

// leadsTo presses a key that leads to another page.
func (g *gauge) leadsTo(key string, chord ...chromedp.Modifier) {
	g.t.Helper()
	g.keys++
	g.timed(func() {
		if status := g.leads(chromedp.KeyEvent(key, chromedp.KeyModifiers(chord...))); status != http.StatusOK {
			g.t.Fatalf("%s leads to a page with status %d: %s", key, status, g.reads())
		}
	})
}

// tabTo presses the tabulator until the focus is on what the selector names, as somebody without a mouse does.
func (g *gauge) tabTo(selector string) {
	g.t.Helper()
	const farthest = 120
	for range farthest {
		g.do(chromedp.KeyEvent(kb.Tab))
		g.keys++
		if ask[bool](g.tab, "document.activeElement.matches(`"+selector+"`)") {
			return
		}
	}
	g.t.Fatalf("%s is not among the %d first stops", selector, farthest)
}

// seconds is the estimate of the whole task.
func (g *gauge) seconds() float64 {
	return float64(g.clicks)*clickTime + float64(g.keys+g.typed)*keyTime + float64(g.steps)*mindTime + g.machine.Seconds()
}

// within compares with the targets of the design; clicks or keys of -1 are not limited.
func (g *gauge) within(name string, clicks, keys int, seconds float64) {
	g.t.Helper()
	g.t.Logf("%s: %d clicks, %d keys, %d characters typed, %.1f s estimated (machine %.2f s), target %s", name, g.clicks, g.keys, g.typed, g.seconds(),
		g.machine.Seconds(), fmt.Sprintf("%d clicks, %d keys, %.0f s", clicks, keys, seconds))
	if clicks >= 0 && g.clicks > clicks || keys >= 0 && g.keys > keys {
		g.t.Errorf("%s: more gestures than the design allows", name)
	}
}

// TestBrowserTasks does the tasks of the design in a real browser and counts the gestures.
func TestBrowserTasks(t *testing.T) {
	browser, d := newBrowser(t), newDemonstration(t)
	run := func(name, role string, what func(*testing.T, *tab)) {
		t.Run(name, func(t *testing.T) { what(t, d.as(t, role).tab(t, browser)) })
	}
	run("T1 from the day", models.Counsellor, followUpOfTheDay)
	run("T1 spontaneous", models.Counsellor, spontaneousFollowUp)
	run("T1 with the keyboard", models.Counsellor, followUpByKeyboard)
	run("T2 register", models.Counsellor, registersSomebody)
	run("T3 enrol", models.Counsellor, enrolsSomebody)
	run("T9 exit", models.Counsellor, letsSomebodyLeave)
	run("T9 six months", models.Counsellor, callsSomebody)
	run("T10 find", models.Counsellor, findsSomebody)
	run("T2 without script", models.Counsellor, withoutIt(registersWithoutScript))
	run("T3 without script", models.Counsellor, withoutIt(enrolsSomebody))
	run("T5 without script", models.Coordinator, withoutIt(fillsSession))
	run("a report frozen without script", models.Manager, withoutIt(freezesReport))
	if os.Getenv("JALON_A11Y") == "full" {
		run("T8 without script", models.Coordinator, withoutIt(makesAttestation))
		run("T9 exit without script", models.Counsellor, withoutIt(letsSomebodyLeave))
		run("T9 six months without script", models.Counsellor, withoutIt(callsSomebody))
	}
}

// followUpOfTheDay: the slot, a topic, « Enregistrer le suivi ».
func followUpOfTheDay(_ *testing.T, w *tab) {
	g := task(w, "/")
	g.follow(`main a[href*="rendez-vous="]`)
	g.click(`label:has(#themes)`)
	g.follow(`main form .form-actions button.primary`)
	g.mustRead("Suivi enregistré")
	g.within("T1 from the day", 3, 0, 15)
}

// somebody is the name of a person of the counsellor who follows one dispositif only.
func (w *tab) somebody() string {
	w.t.Helper()
	w.open("/personnes")
	return ask[string](w, `document.querySelector("main tbody th a").textContent.trim()`)
}

// spontaneousFollowUp: no appointment; the person is found from the header, and « Encoder un suivi » follows.
func spontaneousFollowUp(_ *testing.T, w *tab) {
	name := w.somebody()
	g := task(w, "/")
	g.find(name)
	g.follow(`main a[href^="/suivis/nouveau"]`)
	g.click(`label:has([name="duree"][value="30"])`)
	g.click(`label:has(#themes)`)
	g.follow(`main form .form-actions button.primary`)
	g.mustRead("Suivi enregistré")
	g.within("T1 spontaneous", 8, 5, 25)
}

// find opens somebody's file: Ctrl+K, three letters, Enter.
func (g *gauge) find(name string) {
	g.t.Helper()
	g.press("k", chromedp.ModifierCtrl)
	g.press(strings.ToLower(string([]rune(name)[:3])))
	g.do(chromedp.WaitVisible(".palette .results a"))
	g.press(kb.Enter)
	g.do(chromedp.WaitVisible(`main a[href^="/suivis/nouveau?personne="]`))
}

// findsSomebody: five keys lead to the right file.
func findsSomebody(t *testing.T, w *tab) {
	name := w.somebody()
	g := task(w, "/")
	g.find(name)
	if heading := ask[string](g.tab, `document.querySelector("h1").innerText`); !strings.Contains(heading, name) {
		t.Errorf("found %q, not %q", heading, name)
	}
	g.within("T10 find somebody", 0, 5, 2)
}

// followUpByKeyboard is the follow-up of the day without a mouse (check 6 of the design).
func followUpByKeyboard(_ *testing.T, w *tab) {
	g := task(w, "/")
	g.tabTo(`main a[href*="rendez-vous="]`)
	g.leadsTo(kb.Enter)
	g.tabTo(`[name="themes"]`)
	g.press(" ")
	g.leadsTo(kb.Enter, chromedp.ModifierCtrl)
	g.mustRead("Suivi enregistré")
	g.within("T1 with the keyboard", 0, -1, 60)
}

// registersSomebody: six questions, « Créer le dossier ».
func registersSomebody(_ *testing.T, w *tab) {
	g := task(w, "/personnes/nouvelle")
	for _, field := range [][2]string{{"family_name", "Vanderzande"}, {"given_name", "Quirine"}, {"birth_day", "14"}, {"birth_month", "6"}, {"birth_year", "1987"},
		{"contact", "0471 22 33 44"}, {"contact_language", "néer"}, {"place", "5000 Namur"}} {
		g.fill(field[0], field[1])
	}
	g.leadsTo(kb.Enter, chromedp.ModifierCtrl)
	g.mustRead("Profil")
	g.within("T2 register a person", 0, 9, 60)
}

// enrolsSomebody: from the file, « Inscrire dans un dispositif », one whose conditions are not refused, its questions, « Inscrire ».
func enrolsSomebody(t *testing.T, w *tab) {
	person, address := w.enrollable()
	if person == "" {
		t.Fatal("nobody of the demonstration can be enrolled")
	}
	g := task(w, person)
	if !ask[bool](w, `document.querySelector(".identity details.menu a[href$='/inscription']") === null`) {
		g.click(".identity details.menu summary")
	}
	g.follow(`.identity a[href$="/inscription"]`)
	g.follow(`main a.button[href="` + address + `"]`)
	g.follow(`main form.form .form-actions button.primary`)
	g.mustRead("Inscription enregistrée")
	g.within("T3 enrol", 4, 0, 20)
}

// enrollable finds a person of the list and the address of an enrolment that no condition refuses.
func (w *tab) enrollable() (person, address string) {
	w.t.Helper()
	w.open("/personnes")
	for _, path := range ask[[]string](w, `[...document.querySelectorAll("main tbody th a")].map(a => a.getAttribute("href"))`) {
		w.open(path + "/inscription")
		if found := ask[string](w, `(document.querySelector("main a.button.primary[href*='/inscription/']") || {getAttribute: () => ""}).getAttribute("href")`); found != "" {
			return path, found
		}
	}
	return "", ""
}

// letsSomebodyLeave: date (given), situation, reason, proof: three choices and « Enregistrer la sortie ».
func letsSomebodyLeave(t *testing.T, w *tab) {
	g := task(w, w.exitable(t))
	for _, name := range []string{"situation", "motif", "preuve"} {
		g.click(`label:has([name="` + name + `"])`)
	}
	if ask[bool](w, `document.querySelector("[name=seances]") !== null`) {
		g.click(`label:has([name="seances"])`)
	}
	g.follow(`main form .form-actions button.primary`)
	g.mustRead("Sortie enregistrée")
	g.within("T9 exit", 5, 0, 30)
}

// exitable is the address of the exit of an enrolment that is under way.
func (w *tab) exitable(t *testing.T) string {
	t.Helper()
	w.open("/personnes")
	for _, path := range ask[[]string](w, `[...document.querySelectorAll("main tbody th a")].map(a => a.getAttribute("href"))`) {
		w.open(path)
		for _, enrolment := range ask[[]string](w, `[...document.querySelectorAll("main a[href^='/inscriptions/']")].map(a => new URL(a.href).pathname.split("/").slice(0, 3).join("/"))`) {
			w.open(enrolment)
			if strings.Contains(w.reads(), "En cours") && strings.Contains(w.reads(), "Aucune sortie") {
				return enrolment + "/sortie"
			}
		}
	}
	t.Fatal("nobody of the demonstration can leave")
	return ""
}

// callsSomebody: from the list of calls, « Appeler et encoder », the situation, its source, « Enregistrer ».
func callsSomebody(_ *testing.T, w *tab) {
	g := task(w, "/suivi-6-mois")
	g.follow(`main ul.lines a.button[href^="/suivi-6-mois/"]`)
	g.click(`label:has([name="statut"])`)
	g.click(`label:has([name="source"])`)
	g.follow(`main form .form-actions button.primary`)
	g.mustRead("Suivi à 6 mois enregistré")
	g.within("T9 six months", 4, 0, 45)
}
