package models

import (
	"slices"
	"strings"
)

// Interpreter says whether somebody interprets at an appointment: from which service, which language, and who. The three
// may be unknown; without an interpreter they are empty.
type Interpreter struct {
	Interpreted bool   `db:"interpreter"`
	Service     string `db:"interpreter_service"`
	Language    string `db:"interpreter_language"` // ISO 639-1
	Interprets  string `db:"interpreter_name"`     // the interpreter's own name
}

// SameInterpreter tells whether both name the same interpreter; one without a name is nobody in particular.
func (i Interpreter) SameInterpreter(other Interpreter) bool {
	name := Fold(strings.TrimSpace(i.Interprets))
	return i.Interpreted && other.Interpreted && name != "" && name == Fold(strings.TrimSpace(other.Interprets))
}

func checkInterpreter(problems Problems, i Interpreter) {
	if i.Language != "" && LanguageName(i.Language) == "" {
		problems.Add("interpreter_language", "appointment.problem.language")
	}
	checkShortText(problems, "interpreter_service", i.Service)
	checkShortText(problems, "interpreter_name", i.Interprets)
}

// Who cancelled an appointment. CancelMistake: it should never have been written; no list shows it.
const (
	CancelByPerson = "personne"
	CancelByCentre = "centre"
	CancelMistake  = "erreur"
)

// CancelSides are those a form offers.
var CancelSides = []string{CancelByPerson, CancelByCentre, CancelMistake}

// CheckCancellation says what is wrong with the cancellation of an appointment as typed.
func CheckCancellation(side, reason string) Problems {
	problems := Problems{}
	if !slices.Contains(CancelSides, side) {
		problems.Add("side", "appointment.problem.side")
	}
	checkShortText(problems, "reason", reason)
	return problems
}

// Location is somewhere the centre receives people.
type Location struct {
	ID         string  `db:"id"`
	PublicID   string  `db:"public_id"`
	CentreID   string  `db:"centre_id"`
	Name       string  `db:"name"`
	SortName   string  `db:"sort_name"`
	Address    string  `db:"address"`
	Desk       bool    `db:"desk"`  // away from the centre
	Seats      int     `db:"seats"` // colleagues who can receive there at the same time, 0 = no limit
	ClosedAt   Instant `db:"closed_at"`
	ClosedBy   *string `db:"closed_by"`
	CreatedBy  *string `db:"created_by"`
	CreatedAt  Instant `db:"created_at"`
	Version    int     `db:"version"`
	Laptops    int     `db:"laptops"`    // that sessions can use there at the same time
	Directions string  `db:"directions"` // « Comment venir », in French
}

// MaxSeats bounds how many colleagues a location is said to hold.
const MaxSeats = 99

// CheckLocation says what is wrong with a location as typed.
func CheckLocation(l Location) Problems {
	problems := Problems{}
	if strings.TrimSpace(l.Name) == "" {
		problems.Add("name", "location.problem.name")
	}
	if l.Laptops < 0 || l.Laptops > MaxSeats {
		problems.Add("laptops", "location.problem.seats", "Max", MaxSeats)
	}
	checkShortText(problems, "name", l.Name)
	checkShortText(problems, "address", l.Address)
	if l.Seats < 0 || l.Seats > MaxSeats {
		problems.Add("seats", "location.problem.seats", "Max", MaxSeats)
	}
	return problems
}

// Serves tells whether an appointment of that mode may be held at the location: a desk away from the centre or the centre
// itself, never on the telephone.
func (l Location) Serves(mode string) bool {
	return l.Desk && mode == ModeAway || !l.Desk && mode == ModeOffice
}
