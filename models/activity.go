package models

import (
	_ "embed" // the themes of topics
	"encoding/json"
	"slices"
)

//go:embed data/themes.json
var themesJSON []byte

// topicThemes says which theme of the activity report each topic of a follow-up belongs to.
var topicThemes = func() map[string]string {
	themes := map[string]string{}
	if err := json.Unmarshal(themesJSON, &themes); err != nil {
		panic("themes: " + err.Error())
	}
	return themes
}()

// ThemesOfTopics are the themes of a follow-up, each once, in the order of Themes; nil without a topic.
func ThemesOfTopics(topics string) []string {
	found := map[string]bool{}
	for _, topic := range SplitList(topics) {
		found[topicThemes[topic]] = true
	}
	return slices.DeleteFunc(slices.Clone(Themes), func(theme string) bool { return !found[theme] })
}

// themeNames are the names of themes as a module may carry them, folded.
var themeNames = map[string]string{"citoyennete": "citoyennete", "emploi et formation": "emploi_formation", "juridique": "juridique", "logement": "logement",
	"mobilite": "mobilite", "sante": "sante", "integration": "integration", "interculturalite": "interculturalite", "discriminations": "discriminations", "racisme": "racisme"}

// ThemeOfModule is the theme of a collective session: that of its module when it is named after one, else employment and training.
func ThemeOfModule(name string) string {
	if theme, known := themeNames[Fold(name)]; known {
		return theme
	}
	return "emploi_formation"
}

// ActivityContact is a contact that somebody attended.
type ActivityContact struct {
	Ref, Person, Programme string
	Session                string // "" for an individual follow-up
	Date                   Date
	Minutes                int
	Themes                 []string // none: not recorded
}

// ActivityPerson is what the report says of those accompanied, as their file is today.
type ActivityPerson struct {
	ID            string
	PublicID, Ref string
	Profile       ProfileFacts
}

// ActivityLine is one axis and one theme of it. Theme "" is the whole axis and Axis "" the whole activity, in which whatever
// touches two themes counts once.
type ActivityLine struct {
	Axis, Theme                         string
	Persons, FollowUps, FollowUpMinutes int
	Sessions, SessionMinutes            int
	Actions, ActionMinutes              int
	StaffMinutes                        int // working time of the actions
	Partners                            int // different ones
	Reached, Institutions, Companies    int // sums of what is recorded
	NotRecorded                         int // actions without any number of their public
	persons, sessions, partners         map[string]bool
}

// Activity is the yearly activity report of a centre (product.md §1, system 11).
type Activity struct {
	Period    Period
	Lines     []ActivityLine
	Public    []Breakdown // those accompanied, counted over the period
	Followed  IndicatorCount
	Actions   []CentreAction // of the period
	Controls  []Control
	people    map[string]*activityTrace
	tallies   []breakdownTally
	programme breakdownTally
	sheet     controlSheet
}

// activityTrace is what is kept of one person while contacts are read.
type activityTrace struct {
	before     bool // came before the period
	programmes []string
}

// NotRecordedTheme is the theme of what carries none.
const NotRecordedTheme = notRecordedCode

// NewActivity starts an empty report.
func NewActivity(period Period) *Activity {
	titles := labelsOf("activite", "", period.To)
	a := &Activity{Period: period, people: map[string]*activityTrace{}, sheet: newControlSheet(activityControls),
		Followed: IndicatorCount{Code: "PERSONNES", Label: titles["PERSONNES"]},
		tallies:  newBreakdowns(activityPublic, titles), programme: newBreakdowns(activityProgrammes, titles)[0]}
	a.line("", "")
	for _, axis := range Axes {
		a.line(axis, "")
		for _, theme := range append(slices.Clone(Themes), NotRecordedTheme) {
			a.line(axis, theme)
		}
	}
	return a
}

// line finds a line, or makes it.
func (a *Activity) line(axis, theme string) *ActivityLine {
	at := slices.IndexFunc(a.Lines, func(l ActivityLine) bool { return l.Axis == axis && l.Theme == theme })
	if at < 0 {
		at = len(a.Lines)
		a.Lines = append(a.Lines, ActivityLine{Axis: axis, Theme: theme, persons: map[string]bool{}, sessions: map[string]bool{}, partners: map[string]bool{}})
	}
	return &a.Lines[at]
}

// touched are the lines of something under an axis and some themes: the whole, the axis, each theme.
func (a *Activity) touched(axis string, themes []string) []*ActivityLine {
	if len(themes) == 0 {
		themes = []string{NotRecordedTheme}
	}
	lines := []*ActivityLine{a.line("", ""), a.line(axis, "")}
	for _, theme := range themes {
		lines = append(lines, a.line(axis, theme))
	}
	return lines
}

// AddContact counts a contact of the period; an earlier one tells that the person is not new.
func (a *Activity) AddContact(c ActivityContact) {
	switch {
	case c.Date > a.Period.To:
		return
	case a.people[c.Person] == nil:
		a.people[c.Person] = &activityTrace{}
	}
	trace := a.people[c.Person]
	if c.Date < a.Period.From {
		trace.before = true
		return
	}
	trace.programmes = appendNew(trace.programmes, c.Programme)
	if len(c.Themes) == 0 {
		a.sheet.blame("A02", c.Ref)
	}
	for _, line := range a.touched(AxisSupport, c.Themes) {
		line.persons[c.Person] = true
		if c.Session == "" {
			line.FollowUps++
			line.FollowUpMinutes += c.Minutes
			continue
		}
		line.sessions[c.Session] = true
		line.SessionMinutes += c.Minutes
	}
}

// AddAction counts an action of the period.
func (a *Activity) AddAction(x CentreAction) {
	if !a.Period.Contains(x.OnDate) {
		return
	}
	a.Actions = append(a.Actions, x)
	unknown := x.Persons == nil && x.Institutions == nil && x.Companies == nil
	if unknown {
		a.sheet.blame("A03", x.PublicID)
	}
	for _, line := range a.touched(x.Axis, SplitList(x.Themes)) {
		line.Actions++
		line.ActionMinutes += x.Minutes
		line.StaffMinutes += x.StaffMinutes()
		line.Reached += valueOf(x.Persons)
		line.Institutions += valueOf(x.Institutions)
		line.Companies += valueOf(x.Companies)
		if unknown {
			line.NotRecorded++
		}
		for _, partner := range x.Partners {
			line.partners[partner.ID] = true
		}
	}
}

func valueOf(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// People are those accompanied in the period, in no order.
func (a *Activity) People() []string {
	var ids []string
	for id, trace := range a.people {
		if len(trace.programmes) > 0 {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// AddPerson counts one of People in the breakdowns.
func (a *Activity) AddPerson(person ActivityPerson) {
	trace := a.people[person.ID]
	if trace == nil || len(trace.programmes) == 0 {
		return
	}
	a.Followed.add(sexOf(person.Profile.Sex), true)
	a.eachAnswer(person, func(t *breakdownTally, p *Participation) { t.add(p, true) })
}

// eachAnswer gives every characteristic of one of People, with the facts in which it is read: once, but for the dispositifs.
func (a *Activity) eachAnswer(person ActivityPerson, answer func(*breakdownTally, *Participation)) {
	trace := a.people[person.ID]
	if trace == nil || len(trace.programmes) == 0 {
		return
	}
	p := Participation{Profile: person.Profile, Sex: sexOf(person.Profile.Sex), Age: ageOn(person.Profile.Birth, a.Period.To),
		ThirdCountry: thirdCountry(person.Profile.Nationalities)}
	if trace.before {
		p.Entry = a.Period.From.AddDays(-1)
	} else {
		p.Entry = a.Period.From
	}
	p.AsOf = a.Period.From
	for i := range a.tallies {
		answer(&a.tallies[i], &p)
	}
	for _, programme := range trace.programmes {
		p.Snapshot.Public = programme
		answer(&a.programme, &p)
	}
}

// Finish makes the lists and runs the controls. Nothing may be added afterwards.
func (a *Activity) Finish() {
	a.Public = append(breakdowns(a.tallies), a.programme.breakdown())
	for i := range a.Lines {
		l := &a.Lines[i]
		l.Persons, l.Sessions, l.Partners = len(l.persons), len(l.sessions), len(l.partners)
	}
	a.Lines = slices.DeleteFunc(a.Lines, func(l ActivityLine) bool { return l.Theme == NotRecordedTheme && l.empty() })
	for _, group := range a.Public[:len(a.Public)-1] {
		var sum GenderCounts
		for _, line := range group.Lines {
			sum = sum.plus(line.Period)
		}
		a.sheet.check("A01", sum == a.Followed.Period)
	}
	a.sheet.check("A01", a.Followed.Period.Total == a.Lines[0].Persons)
	a.sheet.check("A04", a.Followed.Period.NR == 0)
	a.Controls = a.sheet.controls()
}

func (l *ActivityLine) empty() bool { return l.Persons == 0 && l.Actions == 0 }

// activityPublic is the profile of those accompanied (domain.md §D: what centres publish).
var activityPublic = titled("activite", []breakdownRule{
	{code: "SEXE", of: func(p *Participation) string { return p.Sex }, values: []codeLabel{{"F", "Femmes"}, {"M", "Hommes"}, {"X", "X"}}},
	{code: "AGE", of: fiveYears, values: fiveYearBands},
	{code: "ORIGINE", of: nationalityGroup, values: nationalityGroups},
	{code: "COMMUNE", of: communeOf, named: (*Participation).CommuneAtEntry},
	{code: "SUITE", of: newOrNot, values: []codeLabel{{"NOUVEAU", "Nouveaux dossiers"}, {"SUITE", "Suites de dossiers"}}},
})

var activityProgrammes = titled("activite", []breakdownRule{
	{code: "DISPOSITIF", of: func(p *Participation) string { return p.Snapshot.Public }},
})

var fiveYearBands = []codeLabel{{"MOINS_18", "Moins de 18 ans"}, {"18_24", "18 à 24 ans"}, {"25_29", "25 à 29 ans"}, {"30_34", "30 à 34 ans"}, {"35_39", "35 à 39 ans"},
	{"40_44", "40 à 44 ans"}, {"45_49", "45 à 49 ans"}, {"50_54", "50 à 54 ans"}, {"55_59", "55 à 59 ans"}, {"60_64", "60 à 64 ans"}, {"65_PLUS", "65 ans et plus"}}

// fiveYears is the age band at the end of the period; a year of birth alone may fall in two.
func fiveYears(p *Participation) string {
	band := func(age int) string {
		switch {
		case age < 18:
			return fiveYearBands[0].code
		case age < 25:
			return fiveYearBands[1].code
		}
		return fiveYearBands[min((age-25)/5+2, len(fiveYearBands)-1)].code
	}
	if !p.Age.Known || band(p.Age.Min) != band(p.Age.Max) {
		return ""
	}
	return band(p.Age.Min)
}

func newOrNot(p *Participation) string {
	if p.Entry < p.AsOf {
		return "SUITE"
	}
	return "NOUVEAU"
}

var activityControls = []controlText{
	{"A01", Blocking, "Chaque répartition du public fait le total des personnes accompagnées.", "Une répartition du public ne fait pas le total des personnes accompagnées."},
	{"A02", Warning, "Chaque suivi a un thème.", "Suivis sans thème : ils sont sous « non renseigné ». Ajoutez le thème."},
	{"A03", Warning, "Chaque action a son public.", "Actions sans public : ajoutez le nombre de personnes, d'institutions ou d'entreprises."},
	{"A04", Warning, "Le sexe de chaque personne accompagnée est connu.", "Sexe non renseigné : complétez les dossiers."},
}
