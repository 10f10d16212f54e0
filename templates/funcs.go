package templates

import (
	"fmt"
	"html/template"
)

// Helpers are what pages need from the other rooms. The display functions are functions of one
// argument that return a text; the argument has whatever type the caller's model uses.
type Helpers struct {
	T        func(key string, args ...any) string // text of the catalogue
	Asset    func(name string) string             // URL of a static file, with its hash
	Date     any                                  // 24/11/2026
	LongDate any                                  // mardi 24 novembre 2026
	Time     any                                  // 14 h 30
	Duration any                                  // minutes: 3 h 45
	Number   any                                  // 1 234
}

// Funcs are the functions that templates may call:
//
//	t "key" "Name" value …      text of the catalogue
//	asset "jalon.css"           URL of a static file
//	date, longdate, time, duration, number
//	icon "users"                icon of the sprite, hidden from screen readers: always beside a text
//	shape "LLF"                 ■ ▲ ● ◆, the shape of a dispositif
//	dispositif "LLF"            a Programme for the part badge-dispositif
//	badge "warning" "Retard"    a Badge for the part badge-status
//	empty "text" "url" "label"  an Empty for the part empty; url "" when nothing can be done
//	dict "Name" value …         a map, to give a part several values
func Funcs(h Helpers) template.FuncMap {
	return template.FuncMap{
		"t":          h.T,
		"asset":      h.Asset,
		"date":       h.Date,
		"longdate":   h.LongDate,
		"time":       h.Time,
		"duration":   h.Duration,
		"number":     h.Number,
		"icon":       func(name string) template.HTML { return icon(h.Asset("icons.svg"), name) },
		"shape":      Shape,
		"dispositif": func(code string) Programme { return Programme{Code: code, Name: h.T("programme." + code)} },
		"badge":      NewBadge,
		"empty": func(text, url, label string) Empty {
			return Empty{Text: text, Action: Link{URL: url, Label: label}}
		},
		"dict": dict,
	}
}

func icon(sprite, name string) template.HTML {
	return template.HTML(`<svg class="icon" aria-hidden="true" width="20" height="20"><use href="` +
		template.HTMLEscapeString(sprite+"#"+name) + `"/></svg>`)
}

func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: %d values, want pairs", len(pairs))
	}
	values := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: name %v is not a text", pairs[i])
		}
		values[name] = pairs[i+1]
	}
	return values, nil
}
