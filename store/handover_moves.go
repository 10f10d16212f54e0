package store

import (
	"context"
	"slices"

	"jalon/models"
)

// busyHour is an hour at which a colleague is expected somewhere.
type busyHour struct {
	ID            string      `db:"id"`
	ParticipantID string      `db:"participant_id"`
	UserID        string      `db:"user_id"`
	OnDate        models.Date `db:"on_date"`
	StartsAt      string      `db:"starts_at"`
	EndsAt        string      `db:"ends_at"`
	Minutes       int         `db:"minutes"`
	Version       int         `db:"version"`
}

func (b busyHour) end() string {
	if b.EndsAt != "" {
		return b.EndsAt
	}
	return models.EndOf(b.StartsAt, b.Minutes)
}

// appointments moves those to come, but one at an hour at which the receiver is expected elsewhere.
func (w *handing) appointments(ctx context.Context) error {
	if !w.h.MoveAppointments {
		return nil
	}
	hours, err := w.hours(ctx)
	if err != nil {
		return err
	}
	busy := map[string][]busyHour{} // colleague and day
	for _, hour := range hours {
		busy[hour.UserID+string(hour.OnDate)] = append(busy[hour.UserID+string(hour.OnDate)], hour)
	}
	for _, a := range hours {
		to, handed := w.to[a.ParticipantID]
		if a.UserID != w.h.UserID || !handed || a.OnDate == w.Today() && a.StartsAt <= w.LocalClock() {
			continue
		}
		day := to + string(a.OnDate)
		if slices.ContainsFunc(busy[day], func(b busyHour) bool { return models.Overlaps(a.StartsAt, a.end(), b.StartsAt, b.end()) }) {
			w.result.Kept++
			continue
		}
		if err := w.keepSlotOf(ctx, a.ID); err != nil {
			return err
		}
		if _, err := w.exec(ctx, "update appointments set user_id = ?, version = version + 1 where id = ?", to, a.ID); err != nil {
			return err
		}
		if err := w.move(ctx, "rendez_vous", a.ID, a.ParticipantID, a.Version+1); err != nil {
			return err
		}
		busy[day] = append(busy[day], a)
		w.result.Appointments++
	}
	return nil
}

// keepSlotOf lets the page of an appointment tell with whom it was before the passation.
func (w *handing) keepSlotOf(ctx context.Context, appointmentID string) error {
	_, err := w.exec(ctx, "insert into appointment_moves ("+moveColumns+`) select ?, a.id, a.version, a.user_id, a.on_date, a.starts_at, a.minutes, a.mode, a.place, a.location_id,
		a.interpreter, a.interpreter_service, a.interpreter_language, a.interpreter_name, ?, ? from appointments a where a.id = ?`,
		models.NewID(), w.scope.Actor().UserID, w.Now(), appointmentID)
	return err
}

// hours are those at which the colleagues of the passation are expected somewhere while it lasts.
func (w *handing) hours(ctx context.Context) ([]busyHour, error) {
	users := append(valuesOf(w.to), w.h.UserID)
	last := models.Date("9999-12-31")
	if w.h.Kind == models.HandoverCover {
		last = w.h.UntilOn
	}
	in := "(" + marks(len(users)) + ")"
	var hours []busyHour
	err := w.list(ctx, &hours, `select a.id, a.participant_id, a.user_id, a.on_date, a.starts_at, '' as ends_at, a.minutes, a.version from appointments a
		where a.outcome = '' and a.on_date >= ? and a.on_date <= ? and a.user_id in `+in+`
		union all select s.id, '' as participant_id, t.user_id, s.on_date, s.starts_at, s.ends_at, 0 as minutes, 0 as version from sessions s
		join session_trainers t on t.session_id = s.id where s.status <> 'cancelled' and s.on_date >= ? and s.on_date <= ? and t.user_id in `+in+
		" order by on_date, starts_at, id", slices.Concat([]any{w.h.FromOn, last}, anys(users), []any{w.h.FromOn, last}, anys(users))...)
	return hours, err
}

// tasks moves the open tasks of who leaves for good: they would wait for nobody.
func (w *handing) tasks(ctx context.Context) error {
	if w.h.Kind != models.HandoverForGood {
		return nil
	}
	var all []busyHour
	err := w.list(ctx, &all, "select id, participant_id, version from plan_tasks where user_id = ? and state = 'a_faire' and cancelled_at is null order by id", w.h.UserID)
	if err != nil {
		return err
	}
	for _, t := range all {
		to, handed := w.to[t.ParticipantID]
		if !handed {
			continue
		}
		if _, err := w.exec(ctx, "update plan_tasks set user_id = ?, version = version + 1 where id = ?", to, t.ID); err != nil {
			return err
		}
		if err := w.move(ctx, "tache", t.ID, t.ParticipantID, t.Version+1); err != nil {
			return err
		}
		w.result.Tasks++
	}
	return nil
}
