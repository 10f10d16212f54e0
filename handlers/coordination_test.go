package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jalon/models"
	"jalon/store/storetest"
)

// Somebody at the door of a full session is added beyond its places by the coordination, for a reason; others wait.
func TestWalkInBeyondThePlaces(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "delete from registrations where id = 'cv-amina'")
	s.Exec(t, "update sessions set capacity = 1 where id = 'cv'")
	claire := s.as(t, "claire")
	if claire.get("/seances/s-cv/inscriptions").Doc.Find("button[name=surnombre]").Length() != 0 {
		t.Error("beyond the places is for who stands at the door")
	}
	if claire.get("/seances/s-cv/inscriptions?appel=1").want(t, http.StatusOK).Doc.Find("button[name=surnombre]").Length() != 1 {
		t.Error("a full session offers no way in at the door")
	}
	asked := url.Values{"appel": {"1"}, "surnombre": {"1"}, "inscription": {"e-amina-llf"}}
	refused := claire.post("/seances/s-cv/inscriptions", asked).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(refused.text(".summary"), "Indiquez le motif") || s.Count(t, "select count(*) from registrations where session_id = 'cv'") != 1 {
		t.Errorf("without a reason: %s", refused.text(".summary"))
	}
	asked.Set("motif", "Venue de loin")
	s.as(t, "nadia").post("/seances/s-cv/inscriptions", asked).want(t, http.StatusForbidden)
	claire.post("/seances/s-cv/inscriptions", asked).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from registrations where session_id = 'cv' and participant_id = 'amina' and place = 'inscrit' and attendance = 'present'"); n != 1 {
		t.Error("added and marked in one gesture")
	}
	if n := s.Count(t, "select count(*) from journal where detail = 'beyond the places: Venue de loin'"); n != 1 {
		t.Errorf("%d lines of the journal", n)
	}
	s.Exec(t, "update registrations set place = 'annule', attendance = '', minutes = null where participant_id = 'amina' and session_id = 'cv'")
	s.Exec(t, "update sessions set on_date = '2026-12-01' where id = 'cv'")
	early := claire.post("/seances/s-cv/inscriptions", asked).want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(early.text(".summary"), "Avant le jour de la séance") {
		t.Errorf("before the day: %s", early.text(".summary"))
	}
}

// A new person at the door: the file, the enrolment and the place follow one another, and the roll call is where it ends.
func TestNewPersonAtTheDoor(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	link := claire.get("/seances/s-cv/inscriptions?appel=1").want(t, http.StatusOK).Doc.Find("main a[href^='/personnes/nouvelle']").AttrOr("href", "")
	form := url.Values{}
	claire.get(link).want(t, http.StatusOK).Doc.Find("main form input[type=hidden]").Each(func(_ int, f *goquery.Selection) {
		form.Set(f.AttrOr("name", ""), f.AttrOr("value", ""))
	})
	for name, value := range map[string]string{"family_name": "Vanderzande", "given_name": "Quirine", "birth_day": "14", "birth_month": "6", "birth_year": "1987",
		"contact": "0471 22 33 44", "contact_language": "ar", "place": "5000 Namur"} {
		form.Set(name, value)
	}
	made := claire.post("/personnes/nouvelle", form).want(t, http.StatusSeeOther)
	if !strings.HasSuffix(made.Location, "/inscription/o-llf?appel=1&seance=s-cv") {
		t.Fatalf("the file leads to %s", made.Location)
	}
	enrol := fields(claire.get(made.Location).want(t, http.StatusOK))
	enrol.Set("requested", "24/11/2026")
	enrol.Set("derogation", "Preuve apportée demain")
	action, _, _ := strings.Cut(made.Location, "?")
	seated := claire.post(action, enrol).want(t, http.StatusSeeOther)
	if !strings.HasPrefix(seated.Location, "/seances/s-cv/presences#l-") {
		t.Fatalf("the enrolment leads to %s", seated.Location)
	}
	if n := s.Count(t, "select count(*) from registrations r join participants p on p.id = r.participant_id where p.family_name = 'Vanderzande' and r.attendance = 'present'"); n != 1 {
		t.Error("the person is not marked as there")
	}
}

// People to enrol first are shown with what their file lacks, and one form enrols and seats them.
func TestOutsideOnTheRegistrationPage(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update sessions set on_date = '2026-12-01' where id = 'cv'")
	s.Insert(t, "participant_words", map[string]any{"word": "noori", "kind": "w", "participant_id": "noori", "centre_id": "namur"})
	page := s.as(t, "claire").post("/seances/s-cv/inscriptions/recherche", filled("q", "noori")).want(t, http.StatusOK)
	outside := page.Doc.Find("section[aria-labelledby=hors]")
	if href := outside.Find("a").AttrOr("href", ""); href != "/personnes/p-noori/inscription/o-llf?seance=s-cv" {
		t.Errorf("leads to %q", href)
	}
	if text := unspaced(outside.Text()); !strings.Contains(text, "À demander : Domicile en Wallonie") && !strings.Contains(text, "Condition absente : Domicile en Wallonie") {
		t.Errorf("what the file lacks: %s", text)
	}
}

// A place given back stands in the person's timeline; a registration by mistake does not.
func TestDepartureInTheTimeline(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update sessions set on_date = '2026-12-01' where id = 'cv'")
	claire := s.as(t, "claire")
	claire.post("/places/r-cv-amina/annulation", filled("reason", "transport")).want(t, http.StatusSeeOther)
	if text := claire.get("/personnes/p-amina?type=seances").want(t, http.StatusOK).text("main"); !strings.Contains(unspaced(text), "Place rendue : cv, 01/12/2026") || !strings.Contains(text, "Transport") {
		t.Errorf("timeline: %s", text)
	}
	s.Exec(t, "update place_departures set reason = 'erreur'")
	if strings.Contains(claire.get("/personnes/p-amina").text("main"), "Place rendue") {
		t.Error("a mistake is nobody's departure")
	}
}

// The calendar greys the centre's own closing days and the school holidays, and says which.
func TestCalendarSaysClosingDays(t *testing.T) {
	s := newSite(t)
	s.Insert(t, "closures", map[string]any{"id": "cl", "public_id": "cl", "centre_id": "namur", "kind": models.ClosedCentre, "label": "Journée d'équipe", "from_on": "2026-12-03",
		"until_on": "2026-12-03", "created_at": storetest.Now})
	claire := s.as(t, "claire")
	week := claire.get("/seances/calendrier?jour=2026-12-01").want(t, http.StatusOK).Doc.Find(".cal-day.closed")
	if week.Length() != 1 || !strings.Contains(unspaced(week.Text()), "Centre fermé : Journée d'équipe") {
		t.Errorf("the week: %s", week.Text())
	}
	holidays := claire.get("/seances/calendrier?jour=2026-12-22").want(t, http.StatusOK).Doc.Find(".cal-day.closed")
	if holidays.Length() != 5 || !strings.Contains(unspaced(holidays.Text()), "Congé scolaire : ") || !strings.Contains(unspaced(holidays.Text()), "Centre fermé : Noël") {
		t.Errorf("%d days of the winter holidays: %s", holidays.Length(), holidays.Text())
	}
}

// A session that is cancelled stays in the calendars of other programs, as cancelled: they would keep it otherwise.
func TestCancelledSessionInFeeds(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update sessions set status = 'cancelled', status_reason = 'Grève' where id = 'cv'")
	shown := s.as(t, "claire").post("/moi/calendriers", filled("dispositif", "LLF")).want(t, http.StatusOK)
	_, secret, _ := strings.Cut(shown.Doc.Find("textarea#link").Text(), "/p/seances/")
	own := s.as(t, "tom").post("/moi/agenda", url.Values{}).want(t, http.StatusOK)
	_, mine, _ := strings.Cut(own.Doc.Find("textarea#link").Text(), "/p/agenda/")
	for _, path := range []string{"/p/seances/" + secret, "/p/agenda/" + mine} {
		feed := s.anonymous(t).get(path).want(t, http.StatusOK).Body
		if strings.Count(feed, "BEGIN:VEVENT") != 1 || !strings.Contains(feed, "STATUS:CANCELLED") || !strings.Contains(feed, "SUMMARY:Annulé") {
			t.Errorf("%s: %s", path, feed)
		}
	}
}

// « Ma semaine » counts who is to be told, and the list behind the figure shows the sessions.
func TestPeopleToTell(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update sessions set on_date = '2026-12-01', place = 'Namur' where id = 'cv'")
	s.Exec(t, "update sessions set on_date = '2026-12-20' where id = 'module4h'")
	claire := s.as(t, "claire")
	tile := claire.get("/").want(t, http.StatusOK).Doc.Find(`main a[href="/seances?vue=a_convoquer"]`).First()
	if text := tile.Closest("div, li").Text(); !strings.Contains(text, "Personnes à convoquer") || !strings.Contains(text, "2") {
		t.Errorf("tile: %q", text)
	}
	if rows := claire.get("/seances?vue=a_convoquer").want(t, http.StatusOK).Doc.Find("main tbody tr"); rows.Length() != 1 {
		t.Errorf("%d sessions to tell about, want 1", rows.Length())
	}
	claire.post("/seances/s-cv/messages", fields(claire.get("/seances/s-cv/messages"))).want(t, http.StatusSeeOther)
	if claire.get("/").Doc.Find(`main a[href="/seances?vue=a_convoquer"]`).Length() != 0 {
		t.Error("everybody knows, and the figure stays")
	}
}

// « Ma semaine » counts the sessions nobody gives, the next month's too, and the list behind the figure shows as many.
func TestSessionsWithoutTrainer(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "delete from session_trainers")
	s.Exec(t, "update sessions set status = 'planned', on_date = '2026-12-20' where id = 'cv'")
	s.Exec(t, "update sessions set status = 'planned', on_date = '2027-01-20' where id = 'module4h'") // too far ahead
	claire := s.as(t, "claire")
	tile := claire.get("/").want(t, http.StatusOK).Doc.Find(`main a[href="/seances?vue=sans_formation"]`).First()
	rows := claire.get("/seances?vue=sans_formation").want(t, http.StatusOK).Doc.Find("main tbody tr").Length()
	if text := tile.Closest("div, li").Text(); rows == 0 || !strings.Contains(text, strconv.Itoa(rows)) {
		t.Errorf("%d sessions behind the tile %q", rows, text)
	}
	s.Exec(t, "update sessions set on_date = '2027-01-20'")
	if claire.get("/").Doc.Find(`main a[href="/seances?vue=sans_formation"]`).Length() != 0 {
		t.Error("nothing is left, and the figure stays")
	}
}

// A trainer's roll call of today is the large button of their page.
func TestTrainersPresences(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update sessions set on_date = '2026-11-24', ends_at = '18:00' where id = 'cv'")
	if got := s.as(t, "tom").get("/").want(t, http.StatusOK).Doc.Find("main a.primary.large").AttrOr("href", ""); got != "/seances/s-cv/presences" {
		t.Errorf("the large button leads to %q", got)
	}
}

// The closing list says which half-day lacks a signature.
func TestClosingListSaysTheHalfDay(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update sessions set starts_at = '09:00', ends_at = '16:00' where id = 'cv'")
	s.Exec(t, "update registrations set attendance = 'present' where session_id = 'cv'")
	s.Insert(t, "signatures", map[string]any{"id": "x", "public_id": "x", "centre_id": "namur", "session_id": "cv", "registration_id": "cv-amina", "participant_id": "amina",
		"half": "morning", "moment": "debut", "way": "papier", "hash": "x", "device": "", "entry_key": "x", "signed_at": storetest.Now, "created_at": storetest.Now})
	text := unspaced(s.as(t, "claire").get("/seances/s-cv/cloture").want(t, http.StatusOK).text("main"))
	for _, want := range []string{"HADDAD Amina : aucune signature l'après-midi", "GEBRU Tsehaye : aucune signature, ces heures"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in: %s", want, text)
		}
	}
}
