package handlers

import (
	"strings"
	"testing"

	"jalon/store/storetest"
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

// A large centre: what is added up over a year leaves no session out, and the absences come page by page, all of them in the file.
func TestTeamListsOfALargeCentre(t *testing.T) {
	s := newSite(t)
	s.Exec(t, `insert into sessions (id, public_id, centre_id, operation_id, title, on_date, starts_at, ends_at, created_at)
		with recursive n(i) as (select 1 union all select i + 1 from n where i < 2100)
		select 'big' || i, 's-big' || i, 'namur', 'llf', 'Grand module', date('2025-12-01', '+' || (i / 7) || ' days'), '09:00', '10:00', ? from n`, storetest.Now)
	s.Exec(t, "insert into session_trainers (session_id, user_id) select id, 'tom' from sessions where id like 'big%'")
	s.Exec(t, `insert into registrations (id, public_id, centre_id, session_id, participant_id, enrolment_id, attendance, created_at)
		select 'r' || id, 'r-' || id, 'namur', id, 'amina', 'amina-llf', 'absent', ? from sessions where id like 'big%' limit 450`, storetest.Now)
	claire := s.as(t, "claire")
	if text := claire.get("/seances/listes/modules").want(t, 200).text("tbody"); !strings.Contains(text, "2100") {
		t.Errorf("sessions of the year: %s", text)
	}
	if text := s.as(t, "tom").get("/seances/listes/heures?du=1/1/2025").want(t, 200).text("tbody"); !strings.Contains(text, "septembre 2026") {
		t.Errorf("the last months are left out: %s", text)
	}
	lines, pages := 0, 0
	for url := "/seances/listes/absences?du=1/12/2025"; url != "" && pages < 9; pages++ {
		page := claire.get(url).want(t, 200)
		if text := page.text("#nombre"); text != "450 lignes" {
			t.Errorf("page %d counts %q", pages+1, text)
		}
		lines += page.Doc.Find("tbody tr").Length()
		url = page.Doc.Find("a[rel=next]").AttrOr("href", "")
	}
	if lines != 450 || pages != 3 {
		t.Errorf("%d absences on %d pages", lines, pages)
	}
	if file := claire.get("/seances/listes/absences/export?du=1/12/2025").want(t, 200); strings.Count(file.Body, "\r\n") != 451 {
		t.Errorf("%d lines in the file", strings.Count(file.Body, "\r\n"))
	}
}
