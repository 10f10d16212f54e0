package templates

// Field is one question of a form: its label, what was typed, and what is wrong with it. The part
// "field" draws any of them. Texts are ready to print; Value is what was typed, never corrected.
type Field struct {
	ID, Name     string // the ID is what FieldError.Field points to; constructors make both equal
	Label, Hint  string
	Value        string
	Problem      string // sentence, "" when nothing is wrong
	Type         string // set by the constructors
	Autocomplete string // HTML token; the constructors choose "off" unless it is the user's own
	Inputmode    string
	Optional     bool // adds « (facultatif) »; fields are mandatory by default
	Options      []Option
	Suggestions  []string // offered while typing; other answers are possible
	Rows         int      // height of a text area, in lines
	Width        string   // "" is the column, "short" about 10 characters, "medium" about 20
	Suffix       string   // unit printed after the input: "min"
	Birth        Birth    // for Type "birth"
	Autofocus    bool     // the cursor begins here
}

// Option is one choice of a select or of a chip group.
type Option struct {
	Value, Label, Hint string
	Selected           bool
	Programme          string // code of a dispositif, whose shape goes before the label
	Kind               string // colour once selected: "" is the accent, or success, warning, info, error
}

// Birth is a date of birth as typed in three inputs named NAME_day, NAME_month, NAME_year and the
// box NAME_year_only.
type Birth struct {
	Day, Month, Year string
	YearOnly         bool
}

func field(kind, name, label, value string) Field {
	return Field{ID: name, Name: name, Label: label, Value: value, Type: kind, Autocomplete: "off"}
}

// Text is a one-line text.
func Text(name, label, value string) Field { return field("text", name, label, value) }

// Email is an e-mail address.
func Email(name, label, value string) Field { return field("email", name, label, value) }

// Phone is a telephone number.
func Phone(name, label, value string) Field {
	f := field("tel", name, label, value)
	f.Width = "medium"
	return f
}

// Password is a secret; autocomplete is "current-password" or "new-password".
func Password(name, label, autocomplete string) Field {
	f := field("password", name, label, "")
	f.Autocomplete = autocomplete
	return f
}

// Number is a whole number, followed by its unit.
func Number(name, label, value, unit string) Field {
	f := field("text", name, label, value)
	f.Inputmode, f.Width, f.Suffix = "numeric", "short", unit
	return f
}

// Date is a day typed freely (24/11, 24/11/2026, « hier »); a calendar helps where scripts run.
func Date(name, label, value string) Field {
	f := field("date", name, label, value)
	f.Width = "short"
	return f
}

// Time is a time of day typed freely (9, 9h30, 09:30).
func Time(name, label, value string) Field {
	f := field("text", name, label, value)
	f.Width = "short"
	return f
}

// TextArea is a longer text of some lines.
func TextArea(name, label, value string, rows int) Field {
	f := field("textarea", name, label, value)
	f.Rows = rows
	return f
}

// Select is a closed list; it starts with « Choisir » when no option is selected.
func Select(name, label, value string, options []Option) Field {
	f := field("select", name, label, value)
	f.Options = Choose(options, value)
	return f
}

// Radios is a chip group with one answer.
func Radios(name, label, value string, options []Option) Field {
	f := field("radios", name, label, value)
	f.Options = Choose(options, value)
	return f
}

// Checkboxes is a chip group with several answers.
func Checkboxes(name, label string, values []string, options []Option) Field {
	f := field("checkboxes", name, label, "")
	f.Options = Choose(options, values...)
	return f
}

// Check is a single box; its posted value is "1".
func Check(name, label string, checked bool) Field {
	f := field("check", name, label, "1")
	f.Options = []Option{{Value: "1", Selected: checked}}
	return f
}

// BirthDate is a date of birth in three inputs, with « Jour et mois inconnus ».
func BirthDate(name, label string, typed Birth) Field {
	f := field("birth", name, label, "")
	f.Birth = typed
	return f
}

// Hidden is a value carried by the form, never shown.
func Hidden(name, value string) Field { return field("hidden", name, "", value) }

// Choose is a copy of options in which exactly those of values are selected.
func Choose(options []Option, values ...string) []Option {
	chosen := make([]Option, len(options))
	for i, o := range options {
		chosen[i] = o
		chosen[i].Selected = false
		for _, v := range values {
			chosen[i].Selected = chosen[i].Selected || v == o.Value
		}
	}
	return chosen
}

// HasSelection tells whether one of the options is selected.
func (f Field) HasSelection() bool {
	for _, o := range f.Options {
		if o.Selected {
			return true
		}
	}
	return false
}

// Checked tells whether the box of a Check is ticked.
func (f Field) Checked() bool { return f.HasSelection() }

// DescribedBy lists the ids of the hint and of the problem, for aria-describedby.
func (f Field) DescribedBy() string {
	ids := ""
	if f.Hint != "" {
		ids = f.ID + "-hint"
	}
	if f.Problem != "" {
		if ids != "" {
			ids += " "
		}
		ids += f.ID + "-problem"
	}
	return ids
}

// With is f with a hint.
func (f Field) With(hint string) Field { f.Hint = hint; return f }

// Wrong is f with a problem; an empty sentence changes nothing.
func (f Field) Wrong(problem string) Field { f.Problem = problem; return f }

// AsOptional is f marked « (facultatif) ».
func (f Field) AsOptional() Field { f.Optional = true; return f }

// Sized is f with another width: "", "short" or "medium".
func (f Field) Sized(width string) Field { f.Width = width; return f }

// Within is f with an ID of its own on a page that asks the same question of several records.
func (f Field) Within(record string) Field { f.ID += "-" + record; return f }

// Proposing offers values while typing; others are possible.
func (f Field) Proposing(values []string) Field { f.Suggestions = values; return f }

// Problems lists what is wrong with fields, in their order, for the error summary.
func Problems(fields ...Field) []FieldError {
	var summary []FieldError
	for _, f := range fields {
		if f.Problem != "" {
			summary = append(summary, FieldError{Field: f.ID, Text: f.Problem})
		}
	}
	return summary
}
