package handlers

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"jalon/models"
)

// Every figure of every report is defined on the page, and a report leads to it.
func TestRegistryPage(t *testing.T) {
	s := newSite(t)
	marc := s.as(t, "marc")
	if marc.get("/rapports").Doc.Find(`main a[href="/rapports/definitions"]`).Length() != 1 ||
		marc.get("/rapports/o-gtj/forem?feuille=definitions").Doc.Find(`main a[href="/rapports/definitions?rapport=forem"]`).Length() != 1 {
		t.Error("no link leads to the definitions")
	}
	shown := 0
	for _, kind := range registryKinds {
		rows := marc.get("/rapports/definitions?rapport="+kind).want(t, http.StatusOK).Doc.Find("tbody tr")
		shown += rows.Length()
		for _, e := range models.Registry {
			if e.Report == kind && !slices.ContainsFunc(strings.Split(rows.Text(), "\n"), func(line string) bool {
				return strings.Contains(line, e.Code+e.Label) && strings.Contains(line, e.Definition) && strings.Contains(line, e.Rule+e.Source) && strings.Contains(line, models.FrenchDate(e.From))
			}) {
				t.Errorf("%s %s is not told", kind, e.Code)
			}
		}
	}
	if shown != len(models.Registry) {
		t.Errorf("%d lines for %d entries", shown, len(models.Registry))
	}
	marc.get("/rapports/definitions?rapport=autre").want(t, http.StatusNotFound)
	for who, want := range map[string]int{"fanny": http.StatusOK, "odile": http.StatusOK, "nadia": http.StatusForbidden, "alex": http.StatusForbidden} {
		s.as(t, who).get("/rapports/definitions").want(t, want)
	}
}
