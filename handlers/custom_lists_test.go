package handlers

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"
)

// shownTable is what the page of a list shows, row by row.
func shownTable(a answer) [][]string {
	var rows [][]string
	a.Doc.Find("main table.data tr").Each(func(_ int, tr *goquery.Selection) {
		var row []string
		tr.Find("th, td").Each(func(_ int, cell *goquery.Selection) {
			row = append(row, strings.TrimSuffix(strings.TrimSpace(cell.Text()), "–"))
		})
		rows = append(rows, row)
	})
	return rows
}

func exportedCSV(t *testing.T, a answer) [][]string {
	t.Helper()
	a.want(t, http.StatusOK)
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.Body, "\ufeff")))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// saveList composes and saves a list, and returns its address.
func saveList(t *testing.T, c *client, name, definition string, more ...string) string {
	t.Helper()
	saved := c.post("/listes", form(append([]string{"nom_liste", name, "definition", definition}, more...)...)).want(t, http.StatusSeeOther)
	return saved.Location
}

// A saved list is exported exactly as its page shows it, its lines and its groups, and the workbook holds no formula.
func TestListIsExportedAsShown(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update participants set family_name = '=1+1', email = '@cmd' where id = 'amina'")
	claire := s.as(t, "claire")
	lines := saveList(t, claire, "Contacts", "de=suivis&c=mode&c=nom&c=email&c=minutes&c=date&tri=date")
	groups := saveList(t, claire, "Par mode", "de=suivis&c=minutes&groupe=conseiller&tri=date")
	for _, list := range []string{lines, groups} {
		page := shownTable(claire.get(list).want(t, http.StatusOK))
		if len(page) < 3 {
			t.Fatalf("%s shows %v", list, page)
		}
		file := exportedCSV(t, claire.get(list+"/export?format=csv"))
		for i := range file {
			for j := range file[i] {
				if formula := page[i][j] != "" && strings.ContainsRune("=@", rune(page[i][j][0])); formula {
					page[i][j] = "'" + page[i][j]
				}
			}
			if !slices.Equal(file[i], page[i]) {
				t.Errorf("%s, line %d: the file says %q, the page %q", list, i, file[i], page[i])
			}
		}
		if len(file) != len(page) {
			t.Errorf("%s: %d lines in the file, %d on the page", list, len(file), len(page))
		}
		book, err := excelize.OpenReader(bytes.NewReader([]byte(claire.get(list+"/export?format=xlsx").want(t, http.StatusOK).Body)))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows("Liste")
		if err != nil || len(rows) != len(page) || len(rows[0]) != len(page[0]) {
			t.Errorf("%s: the workbook has %v, %v", list, rows, err)
		}
		for i := range rows {
			for j := range rows[i] {
				cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, _ := book.GetCellFormula("Liste", cell); formula != "" {
					t.Errorf("%s holds the formula %s", cell, formula)
				}
			}
		}
	}
	if n := s.Count(t, "select count(*) from journal where kind = 'list' and action = 'export' and detail like 'suivis, 3 lines'"); n != 4 {
		t.Errorf("%d exports in the journal", n)
	}
}

// The order and the titles of a saved list stay what they were, whatever Jalon calls its columns later.
func TestListKeepsItsColumns(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	list := saveList(t, claire, "Suivis", "de=suivis&c=mode&c=date&c=nom&tri=date")
	s.Exec(t, `update custom_lists set definition = replace(definition, '"Mode"', '"Moyen"')`) // the title of an earlier version
	heads := func(rows [][]string) string { return strings.Join(rows[0], " ") }
	if got := heads(shownTable(claire.get(list))); got != "Moyen Date Nom" {
		t.Errorf("shown: %s", got)
	}
	if got := heads(exportedCSV(t, claire.get(list+"/export?format=csv"))); got != "Moyen Date Nom" {
		t.Errorf("exported: %s", got)
	}
	edit := claire.get(list+"/modifier").want(t, http.StatusOK)
	claire.post(list+"/modifier", form("nom_liste", "Suivis", "version", "1", "definition", edit.value("definition")+"&c=lieu")).want(t, http.StatusSeeOther)
	if got := heads(shownTable(claire.get(list))); got != "Moyen Date Nom Lieu" {
		t.Errorf("with a column more: %s", got)
	}
	claire.post(list+"/modifier", form("nom_liste", "Suivis", "version", "1", "definition", edit.value("definition"))).want(t, http.StatusConflict)
}

// A shared list shows each colleague their own lines; another centre and other roles have none of it.
func TestSharedListIsEachOnesOwn(t *testing.T) {
	s := newSite(t)
	list := saveList(t, s.as(t, "claire"), "Tout le monde", "de=personnes&c=nom&c=gsm&tri=nom", "partage", "1")
	for who, want := range map[string]string{"claire": "Gebru Haddad Kovalenko Mbala Noori", "nadia": "Haddad Noori", "simon": "Gebru Kovalenko"} {
		var names []string
		for _, row := range shownTable(s.as(t, who).get(list).want(t, http.StatusOK))[1:] {
			names = append(names, row[0])
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s sees %s, want %s", who, got, want)
		}
	}
	s.as(t, "lea").get(list).want(t, http.StatusNotFound)
	for _, who := range []string{"rita", "tom", "fanny", "alex", "odile"} {
		s.as(t, who).get(list).want(t, http.StatusForbidden)
	}
	nadia := s.as(t, "nadia")
	nadia.get(list+"/modifier").want(t, http.StatusNotFound)
	nadia.post(list+"/supprimer", form()).want(t, http.StatusNotFound)
	if copied := nadia.get(list).Doc.Find("main a[href^='/listes/composer?']"); copied.Length() != 1 {
		t.Error("a colleague's list cannot be copied")
	}
}

// Columns are added, moved and taken away, filters and groups chosen, by links and forms alone; what is wrong is said.
func TestListIsComposedWithoutScript(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	page := claire.get(claire.get("/listes").want(t, http.StatusOK).Doc.Find("main a[href*='de=suivis']").AttrOr("href", "")).want(t, http.StatusOK)
	first := func(a answer) string { return a.Doc.Find("main table.data th").First().Text() }
	if first(page) != "Date" {
		t.Fatalf("a new list starts with %s", first(page))
	}
	down := page.Doc.Find("main ol.lines li").First().Find("a").First().AttrOr("href", "")
	if page = claire.get(down); first(page) != "Nom" {
		t.Errorf("moved: %s", first(page))
	}
	added := claire.get(down+"&ajout=themes").want(t, http.StatusSeeOther)
	if page = claire.get(added.Location); !strings.Contains(page.text("main table.data thead"), "Thèmes") {
		t.Error("the column is not there")
	}
	question := claire.get(added.Location+"&filtre=minutes").want(t, http.StatusOK)
	if question.Doc.Find("main [name='min']").Length() != 1 {
		t.Error("no question about the filter")
	}
	wrong := claire.get(added.Location+"&filtre=minutes&geste=filtrer&min=beaucoup").want(t, http.StatusUnprocessableEntity)
	if wrong.value("min") != "beaucoup" || wrong.Doc.Find(".wrong [name='min']").Length() != 1 {
		t.Error("what was typed is lost")
	}
	filtered := claire.get(added.Location+"&filtre=minutes&geste=filtrer&min=1h").want(t, http.StatusSeeOther)
	if got := claire.get(filtered.Location).text("main .empty"); !strings.Contains(got, "Aucune ligne") {
		t.Errorf("over an hour: %s", got)
	}
	refused := claire.post("/listes", form("nom_liste", "", "definition", "de=suivis&c=date&c=lieu")).want(t, http.StatusUnprocessableEntity)
	if d, _ := url.ParseQuery(refused.value("definition")); !slices.Equal(d["c"], []string{"date", "lieu"}) {
		t.Errorf("the refused list has become %v", d)
	}
}
