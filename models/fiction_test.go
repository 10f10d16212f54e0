package models

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func exampleFiction(seed uint64, canary bool) *Fiction {
	f := &Fiction{Seed: seed, Persons: 150, FollowUps: 6, Canary: canary, From: "2025-01-01", To: "2026-06-30", Planned: "2026-07-31", CentreID: "c", CentreCode: "CAI",
		Counsellors: []string{"u1", "u2", "u3"}, Trainers: []string{"t1", "t2"}, Modules: DefaultModules()}
	for _, code := range []string{M4H, LLF, GTJ} {
		f.Operations = append(f.Operations, Operation{ID: code, Code: code, Programme: code, StartsOn: "2025-01-01"})
	}
	for i := range f.Modules {
		f.Modules[i].ID = f.Modules[i].Code
	}
	f.Prepare()
	return f
}

// TestFictionPassesTheRules: what is invented would be accepted if it were typed.
func TestFictionPassesTheRules(t *testing.T) {
	f := exampleFiction(11, false)
	ids := map[string]bool{}
	for i := range f.Persons {
		p := f.Person(i)
		person := p.Participant
		if ids[person.PublicID] || ids[person.ID] || len(person.PublicID) != 16 {
			t.Errorf("ids of person %d: %s %s", i, person.ID, person.PublicID)
		}
		ids[person.PublicID], ids[person.ID] = true, true
		checkPerson(t, person, p.NISS)
		for _, c := range p.Courses {
			checkCourse(t, f, c)
		}
	}
	for _, s := range f.Sessions() {
		if s.Session.EndsAt <= s.Session.StartsAt || s.Session.OnDate < f.From || s.Session.OnDate > f.Planned {
			t.Errorf("session %+v", s.Session)
		}
	}
}

func checkPerson(t *testing.T, p Participant, niss NISS) {
	t.Helper()
	for _, name := range []string{p.FamilyName, p.GivenName} {
		if clean, err := CleanName(name); err != nil || clean != name {
			t.Errorf("name %q: %v", name, err)
		}
	}
	if phone, err := NormalisePhone(p.Phone); err != nil || phone != p.Phone {
		t.Errorf("telephone %q: %v", p.Phone, err)
	}
	if email, err := NormaliseEmail(p.Email); err != nil || email != p.Email {
		t.Errorf("e-mail %q: %v", p.Email, err)
	}
	if !PostcodeFits(p.Postcode, p.Refnis) || !p.Birth.Valid() || p.GivenName == "" {
		t.Errorf("%s %s, %s", p.Postcode, p.Refnis, p.Birth)
	}
	if parsed, err := ParseNISS(string(niss)); niss != "" && (err != nil || parsed != niss) {
		t.Errorf("NISS %s: %v", niss, err)
	}
	for answer, codes := range map[string][]string{p.FrenchLevel: FrenchLevels, p.Household: HouseholdCodes, p.Residence.Title: ResidenceTitles,
		p.Residence.WorkMarket: WorkMarketCodes, p.Recognition: append(slices.Clone(RecognitionCodes), Unknown), p.Children: ChildrenCodes} {
		if answer != "" && !slices.Contains(codes, answer) {
			t.Errorf("answer %q is none of %v", answer, codes)
		}
	}
	for _, code := range append(strings.Split(p.Nationalities, ";"), p.BirthCountry) {
		if CountryName(code) == "" {
			t.Errorf("country %q", code)
		}
	}
	for _, code := range strings.Split(p.Languages, ";") {
		if LanguageName(code) == "" {
			t.Errorf("language %q", code)
		}
	}
}

func checkCourse(t *testing.T, f *Fiction, c FictionalCourse) {
	t.Helper()
	first, last := Date("9"), Date("")
	for _, u := range c.FollowUps {
		on := u.FollowUp.OnDate
		if on < f.From || on > f.To {
			t.Errorf("follow-up on %s", on)
		}
		if u.FollowUp.Presence == "present" && u.FollowUp.Mode != "demarche" {
			first, last = min(first, on), max(last, on)
		}
	}
	for _, r := range c.Registrations {
		s := f.sessions[slices.IndexFunc(f.sessions, func(s FictionalSession) bool { return s.Session.ID == r.SessionID })].Session
		if r.Attendance == "present" || r.Attendance == "retard" {
			first, last = min(first, s.OnDate), max(last, s.OnDate)
		}
		if r.Attendance != "" && s.OnDate > f.To {
			t.Errorf("presence in a session to come: %s", s.OnDate)
		}
	}
	if frozen := c.Enrolment.FrozenOn; last != "" && frozen != first || last == "" && frozen != "" {
		t.Errorf("snapshot of %s, first contact %s", frozen, first)
	}
	if n := len(c.Exits); n > 0 && (c.Exits[n-1].OnDate <= first || c.Exits[n-1].OnDate > f.To) {
		t.Errorf("exit on %s, contacts %s to %s", c.Exits[n-1].OnDate, first, last)
	}
	if c.Enrolment.RequestedOn > first && last != "" {
		t.Errorf("asked on %s, first contact %s", c.Enrolment.RequestedOn, first)
	}
}

// TestFictionHasNoOverlap: nobody is in two places at a time.
func TestFictionHasNoOverlap(t *testing.T) {
	f := exampleFiction(12, false)
	taken := map[string]string{}
	take := func(who string, on Date, start string, minutes int, what string) {
		if start == "" || minutes == 0 {
			return
		}
		var h, m int
		if _, err := fmt.Sscanf(start, "%d:%d", &h, &m); err != nil {
			t.Fatal(err)
		}
		for at := h*60 + m; at < h*60+m+minutes; at++ {
			key := fmt.Sprint(who, on, at)
			if other := taken[key]; other != "" && other != what {
				t.Errorf("%s on %s at %s: %s and %s", who, on, start, what, other)
				return
			}
			taken[key] = what
		}
	}
	for i := range f.Persons {
		p := f.Person(i)
		for _, c := range p.Courses {
			for _, u := range c.FollowUps {
				take(p.Lead, u.FollowUp.OnDate, u.FollowUp.StartsAt, u.FollowUp.Minutes, u.FollowUp.ID)
				take(p.Participant.ID, u.FollowUp.OnDate, u.FollowUp.StartsAt, u.FollowUp.Minutes, u.FollowUp.ID)
			}
			for _, r := range c.Registrations {
				s := f.sessions[slices.IndexFunc(f.sessions, func(s FictionalSession) bool { return s.Session.ID == r.SessionID })].Session
				take(p.Participant.ID, s.OnDate, s.StartsAt, sessionLength(s), s.ID)
			}
		}
	}
	for _, s := range f.Sessions() {
		take(s.Trainer, s.Session.OnDate, s.Session.StartsAt, sessionLength(s.Session), s.Session.ID)
	}
}

// TestCanariesAreUnique: a token stands in one field of one person, and the field holds it.
func TestCanariesAreUnique(t *testing.T) {
	f := exampleFiction(13, true)
	seen := map[string]string{}
	for i := range f.Persons {
		p := f.Person(i)
		whole := strings.ToUpper(fmt.Sprintf("%+v", p.Participant) + string(p.NISS) + fmt.Sprintf("%+v", p.Courses))
		if p.Appointment != nil {
			whole += fmt.Sprintf("%+v", *p.Appointment)
		}
		for _, c := range p.Canaries {
			if other, used := seen[c.Token]; used {
				t.Errorf("token of %s of %s is that of %s", c.Field, c.Person, other)
			}
			seen[c.Token] = c.Field + " of " + c.Person
			if !strings.Contains(whole, strings.ToUpper(c.Token)) {
				t.Errorf("%s of %s does not hold %q", c.Field, c.Person, c.Token)
			}
			if !slices.Contains(Kinds, c.Kind) {
				t.Errorf("%s has the kind %q", c.Field, c.Kind)
			}
		}
		if phone, err := NormalisePhone(p.Participant.Phone); err != nil || phone != p.Participant.Phone {
			t.Errorf("telephone %q: %v", p.Participant.Phone, err)
		}
	}
}

func TestFictionIsReproducible(t *testing.T) {
	a, b, c := exampleFiction(14, false), exampleFiction(14, false), exampleFiction(15, false)
	for i := range 20 {
		one, two, other := fmt.Sprintf("%+v", a.Person(i).Participant), fmt.Sprintf("%+v", b.Person(i).Participant), fmt.Sprintf("%+v", c.Person(i).Participant)
		if one != two || one == other {
			t.Errorf("person %d: the same seed differs, or another does not", i)
		}
	}
}
