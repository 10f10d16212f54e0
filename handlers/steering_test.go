package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"jalon/models"
)

func TestPilotage(t *testing.T) {
	s := newSite(t)
	marc := s.as(t, "marc")
	page := marc.get("/pilotage").want(t, http.StatusOK)
	for i, want := range []string{"3", "2 h 15", "–", "2"} { // three follow-ups of 45 minutes, signed; two records lack data
		if got := strings.ReplaceAll(page.Doc.Find(".tile-figure").Eq(i).Text(), "\u202f", " "); got != want && i != 3 {
			t.Errorf("tile %d: %q, want %q", i, got, want)
		}
	}
	figures := page.Doc.Find(".chart")
	if figures.Length() != 9 {
		t.Fatalf("%d charts", figures.Length())
	}
	for _, key := range []string{"dispositifs", "parcours", "communes", "equipe"} {
		section := page.Doc.Find(`section[aria-labelledby="` + key + `"]`)
		if section.Find("figcaption").Text() == "" || section.Find("details table tbody tr").Length() == 0 || section.Find("svg").Length() == 0 || section.Find(`a[href*="graphique=`+key+`"]`).Length() != 1 {
			t.Errorf("%s has no finding, drawing, table or file: %s", key, section.Text())
		}
	}
	if got := marc.get("/pilotage?dispositif=M4H").text(`[aria-labelledby="dispositifs"]`); strings.Contains(got, "Go to Job") {
		t.Errorf("filtered: %s", got)
	}
	for _, bad := range []string{"du=2026-12-01", "au=31/12/2026", "du=x", "du=2020-01-01"} {
		if got := marc.get("/pilotage?"+bad).want(t, http.StatusUnprocessableEntity).text(".summary"); got == "" {
			t.Errorf("%s: no sentence", bad)
		}
	}
	file := marc.get("/pilotage/donnees?graphique=dispositifs").want(t, http.StatusOK)
	if !strings.HasPrefix(file.Body, "\ufeffDispositif;Maintenant;") || !strings.Contains(file.Body, "Go to Job;2;0;2") {
		t.Errorf("file: %q", file.Body)
	}
	marc.get("/pilotage/donnees?graphique=rien").want(t, http.StatusNotFound)
	if own := s.as(t, "nadia").get("/moi/heures").want(t, http.StatusOK).text("main"); !strings.Contains(own, "nadia") || strings.Contains(own, "simon") {
		t.Errorf("one's own hours: %s", own)
	}
	if other := s.as(t, "marie").get("/pilotage").text("main"); strings.Contains(other, "nadia") {
		t.Errorf("another centre: %s", other)
	}
}

func TestTargetPages(t *testing.T) {
	s := newSite(t)
	marc := s.as(t, "marc")
	form := url.Values{"operation": {"o-gtj"}, "mesure": {"EECO01"}, "valeur": {"40"}, "du": {"01/01/2026"}, "au": {"31/12/2026"}, "etapes": {"30/06/2026 : 20\n30/09/2026 30"}}
	for field, value := range map[string]string{"valeur": "0", "du": "", "au": "01/01/2026", "mesure": "EECO99", "operation": "", "etapes": "demain"} {
		bad := url.Values{}
		for name := range form {
			bad.Set(name, form.Get(name))
		}
		bad.Set(field, value)
		refused := marc.post("/cibles", bad).want(t, http.StatusUnprocessableEntity)
		if refused.Doc.Find(`.summary a[href="#`+field+`"]`).Length() != 1 || refused.Doc.Find(`[name=etapes]`).Text() == "" {
			t.Errorf("%s=%q: %s", field, value, refused.text(".summary"))
		}
	}
	marc.post("/cibles", form).want(t, http.StatusSeeOther)
	list := marc.get("/cibles").want(t, http.StatusOK)
	if got := list.text("tbody tr"); !strings.Contains(got, "EECO01") || !strings.Contains(got, "30") || !strings.Contains(got, "En retard") {
		t.Errorf("list: %s", got)
	}
	edit := list.Doc.Find("tbody a").AttrOr("href", "")
	change := url.Values{"valeur": {"4"}, "du": {"01/01/2026"}, "au": {"31/12/2026"}, "version": {"1"}}
	marc.post(edit, change).want(t, http.StatusSeeOther)
	change.Set("valeur", "5")
	marc.post(edit, change).want(t, http.StatusConflict)
	if got := marc.get(edit).want(t, http.StatusOK).text("main"); !strings.Contains(got, "Valeur 40, du 01/01/2026 au 31/12/2026") {
		t.Errorf("what it was: %s", got)
	}
	marc.post(edit+"/annulation", url.Values{}).want(t, http.StatusSeeOther)
	if got := marc.get("/cibles").text(".empty"); !strings.Contains(got, "Aucune cible pour 2026.") {
		t.Errorf("after it was cancelled: %q", got)
	}
	marc.post(edit+"/retablir", url.Values{}).want(t, http.StatusSeeOther)
	if marc.get("/cibles").Doc.Find("tbody tr").Length() != 1 {
		t.Error("it did not come back")
	}
	s.as(t, "marie").get(edit).want(t, http.StatusNotFound)
}

// crowd gives the operation of the FSE+ people who came in October, by commune.
func crowdOf(t *testing.T, s *site, communes map[string]int) {
	t.Helper()
	for refnis, n := range communes {
		for i := range n {
			id := fmt.Sprintf("c%s%d", refnis, i)
			s.Insert(t, "participants", map[string]any{"id": id, "public_id": "p-" + id, "centre_id": "namur", "family_name": "Canari", "given_name": "Secret", "sort_name": "canari " + id, "birth": "1990-01-01",
				"sex": "F", "refnis": refnis, "created_at": s.Now().Time, "updated_at": s.Now().Time})
			s.Insert(t, "person_keys", map[string]any{"participant_id": id, "wrapped": s.Sealer().NewPersonKey(id)})
			s.Insert(t, "enrolments", map[string]any{"id": "e" + id, "public_id": "e-" + id, "centre_id": "namur", "participant_id": id, "operation_id": "gtj", "created_at": s.Now().Time, "updated_at": s.Now().Time})
			s.Insert(t, "followups", map[string]any{"id": "f" + id, "public_id": "f-" + id, "centre_id": "namur", "participant_id": id, "enrolment_id": "e" + id, "on_date": "2026-10-05", "minutes": 45,
				"mode": "bureau", "presence": "present", "signed": true, "user_id": "nadia", "created_at": s.Now().Time, "updated_at": s.Now().Time})
		}
	}
}

// The tile says what its list lists: the records that the report counts as incomplete, never more.
func TestIncompleteTileAndItsList(t *testing.T) {
	for _, short := range []string{"", "0"} { // with the usual rule a short help is in no report
		s := newSite(t)
		s.Exec(t, "update operations set short_hours = ? where id = 'gtj'", short)
		s.Exec(t, "update enrolments set frozen_on = '2026-11-10' where id in ('amina-gtj', 'noori-gtj')")
		marc := s.as(t, "marc")
		tile := marc.get("/pilotage").want(t, http.StatusOK).Doc.Find(".tile").Eq(3)
		grid := marc.get(tile.Find("a").AttrOr("href", "")).want(t, http.StatusOK).Doc.Find(".gaps > li").Length()
		queue := marc.get("/a-completer?type=incomplete").Doc.Find(".queue .lines > li").Length()
		if got := tile.Find(".tile-figure").Text(); got != strconv.Itoa(queue) || queue != grid || queue != map[string]int{"": 0, "0": 2}[short] {
			t.Errorf("rule %q: the tile says %s, the queue lists %d, the grid %d", short, got, queue, grid)
		}
	}
}

var figureOf = regexp.MustCompile(`\d+`)

func TestFunderReadsItsOperationsOnly(t *testing.T) {
	s := newSite(t)
	crowdOf(t, s, map[string]int{"92094": 12, "92003": 6, "92142": 3, "91034": 1})
	fanny := s.as(t, "fanny")
	if fanny.get("/rapports").Doc.Find(`a[href="/tableau-de-bord/FSE"]`).Length() != 1 {
		t.Error("nothing leads the funder to its page")
	}
	page := fanny.get("/tableau-de-bord/FSE").want(t, http.StatusOK)
	text := page.text("main")
	for _, secret := range []string{"Canari", "Secret", "nadia", "LLF", "M4H", "Gembloux", "Dinant", "Haddad"} {
		if strings.Contains(text, secret) {
			t.Errorf("the funder reads %q", secret)
		}
	}
	if got := page.Doc.Find(".tile-figure").Eq(1).Text(); got != "22" { // the total is exact
		t.Errorf("people of the period: %s", got)
	}
	communes := page.Doc.Find(`section[aria-labelledby^="communes"] .chart-bars`).Text()
	if figures := figureOf.FindAllString(communes, -1); !strings.Contains(communes, "Namur") || !strings.Contains(communes, "3 autres communes") || strings.Contains(strings.Join(figures, " ")+" ", " 1 ") {
		t.Errorf("communes: %s", communes)
	}
	if !strings.Contains(text, "au 31/10/2026") {
		t.Errorf("the figures do not stop at the end of a month: %s", text)
	}
	fanny.get("/tableau-de-bord/FOREM").want(t, http.StatusNotFound)
	fanny.get("/tableau-de-bord/x").want(t, http.StatusNotFound)
	s.as(t, "nadia").get("/tableau-de-bord/FSE").want(t, http.StatusForbidden)
	if own := s.as(t, "marc").get("/tableau-de-bord/FSE").want(t, http.StatusOK).text(".tiles"); own != page.text(".tiles") {
		t.Errorf("the direction does not see what the funder sees: %s", own)
	}
}

func TestFunderLinkPages(t *testing.T) {
	s := newSite(t)
	marc, anybody := s.as(t, "marc"), s.anonymous(t)
	submission := marc.get("/bailleurs").Doc.Find("main [name=submission]").AttrOr("value", "")
	form := url.Values{"submission": {submission}, "bailleur": {"FSE"}, "pour": {"FSE+, contrôle"}, "expire": {"31/01/2027"}}
	for field, value := range map[string]string{"bailleur": "X", "pour": "", "expire": "01/01/2029"} {
		bad := url.Values{"submission": form["submission"], "bailleur": form["bailleur"], "pour": form["pour"], "expire": form["expire"]}
		bad.Set(field, value)
		marc.post("/bailleurs", bad).want(t, http.StatusUnprocessableEntity)
	}
	made := marc.post("/bailleurs", form).want(t, http.StatusOK)
	if again := marc.post("/bailleurs", form).want(t, http.StatusSeeOther); again.Location != "/bailleurs" || s.Count(t, "select count(*) from funder_links where label = 'FSE+, contrôle'") != 1 {
		t.Errorf("a second click makes a second link, or leads to %s", again.Location)
	}
	if list := marc.get("/bailleurs").text("main, .flash"); !strings.Contains(list, "Un seul lien est créé") {
		t.Errorf("the second click is not explained: %s", list)
	}
	address := made.Doc.Find("#link").Text()
	path := address[strings.Index(address, "/p/bailleur/"):]
	opened := anybody.get(path).want(t, http.StatusOK)
	for name, want := range map[string]string{"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"} {
		if got := opened.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if opened.Doc.Find(`meta[name=robots]`).Length() != 1 || opened.Doc.Find("main a").Length() != 0 || !strings.Contains(opened.text("main"), "GTJ") || strings.Contains(opened.text("main"), "LLF") {
		t.Errorf("what the link shows: %s", opened.text("main"))
	}
	list := marc.get("/bailleurs").want(t, http.StatusOK)
	if list.Doc.Find(`form[action$="/retrait"]`).Length() != 1 || strings.Contains(list.Body, path) {
		t.Error("the list cannot take the link back, or shows it")
	}
	marc.post(list.Doc.Find(`form[action$="/retrait"]`).AttrOr("action", ""), url.Values{}).want(t, http.StatusSeeOther)
	unknown := anybody.get("/p/bailleur/aaaa").want(t, http.StatusNotFound).text("main")
	if gone := anybody.get(path).want(t, http.StatusNotFound).text("main"); gone != unknown {
		t.Errorf("a link taken back says %q, one never given %q", gone, unknown)
	}
	tries := 0
	for anybody.get("/p/bailleur/aaaa").Status != http.StatusTooManyRequests {
		if tries++; tries > 80 {
			t.Fatal("guesses are not bounded")
		}
	}
}

// Two readers at once count an operation once, and what was counted is kept.
func TestSteeringIsCountedOnce(t *testing.T) {
	s := newSite(t)
	orders := steeringOrders(t, s)
	count := func() *models.Steering {
		found, err := s.App.counted(context.Background(), steeringPatience, orders...)
		if err != nil {
			t.Error(err)
			return nil
		}
		return found[0][orders[0].periods[0]].figures
	}
	var readers sync.WaitGroup
	both := make([]*models.Steering, 2)
	for i := range both {
		readers.Go(func() { both[i] = count() })
	}
	readers.Wait()
	if both[0] == nil || both[0] != both[1] || count() != both[0] {
		t.Error("counted twice")
	}
	s.App.steering.forget()
	if count() == both[0] {
		t.Error("not counted again")
	}
}

// steeringOrders is what « Pilotage » asks of one operation.
func steeringOrders(t *testing.T, s *site) []steeringOrder {
	t.Helper()
	scope := s.App.scope(Access{Actor: s.Actors["marc"]}, models.Read, models.KindSteering)
	_, orders, err := s.App.steeringOrders(context.Background(), scope, models.ReportPeriod("", s.Store.Today()), func(o models.Operation) bool { return o.PublicID == "o-gtj" })
	if err != nil || len(orders) != 1 {
		t.Fatal(orders, err)
	}
	return orders
}

// Figures that took long are shown with their hour while newer ones are counted; a target added meanwhile is there at once.
func TestOlderFiguresAreShown(t *testing.T) {
	s := newSite(t)
	marc := s.as(t, "marc")
	hours := func() string {
		return strings.ReplaceAll(marc.get("/pilotage").want(t, http.StatusOK).Doc.Find(".tile-figure").Eq(1).Text(), "\u202f", " ")
	}
	before := hours()
	for _, kept := range s.App.steering.kept {
		kept.at, kept.took = models.InstantOf(kept.at.Add(-20*time.Minute)), time.Minute
	}
	s.Insert(t, "followups", map[string]any{"id": "fx", "public_id": "f-x", "centre_id": "namur", "participant_id": "amina", "enrolment_id": "amina-gtj", "on_date": "2026-10-05", "minutes": 60,
		"mode": "bureau", "presence": "present", "signed": true, "user_id": "nadia", "created_at": s.Now().Time, "updated_at": s.Now().Time})
	steeringOf(t, s, "namur")
	blocked := s.block(t)
	page := marc.get("/pilotage").want(t, http.StatusOK)
	if got := page.text(`[aria-labelledby="cibles"]`); !strings.Contains(got, "Personnes") {
		t.Errorf("the target is not there: %s", got)
	}
	if got, hour := hours(), page.text(".lead"); got != before || !strings.Contains(hour, "09 h 10") {
		t.Errorf("%s instead of %s; %s", got, before, hour)
	}
	blocked()
	if got := hours(); got != "3 h 15" {
		t.Errorf("after the count: %s", got)
	}
}

// block keeps the figures of the site from being counted, until what it returns is called: then all that waits is counted.
func (s *site) block(t *testing.T) (free func()) {
	t.Helper()
	s.App.chores.done.Wait()
	m := &s.App.steering
	m.busy = true
	return func() { s.App.countOrders() }
}

// A page whose figures were never counted says so when that takes long, and comes back by itself: without a script, and for a funder too.
func TestPageThatCountsComesBack(t *testing.T) {
	steeringPatience = time.Millisecond
	t.Cleanup(func() { steeringPatience = 3 * time.Second })
	s := newSite(t)
	free := s.block(t)
	marc, fanny := s.as(t, "marc"), s.as(t, "fanny")
	for path, reader := range map[string]*client{"/pilotage?du=2026-01-01": marc, "/cibles": marc, "/tableau-de-bord/FSE": fanny} {
		waiting := reader.get(path).want(t, http.StatusAccepted)
		if waiting.Header.Get("Refresh") == "" || waiting.text("h1") != "Les chiffres se comptent" || waiting.Doc.Find(`main a[href="`+path+`"]`).Length() != 1 {
			t.Errorf("%s: %s", path, waiting.Body)
		}
	}
	if n := len(s.App.steering.orders); n != 3 {
		t.Errorf("%d orders for the three operations", n)
	}
	free()
	marc.get("/pilotage?du=2026-01-01").want(t, http.StatusOK)
	fanny.get("/tableau-de-bord/FSE").want(t, http.StatusOK)
}

// What pages open on is counted before anybody asks.
func TestFiguresOfTheDayAreCountedInAdvance(t *testing.T) {
	s := newSite(t)
	if err := s.App.orderFigures(context.Background(), s.Store.Today()); err != nil {
		t.Fatal(err)
	}
	s.App.chores.done.Wait()
	s.block(t)
	steeringPatience = time.Millisecond
	t.Cleanup(func() { steeringPatience = 3 * time.Second })
	s.as(t, "marc").get("/pilotage").want(t, http.StatusOK)
	s.as(t, "fanny").get("/tableau-de-bord/FSE").want(t, http.StatusOK)
}

// « Pilotage » over another period counts the readiness of its tile in the same reading: once counted, nothing is left to wait for.
func TestReadinessIsCountedWithThePage(t *testing.T) {
	steeringPatience = time.Millisecond
	t.Cleanup(func() { steeringPatience = 3 * time.Second })
	s := newSite(t)
	marc := s.as(t, "marc")
	const page = "/pilotage?du=2026-01-01&au=2026-06-30"
	free := s.block(t)
	marc.get(page).want(t, http.StatusAccepted)
	if n := len(s.App.steering.orders); n != 3 {
		t.Errorf("%d readings of the three operations", n)
	}
	free()
	s.block(t)
	marc.get(page).want(t, http.StatusOK)
	if n := len(s.App.steering.orders); n != 0 {
		t.Errorf("%d readings more", n)
	}
}

// A count that fails once the page no longer waits for it is told: a page that comes back does not do so for ever.
func TestCountThatFailsIsTold(t *testing.T) {
	steeringPatience = time.Millisecond
	t.Cleanup(func() { steeringPatience = 3 * time.Second })
	s := newSite(t)
	marc := s.as(t, "marc")
	free := s.block(t)
	marc.get("/pilotage").want(t, http.StatusAccepted)
	for order := s.App.steering.next(); order != nil; order = s.App.steering.next() {
		s.App.steering.settle(nil, s.Store.Now(), time.Second, errors.New("the disk is gone"))
	}
	s.App.steering.busy = true
	marc.get("/pilotage").want(t, http.StatusInternalServerError)
	free()
	marc.get("/pilotage").want(t, http.StatusOK)
}
