package main

import (
	"context"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"jalon/models"
)

// What is typed survives a closed window, a lost network, the end of the session and a colleague's change, in a real
// browser (ux.md §5, checks 28 to 31).
func TestBrowserSafety(t *testing.T) {
	browser, d := newBrowser(t), newDemonstration(t)
	t.Run("the window closes while a note is typed", func(t *testing.T) { d.closesWhileTyping(t, browser) })
	t.Run("the network is lost while saving", func(t *testing.T) { d.losesNetwork(t, browser) })
	t.Run("signing out with an entry that waits", func(t *testing.T) { d.signsOutWaiting(t, browser) })
	t.Run("the session ends while typing", func(t *testing.T) { d.outlastsSession(t, browser) })
	t.Run("the end of the session is announced", func(t *testing.T) { d.announcesEnd(t, browser) })
	t.Run("a colleague saves first", func(t *testing.T) { d.savesSecond(t, browser) })
}

// ownPerson is the address of a person of the visitor's caseload, enrolled in one dispositif at least.
func (v visitor) ownForm(t *testing.T) (form, person string) {
	t.Helper()
	var found string
	v.page(t, "/personnes").Find("main tbody th a").EachWithBreak(func(_ int, a *goquery.Selection) bool {
		path := a.AttrOr("href", "")
		form := "/suivis/nouveau?personne=" + strings.TrimPrefix(path, "/personnes/")
		if _, doc := v.fetch(t, form); doc.Find(`main form[data-queue] input[name=dispositif]`).Length() == 1 {
			found, person = form, path
		}
		return found == ""
	})
	if found == "" {
		t.Fatal("nobody to write about")
	}
	return found, person
}

// types fills the note letter by letter.
func (w *tab) types(text string) {
	w.t.Helper()
	w.do(chromedp.Click(`main [name=note]`, chromedp.NodeVisible), chromedp.SendKeys(`main [name=note]`, text, chromedp.NodeVisible))
}

// until waits for the script to be true, ten seconds at most.
func (w *tab) until(script string) {
	w.t.Helper()
	for range 100 {
		if ask[bool](w, script) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	w.t.Fatalf("never: %s\nheard %q\n%s", script, w.heard(), w.reads())
}

// offline cuts the network, or brings it back, and tells the page.
func (w *tab) offline(lost bool) {
	w.t.Helper()
	rule := &network.Conditions{Offline: lost, DownloadThroughput: -1, UploadThroughput: -1}
	params := network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{rule}}
	if _, err := chromedp.Call(w, network.EmulateNetworkConditionsByRule, params); err != nil {
		w.t.Fatal(err)
	}
	state := network.OverrideNetworkStateParams{Offline: lost, DownloadThroughput: -1, UploadThroughput: -1}
	if _, err := chromedp.Call(w, network.OverrideNetworkState, state); err != nil {
		w.t.Fatal(err)
	}
}

const draftIsSaved = `document.querySelector("form[data-draft] .saved").textContent.startsWith("Brouillon enregistré à ")`

func (d *demonstration) closesWhileTyping(t *testing.T, browser context.Context) {
	v := d.as(t, models.Counsellor)
	form, _ := v.ownForm(t)
	w := v.tab(t, browser)
	w.open(form)
	w.types("Cherche un stage en boulangerie")
	began := time.Now()
	w.until(draftIsSaved)
	if took := time.Since(began); took > 2500*time.Millisecond {
		t.Errorf("the draft is saved %v after the last key", took)
	}
	w.types(" dès janvier")
	if err := chromedp.Cancel(w); err != nil { // no time to say goodbye
		t.Log(err)
	}
	again := v.tab(t, browser)
	again.open(form)
	again.mustRead("Reprendre le brouillon")
	again.follows(`main a[href*="brouillon=1"]`)
	if note := ask[string](again, `document.querySelector("main [name=note]").value`); !strings.HasPrefix(note, "Cherche un stage en boulangerie") {
		t.Errorf("the note is %q", note)
	}
	if v := again.violations(); len(v) > 0 {
		t.Errorf("axe: %v", v)
	}
	other := d.as(t, models.Coordinator)
	if got := other.page(t, "/brouillons").Find("main").Text(); strings.Contains(got, "Reprendre") {
		t.Error("a colleague sees the draft")
	}
}

// written counts the follow-ups whose note has those words on the page of a person.
func (v visitor) followUps(t *testing.T, person string) int {
	t.Helper()
	seen := map[string]bool{}
	v.page(t, person).Find(`main a[href^="/suivis/"]`).Each(func(_ int, a *goquery.Selection) {
		if path := a.AttrOr("href", ""); !strings.HasPrefix(path, "/suivis/nouveau") && strings.Count(path, "/") == 2 {
			seen[path] = true
		}
	})
	return len(seen)
}

// fillsFollowUp makes the form one that can be saved: an unusual length, so that no other looks like it.
func (w *tab) fillsFollowUp(minutes, note string) {
	w.t.Helper()
	w.do(chromedp.Evaluate[chromedp.Void](`(() => { const form = document.querySelector("form[data-queue]");
		form.querySelector("[name=duree][value=autre]").click(); form.querySelector("[name=duree_autre]").value = "` + minutes + `";
		form.querySelector("[name=debut]").value = ""; form.querySelector("[name=mode][value=demarche]").click(); })()`))
	w.types(note)
}

func (d *demonstration) losesNetwork(t *testing.T, browser context.Context) {
	v := d.as(t, models.Counsellor)
	form, person := v.ownForm(t)
	before := v.followUps(t, person)
	w := v.tab(t, browser)
	w.open(form)
	w.fillsFollowUp("7", "Sans réseau")
	w.offline(true)
	w.do(chromedp.Click(`main form[data-queue] button.primary`, chromedp.NodeVisible))
	w.until(`!document.querySelector("[data-pending]").hidden`)
	if banner := ask[string](w, `document.querySelector("[data-pending] p").textContent`); plain(banner) != waits {
		t.Errorf("the banner says %q", banner)
	}
	if note := ask[string](w, `document.querySelector("main [name=note]").value`); note != "Sans réseau" {
		t.Errorf("the form holds %q", note)
	}
	if v := w.violations(); len(v) > 0 {
		t.Errorf("axe: %v", v)
	}
	if after := v.followUps(t, person); after != before {
		t.Errorf("%d follow-ups before the network is back, %d then", before, after)
	}
	w.offline(false)
	w.until(`document.querySelector("[data-pending] p").textContent !== "` + waits + `"`)
	if banner := ask[string](w, `document.querySelector("[data-pending] p").textContent`); plain(banner) != "Tout est envoyé." {
		t.Errorf("the banner says %q", banner)
	}
	w.open(person)
	if after := v.followUps(t, person); after != before+1 {
		t.Errorf("%d follow-ups before, %d after", before, after)
	}
	w.heard() // what the browser says of a lost network
}

const waits = "Hors ligne. 1 encodage en attente sur cet appareil."

func plain(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

// signsOutWaiting keeps an entry on the device: signing out asks; a colleague who then signs in neither sees nor sends it;
// its author's next visit does.
func (d *demonstration) signsOutWaiting(t *testing.T, browser context.Context) {
	v := d.as(t, models.Counsellor)
	form, person := v.ownForm(t)
	before := v.followUps(t, person)
	w := v.tab(t, browser)
	w.open(form)
	w.fillsFollowUp("9", "En attente")
	w.offline(true)
	w.do(chromedp.Click(`main form[data-queue] button.primary`, chromedp.NodeVisible))
	w.until(`!document.querySelector("[data-pending]").hidden`)
	w.do(chromedp.Evaluate[chromedp.Void](`document.querySelector('form[action="/deconnexion"]').requestSubmit()`))
	w.until(`document.querySelector("[data-leave]").open`)
	if text := ask[string](w, `document.querySelector("[data-leave] p").textContent`); plain(text) != "1 encodage n'est pas envoyé. L'envoyer avant de quitter ?" {
		t.Errorf("signing out asks %q", text)
	}
	if v := w.violations(); len(v) > 0 {
		t.Errorf("axe: %v", v)
	}
	w.do(chromedp.Click(`[data-leave] [value=stay]`, chromedp.NodeVisible))

	other := d.as(t, models.Coordinator).login()
	mine := v.login()
	w.becomes(other)
	w.offline(false)
	w.open("/")
	time.Sleep(500 * time.Millisecond)
	if !ask[bool](w, `document.querySelector("[data-pending]").hidden`) || v.followUps(t, person) != before {
		t.Error("a colleague sees or sends the entry")
	}
	w.becomes(mine)
	w.open("/")
	w.until(`document.querySelector("[data-pending] p").textContent === "Tout est envoyé."`)
	if after := v.followUps(t, person); after != before+1 {
		t.Errorf("%d follow-ups before, %d after", before, after)
	}
	w.heard()
}

// becomes signs a colleague in on the same device.
func (w *tab) becomes(c interface{ String() string }) {
	w.t.Helper()
	name, value, _ := strings.Cut(strings.SplitN(c.String(), ";", 2)[0], "=")
	if _, err := chromedp.Call(w, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: w.base}); err != nil {
		w.t.Fatal(err)
	}
}

// outlastsSession ends the session while a form is open: it is held, and replayed after signing in, for its author alone.
func (d *demonstration) outlastsSession(t *testing.T, browser context.Context) {
	v := d.as(t, models.Counsellor)
	form, person := v.ownForm(t)
	before := v.followUps(t, person)
	w := v.tab(t, browser)
	w.open(form)
	w.fillsFollowUp("11", "La session se termine")
	passes(t, 61*time.Minute)
	w.do(chromedp.Click(`main form[data-queue] button.primary`, chromedp.NodeVisible))
	w.until(`location.pathname === "/connexion" && document.readyState === "complete"`)
	w.mustRead("Votre encodage est conservé")
	held := ask[string](w, `new URLSearchParams(location.search).get("suite")`)
	if status, _ := d.as(t, models.Coordinator).fetch(t, held); status != 404 {
		t.Errorf("another user opens the held form: %d", status)
	}
	account := d.account(t, models.Counsellor)
	w.do(chromedp.SetValue(`main [name=email]`, account.Email, chromedp.NodeVisible), chromedp.SetValue(`main [name=password]`, account.Password, chromedp.NodeVisible))
	w.follows(`main form button.primary`)
	w.follows(`main form button.primary`)
	if after := d.as(t, models.Counsellor).followUps(t, person); after != before+1 {
		t.Errorf("%d follow-ups before, %d after", before, after)
	}
}

func (d *demonstration) account(t *testing.T, role string) demoAccount {
	t.Helper()
	for _, a := range d.accounts {
		if a.Role == role {
			return a
		}
	}
	t.Fatalf("no account of %s", role)
	return demoAccount{}
}

// later is how far the clock of a demonstration was put forward.
var later atomic.Int64

// passes puts the clock of the demonstration forward for the rest of the test.
func passes(t *testing.T, time time.Duration) {
	t.Helper()
	later.Add(int64(time))
	t.Cleanup(func() { later.Add(-int64(time)) })
}

func (d *demonstration) announcesEnd(t *testing.T, browser context.Context) {
	v := d.as(t, models.Counsellor)
	w := v.tab(t, browser)
	w.open("/")
	if !ask[bool](w, `document.querySelector("[data-session-left]").hidden`) {
		t.Error("the end of the session is announced at its beginning")
	}
	passes(t, 58*time.Minute+30*time.Second)
	// Another window of the same colleague tells what is left; asking the server would extend the session.
	w.do(chromedp.Evaluate[chromedp.Void](`new BroadcastChannel("jalon-session").postMessage({user: document.body.dataset.user, left: 90})`))
	w.until(`!document.querySelector("[data-session-left]").hidden`)
	if got := ask[string](w, `document.querySelector("[data-session-left]").innerText`); !strings.Contains(plain(got), "Votre session se termine dans 2 min.") || !strings.Contains(got, "Continuer") {
		t.Errorf("the banner says %q", got)
	}
	if v := w.violations(); len(v) > 0 {
		t.Errorf("axe: %v", v)
	}
	w.do(chromedp.Click(`[data-session-left] button`, chromedp.NodeVisible))
	w.until(`document.querySelector("[data-session-left]").hidden`)
	passes(t, 10*time.Minute)
	if status := w.open("/"); status != 200 || ask[string](w, "location.pathname") != "/" {
		t.Error("« Continuer » did not extend the session")
	}
}

func (d *demonstration) savesSecond(t *testing.T, browser context.Context) {
	v := d.as(t, models.Counsellor)
	_, person := v.ownForm(t)
	path := person + "/profil/menage"
	w := v.tab(t, browser)
	w.open(path)
	colleague := d.as(t, models.Coordinator)
	saved := url.Values{"version": {colleague.page(t, path).Find("main [name=version]").AttrOr("value", "")}, "household": {"couple"}, "children": {"2"}}
	colleague.post(t, path, saved)
	w.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("main [name=household]").value = "seul"; document.querySelector("main [name=children]").value = "3"`))
	if status := w.leads(chromedp.Click(`main form.form button.primary`, chromedp.NodeVisible)); status != 409 {
		t.Fatalf("status %d: %s", status, w.reads())
	}
	w.mustRead("a modifié ce dossier à")
	if v := w.violations(); len(v) > 0 {
		t.Errorf("axe: %v", v)
	}
	w.do(chromedp.Click(`label:has([name=keep_children][value=theirs])`, chromedp.NodeVisible))
	w.follows(`main form.form button.primary`)
	doc := v.page(t, path)
	if doc.Find("[name=children] [selected]").AttrOr("value", "") != "2" || doc.Find("[name=household] [selected]").AttrOr("value", "") != "seul" {
		t.Error("the choices were not saved")
	}
}
