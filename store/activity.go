package store

import (
	"context"
	"slices"

	"github.com/jmoiron/sqlx"

	"jalon/models"
)

// ActivityContacts streams the attended contacts up to a day, of the centres of a scope of kind activity. Cancelled rows do not
// exist for a report.
func (s *Store) ActivityContacts(ctx context.Context, scope models.Scope, to models.Date, take func(models.ActivityContact)) error {
	if err := s.activityFollowUps(ctx, scope, to, take); err != nil {
		return err
	}
	return s.activityPlaces(ctx, scope, to, take)
}

// centresWithin is the scope as a condition on centres c, and again on a column of an index.
func centresWithin(scope models.Scope, column string) (string, []any) {
	condition, args := within(scope, models.KindActivity)
	if narrow, values := inCentres(scope, column); narrow != "" {
		condition, args = condition+" and "+narrow, append(slices.Clone(args), values...)
	}
	return condition, args
}

func (s *Store) activityFollowUps(ctx context.Context, scope models.Scope, to models.Date, take func(models.ActivityContact)) error {
	condition, args := centresWithin(scope, "f.centre_id")
	query := "select " + refOf("f") + ` as ref, f.participant_id, f.on_date, f.minutes, f.topics, o.programme from followups f
		join centres c on c.id = f.centre_id join enrolments e on e.id = f.enrolment_id join operations o on o.id = e.operation_id
		where f.cancelled_at is null and e.cancelled_at is null and f.presence = 'present' and f.mode <> 'demarche' and f.on_date <= ? and ` + condition
	return s.each(ctx, query, append([]any{to}, args...), func(rows *sqlx.Rows) error {
		var c models.ActivityContact
		var topics string
		if err := rows.Scan(&c.Ref, &c.Person, &c.Date, &c.Minutes, &topics, &c.Programme); err != nil {
			return err
		}
		c.Themes = models.ThemesOfTopics(topics)
		take(c)
		return nil
	})
}

func (s *Store) activityPlaces(ctx context.Context, scope models.Scope, to models.Date, take func(models.ActivityContact)) error {
	condition, args := centresWithin(scope, "s.centre_id")
	query := "select " + refOf("s") + ` as ref, s.id, r.participant_id, s.on_date, o.programme, coalesce(m.theme, ''), s.counting, r.attendance, r.minutes,
		s.module_minutes, s.starts_at, s.ends_at from sessions s join centres c on c.id = s.centre_id join operations o on o.id = s.operation_id
		join registrations r on r.session_id = s.id join enrolments e on e.id = r.enrolment_id left join modules m on m.id = s.module_id
		where s.status <> 'cancelled' and e.cancelled_at is null and r.place = 'inscrit' and r.attendance in ('present', 'retard') and s.on_date <= ? and ` + condition
	return s.each(ctx, query, append([]any{to}, args...), func(rows *sqlx.Rows) error {
		var c models.ActivityContact
		var theme, counting, attendance, starts, ends string
		var minutes, module *int
		if err := rows.Scan(&c.Ref, &c.Session, &c.Person, &c.Date, &c.Programme, &theme, &counting, &attendance, &minutes, &module, &starts, &ends); err != nil {
			return err
		}
		c.Themes, c.Minutes = []string{models.ThemeOfModule(theme)}, models.CountedMinutes(counting, attendance, minutes, module, starts, ends)
		take(c)
		return nil
	})
}

// ActivityPersons reads what an activity report says of some persons of the centres of a scope, a batch at a time.
func (s *Store) ActivityPersons(ctx context.Context, scope models.Scope, ids []string, take func(models.ActivityPerson)) error {
	condition, args := within(scope, models.KindActivity)
	places, err := s.Places(ctx)
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(ids, reportBatch) {
		var rows []struct {
			ID            string           `db:"id"`
			PublicID      string           `db:"public_id"`
			Ref           string           `db:"ref"`
			Sex           string           `db:"sex"`
			Birth         models.BirthDate `db:"birth"`
			Nationalities string           `db:"nationalities"`
			Refnis        string           `db:"refnis"`
		}
		err := s.list(ctx, &rows, "select p.id, p.public_id, "+refOf("p")+` as ref, p.sex, p.birth, p.nationalities, p.refnis from participants p join centres c on c.id = p.centre_id
			where p.id in (`+marks(len(batch))+") and "+condition, append(anys(batch), args...)...)
		if err != nil {
			return err
		}
		for _, r := range rows {
			profile := models.ProfileFacts{Sex: r.Sex, Birth: r.Birth, Nationalities: models.SplitList(r.Nationalities), Commune: r.Refnis, CommuneName: places.Name(r.Refnis)}
			take(models.ActivityPerson{ID: r.ID, PublicID: r.PublicID, Ref: r.Ref, Profile: profile})
		}
	}
	return nil
}

// ActivityActions streams the actions of a period, newest first.
func (s *Store) ActivityActions(ctx context.Context, scope models.Scope, period models.Period, take func(models.CentreAction)) error {
	filter := ActionFilter{From: period.From, Until: period.To}
	for more := true; more; {
		var page []ActionView
		var err error
		if page, more, err = s.Actions(ctx, scope, filter); err != nil {
			return err
		}
		for _, a := range page {
			take(a.CentreAction)
			filter.After = a.PublicID
		}
	}
	return nil
}

// JournalActivity leaves the line of an activity report that is shown or taken away, and names the centres it is about.
func (s *Store) JournalActivity(ctx context.Context, scope models.Scope, detail string) ([]string, error) {
	condition, args := within(scope, models.KindActivity)
	var centres []struct {
		ID   string `db:"id"`
		Name string `db:"name"`
	}
	var names []string
	err := s.Atomically(ctx, func(tx *Store) error {
		if err := tx.list(ctx, &centres, "select c.id, c.name from centres c where "+condition+" order by c.name", args...); err != nil {
			return err
		}
		for _, c := range centres {
			names = append(names, c.Name)
			if err := tx.journal(ctx, scope, models.JournalEntry{CentreID: c.ID, Detail: detail}); err != nil {
				return err
			}
		}
		return nil
	})
	return names, err
}
