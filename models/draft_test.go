package models

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDraftForm(t *testing.T) {
	for address, want := range map[string]string{
		"/suivis/nouveau": "/suivis/nouveau",
		"/suivis/nouveau?retour=%2Fagenda&personne=abc": "/suivis/nouveau?personne=abc",
		"/suivis/nouveau?personne=abc&brouillon=1":      "/suivis/nouveau?personne=abc",
		"/personnes/abc/profil/contact":                 "/personnes/abc/profil/contact",
		"https://ailleurs.example/suivis/nouveau":       "",
		"//ailleurs.example/suivis":                     "",
		"/a/../b":                                       "",
		"suivis":                                        "",
		"":                                              "",
		"/suivis/nouveau?personne=" + strings.Repeat("a", maxDraftForm): "",
	} {
		if got := DraftForm(address); got != want {
			t.Errorf("DraftForm(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestDraftSubject(t *testing.T) {
	for form, want := range map[string][2]string{
		"/suivis/nouveau?personne=p-amina": {KindParticipant, "p-amina"},
		"/suivis/nouveau?rendez-vous=a-1":  {KindAppointment, "a-1"},
		"/suivis/f-1/modifier":             {KindFollowUp, "f-1"},
		"/personnes/p-1/profil/contact":    {KindParticipant, "p-1"},
		"/inscriptions/e-1/sortie":         {KindEnrolment, "e-1"},
		"/rendez-vous/a-1/modifier":        {KindAppointment, "a-1"},
		"/personnes/nouvelle":              {},
		"/suivis/nouveau":                  {},
		"/seances/nouvelle":                {},
	} {
		if kind, id := DraftSubject(form); want != [2]string{kind, id} {
			t.Errorf("DraftSubject(%q) = %q %q, want %q", form, kind, id, want)
		}
	}
}

func TestDraftBody(t *testing.T) {
	typed := url.Values{"note": {"Cherche un stage"}, "themes": {"cv", "emploi"}, "version": {"3"}, "submission": {"s"}, "password": {"p"}, "keep_note": {"mine"}}
	body, err := NewDraftBody(strings.Repeat("é", 200), typed)
	want := url.Values{"note": {"Cherche un stage"}, "themes": {"cv", "emploi"}, "version": {"3"}}
	if err != nil || !cmp.Equal(body.Values, want) || len([]rune(body.Title)) != maxDraftTitle {
		t.Errorf("%v %v", body, err)
	}
	if _, err := NewDraftBody("", url.Values{"note": {strings.Repeat("a", MaxDraft)}}); CodeOf(err) != TooLarge {
		t.Errorf("a book: %v", err)
	}
}
