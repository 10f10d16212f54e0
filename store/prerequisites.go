package store

import (
	"context"

	"jalon/models"
)

// partsBefore are the modules that come before modules of the catalogue, by the internal id of the latter.
func (s *Store) partsBefore(ctx context.Context, modules []any) (map[string]models.Module, error) {
	parts := map[string]models.Module{}
	if len(modules) == 0 {
		return parts, nil
	}
	var rows []struct {
		ID    string `db:"id"`
		Code  string `db:"code"`
		Title string `db:"title"`
	}
	err := s.list(ctx, &rows, `select m.id, b.code, b.title from modules m join modules b on b.centre_id = m.centre_id and b.code = m.after_code
		where m.after_code <> '' and m.id in (`+marks(len(modules))+")", modules...)
	for _, r := range rows {
		parts[r.ID] = models.Module{Code: r.Code, Title: r.Title}
	}
	return parts, err
}

// partsTaken are the places some people, by public id, have in sessions of some modules, by code: person, then code.
func (s *Store) partsTaken(ctx context.Context, persons, codes []any) (map[string]map[string][]models.PartTaken, error) {
	taken := map[string]map[string][]models.PartTaken{}
	if len(persons) == 0 || len(codes) == 0 {
		return taken, nil
	}
	var rows []struct {
		Person string `db:"person"`
		Code   string `db:"code"`
		models.PartTaken
	}
	err := s.list(ctx, &rows, `select p.public_id as person, coalesce(m.code, x.module_code) as code, x.on_date, x.starts_at, r.attendance
		from participants p join registrations r on r.participant_id = p.id join sessions x on x.id = r.session_id left join modules m on m.id = x.module_id
		where p.public_id in (`+marks(len(persons))+`) and r.place = 'inscrit' and x.status <> 'cancelled'
		and coalesce(m.code, x.module_code) in (`+marks(len(codes))+") order by x.on_date, x.starts_at", append(append([]any{}, persons...), codes...)...)
	for _, r := range rows {
		if taken[r.Person] == nil {
			taken[r.Person] = map[string][]models.PartTaken{}
		}
		taken[r.Person][r.Code] = append(taken[r.Person][r.Code], r.PartTaken)
	}
	return taken, err
}

// fillPrerequisites says of each candidate where they stand with the part before a session, in two queries for all.
func (s *Store) fillPrerequisites(ctx context.Context, n models.Session, people []models.SeatCandidate) error {
	if n.ModuleID == nil || len(people) == 0 {
		return nil
	}
	parts, err := s.partsBefore(ctx, []any{*n.ModuleID})
	part, needed := parts[*n.ModuleID]
	if err != nil || !needed {
		return err
	}
	ids := make([]any, len(people))
	for i, p := range people {
		ids[i] = p.ParticipantPublicID
	}
	taken, err := s.partsTaken(ctx, ids, []any{part.Code})
	for i, p := range people {
		people[i].Before = models.NewPrerequisite(part.Title, n, taken[p.ParticipantPublicID][part.Code])
	}
	return err
}

// prerequisiteMet refuses somebody who has not followed the part before a session, unless the coordination gives a reason,
// which is written in the journal. derogations is a scope of derogations to create.
func (s *Store) prerequisiteMet(ctx context.Context, scope, derogations models.Scope, n models.SessionRow, person enrolled, reason string) error {
	one := []models.SeatCandidate{{ParticipantPublicID: person.PublicID}}
	if err := s.fillPrerequisites(ctx, n.Session, one); err != nil || !one[0].Before.Missing() {
		return err
	}
	mayDecide := derogations.Kind() == models.KindDerogation && derogations.Covers(models.Record{CentreID: n.CentreID})
	if !mayDecide || reason == "" {
		return models.Refuse(models.Invalid, "registration.problem.prerequisite", "Name", person.name(), "Part", one[0].Before.Title)
	}
	for _, problem := range models.CheckReason(reason) {
		return models.Refuse(models.Invalid, problem.Key, problem.Args...)
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: n.CentreID, Record: n.PublicID, Participant: person.PublicID, Detail: "without the part before: " + reason})
}

// SessionChoices lists the sessions to come of some operations, by public id, that a person of the scope (persons to read)
// has no place in, soonest first, each with what would keep them out. sessions is a scope of sessions to read.
func (s *Store) SessionChoices(ctx context.Context, sessions, scope models.Scope, personPublicID string, operations []string, limit int) ([]models.SessionChoice, error) {
	condition, args := within(scope, models.KindParticipant)
	var person enrolled
	err := s.get(ctx, &person, "select p.id, p.public_id, p.family_name, p.given_name from participants p where p.public_id = ? and "+condition,
		append([]any{personPublicID}, args...)...)
	if err != nil || len(operations) == 0 {
		return nil, err
	}
	condition, args = sessionsWithin(sessions)
	args = append(append([]any{s.Today(), s.Today(), s.LocalClock()}, anys(operations)...), append(append([]any{person.ID}, args...), limit)...)
	var rows []models.SessionRow
	err = s.list(ctx, &rows, sessionRow+` where s.on_date >= ? and (s.on_date > ? or s.starts_at > ?) and s.status = 'planned' and o.public_id in (`+marks(len(operations))+`)
		and not exists (select 1 from registrations r where r.session_id = s.id and r.participant_id = ? and r.place <> 'annule') and `+condition+
		" order by s.on_date, s.starts_at, s.id limit ?", args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	if err := s.fillSessions(ctx, rows); err != nil {
		return nil, err
	}
	choices := make([]models.SessionChoice, len(rows))
	for i, r := range rows {
		choices[i] = models.SessionChoice{SessionRow: r, Closed: r.Full()}
	}
	return choices, s.fillChoices(ctx, person, choices)
}

// fillChoices adds what the person already has at those hours, the parts they followed, and the places kept for others.
func (s *Store) fillChoices(ctx context.Context, person enrolled, choices []models.SessionChoice) error {
	days, err := s.busyOf(ctx, person.ID, choices[0].OnDate, choices[len(choices)-1].OnDate, anyClash)
	if err != nil {
		return err
	}
	var modules, codes []any
	for _, c := range choices {
		if c.ModuleID != nil {
			modules = append(modules, *c.ModuleID)
		}
	}
	parts, err := s.partsBefore(ctx, modules)
	if err != nil {
		return err
	}
	for _, part := range parts {
		codes = append(codes, part.Code)
	}
	taken, err := s.partsTaken(ctx, []any{person.PublicID}, codes)
	if err != nil {
		return err
	}
	for i, c := range choices {
		if b := clash(c.Session, days[c.OnDate]); b != nil {
			choices[i].Clash = clashSentence(*b, person.name())
		}
		if c.ModuleID == nil {
			continue
		}
		if part, needed := parts[*c.ModuleID]; needed {
			choices[i].Before = models.NewPrerequisite(part.Title, c.Session, taken[person.PublicID][part.Code])
		}
	}
	return s.closeKept(ctx, person.ID, choices)
}

// closeKept closes the sessions whose last places are kept for others.
func (s *Store) closeKept(ctx context.Context, personID string, choices []models.SessionChoice) error {
	ids := make([]any, len(choices))
	for i, c := range choices {
		ids[i] = c.ID
	}
	var kept []struct {
		SessionID string `db:"session_id"`
		Audience  string `db:"audience"`
		Referral  string `db:"referral"`
	}
	err := s.list(ctx, &kept, `select distinct q.session_id, coalesce(e.audience, '') as audience, coalesce(e.referral, '') as referral from session_quotas q
		join sessions x on x.id = q.session_id left join enrolments e on e.operation_id = x.operation_id and e.participant_id = ? and e.cancelled_at is null
		where q.session_id in (`+marks(len(ids))+")", append([]any{personID}, ids...)...)
	if err != nil {
		return err
	}
	for _, k := range kept {
		for i, c := range choices {
			if c.ID != k.SessionID || c.Closed {
				continue
			}
			seating, err := s.seating(ctx, c.Session)
			if err != nil {
				return err
			}
			choices[i].Closed = !seating.Room(k.Audience, k.Referral)
		}
	}
	return nil
}
