package store

import (
	"context"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"jalon/models"
)

// SectionEdit is a submitted section of a profile: the answers, and the version of the file they were typed on.
type SectionEdit struct {
	Section string
	Version int
	Answers models.Answers
}

// writtenColumns are the columns a section of each kind may change.
var writtenColumns = map[string]string{
	models.KindParticipant: `family_name, given_name, preferred_name, sort_name, single_name, sex, birth, nationalities, birth_country,
		phone, phone_reversed, landline, email, no_contact, address, postcode, refnis, informed_on, origin`,
	models.KindProfile:   "contact_language" + profileColumns,
	models.KindSensitive: "sensitive_sealed",
	models.KindNISS:      "niss_sealed, niss_hash",
}

// SaveSection changes one section of a file, of the scope's own kind. Wrong answers change nothing and come back as problems.
// A colleague's change to another section meanwhile is no obstacle; to the same one it is models.ErrStale.
// What was there before is kept sealed, and the journal names the fields.
func (s *Store) SaveSection(ctx context.Context, scope models.Scope, publicID string, edit SectionEdit) (models.Problems, error) {
	section, known := models.SectionOf(edit.Section)
	if !known || section.Kind != scope.Kind() || scope.Action() != models.Update {
		return nil, models.ErrForbidden
	}
	var problems models.Problems
	err := s.Atomically(ctx, func(tx *Store) error {
		p, err := tx.Participant(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if err := tx.unchangedSince(ctx, p, edit); err != nil {
			return err
		}
		before, former := section.Read(p), p
		if problems = section.Write(&p, edit.Answers, tx.Today()); len(problems) > 0 {
			return nil
		}
		changed := before.Changed(section.Read(p))
		if len(changed) == 0 {
			return nil
		}
		return tx.writeSection(ctx, scope, former, p, edit.Section, before, changed)
	})
	return problems, err
}

// unchangedSince lets an edit through when the file is as it was, or when every change since touched another section.
func (s *Store) unchangedSince(ctx context.Context, p models.Participant, edit SectionEdit) error {
	if p.Version == edit.Version {
		return nil
	}
	var kinds []string
	err := s.list(ctx, &kinds, "select kind from revisions where record_id = ? and version >= ?", p.ID, edit.Version)
	if err != nil {
		return err
	}
	if len(kinds) != p.Version-edit.Version || slices.Contains(kinds, revisionKind(edit.Section)) {
		return models.ErrStale
	}
	return nil
}

func revisionKind(section string) string { return "participant." + section }

// writeSection saves the row, what it was before, the name indexes and the journal line.
func (s *Store) writeSection(ctx context.Context, scope models.Scope, former, p models.Participant, section string, before models.Answers, changed []string) error {
	was := models.Answers{}
	for _, field := range changed {
		was[field] = before[field]
	}
	if err := s.keepRevision(ctx, scope, p.ID, revisionKind(section), p.ID, p.Version, "", was); err != nil {
		return err
	}
	box, err := s.box(ctx, p.ID)
	if err != nil {
		return err
	}
	if err := sealAnswers(box, &p); err != nil {
		return err
	}
	if err := s.updateParticipant(ctx, scope, p); err != nil {
		return err
	}
	if former.Identity() != p.Identity() || former.PreferredName != p.PreferredName {
		if err := s.indexPerson(ctx, p.ID); err != nil {
			return err
		}
	}
	return s.journal(ctx, scope, entryOf(p, strings.Join(changed, ",")))
}

// updateParticipant writes the columns of the scope's kind, if the row is still within it and of that version.
func (s *Store) updateParticipant(ctx context.Context, scope models.Scope, p models.Participant) error {
	condition, args := within(scope, scope.Kind())
	sets, values, err := named(writtenColumns[scope.Kind()], p)
	if err != nil {
		return err
	}
	values = append(values, s.Now(), p.ID, p.Version)
	return s.change(ctx, "update participants as p set "+sets+", updated_at = ?, version = version + 1 where id = ? and version = ? and "+condition,
		append(values, args...)...)
}

// LastChange says who changed a person's file last, and when; nobody when it was never changed.
func (s *Store) LastChange(ctx context.Context, scope models.Scope, publicID string) (name string, at models.Instant, err error) {
	condition, args := within(scope, scope.Kind())
	var last struct {
		Name string         `db:"name"`
		At   models.Instant `db:"at"`
	}
	err = s.get(ctx, &last, `select coalesce(u.name, '') as name, r.at from participants p join revisions r on r.record_id = p.id
		left join users u on u.id = r.user_id where p.public_id = ? and `+condition+" order by r.version desc limit 1",
		append([]any{publicID}, args...)...)
	if models.CodeOf(err) == models.NotFound {
		return "", models.Instant{}, nil
	}
	return last.Name, last.At, err
}

// named renders columns as "a = ?, b = ?" with the values of the db-tagged fields of row.
func named(columns string, row any) (string, []any, error) {
	var sets []string
	for _, column := range strings.Split(columns, ",") {
		column = strings.TrimSpace(column)
		sets = append(sets, column+" = :"+column)
	}
	return sqlx.Named(strings.Join(sets, ", "), row)
}
