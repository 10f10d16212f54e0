package models

import (
	"iter"
	"slices"
	"strconv"
)

// The exchange workbook (interchange.md §2): one struct per sheet, one value per row. Fields keep what the cell
// says in canonical form: codes as listed in exchange_sheets.go, `inconnu` and `refus` included, "" = not recorded.
// Row is the row of the file, from 1; it is 0 for a row that comes from the database.

// ExchangeOperation is a row of « Operations »; its key is Code.
type ExchangeOperation struct {
	Row                                        int
	Code, Title, Programme, Funder, Number     string
	Start, End                                 Date
	Priority, Objective, Zone                  string
	ShortHours, ShortDays                      *int
	LongTermRule, OriginRule, IncompletionRule string
}

// ExchangeModule is a row of « Modules »; its key is Code. Minutes is the length of the module.
type ExchangeModule struct {
	Row                                        int
	Code, Programme, Title, Category, Counting string
	Minutes, Capacity                          *int
}

// ExchangePerson is a row of « Personnes »; its key is Ref.
type ExchangePerson struct {
	Row                                                         int
	Ref, Family, Given, Sex                                     string
	Birth                                                       BirthDate
	Nationalities                                               []string
	BirthCountry, FatherCountry, MotherCountry, ContactLanguage string
	Languages                                                   []string
	Mobile, Phone, Email, Address, Postcode, Commune            string
	Arrival                                                     Date
	Permit                                                      string
	PermitExpiry                                                Date
	LabourMarket, FrenchLevel, NISS                             string
}

// ExchangeEnrolment is a row of « Inscriptions »: the enrolment and its entry snapshot; its key is Ref.
type ExchangeEnrolment struct {
	Row                                                       int
	Ref, Person, Operation, Referent                          string
	Requested                                                 Date
	Nationalities                                             []string // when they differ from the person's
	Forem, Work, Seeking                                      string
	UnemployedSince                                           Date
	InTraining, ISCED, Recognition                            string
	Disability, Minority, Homeless, Degurba                   string
	Audience, Convention, Income, Referral, Ground, Exemption string
	Assessment                                                Date // bilan social
}

// ExchangeFollowUp is a row of « Suivis »; its key is Ref. Presence "" means present, Signed "" means non.
type ExchangeFollowUp struct {
	Row                                       int
	Ref, Enrolment                            string
	On                                        Date
	Start                                     string // HH:MM
	Minutes                                   *int
	Mode, Place, Presence, Signed, Counsellor string
	Topics                                    []string
	Note, Group                               string // Group is the same on the rows of a contact of several persons
}

// ExchangeSession is a row of « Seances »; its key is Ref.
type ExchangeSession struct {
	Row                           int
	Ref, Operation, Module, Title string
	On                            Date
	Start, End                    string // HH:MM
	Place                         string
	Capacity                      *int
	Trainers                      []string
	Operator, Interpreter         string
}

// ExchangeAttendance is a row of « Presences »; its key is Session and Enrolment.
type ExchangeAttendance struct {
	Row                        int
	Session, Enrolment, Status string
	Minutes                    *int
	Signed                     string
}

// ExchangeExit is a row of « Sorties »; its key is Enrolment and On.
type ExchangeExit struct {
	Row       int
	Enrolment string
	On        Date
	Reason    string
}

// ExchangeEvent is a row of « Evenements »; its key is Enrolment, On and Type.
type ExchangeEvent struct {
	Row       int
	Enrolment string
	On        Date
	Type      string
	Proof     string
	Detail    string
}

// ExchangeSixMonths is a row of « Suivi_6_mois »; its key is Enrolment. On is the day of the call.
type ExchangeSixMonths struct {
	Row         int
	Enrolment   string
	On          Date
	Status      string
	Improvement string
}

// ExchangeAttestation is a row of « Attestations »; its key is Enrolment and Number.
type ExchangeAttestation struct {
	Row       int
	Enrolment string
	Number    string
	On        Date
	Operator  string
}

// Exchange is the content of one workbook, in the order of its rows.
type Exchange struct {
	Operations   []ExchangeOperation
	Modules      []ExchangeModule
	Persons      []ExchangePerson
	Enrolments   []ExchangeEnrolment
	FollowUps    []ExchangeFollowUp
	Sessions     []ExchangeSession
	Attendances  []ExchangeAttendance
	Exits        []ExchangeExit
	Events       []ExchangeEvent
	SixMonths    []ExchangeSixMonths
	Attestations []ExchangeAttestation

	layout map[string]map[string]int // sheet → heading → column number in the file read
}

// ExchangeStream is the content of a workbook one row at a time, for an export in bounded memory.
type ExchangeStream struct {
	Grouped      bool // some follow-ups are those of several persons
	Operations   iter.Seq2[ExchangeOperation, error]
	Modules      iter.Seq2[ExchangeModule, error]
	Persons      iter.Seq2[ExchangePerson, error]
	Enrolments   iter.Seq2[ExchangeEnrolment, error]
	FollowUps    iter.Seq2[ExchangeFollowUp, error]
	Sessions     iter.Seq2[ExchangeSession, error]
	Attendances  iter.Seq2[ExchangeAttendance, error]
	Exits        iter.Seq2[ExchangeExit, error]
	Events       iter.Seq2[ExchangeEvent, error]
	SixMonths    iter.Seq2[ExchangeSixMonths, error]
	Attestations iter.Seq2[ExchangeAttestation, error]
}

// Stream gives the rows of an exchange held in memory.
func (x *Exchange) Stream() ExchangeStream {
	return ExchangeStream{
		Grouped:    slices.ContainsFunc(x.FollowUps, func(f ExchangeFollowUp) bool { return f.Group != "" }),
		Operations: eachOf(x.Operations), Modules: eachOf(x.Modules), Persons: eachOf(x.Persons),
		Enrolments: eachOf(x.Enrolments), FollowUps: eachOf(x.FollowUps), Sessions: eachOf(x.Sessions),
		Attendances: eachOf(x.Attendances), Exits: eachOf(x.Exits), Events: eachOf(x.Events),
		SixMonths: eachOf(x.SixMonths), Attestations: eachOf(x.Attestations),
	}
}

func eachOf[T any](rows []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// Counts is the number of rows per sheet, for the summary of an import.
func (x *Exchange) Counts() map[string]int {
	return map[string]int{
		"Operations": len(x.Operations), "Modules": len(x.Modules), "Personnes": len(x.Persons),
		"Inscriptions": len(x.Enrolments), "Suivis": len(x.FollowUps), "Seances": len(x.Sessions),
		"Presences": len(x.Attendances), "Sorties": len(x.Exits), "Evenements": len(x.Events),
		"Suivi_6_mois": len(x.SixMonths), "Attestations": len(x.Attestations),
	}
}

// Levels of a finding: an error stops the import, a warning does not.
const (
	LevelError   = "error"
	LevelWarning = "warning"
)

// Finding is one remark on a workbook: where, what was found, and a French sentence saying what to do.
// Row is 0 when the remark is about the sheet as a whole.
type Finding struct {
	Level   string `json:"level"`
	Sheet   string `json:"sheet"`
	Row     int    `json:"row"`
	Column  string `json:"column"`
	Cell    string `json:"cell"`
	Value   string `json:"value"`
	Message string `json:"message"`
}

// ImportResult sums up an import, done or only tried.
type ImportResult struct {
	OK       bool           `json:"ok"` // nothing stops the import; a dry run writes nothing all the same
	DryRun   bool           `json:"dry_run"`
	Counts   map[string]int `json:"counts"`  // rows read, by sheet
	Created  map[string]int `json:"created"` // records, by sheet
	Updated  map[string]int `json:"updated"`
	Findings []Finding      `json:"findings"`
}

// HasErrors tells whether the findings stop the import.
func HasErrors(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Level == LevelError })
}

// SortFindings puts findings in the order of the workbook's sheets, then of rows; the order found is kept within a row.
func SortFindings(findings []Finding) {
	rank := map[string]int{}
	for i, sheet := range ExchangeSheets {
		rank[sheet.Name()] = i + 1
	}
	slices.SortStableFunc(findings, func(a, b Finding) int {
		if ra, rb := rank[a.Sheet], rank[b.Sheet]; ra != rb {
			return ra - rb
		}
		return a.Row - b.Row
	})
}

// finding fills in the cell reference from the layout of the file read.
func (x *Exchange) finding(level, sheet string, row int, column, value, message string) Finding {
	f := Finding{Level: level, Sheet: sheet, Row: row, Column: column, Value: Clip(value), Message: Typo(message)}
	if number := x.layout[sheet][column]; number > 0 && row > 0 {
		f.Cell = CellName(number, row)
	}
	return f
}

// Clip keeps a value found short enough to be read in a list.
func Clip(value string) string {
	const most = 200
	if runes := []rune(value); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return value
}

// CellName is the spreadsheet's name of a cell, both numbers from 1: 3 and 12 give C12.
func CellName(column, row int) string {
	letters := ""
	for ; column > 0; column = (column - 1) / 26 {
		letters = string(rune('A'+(column-1)%26)) + letters
	}
	return letters + strconv.Itoa(row)
}
