package models

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// How a filter compares.
const (
	FilterIs     = "est"     // one of the codes; several filters of a column add up
	FilterFrom   = "des"     // that day or figure, or more
	FilterUntil  = "jusqu"   // that day or figure, or less
	FilterDuring = "pendant" // a period that moves with the calendar
	FilterBlank  = "sans"    // not recorded
	FilterFilled = "avec"    // recorded
)

// Periods that a filter of days may name.
const (
	PeriodMonth     = "mois"
	PeriodLastMonth = "mois_dernier"
	PeriodYear      = "annee"
	PeriodLastYear  = "annee_derniere"
)

// Periods lists them in the order shown.
var Periods = []string{PeriodMonth, PeriodLastMonth, PeriodYear, PeriodLastYear}

// Limits of a custom list.
const (
	MaxListName    = 60
	MaxListColumns = 30
	MaxListFilters = 30
	maxFilterValue = 40
)

// CustomList is a list that a colleague composed and saved. It holds no row: whoever opens it sees what they may.
type CustomList struct {
	ID         string         `db:"id"`
	PublicID   string         `db:"public_id"`
	CentreID   string         `db:"centre_id"`
	UserID     string         `db:"user_id"` // who made it
	Name       string         `db:"name"`
	Source     string         `db:"source"`
	Saved      string         `db:"definition"` // ListDefinition as JSON
	Shared     bool           `db:"shared"`
	CreatedAt  Instant        `db:"created_at"`
	Version    int            `db:"version"`
	Author     string         `db:"author"` // name of who made it
	Definition ListDefinition `db:"-"`
}

// Check says what keeps a list from being saved.
func (l CustomList) Check() Problems {
	problems := Problems{}
	switch {
	case l.Name == "":
		problems.Add("nom_liste", "list.problem.name")
	case utf8.RuneCountInString(l.Name) > MaxListName:
		problems.Add("nom_liste", "list.problem.long", "Count", MaxListName)
	case len(l.Definition.Columns) == 0:
		problems.Add("nom_liste", "list.problem.columns")
	}
	return problems
}

// ListDefinition is what a custom list shows. Columns keep the order and the titles they had when the list was saved,
// whatever a later version of Jalon calls them or adds.
type ListDefinition struct {
	Source  string        `json:"source"`
	Columns []ListHeading `json:"columns"`
	Filters []ListFilter  `json:"filters"`
	Group   string        `json:"group,omitempty"` // column that lines are put together by
	Sort    string        `json:"sort,omitempty"`  // column, "" that of the source
	Down    bool          `json:"down,omitempty"`  // from the last to the first
}

// ListHeading is one column of a list with its title.
type ListHeading struct {
	Key   string `json:"key"`
	Title string `json:"title"`
}

// ListFilter is one condition: what is compared, how, and with what.
type ListFilter struct {
	Column string `json:"column"`
	Sign   string `json:"sign"`
	Value  string `json:"value,omitempty"`
}

// String is the filter in an address: « mode~est~bureau ».
func (f ListFilter) String() string { return f.Column + "~" + f.Sign + "~" + f.Value }

// NewListDefinition is a list of a source with the columns it starts with.
func NewListDefinition(source ListSource) ListDefinition {
	d := ListDefinition{Source: source.Key, Sort: source.Sort, Down: source.Days(source.Sort)}
	for _, c := range source.Columns {
		if c.First {
			d.Columns = append(d.Columns, ListHeading{Key: c.Key})
		}
	}
	return d
}

// Days tells whether a column holds days.
func (s ListSource) Days(key string) bool {
	c, _ := s.Column(key)
	return c.Type == ListDay
}

// ParseListDefinition reads a definition from an address. What it does not know is left out: an address that was shortened
// or made up gives a smaller list, never an error. ok is false for a source that does not exist.
func ParseListDefinition(values url.Values) (d ListDefinition, ok bool) {
	source, ok := SourceOf(values.Get("de"))
	if !ok {
		return d, false
	}
	if !values.Has("c") && !values.Has("f") && !values.Has("tri") && !values.Has("groupe") {
		return NewListDefinition(source), true
	}
	d = ListDefinition{Source: source.Key, Group: values.Get("groupe"), Sort: values.Get("tri"), Down: values.Get("sens") == "desc"}
	for _, key := range values["c"] {
		d.Add(key)
	}
	for _, text := range values["f"] {
		if column, rest, cut := strings.Cut(text, "~"); cut {
			sign, value, _ := strings.Cut(rest, "~")
			d.AddFilter(ListFilter{column, sign, value})
		}
	}
	d.settle(source)
	return d, true
}

// settle keeps the order and the grouping to what the source has.
func (d *ListDefinition) settle(source ListSource) {
	if c, known := source.Column(d.Group); !known || !c.Groups() {
		d.Group = ""
	}
	if c, known := source.Column(d.Sort); !known || !c.Sorts() {
		d.Sort, d.Down = source.Sort, source.Days(source.Sort)
	}
}

// Sorts tells whether lines may be in the order of the column.
func (c CustomColumn) Sorts() bool { return c.Type != ListCodes }

// Add puts a column at the end, unless it is there, unknown, or one too many.
func (d *ListDefinition) Add(key string) {
	source, _ := SourceOf(d.Source)
	if _, known := source.Column(key); known && len(d.Columns) < MaxListColumns && d.at(key) < 0 {
		d.Columns = append(d.Columns, ListHeading{Key: key})
	}
}

func (d *ListDefinition) at(key string) int {
	return slices.IndexFunc(d.Columns, func(h ListHeading) bool { return h.Key == key })
}

// Remove takes a column away.
func (d *ListDefinition) Remove(key string) {
	d.Columns = slices.DeleteFunc(slices.Clone(d.Columns), func(h ListHeading) bool { return h.Key == key })
}

// Move exchanges a column with the one before it (-1) or after it (1); at an edge nothing happens.
func (d *ListDefinition) Move(key string, by int) {
	i := d.at(key)
	if j := i + by; i >= 0 && j >= 0 && j < len(d.Columns) {
		d.Columns = slices.Clone(d.Columns)
		d.Columns[i], d.Columns[j] = d.Columns[j], d.Columns[i]
	}
}

// AddFilter adds a condition that the column can bear, once; another is left out, and false returned.
func (d *ListDefinition) AddFilter(f ListFilter) bool {
	source, _ := SourceOf(d.Source)
	c, known := source.Column(f.Column)
	if !known || len(d.Filters) >= MaxListFilters || !c.Bears(f.Sign, f.Value) {
		return false
	}
	if f.Sign == FilterBlank || f.Sign == FilterFilled {
		f.Value = ""
	}
	if !slices.Contains(d.Filters, f) {
		d.Filters = append(d.Filters, f)
	}
	return true
}

// DropFilter takes a condition away.
func (d *ListDefinition) DropFilter(text string) {
	d.Filters = slices.DeleteFunc(slices.Clone(d.Filters), func(f ListFilter) bool { return f.String() == text })
}

// Bears tells whether a filter of the column may compare that way with that value. Texts may be names: they are asked only
// whether they are there, so that no address holds one.
func (c CustomColumn) Bears(sign, value string) bool {
	switch sign {
	case FilterBlank, FilterFilled:
		return true
	case FilterIs:
		return (c.Type == ListCode || c.Type == ListCodes) && value != "" && len(value) <= maxFilterValue
	case FilterDuring:
		return c.Type == ListDay && slices.Contains(Periods, value)
	case FilterFrom, FilterUntil:
		if c.Type == ListDay {
			return Date(value).Valid()
		}
		n, err := strconv.Atoi(value)
		return (c.Type == ListMinutes || c.Type == ListNumber) && err == nil && n >= 0 && n <= 1_000_000
	}
	return false
}

// PeriodDays are the first and the last day of a period, as seen on a day.
func PeriodDays(period string, today Date) (from, until Date) {
	month := today[:8] + "01"
	switch period {
	case PeriodMonth:
		return month, month.AddMonths(1).AddDays(-1)
	case PeriodLastMonth:
		return month.AddMonths(-1), month.AddDays(-1)
	case PeriodLastYear:
		year := Date(strconv.Itoa(today.Year() - 1))
		return year + "-01-01", year + "-12-31"
	}
	return today[:4] + "-01-01", today[:4] + "-12-31"
}

// Values are the definition as an address; ParseListDefinition reads them back.
func (d ListDefinition) Values() url.Values {
	values := url.Values{"de": {d.Source}, "tri": {d.Sort}}
	for _, h := range d.Columns {
		values.Add("c", h.Key)
	}
	for _, f := range d.Filters {
		values.Add("f", f.String())
	}
	if d.Group != "" {
		values.Set("groupe", d.Group)
	}
	if d.Down {
		values.Set("sens", "desc")
	}
	return values
}

// Named gives the columns without a title theirs; those that have one, from when the list was saved, keep it.
func (d ListDefinition) Named(saved ListDefinition, title func(key string) string) ListDefinition {
	d.Columns = slices.Clone(d.Columns)
	for i, h := range d.Columns {
		if at := saved.at(h.Key); at >= 0 && saved.Source == d.Source {
			d.Columns[i].Title = saved.Columns[at].Title
		}
		if d.Columns[i].Title == "" {
			d.Columns[i].Title = title(h.Key)
		}
	}
	return d
}

// Readable is the definition without what its reader may not read, and the keys that were left out. may answers for a kind
// of object.
func (d ListDefinition) Readable(may func(kind string) bool) (ListDefinition, []string) {
	source, _ := SourceOf(d.Source)
	var absent []string
	reads := func(key string) bool {
		c, known := source.Column(key)
		if known && (c.Kind == "" || may(c.Kind)) {
			return true
		}
		if known && !slices.Contains(absent, key) {
			absent = append(absent, key)
		}
		return false
	}
	d.Columns = slices.DeleteFunc(slices.Clone(d.Columns), func(h ListHeading) bool { return !reads(h.Key) })
	d.Filters = slices.DeleteFunc(slices.Clone(d.Filters), func(f ListFilter) bool { return !reads(f.Column) })
	if d.Group != "" && !reads(d.Group) {
		d.Group = ""
	}
	if d.Sort != "" && !reads(d.Sort) {
		d.Sort = ""
	}
	d.settle(source)
	if !reads(d.Sort) { // the order of the source is of names, which not everybody reads
		d.Sort = ""
	}
	return d, absent
}
