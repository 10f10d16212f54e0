package handlers

import (
	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
)

// historyRead is how far back the notes of the lines look.
const historyRead = 300

// fillRoll adds the lines, what colleagues tapped otherwise, and the history.
func (a *App) fillRoll(c *gin.Context, read models.Scope, page *rollPage) error {
	places, err := a.Store.Registrations(ctx(c), read, page.Session.PublicID)
	if err != nil {
		return err
	}
	marks, err := a.Store.AttendanceHistory(ctx(c), read, page.Session.PublicID, historyRead)
	if err != nil {
		return err
	}
	drawn, err := a.Store.SignedOtherwise(ctx(c), read, page.Session.PublicID)
	if err != nil {
		return err
	}
	a.rollLines(page, places)
	for i := range page.Lines {
		line := &page.Lines[i]
		line.Drawn = line.Signed && drawn[line.ID]
		line.Note = or(a.dissent(line.ID, marks), line.Note)
	}
	page.History = a.rollHistory(marks)
	return nil
}

// clock is « 9 h 06 » in Brussels.
func (a *App) clock(at models.Instant) string {
	return models.FrenchTime(at.In(a.zone).Format("15:04"))
}

// dissent says that a colleague tapped otherwise than what the line shows, or that the last tap could not be written.
// marks are the newest first.
func (a *App) dissent(place string, marks []store.AttendanceMark) string {
	var current *store.AttendanceMark
	for i, m := range marks {
		if m.Place != place {
			continue
		}
		args := []any{"Name", m.By, "Mark", a.Texts.T("attendance." + m.After), "Time", a.clock(m.At)}
		switch {
		case m.Outcome == store.MarkRefused && current == nil:
			return a.Texts.T("attendance.note.refused", args...)
		case m.Outcome == store.MarkOvertaken && current == nil:
			return a.Texts.T("attendance.note.overtaken", args...)
		case current == nil:
			current = &marks[i]
		case m.By != current.By && m.After != current.After && m.After != "" && current.Reason == "":
			return a.Texts.T("attendance.note.other", args...)
		}
	}
	return ""
}
