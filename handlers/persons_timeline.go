package handlers

import (
	"strings"

	"jalon/models"
	"jalon/templates"
)

// entries prints the moments of a timeline.
func (a *App) entries(moments []models.Moment) []templates.Entry {
	entries := make([]templates.Entry, len(moments))
	for i, m := range moments {
		entries[i] = a.entry(m)
	}
	return entries
}

func (a *App) entry(m models.Moment) templates.Entry {
	programme := a.programme(m.Programme)
	e := templates.Entry{Date: models.FrenchDate(m.OnDate), ISO: string(m.OnDate), Author: m.Author, Programme: &programme}
	switch m.Kind {
	case models.MomentFollowUp:
		e.Icon, e.URL = "notes", "/suivis/"+m.PublicID
		e.Title = join(" · ", a.Texts.T("person.moment.followup"), minutes(m.Minutes), a.word("person.mode.", m.Mode), m.Place)
		e.Detail = join(" → ", a.topics(m.Topics), m.NextStep)
		e.Badge = a.presenceBadge(m, false)
	case models.MomentSession:
		e.Icon, e.URL = "calendar-event", "/seances/"+m.PublicID
		e.Title = m.Title
		e.Detail = join(" · ", span(m.StartsAt, m.EndsAt), m.Place)
		e.Badge = a.presenceBadge(m, true)
	case models.MomentDeparture:
		e.Icon, e.URL = "x", "/seances/"+m.PublicID
		e.Title = a.Texts.T("person.moment.departure", "Title", m.Topics, "Date", models.FrenchDate(models.Date(m.NextStep)))
		e.Detail = a.word("departure.reason.", m.Title)
		if m.Presence != "" {
			badge := templates.NewBadge("warning", a.Texts.T("person.moment.departure.late"))
			e.Badge = &badge
		}
	case models.MomentEnrolment:
		e.Icon, e.URL, e.Title = "folder", "/inscriptions/"+m.PublicID, a.Texts.T("person.moment.enrolment")
	case models.MomentExit:
		e.Icon, e.Title = "door-exit", join(" · ", a.Texts.T("person.moment.exit"), a.word("answer.exit_reason.", m.Title))
	case models.MomentEvent:
		e.Icon, e.Title = "briefcase", a.word("answer.event.", m.Title)
	case models.MomentFile, models.MomentReferral:
		e.Programme = nil
		a.networkEntry(&e, m)
	case models.MomentAttestation:
		e.Icon, e.URL, e.Title = "certificate", "/attestations/"+m.PublicID, a.Texts.T("person.moment.attestation", "Number", m.Title)
	case models.MomentAssessment:
		e.Icon, e.URL, e.Title, e.Programme = "adjustments", personURL(m.PublicID)+"/freins", a.Texts.T("person.moment.assessment"), nil
	case models.MomentSummary:
		e.Icon, e.URL, e.Title, e.Programme = "target", "/resumes/"+m.PublicID, a.Texts.T("person.moment.summary"), nil
	}
	return e
}

// topics names the subjects of a follow-up.
func (a *App) topics(list string) string {
	names := models.SplitList(list)
	for i, topic := range names {
		names[i] = a.word("answer.topic.", topic)
	}
	return strings.Join(names, ", ")
}

// presenceBadge says what became of a contact: plain when all is in order.
func (a *App) presenceBadge(m models.Moment, session bool) *templates.Badge {
	kinds := map[string]string{"": "warning", "present": "plain", "retard": "warning", "excuse": "info", "absent": "error"}
	if !session && m.Presence == "present" {
		return nil
	}
	label := a.Texts.T("person.presence." + orElse(m.Presence, "a_preciser"))
	if session && m.Signed {
		label += ", " + a.Texts.T("person.signed")
	}
	badge := templates.NewBadge(kinds[m.Presence], label)
	return &badge
}

// nextSteps prints what is to come.
func (a *App) nextSteps(moments []models.Moment) []nextStep {
	steps := make([]nextStep, len(moments))
	for i, m := range moments {
		step := nextStep{When: join(" ", models.FrenchDate(m.OnDate), models.FrenchTime(m.StartsAt)), Place: m.Place, Author: m.Author}
		step.Title, step.URL = m.Title, "/seances/"+m.PublicID
		if m.Kind == "appointment" {
			step.Title, step.URL = join(" · ", a.Texts.T("person.moment.appointment"), a.word("person.mode.", m.Mode)), "/rendez-vous/"+m.PublicID
		}
		steps[i] = step
	}
	return steps
}

// word is the text of a code, or the code itself when an import brought one of its own.
func (a *App) word(prefix, code string) string {
	if a.Texts.Has(prefix + code) {
		return a.Texts.T(prefix + code)
	}
	return code
}

// join puts a separator between the texts that are there.
func join(separator string, texts ...string) string {
	var there []string
	for _, t := range texts {
		if t != "" {
			there = append(there, t)
		}
	}
	return strings.Join(there, separator)
}

func span(from, to string) string {
	return join(" – ", models.FrenchTime(from), models.FrenchTime(to))
}

// minutes is a duration worth printing: somebody who did not come took none.
func minutes(n int) string {
	if n == 0 {
		return ""
	}
	return models.FrenchDuration(n)
}
