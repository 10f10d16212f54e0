package models

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func numberOf(n int) *int { return &n }

func TestActivity(t *testing.T) {
	a := NewActivity(Period{"2026-01-01", "2026-12-31"})
	for i, c := range []ActivityContact{
		{Person: "amina", Date: "2025-11-01", Minutes: 30, Themes: []string{"logement"}, Programme: GTJ},
		{Person: "amina", Date: "2026-01-01", Minutes: 30, Themes: []string{"logement", "sante"}, Programme: GTJ},
		{Person: "amina", Date: "2026-12-31", Minutes: 45, Themes: []string{"logement"}, Programme: LLF},
		{Person: "olha", Date: "2026-03-01", Minutes: 20, Programme: GTJ},
		{Person: "olha", Date: "2026-04-01", Minutes: 240, Session: "m4h", Themes: []string{"emploi_formation"}, Programme: M4H},
		{Person: "amina", Date: "2026-04-01", Minutes: 120, Session: "m4h", Themes: []string{"emploi_formation"}, Programme: M4H},
		{Person: "bruno", Date: "2027-01-01", Minutes: 20, Programme: GTJ},
		{Person: "old", Date: "2025-01-01", Minutes: 20, Programme: GTJ},
	} {
		c.Ref = fmt.Sprint(i)
		a.AddContact(c)
	}
	for _, x := range []CentreAction{
		{PublicID: "1", OnDate: "2026-02-01", Axis: AxisNetwork, Themes: "logement;sante", Minutes: 60, Persons: numberOf(0), Colleagues: make([]NamedRow, 2), Partners: []NamedRow{{ID: "p"}}},
		{PublicID: "2", OnDate: "2026-02-02", Axis: AxisNetwork, Themes: "sante", Minutes: 30, Colleagues: make([]NamedRow, 1), Partners: []NamedRow{{ID: "p"}, {ID: "q"}}},
		{PublicID: "3", OnDate: "2025-12-31", Axis: AxisNetwork, Themes: "sante", Minutes: 30},
	} {
		a.AddAction(x)
	}
	if !slices.Equal(a.People(), []string{"amina", "olha"}) {
		t.Fatalf("accompanied: %v", a.People())
	}
	a.AddPerson(ActivityPerson{ID: "amina", Profile: ProfileFacts{Sex: "F", Birth: "1990-05-05", Nationalities: []string{"MA"}}})
	a.AddPerson(ActivityPerson{ID: "olha", Profile: ProfileFacts{Nationalities: []string{"UA", "BE"}}})
	a.AddPerson(ActivityPerson{ID: "old", Profile: ProfileFacts{Sex: "M"}})
	a.Finish()
	for name, want := range map[string][]int{ // persons, follow-ups, minutes, sessions, minutes, actions, minutes, work, partners, reached, not recorded
		"/":                               {2, 3, 95, 1, 360, 2, 90, 150, 2, 0, 1},
		"accompagnement/":                 {2, 3, 95, 1, 360, 0, 0, 0, 0, 0, 0},
		"accompagnement/logement":         {1, 2, 75, 0, 0, 0, 0, 0, 0, 0, 0},
		"accompagnement/sante":            {1, 1, 30, 0, 0, 0, 0, 0, 0, 0, 0},
		"accompagnement/emploi_formation": {2, 0, 0, 1, 360, 0, 0, 0, 0, 0, 0},
		"accompagnement/NR":               {1, 1, 20, 0, 0, 0, 0, 0, 0, 0, 0},
		"reseau/":                         {0, 0, 0, 0, 0, 2, 90, 150, 2, 0, 1},
		"reseau/sante":                    {0, 0, 0, 0, 0, 2, 90, 150, 2, 0, 1},
		"reseau/logement":                 {0, 0, 0, 0, 0, 1, 60, 120, 1, 0, 0},
		"interpellation/":                 {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	} {
		i := slices.IndexFunc(a.Lines, func(l ActivityLine) bool { return l.Axis+"/"+l.Theme == name })
		if i < 0 {
			t.Fatalf("no line %s", name)
		}
		l := a.Lines[i]
		got := []int{l.Persons, l.FollowUps, l.FollowUpMinutes, l.Sessions, l.SessionMinutes, l.Actions, l.ActionMinutes, l.StaffMinutes, l.Partners, l.Reached, l.NotRecorded}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	for code, want := range map[string]GenderCounts{"SEXE_F": {F: 1, Total: 1}, "SEXE_NR": {NR: 1, Total: 1}, "SUITE_SUITE": {F: 1, Total: 1}, "SUITE_NOUVEAU": {NR: 1, Total: 1},
		"AGE_35_39": {F: 1, Total: 1}, "AGE_NR": {NR: 1, Total: 1}, "ORIGINE_BE": {NR: 1, Total: 1}, "DISPOSITIF_M4H": {F: 1, NR: 1, Total: 2}} {
		if got := a.publicLine(code); got != want {
			t.Errorf("%s: %+v, want %+v", code, got, want)
		}
	}
	for _, c := range a.Controls {
		if want := map[string]bool{"A01": true}[c.Code]; c.OK != want {
			t.Errorf("%s: %v %s %v", c.Code, c.OK, c.Message, c.Records)
		}
	}
}

func (a *Activity) publicLine(code string) GenderCounts {
	for _, group := range a.Public {
		for _, line := range group.Lines {
			if line.Code == code {
				return line.Period
			}
		}
	}
	return GenderCounts{}
}

// Every figure of persons opens on exactly those it counts, and everybody else has a reason.
func TestOpenActivity(t *testing.T) {
	contacts, people := activityYear()
	report := func(read func(ActivityContact), take func(ActivityPerson), a *Activity) {
		for _, c := range contacts {
			read(c)
		}
		for _, p := range people {
			if slices.Contains(a.People(), p.ID) {
				take(p)
			}
		}
	}
	period := Period{"2026-03-01", "2026-08-31"}
	whole := NewActivity(period)
	report(whole.AddContact, whole.AddPerson, whole)
	whole.Finish()
	open := func(line, column string, want int) {
		a := NewActivity(period)
		o, known := OpenActivity(a, line, column)
		if !known {
			t.Fatalf("%s %s does not open", line, column)
		}
		report(o.AddContact, o.AddPerson, a)
		split, known := o.Split()
		all := len(split.In)
		for _, group := range split.Out {
			all += len(group.Members)
			if group.Reason == "" || group.Reason == reasonNoAnswer {
				t.Errorf("%s %s leaves out %d without a reason", line, column, len(group.Members))
			}
		}
		if !known || split.Value != want || all != len(a.people) {
			t.Errorf("%s %s: opens on %d, the figure is %d; %d persons of %d", line, column, split.Value, want, all, len(a.people))
		}
	}
	for _, l := range whole.Lines {
		for i, want := range []int{l.Persons, l.FollowUps, l.FollowUpMinutes, l.Sessions, l.SessionMinutes} {
			open(l.LineCode(), ActivityColumns[i], want)
		}
	}
	for _, group := range append(whole.Public, Breakdown{Lines: []IndicatorCount{whole.Followed}}) {
		for _, line := range group.Lines {
			open(line.Code, "periode_total", line.Period.Total)
			for _, gender := range Genders {
				open(line.Code, "periode_"+strings.ToLower(gender), line.Period.Of(gender))
			}
		}
	}
	if _, known := OpenActivity(whole, "|", "actions"); known {
		t.Error("actions are no persons")
	}
}

// activityYear is a made-up year of 40 persons, and some who came the year before.
func activityYear() (contacts []ActivityContact, people []ActivityPerson) {
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 300 {
		c := ActivityContact{Ref: fmt.Sprint(i), Person: fmt.Sprint(r.IntN(40)), Date: Date("2025-11-01").AddDays(r.IntN(365)), Minutes: 5 + r.IntN(90),
			Programme: []string{GTJ, LLF, M4H}[r.IntN(3)]}
		for range r.IntN(3) {
			c.Themes = appendNew(c.Themes, Themes[r.IntN(len(Themes))])
		}
		if r.IntN(4) == 0 {
			c.Session = fmt.Sprint(c.Date.AddDays(-r.IntN(3)))
		}
		contacts = append(contacts, c)
	}
	for i := range 40 {
		people = append(people, ActivityPerson{ID: fmt.Sprint(i), Profile: ProfileFacts{Sex: []string{"F", "M", "X", ""}[i%4], Birth: BirthDate(fmt.Sprint(1950 + i)),
			Nationalities: []string{[]string{"MA", "BE", "FR"}[i%3]}, Commune: []string{"92094", "", "Alep"}[i%3]}})
	}
	return contacts, people
}

// The order in which rows are read changes nothing, and two halves of a year add up to it, but for persons who came in both.
func TestActivityAddsUp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var contacts []ActivityContact
	for i := range 400 {
		c := ActivityContact{Ref: fmt.Sprint(i), Person: fmt.Sprint(r.IntN(40)), Date: Date("2026-01-01").AddDays(r.IntN(365)), Minutes: 5 + r.IntN(90), Programme: GTJ}
		for range r.IntN(3) {
			c.Themes = appendNew(c.Themes, Themes[r.IntN(len(Themes))])
		}
		if r.IntN(4) == 0 {
			c.Session = fmt.Sprint(c.Date)
		}
		contacts = append(contacts, c)
	}
	count := func(from, to Date) []ActivityLine {
		a := NewActivity(Period{from, to})
		for _, c := range contacts {
			a.AddContact(c)
		}
		a.Finish()
		return a.Lines
	}
	year, first, second := count("2026-01-01", "2026-12-31"), count("2026-01-01", "2026-06-30"), count("2026-07-01", "2026-12-31")
	for i := range year {
		if first[i].FollowUps+second[i].FollowUps != year[i].FollowUps || first[i].SessionMinutes+second[i].SessionMinutes != year[i].SessionMinutes ||
			first[i].Sessions+second[i].Sessions != year[i].Sessions || first[i].Persons+second[i].Persons < year[i].Persons {
			t.Errorf("%s %s: the halves do not make the year", year[i].Axis, year[i].Theme)
		}
	}
	r.Shuffle(len(contacts), func(i, j int) { contacts[i], contacts[j] = contacts[j], contacts[i] })
	if !reflect.DeepEqual(count("2026-01-01", "2026-12-31"), year) {
		t.Error("the figures depend on the order of the rows")
	}
}
