package models

import (
	"testing"
	"time"
)

// Dates and clocks are read as the standard library reads them, whatever is written there.
func TestReadingDatesAndClocks(t *testing.T) {
	days := []string{"", "2026-11-24", "2024-02-29", "2026-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1", "2026-01-1x", "20260-1-1", "+026-01-01",
		"2026-01-011", "0000-01-01", "9999-12-31", "2026/01/01", "-026-01-01", "2026-11-31", "2026-\x001-01"}
	for _, s := range days {
		want, err := time.Parse(isoDate, s)
		if got, ok := isoDay(s); ok != (err == nil) || ok && !got.Equal(want) {
			t.Errorf("%q: %s %v, want %s %v", s, got, ok, want, err)
		}
	}
	for _, s := range []string{"", "00:00", "23:59", "24:00", "12:60", "9:05", "09:5", "ab:cd", "09-05", "+9:05", "09:05:10"} {
		want, err := time.Parse("15:04", s)
		minutes := want.Hour()*60 + want.Minute()
		if err != nil {
			minutes = -1
		}
		if got := clockMinutes(s); got != minutes {
			t.Errorf("%q: %d, want %d", s, got, minutes)
		}
	}
}
