package main

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"jalon/models"
)

// picture is one image of the guide: who sees it, which page of the table of routes, how wide; prepare does what
// must be done on the page first.
type picture struct {
	name, role, route string
	width, height     int64
	prepare           func(w *tab)
}

var pictures = []picture{
	{"ma-journee", models.Counsellor, "/", 1280, 800, nil},
	{"ma-journee-telephone", models.Counsellor, "/", 320, 640, nil},
	{"personne", models.Counsellor, "/personnes/:id", 1280, 800, nil},
	{"nouvelle-personne-doublon", models.Counsellor, "/personnes/nouvelle", 1280, 800, func(w *tab) { meetsNamesake(w.t, w) }},
	{"profil", models.Counsellor, "/personnes/:id/profil", 1280, 800, nil},
	{"suivi", models.Counsellor, "/", 1280, 900, func(w *tab) { w.follows(`main a[href*="rendez-vous="]`) }},
	{"inscription-conditions", models.Counsellor, "/personnes/:id/inscription/:operation", 1280, 800, nil},
	{"sortie", models.Counsellor, "/inscriptions/:id/sortie", 1280, 800, nil},
	{"a-completer", models.Counsellor, "/a-completer", 1280, 800, nil},
	{"ma-semaine", models.Coordinator, "/", 1280, 800, nil},
	{"seances", models.Coordinator, "/seances", 1280, 800, nil},
	{"seance", models.Coordinator, "/seances/:id", 1280, 800, nil},
	{"presences", models.Trainer, "/seances/:id/presences", 1280, 800, taps},
	{"presences-tablette", models.Trainer, "/seances/:id/presences", 768, 900, nil},
	{"presences-telephone", models.Trainer, "/seances/:id/presences", 320, 640, nil},
	{"feuille", models.Coordinator, "/seances/:id/feuille", 1280, 800, nil},
	{"attestation", models.Coordinator, "/attestations/:id", 1280, 800, nil},
	{"pilotage", models.Manager, "/", 1280, 800, nil},
	{"rapports", models.Manager, "/rapports", 1280, 800, nil},
	{"rapport-fse", models.Manager, "/rapports", 1280, 900, func(w *tab) { w.follows(`main a.button[href$="/fse"]`) }},
	{"saisie-rapport", models.Manager, "/rapports/:operation/saisie", 1280, 800, nil},
	{"operations", models.Manager, "/operations", 1280, 800, nil},
	{"doublons", models.Coordinator, "/personnes/doublons/:id/:other", 1280, 800, nil},
	{"fiche", models.Counsellor, "/personnes/:id/fiche", 1280, 800, nil},
	{"freins", models.Counsellor, "/personnes/:id/freins", 1280, 800, nil},
	{"plan", models.Counsellor, "/personnes/:id/plan", 1280, 800, nil},
	{"agenda", models.Counsellor, "/agenda", 1280, 800, nil},
	{"calendrier", models.Coordinator, "/seances/calendrier", 1280, 900, nil},
	{"inscrire", models.Coordinator, "/seances/:id/inscriptions", 1280, 800, nil},
	{"convoquer", models.Coordinator, "/seances/:id/messages", 1280, 900, nil},
	{"radar", models.Coordinator, "/radar", 1280, 800, nil},
	{"passation", models.Coordinator, "/equipe/passation", 1280, 800, func(w *tab) { w.follows(`main a[href*="passation?de="]`) }},
	{"rapport-a-completer", models.Manager, "/rapports/:operation/a-completer", 1280, 800, nil},
	{"expliquer", models.Manager, "/rapports/:operation/:kind/chiffre", 1280, 800, nil},
	{"comparer", models.Manager, "/rapports-figes/:id/comparer", 1280, 800, nil},
	{"graphiques", models.Manager, "/pilotage", 1280, 1200, nil},
	{"grand-livre", models.Manager, "/rapports/grand-livre", 1280, 800, nil},
	{"rapport-activite", models.Manager, "/rapports/activite", 1280, 800, nil},
	{"actions", models.Manager, "/actions", 1280, 800, nil},
	{"liste", models.Manager, "/listes/:id", 1280, 800, nil},
	{"reglages-equipe", models.Admin, "/reglages/equipe", 1280, 800, nil},
	{"journal", models.Admin, "/journal", 1280, 800, nil},
}

// TestBrowserPictures takes the pictures of the guide into the folder JALON_PICTURES (scripts/screenshots.sh).
func TestBrowserPictures(t *testing.T) {
	folder := os.Getenv("JALON_PICTURES")
	if folder == "" {
		t.Skip("JALON_PICTURES names no folder")
	}
	browser, d := newBrowser(t), newDemonstration(t)
	addresses, tabs := map[string]map[string]string{}, map[string]*tab{}
	for _, p := range pictures {
		if tabs[p.role] == nil {
			addresses[p.role], tabs[p.role] = d.explore(t, p.role), d.as(t, p.role).tab(t, browser)
		}
		w := tabs[p.role]
		w.size(p.width, p.height)
		if status := w.open(addresses[p.role][p.route]); status != http.StatusOK || addresses[p.role][p.route] == "" {
			t.Errorf("%s: status %d", p.name, status)
			continue
		}
		if p.prepare != nil {
			p.prepare(w)
		}
		w.picture(filepath.Join(folder, p.name+".png"))
	}
}

// picture saves what the window shows.
func (w *tab) picture(file string) {
	w.t.Helper()
	w.do(chromedp.Evaluate[chromedp.Void](`window.scrollTo(0, 0); document.activeElement?.blur(); 0`))
	image, err := chromedp.Run(context.Context(w), chromedp.CaptureScreenshot())
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(file, image, 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// taps marks three people of a roll call, and leaves out the second: another meeting keeps that one from being present.
func taps(w *tab) {
	w.do(chromedp.Click(`.roll li:nth-child(1) .chip.success`), chromedp.WaitVisible(`.roll li:nth-child(1) .saved[data-state="saved"]`),
		chromedp.Click(`.roll li:nth-child(3) .chip.warning`), chromedp.WaitVisible(`.roll li:nth-child(3) .saved[data-state="saved"]`),
		chromedp.Click(`.roll li:nth-child(4) .chip.info`), chromedp.WaitVisible(`.roll li:nth-child(4) .saved[data-state="saved"]`),
		chromedp.Reload()) // the hours are then those of the demonstration
}
