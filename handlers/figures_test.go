package handlers

import (
	"net/http"
	"strings"
	"testing"
)

// Every cell of every sheet of figures opens on as many persons as it says.
func TestEveryCellOpens(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update operations set short_hours = '0'")
	marc := s.as(t, "marc")
	opened := 0
	for _, report := range []string{"o-gtj/fse", "o-gtj/fse?feuille=resultats", "o-llf/forem", "o-m4h/spw"} {
		page := marc.get("/rapports/" + report)
		for _, cell := range page.Doc.Find("td.num a").EachIter() {
			url, _ := cell.Attr("href")
			if opened++; opened%7 != 0 && cell.Text() == "0" {
				continue // most cells are empty: some are enough
			}
			if cell.Text() == "" {
				t.Errorf("%s opens from an empty cell", url)
			}
			figure := marc.get(url).want(t, http.StatusOK)
			if strings.Contains(url, "/chiffre") && !strings.Contains(cell.Text(), "%") && figure.Doc.Find("#raisons td.num").First().Text() != cell.Text() {
				t.Errorf("%s says %s, the page %q", url, cell.Text(), figure.Doc.Find("#raisons td.num").First().Text())
			}
		}
	}
	if opened < 200 {
		t.Errorf("only %d cells lead to somebody", opened)
	}
}

func TestFiguresStayWithTheirReader(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update operations set short_hours = '0' where id = 'gtj'")
	const total = "/rapports/o-gtj/fse/chiffre?ligne=EECO01&colonne=cumul_total"
	for _, c := range []struct {
		who, path string
		want      int
	}{
		{"marc", total, http.StatusOK},
		{"fanny", total, http.StatusOK},
		{"odile", total, http.StatusOK},
		{"nadia", total, http.StatusForbidden},
		{"fanny", total + "&nominatif=1", http.StatusForbidden},
		{"fanny", "/rapports/o-llf/forem/chiffre?ligne=ENTREES&colonne=cumul_total", http.StatusNotFound},
		{"marc", "/rapports/o-gtj/fse/chiffre?ligne=EECO99&colonne=cumul_total", http.StatusNotFound},
		{"marc", "/rapports/o-gtj/fse/chiffre?ligne=EECO01&colonne=remarque", http.StatusNotFound},
	} {
		s.as(t, c.who).get(c.path).want(t, c.want)
	}
	fanny, marc := s.as(t, "fanny"), s.as(t, "marc")
	if page := fanny.get(total); strings.Contains(page.Body, "/inscriptions/") || strings.Contains(strings.ToUpper(page.Body), "HADDAD") {
		t.Error("the funder is led to a person")
	}
	if page := marc.get(total); !strings.Contains(page.Body, "/inscriptions/e-amina-gtj") || strings.Contains(strings.ToUpper(page.Body), "HADDAD") {
		t.Error("the manager goes from the reference to the enrolment, and reads no name without asking")
	}
	if page := marc.get(total + "&nominatif=1"); !strings.Contains(page.Body, "HADDAD") {
		t.Error("the nominative variant has names")
	}
	s.Exec(t, "update participants set sex = 'F'") // all of the same: nobody is few, yet a list by gender tells everybody's
	for _, kept := range []string{"ligne=EECO01&colonne=cumul_nr", "ligne=EECO01&colonne=cumul_f", "ligne=EECO12&colonne=cumul_total"} {
		if page := fanny.get("/rapports/o-gtj/fse/chiffre?" + kept); page.Doc.Find("main table").Length() != 0 {
			t.Errorf("%s lists persons to the funder", kept)
		}
	}
}
