package templates

// Page is what every layout prints. Each page's own struct embeds it, and layouts read it as
// .Page. All texts are ready to print.
type Page struct {
	Title         string // heading of the browser tab: never a name or a reference of a person
	Lang          string // "fr"
	Theme         string // "" follows the system, "light", "dark"
	Density       string // "" is comfortable, "compact"
	CentreName    string
	User          *User // nil when nobody is signed in
	Nav           []NavItem
	Encode        []MenuItem // menu « + Encoder »
	SearchEnabled bool
	SearchLabel   string // what may be found
	Flash         []Flash
	Summary       []FieldError
	RequestID     string
	Breadcrumb    []Link // from the home page to the parent of this one
	HelpURL       string
	Urgent        *Urgent // the page is opened under an urgent access
	Interview     bool    // mode entretien: only what the person beside the screen may see
	Version       string
	Today         string // 24/11/2026, printed at the foot of paper
	Submission    string // key of the page, for its form and its draft
	Form          string // address of the form on the page, "" without one
	SessionLeft   int    // seconds before the session ends
	UserRef       string // public id of the reader
}

// User is the person signed in, as the header shows them.
type User struct{ Name, Initials, RoleLabel string }

// NavItem is one entry of the main menu; Count is shown beside it when above 0.
type NavItem struct {
	Key, URL, Label, Icon string
	Current               bool
	Count                 int
}

// MenuItem is one entry of a menu.
type MenuItem struct{ URL, Label, Icon string }

// Urgent is the banner of a page opened under an urgent access: how long it lasts, and where it is ended.
type Urgent struct{ Text, EndURL string }

// Link is an address and its text.
type Link struct{ URL, Label string }

// Flash tells what the last action did. It stays until closed or the next page. Kind is
// "success", "info", "warning" or "error"; UndoURL, when set, is posted by the button « Annuler »; Next, when set, is the step
// that follows.
type Flash struct {
	Kind, Text, UndoURL string
	Next                Link
}

// FieldError is one line of the summary « Il y a un problème »: the id of a field, and the same
// sentence as beside that field.
type FieldError struct{ Field, Text string }
