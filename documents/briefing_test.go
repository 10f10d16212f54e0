package documents

import (
	"bytes"
	"testing"

	"jalon/models"
)

// exampleBriefing is a fiche with so many lines in each part.
func exampleBriefing(lines int) models.Briefing {
	b := models.Briefing{CentreName: "Centre d'intégration de démonstration", Name: "الخطيب أحمد", On: "2026-11-24", By: "Nadia Lambert",
		Facts: []string{"34 ans", "arabe", "français A2", "0470 12 34 56", "Namur"}, Programmes: []string{"M4H 3 h / 4 h", "LLF En cours"}}
	for _, title := range []string{"La dernière fois", "Tâches ouvertes", "À venir", "À demander pour les rapports", "Séances à proposer"} {
		part := models.BriefingPart{Title: title}
		for i := range lines {
			part.Lines = append(part.Lines, models.BriefingLine{Text: "24/11/2026 · 45 min · bureau · Namur, avec une phrase assez longue pour passer à la ligne",
				Detail: "Langue · par Nadia Lambert", Alert: i == 0})
		}
		b.Parts = append(b.Parts, part)
	}
	b.Parts = append(b.Parts, models.BriefingPart{Title: "Échéances"})
	return b
}

// A usual fiche is one page; a very long one goes on over the page and loses nothing.
func TestBriefingPages(t *testing.T) {
	for _, c := range []struct {
		lines int
		paper string
		pages int
	}{
		{0, models.PaperA5, 1}, {3, models.PaperA5, 1}, {5, models.PaperA4, 1}, {20, models.PaperA5, 5}, {20, models.PaperA4, 3}, {3, "folio", 1},
	} {
		file, err := Briefing(texts(t), exampleBriefing(c.lines), c.paper)
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Count(file, []byte("/Type /Page\n")); got != c.pages {
			t.Errorf("%d lines a part on %s: %d pages, want %d", c.lines, c.paper, got, c.pages)
		}
	}
}

func TestBriefingOfPaper(t *testing.T) {
	file, err := Briefing(texts(t), exampleBriefing(3), models.PaperA5)
	if err != nil || !bytes.Contains(file, []byte("/MediaBox [0 0 419.53 595.28]")) {
		t.Errorf("not A5: %v", err)
	}
}
