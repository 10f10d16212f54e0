package handlers

import (
	"net/http"
	"strings"
	"testing"

	"jalon/models"
)

// An address that is past and one that was never given get the same page: French, then every language of contact.
func TestExpiredLinkSpeaksEveryLanguage(t *testing.T) {
	s := newSite(t)
	page := s.anonymous(t).get("/p/aaaaaaaaaaaaaaaaaaaaaaaaaa").want(t, http.StatusNotFound)
	if !strings.Contains(page.text("main h1"), "Ce lien a expiré") {
		t.Errorf("French is missing: %s", page.text("main"))
	}
	said := map[string]bool{}
	for _, language := range models.ContactLanguages() {
		line := page.Doc.Find("main li[lang=" + language.Code + "]")
		if (line.Length() == 1) == (language.Code == "fr") {
			t.Errorf("%s: %d lines", language.Code, line.Length())
		}
		if text := line.Text(); language.Code != "fr" && (text == "" || said[text]) {
			t.Errorf("%s: %q", language.Code, text)
		}
		said[line.Text()] = true
		if direction := line.AttrOr("dir", ""); language.Code != "fr" && (direction == "rtl") != language.RTL {
			t.Errorf("%s: %s", language.Code, direction)
		}
	}
}
