package models

import (
	"slices"
	"testing"
)

func TestCellDate(t *testing.T) {
	cases := []struct {
		text string
		from bool
		want Date
		ok   bool
	}{
		{"2025-09-04", false, "2025-09-04", true},
		{"04/09/2025", false, "2025-09-04", true},
		{"4/9/2025", false, "2025-09-04", true},
		{"2025-09-04T00:00:00", false, "2025-09-04", true},
		{"2025-09-04 00:00:00", false, "2025-09-04", true},
		{"45904", false, "2025-09-04", true},
		{"45904.75", false, "2025-09-04", true},
		{"44442", true, "2025-09-04", true}, // the same day counted from 1904
		{"0", true, "1904-01-01", true},
		{"1", false, "1900-01-01", true},
		{"59", false, "1900-02-28", true},
		{"60", false, "", false}, // 29 February 1900 never was
		{"61", false, "1900-03-01", true},
		{"0", false, "", false},
		{"-3", false, "", false},
		{"20250904", false, "", false},
		{"31/02/2025", false, "", false},
		{"2025-13-01", false, "", false},
		{"09/13/2025", false, "", false},
		{"04/09/25", false, "", false},
		{"2025-09-04 demain", false, "", false},
		{"inconnu", false, "", false},
		{"NaN", false, "", false},
		{"Inf", false, "", false},
	}
	for _, c := range cases {
		got, ok := cellDate(Cell{c.text, c.from})
		if ok != c.ok || ok && got != c.want {
			t.Errorf("cellDate(%q, 1904=%v) = %q, %v; want %q, %v", c.text, c.from, got, ok, c.want, c.ok)
		}
	}
}

func TestCellBirth(t *testing.T) {
	cases := map[string]BirthDate{"1985": "1985", "1985.0": "1985", "31260": "1985-08-01", "1985-08-01": "1985-08-01", "01/08/1985": "1985-08-01"}
	for text, want := range cases {
		if got, ok := cellBirth(Cell{Text: text}); !ok || got != want {
			t.Errorf("cellBirth(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"85", "1/1985", "1700", "juin 1985"} {
		if got, ok := cellBirth(Cell{Text: text}); ok {
			t.Errorf("cellBirth(%q) = %q, want a refusal", text, got)
		}
	}
}

func TestCellTime(t *testing.T) {
	cases := map[string]string{"09:30": "09:30", "9:30": "09:30", "09:30:00": "09:30", "9h30": "09:30", "14h": "14:00", "0": "00:00",
		"0.395833333333333": "09:30", "45904.375": "09:00", "1899-12-31T09:00:00": "09:00"}
	for text, want := range cases {
		if got, ok := cellTime(Cell{Text: text}); !ok || got != want {
			t.Errorf("cellTime(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"25:00", "09:60", "9", "24:00", "midi", "-0.5", "0.99999"} {
		if got, ok := cellTime(Cell{Text: text}); ok {
			t.Errorf("cellTime(%q) = %q, want a refusal", text, got)
		}
	}
}

func TestCellNumber(t *testing.T) {
	for text, want := range map[string]int{"180": 180, "180.0": 180, "1.8E2": 180, "0": 0, "-5": -5} {
		if got, ok := cellNumber(Cell{Text: text}); !ok || got != want {
			t.Errorf("cellNumber(%q) = %d, %v; want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"1.5", "abc", "", "1e30", "0x10", "1 h"} {
		if got, ok := cellNumber(Cell{Text: text}); ok {
			t.Errorf("cellNumber(%q) = %d, want a refusal", text, got)
		}
	}
}

func TestMatchCode(t *testing.T) {
	for text, want := range map[string]string{"Présent": "present", "PERDU DE VUE": "perdu_de_vue", "perdu-de-vue": "perdu_de_vue", "Inconnu": "inconnu", "refus": "refus"} {
		if got, ok := matchCode(text, append(slices.Clone(presenceCodes), exitCodes...)); !ok || got != want {
			t.Errorf("matchCode(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
	if got, ok := matchCode("peut-être", yesNoCodes); ok {
		t.Errorf("peut-être is %q", got)
	}
}

// Every coded column accepts inconnu and refus and gives them back (interchange.md §2).
func TestUnknownIsAcceptedInEveryCodedColumn(t *testing.T) {
	for _, s := range ExchangeSheets {
		for i, c := range s.Columns() {
			if c.Kind != CodeColumn {
				continue
			}
			for _, word := range unknownCodes {
				x := &Exchange{}
				cells := make([]Cell, len(s.Columns()))
				cells[i].Text = word
				if findings := s.Add(x, 2, cells, make([]bool, len(cells))); len(findings) > 0 {
					t.Errorf("%s.%s: %v", s.Name(), c.Heading, findings)
				}
				for texts, err := range s.Rows(x.Stream()) {
					if err != nil || texts[i] != word {
						t.Errorf("%s.%s: %q came back as %q (%v)", s.Name(), c.Heading, word, texts[i], err)
					}
				}
			}
		}
	}
}

func TestHeadingsOfTheContract(t *testing.T) {
	want := map[string]string{
		"Operations":   "code* intitule dispositif* bailleur numero debut* fin priorite objectif_specifique zone seuil_court_heures seuil_court_jours regle_cld regle_origine regle_incomplet",
		"Modules":      "code* dispositif* intitule* minutes capacite categorie comptage",
		"Personnes":    "ref* nom prenom sexe naissance nationalites pays_naissance naissance_pere naissance_mere langue_contact langues gsm telephone email adresse code_postal commune arrivee_belgique titre_sejour titre_expire marche_travail niveau_francais niss",
		"Inscriptions": "ref* personne* operation* referent demande nationalites forem travail cherche_disponible inoccupe_depuis en_formation isced equivalence handicap minorite sans_abri degurba public convention revenu adressage motif_inoccupation motif_dispense date_bilan",
		"Suivis":       "ref* inscription* date* debut minutes* mode lieu presence signature conseiller themes note",
		"Seances":      "ref* operation* module intitule date* debut* fin* lieu capacite intervenants operateur interprete",
		"Presences":    "seance* inscription* statut* minutes signature",
		"Sorties":      "inscription* date* motif",
		"Evenements":   "inscription* date* type* preuve detail",
		"Suivi_6_mois": "inscription* date statut amelioration",
		"Attestations": "inscription* numero date operateur",
	}
	for _, s := range ExchangeSheets {
		got := ""
		for _, c := range s.Columns() {
			if c.Extra {
				continue
			}
			got += " " + c.Heading
			if c.Required {
				got += "*"
			}
		}
		if got != " "+want[s.Name()] {
			t.Errorf("%s:\n got%s\nwant %s", s.Name(), got, want[s.Name()])
		}
		delete(want, s.Name())
	}
	if len(want) > 0 {
		t.Errorf("missing sheets: %v", want)
	}
}

func TestCellName(t *testing.T) {
	for want, at := range map[string][2]int{"A1": {1, 1}, "Z9": {26, 9}, "AA10": {27, 10}, "AZ2": {52, 2}, "XFD1": {16384, 1}} {
		if got := CellName(at[0], at[1]); got != want {
			t.Errorf("CellName(%v) = %s, want %s", at, got, want)
		}
	}
}
