package handlers

import (
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
)

// correctedSince tells that an enrolment counts otherwise than in the last frozen report of its operation, and why in a word;
// "" when it does not, or when none was frozen.
func (a *App) correctedSince(c *gin.Context, access Access, v store.EnrolmentView) (string, error) {
	run, err := a.Store.LastRunOf(ctx(c), v.OperationID)
	if models.CodeOf(err) == models.NotFound {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	all, err := a.Store.PersonFacts(ctx(c), access.Scope, v.Person)
	i := slices.IndexFunc(all, func(f store.PersonFacts) bool { return f.Enrolment == v.PublicID })
	if err != nil || i < 0 {
		return "", err
	}
	counted := models.NewCounting(run.Kind, models.ReportRequest{Operation: all[i].Operation, From: run.FromOn, To: run.ToOn, AsOf: run.AsOf})
	counted.Add(all[i].Facts)
	counted.Finish()
	now, _ := models.RunOf(counted, nil, "", "").Row(v.PublicID)
	frozen, err := a.Store.RunAbout(ctx(c), run, v.PublicID)
	what := frozen.Corrected(now)
	if err != nil || what == "" {
		return "", err
	}
	return a.Texts.T("enrolment.corrected", "Date", models.FrenchDate(run.ToOn), "What", what), nil
}
