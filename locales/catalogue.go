// Package locales holds the texts of the interface. French (Belgium) is the reference and, for
// now, the only language. Texts live in fr/*.toml, one file per feature, under flat dotted keys;
// every text a person reads goes through a Catalogue.
package locales

import (
	"embed"
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed fr/*.toml
var files embed.FS

// Catalogue answers message keys with texts in one language. It is read-only once loaded and may
// be used by many requests at once.
type Catalogue struct {
	plain     map[string]string // texts without parameter or plural: most of them, answered without work
	shaped    map[string]bool   // texts that the localizer has to build
	localizer *i18n.Localizer
}

// French loads the French catalogue from the embedded files.
func French() (*Catalogue, error) {
	sub, err := fs.Sub(files, "fr")
	if err != nil {
		return nil, fmt.Errorf("open French texts: %w", err)
	}
	return load(sub, language.French)
}

func load(fsys fs.FS, tag language.Tag) (*Catalogue, error) {
	names, err := fs.Glob(fsys, "*.toml")
	if err != nil {
		return nil, fmt.Errorf("list texts: %w", err)
	}
	bundle := i18n.NewBundle(tag)
	c := &Catalogue{plain: map[string]string{}, shaped: map[string]bool{}}
	home := map[string]string{}
	for _, name := range names {
		messages, err := readFile(fsys, name)
		if err != nil {
			return nil, err
		}
		for _, m := range messages {
			if first, taken := home[m.ID]; taken {
				return nil, fmt.Errorf("key %q is in %s and in %s", m.ID, first, name)
			}
			home[m.ID] = name
			if err := c.add(bundle, tag, m); err != nil {
				return nil, fmt.Errorf("%s: key %q: %w", name, m.ID, err)
			}
		}
	}
	c.localizer = i18n.NewLocalizer(bundle, tag.String())
	return c, nil
}

func (c *Catalogue) add(bundle *i18n.Bundle, tag language.Tag, m *i18n.Message) error {
	if m.One == "" && !strings.Contains(m.Other, "{{") {
		c.plain[m.ID] = m.Other
		return nil
	}
	if m.One == "" { // one text for every number
		m.One, m.Many = m.Other, m.Other
	}
	c.shaped[m.ID] = true
	return bundle.AddMessages(tag, m)
}

func readFile(fsys fs.FS, name string) ([]*i18n.Message, error) {
	var entries map[string]any
	if _, err := toml.DecodeFS(fsys, name, &entries); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	messages := make([]*i18n.Message, 0, len(entries))
	for key, raw := range entries {
		found, err := read(key, raw)
		if err != nil {
			return nil, fmt.Errorf("%s: key %q: %w", name, key, err)
		}
		messages = append(messages, found...)
	}
	return messages, nil
}

// read turns one entry of a file, a text or a table of plural forms, into a message. TOML gives to
// a table the keys written below it; those with a dot are entries of their own.
func read(key string, raw any) ([]*i18n.Message, error) {
	if text, ok := raw.(string); ok {
		return []*i18n.Message{{ID: key, Other: Typo(text)}}, nil
	}
	table, ok := raw.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("is neither a text nor a table of plural forms")
	}
	var others []*i18n.Message
	forms := map[string]string{}
	for form, value := range table {
		text, isText := value.(string)
		switch {
		case strings.Contains(form, "."):
			found, err := read(form, value)
			if err != nil {
				return nil, fmt.Errorf("key %q: %w", form, err)
			}
			others = append(others, found...)
		case isText && (form == "one" || form == "other" || form == "many"):
			forms[form] = Typo(text)
		default:
			return nil, fmt.Errorf("unknown plural form %q (keys are flat and in quotes)", form)
		}
	}
	m, err := plural(key, forms)
	return append(others, m), err
}

// plural needs the forms of 1 and of several. French has a third one, for millions ("un million de
// séances"), which defaults to the plural.
func plural(key string, forms map[string]string) (*i18n.Message, error) {
	if forms["one"] == "" || forms["other"] == "" {
		return nil, fmt.Errorf("a plural needs the forms one and other")
	}
	if forms["many"] == "" {
		forms["many"] = forms["other"]
	}
	return &i18n.Message{ID: key, One: forms["one"], Other: forms["other"], Many: forms["many"]}, nil
}

// T is the text of key. args are name, value pairs for the text's parameters; "Count", an integer,
// also selects the plural form (0 and 1 are singular in French) and is printed with its thousands
// apart. An unknown key or a missing parameter gives the key between ⟦⟧, which tests look for.
func (c *Catalogue) T(key string, args ...any) string {
	if text, ok := c.plain[key]; ok {
		return text
	}
	missing := "⟦" + key + "⟧"
	if !c.shaped[key] || len(args)%2 != 0 {
		return missing
	}
	config := i18n.LocalizeConfig{MessageID: key}
	data := make(map[string]any, len(args)/2)
	for i := 0; i < len(args); i += 2 {
		name, ok := args[i].(string)
		if !ok {
			return missing
		}
		data[name] = args[i+1]
		if name == "Count" {
			config.PluralCount = args[i+1]
			data[name] = grouped(fmt.Sprint(args[i+1]))
		}
	}
	config.TemplateData = data
	text, err := c.localizer.Localize(&config)
	if err != nil || strings.Contains(text, "<no value>") {
		return missing
	}
	return text
}

// Has tells whether the catalogue holds key.
func (c *Catalogue) Has(key string) bool {
	_, plain := c.plain[key]
	return plain || c.shaped[key]
}

// Keys lists the keys in alphabetical order.
func (c *Catalogue) Keys() []string {
	keys := make([]string, 0, len(c.plain)+len(c.shaped))
	for key := range c.plain {
		keys = append(keys, key)
	}
	for key := range c.shaped {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
