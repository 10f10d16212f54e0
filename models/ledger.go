package models

import (
	"cmp"
	"slices"
	"strings"
)

// LedgerEntry is one contact that somebody attended, with all that the ledger adds it up by. Every attended minute belongs to
// one person, one operation and one month (product.md §3, rule 3).
type LedgerEntry struct {
	ContactFact
	ID                 string // public id of the follow-up or of the place
	Session            string // public id of the session, "" for a follow-up
	Person, PersonRef  string // public id, and the reference that reports print
	Family, Given      string // "" unless names may be read
	StaffIDs           string // public ids of the colleagues, separated by spaces: what several gave together is counted once
	OperationID, Funds string // public id of the operation, and its funder
}

// Month is that of the contact, AAAA-MM.
func (e LedgerEntry) Month() string { return string(e.Date[:7]) }

// by tells whether a colleague gave the contact, alone or with others.
func (e LedgerEntry) by(user string) bool { return slices.Contains(strings.Fields(e.StaffIDs), user) }

// Name is the person's where names may be read, else the reference.
func (e LedgerEntry) Name() string {
	if e.Family+e.Given == "" {
		return e.PersonRef
	}
	return ListName(e.Family, e.Given)
}

// LedgerTime is attended time in minutes: Signed is what reports count; Unsigned was attended but signed by nobody.
type LedgerTime struct{ Signed, Unsigned int }

func (t *LedgerTime) add(other LedgerTime) {
	t.Signed += other.Signed
	t.Unsigned += other.Unsigned
}

// Time is what the entry is worth.
func (e LedgerEntry) Time() LedgerTime {
	if e.Signed {
		return LedgerTime{Signed: e.Minutes}
	}
	return LedgerTime{Unsigned: e.Minutes}
}

// What the ledger is read by.
const (
	LedgerByPerson    = "personne"
	LedgerByColleague = "collegue"
	LedgerByOperation = "operation"
	LedgerByCategory  = "categorie"
)

// LedgerViews are the views in the order shown.
var LedgerViews = []string{LedgerByPerson, LedgerByColleague, LedgerByOperation, LedgerByCategory}

// LedgerQuery is what is asked of the ledger: public ids, "" for all.
type LedgerQuery struct {
	From, To                               Date
	Operation, Person, Colleague, Category string
	// Row keeps what one row of a view counts: View and its key; an empty View keeps all.
	View, Row string
}

// Keeps tells whether an entry of the period and the operation is asked for.
func (q LedgerQuery) Keeps(e LedgerEntry) bool {
	switch {
	case e.Date < q.From || e.Date > q.To,
		q.Operation != "" && e.OperationID != q.Operation,
		q.Person != "" && e.Person != q.Person,
		q.Category != "" && e.HoursCategory() != q.Category,
		q.View != "" && e.KeyOf(q.View).ID != q.Row,
		q.Colleague != "" && !e.by(q.Colleague):
		return false
	}
	return true
}

// LedgerKey is a row of a view: what the view is by, and how it is written.
type LedgerKey struct{ ID, Label string }

// KeyOf is the row in which a view counts an entry.
func (e LedgerEntry) KeyOf(view string) LedgerKey {
	switch view {
	case LedgerByColleague:
		return LedgerKey{e.StaffIDs, e.Staff}
	case LedgerByOperation:
		return LedgerKey{e.OperationID, e.Operation}
	case LedgerByCategory:
		return LedgerKey{e.HoursCategory(), e.HoursCategory()}
	}
	return LedgerKey{e.Person, e.Name()}
}

// LedgerRow is the time of one key, month by month, in the order of the months of the ledger.
type LedgerRow struct {
	LedgerKey
	Months []LedgerTime
	Total  LedgerTime
}

// Ledger adds attended time up by one view and by month.
type Ledger struct {
	Query  LedgerQuery
	View   string
	Months []string // AAAA-MM, without gaps
	Total  LedgerRow
	// Colleagues and Categories are all those of the period and operation, for the filters.
	Colleagues []LedgerKey
	Categories []string
	rows       map[string]*LedgerRow
	month      map[string]int
	known      map[string]bool
}

// MonthsOf lists the months of a period, AAAA-MM.
func MonthsOf(from, to Date) []string {
	var months []string
	for d := from[:7] + "-01"; d <= to; d = d.AddMonths(1) {
		months = append(months, string(d[:7]))
	}
	return months
}

// NewLedger starts the ledger of a period.
func NewLedger(q LedgerQuery, view string) *Ledger {
	l := &Ledger{Query: q, View: view, Months: MonthsOf(q.From, q.To), rows: map[string]*LedgerRow{}, month: map[string]int{}, known: map[string]bool{}}
	for i, m := range l.Months {
		l.month[m] = i
	}
	l.Total.Months = make([]LedgerTime, len(l.Months))
	return l
}

// Add counts an entry, if it is asked for.
func (l *Ledger) Add(e LedgerEntry) {
	l.know(e)
	if !l.Query.Keeps(e) {
		return
	}
	key := e.KeyOf(l.View)
	row := l.rows[key.ID]
	if row == nil {
		row = &LedgerRow{LedgerKey: key, Months: make([]LedgerTime, len(l.Months))}
		l.rows[key.ID] = row
	}
	for _, r := range []*LedgerRow{row, &l.Total} {
		r.Months[l.month[e.Month()]].add(e.Time())
		r.Total.add(e.Time())
	}
}

func (l *Ledger) know(e LedgerEntry) {
	if category := e.HoursCategory(); !slices.Contains(l.Categories, category) {
		l.Categories = append(l.Categories, category)
	}
	if l.known[e.StaffIDs] {
		return
	}
	l.known[e.StaffIDs] = true
	ids, names := strings.Fields(e.StaffIDs), strings.Split(e.Staff, ", ")
	for i, id := range ids {
		if len(names) == len(ids) && !slices.ContainsFunc(l.Colleagues, func(k LedgerKey) bool { return k.ID == id }) {
			l.Colleagues = append(l.Colleagues, LedgerKey{id, names[i]})
		}
	}
}

// Rows lists the rows by their label.
func (l *Ledger) Rows() []LedgerRow {
	rows := make([]LedgerRow, 0, len(l.rows))
	for _, row := range l.rows {
		rows = append(rows, *row)
	}
	slices.SortFunc(rows, func(a, b LedgerRow) int {
		return cmp.Or(cmp.Compare(Fold(a.Label), Fold(b.Label)), cmp.Compare(a.ID, b.ID))
	})
	return rows
}

// LedgerLine is a line of the whole ledger: one person, set of colleagues, operation, category and month.
type LedgerLine struct {
	LedgerEntry
	LedgerTime
}

// LedgerLines adds the entries of one person up into lines, in the order of months, operations, categories and colleagues.
func LedgerLines(entries []LedgerEntry) []LedgerLine {
	key := func(a, b LedgerEntry) int {
		return cmp.Or(cmp.Compare(a.Month(), b.Month()), cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.OperationID, b.OperationID),
			cmp.Compare(a.HoursCategory(), b.HoursCategory()), cmp.Compare(a.StaffIDs, b.StaffIDs))
	}
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, key)
	var lines []LedgerLine
	for i, e := range entries {
		if i == 0 || key(entries[i-1], e) != 0 {
			lines = append(lines, LedgerLine{LedgerEntry: e})
		}
		lines[len(lines)-1].add(e.Time())
	}
	return lines
}
