package store

import (
	"context"
	"errors"
	"maps"
	"slices"

	"jalon/models"
)

// FileScopes are the proofs for what completing a file may change: the snapshot, the identity and contact, the household, the outcomes.
type FileScopes struct{ Entry, Person, Profile, Exit models.Scope }

// FileAnswers are the answers given about one record of a report. "" is no answer: what it would change stays as it is.
type FileAnswers struct {
	Identity  models.Answers // of the profile: sex, birth_day…
	Contact   models.Answers // phone, email, no_contact, place…
	Family    models.Answers // father_birth_country, mother_birth_country
	Labour    string         // FIELD:CODE, as models.LabourChoices names it
	ISCED     string
	Situation string // at the exit: an event, inconnu or refus
	Reason    string // of the correction of a frozen snapshot
}

// CompleteFile writes the answers, all or nothing, through the same doors as the forms they stand for. Only what is still missing
// is written: a datum that a colleague filled meanwhile is models.ErrStale. Wrong answers change nothing and come back as problems.
func (s *Store) CompleteFile(ctx context.Context, scopes FileScopes, enrolmentPublicID string, answers FileAnswers) (models.Problems, error) {
	problems := models.Problems{}
	err := s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Enrolment(ctx, scopes.Entry, enrolmentPublicID)
		if err != nil {
			return err
		}
		for _, s := range []struct {
			key   string
			scope models.Scope
			given models.Answers
		}{{models.SectionIdentity, scopes.Person, answers.Identity}, {models.SectionContact, scopes.Person, answers.Contact},
			{models.SectionFamily, scopes.Profile, answers.Family}} {
			if err := tx.completeSection(ctx, s.scope, v, s.key, s.given, problems); err != nil {
				return err
			}
		}
		if len(problems) > 0 {
			return errRefused
		}
		refnis := ""
		if answers.Contact["place"]+answers.Contact["place_other"] != "" {
			p, err := tx.Participant(ctx, scopes.Person, v.Person)
			if err != nil {
				return err
			}
			refnis = p.Refnis
		}
		if err := tx.completeEntry(ctx, scopes.Entry, v, answers, refnis); err != nil {
			return err
		}
		return tx.completeExit(ctx, scopes.Exit, v, answers.Situation)
	})
	if errors.Is(err, errRefused) {
		return problems, nil
	}
	return problems, err
}

// errRefused undoes what an answer already wrote when another one is wrong.
var errRefused = errors.New("an answer was refused")

// completeSection adds answers to a section of the profile that lacks them.
func (s *Store) completeSection(ctx context.Context, scope models.Scope, v EnrolmentView, key string, given models.Answers, problems models.Problems) error {
	if len(given) == 0 {
		return nil
	}
	p, err := s.Participant(ctx, scope, v.Person)
	if err != nil {
		return err
	}
	section, _ := models.SectionOf(key)
	answers := section.Read(p)
	missing := models.MissingAtEntry(p.Sex, p.Birth, v.Entry, v.FrozenOn)
	for name, answer := range given {
		lacks := answers[name] == ""
		switch name {
		case "sex":
			lacks = slices.Contains(missing, models.MissingSex)
		case "birth_day", "birth_month", "birth_year", "birth_year_only":
			lacks = slices.Contains(missing, models.MissingBirth)
		case "place", "place_other", "place_confirmed": // one question
			lacks = p.Refnis == ""
		}
		if !lacks && answers[name] != answer {
			return models.ErrStale
		}
	}
	maps.Copy(answers, given)
	wrong, err := s.SaveSection(ctx, scope, v.Person, SectionEdit{Section: key, Version: p.Version, Answers: answers})
	for field, problem := range wrong {
		problems.Add(field, problem.Key, problem.Args...)
	}
	return err
}

// completeEntry adds what the snapshot lacks. refnis is the commune just answered: an entry that froze without one takes it, and its
// class; an entry that has not frozen yet will read both in the file.
func (s *Store) completeEntry(ctx context.Context, scope models.Scope, v EnrolmentView, answers FileAnswers, refnis string) error {
	e := v.Enrolment
	if refnis != "" && e.FrozenOn != "" && e.Commune == "" {
		class, err := s.degurba(ctx, refnis)
		if err != nil {
			return err
		}
		e.Commune = refnis
		if e.Degurba == "" {
			e.Degurba = class
		}
	}
	missing := models.MissingAtEntry("F", "2000-01-01", e.Entry, e.FrozenOn) // sex and birth belong to the profile
	if answers.ISCED != "" {
		if !slices.Contains(missing, models.MissingISCED) && e.ISCED != answers.ISCED {
			return models.ErrStale
		}
		e.ISCED = answers.ISCED
	}
	if answers.Labour != "" {
		if !slices.Contains(missing, models.MissingLabour) {
			return models.ErrStale
		}
		e.SetLabour(answers.Labour)
	}
	if e.Entry == v.Entry {
		return nil
	}
	return s.UpdateEntry(ctx, scope, e, answers.Reason)
}

// completeExit records the situation at the exit as a fact of that day, or that it was asked and is not known.
func (s *Store) completeExit(ctx context.Context, scope models.Scope, v EnrolmentView, situation string) error {
	switch {
	case situation == "":
		return nil
	case v.LastExit == "":
		return models.ErrStale
	case !slices.Contains(models.DeclinedAnswers, situation):
		_, err := s.RecordEvent(ctx, scope, v.PublicID, models.LaterEvent{OnDate: v.LastExit, Type: situation})
		return err
	}
	if _, err := s.Enrolment(ctx, scope, v.PublicID); err != nil {
		return err
	}
	n, err := s.exec(ctx, `update exits set declined = ?, version = version + 1
		where enrolment_id = ? and on_date = ? and declined = '' and cancelled_at is null`, situation, v.ID, v.LastExit)
	if err != nil {
		return err
	}
	if n == 0 {
		return models.ErrStale
	}
	return s.journalEnrolment(ctx, scope, v.Enrolment, "exit")
}
