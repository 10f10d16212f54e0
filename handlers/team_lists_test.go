package handlers

import (
	"strings"
	"testing"
)

func TestTeamLists(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update registrations set attendance = 'absent' where id = 'cv-amina'")
	s.Exec(t, "update registrations set attendance = 'present' where id in ('cv-tsehaye', 'module4h-tsehaye')")
	s.Exec(t, "update sessions set capacity = 8")
	s.Exec(t, "update participants set family_name = '=Haddad' where id = 'amina'")
	claire, tom := s.as(t, "claire"), s.as(t, "tom")
	for list, want := range map[string][]string{
		"absences":       {"=HADDAD Amina", "LLF Levons les freins cv", "17/11/2026", "Non excusée", "Pas encore"},
		"a-cloturer":     {"cv", "module4h", "info", "Formation à désigner"},
		"sans-signature": {"cv", "module4h"},
		"modules":        {"25 %", "1 sur 2", "50 %", "100 %", "Taux de présence par module"},
		"heures":         {"tom", "claire", "novembre 2026", "4 h"},
	} {
		text := claire.get("/seances/listes/"+list).want(t, 200).text("main")
		for _, word := range want {
			if !strings.Contains(text, word) {
				t.Errorf("%s does not say %q: %s", list, word, text)
			}
		}
	}
	if text := claire.get("/seances/listes/absences?du=1/12/2026&au=31/12/2026").want(t, 200).text("main"); !strings.Contains(text, "Aucune absence") {
		t.Error(text)
	}
	if text := claire.get("/seances/listes/heures?dispositif=LLF").text("tbody"); strings.Contains(text, "claire") || !strings.Contains(text, "tom") {
		t.Error(text)
	}
	file := claire.get("/seances/listes/absences/export?du=2026-11-01&au=2026-11-30").want(t, 200)
	if !strings.Contains(file.Body, "'=HADDAD Amina;LLF cv;17/11/2026;Non excusée;Pas encore\r\n") {
		t.Errorf("%q", file.Body)
	}
	if text := tom.get("/seances/listes/heures").want(t, 200).text("tbody"); strings.Contains(text, "claire") || !strings.Contains(text, "tom") {
		t.Errorf("a trainer reads their own hours: %s", text)
	}
	tom.get("/seances/listes/absences").want(t, 403)
	if text := s.as(t, "simon").get("/seances/listes/absences").want(t, 200).text("main"); strings.Contains(text, "HADDAD") {
		t.Error("absences are those of one's own people")
	}
}
