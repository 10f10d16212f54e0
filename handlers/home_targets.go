package handlers

import (
	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// homeTargets repeats the targets of « Pilotage », as they were last counted there.
type homeTargets struct {
	Lines []homeTarget
	At    string // of the oldest figure, "" when all were typed by hand
}

// homeTarget is « 34 sur 60, 45 attendus à ce jour ».
type homeTarget struct {
	Label, URL, Text string
	Pace             templates.Badge
}

// homeTargets shows what « Pilotage » has counted today, and counts nothing itself: the home page stays as fast as it is. It is nil
// while nothing is counted.
func (a *App) homeTargets(c *gin.Context, access Access) (*homeTargets, error) {
	today := a.today()
	targets, err := a.Store.Targets(ctx(c), a.scope(access, models.Read, models.KindTarget), models.Period{From: today, To: today})
	if err != nil {
		return nil, err
	}
	block, oldest := &homeTargets{}, models.Instant{}
	for _, t := range targets {
		done, at, known := a.keptTarget(t, today)
		if !known {
			continue
		}
		if oldest.IsZero() || !at.IsZero() && at.Before(oldest.Time) {
			oldest = at
		}
		pace := t.Pace(done, today)
		block.Lines = append(block.Lines, homeTarget{Label: t.Code + ", " + a.targetLabel(t.Target), URL: "/cibles/" + t.PublicID,
			Text: a.Texts.T("home.targets.line", "Done", models.FrenchNumber(done), "Value", models.FrenchNumber(t.Value), "Expected", models.FrenchNumber(t.Expected(today))),
			Pace: templates.NewBadge(paceKinds[pace], a.Texts.T("target.pace."+string(pace)))})
	}
	if len(block.Lines) == 0 {
		return nil, nil
	}
	if !oldest.IsZero() {
		block.At = a.Texts.T("home.targets.at", "At", a.moment(oldest))
	}
	return block, nil
}

// keptTarget is what is done of a target as it was last counted today: a figure of the centre's own is typed and needs no count.
func (a *App) keptTarget(t store.TargetView, today models.Date) (done int, at models.Instant, known bool) {
	if t.Measure == models.MeasureOwn {
		if t.Target.Done == nil {
			return 0, at, false
		}
		return *t.Target.Done, at, true
	}
	kept, known := a.steering.last(steeringKey{t.OperationID, t.OperationVersion, targetPeriod(t.Target, today)})
	if !known {
		return 0, at, false
	}
	return kept.figures.Measure(t.Measure), kept.at, true
}
