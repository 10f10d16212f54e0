package models

import (
	"cmp"
	"slices"
	"strings"
)

// Columns of the activity report that count what those accompanied came to.
const (
	ActivityPersonsColumn       = "personnes"
	ActivityFollowUpsColumn     = "suivis"
	ActivityFollowUpHoursColumn = "heures_suivis"
	ActivitySessionsColumn      = "seances"
	ActivitySessionHoursColumn  = "heures_seances"
	activityPublicColumn        = "periode_"
	activityLineSeparator       = "|"
	reasonOutsidePeriod         = "Aucune présence dans la période."
	reasonOtherTheme            = "Présence dans la période, sous un autre axe ou un autre thème."
	reasonOnlySessions          = "Présence en séance seulement."
	reasonOnlyFollowUps         = "Suivi individuel seulement, sans séance."
	reasonOtherColumn           = "Compte dans une autre colonne (sexe)."
	reasonNoAnswer              = "Aucune réponse dans le dossier."
	activityTotal               = "PERSONNES"
)

// ActivityColumns are those whose figures open on persons, besides the columns of the public.
var ActivityColumns = []string{ActivityPersonsColumn, ActivityFollowUpsColumn, ActivityFollowUpHoursColumn, ActivitySessionsColumn, ActivitySessionHoursColumn}

// OfPersons tells whether the figures of a column open on persons; the others open on the actions of the centre.
func OfPersons(column string) bool {
	return strings.HasPrefix(column, activityPublicColumn) || slices.Contains(ActivityColumns, column)
}

// LineCode names the line: « AXE|THEME ».
func (l ActivityLine) LineCode() string { return l.Axis + activityLineSeparator + l.Theme }

// ActivityOpening finds who is behind one figure of the activity report. It reads the same contacts and persons as the report.
type ActivityOpening struct {
	Report      *Activity
	axis, theme string
	column      string
	gender      string
	public      string // code of a line of the public, "" for an axis and a theme
	contacts    map[string][]ActivityContact
	answers     map[string][]string // lines of the public in which a person counts
	sexes       map[string]string
	labels      map[string]string
}

// ActivityMember is one person, and what they came to under the figure.
type ActivityMember struct {
	Person   string // internal id
	Contacts []ActivityContact
}

// ActivityGroup is those that a figure leaves out for one reason.
type ActivityGroup struct {
	Reason  string
	Members []ActivityMember
}

// ActivitySplit opens a figure: In are the persons behind it, In and Out together everybody who ever came.
type ActivitySplit struct {
	Value int // of the figure: persons, contacts, sessions or minutes
	In    []ActivityMember
	Out   []ActivityGroup
}

// OpenActivity prepares the opening of a cell; false for one that is not about persons.
func OpenActivity(report *Activity, line, column string) (*ActivityOpening, bool) {
	o := &ActivityOpening{Report: report, column: column, contacts: map[string][]ActivityContact{}, answers: map[string][]string{}, sexes: map[string]string{},
		labels: map[string]string{}}
	if gender, ofPublic := strings.CutPrefix(column, activityPublicColumn); ofPublic {
		if gender = strings.ToUpper(gender); gender != "TOTAL" {
			o.gender = gender
		}
		o.public = line
		return o, line != "" && (gender == "TOTAL" || slices.Contains(Genders[:], gender))
	}
	var separated bool
	o.axis, o.theme, separated = strings.Cut(line, activityLineSeparator)
	known := slices.ContainsFunc(report.Lines, func(l ActivityLine) bool { return l.Axis == o.axis && l.Theme == o.theme })
	return o, separated && known && slices.Contains(ActivityColumns, column)
}

// AddContact counts a contact, and keeps it when it is behind the figure.
func (o *ActivityOpening) AddContact(c ActivityContact) {
	o.Report.AddContact(c)
	if o.Report.Period.Contains(c.Date) && (o.public != "" || o.asks(c)) {
		o.contacts[c.Person] = append(o.contacts[c.Person], c)
	}
}

// asks tells whether a contact of the period is behind a figure of an axis and a theme.
func (o *ActivityOpening) asks(c ActivityContact) bool {
	return o.touches(c) && o.ofKind(c)
}

func (o *ActivityOpening) touches(c ActivityContact) bool {
	switch {
	case o.axis == "":
		return true
	case o.axis != AxisSupport:
		return false
	case o.theme == NotRecordedTheme:
		return len(c.Themes) == 0
	}
	return o.theme == "" || slices.Contains(c.Themes, o.theme)
}

func (o *ActivityOpening) ofKind(c ActivityContact) bool {
	switch o.column {
	case ActivityFollowUpsColumn, ActivityFollowUpHoursColumn:
		return c.Session == ""
	case ActivitySessionsColumn, ActivitySessionHoursColumn:
		return c.Session != ""
	}
	return true
}

// AddPerson counts a person, and keeps the lines in which they count.
func (o *ActivityOpening) AddPerson(person ActivityPerson) {
	o.Report.AddPerson(person)
	if o.public == "" {
		return
	}
	o.sexes[person.ID] = sexOf(person.Profile.Sex)
	keep := func(t *breakdownTally, p *Participation) {
		value, label := t.valueOf(p)
		code := t.rule.code + "_" + value
		o.answers[person.ID], o.labels[code] = append(o.answers[person.ID], code), label
	}
	o.Report.eachAnswer(person, keep)
}

// Split finishes the report and tells those behind the figure from the others, in the order of internal ids.
func (o *ActivityOpening) Split() (ActivitySplit, bool) {
	o.Report.Finish()
	if o.public != "" && o.public != activityTotal && !slices.ContainsFunc(o.Report.Public, func(b Breakdown) bool {
		return slices.ContainsFunc(b.Lines, func(l IndicatorCount) bool { return l.Code == o.public })
	}) {
		return ActivitySplit{}, false
	}
	var split ActivitySplit
	left := map[string][]ActivityMember{}
	for _, id := range o.everybody() {
		member := ActivityMember{id, o.contacts[id]}
		if reason := o.leaves(id); reason != "" {
			left[reason] = append(left[reason], member)
		} else {
			split.In = append(split.In, member)
		}
	}
	for reason, members := range left {
		split.Out = append(split.Out, ActivityGroup{reason, members})
	}
	slices.SortFunc(split.Out, func(a, b ActivityGroup) int {
		return cmp.Or(len(b.Members)-len(a.Members), cmp.Compare(a.Reason, b.Reason))
	})
	split.Value = o.value(split.In)
	return split, true
}

func (o *ActivityOpening) everybody() []string {
	ids := make([]string, 0, len(o.Report.people))
	for id := range o.Report.people {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// leaves is why a person is not behind the figure, "" when they are.
func (o *ActivityOpening) leaves(id string) string {
	came := len(o.Report.people[id].programmes) > 0
	switch {
	case !came:
		return reasonOutsidePeriod
	case o.public != "":
		return o.leavesPublic(id)
	case len(o.contacts[id]) > 0:
		return ""
	case o.axis == "" && (o.column == ActivityFollowUpsColumn || o.column == ActivityFollowUpHoursColumn):
		return reasonOnlySessions
	case o.axis == "":
		return reasonOnlyFollowUps
	}
	return reasonOtherTheme
}

// leavesPublic is why somebody accompanied is not in a line of the public.
func (o *ActivityOpening) leavesPublic(id string) string {
	if o.public != activityTotal && !slices.Contains(o.answers[id], o.public) {
		characteristic, _, _ := strings.Cut(o.public, "_")
		for _, code := range o.answers[id] {
			if other, _, _ := strings.Cut(code, "_"); other == characteristic {
				return "Compte sous « " + o.labels[code] + " »."
			}
		}
		return reasonNoAnswer
	}
	if o.gender != "" && genderOf(o.sexes[id]) != o.gender {
		return reasonOtherColumn
	}
	return ""
}

// value is the figure itself, counted from those behind it.
func (o *ActivityOpening) value(in []ActivityMember) int {
	contacts, minutes, sessions := 0, 0, map[string]bool{}
	for _, m := range in {
		for _, c := range m.Contacts {
			contacts++
			minutes += c.Minutes
			sessions[c.Session] = true
		}
	}
	switch o.column {
	case ActivityFollowUpsColumn:
		return contacts
	case ActivitySessionsColumn:
		return len(sessions)
	case ActivityFollowUpHoursColumn, ActivitySessionHoursColumn:
		return minutes
	}
	return len(in)
}

// Heading is what the line of the figure is called in the report's own data, "" for an axis and a theme.
func (o *ActivityOpening) Heading() string {
	if o.public == activityTotal {
		return o.Report.Followed.Label
	}
	for _, group := range o.Report.Public {
		for _, line := range group.Lines {
			if line.Code == o.public {
				return group.Title + " : " + line.Label
			}
		}
	}
	return ""
}
