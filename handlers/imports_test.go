package handlers

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"testing"
)

// upload posts a file to the import page as a browser does.
func (c *client) upload(path string, content []byte) answer {
	c.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("classeur", "classeur.xlsx")
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		c.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		c.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "http://jalon.test"+path, &body)
	r.RemoteAddr = c.address
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Content-Type", form.FormDataContentType())
	for name, value := range c.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	return c.answer(r)
}

func TestImportPage(t *testing.T) {
	s := newSite(t)
	marc := s.as(t, "marc")
	sample, err := os.ReadFile("../reports/testdata/exercice-2025-2026.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	before := s.Count(t, "select count(*) from participants")
	tried := marc.upload("/import", sample)
	if tried.Status != http.StatusOK || s.Count(t, "select count(*) from participants") != before {
		t.Fatalf("trial: status %d, persons %d (a trial writes nothing)", tried.Status, s.Count(t, "select count(*) from participants"))
	}
	token, _ := tried.Doc.Find("input[name=essai]").Attr("value")
	done := marc.post("/import/charger", url.Values{"essai": {token}})
	if done.Status != http.StatusOK || s.Count(t, "select count(*) from participants") != before+220 {
		t.Errorf("import: status %d, persons %d, want 220 more", done.Status, s.Count(t, "select count(*) from participants"))
	}
	if again := marc.post("/import/charger", url.Values{"essai": {token}}); again.Status != http.StatusUnprocessableEntity {
		t.Errorf("the same trial twice: status %d, want 422", again.Status)
	}
	if out := marc.get("/import/export"); out.Status != http.StatusOK || out.Header.Get("Content-Disposition") == "" {
		t.Errorf("export: status %d, %q", out.Status, out.Header.Get("Content-Disposition"))
	}
}

func TestImportPageRefuses(t *testing.T) {
	s := newSite(t)
	marc := s.as(t, "marc")
	if refused := marc.upload("/import", []byte("not a workbook")); refused.Status != http.StatusUnprocessableEntity || refused.Doc.Find("#classeur-problem").Length() != 1 {
		t.Errorf("a text file: status %d, problem shown %d", refused.Status, refused.Doc.Find("#classeur-problem").Length())
	}
	if large := marc.upload("/import", make([]byte, 21<<20)); large.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("21 MB: status %d, want 413", large.Status)
	}
	for _, who := range []string{"nadia", "claire", "alex", "fanny"} {
		if got := s.as(t, who).get("/import/export"); got.Status != http.StatusForbidden {
			t.Errorf("%s exports everything: status %d, want 403", who, got.Status)
		}
	}
}
