package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"jalon/models"
)

// One line on « Ma journée », read again on the form, saved, taken back; and the same line without a script. What the line
// leaves open is asked. axe looks at each state.
func TestBrowserShorthand(t *testing.T) {
	browser, d := newBrowser(t), newDemonstration(t)
	counsellor := d.as(t, models.Counsellor)
	name := counsellor.page(t, "/suivis?qui=moi&dispositif="+models.GTJ).Find("main tbody td bdi").First().Text()
	line := name + " 35min CV gtj, à faire : lettre pour vendredi, rdv demain 7h30"
	w := counsellor.tab(t, browser)
	w.size(1280, 900)
	w.open("/")
	w.do(chromedp.SendKeys(`#ligne`, line, chromedp.NodeVisible), chromedp.WaitVisible(`#shorthand-preview .understood`))
	w.clean("the preview")
	w.follows(`form[action="/suivis/eclair"] button.button`)
	w.mustRead("lettre, pour le 27/11/2026")
	w.clean("the form")
	w.size(320, 900)
	w.clean("the form on a telephone")
	w.follows(`main form.form button.primary`)
	w.mustRead("Suivi enregistré")
	if path := ask[string](w, "location.pathname"); path != "/" {
		t.Errorf("back at %s", path)
	}
	w.follows(`.flash form button`)
	w.mustRead("Suivi annulé")

	plain := counsellor.tab(t, browser)
	plain.withoutScript()
	plain.open("/")
	plain.do(chromedp.SendKeys(`#ligne`, strings.Fields(name)[0][:1]+"a 10 CV, rdv mardi", chromedp.NodeVisible))
	plain.follows(`form[action="/suivis/eclair"] button.button`)
	plain.mustRead("des minutes ou une heure")
	plain.follows(`.asked button[name="ligne"]`)
	if typed := ask[string](plain, `document.querySelector("#ligne").value`); !strings.Contains(typed, "10 min") {
		t.Errorf("the answer is not in the line: %q", typed)
	}
}

// clean fails when axe finds something wrong with the page as it stands.
func (w *tab) clean(state string) {
	w.t.Helper()
	for _, violation := range w.violations() {
		w.t.Errorf("%s: %s", state, violation)
	}
}
