// Package static serves the style sheet, the scripts and the icons, all embedded in the program.
// Addresses carry a hash of the content, so that browsers may keep files for ever and yet never
// show an old one.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed css/*.css js/*.js *.svg
var files embed.FS

// prefix is where the files are served.
const prefix = "/static/"

// types are the kinds of files served; any other kind is refused when the program starts.
var types = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// asset is one file ready to be sent.
type asset struct {
	url, kind   string
	body, small []byte // as it is, and compressed by gzip
}

var (
	byName = map[string]*asset{} // "app.js"
	byURL  = map[string]*asset{} // "/static/app.1a2b3c4d5e.js"
)

func init() {
	if err := load(files); err != nil {
		panic(fmt.Sprintf("static: %v", err)) // embedded files: a mistake of the build, seen by any test
	}
}

// bundles are the folders whose files, in the order of their names, make one file.
var bundles = map[string]string{"css": "jalon.css", "js": "app.js"}

// load prepares the files of fsys, those of css/ and js/ joined.
func load(fsys fs.FS) error {
	joined := map[string]*bytes.Buffer{"css": {}, "js": {}}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		if bundle, ok := joined[path.Dir(name)]; ok {
			_, err = bundle.Write(body)
			return err
		}
		return add(name, body)
	})
	if err != nil {
		return err
	}
	for folder, name := range bundles {
		if err := add(name, joined[folder].Bytes()); err != nil {
			return err
		}
	}
	return nil
}

func add(name string, body []byte) error {
	ext := path.Ext(name)
	kind, ok := types[ext]
	if !ok {
		return fmt.Errorf("%s: no content type for %q", name, ext)
	}
	var small bytes.Buffer
	zip, err := gzip.NewWriterLevel(&small, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := zip.Write(body); err != nil {
		return err
	}
	if err := zip.Close(); err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	url := prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
	a := &asset{url: url, kind: kind, body: body, small: small.Bytes()}
	byName[name], byURL[url] = a, a
	return nil
}

// URL is the address of a file, with its hash; "" for a file that does not exist.
func URL(name string) string {
	if a, ok := byName[name]; ok {
		return a.url
	}
	return ""
}

// Handler serves the files. Mount it outside sessions: its answers depend on nobody.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := byURL[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		a.send(w, r)
	})
}

func (a *asset) send(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Content-Type", a.kind)
	head.Set("Cache-Control", "public, max-age=31536000, immutable")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Vary", "Accept-Encoding")
	body := a.body
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		head.Set("Content-Encoding", "gzip")
		body = a.small
	}
	head.Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // the reader has gone when this fails
	}
}
