package locales

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// rooms are the folders whose sources may name keys of the catalogue.
var rooms = []string{"cmd", "documents", "handlers", "messages", "models", "policies", "reports", "store", "templates"}

// speakers are the functions and fields whose texts are keys: what they name must exist.
var speakers = map[string]bool{
	"T": true, "newPage": true, "flash": true, "Flash": true, "problem": true, "Problem": true, "Refuse": true, "refusal": true,
}

var (
	keyShape    = regexp.MustCompile(`^[a-z0-9_]+(\.[A-Za-z0-9_]+)+$`)
	templateKey = regexp.MustCompile(`\bt "([^"]+)"`)
	anyLiteral  = regexp.MustCompile("\"([^\"]*)\"|`([^`]*)`")
	verb        = regexp.MustCompile(`%[a-z]`)
)

// usage is what the sources say about keys.
type usage struct {
	demanded map[string]string // key → a file that asks for it
	literals map[string]bool   // every text of the sources
	prefixes map[string]bool   // beginnings of keys completed at run time: "role."
	suffixes map[string]bool   // ends of keys completed at run time: ".saved"
}

func (u *usage) literal(s string) {
	u.literals[s] = true
	if head, _, cut := strings.Cut(s, "%"); cut && verb.MatchString(s) {
		s = head
	}
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "_") {
		u.prefixes[s] = true
	}
	if strings.HasPrefix(s, ".") && len(s) > 1 {
		u.suffixes[s] = true
	}
}

// uses tells whether key appears whole, or is made of a known beginning and one more word, or of a
// literal and a known end.
func (u *usage) uses(key string) bool {
	if u.literals[key] {
		return true
	}
	for i, r := range key {
		if r != '.' && r != '_' {
			continue
		}
		if u.prefixes[key[:i+1]] || u.literals[key[:i]] && u.suffixes[key[i:]] {
			return true
		}
	}
	return false
}

func (u *usage) template(path, text string) {
	for _, m := range templateKey.FindAllStringSubmatch(text, -1) {
		u.literal(m[1]) // inside an attribute, quotes would hide it from anyLiteral
		if !strings.Contains(m[1], "%") {
			u.demanded[m[1]] = path
		}
	}
	for _, m := range anyLiteral.FindAllStringSubmatch(text, -1) {
		u.literal(m[1] + m[2])
	}
}

func (u *usage) source(path string, file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if s, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
				u.literal(s)
			}
		case *ast.CallExpr:
			u.call(path, n)
		}
		return true
	})
}

func (u *usage) call(path string, call *ast.CallExpr) {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	if !speakers[name] {
		return
	}
	for _, arg := range call.Args {
		if lit, ok := arg.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, err := strconv.Unquote(lit.Value); err == nil && keyShape.MatchString(s) {
				u.demanded[s] = path
			}
		}
	}
}

func scan(t *testing.T) *usage {
	t.Helper()
	u := &usage{demanded: map[string]string{}, literals: map[string]bool{}, prefixes: map[string]bool{}, suffixes: map[string]bool{}}
	for _, room := range rooms {
		root := filepath.Join("..", room)
		if _, err := os.Stat(root); err != nil {
			continue
		}
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.HasSuffix(path, "_test.go") {
				return err
			}
			switch filepath.Ext(path) {
			case ".html":
				text, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				u.template(path, string(text))
			case ".go":
				file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
				if err != nil {
					return err
				}
				u.source(path, file)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return u
}

func french(t *testing.T) *Catalogue {
	t.Helper()
	c, err := French()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Every key that a page or a handler asks for exists, and every key of the catalogue is asked for.
func TestKeysAndSourcesAgree(t *testing.T) {
	c, u := french(t), scan(t)
	var missing []string
	for key, path := range u.demanded {
		if !c.Has(key) {
			missing = append(missing, key+" ("+path+")")
		}
	}
	for key := range modelKeys(c, t) {
		if !c.Has(key) {
			missing = append(missing, key+" (models)")
		}
	}
	sort.Strings(missing)
	for _, key := range missing {
		t.Errorf("no text for %s", key)
	}
	for _, key := range c.Keys() {
		if !u.uses(key) {
			t.Errorf("nothing uses %q", key)
		}
	}
}

// modelKeys are the texts of models that look like keys of a family the catalogue knows: models
// return keys as plain texts, so no function name tells them apart.
func modelKeys(c *Catalogue, t *testing.T) map[string]bool {
	t.Helper()
	families := map[string]bool{}
	for _, key := range c.Keys() {
		families[family(key)] = true
	}
	paths, err := filepath.Glob("../models/*.go")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			s, err := strconv.Unquote(lit.Value)
			if err == nil && keyShape.MatchString(s) && families[family(s)] {
				keys[s] = true
			}
			return true
		})
	}
	return keys
}

// family is the first word of a key.
func family(key string) string {
	first, _, _ := strings.Cut(key, ".")
	return first
}

// forbidden are the words that ux.md §0 and §6 refuse.
var forbidden = []struct {
	what    string
	pattern *regexp.Regexp
}{
	{"median point", regexp.MustCompile(`\pL[·•]\pL`)},
	{"« Valider »: name the action", regexp.MustCompile(`(?i)\bvalide[rz]\b`)},
	{"« veuillez »", regexp.MustCompile(`(?i)veuillez`)},
	{"« invalide »: say what to do", regexp.MustCompile(`(?i)\binvalides?\b`)},
	{"« bénéficiaire »: personne", regexp.MustCompile(`(?i)bénéficiaire`)},
	{"« saisir »: encoder", regexp.MustCompile(`(?i)\bsaisi(r|e|es|ssez)\b`)},
	{"no space before ; ! ?", regexp.MustCompile(`[\pL\d»)][;!?](\s|$)`)},
	{"no space before :", regexp.MustCompile(`[\pL»)]:(\s|$)`)},
	{"no space inside « »", regexp.MustCompile("«[^\u00a0]|[^\u00a0]»")},
	{"three dots for an ellipsis", regexp.MustCompile(`\.\.\.`)},
}

// feature is the name of a feature that holds a word refused elsewhere (product.md §5.2).
var feature = regexp.MustCompile(`(?i)saisie éclair`)

func TestWordsOfFrenchTexts(t *testing.T) {
	for key, text := range everyText(t) {
		text = feature.ReplaceAllString(text, "")
		for _, f := range forbidden {
			if found := f.pattern.FindString(text); found != "" {
				t.Errorf("%s: %q in %q (%s)", key, found, text, f.what)
			}
		}
	}
}

// The linter itself can fail.
func TestForbiddenWordsAreSeen(t *testing.T) {
	for _, text := range []string{"référent·e", "Valider", "Veuillez choisir", "Date invalide", "Quoi? Oui", "Nom: x", "«x»", "Un instant...", "Saisissez", "bénéficiaires"} {
		seen := false
		for _, f := range forbidden {
			seen = seen || f.pattern.MatchString(text)
		}
		if !seen {
			t.Errorf("%q passes the linter", text)
		}
	}
}

// everyText is each text of the catalogue as a reader sees it, plural forms apart.
func everyText(t *testing.T) map[string]string {
	t.Helper()
	names, err := fs.Glob(files, "fr/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, name := range names {
		messages, err := readFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range messages {
			for form, text := range map[string]string{"": m.Other, " (one)": m.One, " (many)": m.Many} {
				if text != "" {
					texts[m.ID+form] = text
				}
			}
		}
	}
	return texts
}
