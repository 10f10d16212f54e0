package handlers

import (
	"context"
	"strings"
	"time"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// weekBegins: the weekly summary comes with that of Monday morning.
func (a *App) weekBegins() bool { return a.today().Time().Weekday() == time.Monday }

// weekly says what the reports still miss in the files that a colleague accompanies: a line for each datum, which leads to them.
func (a *App) weekly(ctx context.Context, access Access) ([]templates.Link, error) {
	scope := a.scope(access, models.Update, models.KindEnrolment)
	if scope.Empty() || !access.Actor.HasRole(models.Counsellor, models.Coordinator) {
		return nil, nil
	}
	operations, err := a.reporting(ctx, a.scope(access, models.Read, models.KindOperation))
	if err != nil {
		return nil, err
	}
	var lines []templates.Link
	for _, o := range operations {
		if o, err = a.Store.WithDraws(ctx, o); err != nil {
			return nil, err
		}
		files, err := a.gapFiles(ctx, scope, o, store.FileFilter{UserID: access.Actor.UserID})
		if err != nil {
			return nil, err
		}
		lines = append(lines, a.weeklyLines(access, o, files)...)
	}
	return lines, nil
}

func (a *App) weeklyLines(access Access, o models.Operation, files []gapFile) []templates.Link {
	counts := map[string]int{}
	for _, file := range files {
		for _, gap := range file.Gaps {
			counts[gap]++
		}
	}
	var lines []templates.Link
	for _, gap := range models.GapCodes {
		if counts[gap] > 0 {
			f := gapFilter{operation: o, datum: gap, mine: access.Actor.HasRole(models.Coordinator, models.Manager)}
			lines = append(lines, templates.Link{URL: f.url(""), Label: a.Texts.T("readiness.week.line", "Datum", a.Texts.T("readiness.gap."+gap), "Count", counts[gap], "Code", o.Code)})
		}
	}
	return lines
}

// weeklyMail is the same as lines of a mail, on Mondays: data and counts, nobody's name.
func (a *App) weeklyMail(ctx context.Context, access Access) (string, error) {
	if !a.weekBegins() {
		return "", nil
	}
	lines, err := a.weekly(ctx, access)
	if err != nil || len(lines) == 0 {
		return "", err
	}
	var b strings.Builder
	b.WriteString("\n\n" + a.Texts.T("readiness.week.mail"))
	for _, line := range lines {
		b.WriteString("\n- " + line.Label)
	}
	return b.String(), nil
}
