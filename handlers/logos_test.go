package handlers

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

func logoFile(t *testing.T) []byte {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, 60, 20))
	for i := range 60 * 20 {
		picture.Set(i%60, i/60, color.NRGBA{R: 0, G: 51, B: 153, A: 255})
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The direction adds a logo to an operation: the sheets of its sessions carry it, until it is removed.
func TestLogosOfAnOperation(t *testing.T) {
	s := newSite(t)
	marc, claire := s.as(t, "marc"), s.as(t, "claire")
	logo := logoFile(t)
	empty := marc.sendFiles("/operations/o-llf/logos", nil, "nom", "Wallonie").want(t, 422)
	if !strings.Contains(empty.text(".summary"), "Choisissez une image PNG ou JPEG") || empty.value("nom") != "Wallonie" {
		t.Errorf("without a file: %s", empty.text(".summary"))
	}
	wrong := marc.sendFiles("/operations/o-llf/logos", []sentFile{{"logo.svg", []byte("<svg/>")}}, "nom", "Wallonie").want(t, 422)
	if wrong.text("#files-problem") == "" {
		t.Error("a drawing that is no picture is taken")
	}
	marc.sendFiles("/operations/o-llf/logos", []sentFile{{"logo.png", logo}}, "nom", "").want(t, 422)
	key := marc.get("/operations/o-llf/logos").want(t, 200).value("submission")
	for range 2 { // the second click
		marc.sendFiles("/operations/o-llf/logos", []sentFile{{"logo.png", logo}}, "nom", "Wallonie", "submission", key).want(t, 303)
	}
	page := marc.get("/operations/o-llf/logos").want(t, 200)
	if page.Doc.Find("main img.logo").Length() != 1 || !strings.Contains(page.text("main"), "Wallonie") {
		t.Errorf("the list: %s", page.text("main"))
	}
	if claire.get("/seances/s-cv/feuille").want(t, 200).Doc.Find("img.logo").Length() != 1 {
		t.Error("the sheet on screen has no logo")
	}
	if pdf := claire.get("/seances/s-cv/feuille.pdf").want(t, 200); !strings.Contains(pdf.Body, "/Subtype /Image") {
		t.Error("the sheet on paper has no logo")
	}
	if s.as(t, "tom").get("/seances/s-cv/feuille").want(t, 200).Doc.Find("img.logo").Length() != 1 {
		t.Error("the trainer's sheet has no logo")
	}
	removed := marc.post(page.Doc.Find("main .lines form").AttrOr("action", ""), form()).want(t, 303)
	if pdf := claire.get("/seances/s-cv/feuille.pdf").want(t, 200); strings.Contains(pdf.Body, "/Subtype /Image") {
		t.Error("a logo that was removed is printed")
	}
	marc.undo(t, removed.Location)
	if marc.get("/operations/o-llf/logos").Doc.Find("main img.logo").Length() != 1 {
		t.Error("the logo is not restored")
	}
	claire.get("/operations/o-llf/logos").want(t, 403)
}
