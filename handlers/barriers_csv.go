package handlers

import (
	"github.com/gin-gonic/gin"

	"jalon/models"
)

// exportBarriers: GET /personnes/:id/freins/export, the levels behind the chart, a line for each frein of each assessment. The
// export is written in the journal; an urgent access opens none.
func (a *App) exportBarriers(c *gin.Context, access Access) error {
	all, err := a.Store.ExportAssessments(ctx(c), access.Scope.Without(models.ReachEmergency), c.Param("id"))
	if err != nil {
		return err
	}
	t := a.Texts.T
	rows := [][]string{{t("barrier.date"), t("barrier.chart.barrier"), t("barrier.counsellor"), t("barrier.person")}}
	for _, v := range all {
		if !v.CancelledAt.IsZero() {
			continue
		}
		for _, code := range models.Barriers {
			if r := v.Of(code); r.Counsellor != models.RatingNotRaised || r.Person != models.RatingNotRaised {
				rows = append(rows, []string{models.FrenchDate(v.OnDate), a.answer("topic", code), a.ratingFigure(r.Counsellor), a.ratingFigure(r.Person)})
			}
		}
	}
	return sendCSV(c, "freins", a.today(), rows)
}
