package handlers

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"jalon/models"
)

// sentFile is a file as a browser sends it.
type sentFile struct {
	name string
	data []byte
}

// sendFiles posts a form with files; pairs are its typed fields.
func (c *client) sendFiles(path string, files []sentFile, pairs ...string) answer {
	c.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := w.WriteField(pairs[i], pairs[i+1]); err != nil {
			c.t.Fatal(err)
		}
	}
	for _, f := range files {
		part, err := w.CreateFormFile("files", f.name)
		if err != nil {
			c.t.Fatal(err)
		}
		_, _ = part.Write(f.data)
	}
	if err := w.Close(); err != nil {
		c.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "http://jalon.test"+path, &body)
	r.RemoteAddr = c.address
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Content-Type", w.FormDataContentType())
	for name, value := range c.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	return c.answer(r)
}

const (
	addURL   = "/personnes/p-amina/documents/nouveau"
	plainPDF = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
)

func smallPNG(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 20, 10))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// hugePNG is the header of a picture of 50 million pixels.
func hugePNG() []byte {
	chunk := []byte("IHDR\x00\x00\x27\x10\x00\x00\x13\x88\x08\x02\x00\x00\x00") // 10,000 × 5,000
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
}

// bombDOCX unpacks to far more than a letter.
func bombDOCX(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	part, err := w.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 60 {
		_, _ = part.Write(zeros)
	}
	_ = w.Close()
	return out.Bytes()
}

func TestAddAndDownloadFiles(t *testing.T) {
	onEngines(t, func(t *testing.T, s *site) {
		nadia := s.as(t, "nadia")
		key := nadia.get(addURL).want(t, http.StatusOK).value("submission")
		files := []sentFile{{"Mon CV été.pdf", []byte(plainPDF)}, {"photo\u202egpj.exe", smallPNG(t)}, {strings.Repeat("n", 500) + ".pdf", []byte(plainPDF)}}
		for range 2 { // a double click
			nadia.sendFiles(addURL, files, "submission", key, "kind", "cv", "expires_on", "31/12/2026", "comment", "Version de novembre").want(t, http.StatusSeeOther)
		}
		list := nadia.get("/personnes/p-amina/documents").want(t, http.StatusOK)
		if n := list.Doc.Find("table tbody tr").Length(); n != 3 {
			t.Fatalf("%d documents, want 3: %s", n, list.text("main"))
		}
		names := map[string]string{}
		list.Doc.Find("table tbody th").Each(func(_ int, n *goquery.Selection) {
			names[n.Find("bdi").Text()] = n.Find("a").AttrOr("href", "")
		})
		for _, want := range []string{"Mon CV été.pdf", "photogpj.exe.png", strings.Repeat("n", 100) + ".pdf"} {
			if names[want] == "" {
				t.Errorf("no %q among %v", want, names)
			}
		}
		got := nadia.get(names["Mon CV été.pdf"]).want(t, http.StatusOK)
		if got.Body != plainPDF || got.Header.Get("Content-Type") != "application/pdf" {
			t.Errorf("read back %d bytes of %s", len(got.Body), got.Header.Get("Content-Type"))
		}
		if d := got.Header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment; filename*=utf-8''Mon%20CV%20%C3%A9t%C3%A9.pdf") {
			t.Errorf("disposition %s", d)
		}
		if p := got.Header.Get("Content-Security-Policy"); !strings.HasPrefix(p, "sandbox") || got.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("policy %s", p)
		}
		if n := s.Count(t, "select count(*) from journal where kind = 'document' and action = 'read' and participant = 'p-amina'"); n != 1 {
			t.Errorf("%d downloads in the journal, want 1", n)
		}
		s.as(t, "simon").get(names["Mon CV été.pdf"]).want(t, http.StatusNotFound)
		s.as(t, "rita").get(names["Mon CV été.pdf"]).want(t, http.StatusForbidden)
	})
}

// Each content that is refused has its sentence; what else was typed stays.
func TestRefusedFiles(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	key := nadia.get(addURL).value("submission")
	script := strings.Replace(plainPDF, "/Catalog", "/Catalog /OpenAction << /S /JavaScript /JS (x) >>", 1)
	for name, c := range map[string]struct {
		file sentFile
		want string
	}{
		"lies about its type": {sentFile{"cv.pdf", []byte("MZ\x90\x00 a program")}, "« cv.pdf » : le contenu n'est ni un PDF, ni une image"},
		"50 megapixels":       {sentFile{"scan.png", hugePNG()}, "cette image compte 50 mégapixels, au lieu de 25 au plus"},
		"scripts":             {sentFile{"form.pdf", []byte(script)}, "ce PDF contient un programme"},
		"bomb":                {sentFile{"lettre.docx", bombDOCX(t)}, "ce fichier prendrait une place anormale"},
		"empty":               {sentFile{"vide.pdf", nil}, "ce fichier est vide"},
		"11 MB":               {sentFile{"gros.pdf", append([]byte(plainPDF), make([]byte, 11<<20)...)}, "ce fichier dépasse 10 Mo"},
	} {
		answer := nadia.sendFiles(addURL, []sentFile{{"bon.pdf", []byte(plainPDF)}, c.file}, "submission", key, "kind", "diplome", "expires_on", "31/12/2026", "comment", "À garder").
			want(t, http.StatusUnprocessableEntity)
		if !strings.Contains(answer.text(".summary"), c.want) || !strings.Contains(answer.text("#files-problem"), c.want) {
			t.Errorf("%s: %s", name, answer.text(".summary"))
		}
		kind := answer.Doc.Find("input[name=kind][checked]").AttrOr("value", "")
		if kind != "diplome" || answer.value("expires_on") != "31/12/2026" || answer.value("comment") != "À garder" || answer.value("submission") != key {
			t.Errorf("%s: what was typed is lost: %q %q %q", name, kind, answer.value("expires_on"), answer.value("comment"))
		}
	}
	if n := s.Count(t, "select count(*) from files"); n != 0 {
		t.Errorf("%d documents were kept beside the refused ones", n)
	}
}

func TestRefusedUploads(t *testing.T) {
	s := newSite(t)
	nadia := s.as(t, "nadia")
	key := nadia.get(addURL).value("submission")
	var many []sentFile
	for range 21 {
		many = append(many, sentFile{"x.pdf", []byte(plainPDF)})
	}
	nine := append([]byte(plainPDF), make([]byte, 9<<20)...)
	copy(nine[len(nine)-6:], "%%EOF\n")
	for name, c := range map[string]struct {
		files []sentFile
		typed []string
		want  string
	}{
		"no file":        {nil, []string{"kind", "cv"}, "Choisissez au moins un fichier."},
		"an empty field": {[]sentFile{{"", nil}}, []string{"kind", "cv"}, "Choisissez au moins un fichier."},
		"no kind":        {many[:1], []string{"comment", "x"}, "Choisissez le type de document."},
		"21 files":       {many, []string{"kind", "cv"}, "Envoyez 20 fichiers au plus à la fois."},
		"27 MB":          {[]sentFile{{"a.pdf", nine}, {"b.pdf", nine}, {"c.pdf", nine}}, []string{"kind", "cv"}, "L'envoi dépasse 24 Mo au total"},
		"another date":   {many[:1], []string{"kind", "cv", "expires_on", "bientôt"}, "Écrivez la date comme 24/11/2026"},
	} {
		answer := nadia.sendFiles(addURL, c.files, append([]string{"submission", key}, c.typed...)...).want(t, http.StatusUnprocessableEntity)
		if !strings.Contains(answer.text(".summary"), c.want) {
			t.Errorf("%s: %s", name, answer.text(".summary"))
		}
	}
	if answer := nadia.sendFiles(addURL, many[:1], "kind", "cv"); answer.Status == http.StatusSeeOther {
		t.Error("a form without its key was accepted")
	}
	nadia.post(addURL, form("kind", "cv")).want(t, http.StatusUnprocessableEntity)
	nadia.sendFiles("/personnes/p-olha/documents/nouveau", many[:1], "submission", key, "kind", "cv").want(t, http.StatusNotFound)
	nadia.sendFiles(addURL, many[:1], "submission", key, "kind", "cv\x00").want(t, http.StatusUnprocessableEntity)
}

// Nothing of a document touches the disk in clear.
func TestUploadLeavesNoTemporaryFile(t *testing.T) {
	dir := t.TempDir()
	s := newSite(t)
	nadia := s.as(t, "nadia")
	key := nadia.get(addURL).value("submission")
	t.Setenv("TMPDIR", dir)
	nine := append([]byte(plainPDF), make([]byte, 9<<20)...)
	copy(nine[len(nine)-6:], "%%EOF\n")
	nadia.sendFiles(addURL, []sentFile{{"a.pdf", nine}, {"b.pdf", nine}}, "submission", key, "kind", "cv").want(t, http.StatusSeeOther)
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("%v left, %v", left, err)
	}
}

func TestWithdrawFile(t *testing.T) {
	s := newNetwork(t)
	nadia := s.as(t, "nadia")
	base := "/documents/fi-amina"
	if text := nadia.get("/a-completer").text("main"); !strings.Contains(text, "Titre de séjour · Expire le 24/12/2026") {
		t.Errorf("the end of the document is not announced: %s", text)
	}
	edit := nadia.get(base+"/modifier").want(t, http.StatusOK)
	if wrong := nadia.post(base+"/modifier", form("version", edit.value("version"), "kind", "", "comment", "Recto")).want(t, http.StatusUnprocessableEntity); wrong.value("comment") != "Recto" {
		t.Error("what was typed is lost")
	}
	nadia.post(base+"/modifier", form("version", edit.value("version"), "kind", "autre", "expires_on", "01/02/2027", "comment", "Recto")).want(t, http.StatusSeeOther)
	nadia.post(base+"/modifier", form("version", edit.value("version"), "kind", "cv", "comment", "Verso")).want(t, http.StatusConflict)
	nadia.post(base+"/retrait", form("reason", " ")).want(t, http.StatusUnprocessableEntity)
	nadia.post(base+"/retrait", form("reason", "Document d'une autre personne")).want(t, http.StatusSeeOther)
	list := nadia.get("/personnes/p-amina/documents").want(t, http.StatusOK)
	if !strings.Contains(list.text("details.card"), "Document d'une autre personne") || list.Doc.Find("table").Length() != 0 {
		t.Errorf("withdrawn: %s", list.text("main"))
	}
	nadia.get(base+"/fichier").want(t, http.StatusConflict)
	undo := list.Doc.Find(".flash form").AttrOr("action", "")
	nadia.post(undo, form()).want(t, http.StatusSeeOther)
	if got := nadia.get(base+"/fichier").want(t, http.StatusOK); got.Body != "%PDF-1." {
		t.Errorf("put back: %q", got.Body)
	}
	manager := s.as(t, "marc").get("/personnes/p-amina/documents").want(t, http.StatusOK)
	if manager.Doc.Find(`a[href$="/retrait"], a[href$="/nouveau"], a[href$="/modifier"]`).Length() != 0 {
		t.Error("the manager is offered what they may not do")
	}
	if n := s.Count(t, "select count(*) from journal where kind = ? and action = 'cancel'", models.KindDocument); n != 2 {
		t.Errorf("%d journal lines, want 2", n)
	}
}
