package main

import (
	"context"
	"time"

	"jalon/models"
	"jalon/store"
)

// Signatures drawn in the frame of 600 × 200, with invented strokes; the last is the cross of somebody who does not write.
var demoStrokes = []models.Strokes{
	{{{90, 120, 0}, {120, 60, 60}, {150, 130, 120}, {185, 75, 190}, {215, 130, 260}, {260, 95, 330}, {330, 120, 420}, {430, 90, 520}}, {{110, 150, 700}, {420, 140, 900}}},
	{{{80, 60, 0}, {85, 140, 90}}, {{80, 100, 250}, {140, 90, 320}, {145, 140, 400}, {190, 105, 480}, {220, 135, 560}, {270, 70, 650}, {300, 140, 740}, {380, 110, 850}}},
	{{{120, 90, 0}, {170, 50, 90}, {200, 100, 170}, {150, 150, 260}, {240, 130, 350}, {310, 80, 430}, {360, 135, 510}, {450, 100, 620}, {500, 120, 720}}},
	{{{240, 50, 0}, {340, 150, 200}}, {{340, 50, 500}, {240, 150, 700}}},
}

// drawnSignatures are those of a closed session: they arrived before it was closed.
func (e *demoExtras) drawnSignatures(ctx context.Context, _ models.Date) error {
	read, err := e.scope(e.centre, models.Read, models.KindAttendance)
	if err != nil {
		return err
	}
	update, err := e.scope(e.centre, models.Update, models.KindAttendance)
	if err != nil {
		return err
	}
	past, err := e.store.Sessions(ctx, read, models.SessionFilter{View: models.ViewPast, Limit: 20})
	if err != nil {
		return err
	}
	for _, r := range past {
		if r.Status == models.SessionClosed && r.Attended >= len(demoStrokes) && !r.ClosedAt.IsZero() {
			return e.signSession(ctx, read, update, r)
		}
	}
	return nil
}

func (e *demoExtras) signSession(ctx context.Context, read, update models.Scope, r models.SessionRow) error {
	places, err := e.store.Registrations(ctx, read, r.PublicID)
	if err != nil {
		return err
	}
	signed := 0
	for _, p := range places {
		if !p.Attended() || signed == len(demoStrokes) {
			continue
		}
		w := store.Signing{SignSlot: r.SignSlots()[0], Way: models.SignedTablet, Strokes: demoStrokes[signed], SignedAt: models.InstantOf(r.ClosedAt.Add(-time.Minute))}
		if w.Strokes.IsCross() {
			w.Way = models.SignedCross
		}
		if err := e.store.Sign(ctx, update, r.PublicID, p.PublicID, w); err != nil {
			return err
		}
		signed++
	}
	return nil
}
