package reports

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"jalon/models"
)

func foremDocument() *Document {
	r := models.NewForemReport(models.ReportRequest{
		Operation: models.Operation{Code: "LLF", Title: "Levons les freins", Programme: "LLF", Funder: "FOREM", StartsOn: "2025-01-01"},
		From:      "2026-01-01", To: "2026-08-31",
	})
	r.AddSession(models.SessionFacts{Ref: "S-2026-01-12", Module: "LLF01", Title: "Bilan d'orientation", Date: "2026-01-12", Start: "13:00", End: "16:00"})
	r.AddSession(models.SessionFacts{Ref: "S-empty", Module: "LLF01", Title: "Bilan d'orientation", Date: "2026-05-12", Start: "09:00", End: "12:00"})
	r.AddSession(models.SessionFacts{Ref: "S-later", Module: "LLF01", Title: "Bilan d'orientation", Date: "2026-09-12"})
	r.AddCandidate(models.RecruitmentLine{Ref: "P6-GTJ", Source: "Forem", Date: "2026-01-02", Entered: "non", Reason: "A trouvé du travail", ReturnedOn: "2026-01-20"})
	for _, f := range world() {
		r.Add(f)
	}
	r.Qualitative = []models.QualitativeAnswer{{Question: "Points forts", Text: "Texte d'exemple."}}
	r.Finish()
	return Forem(r, Meta{Centre: "Centre d'exemple", Version: "1.0", ProducedOn: "2026-09-01", Facts: streamed(world())})
}

func spwDocument() *Document {
	r := models.NewSPWReport(models.ReportRequest{
		Operation: models.Operation{Code: "M4H", Title: "Module de 4 heures", Programme: "M4H", Funder: "SPW", StartsOn: "2025-01-01"},
		From:      "2026-01-01", To: "2026-08-31",
	})
	for i, f := range world() {
		f.Snapshot.Public = []string{"oblige", "volontaire"}[i%2]
		f.Snapshot.Convention = "C" + f.Person
		f.Snapshot.AssessmentDate = "2025-12-15"
		f.Profile.ArrivedInBelgium = "2024"
		f.Profile.ContactLanguage = "ar"
		if f.Person == "P1" {
			f.Attestations = []models.AttestationFact{{Number: "2026-0001", Date: "2026-01-12", Operator: "CRI"}}
		}
		if f.Person == "P6" {
			f.Snapshot.Exemption = "travail"
		}
		r.Add(f)
	}
	r.Finish()
	return SPW(r, Meta{Centre: "Centre d'exemple", Version: "1.0", ProducedOn: "2026-09-01"})
}

func TestForemByHand(t *testing.T) {
	d := foremDocument()
	rows := rowsByFirst(t, d.Table("modules"))
	// LLF01 was held once of two sessions; GTJ-INFO is known by its places only.
	if diff := cmp.Diff([]any{"LLF01", "Bilan d'orientation", 2, 1, 6.0, 3.0, 3, 2}, rows["LLF01"]); diff != "" {
		t.Error(diff)
	}
	assiduity := rowsByFirst(t, d.Table("assiduite"))
	// P1 in 2026: three hours attended of six planned, one absence; the interview was in 2025.
	if diff := cmp.Diff([]any{"P1-GTJ", "2025-11-03", 6.0, 3.0, 0, 1, 0, 0.5, 4.5, nil, nil, nil, nil}, assiduity["P1-GTJ"]); diff != "" {
		t.Error(diff)
	}
	if len(assiduity) != 5 {
		t.Errorf("%d persons came, the short support included", len(assiduity))
	}
	candidates := rowsByFirst(t, d.Table("recrutement"))
	if diff := cmp.Diff([]any{"P6-GTJ", "Forem", "2026-01-02", "non", "A trouvé du travail", "2026-01-20"}, candidates["P6-GTJ"]); diff != "" || len(candidates) != 6 {
		t.Error(len(candidates), diff)
	}
}

func TestSPWByHand(t *testing.T) {
	d := spwDocument()
	rows := rowsByFirst(t, d.Table("participants"))
	want := []any{
		"P1-GTJ", "CP1", "obligation", "oui", "2025-12-15", "03/11/2025 ; 12/01/2026", 4.5, "oui", "2026-0001", "2026-01-12", "CRI", nil, 0.0, "2025-11-03",
	}
	if diff := cmp.Diff(want, rows["P1-GTJ"]); diff != "" {
		t.Error(diff)
	}
	if len(rows) != 5 || rows["P4-GTJ"][7] != "non" {
		t.Errorf("%d participants, P4 %v", len(rows), rows["P4-GTJ"])
	}
	for _, control := range d.Controls {
		if control.Level == models.Blocking && !control.OK {
			t.Errorf("%s %v", control.Code, control.Records)
		}
	}
}

// rowsByFirst reads a table with the values of its JSON, by the first cell of each row.
func rowsByFirst(t *testing.T, table Table) map[any][]any {
	t.Helper()
	rows, err := table.All()
	if err != nil {
		t.Fatal(err)
	}
	byFirst := map[any][]any{}
	for _, row := range rows {
		values := jsonCells(row)
		byFirst[values[0]] = values
	}
	return byFirst
}
