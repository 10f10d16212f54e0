package models

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// contact is a follow-up or a place in a session, before it is written: what decides of entry and exit.
type contact struct {
	on       Date
	attended bool
}

// enrol gives the person one to three enrolments, the first in turn so that no dispositif is empty, and everything
// that follows from them.
func (f *Fiction) enrol(r *rand.Rand, i int, p *FictionalPerson) {
	ranks := []int{i % 3}
	for _, rank := range []int{0, 1, 2} {
		if rank != i%3 && chance(r, 35) {
			ranks = append(ranks, rank)
		}
	}
	days := f.support(r)
	from := days[0]
	contacts := make([][]contact, len(ranks))
	for n, rank := range ranks {
		p.Courses = append(p.Courses, FictionalCourse{Enrolment: f.enrolment(r, i, p, rank, from)})
		if chance(r, 8) {
			if other := among(r, f.Counsellors); other != p.Lead {
				p.Courses[n].Colleague = other
			}
		}
	}
	taken := map[Date]bool{}
	f.attendances(r, p, ranks, days, taken, contacts)
	f.followups(r, p, days, taken, contacts)
	for n := range p.Courses {
		slices.SortStableFunc(contacts[n], func(a, b contact) int { return strings.Compare(string(a.on), string(b.on)) })
		f.follow(r, &p.Courses[n], contacts[n])
	}
	for n, rank := range ranks {
		if len(p.Courses[n].Exits) == 0 && chance(r, 60) {
			if reg := f.book(r, rank, p.Courses[n].Enrolment); reg != nil {
				p.Courses[n].Registrations = append(p.Courses[n].Registrations, *reg)
			}
		}
	}
	f.appointment(r, p)
}

// support draws the time during which the person comes: two months to a year, longer when there are many follow-ups
// to place. A lively centre welcomes people until today.
func (f *Fiction) support(r *rand.Rand) []Date {
	welcome := 60
	if f.Varied {
		welcome = 92
	}
	first := r.IntN(max(1, len(f.days)*welcome/100))
	last := first + max(40+r.IntN(200), 3*f.FollowUps)
	return f.days[first:min(last, len(f.days))]
}

func (f *Fiction) enrolment(r *rand.Rand, i int, p *FictionalPerson, rank int, from Date) Enrolment {
	e := Enrolment{ID: f.id(), PublicID: f.publicID(), CentreID: f.CentreID, ParticipantID: p.Participant.ID, OperationID: f.Operations[rank].ID,
		RequestedOn: from.AddDays(-r.IntN(15)), CreatedBy: &p.Lead, CreatedAt: f.created, UpdatedAt: f.created, Version: 1}
	if e.RequestedOn < f.Operations[rank].StartsOn {
		e.RequestedOn = f.Operations[rank].StartsOn
	}
	e.Referral = among(r, []string{"Forem", "CPAS", "Commune", "Bouche à oreille", "Mirena", "CISP", ""})
	e.Sensitive = p.Participant.Sensitive
	if chance(r, 92) {
		e.Entry = entryOf(r, p.Participant, from)
	}
	switch f.Operations[rank].Programme {
	case M4H:
		e.Audience, e.Convention = pick(r, "oblige oblige volontaire"), fmt.Sprintf("C%05d", i+1)
		if hasEU(p.Participant.Nationalities) { // citizens of the Union are never obliged
			e.Audience = "volontaire"
		}
		e.AssessmentOn = string(e.RequestedOn)
	case LLF:
		e.Ground = pick(r, "a a a b c")
		e.Income = among(r, []string{"Revenu d'intégration", "Allocations de chômage", "Aucun", "Salaire", ""})
	}
	return e
}

func hasEU(nationalities string) bool {
	return slices.ContainsFunc(strings.Split(nationalities, ";"), IsEU27)
}

func entryOf(r *rand.Rand, p Participant, from Date) Entry {
	e := Entry{Forem: pick(r, "DEI DEI DEI DEI AUCUN AUCUN DE_OCCUPE"), Work: "aucun", Seeking: pick(r, "oui oui oui oui non"), Training: pick(r, "non non non oui")}
	switch e.Forem {
	case "DE_OCCUPE":
		e.Work = pick(r, "salarie_partiel salarie ale")
	case "AUCUN":
		e.Work, e.Seeking = pick(r, "aucun aucun aucun salarie_partiel independant etudiant"), pick(r, "oui non non")
	}
	if e.Work == "aucun" && chance(r, 85) {
		e.UnemployedSince = string(from.AddDays(-20 - r.IntN(900)))
	}
	e.Nationalities, e.Commune, e.ISCED, e.Recognition = p.Nationalities, p.Refnis, p.ISCED, p.Recognition
	for _, place := range residents {
		if place.refnis == p.Refnis {
			e.Degurba = place.degurba
		}
	}
	return e
}

// attendances gives one to four places in past sessions, two and a half on average.
func (f *Fiction) attendances(r *rand.Rand, p *FictionalPerson, ranks []int, days []Date, taken map[Date]bool, contacts [][]contact) {
	for range 1 + r.IntN(4) {
		n := r.IntN(len(ranks))
		s := f.seat(r, ranks[n], days, taken)
		if s == nil {
			continue
		}
		reg := f.attend(r, s, p.Courses[n].Enrolment)
		p.Courses[n].Registrations = append(p.Courses[n].Registrations, reg)
		contacts[n] = append(contacts[n], contact{s.Session.OnDate, reg.Attendance == "present" || reg.Attendance == "retard"})
	}
}

func (f *Fiction) followups(r *rand.Rand, p *FictionalPerson, days []Date, taken map[Date]bool, contacts [][]contact) {
	count := f.FollowUps
	if f.Varied {
		count = r.IntN(2*f.FollowUps + 1)
	}
	drawn := make([]Date, count)
	for n := range drawn {
		day := among(r, days)
		for try := 0; taken[day] && try < 20; try++ { // two contacts on one day only when there are hardly other days
			day = among(r, days)
		}
		taken[day], drawn[n] = true, day
	}
	slices.Sort(drawn)
	for n, day := range drawn {
		c := r.IntN(len(p.Courses))
		if n < len(p.Courses) {
			c = n
		}
		item := f.followup(r, p, &p.Courses[c], day, n < len(p.Courses))
		p.Courses[c].FollowUps = append(p.Courses[c].FollowUps, item)
		attended := item.FollowUp.Presence == "present" && item.FollowUp.Mode != "demarche"
		contacts[c] = append(contacts[c], contact{day, attended})
	}
}

// followup is one contact with the lead counsellor. The first of an enrolment is a meeting at the office.
func (f *Fiction) followup(r *rand.Rand, p *FictionalPerson, c *FictionalCourse, day Date, opening bool) FictionalFollowUp {
	u := FollowUp{ID: f.id(), PublicID: f.publicID(), CentreID: f.CentreID, ParticipantID: p.Participant.ID, EnrolmentID: c.Enrolment.ID, OnDate: day,
		Minutes: among(r, []int{30, 30, 45, 45, 60, 60, 90}), Mode: pick(r, "bureau bureau bureau bureau telephone visio decentralise demarche"),
		Place: "Namur", Presence: "present", UserID: &p.Lead, CreatedBy: &p.Lead, Version: 1}
	switch n := r.IntN(100); {
	case opening:
		u.Mode, u.Minutes = "bureau", 60
	case n < 6:
		u.Presence, u.Minutes, u.Mode = "absent", 0, "bureau"
	case n < 12:
		u.Presence, u.Minutes, u.Mode = "excuse", 0, "bureau"
	}
	switch u.Mode {
	case "decentralise":
		u.Place = pick(r, outreach)
	case "telephone", "visio", "demarche":
		u.Place, u.Minutes = "", min(u.Minutes, 30)
	}
	u.Signed = u.Presence == "present" && (u.Mode == "bureau" || u.Mode == "decentralise") && chance(r, 96)
	if u.Presence == "present" {
		u.StartsAt = f.slot(r, p.Lead, day, u.Minutes)
	}
	u.CreatedAt = InstantOf(day.Time().Add(15 * time.Hour))
	u.UpdatedAt = u.CreatedAt
	return f.note(r, p, u)
}

// follow closes the course: the snapshot freezes at the first attended contact, and time does the rest.
func (f *Fiction) follow(r *rand.Rand, c *FictionalCourse, contacts []contact) {
	var attended []Date
	for _, k := range contacts {
		if k.attended {
			attended = append(attended, k.on)
		}
	}
	if len(attended) == 0 {
		return
	}
	c.Enrolment.FrozenOn = attended[0]
	last := contacts[len(contacts)-1].on
	if len(attended) > 3 && chance(r, 5) && attended[1].AddDays(3) < attended[2] {
		f.exit(c, attended[1].AddDays(2), "perdu_de_vue") // comes back later: a second spell
	}
	left := last.AddDays(1 + r.IntN(25))
	if left.AddDays(20) >= f.To || !chance(r, 75) {
		return
	}
	reason := pick(r, "terme emploi emploi formation formation abandon reorientation perdu_de_vue demenagement")
	f.exit(c, left, reason)
	f.aftermath(r, c, left, reason)
}

func (f *Fiction) exit(c *FictionalCourse, on Date, reason string) {
	c.Exits = append(c.Exits, Exit{ID: f.id(), PublicID: f.publicID(), CentreID: f.CentreID, EnrolmentID: c.Enrolment.ID, OnDate: on, Reason: reason,
		CreatedBy: c.Enrolment.CreatedBy, CreatedAt: f.created, Version: 1})
}

// aftermath: what became of the person after the exit, and the answer six months later.
func (f *Fiction) aftermath(r *rand.Rand, c *FictionalCourse, left Date, reason string) {
	event := func(kind string, on Date, detail string) {
		if on > f.To {
			return
		}
		c.Events = append(c.Events, LaterEvent{ID: f.id(), PublicID: f.publicID(), CentreID: f.CentreID, EnrolmentID: c.Enrolment.ID, OnDate: on, Type: kind,
			Proof: pick(r, "oui oui non"), Detail: detail, Position: len(c.Events) + 1, CreatedBy: c.Enrolment.CreatedBy, CreatedAt: f.created, Version: 1})
	}
	after := left.AddDays(r.IntN(27))
	status := "chomage"
	switch {
	case reason == "emploi":
		event("emploi", after, "")
		status = pick(r, "emploi emploi emploi chomage")
	case reason == "formation":
		event(pick(r, "formation formation contrat_formation"), after, "")
		status = pick(r, "emploi chomage inactif")
	case chance(r, 30):
		event(pick(r, "recherche recherche independant inactif"), after, "")
	}
	if chance(r, 12) {
		event("qualification", left, "Titre de compétence")
	}
	answered := left.AddMonths(6)
	if answered <= f.To && chance(r, 75) {
		c.SixMonths = &SixMonths{EnrolmentID: c.Enrolment.ID, CentreID: f.CentreID, OnDate: answered, Status: status, CreatedBy: c.Enrolment.CreatedBy,
			CreatedAt: f.created, Version: 1}
		if status == "emploi" {
			c.SixMonths.Improvement = pick(r, "aucune stable temps_plein remuneration competence")
		}
	}
}

// appointment plans the next meeting of people who are still accompanied.
func (f *Fiction) appointment(r *rand.Rand, p *FictionalPerson) {
	course := &p.Courses[len(p.Courses)-1]
	if len(f.ahead) == 0 || len(course.Exits) > 0 || !chance(r, 40) {
		return
	}
	day := f.ahead[0]
	if !chance(r, 15) {
		day = f.ahead[r.IntN(min(15, len(f.ahead)))]
	}
	start := f.slot(r, p.Lead, day, 60)
	if start == "" {
		return
	}
	p.Appointment = &Appointment{ID: f.id(), PublicID: f.publicID(), CentreID: f.CentreID, ParticipantID: p.Participant.ID, EnrolmentID: &course.Enrolment.ID,
		UserID: p.Lead, OnDate: day, StartsAt: start, Minutes: 45, Mode: "bureau", Place: "Namur",
		Purpose: among(r, purposes), CreatedBy: &p.Lead, CreatedAt: f.created, Version: 1}
}
