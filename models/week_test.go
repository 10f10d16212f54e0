package models

import "testing"

func TestConcernsOf(t *testing.T) {
	four, tom := 4, []User{{PublicID: "u-tom"}}
	at := func(day Date, start, end, room string, trainers []User) SessionRow {
		return SessionRow{Session: Session{OnDate: day, StartsAt: start, EndsAt: end, Room: room, Status: SessionPlanned, Capacity: &four}, Trainers: trainers}
	}
	waiting := at("2026-11-27", "09:00", "12:00", "B1", nil)
	waiting.Registered, waiting.Waiting = 3, 2
	full := at("2026-11-28", "09:00", "12:00", "B1", tom)
	full.Registered, full.Waiting = 4, 2
	unsigned := at("2026-11-20", "09:00", "12:00", "", tom)
	unsigned.Unsigned = 1
	closed := unsigned
	closed.Status = SessionClosed
	cancelled := unsigned
	cancelled.Status = SessionCancelled
	got := ConcernsOf([]SessionRow{waiting, full, unsigned, closed, cancelled, at("2026-11-25", "09:00", "12:00", "B1", tom), at("2026-11-25", "11:00", "13:00", "b1", nil),
		at("2026-11-25", "11:30", "14:00", "B2", tom), at("2026-11-25", "14:00", "15:00", "B2", tom)}, "2026-11-24", "10:00")
	if want := (Concerns{Conflicts: 2, NoTrainer: 2, Waiting: 1, ToClose: 1, Unsigned: 2}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
