// Package templates holds the pages of the interface: layouts, parts, one file per page, and the
// engine that parses and executes them. docs/interface.md shows how to write a page.
package templates

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"
)

//go:embed */*.html
var embedded embed.FS

// Files is the embedded folder of templates.
func Files() fs.FS { return embedded }

// Set is a parsed folder of pages. It may be used by many requests at once.
type Set struct {
	pages map[string]page
}

// page gives the template of a page. Every file is parsed when the program starts, so that a
// mistake shows at once; joining a page with the layouts costs more and waits for its first reader.
type page func() (*template.Template, error)

// Parse reads every page of fsys. The files of layout/ and parts/ are known to all pages; a file
// named parts.html in another folder is known to the pages of that folder; any other file
// is a page, named by its path without extension ("persons/new"). A page calls its layout itself:
//
//	{{template "app" .}}
//	{{define "content"}}…{{end}}
func Parse(fsys fs.FS, funcs template.FuncMap) (*Set, error) {
	shared, folders, err := find(fsys)
	if err != nil {
		return nil, fmt.Errorf("find templates: %w", err)
	}
	base := template.New("").Funcs(funcs).Option("missingkey=error")
	if err := parseInto(base, fsys, shared); err != nil {
		return nil, err
	}
	set := &Set{pages: map[string]page{}}
	for folder, files := range folders {
		if err := set.addFolder(base, funcs, fsys, folder, files); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// ParseDir reads the pages from a folder on disk, so that a developer sees changes at once.
func ParseDir(dir string, funcs template.FuncMap) (*Set, error) {
	return Parse(os.DirFS(dir), funcs)
}

// find sorts the files of fsys into the shared ones and the others, folder by folder.
func find(fsys fs.FS) (shared []string, folders map[string][]string, err error) {
	folders = map[string][]string{}
	err = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".html" {
			return err
		}
		switch folder := path.Dir(name); folder {
		case "layout", "parts":
			shared = append(shared, name)
		default:
			folders[folder] = append(folders[folder], name)
		}
		return nil
	})
	return shared, folders, err
}

func (s *Set) addFolder(base *template.Template, funcs template.FuncMap, fsys fs.FS, folder string, files []string) error {
	own := path.Join(folder, "parts.html")
	for _, name := range files {
		if name == own {
			continue
		}
		names := []string{name}
		if slices.Contains(files, own) {
			names = []string{own, name}
		}
		trees := template.New("").Funcs(funcs)
		if err := parseInto(trees, fsys, names); err != nil {
			return err
		}
		s.pages[strings.TrimSuffix(name, ".html")] = sync.OnceValues(func() (*template.Template, error) {
			return join(base, trees, name)
		})
	}
	return nil
}

// join is a copy of the layouts and parts with the templates of one page, entered by name.
func join(base, trees *template.Template, name string) (*template.Template, error) {
	joined, err := base.Clone()
	if err != nil {
		return nil, fmt.Errorf("copy layouts for %s: %w", name, err)
	}
	for _, t := range trees.Templates() {
		if t.Tree == nil {
			continue
		}
		if _, err := joined.AddParseTree(t.Name(), t.Tree); err != nil {
			return nil, fmt.Errorf("join %s with the layouts: %w", name, err)
		}
	}
	return joined.Lookup(name), nil
}

func parseInto(t *template.Template, fsys fs.FS, names []string) error {
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return fmt.Errorf("read template: %w", err)
		}
		if _, err := t.New(name).Parse(string(text)); err != nil {
			return fmt.Errorf("parse template: %w", err)
		}
	}
	return nil
}

// Pages lists the names of the pages in alphabetical order.
func (s *Set) Pages() []string {
	names := make([]string, 0, len(s.pages))
	for name := range s.pages {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Lookup is the template of a page, for tests that check it against its struct; nil when unknown.
func (s *Set) Lookup(name string) *template.Template {
	t, err := s.find(name)
	if err != nil {
		return nil
	}
	return t
}

func (s *Set) find(name string) (*template.Template, error) {
	build, ok := s.pages[name]
	if !ok {
		return nil, fmt.Errorf("no page %q", name)
	}
	return build()
}

// Render writes a whole page. Nothing is written when the page fails, so that a reader never gets
// half of one.
func (s *Set) Render(w io.Writer, name string, data any) error {
	t, err := s.find(name)
	if err != nil {
		return err
	}
	return execute(w, t, data)
}

// RenderBlock writes one block of a page: the answer to a request for a fragment.
func (s *Set) RenderBlock(w io.Writer, name, block string, data any) error {
	t, err := s.find(name)
	if err != nil {
		return err
	}
	if t = t.Lookup(block); t == nil {
		return fmt.Errorf("no block %q in page %q", block, name)
	}
	return execute(w, t, data)
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func execute(w io.Writer, t *template.Template, data any) error {
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.Reset()
	if err := t.Execute(buffer, data); err != nil {
		return fmt.Errorf("render page: %w", err)
	}
	if _, err := buffer.WriteTo(w); err != nil {
		return fmt.Errorf("send page: %w", err)
	}
	return nil
}
