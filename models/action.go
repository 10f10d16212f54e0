package models

import (
	"slices"
	"strings"
	"unicode"
)

// ActionKinds are what the centre does that is no participant's (product.md §2), in the order shown.
var ActionKinds = []string{"interpellation", "reseau", "sensibilisation", "evenement"}

// Strategic axes of the decree of 14 March 2024 (product.md §1, system 11).
const (
	AxisSupport  = "accompagnement"
	AxisQuestion = "interpellation"
	AxisNetwork  = "reseau"
)

// Axes lists the strategic axes, in the order of the activity report.
var Axes = []string{AxisSupport, AxisQuestion, AxisNetwork}

// Themes lists the themes of the activity report, in its order.
var Themes = []string{"citoyennete", "emploi_formation", "juridique", "logement", "mobilite", "sante", "integration", "interculturalite", "discriminations", "racisme"}

const (
	// MaxActionPartners is how many partners one action names.
	MaxActionPartners = 12
	maxActionMinutes  = 60 * 24 * 5
	maxActionReached  = 99_999
	maxActionNote     = 4_000
)

// CentreAction is a dated piece of the centre's mission that is no participant's. A public that is nil is not recorded:
// unknown is not none.
type CentreAction struct {
	ID           string     `db:"id"`
	PublicID     string     `db:"public_id"`
	CentreID     string     `db:"centre_id"`
	Kind         string     `db:"kind"` // one of ActionKinds
	Axis         string     `db:"axis"` // one of Axes
	Themes       string     `db:"themes"`
	Title        string     `db:"title"`
	OnDate       Date       `db:"on_date"`
	Minutes      int        `db:"minutes"` // how long it lasted, whoever was there
	Place        string     `db:"place"`
	Persons      *int       `db:"persons"` // people reached
	Institutions *int       `db:"institutions"`
	Companies    *int       `db:"companies"`
	OperationID  *string    `db:"operation_id"`
	Note         string     `db:"note"` // about nobody
	CancelledAt  Instant    `db:"cancelled_at"`
	CancelledBy  *string    `db:"cancelled_by"`
	CreatedBy    *string    `db:"created_by"`
	CreatedAt    Instant    `db:"created_at"`
	Version      int        `db:"version"`
	Colleagues   []NamedRow `db:"-"`
	Partners     []NamedRow `db:"-"`
}

// NamedRow is a colleague or a partner that another row names.
type NamedRow struct {
	ID       string `db:"id"`
	PublicID string `db:"public_id"`
	Name     string `db:"name"`
}

// StaffMinutes is the working time of the action: each colleague was there for as long as it lasted.
func (a CentreAction) StaffMinutes() int { return a.Minutes * len(a.Colleagues) }

// CheckAction says what is wrong with an action as typed. It may lie ahead: an event is prepared.
func CheckAction(a CentreAction) Problems {
	problems := Problems{}
	if strings.TrimSpace(a.Title) == "" {
		problems.Add("title", "action.problem.title")
	}
	if a.OnDate == "" {
		problems.Add("on_date", "date.required")
	}
	oneOfCodes(problems, "kind", a.Kind, ActionKinds, "action.problem.kind")
	oneOfCodes(problems, "axis", a.Axis, Axes, "action.problem.axis")
	themes := SplitList(a.Themes)
	if len(themes) == 0 {
		problems.Add("themes", "action.problem.themes")
	}
	if slices.ContainsFunc(themes, func(theme string) bool { return !slices.Contains(Themes, theme) }) {
		problems.Add("themes", "field.not_in_list")
	}
	if a.Minutes < 1 || a.Minutes > maxActionMinutes {
		problems.Add("minutes", "action.problem.minutes")
	}
	for field, n := range map[string]*int{"persons": a.Persons, "institutions": a.Institutions, "companies": a.Companies} {
		if n != nil && (*n < 0 || *n > maxActionReached) {
			problems.Add(field, "action.problem.reached")
		}
	}
	if len(a.Colleagues) == 0 {
		problems.Add("colleagues", "action.problem.colleagues")
	}
	checkShortText(problems, "title", a.Title)
	checkShortText(problems, "place", a.Place)
	hidden := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }
	if len([]rune(a.Note)) > maxActionNote || strings.ContainsFunc(a.Note, hidden) {
		problems.Add("note", "action.problem.note", "Max", FrenchNumber(maxActionNote))
	}
	return problems
}
