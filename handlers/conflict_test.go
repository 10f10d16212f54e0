package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// Every form that carries a version answers a stale one with both versions, and « Retour » leads to a page that exists.
func TestEveryConflictLeadsBack(t *testing.T) {
	s := newSite(t)
	otherCentre(t, s)
	tried := map[string]bool{}
	for _, name := range staff {
		c := s.as(t, name)
		for _, r := range s.App.Routes() {
			if r.Method != http.MethodGet || r.Public {
				continue
			}
			path := r.Path
			if parameter.MatchString(path) {
				own, _ := recordsOf(t, path)
				path = address(path, own)
			}
			page := c.get(path)
			if page.Status != http.StatusOK || page.Doc == nil {
				continue
			}
			page.Doc.Find("main form[method=post]").Has("input[name=version]").Each(func(_ int, form *goquery.Selection) {
				if action := form.AttrOr("action", ""); !tried[action] && staleForm(t, c, path, form) {
					tried[action] = true
				}
			})
		}
	}
	for _, action := range []string{"/taches/pt-amina/modifier", "/objectifs/pg-amina/modifier",
		"/partenaires/pa-namur/modifier", "/orientations/re-amina/modifier", "/suivis/f-amina/modifier", "/rendez-vous/a-amina/modifier", "/seances/s-cv",
		"/modules/mo-namur", "/documents/fi-amina/modifier", "/operations/o-gtj", "/reglages",
		"/inscriptions/e-amina-gtj/entree", "/personnes/p-amina/profil/contact", "/personnes/p-amina/profil/sensible"} {
		if !tried[action] {
			t.Errorf("no conflict of %s was tried", action)
		}
	}
}

// What explains a frein that moves is chosen on a page of an assessment, which has no other.
func TestConflictOfTies(t *testing.T) {
	s := newSite(t)
	planOf(t, s, "namur", "amina")
	nadia := s.as(t, "nadia")
	ties := nadia.post("/personnes/p-amina/freins/evaluer", form("date", "24/11/2026", "frein_mobilite", "1")).want(t, http.StatusSeeOther).Location
	page := nadia.get(ties).want(t, http.StatusOK)
	if !staleForm(t, nadia, ties, page.Doc.Find("main form.form")) {
		t.Error("a stale choice was saved")
	}
}

// A page may hold several forms of one address: both versions are of the question that was answered.
func TestConflictOfOneQuestionAmongSeveral(t *testing.T) {
	s := newSite(t)
	claire := s.as(t, "claire")
	path := "/rapports/o-llf/saisie"
	forms := claire.get(path).want(t, http.StatusOK).Doc.Find("main form[method=post]").Has("input[name=question]")
	second := forms.Eq(1)
	question := second.Find("input[name=question]").AttrOr("value", "")
	typed := url.Values{"question": {question}, "version": {"0"}, "texte-" + question: {"Onze emplois."}}
	action := second.AttrOr("action", "")
	claire.post(action, typed).want(t, http.StatusSeeOther)
	typed.Set("texte-"+question, "Douze emplois.")
	stale := claire.send(http.MethodPost, action, typed, http.Header{"Referer": {"http://jalon.test" + path}}).want(t, http.StatusConflict)
	if got := stale.text("main"); !strings.Contains(got, "Onze emplois.") || !strings.Contains(got, "Douze emplois.") {
		t.Errorf("both versions of %s: %s", question, got)
	}
}

// staleForm sends a form with another answer and a version that is not the saved one; it tells whether that was a conflict.
func staleForm(t *testing.T, c *client, page string, form *goquery.Selection) bool {
	t.Helper()
	values, changed := url.Values{}, false
	form.Find("input[type=hidden]").Each(func(_ int, f *goquery.Selection) {
		values.Set(f.AttrOr("name", ""), f.AttrOr("value", ""))
	})
	for _, q := range questionsOf(form) {
		for name, given := range q.Values {
			values[name] = given
		}
		if name, value := q.Names[0], anotherAnswer(q); !changed && value != "" {
			values.Set(name, value)
			changed = true
		}
	}
	values.Set("version", "99")
	action := form.AttrOr("action", "")
	answer := c.send(http.MethodPost, action, values, http.Header{"Referer": {"http://jalon.test" + page}})
	if answer.Status != http.StatusConflict {
		t.Log(page, action, answer.Status, answer.Location, answer.text(".summary"), values)
		return false
	}
	back, offered := answer.Doc.Find("main a.button.ghost").Attr("href")
	if left := c.get(back); !offered || left.Status != http.StatusOK {
		t.Errorf("%s: the conflict of %s leads back to %q: %d", page, action, back, left.Status)
	}
	return true
}

var freeAnswers = []string{"texte", "comment", "name", "code_titre", "titre", "title", "subject", "reason", "note", "family_name", "address", "diploma", "training"}

// anotherAnswer is an answer to the question that differs from the one in the form, "" where any text will not do.
func anotherAnswer(q question) string {
	given := q.Values.Get(q.Names[0])
	if slices.Contains(freeAnswers, q.Names[0]) && q.field.Find("input[type=text], textarea").Length() > 0 {
		return given + " bis"
	}
	other := ""
	q.field.Find("option[value], input[type=radio], input[type=checkbox]").Each(func(_ int, o *goquery.Selection) {
		if value := o.AttrOr("value", ""); value != given && other == "" {
			other = value
		}
	})
	return other
}
