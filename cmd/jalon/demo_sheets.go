package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"

	"jalon/documents"
	"jalon/models"
	"jalon/store"
)

// sheets come back signed: one that its code has filed, one whose code could not be read. Somebody followed two hours at the Forem.
func (e *demoExtras) sheets(ctx context.Context, today models.Date) error {
	read, err := e.scope(e.centre, models.Read, models.KindAttendance)
	if err != nil {
		return err
	}
	update, err := e.scope(e.centre, models.Update, models.KindAttendance)
	if err != nil {
		return err
	}
	create, err := e.scope(e.centre, models.Create, models.KindScan)
	if err != nil {
		return err
	}
	past, err := e.store.Sessions(ctx, read, models.SessionFilter{View: models.ViewPast, Limit: 1})
	if err != nil || len(past) == 0 {
		return err
	}
	sheet := models.AttendanceSheet{Session: past[0], BlankRows: models.BlankRows, PrintedOn: today}
	if sheet.People, err = e.store.Registrations(ctx, read, past[0].PublicID); err != nil {
		return err
	}
	if sheet.Printed, err = e.store.PrintSheet(ctx, read, sheet); err != nil {
		return err
	}
	filed, err := drawnPage(sheet.Code(1), len(sheet.People))
	if err != nil {
		return err
	}
	unread, err := drawnPage("", len(sheet.People))
	if err != nil {
		return err
	}
	pages := []store.NewScan{{Code: sheet.Code(1), Image: filed}, {Image: unread}}
	if err := e.store.AddScans(ctx, create, update, models.NewPublicID(), pages); err != nil {
		return err
	}
	return e.elsewhere(ctx, today)
}

// elsewhere are hours without a proof yet, for somebody whose attestation is still to be made.
func (e *demoExtras) elsewhere(ctx context.Context, today models.Date) error {
	scope, err := e.scope(e.centre, models.Create, models.KindAttestation)
	if err != nil || len(e.entitled) == 0 {
		return err
	}
	return e.store.AddHoursElsewhere(ctx, scope, e.entitled[0].enrolment, "", models.HoursElsewhere{Operator: models.OperatorForem, Body: "Forem de Namur",
		OnDate: today.AddDays(-20), Minutes: 120})
}

// drawnPage stands for a photograph: a table, strokes for signatures, and the code in its corner when there is one.
func drawnPage(code string, rows int) ([]byte, error) {
	page := image.NewGray(image.Rect(0, 0, 1100, 780))
	fill := func(area image.Rectangle, light uint8) {
		draw.Draw(page, area, image.NewUniform(color.Gray{Y: light}), image.Point{}, draw.Src)
	}
	fill(page.Bounds(), 244)
	for i := range rows + 2 {
		y := 240 + 36*i
		fill(image.Rect(50, y, 1050, y+2), 60)
		if i > 0 && i <= rows && i%3 > 0 {
			for x := range 120 {
				y := y - 18 + (x*x*7/50)%17 - 8
				fill(image.Rect(420+x, y, 423+x, y+3), 40)
			}
		}
	}
	if code != "" {
		data, err := documents.QR(code)
		if err != nil {
			return nil, err
		}
		drawn, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("code of a page: %w", err)
		}
		draw.Draw(page, drawn.Bounds().Add(image.Pt(880, 40)), drawn, image.Point{}, draw.Src)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, page, &jpeg.Options{Quality: 70}); err != nil {
		return nil, fmt.Errorf("picture of a page: %w", err)
	}
	return out.Bytes(), nil
}
