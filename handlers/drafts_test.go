package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"jalon/models"
	"jalon/store/storetest"
)

const followUpFormURL = "/suivis/nouveau?personne=p-amina"

// types sends a draft as the script does, for the page that was opened.
func (c *client) types(t testing.TB, user, form, page string, values url.Values) answer {
	t.Helper()
	typed := url.Values{"brouillon": {form}, "brouillon_page": {page}, "brouillon_titre": {"Encoder un suivi"}}
	for name, list := range values {
		typed[name] = list
	}
	return c.send(http.MethodPost, "/brouillons", typed, http.Header{backgroundHeader: {"u-" + user}})
}

func TestDrafts(t *testing.T) { onEngines(t, drafts) }

func drafts(t *testing.T, s *site) {
	nadia := s.as(t, "nadia")
	page := nadia.get(followUpFormURL).want(t, http.StatusOK)
	if body := page.Doc.Find("body"); body.AttrOr("data-page", "") != followUpFormURL || page.Doc.Find("main form[data-draft]").Length() != 1 {
		t.Fatal("the form does not say that it is kept")
	}
	typed := fields(page)
	typed.Del("submission")
	for name, value := range map[string]string{"note": "Cherche un <b>stage</b>", "mode": "telephone", "themes": "projet", "duree": "autre", "duree_autre": "50",
		"niveau": models.NoteConfidence, "dispositif": "e-amina-llf"} {
		typed.Set(name, value)
	}
	nadia.types(t, "nadia", followUpFormURL, "page-1", typed).want(t, http.StatusCreated)
	list := nadia.get("/brouillons").want(t, http.StatusOK)
	if got := list.text("main"); !strings.Contains(got, "Encoder un suivi") || strings.Contains(got, "stage") {
		t.Errorf("the list says %q", got)
	}
	if offer := nadia.get(followUpFormURL).want(t, http.StatusOK); !strings.Contains(offer.text("main"), "Reprendre le brouillon") {
		t.Error("the form does not offer the draft")
	}
	resumed := nadia.get(list.Doc.Find("main th a").AttrOr("href", "")).want(t, http.StatusOK)
	form := fields(resumed)
	for name, want := range typed {
		if !slices.Equal(form[name], want) {
			t.Errorf("%s: %q, want %q", name, form[name], want)
		}
	}
	for _, colleague := range []string{"simon", "claire", "lea"} { // a note of confidence in a draft stays its author's
		other := s.as(t, colleague)
		if got := other.get("/brouillons").want(t, http.StatusOK).text("main"); !strings.Contains(got, "Aucun brouillon.") {
			t.Errorf("%s sees %q", colleague, got)
		}
	}
	if got := s.as(t, "claire").get(followUpFormURL+"&brouillon=1").want(t, http.StatusOK).Body; strings.Contains(got, "stage") {
		t.Error("a coordinator opens a colleague's draft")
	}
	form.Set("brouillon", followUpFormURL)
	form.Set("brouillon_page", "page-2")
	nadia.post("/suivis/nouveau?personne=p-amina", form).want(t, http.StatusSeeOther)
	if got := nadia.get("/brouillons").text("main"); !strings.Contains(got, "Aucun brouillon.") {
		t.Errorf("after saving: %q", got)
	}
	nadia.types(t, "nadia", followUpFormURL, "page-2", typed).want(t, http.StatusNoContent)
}

func TestDraftIsDiscardedWithUndo(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	nadia.types(t, "nadia", "/personnes/nouvelle", "page-1", form("family_name", "Zwartjes")).want(t, http.StatusCreated)
	discard := nadia.get("/brouillons").Doc.Find("main table form").AttrOr("action", "")
	s.as(t, "simon").post(discard, form()).want(t, http.StatusNotFound)
	nadia.post(discard, form()).want(t, http.StatusSeeOther)
	page := nadia.get("/brouillons").want(t, http.StatusOK)
	if got := page.text("main"); !strings.Contains(got, "Aucun brouillon.") || !strings.Contains(got, "Brouillon écarté.") {
		t.Errorf("after discarding: %q", got)
	}
	nadia.post(page.Doc.Find(".flash form").AttrOr("action", ""), form()).want(t, http.StatusSeeOther)
	if got := nadia.get("/personnes/nouvelle?brouillon=1").want(t, http.StatusOK).value("family_name"); got != "Zwartjes" {
		t.Errorf("family name %q", got)
	}
}

func TestDraftsRefused(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	for name, tc := range map[string]struct {
		form   string
		typed  url.Values
		status int
	}{
		"elsewhere":        {"https://ailleurs.example/", form("note", "x"), http.StatusUnprocessableEntity},
		"no form":          {"", form("note", "x"), http.StatusUnprocessableEntity},
		"somebody else's":  {"/suivis/nouveau?personne=p-olha", form("note", "x"), http.StatusNotFound},
		"another centre's": {"/personnes/p-bruno/profil/contact", form("note", "x"), http.StatusNotFound},
		"a book":           {followUpFormURL, form("note", strings.Repeat("a", models.MaxDraft+1)), http.StatusRequestEntityTooLarge},
	} {
		nadia.types(t, "nadia", tc.form, "page", tc.typed).want(t, tc.status)
		_ = name
	}
	// A window left open by a colleague who was signed in before: what they type reaches nobody's drafts.
	nadia.types(t, "simon", "/personnes/nouvelle", "page", form("note", "x")).want(t, http.StatusUnauthorized)
	if n := s.Count(t, "select count(*) from drafts"); n > 0 {
		t.Errorf("%d drafts", n)
	}
}

// A form sent by the script itself is told where it led; a second time it leads there too, and writes nothing.
func TestFormSentInTheBackground(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	typed := fields(nadia.get(followUpFormURL).want(t, http.StatusOK))
	typed.Set("dispositif", "e-amina-llf")
	before := s.Count(t, "select count(*) from followups")
	send := func(user string) answer {
		return nadia.send(http.MethodPost, "/suivis/nouveau?personne=p-amina", typed, http.Header{backgroundHeader: {user}})
	}
	send("u-simon").want(t, http.StatusUnauthorized)
	for range 2 {
		if a := send("u-nadia").want(t, http.StatusNoContent); a.Header.Get(locationHeader) != "/personnes/p-amina" || a.Header.Get(sessionHeader) == "" {
			t.Errorf("leads to %q, %q s left", a.Header.Get(locationHeader), a.Header.Get(sessionHeader))
		}
	}
	if n := s.Count(t, "select count(*) from followups") - before; n != 1 {
		t.Errorf("%d follow-ups", n)
	}
	typed.Set("duree", "x")
	typed.Set("submission", "another")
	send("u-nadia").want(t, http.StatusUnprocessableEntity)
	at(t, storetest.Now.Add(2*time.Hour))
	send("u-nadia").want(t, http.StatusUnauthorized)
}

// Only a page with a form whose draft is kept is read again before it goes out: every page has the texts of the drafts in its frame.
func TestDraftable(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	for path, want := range map[string]bool{"/": false, "/personnes/p-amina": false, "/personnes/nouvelle": true, "/suivis/nouveau?personne=p-amina": true} {
		if got := draftable([]byte(nadia.get(path).want(t, 200).Body)); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}
