package store

import (
	"context"

	"jalon/models"
)

// Columns of the rows of a seed that no other room writes as a whole.
const (
	seedNote     = "id, public_id, centre_id, participant_id, followup_id, author_id, level, body_sealed"
	seedFollowUp = `id, public_id, centre_id, participant_id, enrolment_id, on_date, starts_at, minutes, mode, place, presence, signed,
		user_id, topics, next_step, created_by, created_at, updated_at, version`
	seedAppointment = `id, public_id, centre_id, participant_id, enrolment_id, user_id, on_date, starts_at, minutes, mode, place,
		purpose_sealed, outcome, created_by, created_at, version`
	seedCaseload = "id, centre_id, participant_id, enrolment_id, user_id, kind, from_on"
)

// seeding writes an invented centre. Its tables are in the order of their references.
type seeding struct {
	store   *Store
	options *SeedOptions

	sessions, trainers, participants, keys, words, clues, caseloads, enrolments, followups, notes, readers,
	registrations, exits, events, sixMonths, appointments *bulk
}

func newSeeding(tx *Store, o *SeedOptions) *seeding {
	return &seeding{store: tx, options: o,
		sessions:      tx.bulk("sessions", sessionColumns),
		trainers:      tx.bulk("session_trainers", "session_id, user_id"),
		participants:  tx.bulk("participants", identityColumns+profileColumns+sensitiveColumns+nissColumns),
		keys:          tx.bulk("person_keys", "participant_id, wrapped"),
		words:         tx.bulk("participant_words", "word, kind, participant_id, centre_id"),
		clues:         tx.bulk("participant_clues", "clue, participant_id, centre_id"),
		enrolments:    tx.bulk("enrolments", enrolmentColumns),
		caseloads:     tx.bulk("caseloads", seedCaseload),
		followups:     tx.bulk("followups", seedFollowUp),
		notes:         tx.bulk("notes", seedNote),
		readers:       tx.bulk("note_readers", "note_id, user_id"),
		registrations: tx.bulk("registrations", registrationColumns),
		exits:         tx.bulk("exits", exitColumns),
		events:        tx.bulk("events", eventColumns),
		sixMonths:     tx.bulk("six_months", sixMonthsColumns),
		appointments:  tx.bulk("appointments", seedAppointment),
	}
}

// tables lists them for flushing, parents first.
func (w *seeding) tables() []*bulk {
	return []*bulk{w.sessions, w.trainers, w.participants, w.keys, w.words, w.clues, w.enrolments, w.caseloads, w.followups, w.notes, w.readers,
		w.registrations, w.exits, w.events, w.sixMonths, w.appointments}
}

// batch is how many people are invented and sealed while the ones before are written.
const batch = 200

func (w *seeding) run(ctx context.Context) error {
	f := &w.options.Fiction
	for _, s := range f.Prepare() {
		if err := w.sessions.put(ctx, s.Session); err != nil {
			return err
		}
	}
	if err := w.sessions.flush(ctx); err != nil {
		return err
	}
	for _, s := range f.Sessions() {
		if err := w.trainers.add(ctx, s.Session.ID, s.Trainer); err != nil {
			return err
		}
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	ready := w.invent(ctx, stop)
	for done := 0; ; {
		select {
		case people, more := <-ready:
			if !more {
				return context.Cause(ctx)
			}
			if err := w.write(ctx, people); err != nil {
				return err
			}
			if done += len(people); w.options.Progress != nil {
				w.options.Progress(done)
			}
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// invent prepares people on another processor than the one that writes them.
func (w *seeding) invent(ctx context.Context, stop context.CancelCauseFunc) <-chan []sealedPerson {
	ready := make(chan []sealedPerson, 4)
	go func() {
		defer close(ready)
		f := &w.options.Fiction
		for first := 0; first < f.Persons; first += batch {
			people := make([]sealedPerson, 0, batch)
			for i := first; i < min(first+batch, f.Persons); i++ {
				p, err := w.store.sealPerson(f.Person(i))
				if err != nil {
					stop(err)
					return
				}
				people = append(people, p)
			}
			select {
			case ready <- people:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ready
}

// sealedPerson is an invented person ready to be written.
type sealedPerson struct {
	models.FictionalPerson
	wrapped      []byte
	words, clues []string
}

func (s *Store) sealPerson(p models.FictionalPerson) (sealedPerson, error) {
	person := &p.Participant
	person.Derive()
	out := sealedPerson{wrapped: s.sealer.NewPersonKey(person.ID)}
	box, err := s.sealer.PersonBox(person.ID, out.wrapped)
	if err != nil {
		return out, err
	}
	if err := sealAnswers(box, person); err != nil {
		return out, err
	}
	if p.NISS != "" {
		person.NISSSealed, person.NISSHash = box.Seal("niss", string(p.NISS)), s.sealer.blindIndex(string(p.NISS))
	}
	for i := range p.Courses {
		c := &p.Courses[i]
		if c.Enrolment.SensitiveSealed, err = SealJSON(box, "entry_sensitive", c.Enrolment.Sensitive); err != nil {
			return out, err
		}
		for k := range c.FollowUps {
			c.FollowUps[k].Note.BodySealed = box.Seal("note", c.FollowUps[k].Note.Body)
		}
	}
	if p.Appointment != nil {
		p.Appointment.PurposeSealed = box.Seal("purpose", p.Appointment.Purpose)
	}
	out.FictionalPerson = p
	out.words = models.NameWords(person.FamilyName, person.GivenName, person.PreferredName)
	out.clues = person.Identity().Clues()
	return out, nil
}

func (w *seeding) write(ctx context.Context, people []sealedPerson) error {
	steps := []func(context.Context, *sealedPerson) error{w.person, w.courses, w.contacts, w.outcomes, w.sharedNotes}
	for _, step := range steps {
		for i := range people {
			if err := step(ctx, &people[i]); err != nil {
				return err
			}
		}
		for _, b := range w.tables() { // what the next step refers to must be there
			if err := b.flush(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *seeding) person(ctx context.Context, p *sealedPerson) error {
	if err := w.participants.put(ctx, p.Participant); err != nil {
		return err
	}
	if w.options.Each == nil {
		return nil
	}
	return w.options.Each(p.FictionalPerson)
}

func (w *seeding) courses(ctx context.Context, p *sealedPerson) error {
	id, centre := p.Participant.ID, p.Participant.CentreID
	if err := w.keys.add(ctx, id, p.wrapped); err != nil {
		return err
	}
	for _, word := range p.words {
		if err := w.words.add(ctx, word, "w", id, centre); err != nil {
			return err
		}
	}
	for _, clue := range p.clues {
		if err := w.clues.add(ctx, clue, id, centre); err != nil {
			return err
		}
	}
	for _, c := range p.Courses {
		if err := w.enrolments.put(ctx, c.Enrolment); err != nil {
			return err
		}
		for kind, user := range map[string]string{"lead": p.Lead, "co": c.Colleague} {
			if user == "" {
				continue
			}
			if err := w.caseloads.add(ctx, models.NewID(), centre, id, c.Enrolment.ID, user, kind, min(c.Enrolment.RequestedOn, w.store.Today())); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *seeding) contacts(ctx context.Context, p *sealedPerson) error {
	for _, c := range p.Courses {
		for _, u := range c.FollowUps {
			if err := w.followups.put(ctx, u.FollowUp); err != nil {
				return err
			}
		}
		for _, r := range c.Registrations {
			if err := w.registrations.put(ctx, r); err != nil {
				return err
			}
		}
	}
	if p.Appointment == nil {
		return nil
	}
	return w.appointments.put(ctx, *p.Appointment)
}

func (w *seeding) outcomes(ctx context.Context, p *sealedPerson) error {
	for _, c := range p.Courses {
		for _, u := range c.FollowUps {
			if len(u.Note.BodySealed) == 0 {
				continue
			}
			if err := w.notes.put(ctx, u.Note); err != nil {
				return err
			}
		}
		for _, e := range c.Exits {
			if err := w.exits.put(ctx, e); err != nil {
				return err
			}
		}
		for _, e := range c.Events {
			if err := w.events.put(ctx, e); err != nil {
				return err
			}
		}
		if c.SixMonths != nil {
			if err := w.sixMonths.put(ctx, *c.SixMonths); err != nil {
				return err
			}
		}
	}
	return nil
}

// sharedNotes names those with whom a note is shared.
func (w *seeding) sharedNotes(ctx context.Context, p *sealedPerson) error {
	for _, c := range p.Courses {
		for _, u := range c.FollowUps {
			for _, reader := range u.Note.Readers {
				if err := w.readers.add(ctx, u.Note.ID, reader); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
