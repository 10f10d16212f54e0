package messages

import (
	"fmt"
	"time"

	ics "github.com/arran4/golang-ical"

	"jalon/models"
)

// CalendarEvent is an hour of a calendar that leaves Jalon: never a name, never a note. Times are local, in zoneName.
type CalendarEvent struct {
	UID          string // stable: a calendar changes the event it knows
	OnDate       models.Date
	Starts, Ends string // "09:30"
	Title, Where string
	URL          string
	Sequence     int // grows with each change
	ChangedAt    models.Instant
	Cancelled    bool
}

const (
	zoneName   = "Europe/Brussels"
	localStamp = "20060102T150405"
)

// Calendar writes events as an iCalendar file (RFC 5545): CRLF, lines of at most 75 octets, times in the zone of the centres.
func Calendar(name string, events []CalendarEvent) []byte {
	c := ics.NewCalendarFor("Jalon")
	c.SetProductId("-//Jalon//Agenda//FR")
	c.SetCalscale("GREGORIAN")
	c.SetXWRCalName(name)
	c.SetXWRTimezone(zoneName)
	c.SetXPublishedTTL("PT1H")
	c.SetRefreshInterval("PT1H", ics.WithValue("DURATION"))
	brusselsZone(c)
	for _, e := range events {
		addEvent(c, e)
	}
	return []byte(c.Serialize(ics.WithNewLineWindows))
}

// brusselsZone describes the zone for programs that do not know its name: summer time from the last Sunday of March, 02:00,
// to the last Sunday of October, 03:00 (directive 2000/84/CE).
func brusselsZone(c *ics.Calendar) {
	zone := c.AddTimezone(zoneName)
	standard := zone.AddStandard()
	daylight := &ics.Daylight{}
	zone.Components = append(zone.Components, daylight)
	for _, half := range []struct {
		part                       *ics.ComponentBase
		starts, name, from, to, on string
	}{{&standard.ComponentBase, "19961027T030000", "CET", "+0200", "+0100", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"},
		{&daylight.ComponentBase, "19810329T020000", "CEST", "+0100", "+0200", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"}} {
		half.part.SetProperty(ics.ComponentPropertyDtStart, half.starts)
		half.part.SetProperty("TZOFFSETFROM", half.from)
		half.part.SetProperty("TZOFFSETTO", half.to)
		half.part.SetProperty("TZNAME", half.name)
		half.part.SetProperty(ics.ComponentPropertyRrule, half.on)
	}
}

func addEvent(c *ics.Calendar, e CalendarEvent) {
	event := c.AddEvent(e.UID)
	event.SetProperty(ics.ComponentPropertyDtStart, localTime(e.OnDate, e.Starts), ics.WithTZID(zoneName))
	event.SetProperty(ics.ComponentPropertyDtEnd, localTime(e.OnDate, e.Ends), ics.WithTZID(zoneName))
	event.SetDtStampTime(e.ChangedAt.Time)
	event.SetProperty(ics.ComponentPropertyLastModified, e.ChangedAt.UTC().Format(localStamp)+"Z")
	event.SetSequence(e.Sequence)
	event.SetSummary(e.Title)
	if e.Where != "" {
		event.SetLocation(e.Where)
	}
	event.SetURL(e.URL)
	event.SetDescription(e.URL) // many programs show no URL
	event.SetClass(ics.ClassificationPrivate)
	event.SetStatus(ics.ObjectStatusConfirmed)
	event.SetTimeTransparency(ics.TransparencyOpaque)
	if e.Cancelled {
		event.SetStatus(ics.ObjectStatusCancelled)
		event.SetTimeTransparency(ics.TransparencyTransparent)
	}
}

// localTime is a day and a clock as a local time of iCalendar; an unreadable clock is midnight.
func localTime(day models.Date, clock string) string {
	t, err := time.Parse("2006-01-02 15:04", fmt.Sprintf("%s %s", day, clock))
	if err != nil {
		t = day.Time()
	}
	return t.Format(localStamp)
}
