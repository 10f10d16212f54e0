package models

import "testing"

func TestExtract(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{
		{"", 10, ""},
		{"court", 10, "court"},
		{"deux\n  mots", 9, "deux mots"},
		{"deux mots", 8, "deux…"},
		{"Parle mieux, cherche un emploi", 13, "Parle mieux…"},
		{"anticonstitutionnellement", 4, "anti…"},
		{"été là", 3, "été…"},
		{"الخطيب سعيد", 6, "الخطيب…"},
	} {
		if got := Extract(c.text, c.limit); got != c.want {
			t.Errorf("Extract(%q, %d) = %q, want %q", c.text, c.limit, got, c.want)
		}
	}
}

func TestBriefingWithoutTeam(t *testing.T) {
	b := Briefing{Parts: []BriefingPart{{Key: "last", Lines: []BriefingLine{{Text: "Suivi"}, {Text: "Note", Team: true}}}}}
	if got := b.WithoutTeam().Parts[0].Lines; len(got) != 1 || got[0].Text != "Suivi" {
		t.Errorf("the table sees %v", got)
	}
	if len(b.Parts[0].Lines) != 2 {
		t.Error("the fiche itself has lost its note")
	}
}
