package models

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// StaffEntry is time a colleague spent for an operation: a contact with a person, a step taken without them, or a session given.
// A contact with several people at once is one entry.
type StaffEntry struct {
	LedgerEntry        // StaffIDs is this colleague alone; Minutes the time spent, whoever signed
	User        string // public id
	UserName    string
}

// SheetTime is a colleague's time in minutes, as it was recorded. Preparation is not: nothing of it is written down in Jalon.
type SheetTime struct {
	Individual int // with a person
	Steps      int // « démarche », without the person
	Collective int // sessions given, by the clock
}

// Total is all of it.
func (t SheetTime) Total() int { return t.Individual + t.Steps + t.Collective }

func (t *SheetTime) add(e StaffEntry) {
	switch {
	case e.Kind == SessionContact:
		t.Collective += e.Minutes
	case e.Mode == ModeErrand:
		t.Steps += e.Minutes
	default:
		t.Individual += e.Minutes
	}
}

// TimeSheetDay is one day of a time sheet that has something on it.
type TimeSheetDay struct {
	Date Date
	SheetTime
	Contacts int // contacts, steps and sessions
}

// TimeSheet is a colleague's month for one operation.
type TimeSheet struct {
	User, UserName                 string
	OperationID, Operation, Funds  string
	Title, OperationNumber, Centre string
	Month                          string // AAAA-MM
	PrintedOn                      Date
	Days                           []TimeSheetDay
	Total                          SheetTime
	Contacts                       int
}

// Add counts an entry of the colleague, the operation and the month; they come day by day.
func (s *TimeSheet) Add(e StaffEntry) {
	if n := len(s.Days); n == 0 || s.Days[n-1].Date != e.Date {
		s.Days = append(s.Days, TimeSheetDay{Date: e.Date})
	}
	day := &s.Days[len(s.Days)-1]
	day.add(e)
	day.Contacts++
	s.Total.add(e)
	s.Contacts++
}

// Number names the sheet by what it says: two prints of the same time carry the same number, and a corrected hour changes it.
func (s TimeSheet) Number() string {
	var said strings.Builder
	fmt.Fprintf(&said, "%s %s %s\n", s.User, s.OperationID, s.Month)
	for _, d := range s.Days {
		fmt.Fprintf(&said, "%s %d %d %d\n", d.Date, d.Individual, d.Steps, d.Collective)
	}
	sum := sha256.Sum256([]byte(said.String()))
	return fmt.Sprintf("FT-%s-%s-%X", s.Month, strings.ToUpper(Fold(strings.ReplaceAll(s.Operation, " ", ""))), sum[:3])
}

// TimeSheets gathers the sheets of a month: one per colleague and operation, by name then code.
func TimeSheets(entries []StaffEntry, month string) []TimeSheet {
	var sheets []TimeSheet
	for _, e := range entries {
		i := slices.IndexFunc(sheets, func(s TimeSheet) bool { return s.User == e.User && s.OperationID == e.OperationID })
		if i < 0 {
			sheets = append(sheets, TimeSheet{User: e.User, UserName: e.UserName, OperationID: e.OperationID, Operation: e.Operation, Funds: e.Funds, Month: month})
			i = len(sheets) - 1
		}
		sheets[i].Add(e)
	}
	slices.SortStableFunc(sheets, func(a, b TimeSheet) int {
		return cmp.Or(cmp.Compare(Fold(a.UserName), Fold(b.UserName)), cmp.Compare(a.User, b.User), cmp.Compare(a.Operation, b.Operation))
	})
	return sheets
}
