package handlers

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// estimateRow is one estimate as it was written down.
type estimateRow struct {
	Label, Value, Method, Date string
	State                      templates.Badge
	CancelPath                 string // "" once cancelled
}

var estimateFieldNames = []string{"code", "valeur", "methode", "date"}

// fseEntry shows the estimates of an operation; problems are those of the one being typed.
func (a *App) fseEntry(c *gin.Context, access Access, page *reportEntryPage, problems models.Problems) error {
	all, err := a.Store.Estimates(ctx(c), access.Scope, page.Operation.PublicID)
	if err != nil {
		return err
	}
	inForce := models.EstimatesOn(all, a.today())
	base := "/rapports/" + page.Operation.PublicID + "/saisie/estimations"
	for _, e := range all {
		row := estimateRow{Label: e.Code + " " + models.IndicatorByCode(e.Code).Label, Value: models.FrenchNumber(e.Value), Method: e.Method, Date: models.FrenchDate(e.OnDate),
			CancelPath: base + "/" + e.PublicID + "/annulation", State: templates.NewBadge("neutral", a.Texts.T("estimate.replaced"))}
		switch {
		case !e.CancelledAt.IsZero():
			row.CancelPath, row.State = "", templates.NewBadge("neutral", a.Texts.T("estimate.cancelled.state"))
		case inForce[e.Code] == (models.Estimate{Value: e.Value, Method: e.Method, Date: e.OnDate}):
			row.State = templates.NewBadge("success", a.Texts.T("estimate.printed"))
		}
		page.Estimates = append(page.Estimates, row)
	}
	page.EstimateURL, page.EstimateFields = base, a.estimateFields(c, problems)
	a.blame(&page.Page, problems, estimateFieldNames...)
	return nil
}

func (a *App) estimateFields(c *gin.Context, problems models.Problems) []templates.Field {
	t, wrong := a.Texts.T, func(field templates.Field) templates.Field { return field.Wrong(a.problem(problems, field.Name)) }
	var codes []templates.Option
	for _, code := range models.EstimatedCodes {
		codes = append(codes, templates.Option{Value: code, Label: code + " " + models.IndicatorByCode(code).Label})
	}
	return []templates.Field{
		wrong(templates.Select("code", t("estimate.code"), posted(c, "code", ""), codes)),
		wrong(templates.Number("valeur", t("estimate.value"), posted(c, "valeur", ""), t("estimate.unit"))),
		wrong(templates.Text("methode", t("estimate.method"), posted(c, "methode", "")).With(t("estimate.method.hint"))),
		wrong(templates.Date("date", t("estimate.date"), posted(c, "date", models.FrenchDate(a.today())))),
	}
}

// saveEstimate: POST /rapports/:operation/saisie/estimations.
func (a *App) saveEstimate(c *gin.Context, access Access) error {
	problems := models.Problems{}
	e := models.EstimateRecord{Code: c.PostForm("code"), Method: strings.TrimSpace(c.PostForm("methode"))}
	e.OnDate = typedDay(strings.TrimSpace(c.PostForm("date")), a.today(), "date", problems)
	value, err := strconv.Atoi(strings.TrimSpace(c.PostForm("valeur")))
	if e.Value = value; err != nil {
		problems.Add("valeur", "estimate.problem.value")
	}
	merge(problems, models.CheckEstimate(e, a.today()))
	if len(problems) > 0 {
		return a.reportEntry(c, access, problems)
	}
	back, made := "/rapports/"+c.Param("operation")+"/saisie", ""
	_, err = a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		saved, err := tx.SaveEstimate(ctx(c), access.Scope, c.Param("operation"), e)
		made = saved.PublicID
		return back, err
	})
	if err != nil {
		return err
	}
	if made == "" {
		a.flash(c, "success", "report.entry.saved")
	} else {
		a.flashUndo(c, back+"/estimations/"+made+"/annulation", "report.entry.saved")
	}
	return see(c, back)
}

// cancelEstimate: POST /rapports/:operation/saisie/estimations/:id/annulation and /retablir.
func (a *App) cancelEstimate(cancelled bool) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		back := "/rapports/" + c.Param("operation") + "/saisie"
		if err := a.Store.CancelEstimate(ctx(c), access.Scope, c.Param("operation"), c.Param("id"), cancelled); err != nil {
			return err
		}
		if cancelled {
			a.flashUndo(c, back+"/estimations/"+c.Param("id")+"/retablir", "estimate.cancelled")
		} else {
			a.flash(c, "success", "estimate.restored")
		}
		return see(c, back)
	}
}
