package models

import (
	"math/rand/v2"
	"testing"
)

func entry(person, staff, operation, category string, date Date, start string, minutes int, signed bool) LedgerEntry {
	return LedgerEntry{ID: person + start, Person: person, PersonRef: person, StaffIDs: staff, OperationID: operation,
		ContactFact: ContactFact{Kind: FollowUpContact, Date: date, Start: start, End: EndOf(start, minutes), Minutes: minutes, Presence: Present, Signed: signed, Category: category, Staff: staff, Operation: operation}}
}

// Every view adds up to the same total, month by month: no minute is lost and none counts twice, whatever the order.
func TestLedgerAddsUp(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	var entries []LedgerEntry
	want := LedgerTime{}
	for range 400 {
		pick := func(words ...string) string { return words[random.IntN(len(words))] }
		e := entry(pick("a", "b", "c"), pick("nadia", "simon", "claire tom", ""), pick("gtj", "llf"), pick("", "Langue"),
			Date("2026-01-01").AddDays(random.IntN(365)), "09:00", 5+random.IntN(200), random.IntN(3) > 0)
		entries = append(entries, e)
		want.add(e.Time())
	}
	for _, view := range LedgerViews {
		l := NewLedger(LedgerQuery{From: "2026-01-01", To: "2026-12-31"}, view)
		for _, i := range random.Perm(len(entries)) {
			l.Add(entries[i])
		}
		var rows, months LedgerTime
		for _, r := range l.Rows() {
			rows.add(r.Total)
			for _, m := range r.Months {
				months.add(m)
			}
		}
		if l.Total.Total != want || rows != want || months != want || len(l.Months) != 12 {
			t.Errorf("%s: total %v, rows %v, months %v, want %v", view, l.Total.Total, rows, months, want)
		}
		cell := l.Rows()[0]
		keep := LedgerQuery{From: "2026-03-01", To: "2026-03-31", View: view, Row: cell.ID}
		var opened LedgerTime
		for _, e := range entries {
			if keep.Keeps(e) {
				opened.add(e.Time())
			}
		}
		if opened != cell.Months[2] {
			t.Errorf("%s: the cell says %v, its contacts %v", view, cell.Months[2], opened)
		}
	}
	var lines LedgerTime
	for _, line := range LedgerLines(entries) {
		lines.add(line.LedgerTime)
	}
	if lines != want {
		t.Errorf("lines %v, want %v", lines, want)
	}
}

// A colleague's filter keeps what they gave with others, while a row is what exactly these gave together.
func TestLedgerFilters(t *testing.T) {
	both := entry("a", "claire tom", "llf", "Langue", "2026-05-04", "09:00", 60, true)
	for name, test := range map[string]struct {
		query LedgerQuery
		want  bool
	}{
		"with others": {LedgerQuery{Colleague: "tom"}, true}, "another": {LedgerQuery{Colleague: "to"}, false}, "row": {LedgerQuery{View: LedgerByColleague, Row: "tom"}, false},
		"row of both": {LedgerQuery{View: LedgerByColleague, Row: "claire tom"}, true}, "category": {LedgerQuery{Category: CategoryIndividual}, false}, "operation": {LedgerQuery{Operation: "gtj"}, false},
		"person": {LedgerQuery{Person: "a"}, true}, "before": {LedgerQuery{From: "2026-05-05"}, false},
	} {
		test.query.From, test.query.To = max(test.query.From, "2026-01-01"), "2026-12-31"
		if got := test.query.Keeps(both); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestOverlapsAreFound(t *testing.T) {
	var f OverlapFinder
	for _, e := range []LedgerEntry{
		entry("a", "nadia", "gtj", "", "2026-05-04", "09:00", 60, true), entry("a", "simon", "llf", "", "2026-05-04", "09:45", 60, true),
		entry("a", "simon", "llf", "", "2026-05-04", "10:45", 15, true), // follows at once
		entry("a", "nadia", "gtj", "", "2026-05-05", "09:00", 60, true), // another day
		entry("b", "nadia", "gtj", "", "2026-05-05", "09:30", 60, true), // another person
		{Person: "b", ContactFact: ContactFact{Date: "2026-05-05", Minutes: 60}},
	} {
		f.Add(e.Person, e)
	}
	if len(f.Found) != 1 || f.Found[0].Minutes != 15 || !f.Found[0].Twice() || f.Found[0].Second.Start != "09:45" {
		t.Errorf("%+v", f.Found)
	}
}

func TestTimeSheetNumberFollowsTheHours(t *testing.T) {
	e := StaffEntry{User: "n", UserName: "Nadia", LedgerEntry: entry("a", "n", "gtj", "", "2026-05-04", "09:00", 60, true)}
	step, given := e, e
	step.Mode, step.Minutes, step.Date = ModeErrand, 20, "2026-05-05"
	given.Kind, given.Minutes, given.Date = SessionContact, 180, "2026-05-05"
	sheets := TimeSheets([]StaffEntry{e, step, given}, "2026-05")
	if len(sheets) != 1 || len(sheets[0].Days) != 2 || sheets[0].Total != (SheetTime{60, 20, 180}) || sheets[0].Days[1].SheetTime != (SheetTime{0, 20, 180}) {
		t.Fatalf("%+v", sheets)
	}
	same := TimeSheets([]StaffEntry{e, step, given}, "2026-05")[0].Number()
	given.Minutes = 181
	if other := TimeSheets([]StaffEntry{e, step, given}, "2026-05")[0].Number(); other == same || sheets[0].Number() != same {
		t.Errorf("%s, then %s", same, other)
	}
}
