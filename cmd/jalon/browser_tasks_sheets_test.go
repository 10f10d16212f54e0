package main

import (
	"fmt"
	"testing"

	"jalon/models"
)

// TestBrowserSheets prints a sheet (T7) and makes attestations (T8) with the gestures of the design.
func TestBrowserSheets(t *testing.T) {
	browser, d := newBrowser(t), newDemonstration(t)
	run := func(name string, what func(*testing.T, *tab)) {
		t.Run(name, func(t *testing.T) { what(t, d.as(t, models.Coordinator).tab(t, browser)) })
	}
	run("T7 print the sheet", printsSheet)
	run("T8 one attestation", makesAttestation)
	run("T8 a batch", makesBatch)
}

// printsSheet: from the page of the session, « Feuille de présences », then the document is one click away.
func printsSheet(_ *testing.T, w *tab) {
	w.open("/seances")
	w.follows(`main tbody th a`)
	g := &gauge{tab: w}
	g.follow(`main .page-head a[href$="/feuille"]`)
	g.mustRead("Feuille n° ")
	g.clicks++ // « Ouvrir le PDF », which the browser shows outside the page
	if !ask[bool](w, `!!document.querySelector('main a.primary[href*="/feuille.pdf"]')`) {
		w.t.Error("the document is not one click away")
	}
	g.within("T7 print the sheet", 2, 0, 5)
}

// makesAttestation: from the hours of a person who has them all, « Créer l'attestation », check, create.
func makesAttestation(t *testing.T, w *tab) {
	w.open("/attestations")
	address := ask[string](w, `(document.querySelector('main tbody tr:has(input) td a') || {getAttribute: () => ""}).getAttribute("href")`)
	if address == "" {
		t.Fatal("nobody of the demonstration is entitled to an attestation")
	}
	g := task(w, address)
	g.follow(`main .page-head a.primary`)
	g.follow(`main .form-actions button.primary`)
	g.mustRead("Attestation créée")
	g.within("T8 one attestation", 2, 0, 10)
}

// makesBatch: everybody entitled is ticked already; create, then print them together.
func makesBatch(t *testing.T, w *tab) {
	g := task(w, "/seances")
	g.follow(`main .page-head a[href="/attestations"]`)
	ready := ask[int](w, `document.querySelectorAll('main input[name="inscription"]:checked').length`)
	if ready == 0 {
		t.Fatal("nobody is ticked")
	}
	g.follow(`main .form-actions button.primary`)
	g.mustRead("créée")
	g.clicks++ // « Imprimer », which the browser shows outside the page
	if !ask[bool](w, `!!document.querySelector('main a[href="/attestations/lot.pdf"]')`) {
		t.Error("the document of all is not one click away")
	}
	g.within(fmt.Sprintf("T8 a batch of %d", ready), 3, 0, 15)
}
