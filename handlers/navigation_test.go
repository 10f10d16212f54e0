package handlers

import (
	"net/http"
	"strings"
	"testing"
)

// The direction's menu has five entries (ux.md §1.2); what it lost is on the reports page.
func TestMenuOfTheDirection(t *testing.T) {
	s := newSite(t)
	marc := s.as(t, "marc")
	page := marc.get("/rapports").want(t, http.StatusOK)
	var menu []string
	for _, link := range page.Doc.Find(".rail > ul > li > a").EachIter() {
		menu = append(menu, link.AttrOr("href", ""))
	}
	if got := strings.Join(menu, " "); got != "/ /rapports /seances /personnes /a-completer" {
		t.Errorf("menu: %s", got)
	}
	for _, url := range []string{"/operations", "/import"} {
		if page.Doc.Find("main a[href='"+url+"']").Length() != 1 {
			t.Errorf("no way to %s", url)
		}
		marc.get(url).want(t, http.StatusOK)
	}
	if s.as(t, "fanny").get("/rapports").want(t, http.StatusOK).Doc.Find("main a[href='/import']").Length() != 0 {
		t.Error("a funder is led to the import")
	}
	marc.get("/a-completer").want(t, http.StatusOK)
}
