package store

import (
	"context"
	"slices"
	"strings"

	"jalon/models"
)

// targets finds the enrolments of a contact of several persons, the first the one of the form, and holds every person
// before anything is written: in one order, so that two such contacts never wait for each other.
func (s *Store) targets(ctx context.Context, scope models.Scope, entry FollowUpEntry) ([]followUpTarget, error) {
	var all []followUpTarget
	for _, enrolment := range append([]string{entry.Enrolment}, entry.Others...) {
		t, err := s.target(ctx, scope, enrolment)
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	if len(all) == 1 {
		return all, nil
	}
	if err := checkGroup(all, entry).AsError(); err != nil {
		return nil, err
	}
	held := slices.Clone(all)
	slices.SortFunc(held, func(a, b followUpTarget) int { return strings.Compare(a.ParticipantID, b.ParticipantID) })
	for _, t := range held {
		if err := s.lockPerson(ctx, t.ParticipantID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// checkGroup says what is wrong with the persons of one contact; their files may not name one another.
func checkGroup(all []followUpTarget, entry FollowUpEntry) models.Problems {
	var persons, names []string
	for _, t := range all {
		persons, names = append(persons, t.ParticipantID), append(names, t.FamilyName, t.GivenName)
	}
	return models.CheckGroup(persons, names, entry.Note.Body, entry.FollowUp.NextStep)
}

// logOthers records the same contact for the other persons: the same note under the key of each, no appointment, no task.
func (s *Store) logOthers(ctx context.Context, scopes FollowUpScopes, entry FollowUpEntry, others []followUpTarget) error {
	entry.Appointment, entry.Next, entry.Tasks = "", nil, nil
	for _, t := range others {
		if _, err := s.logOne(ctx, scopes, entry, t); err != nil {
			return under(err, OtherPerson(t.Enrolment))
		}
	}
	return nil
}

// OtherPerson begins the fields of the problems that concern another person of the contact than the first.
func OtherPerson(enrolment string) string { return "other " + enrolment + " " }

// FollowUpGroup lists the public ids of the contacts tied to a follow-up, itself among them, that are not cancelled and
// lie within the scope. all is how many there are: more than were listed when some are out of reach.
func (s *Store) FollowUpGroup(ctx context.Context, scope models.Scope, f models.FollowUp) (publicIDs []string, all int, err error) {
	if f.GroupID == "" {
		return []string{f.PublicID}, 1, nil
	}
	condition, args := within(scope, models.KindFollowUp)
	const tied = "f.centre_id = ? and f.group_id = ? and f.group_id <> '' and f.cancelled_at is null" // the index leaves out single contacts
	err = s.list(ctx, &publicIDs, "select f.public_id from followups f join enrolments e on e.id = f.enrolment_id join participants p on p.id = f.participant_id where "+
		tied+" and "+condition+" order by f.id", append([]any{f.CentreID, f.GroupID}, args...)...)
	if err != nil {
		return nil, 0, err
	}
	err = s.get(ctx, &all, "select count(*) from followups f where "+tied, f.CentreID, f.GroupID)
	return publicIDs, all, err
}

// wholeGroup is FollowUpGroup for who acts on all of it: a contact out of reach refuses the act.
func (s *Store) wholeGroup(ctx context.Context, scope models.Scope, f models.FollowUp) ([]string, error) {
	publicIDs, all, err := s.FollowUpGroup(ctx, scope, f)
	if err == nil && len(publicIDs) < all {
		err = models.Refuse(models.Conflict, "followup.group.out_of_reach")
	}
	return publicIDs, err
}

// updateOthers gives the other contacts of the group what they have in common with the one just changed: when, how, where
// and what about. Presence, signature, dispositif and note stay each person's.
func (s *Store) updateOthers(ctx context.Context, scope models.Scope, f models.FollowUp, before FollowUpView) error {
	publicIDs, err := s.wholeGroup(ctx, scope, before.FollowUp)
	if err != nil {
		return err
	}
	names, others := []string{before.FamilyName, before.GivenName}, []FollowUpView(nil)
	for _, publicID := range publicIDs {
		other, err := s.FollowUp(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if other.ID != before.ID {
			names, others = append(names, other.FamilyName, other.GivenName), append(others, other)
		}
	}
	if err := models.CheckGroup(nil, names, "", f.NextStep).AsError(); err != nil {
		return err
	}
	for _, other := range others {
		if err := s.updateOther(ctx, scope, f, other); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) updateOther(ctx context.Context, scope models.Scope, f models.FollowUp, other FollowUpView) error {
	t, err := s.target(ctx, scope, other.Enrolment)
	if err != nil {
		return err
	}
	changed := other.FollowUp
	changed.OnDate, changed.StartsAt, changed.Minutes, changed.Mode, changed.Place = f.OnDate, f.StartsAt, f.Minutes, f.Mode, f.Place
	changed.Topics, changed.NextStep = f.Topics, f.NextStep
	if err := s.acceptable(ctx, scope, changed, t, true); err != nil {
		return err
	}
	if err := s.rewriteFollowUp(ctx, scope, other.FollowUp, changed); err != nil {
		return err
	}
	return s.journal(ctx, scope, other.entry(""))
}

// CancelFollowUpGroup is CancelFollowUp for every person of the contact.
func (s *Store) CancelFollowUpGroup(ctx context.Context, scope models.Scope, publicID, reason string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.FollowUp(ctx, scope, publicID)
		if err != nil {
			return err
		}
		publicIDs, err := tx.wholeGroup(ctx, scope, v.FollowUp)
		if err != nil {
			return err
		}
		for _, publicID := range publicIDs {
			if err := tx.CancelFollowUp(ctx, scope, publicID, reason); err != nil {
				return err
			}
		}
		return nil
	})
}

// groupSurplus is what a sum over follow-ups counts too often of the colleagues' time: in each group, all but the longest.
func (s *Store) groupSurplus(ctx context.Context, where string, args []any) (models.FollowUpTotals, error) {
	const errand = "case when f.mode = 'demarche' then f.minutes else 0 end"
	var t models.FollowUpTotals
	err := s.get(ctx, &t, `select cast(coalesce(sum(g.staff), 0) as bigint) as staff, cast(coalesce(sum(g.errands), 0) as bigint) as errands from (
		select sum(f.minutes) - max(f.minutes) as staff, sum(`+errand+") - max("+errand+`) as errands from followups f
		where f.group_id <> '' and f.presence = 'present' and `+where+" group by f.centre_id, f.group_id) g", args...)
	return t, err
}
