package static

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"testing/fstest"
)

func get(t *testing.T, method, url, encoding string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, url, nil)
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestAnswers(t *testing.T) {
	url := URL("jalon.css")
	if !regexp.MustCompile(`^/static/jalon\.[0-9a-f]{10}\.css$`).MatchString(url) {
		t.Fatalf("URL(jalon.css) = %q", url)
	}
	plain, err := io.ReadAll(get(t, "GET", url, "").Body)
	if err != nil || !bytes.Contains(plain, []byte("@layer")) {
		t.Fatalf("style sheet of %d bytes, %v", len(plain), err)
	}
	zipped := get(t, "GET", url, "gzip, br")
	if got := zipped.Header.Get("Content-Encoding"); got != "gzip" {
		t.Fatalf("Content-Encoding = %q", got)
	}
	unzip, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	again, err := io.ReadAll(unzip)
	if err != nil || !bytes.Equal(plain, again) {
		t.Fatalf("the compressed file differs from the plain one (%v)", err)
	}
	if got := zipped.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
		t.Errorf("Cache-Control = %q", got)
	}
	for _, tc := range []struct {
		method, url string
		status      int
	}{
		{"HEAD", url, 200},
		{"POST", url, 405},
		{"GET", "/static/jalon.css", 404},
		{"GET", "/static/jalon.0000000000.css", 404},
		{"GET", "/static/../static.go", 404},
		{"GET", "/static/vendor.json", 404},
	} {
		if got := get(t, tc.method, tc.url, "").StatusCode; got != tc.status {
			t.Errorf("%s %s: %d, want %d", tc.method, tc.url, got, tc.status)
		}
	}
	if URL("none.css") != "" {
		t.Error("an unknown file has an address")
	}
}

// First-load weight (ux.md §5, check 22): CSS ≤ 20 kB, scripts ≤ 40 kB, compressed.
func TestWeight(t *testing.T) {
	scripts := 0
	for name, a := range byName {
		if a.kind == types[".js"] {
			scripts += len(a.small)
		}
		t.Logf("%s: %d bytes, %d compressed", name, len(a.body), len(a.small))
	}
	if got := len(byName["jalon.css"].small); got > 20_000 {
		t.Errorf("style sheet: %d bytes compressed", got)
	}
	if scripts > 40_000 {
		t.Errorf("scripts: %d bytes compressed", scripts)
	}
}

var (
	tokenUsed    = regexp.MustCompile(`var\((--[a-z0-9-]+)`)
	tokenDefined = regexp.MustCompile(`(--[a-z0-9-]+):`)
)

// A declaration with a token that nobody defines is dropped by the browser without a word.
func TestTokensAreDefined(t *testing.T) {
	css, known := byName["jalon.css"].body, map[string]bool{}
	for _, m := range tokenDefined.FindAllSubmatch(css, -1) {
		known[string(m[1])] = true
	}
	for _, m := range tokenUsed.FindAllSubmatch(css, -1) {
		if !known[string(m[1])] {
			t.Errorf("%s is used and never defined", m[1])
		}
	}
}

func TestUnknownKind(t *testing.T) {
	if err := load(fstest.MapFS{"a.exe": {Data: []byte("x")}}); err == nil {
		t.Error("a file without content type was accepted")
	}
}

// The sprite holds exactly the icons that vendor.json lists, with the licence beside it.
func TestSpriteMatchesItsList(t *testing.T) {
	text, err := os.ReadFile("vendor.json")
	if err != nil {
		t.Fatal(err)
	}
	var vendor struct {
		Packages []struct {
			LicenceFile string `json:"licence_file"`
			File        string
			Icons       []string
		}
	}
	if err := json.Unmarshal(text, &vendor); err != nil {
		t.Fatal(err)
	}
	for _, p := range vendor.Packages {
		if _, err := os.Stat(p.LicenceFile); err != nil {
			t.Error(err)
		}
		sprite := byName[p.File].body
		for _, icon := range p.Icons {
			if !bytes.Contains(sprite, []byte(`<symbol id="`+icon+`"`)) {
				t.Errorf("%s: no %q; run icons.mjs", p.File, icon)
			}
		}
		if got := bytes.Count(sprite, []byte("<symbol ")); got != len(p.Icons) {
			t.Errorf("%s: %d icons, %d in the list", p.File, got, len(p.Icons))
		}
	}
}

// A colour or a length that no token defines draws nothing: the choice it should show is not seen.
func TestEveryTokenIsDefined(t *testing.T) {
	sheets, err := filepath.Glob("css/*.css")
	if err != nil || len(sheets) == 0 {
		t.Fatal(sheets, err)
	}
	defined, used := map[string]bool{}, map[string]string{}
	for _, sheet := range sheets {
		content, err := os.ReadFile(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(--[\w-]+)\s*:`).FindAllSubmatch(content, -1) {
			defined[string(m[1])] = true
		}
		for _, m := range regexp.MustCompile(`var\((--[\w-]+)\)`).FindAllSubmatch(content, -1) {
			used[string(m[1])] = sheet
		}
	}
	for token, sheet := range used {
		if !defined[token] {
			t.Errorf("%s uses %s, which nothing defines", sheet, token)
		}
	}
}
