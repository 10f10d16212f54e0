package main

import (
	"fmt"
	"net/http"

	"github.com/chromedp/chromedp"
)

// refusing are the pages whose form, sent with nothing in it, comes back with its problems: one of each kind of form.
var refusing = []string{
	"/personnes/:id/freins/evaluer", "/personnes/:id/plan/objectif", "/personnes/:id/plan/tache", "/personnes/:id/relais/demande",
	"/personnes/:id/acces-urgent", "/personnes/:id/documents/nouveau", "/personnes/:id/orientations/nouvelle", "/inscriptions/:id/evenement",
	"/inscriptions/:id/sortie", "/inscriptions/:id/heures-ailleurs", "/radar/:id/pause", "/actions/nouvelle", "/partenaires/nouveau",
	"/seances/nouvelle", "/seances/:id/deplacer", "/seances/:id/annulation", "/modules/nouveau", "/listes/composer",
	"/cibles/nouvelle", "/operations/nouvelle", "/bailleurs", "/cles-api", "/reglages/equipe/invitation", "/reglages/lieux", "/moi/absences",
}

// sendEmpty empties the main form of the page and sends it as a browser without script would.
const sendEmpty = `(() => { const forms = [...document.querySelectorAll("main form[method=post]")], form = forms.find((f) => f.querySelector(".form-actions")) || forms.find((f) => f.querySelector("button.primary, button.danger"));
	for (const e of form.elements) { if (e.type === "hidden" || e.type === "submit") continue;
		if (e.type === "radio" || e.type === "checkbox") e.checked = false; else e.value = ""; }
	const button = form.querySelector("button.primary[name]");
	if (button) form.append(Object.assign(document.createElement("input"), {type: "hidden", name: button.name, value: button.value}));
	HTMLFormElement.prototype.submit.call(form); })()`

// refuses sends the form of the page with nothing in it and looks at the answer: the problems are listed, linked to
// their questions, and the page is as sound as before.
func (w *tab) refuses() []string {
	w.t.Helper()
	if !ask[bool](w, `document.querySelector("main form[method=post] :is(button.primary, button.danger)") !== null`) {
		return []string{"no form to send"}
	}
	status := w.leads(chromedp.Evaluate[chromedp.Void](sendEmpty))
	if status != http.StatusUnprocessableEntity {
		return []string{fmt.Sprint("status ", status)}
	}
	wrong := ask[[]string](w, `(() => { const wrong = [], summary = document.querySelector("main .summary");
		if (!summary) return ["no summary"];
		if (!document.title.startsWith("Erreur")) wrong.push("title " + document.title);
		for (const a of summary.querySelectorAll("a")) if (!document.querySelector(a.getAttribute("href"))) wrong.push("no field " + a.getAttribute("href"));
		return wrong; })()`)
	wrong = append(wrong, ask[[]string](w, overflow)...)
	for _, v := range w.violations() {
		wrong = append(wrong, "axe: "+v)
	}
	return wrong
}
