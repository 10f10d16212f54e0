package models

import "testing"

func TestModuleRates(t *testing.T) {
	twelve := 12
	cv := func(registered, attended, absent int) SessionRow {
		return SessionRow{Session: Session{Title: "CV", Capacity: &twelve}, Programme: LLF, Registered: registered, Attended: attended, AbsentCount: absent}
	}
	cancelled := cv(12, 12, 0)
	cancelled.Status = SessionCancelled
	open := SessionRow{Session: Session{Title: "Info"}, Programme: GTJ, Registered: 30}
	all := ModuleRates([]SessionRow{open, cv(9, 6, 3), cv(6, 0, 0), cancelled})
	if len(all) != 2 || all[0].Title != "CV" || all[0].Sessions != 2 || all[0].Fill() != 63 || all[0].Attendance() != 67 {
		t.Errorf("%+v fill %d attendance %d: nine registered and nobody marked is no presence", all, all[0].Fill(), all[0].Attendance())
	}
	if all[1].Fill() != -1 || all[1].Attendance() != -1 {
		t.Errorf("no capacity, nothing marked: %+v", all[1])
	}
}

func TestTrainerHours(t *testing.T) {
	tom, claire := User{PublicID: "u-tom", Name: "Tom"}, User{PublicID: "u-claire", Name: "Claire"}
	session := func(day Date, status string, trainers ...User) SessionRow {
		return SessionRow{Session: Session{OnDate: day, StartsAt: "09:00", EndsAt: "12:30", Status: status}, Trainers: trainers}
	}
	all := TrainerHours([]SessionRow{session("2026-10-01", SessionClosed, tom), session("2026-11-02", SessionPlanned, tom, claire), session("2026-11-03", SessionClosed, tom),
		session("2026-11-04", SessionCancelled, tom), session("2026-11-30", SessionPlanned, tom), session("2026-11-03", SessionClosed)}, "2026-11-24", "12:00")
	want := []TrainerMonth{{claire, "2026-11-01", 1, 210}, {tom, "2026-11-01", 2, 420}, {tom, "2026-10-01", 1, 210}}
	if len(all) != len(want) {
		t.Fatalf("%+v", all)
	}
	for i := range want {
		if all[i].Trainer.PublicID != want[i].Trainer.PublicID || all[i].Month != want[i].Month || all[i].Sessions != want[i].Sessions || all[i].Minutes != want[i].Minutes {
			t.Errorf("line %d: %+v, want %+v", i, all[i], want[i])
		}
	}
}
