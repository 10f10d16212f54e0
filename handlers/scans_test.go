package handlers

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"jalon/documents"
)

// scannedSheet is a white page with a code in its corner, as a photograph.
func scannedSheet(t *testing.T, code string) []byte {
	t.Helper()
	page := image.NewGray(image.Rect(0, 0, 900, 640))
	draw.Draw(page, page.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	if code != "" {
		data, err := documents.QR(code)
		if err != nil {
			t.Fatal(err)
		}
		drawn, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		draw.Draw(page, drawn.Bounds().Add(image.Pt(700, 40)), drawn, image.Point{}, draw.Src)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, page, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The whole way of a sheet: printed, signed, scanned, filed by its code, compared, signed for.
func TestSheetComesBack(t *testing.T) {
	s := newSite(t)
	claire, tom, simon := s.as(t, "claire"), s.as(t, "tom"), s.as(t, "simon")
	if a := claire.get("/seances/s-cv/feuille?version=vierge&taille=13"); a.Status != http.StatusOK || !strings.Contains(a.text("main"), "Feuille n° 2026-0001") {
		t.Fatal(a.Status, a.text("main"))
	}
	if a := claire.get("/seances/s-cv/feuille.pdf?version=signee"); a.Status != http.StatusOK || !strings.HasPrefix(a.Body, "%PDF") {
		t.Fatal(a.Status)
	}
	if a := claire.get("/seances/feuilles.pdf"); a.Status != http.StatusSeeOther { // nothing planned: said on the list
		t.Errorf("booklet: %d", a.Status)
	}
	const code = "aaaabbbbccccdddd"
	s.Exec(t, "update sheets set public_id = ?", code)
	if a := tom.get("/feuilles/" + code + "/1"); a.Location != "/seances/s-cv/presences" {
		t.Errorf("the code leads to %d %s", a.Status, a.Location)
	}
	sheet := scannedSheet(t, "https://jalon.exemple.be/feuilles/"+code+"/1")
	const list = "/seances/feuilles"
	a := tom.sendFiles(list, []sentFile{{"a.jpg", sheet}, {"b.jpg", scannedSheet(t, "")}, {"c.docx", []byte("PK\x03\x04")}}, "submission", "k1")
	if text := a.text("main"); a.Status != http.StatusUnprocessableEntity || !strings.Contains(text, "Classée") || !strings.Contains(text, "Code QR illisible") || !strings.Contains(text, "c.docx") {
		t.Fatalf("%d %s", a.Status, text)
	}
	links := regexp.MustCompile(`/scans/([a-z2-7]{16})`).FindAllStringSubmatch(a.Body, 2)
	scan, unread := links[0][1], links[1][1]
	a = tom.sendFiles(list, []sentFile{{"again.jpg", sheet}}, "submission", "k2")
	if text := tom.get(a.Location).text("main"); !strings.Contains(text, "Déjà classée") || !strings.Contains(text, "gardée une seule fois") {
		t.Errorf("%d %s", a.Status, text)
	}
	a = simon.sendFiles(list, []sentFile{{"d.jpg", sheet}}, "submission", "k3")
	if text := simon.get(a.Location).text("main"); !strings.Contains(text, "Refusée") {
		t.Errorf("a session of somebody else: %d %s", a.Status, text)
	}
	if a := claire.get("/scans/" + scan + "/image"); a.Status != http.StatusOK || !strings.HasPrefix(a.Body, "\xff\xd8") {
		t.Errorf("picture: %d", a.Status)
	}
	if a := tom.post("/scans/"+unread+"/seance", map[string][]string{"number": {"2026-7777"}}); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, `value="2026-7777"`) {
		t.Errorf("unknown number: %d", a.Status)
	}
	if a := tom.post("/scans/"+scan+"/signatures", map[string][]string{"signe": {"r-cv-amina"}}); a.Status != http.StatusSeeOther {
		t.Fatal(a.Status, a.text("main"))
	}
	if text := tom.get("/seances/s-cv").text("main"); !strings.Contains(text, "Signatures vérifiées") {
		t.Error(text)
	}
	if n := s.Count(t, "select count(*) from signatures where way = 'scan'"); n != 1 {
		t.Errorf("%d signatures", n)
	}
	if a := tom.post("/scans/"+scan+"/retrait", nil); a.Status != http.StatusSeeOther || tom.get("/scans/"+scan+"/image").Status != http.StatusNotFound {
		t.Errorf("withdrawn: %d", a.Status)
	}
	if a := tom.post("/scans/"+scan+"/retablir", nil); a.Status != http.StatusSeeOther || tom.get("/scans/"+scan+"/image").Status != http.StatusOK {
		t.Errorf("put back: %d", a.Status)
	}
}
