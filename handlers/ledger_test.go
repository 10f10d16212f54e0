package handlers

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jalon/models"
	"jalon/reports"
	"jalon/store"
)

// The ledger and the reports are two readings of the same minutes: in each operation of the sample year, category by category and
// month by month, they are equal to the unit.
func TestLedgerEqualsTheReports(t *testing.T) {
	onEngines(t, func(t *testing.T, s *site) {
		ctx := context.Background()
		sample, _, err := reports.ReadExchange("../reports/testdata/exercice-2025-2026.xlsx")
		if err != nil {
			t.Fatal(err)
		}
		importing, err := s.App.Gate.Scope(s.Actors["marc"], models.Create, models.KindImport)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Store.Import(ctx, importing, sample, store.ImportOptions{}); err != nil {
			t.Fatal(err)
		}
		ledger, reporting := s.App.scope(Access{Actor: s.Actors["marc"]}, models.Read, models.KindLedger), s.App.scope(Access{Actor: s.Actors["marc"]}, models.Read, models.KindReport)
		operations, err := s.Store.Operations(ctx, reporting)
		if err != nil {
			t.Fatal(err)
		}
		compared := 0
		for _, o := range operations {
			counted, err := Count(ctx, s.Store, reporting, ReportOrder{Kind: "fse", Operation: o, From: "2025-01-01", To: "2026-11-24", Alone: true})
			if err != nil {
				t.Fatal(err)
			}
			want, got := map[string]int{}, map[string]int{}
			for i := range counted.Len() {
				for _, line := range counted.Participation(i).Hours {
					if line.Signed > 0 {
						want[line.Category+" "+line.Month] += line.Signed
						compared += line.Signed
					}
				}
			}
			err = s.Store.Ledger(ctx, ledger, models.LedgerQuery{From: "2020-01-01", To: "2026-11-24", Operation: o.PublicID}, func(e models.LedgerEntry) error {
				if signed := e.Time().Signed; signed > 0 {
					got[e.HoursCategory()+" "+e.Month()] += signed
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			for key := range want {
				if got[key] != want[key] {
					t.Errorf("%s %s: the ledger says %d, the report %d", o.Code, key, got[key], want[key])
				}
			}
			if len(got) != len(want) {
				t.Errorf("%s: %d cells in the ledger, %d in the report", o.Code, len(got), len(want))
			}
		}
		if compared < 10_000 {
			t.Errorf("only %d minutes compared", compared)
		}
	})
}

// Whichever view, the total is the same; a figure opens its lines; the files say the same minutes.
func TestLedgerPages(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update registrations set attendance = 'present', signed = ? where id = 'cv-amina'", true)
	s.Exec(t, "update registrations set attendance = 'present' where id = 'module4h-tsehaye'")
	marc := s.as(t, "marc")
	for _, view := range models.LedgerViews {
		page := marc.get("/rapports/grand-livre?vue="+view).want(t, http.StatusOK)
		if got := page.text("tfoot td:last-child strong"); !strings.HasPrefix(got, "6 h 15") || !strings.Contains(got, "4 h sans signature") {
			t.Errorf("%s: total %q", view, got)
		}
		link, _ := page.Doc.Find("tbody td:last-child a").First().Attr("href")
		marc.get(link).want(t, http.StatusOK)
	}
	if page := marc.get("/rapports/grand-livre?vue=personne"); strings.Contains(page.Body, "HADDAD") {
		t.Error("a name without having asked for names")
	}
	if page := marc.get("/rapports/grand-livre?vue=personne&nominatif=1"); !strings.Contains(page.Body, "HADDAD") {
		t.Error("no name although asked")
	}
	if page := s.as(t, "odile").get("/rapports/grand-livre?vue=operation").want(t, http.StatusOK); strings.Contains(page.Body, "4 h") || page.text("tfoot td:last-child strong") != "1 h 30" {
		t.Errorf("an auditor of GTJ reads %q", page.text("tfoot"))
	}
	marc.get("/rapports/grand-livre?du=01/01/2024&au=31/12/2026").want(t, http.StatusUnprocessableEntity)
	minutes := 0
	lines := csv.NewReader(strings.NewReader(strings.TrimPrefix(marc.get("/rapports/grand-livre/csv").want(t, http.StatusOK).Body, "\ufeff")))
	lines.Comma = ';'
	rows, err := lines.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		n, _ := strconv.Atoi(row[7])
		minutes += n
	}
	book, err := excelize.OpenReader(bytes.NewReader([]byte(marc.get("/rapports/grand-livre/classeur").want(t, http.StatusOK).Body)))
	if err != nil {
		t.Fatal(err)
	}
	if cell, _ := book.GetCellValue("1 Couverture", "B7"); minutes != 375 || cell != "375" {
		t.Errorf("CSV %d, workbook %s, want 375", minutes, cell)
	}
}

// What makes a double hour is refused while it is typed: for the person, and for the colleague.
func TestDoubleHoursCannotBeTyped(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update followups set on_date = '2026-11-12' where id = 'f-noori'")
	for who, of := range map[string][]string{"Cette personne": {"p-amina", "e-amina-llf"}, "Vous": {"p-noori", "e-noori-gtj"}} {
		form := contactForm(of[1], func(f url.Values) { f.Set("date", "10/11/2026"); f.Set("debut", "10h15") })
		before := s.Count(t, "select count(*) from followups")
		page := s.as(t, "nadia").post("/suivis/nouveau?personne="+of[0], form).want(t, http.StatusUnprocessableEntity)
		if got := page.text(".summary"); !strings.Contains(got, "10 h 00 à 10 h 45") || s.Count(t, "select count(*) from followups") != before {
			t.Errorf("%s at two places at once: %q", who, got)
		}
	}
}

func TestTimeSheetPages(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update followups set starts_at = '14:00' where id = 'f-noori'")
	own := s.as(t, "nadia").get("/moi/temps?mois=2026-11").want(t, http.StatusOK)
	if got := own.text("tbody tr"); !strings.HasSuffix(got, "1 h 30") {
		t.Errorf("Nadia's own month: %q", got)
	}
	marc := s.as(t, "marc")
	if got := marc.get("/temps?mois=2026-11").Doc.Find("tbody tr").Length(); got != 2 {
		t.Errorf("%d sheets of the team, want Nadia's and Simon's", got)
	}
	sheet := marc.get("/temps/u-nadia/o-gtj?mois=2026-11").want(t, http.StatusOK)
	if !strings.Contains(sheet.text("main"), "FT-2026-11-GTJ-") || sheet.text("tfoot td:last-child") != "1 h 30" {
		t.Errorf("%q", sheet.text("main"))
	}
	if pdf := marc.get("/temps/u-nadia/o-gtj/pdf?mois=2026-11").want(t, http.StatusOK); !strings.HasPrefix(pdf.Body, "%PDF") {
		t.Error("no PDF")
	}
	marc.get("/temps/u-nadia/o-gtj?mois=2026-05").want(t, http.StatusNotFound)
	s.as(t, "nadia").get("/temps/u-simon/o-gtj?mois=2026-11").want(t, http.StatusForbidden)
	s.as(t, "simon").get("/moi/temps/o-gtj?mois=2026-11").want(t, http.StatusNotFound)
}
