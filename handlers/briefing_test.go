package handlers

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
)

func TestBriefingPage(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update participants set permit_expires_on = '2026-12-24' where id = 'amina'")
	s.Exec(t, "update followups set next_step = 'Appeler la crèche' where id = 'f-amina'")
	s.Insert(t, "sessions", map[string]any{"id": "talents", "public_id": "s-talents", "centre_id": "namur", "operation_id": "gtj", "title": "Talents", "on_date": "2026-12-01",
		"starts_at": "09:00", "ends_at": "12:00", "capacity": 4, "created_at": s.Now().Time})
	s.Insert(t, "appointments", map[string]any{"id": "a1", "public_id": "a-1", "centre_id": "namur", "participant_id": "amina", "user_id": "nadia",
		"on_date": "2026-11-27", "starts_at": "09:00", "minutes": 60, "mode": "bureau", "created_at": s.Now().Time})
	s.Exec(t, "update registrations set attendance = 'absent' where id = 'cv-amina'")
	nadia := s.as(t, "nadia")
	page := nadia.get("/personnes/p-amina/fiche").want(t, http.StatusOK)
	for key, want := range map[string]string{"last": "Suite convenue : Appeler la crèche", "next": "27/11/2026 09 h 00", "absences": "cv", "expiry": "Expire le 24/12/2026",
		"missing": "niveau de diplôme", "sessions": "Talents"} {
		if got := page.Doc.Find("section:has(#" + key + ")").Text(); !strings.Contains(got, strings.ReplaceAll(want, " h ", "\u202fh\u202f")) && !strings.Contains(unspaced(got), want) {
			t.Errorf("%s: %q lacks %q", key, got, want)
		}
	}
	if !strings.Contains(page.text("main"), "Note de amina") {
		t.Error("the note of the file is not on the fiche")
	}
	if strings.Contains(page.text("title"), "Haddad") {
		t.Error("the title names the person")
	}
	nadia.cookies[interviewCookie] = "/"
	if beside := nadia.get("/personnes/p-amina/fiche").want(t, http.StatusOK); strings.Contains(beside.Body, "Note de amina") || !strings.Contains(beside.Body, "Appeler la crèche") {
		t.Errorf("with the person beside the screen: %s", beside.text("main"))
	}
}

// unspaced makes the spaces of French typography plain ones.
func unspaced(text string) string {
	return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(text)
}

func TestBriefingStaysWithinReach(t *testing.T) {
	s := newSite(t)
	for who, want := range map[string]int{"nadia": http.StatusOK, "claire": http.StatusOK, "marc": http.StatusOK, "simon": http.StatusNotFound, "lea": http.StatusNotFound,
		"rita": http.StatusForbidden, "tom": http.StatusForbidden, "fanny": http.StatusForbidden, "alex": http.StatusForbidden} {
		for _, path := range []string{"/personnes/p-noori/fiche", "/personnes/p-noori/fiche.pdf"} {
			if got := s.as(t, who).get(path); got.Status != want || strings.Contains(got.Body, "Note de noori") {
				t.Errorf("%s %s: %d, want %d", who, path, got.Status, want)
			}
		}
	}
}

func TestBriefingOnPaper(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	sizes := map[string]string{"": "419.53 595.28", "?format=a5": "419.53 595.28", "?format=a4": "595.28 841.89"}
	for query, box := range sizes {
		file := nadia.get("/personnes/p-amina/fiche.pdf"+query).want(t, http.StatusOK)
		if file.Header.Get("Content-Type") != "application/pdf" || file.Header.Get("Content-Disposition") != "attachment; filename=fiche-2026-11-24.pdf" {
			t.Errorf("%s: %v", query, file.Header)
		}
		if !bytes.Contains([]byte(file.Body), []byte("/MediaBox [0 0 "+box+"]")) {
			t.Errorf("%s is not on %s", query, box)
		}
	}
	if n := s.Count(t, "select count(*) from journal where detail = 'fiche a4 dossier' and participant = 'p-amina' and user_id = 'nadia'"); n != 1 {
		t.Errorf("%d lines in the journal for the A4, want 1", n)
	}
	nadia.cookies[interviewCookie] = "/"
	nadia.get("/personnes/p-amina/fiche.pdf").want(t, http.StatusOK)
	if n := s.Count(t, "select count(*) from journal where detail = 'fiche a5'"); n != 1 {
		t.Errorf("beside the person, a note was opened: %d papers without one, want 1", n)
	}
}

func TestOneClickToTheBriefing(t *testing.T) {
	s := newSite(t)
	s.Insert(t, "appointments", map[string]any{"id": "a1", "public_id": "a-1", "centre_id": "namur", "participant_id": "amina", "user_id": "nadia",
		"on_date": "2026-11-24", "starts_at": "15:00", "minutes": 60, "created_at": s.Now().Time})
	nadia := s.as(t, "nadia")
	for path, selector := range map[string]string{"/": ".slots a", "/personnes/p-amina": ".tabs a"} {
		if nadia.get(path).Doc.Find(selector+`[href="/personnes/p-amina/fiche"]`).Length() != 1 {
			t.Errorf("%s does not lead to the fiche", path)
		}
	}
	if s.as(t, "rita").get("/").Doc.Find(`a[href$="/fiche"]`).Length() != 0 {
		t.Error("the desk is led to a fiche it may not read")
	}
}
