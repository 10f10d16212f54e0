package messages

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"jalon/models"
)

var changed = models.InstantOf(time.Date(2026, 11, 24, 8, 30, 0, 0, time.UTC))

func event(uid string, day models.Date, starts, ends string) CalendarEvent {
	return CalendarEvent{UID: uid + "@jalon", OnDate: day, Starts: starts, Ends: ends, Title: "Rendez-vous (décentralisé)", Where: "Éghezée, rue de la Gare ; 1er étage, à gauche, sonnette « Accueil et orientation » du rez-de-chaussée",
		URL: "https://jalon.example.be/rendez-vous/" + uid, Sequence: 2, ChangedAt: changed}
}

// The lines obey RFC 5545 whoever reads them: CRLF, 75 octets, whole runes, balanced blocks, mandatory properties.
func TestCalendarLines(t *testing.T) {
	var events []CalendarEvent
	for i := range 300 {
		events = append(events, event(fmt.Sprintf("a%d", i), models.Date("2026-11-01").AddDays(i/10), "09:00", "09:45"))
	}
	text := Calendar("Jalon – agenda", events)
	if bytes.Contains(bytes.ReplaceAll(text, []byte("\r\n"), nil), []byte("\n")) || !bytes.HasSuffix(text, []byte("END:VCALENDAR\r\n")) {
		t.Fatal("a line does not end with CRLF")
	}
	var open []string
	for _, line := range strings.Split(strings.TrimSuffix(string(text), "\r\n"), "\r\n") {
		if len(line) > 75 {
			t.Fatalf("%d octets: %s", len(line), line)
		}
		if !strings.HasPrefix(line, " ") && !strings.Contains(line, ":") && !strings.Contains(line, ";") {
			t.Fatalf("no property: %q", line)
		}
		if name, begins := strings.CutPrefix(line, "BEGIN:"); begins {
			open = append(open, name)
		}
		if name, ends := strings.CutPrefix(line, "END:"); ends {
			if open[len(open)-1] != name {
				t.Fatalf("END:%s closes %s", name, open[len(open)-1])
			}
			open = open[:len(open)-1]
		}
	}
	unfolded := strings.ReplaceAll(string(text), "\r\n ", "")
	for _, part := range []string{"VERSION:2.0\r\n", "PRODID:-//Jalon", "BEGIN:VTIMEZONE\r\nTZID:Europe/Brussels\r\n", "BEGIN:DAYLIGHT", "BEGIN:STANDARD", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n",
		"DTSTART;TZID=Europe/Brussels:20261101T090000\r\n", "DTSTAMP:20261124T083000Z\r\n", "SEQUENCE:2\r\n", `LOCATION:Éghezée\, rue de la Gare \; 1er étage\,`} {
		if !strings.Contains(unfolded, part) {
			t.Errorf("lacks %q", part)
		}
	}
	if n := strings.Count(unfolded, "\r\nUID:"); n != 300 {
		t.Errorf("%d UIDs", n)
	}
}

// Read back by the library: the hours are those of the clock on the wall, on the days summer time begins and ends too.
func TestCalendarIsReadBack(t *testing.T) {
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	cancelled := event("c", "2026-11-25", "09:00", "10:00")
	cancelled.Cancelled = true
	parsed, err := ics.ParseCalendar(bytes.NewReader(Calendar("Jalon", []CalendarEvent{event("spring", "2026-03-29", "09:00", "10:00"),
		event("before", "2026-03-28", "09:00", "10:00"), event("autumn", "2026-10-25", "09:00", "10:00"), cancelled})))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2026-03-29T07:00:00Z", "2026-03-28T08:00:00Z", "2026-10-25T08:00:00Z", "2026-11-25T08:00:00Z"}
	for i, e := range parsed.Events() {
		start, err := e.GetStartAt()
		if err != nil || start.UTC().Format(time.RFC3339) != want[i] || start.In(brussels).Format("15:04") != "09:00" {
			t.Errorf("event %d begins at %s, %v", i, start, err)
		}
		end, err := e.GetEndAt()
		if err != nil || end.Sub(start) != time.Hour {
			t.Errorf("event %d ends at %s, %v", i, end, err)
		}
	}
	if status := parsed.Events()[3].GetProperty(ics.ComponentPropertyStatus); status == nil || status.Value != "CANCELLED" {
		t.Errorf("the cancelled one: %v", status)
	}
}
