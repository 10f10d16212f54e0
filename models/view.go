package models

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// Lists that have saved views, named as their address.
const (
	ListPersons   = "personnes"
	ListFollowUps = "suivis"
	ListSessions  = "seances"
)

// viewFilters are the filters a view of each list may hold: what the list asks with chosen answers. A text, which may be
// a name, and the place in the list are not among them.
var viewFilters = map[string][]string{
	ListPersons:   {"vue", "dispositif", "etat", "commune", "collegue", "langue", "francais", "manque", "sejour", "contact"},
	ListFollowUps: {"du", "au", "qui", "dispositif", "mode", "theme"},
	ListSessions:  {"vue", "operation"},
}

// Limits of a view, in characters.
const (
	MaxViewName  = 40
	maxViewValue = 60
)

// View is a list's filters under a name. It holds no result: whoever opens it sees what they may.
type View struct {
	ID        string  `db:"id"`
	PublicID  string  `db:"public_id"`
	CentreID  string  `db:"centre_id"`
	UserID    string  `db:"user_id"` // who made it
	List      string  `db:"list"`
	Name      string  `db:"name"`
	Query     string  `db:"query"` // see ViewQuery
	Shared    bool    `db:"shared"`
	CreatedAt Instant `db:"created_at"`
	Version   int     `db:"version"`
	Author    string  `db:"author"`  // name of who made it
	Default   bool    `db:"default"` // the reader's list opens with it
}

// URL is the list under the view's filters.
func (v View) URL() string { return "/" + v.List + "?" + v.Query }

// ViewQuery keeps of an address what a view of the list may hold, in one order: two addresses of the same filters are
// equal. ok is false for a list that has no views.
func ViewQuery(list string, values url.Values) (query string, ok bool) {
	names, ok := viewFilters[list]
	kept := url.Values{}
	for _, name := range names {
		if v := strings.TrimSpace(values.Get(name)); v != "" && len(v) <= maxViewValue {
			kept.Set(name, v)
		}
	}
	return kept.Encode(), ok
}

// Check says what keeps a view from being saved.
func (v View) Check() Problems {
	problems := Problems{}
	switch {
	case v.Name == "":
		problems.Add("name", "view.problem.name")
	case utf8.RuneCountInString(v.Name) > MaxViewName:
		problems.Add("name", "view.problem.long", "Count", MaxViewName)
	}
	if _, known := viewFilters[v.List]; !known {
		problems.Add("list", "view.problem.list")
	} else if v.Query == "" {
		problems.Add("name", "view.problem.empty")
	}
	return problems
}

// ViewLists names the lists that have views.
func ViewLists() []string { return []string{ListPersons, ListFollowUps, ListSessions} }
