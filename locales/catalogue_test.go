package locales

import (
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/language"
)

func sample(t *testing.T, text string) *Catalogue {
	t.Helper()
	c, err := load(fstest.MapFS{"a.toml": {Data: []byte(text)}}, language.French)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTexts(t *testing.T) {
	c := sample(t, `
"a.plain" = "Nouvelle personne"
"a.name" = "Bonjour {{.Name}} !"
"a.literal" = "10:30, https://exemple.be/?a=1"
["a.seats"]
one = "{{.Count}} place"
other = "{{.Count}} places"
many = "{{.Count}} de places"
["a.hours"]
one = "{{.Count}} heure pour {{.Name}}"
other = "{{.Count}} heures pour {{.Name}}"
"b.below" = "Après la table"
"b.single" = "Au plus : {{.Count}}"
"b.inline" = { one = "{{.Count}} fois", other = "{{.Count}} fois" }
`)
	cases := []struct {
		want string
		key  string
		args []any
	}{
		{"Nouvelle personne", "a.plain", nil},
		{"10:30, https://exemple.be/?a=1", "a.literal", nil},
		{"Bonjour Amina\u202f!", "a.name", []any{"Name", "Amina"}},
		{"0 place", "a.seats", []any{"Count", 0}},
		{"1 place", "a.seats", []any{"Count", 1}},
		{"2 places", "a.seats", []any{"Count", 2}},
		{"1\u202f234 places", "a.seats", []any{"Count", 1234}},
		{"1\u202f000\u202f000 de places", "a.seats", []any{"Count", 1000000}},
		{"2\u202f000\u202f000 heures pour A", "a.hours", []any{"Count", 2000000, "Name", "A"}},
		{"Après la table", "b.below", nil},
		{"3 fois", "b.inline", []any{"Count", 3}},
		{"Au plus\u00a0: 0", "b.single", []any{"Count", 0}},
		{"Au plus\u00a0: 1", "b.single", []any{"Count", 1}},
		{"Au plus\u00a0: 7", "b.single", []any{"Count", 7}},
		{"Au plus\u00a0: 1\u202f000\u202f000", "b.single", []any{"Count", 1_000_000}},
		{"⟦a.none⟧", "a.none", nil},
		{"⟦a.name⟧", "a.name", nil},
		{"⟦a.name⟧", "a.name", []any{"Name"}},
		{"⟦a.name⟧", "a.name", []any{1, "Amina"}},
	}
	for _, tc := range cases {
		if got := c.T(tc.key, tc.args...); got != tc.want {
			t.Errorf("T(%q, %v) = %q, want %q", tc.key, tc.args, got, tc.want)
		}
	}
	if !c.Has("a.seats") || !c.Has("a.plain") || c.Has("a.none") {
		t.Error("Has does not tell known keys from unknown ones")
	}
	if got := strings.Join(c.Keys(), " "); got != "a.hours a.literal a.name a.plain a.seats b.below b.inline b.single" {
		t.Errorf("Keys() = %s", got)
	}
}

func TestRefusedFiles(t *testing.T) {
	for name, text := range map[string]string{
		"nested keys":     "[a]\nb = \"x\"\n",
		"number":          "\"a.b\" = 3\n",
		"plural half way": "[\"a.b\"]\nother = \"x\"\n",
		"syntax":          "\"a.b\" = \n",
	} {
		if _, err := load(fstest.MapFS{"a.toml": {Data: []byte(text)}}, language.French); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	hidden := "\"a.b\" = \"x\"\n[\"a.c\"]\none = \"1\"\nother = \"2\"\n\"a.b\" = \"y\"\n"
	if _, err := load(fstest.MapFS{"a.toml": {Data: []byte(hidden)}}, language.French); err == nil {
		t.Error("a key twice in a file was accepted")
	}
	twice := fstest.MapFS{"a.toml": {Data: []byte("\"a.b\" = \"x\"\n")}, "b.toml": {Data: []byte("\"a.b\" = \"y\"\n")}}
	if _, err := load(twice, language.French); err == nil {
		t.Error("a key in two files was accepted")
	}
}

func TestTypo(t *testing.T) {
	for in, want := range map[string]string{
		"Erreur : quoi ?":      "Erreur\u00a0: quoi\u202f?",
		"« hier » ; oui !":     "«\u00a0hier\u00a0»\u202f; oui\u202f!",
		"10:30 http://a.be?b;": "10:30 http://a.be?b;",
	} {
		if got := Typo(in); got != want {
			t.Errorf("Typo(%q) = %q, want %q", in, got, want)
		}
	}
}
