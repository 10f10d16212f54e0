package store

import (
	"context"
	"encoding/json"
	"fmt"

	"jalon/models"
)

// draftSubjects find the person a form is about.
var draftSubjects = map[string]string{
	models.KindParticipant: "?",
	models.KindFollowUp:    "(select x.public_id from followups f join participants x on x.id = f.participant_id where f.public_id = ?)",
	models.KindEnrolment:   "(select x.public_id from enrolments e join participants x on x.id = e.participant_id where e.public_id = ?)",
	models.KindAppointment: "(select x.public_id from appointments a join participants x on x.id = a.participant_id where a.public_id = ?)",
}

// SaveDraft keeps what the user of scope is typing, in place of what they typed before in the same form. The person the
// form is about must be within people. It gives the moment, zero when that page was saved in the meantime.
func (s *Store) SaveDraft(ctx context.Context, scope, people models.Scope, d models.Draft) (models.Instant, error) {
	participantID, err := s.draftPerson(ctx, people, d.Form)
	if err != nil {
		return models.Instant{}, err
	}
	text, err := json.Marshal(d.DraftBody)
	if err != nil {
		return models.Instant{}, fmt.Errorf("draft: %w", err)
	}
	user, now := scope.Actor().UserID, s.Now()
	n, err := s.exec(ctx, `insert into drafts (id, public_id, user_id, form, participant_id, page, body_sealed, saved_at) values (?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (user_id, form) do update set page = excluded.page, body_sealed = excluded.body_sealed, saved_at = excluded.saved_at,
		participant_id = excluded.participant_id, discarded_at = null where drafts.body_sealed is not null or drafts.page <> excluded.page`,
		models.NewID(), models.NewPublicID(), user, d.Form, participantID, d.Page, s.sealer.userBox(user).Seal("draft", string(text)), now)
	if err != nil || n == 0 {
		return models.Instant{}, err
	}
	return now, nil
}

// draftPerson finds the person of a form by internal id, nil for a form about nobody yet.
func (s *Store) draftPerson(ctx context.Context, people models.Scope, form string) (*string, error) {
	kind, publicID := models.DraftSubject(form)
	if kind == "" {
		return nil, nil
	}
	condition, args := within(people, models.KindParticipant)
	var id string
	err := s.get(ctx, &id, "select p.id from participants p where p.public_id = "+draftSubjects[kind]+" and "+condition, append([]any{publicID}, args...)...)
	return &id, err
}

// Drafts lists the user's own drafts, the latest first; one about a person who is no longer within people is not shown.
func (s *Store) Drafts(ctx context.Context, scope, people models.Scope) ([]models.Draft, error) {
	return s.drafts(ctx, scope, people, "", nil)
}

// DraftOf is the user's draft of one form.
func (s *Store) DraftOf(ctx context.Context, scope, people models.Scope, form string) (models.Draft, error) {
	list, err := s.drafts(ctx, scope, people, " and d.form = ?", []any{form})
	if err == nil && len(list) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return models.Draft{}, err
	}
	return list[0], nil
}

func (s *Store) drafts(ctx context.Context, scope, people models.Scope, more string, values []any) ([]models.Draft, error) {
	user := scope.Actor().UserID
	condition, args := within(people, models.KindParticipant)
	args = append([]any{user, s.oldestDraft()}, args...)
	var list []models.Draft
	err := s.list(ctx, &list, `select d.id, d.public_id, d.user_id, d.form, d.participant_id, d.page, d.body_sealed, d.saved_at,
		coalesce(p.public_id, '') as person, coalesce(p.family_name, '') as family_name, coalesce(p.given_name, '') as given_name
		from drafts d left join participants p on p.id = d.participant_id
		where d.user_id = ? and d.saved_at > ? and d.body_sealed is not null and d.discarded_at is null
		and (d.participant_id is null or `+condition+")"+more+" order by d.saved_at desc, d.id limit 100", append(args, values...)...)
	if err != nil {
		return nil, err
	}
	for i := range list {
		text, err := s.sealer.userBox(user).Open("draft", list[i].Sealed)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(text), &list[i].DraftBody); err != nil {
			return nil, fmt.Errorf("draft: %w", err)
		}
	}
	return list, nil
}

func (s *Store) oldestDraft() models.Instant { return models.InstantOf(s.Now().Add(-models.DraftKept)) }

// DiscardDraft puts a draft of the user away; RestoreDraft takes it back.
func (s *Store) DiscardDraft(ctx context.Context, scope models.Scope, publicID string) error {
	return s.moveDraft(ctx, scope, publicID, "discarded_at = ?", s.Now())
}

// RestoreDraft takes back a draft that was discarded.
func (s *Store) RestoreDraft(ctx context.Context, scope models.Scope, publicID string) error {
	return s.moveDraft(ctx, scope, publicID, "discarded_at = null")
}

func (s *Store) moveDraft(ctx context.Context, scope models.Scope, publicID, set string, args ...any) error {
	n, err := s.exec(ctx, "update drafts set "+set+" where public_id = ? and user_id = ? and body_sealed is not null",
		append(args, publicID, scope.Actor().UserID)...)
	if err == nil && n == 0 {
		err = models.ErrNotFound
	}
	return err
}

// SavedForm is the form a request sends: the first change that the request writes settles its draft.
type SavedForm struct{ Form, Page string }

type savedFormKey struct{}

// WithSavedForm marks a request that sends a form.
func WithSavedForm(ctx context.Context, form SavedForm) context.Context {
	return context.WithValue(ctx, savedFormKey{}, form)
}

// SettleDraft empties the draft of the form that this request saves, and refuses the late ones of the same page. Every
// change calls it through the journal, hence in its own transaction.
func (s *Store) SettleDraft(ctx context.Context, userID string) error {
	saved, ok := ctx.Value(savedFormKey{}).(SavedForm)
	if !ok || saved.Form == "" || saved.Page == "" || userID == "" {
		return nil
	}
	_, err := s.exec(ctx, `insert into drafts (id, public_id, user_id, form, page, saved_at) values (?, ?, ?, ?, ?, ?)
		on conflict (user_id, form) do update set page = excluded.page, body_sealed = null, saved_at = excluded.saved_at, discarded_at = null`,
		models.NewID(), models.NewPublicID(), userID, saved.Form, saved.Page, s.Now())
	if err != nil {
		return fmt.Errorf("settle draft: %w", err)
	}
	return nil
}
