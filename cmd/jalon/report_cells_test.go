package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jalon/models"
)

// unopened are the figures of reports that open on nothing, and why that is right. A sheet alone stands for all its columns.
var unopened = map[string]string{
	"couverture":      "facts about the report itself; its totals open in the next sheet",
	"heures":          "each row is one enrolment, one category and one month: the ledger opens it",
	"assiduite":       "each row is one enrolment",
	"suivi_6_mois":    "each row is one enrolment",
	"participants":    "each row is one enrolment",
	"recrutement":     "each row is one candidate",
	"seances":         "each row is one session",
	"actions":         "each row is one action",
	"enquete":         "the sheet says how the estimate is made; the persons are in the sheet of the six months",
	"presences":       "each row is one place in a session, or one follow-up",
	"fiche_stagiaire": "each row is one enrolment, ready to paste",
	"sommes":          "sums of several operations: each opens in the report of its operation, from the sheet of operations",
	"controles":       "each row is one control; its records are named in it",
}

// Every number of every sheet of every report leads to what is behind it, but for those listed above.
func TestEveryFigureOpens(t *testing.T) {
	d := newDemonstration(t)
	manager := d.as(t, models.Manager)
	reports := manager.page(t, "/rapports").Find(`main a[href^="/rapports/"]`).Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
	missing, figures := map[string]bool{}, 0
	for _, address := range slices.Compact(slices.Sorted(slices.Values(reports))) {
		if !slices.ContainsFunc([]string{"/fse", "/forem", "/spw", "/activite", "/projet?"}, func(kind string) bool { return strings.Contains(address+"?", kind) }) {
			continue
		}
		sheets := manager.page(t, address).Find(`.tabs a[href*="feuille="]`)
		for _, sheet := range sheets.EachIter() {
			href := sheet.AttrOr("href", "")
			_, key, _ := strings.Cut(href, "feuille=")
			if unopened[key] != "" {
				continue
			}
			table := manager.page(t, href).Find("main table.data").First()
			heads := table.Find("thead th")
			table.Find("tbody tr").Each(func(_ int, row *goquery.Selection) {
				row.Children().Each(func(i int, cell *goquery.Selection) {
					if cell.HasClass("num") && strings.TrimSpace(cell.Text()) != "" {
						figures++
						if cell.Find("a").Length() == 0 {
							missing[strings.Split(address, "?")[0]+" "+key+" "+heads.Eq(i).Text()] = true
						}
					}
				})
			})
		}
	}
	if len(missing) > 0 || figures < 500 {
		t.Errorf("%d figures looked at; without a link:\n%s", figures, strings.Join(slices.Sorted(maps.Keys(missing)), "\n"))
	}
}
