package handlers

import (
	"testing"

	"github.com/jba/templatecheck"
)

// Every page of sessions, modules and attestations is checked against the struct its handler fills.
func TestSessionTemplatesFitTheirStructs(t *testing.T) {
	app := newSite(t).App
	for page, data := range map[string]any{
		"sessions/list": sessionsPage{}, "sessions/show": sessionPage{}, "sessions/form": sessionFormPage{}, "sessions/confirm": confirmSessionPage{},
		"sessions/register": registerPage{}, "sessions/roll": rollPage{}, "sessions/sheet": sheetPage{},
		"modules/list": modulesPage{}, "modules/form": moduleFormPage{},
		"attestations/progress": progressPage{}, "attestations/form": attestationForm{}, "attestations/show": attestationPage{},
		"attestations/batch": batchPage{}, "attestations/verify": verifyPage{},
	} {
		if err := templatecheck.CheckHTML(app.Pages.Lookup(page), data); err != nil {
			t.Errorf("%s: %v", page, err)
		}
	}
}
