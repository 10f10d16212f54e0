package models

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// AttendanceSheet is everything printed on an attendance sheet (reports.md §3.2), on paper and on screen alike.
type AttendanceSheet struct {
	Session   SessionRow
	People    []RegistrationRow // those with a place, in the order of names
	BlankRows int               // for people who come without a place
	Printed   Sheet             // its number; the zero value before it is registered
	Address   string            // of the installation, "" when it has none
	Variant   string            // SheetBlank, SheetFilled, SheetSigned
	Large     bool              // names in 13 pt instead of 11
	PrintedOn Date
	Signed    []Signature // those that count, of SheetSigned
	Logos     [][]byte    // of the operation, PNG
}

// Variants of a sheet.
const (
	SheetBlank  = "vierge"  // names only, to be signed by hand
	SheetFilled = "remplie" // with minutes and absences
	SheetSigned = "signee"  // with the signatures drawn on the tablet too
)

// SheetVariants are the variants in the order shown.
var SheetVariants = []string{SheetBlank, SheetFilled, SheetSigned}

// BlankRows are the lines added under the names; a sheet without names gets more.
const (
	BlankRows      = 3
	BlankRowsAlone = 12
)

// Sheet is an attendance sheet in the register of those printed.
type Sheet struct {
	ID          string  `db:"id"`
	PublicID    string  `db:"public_id"`
	CentreID    string  `db:"centre_id"`
	SessionID   string  `db:"session_id"`
	Number      string  `db:"number"` // "2026-0042"
	Fingerprint string  `db:"fingerprint"`
	Places      string  `db:"places"` // public ids in the order printed, separated by spaces
	OnDate      Date    `db:"on_date"`
	StartsAt    string  `db:"starts_at"`
	EndsAt      string  `db:"ends_at"`
	Place       string  `db:"place"`
	Room        string  `db:"room"`
	PrintedBy   *string `db:"printed_by"`
	PrintedAt   Instant `db:"printed_at"`
}

// Moved tells whether the session has another day, time or place than when the sheet was printed.
func (s Sheet) Moved(n Session) bool {
	return s.OnDate != n.OnDate || s.StartsAt != n.StartsAt || s.EndsAt != n.EndsAt || s.Place != n.Place || s.Room != n.Room
}

// Row is the line on which a place was printed, 0 when it was not on the list.
func (s Sheet) Row(placePublicID string) int {
	return slices.Index(strings.Fields(s.Places), placePublicID) + 1
}

// Number is the number of the sheet: the same each time the same list is printed.
func (s AttendanceSheet) Number() string { return s.Printed.Number }

// CoFunded tells whether the sheet carries the emblem and the statement of the Union.
func (s AttendanceSheet) CoFunded() bool { return s.Session.Funder == FunderFSE }

// Marks tells whether the minutes and the absences are printed.
func (s AttendanceSheet) Marks() bool { return s.Variant != SheetBlank }

// Signature is that of a place at a slot on a signed sheet, nil when there is none to print.
func (s AttendanceSheet) Signature(r RegistrationRow, slot SignSlot) *Signature {
	for i, x := range s.Signed {
		if s.Variant == SheetSigned && x.RegistrationID == r.ID && x.Half == slot.Half && x.Moment == slot.Moment && x.RevokedAt.IsZero() {
			return &s.Signed[i]
		}
	}
	return nil
}

// Register is the row of the register for the sheet: who is on it, when and where.
func (s AttendanceSheet) Register() Sheet {
	n := s.Session
	row := Sheet{SessionID: n.ID, CentreID: n.CentreID, OnDate: n.OnDate, StartsAt: n.StartsAt, EndsAt: n.EndsAt, Place: n.Place, Room: n.Room}
	var places, trainers []string
	for _, p := range s.People {
		places = append(places, p.PublicID)
	}
	for _, u := range n.Trainers {
		trainers = append(trainers, u.Name)
	}
	row.Places = strings.Join(places, " ")
	content, _ := json.Marshal([]any{n.PublicID, n.OnDate, n.StartsAt, n.EndsAt, n.Place, n.Room, n.Title, n.OperationNumber, n.Funder, trainers, places})
	sum := sha256.Sum256(content)
	row.Fingerprint = hex.EncodeToString(sum[:16])
	return row
}

// Code is what the QR code of a page says: an address that reopens the roll call, and that names the page when it is
// scanned back. An installation without an address prints the same path after its own name.
func (s AttendanceSheet) Code(page int) string {
	address := strings.TrimSuffix(s.Address, "/")
	if address == "" {
		address = "jalon:"
	}
	return address + "/feuilles/" + s.Printed.PublicID + "/" + strconv.Itoa(page)
}

var sheetCode = regexp.MustCompile(`/feuilles/([a-z0-9]{16})/([1-9][0-9]?)$`)

// ParseSheetCode reads what the QR code of a sheet says: the public id of the sheet and the page.
func ParseSheetCode(text string) (sheet string, page int, ok bool) {
	found := sheetCode.FindStringSubmatch(text)
	if found == nil {
		return "", 0, false
	}
	page, _ = strconv.Atoi(found[2])
	return found[1], page, true
}

// HalfDay is a part of a session for which each person signs at the start and at the end.
type HalfDay string

// Half-days; a session within one of them is Whole.
const (
	Whole     HalfDay = "whole"
	Morning   HalfDay = "morning"
	Afternoon HalfDay = "afternoon"
)

// HalfDays cuts a session in two when it begins in the morning and goes on in the afternoon.
func (s Session) HalfDays() []HalfDay {
	if s.StartsAt < "12:00" && s.EndsAt > "14:00" {
		return []HalfDay{Morning, Afternoon}
	}
	return []HalfDay{Whole}
}

// Row is the number printed before the person at index i.
func (s AttendanceSheet) Row(i int) int { return i + 1 }

// Minutes are those a person attended, by the rule of the module, signed or not.
func (s AttendanceSheet) Minutes(r RegistrationRow) int {
	n := s.Session
	return CountedMinutes(n.Counting, r.Attendance, r.Minutes, n.ModuleMinutes, n.StartsAt, n.EndsAt)
}
