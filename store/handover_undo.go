package store

import (
	"context"
	"slices"

	"jalon/models"
)

// HandoverView is a passation as pages show it.
type HandoverView struct {
	models.Handover
	Colleague string `db:"colleague"`
	Author    string `db:"author"`
	People    int    `db:"people"`
}

const handoverSource = `select h.id, h.public_id, h.centre_id, h.user_id, h.kind, h.from_on, h.until_on, h.created_by, h.created_at, h.undone_at,
	u.name as colleague, a.name as author, (select count(distinct m.participant_id) from handover_moves m where m.handover_id = h.id) as people
	from handovers h join users u on u.id = h.user_id join users a on a.id = h.created_by where `

// Handovers lists the latest passations of the centres of a scope.
func (s *Store) Handovers(ctx context.Context, scope models.Scope, limit int) ([]HandoverView, error) {
	condition, args := handoverCentres(scope)
	var all []HandoverView
	err := s.list(ctx, &all, handoverSource+condition+" order by h.created_at desc, h.id desc limit ?", append(args, limit)...)
	return all, err
}

// handoverCentres holds passations to the centres of a scope: what they say of people is read within the scope itself.
func handoverCentres(scope models.Scope) (string, []any) {
	if scope.Kind() != models.KindHandover || scope.Empty() {
		return "1 = 0", nil
	}
	if someReach(scope, models.ReachNetwork) {
		return "1 = 1", nil
	}
	condition, args := inCentres(scope, "h.centre_id")
	return condition, args
}

// Handover finds one passation of the centres of a scope.
func (s *Store) Handover(ctx context.Context, scope models.Scope, publicID string) (HandoverView, error) {
	condition, args := handoverCentres(scope)
	var v HandoverView
	err := s.get(ctx, &v, handoverSource+condition+" and h.public_id = ?", append(args, publicID)...)
	return v, err
}

// HandoverLine is a person of a passation and who received them.
type HandoverLine struct {
	Person       string `db:"person"` // public id
	FamilyName   string `db:"family_name"`
	GivenName    string `db:"given_name"`
	To           string `db:"to_name"`
	Appointments int    `db:"appointments"`
}

// Name is the person's as lists write it.
func (l HandoverLine) Name() string { return models.ListName(l.FamilyName, l.GivenName) }

// HandoverLines lists the people of a passation within the scope, by name.
func (s *Store) HandoverLines(ctx context.Context, scope models.Scope, v HandoverView) ([]HandoverLine, error) {
	condition, args := within(scope, models.KindHandover)
	var all []HandoverLine
	err := s.list(ctx, &all, `select p.public_id as person, p.family_name, p.given_name, u.name as to_name,
		sum(case when m.what = 'rendez_vous' then 1 else 0 end) as appointments
		from handover_moves m join participants p on p.id = m.participant_id join users u on u.id = m.to_user where m.handover_id = ? and `+condition+
		" group by p.public_id, p.family_name, p.given_name, p.sort_name, u.name order by p.sort_name, p.public_id", append([]any{v.ID}, args...)...)
	return all, err
}

type handoverMove struct {
	What          string `db:"what"`
	RecordID      string `db:"record_id"`
	ParticipantID string `db:"participant_id"`
	Person        string `db:"person"`
	ToUser        string `db:"to_user"`
	Version       int    `db:"version"`
	Touched       bool   `db:"touched"` // an opened line that somebody ended since
}

// UndoHandover puts back what a passation changed and nobody touched since; kept says how many people and appointments stay
// as they are now.
func (s *Store) UndoHandover(ctx context.Context, scope models.Scope, publicID string) (kept int, err error) {
	if scope.Action() != models.Cancel {
		return 0, models.ErrForbidden
	}
	err = s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Handover(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if !v.MayUndo(tx.Now()) {
			return models.Refuse(models.Conflict, "handover.too_late")
		}
		n, err := tx.exec(ctx, "update handovers set undone_at = ?, undone_by = ? where id = ? and undone_at is null", tx.Now(), scope.Actor().UserID, v.ID)
		if err == nil && n == 0 {
			err = models.Refuse(models.Conflict, "handover.too_late")
		}
		if err != nil {
			return err
		}
		if kept, err = tx.undoMoves(ctx, scope, v); err != nil {
			return err
		}
		return tx.seeRecord(ctx, publicID, "")
	})
	return kept, err
}

func (s *Store) undoMoves(ctx context.Context, scope models.Scope, v HandoverView) (kept int, err error) {
	condition, args := within(scope, models.KindHandover)
	var moves []handoverMove
	err = s.list(ctx, &moves, `select m.what, m.record_id, m.participant_id, p.public_id as person, m.to_user, m.version,
		exists (select 1 from caseloads c where c.id = m.record_id and m.what = 'ouvert' and c.until_on is not null) as touched
		from handover_moves m join participants p on p.id = m.participant_id where m.handover_id = ? and `+condition+" order by m.what, m.record_id",
		append([]any{v.ID}, args...)...)
	if err != nil {
		return 0, err
	}
	var changed, journaled []string // people whose colleague was changed again since: their lines stay
	for _, m := range moves {
		if m.Touched && !slices.Contains(changed, m.ParticipantID) {
			changed, kept = append(changed, m.ParticipantID), kept+1
		}
	}
	for _, m := range moves {
		line := m.What == "ferme" || m.What == "ouvert"
		if line && slices.Contains(changed, m.ParticipantID) {
			continue
		}
		undone, err := s.undoMove(ctx, v, m)
		if err != nil {
			return kept, err
		}
		if !undone {
			kept++
			continue
		}
		if slices.Contains(journaled, m.Person) {
			continue
		}
		journaled = append(journaled, m.Person)
		if err := s.journal(ctx, scope, models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID, Participant: m.Person}); err != nil {
			return kept, err
		}
	}
	return kept, nil
}

// undoMove puts one row back as it was, if it is as the passation left it.
func (s *Store) undoMove(ctx context.Context, v HandoverView, m handoverMove) (bool, error) {
	var n int64
	var err error
	switch m.What {
	case "ferme":
		n, err = s.exec(ctx, "update caseloads set until_on = null, expires_at = null where id = ? and user_id = ? and (until_on = ? or expires_at = ?)",
			m.RecordID, v.UserID, v.FromOn, endOf(v.FromOn.AddDays(-1)))
	case "ouvert":
		n, err = s.exec(ctx, "update caseloads set until_on = ? where id = ? and user_id = ? and until_on is null", s.Today(), m.RecordID, m.ToUser)
	case "rendez_vous":
		n, err = s.exec(ctx, "update appointments set user_id = ?, version = version + 1 where id = ? and user_id = ? and version = ? and outcome = ''",
			v.UserID, m.RecordID, m.ToUser, m.Version)
		if err == nil && n > 0 {
			_, err = s.exec(ctx, "update appointment_moves set undone_at = ? where appointment_id = ? and version = ?", s.Now(), m.RecordID, m.Version-1)
		}
	default:
		n, err = s.exec(ctx, "update plan_tasks set user_id = ?, version = version + 1 where id = ? and user_id = ? and version = ? and state = 'a_faire'",
			v.UserID, m.RecordID, m.ToUser, m.Version)
	}
	return n > 0, err
}
