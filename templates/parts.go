package templates

// Badge is a state shown as an icon and a word (22 characters at most). Kind is "success",
// "warning", "error", "info" or "neutral"; a finished state is "plain" text.
type Badge struct{ Kind, Label, Icon string }

// badgeIcons are the icons of the kinds: a state never rests on colour alone.
var badgeIcons = map[string]string{
	"success": "check", "warning": "clock", "error": "x", "info": "info-circle", "neutral": "point",
}

// NewBadge is a badge with the icon of its kind.
func NewBadge(kind, label string) Badge {
	return Badge{Kind: kind, Label: label, Icon: badgeIcons[kind]}
}

// Programme is a dispositif as its badge shows it; Note, when set, follows the name ("3 h / 4 h").
type Programme struct{ Code, Name, Note string }

// Known tells whether the dispositif has colours of its own; the others share those of AUT.
func (p Programme) Known() bool { return Shape(p.Code) != Shape("AUT") }

// Shape is the sign that marks a dispositif wherever it appears, charts included (ux.md §3.1).
func Shape(code string) string {
	switch code {
	case "M4H":
		return "■"
	case "LLF":
		return "▲"
	case "GTJ":
		return "●"
	}
	return "◆"
}

// Empty says why a list is empty and what to do about it; Action.URL is "" when nothing can be done.
type Empty struct {
	Text   string
	Action Link
}

// Tile is a figure with a label of 20 characters at most, a comparison in words, and the list of
// what is counted.
type Tile struct{ Figure, Label, Note, URL string }

// Entry is one line of a timeline, newest first. Date is printed, ISO is for machines; an unknown
// time is left out. Private entries are absent in mode entretien.
type Entry struct {
	Date, ISO  string
	Title, URL string
	Detail     string
	Author     string
	Icon       string
	Programme  *Programme
	Badge      *Badge
	Private    bool
}

// Task is one row of a task list. State is "done", "started", "todo" or "blocked"; a blocked task
// has no URL.
type Task struct{ Label, URL, State, Note string }

// FilterBar is a form of filters (GET) with what is filtered now as removable chips.
type FilterBar struct {
	Action   string // URL of the list
	Fields   []Field
	Chips    []Chip
	ClearURL string
}

// Chip is one active filter: « Commune : Namur », and the URL of the list without it.
type Chip struct{ Label, RemoveURL string }

// Tab is one section of a page that has several; each is a page of its own.
type Tab struct {
	Label, URL string
	Current    bool
	Note       string // short count or hint: "2 manquants"
}

// Identity is the bar that keeps a person in sight. Facts are short texts (age, languages, contact).
type Identity struct {
	Name       string
	Facts      []string
	Programmes []Programme
	Badges     []Badge
	Actions    []Action
}

// Action is a link drawn as a button; one Primary per page.
type Action struct {
	Label, URL, Icon string
	Primary          bool
}

// Pager moves along a list by keys: an empty URL means there is no such page. Shown says where
// one is ("50 personnes sur 214").
type Pager struct{ First, Previous, Next, Shown string }

// Condition is one line of an eligibility list. State is "met", "unmet" or "unknown"; Detail says
// why, Source where it comes from and when.
type Condition struct {
	State, Label, Detail, Source string
	Edit                         *InlineForm // completes the datum in place; nil when there is nothing to ask
}

// InlineForm is a short form inside a page: it is opened by its button, and its page comes back after saving.
type InlineForm struct {
	Action         string
	Hidden, Fields []Field
}

// CheckSection is one part of a check page, or a list of facts when ChangeURL is "".
type CheckSection struct {
	Title, ChangeURL string
	Rows             []Row
}

// Row is a label and its value; an absent value is « – ».
type Row struct{ Label, Value string }

// Confirm is the page that interrupts before something that cannot be undone.
type Confirm struct {
	Title        string
	Text         string
	Consequences []string
	Action       string // URL posted to
	Button       string // verb and object
	Danger       bool
	Fields       []Field // a reason, hidden values
	CancelURL    string
	CancelLabel  string
}

// Bars is a chart of horizontal bars that start at zero: each has its label and its figure in
// words, so that the chart reads as a list. Finding is the sentence that says what to see.
type Bars struct {
	Finding string
	Lines   []Bar
}

// Bar is one line: Percent and Mark (what was expected to date, 0 for none) are shares of the
// longest bar, 0 to 100; Programme is a dispositif whose shape and colour the bar takes.
type Bar struct {
	Label, Text   string
	Percent, Mark int
	Programme     string
	URL           string
}

// Meter is a quantity out of a maximum, as a bar and in words: "9 / 12", "42 sur 287". Label names
// it for screen readers.
type Meter struct {
	Value, Max  int
	Label, Text string
	Wide        bool // the whole column instead of a cell
}
