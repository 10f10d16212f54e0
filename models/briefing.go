package models

import "strings"

// Sizes of paper of the fiche d'avant-entretien.
const (
	PaperA4 = "a4"
	PaperA5 = "a5"
)

// Briefing is the fiche d'avant-entretien: what somebody needs to know before a meeting, in words ready to print. The page
// and the paper are two renderings of it.
type Briefing struct {
	CentreName string
	Name       string
	Facts      []string // age, languages, contact
	Programmes []string // « M4H 3 h / 4 h »
	On         Date     // printed
	By         string
	Parts      []BriefingPart
}

// BriefingPart is one block of the fiche. One without a line is not drawn: Nothing names it.
type BriefingPart struct {
	Key   string
	Title string
	Lines []BriefingLine
}

// Nothing are the titles of the parts that hold no line: they were looked at, and are empty.
func (b Briefing) Nothing() []string {
	var titles []string
	for _, part := range b.Parts {
		if len(part.Lines) == 0 {
			titles = append(titles, part.Title)
		}
	}
	return titles
}

// BriefingLine is one fact: what, then its details. Alert asks for attention; Team is absent in mode entretien; URL leads to
// the record, on the page.
type BriefingLine struct {
	Text, Detail string
	URL          string
	Alert, Team  bool
}

// WithoutTeam is the fiche that may lie on the table: what the team keeps to itself is left out.
func (b Briefing) WithoutTeam() Briefing {
	parts := make([]BriefingPart, len(b.Parts))
	for i, part := range b.Parts {
		lines := part.Lines
		part.Lines = nil
		for _, line := range lines {
			if !line.Team {
				part.Lines = append(part.Lines, line)
			}
		}
		parts[i] = part
	}
	b.Parts = parts
	return b
}

// Extract is the beginning of a text, at most limit characters, cut between two words; « … » says that it goes on.
func Extract(text string, limit int) string {
	words := strings.Fields(text)
	kept := ""
	for _, word := range words {
		longer := strings.TrimSpace(kept + " " + word)
		if len([]rune(longer)) > limit {
			if kept == "" {
				return string([]rune(word)[:limit]) + "…"
			}
			return strings.TrimRight(kept, ",;:.") + "…"
		}
		kept = longer
	}
	return kept
}
