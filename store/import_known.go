package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"jalon/models"
)

// known reads what the file refers to and the database has, into the importer's maps and for the checks.
func (m *importer) known(ctx context.Context) (models.ExchangeKnown, error) {
	m.boxes = map[string]Box{}
	known := models.ExchangeKnown{NISSEnabled: m.centre.NISSEnabled, Sessions: map[string]models.Date{}}
	var err error
	if known.Places, err = m.store.Places(ctx); err != nil {
		return known, err
	}
	for i, p := range m.x.Persons { // a name that the shipped list does not have
		if commune, added := known.Places.ByName(p.Commune); added {
			m.x.Persons[i].Commune = commune.Refnis
		}
	}
	if m.staff, err = m.pairs(ctx, "select email, id from users"); err != nil {
		return known, err
	}
	if m.operations, err = m.pairs(ctx, "select code, id from operations where centre_id = ?", m.centre.ID); err != nil {
		return known, err
	}
	if m.modules, err = m.pairs(ctx, "select code, id from modules where centre_id = ?", m.centre.ID); err != nil {
		return known, err
	}
	if m.persons, err = m.references(ctx, "participants", m.wantedPersons()); err != nil {
		return known, err
	}
	if m.linked, err = m.store.readAs(ctx, m.centre.ID); err != nil {
		return known, err
	}
	if m.sessions, err = m.references(ctx, "sessions", m.wantedSessions()); err != nil {
		return known, err
	}
	if m.followUps, err = m.references(ctx, "followups", m.wantedFollowUps()); err != nil {
		return known, err
	}
	if err := m.knownEnrolments(ctx); err != nil {
		return known, err
	}
	if err := m.knownUnsure(ctx); err != nil {
		return known, err
	}
	if err := m.knownDates(ctx, &known); err != nil {
		return known, err
	}
	known.Staff, known.Operations, known.Modules = keysOf(m.staff), keysOf(m.operations), keysOf(m.modules)
	known.Persons, known.Enrolments = keysOf(m.persons), keysOf(m.enrolments)
	return known, nil
}

func keysOf[V any](values map[string]V) map[string]bool {
	keys := make(map[string]bool, len(values))
	for key := range values {
		keys[key] = true
	}
	return keys
}

// pairs reads two columns as a map.
func (m *importer) pairs(ctx context.Context, query string, args ...any) (map[string]string, error) {
	pairs := map[string]string{}
	return pairs, m.store.each(ctx, query, args, func(rows *sqlx.Rows) error {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return err
		}
		pairs[key] = value
		return nil
	})
}

// references finds the ids of the wanted references: external ones, else Jalon's own public ids, which is what an
// export writes for rows that were never imported.
func (m *importer) references(ctx context.Context, table string, wanted map[string]bool) (map[string]string, error) {
	found := map[string]string{}
	if len(wanted) == 0 {
		return found, nil
	}
	return found, m.store.each(ctx, "select case when external_ref = '' then public_id else external_ref end, id from "+table+" where centre_id = ?",
		[]any{m.centre.ID}, func(rows *sqlx.Rows) error {
			var ref, id string
			if err := rows.Scan(&ref, &id); err != nil {
				return err
			}
			if wanted[ref] {
				found[ref] = id
			}
			return nil
		})
}

func (m *importer) knownEnrolments(ctx context.Context) error {
	ids, err := m.references(ctx, "enrolments", m.wantedEnrolments())
	if err != nil {
		return err
	}
	persons, err := m.pairs(ctx, "select id, participant_id from enrolments where centre_id = ?", m.centre.ID)
	m.enrolments = make(map[string]importedEnrolment, len(ids))
	for ref, id := range ids {
		if kept, linked := m.linked[id]; linked {
			id = kept
		}
		m.enrolments[ref] = importedEnrolment{id, persons[id]}
	}
	return err
}

func (m *importer) knownUnsure(ctx context.Context) error {
	m.unsure = map[pair]bool{}
	return m.store.each(ctx, "select record_id, field from unknown_answers", nil, func(rows *sqlx.Rows) error {
		var key pair
		err := rows.Scan(&key.a, &key.b)
		m.unsure[key] = true
		return err
	})
}

// knownDates are the days of the sessions and of the first contacts that the file does not hold itself.
func (m *importer) knownDates(ctx context.Context, known *models.ExchangeKnown) error {
	days, err := m.pairs(ctx, "select id, cast(on_date as text) from sessions where centre_id = ?", m.centre.ID)
	if err != nil {
		return err
	}
	for ref, id := range m.sessions {
		known.Sessions[ref] = models.Date(days[id][:len("2006-01-02")])
	}
	if len(m.x.Exits) == 0 || len(m.enrolments) == 0 {
		return nil
	}
	first, err := m.pairs(ctx, `select e.id, coalesce((select cast(min(on_date) as text) from `+attendedOf+` contacts), '')
		from enrolments e where e.centre_id = ?`, m.centre.ID)
	if err != nil {
		return err
	}
	known.FirstContacts = map[string]models.Date{}
	for ref, e := range m.enrolments {
		if day := first[e.id]; day != "" {
			known.FirstContacts[ref] = models.Date(day[:len("2006-01-02")])
		}
	}
	return nil
}

func (m *importer) wantedPersons() map[string]bool {
	wanted := map[string]bool{}
	for _, p := range m.x.Persons {
		wanted[p.Ref] = true
	}
	for _, e := range m.x.Enrolments {
		wanted[e.Person] = true
	}
	return wanted
}

func (m *importer) wantedSessions() map[string]bool {
	wanted := map[string]bool{}
	for _, s := range m.x.Sessions {
		wanted[s.Ref] = true
	}
	for _, a := range m.x.Attendances {
		wanted[a.Session] = true
	}
	return wanted
}

func (m *importer) wantedFollowUps() map[string]bool {
	wanted := map[string]bool{}
	for _, f := range m.x.FollowUps {
		wanted[f.Ref] = true
	}
	return wanted
}

func (m *importer) wantedEnrolments() map[string]bool {
	wanted := map[string]bool{}
	for _, e := range m.x.Enrolments {
		wanted[e.Ref] = true
	}
	for _, f := range m.x.FollowUps {
		wanted[f.Enrolment] = true
	}
	for _, a := range m.x.Attendances {
		wanted[a.Enrolment] = true
	}
	for _, e := range m.x.Exits {
		wanted[e.Enrolment] = true
	}
	for _, e := range m.x.Events {
		wanted[e.Enrolment] = true
	}
	for _, s := range m.x.SixMonths {
		wanted[s.Enrolment] = true
	}
	for _, a := range m.x.Attestations {
		wanted[a.Enrolment] = true
	}
	return wanted
}
