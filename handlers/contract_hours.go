package handlers

import (
	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// contractForm keeps what was typed about hours of contract. Centre is a public id, asked of whoever administers several.
type contractForm struct{ Hours, From, Centre string }

// contractRow is one of the hours of contract of an account.
type contractRow struct{ Line, CancelURL string }

// fillContracts adds the hours of contract, and the form of new ones, to the page of an account.
func (a *App) fillContracts(c *gin.Context, access Access, page *userPage, form contractForm, problems models.Problems) error {
	rows, err := a.Store.UserContracts(ctx(c), access.Scope, page.ID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		page.Contracts = append(page.Contracts, contractRow{a.Texts.T("contract.line", "Hours", models.FrenchDuration(row.WeeklyMinutes), "Date", models.FrenchDate(row.FromOn)),
			"/reglages/contrats/" + row.PublicID + "/annulation"})
	}
	page.ContractFields = []templates.Field{
		templates.Text("hours", a.Texts.T("contract.hours"), form.Hours).With(a.Texts.T("contract.hours.hint")).Wrong(a.problem(problems, "hours")),
		templates.Date("contract_from", a.Texts.T("contract.from"), form.From).Wrong(a.problem(problems, "contract_from"))}
	page.ContractFields[0].Width = "short"
	centres, err := a.Store.Centres(ctx(c), access.Scope)
	if len(centres) > 1 {
		var options []templates.Option
		for _, centre := range centres {
			options = append(options, templates.Option{Value: centre.PublicID, Label: centre.Name})
		}
		page.ContractFields = append(page.ContractFields, templates.Select("centre", a.Texts.T("user.centre"), form.Centre, options))
	}
	page.ContractFields = append(page.ContractFields, templates.Hidden("submission", page.Submission))
	return err
}

// addContract: POST /reglages/equipe/:id/contrat.
func (a *App) addContract(c *gin.Context, access Access) error {
	form := contractForm{c.PostForm("hours"), c.PostForm("contract_from"), c.PostForm("centre")}
	problems := models.Problems{}
	var k models.ContractHours
	var problem string
	if k.WeeklyMinutes, problem = models.ParseWeeklyHours(form.Hours); problem != "" {
		problems.Add("hours", problem)
	}
	if k.FromOn = typedDate(form.From, a.today(), "contract_from", problems); k.FromOn == "" && !problems.Has("contract_from") {
		problems.Add("contract_from", "contract.from.missing")
	}
	centre, err := a.Store.Centre(ctx(c), access.Scope, form.Centre)
	if err != nil {
		return err
	}
	k.CentreID = centre.ID
	refused := error(nil)
	if len(problems) == 0 {
		location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
			return "/reglages/equipe/" + c.Param("id"), tx.AddContract(ctx(c), access.Scope, c.Param("id"), k)
		})
		if err == nil {
			a.flash(c, "success", "contract.saved")
			return see(c, location)
		}
		if refusal, ok := asRefusal(err); ok && refusal.Key == "contract.taken" {
			problems.Add("contract_from", refusal.Key)
		} else {
			refused = err
		}
	}
	page, err := a.accountPage(c, access, nil, nil, form, problems)
	if err != nil {
		return err
	}
	if refused != nil && !a.unsent(&page.Page, refused) {
		return refused
	}
	return a.refuse(c, "users/show", page)
}

// cancelContract: POST /reglages/contrats/:id/annulation and /retablir.
func (a *App) cancelContract(cancelled bool) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		user, err := a.Store.CancelContract(ctx(c), access.Scope, c.Param("id"), cancelled)
		switch refusal, refused := asRefusal(err); {
		case refused && refusal.Key == "contract.taken":
			a.flash(c, "error", refusal.Key)
		case err != nil:
			return err
		case cancelled:
			a.flashUndo(c, "/reglages/contrats/"+c.Param("id")+"/retablir", "contract.cancelled")
		default:
			a.flash(c, "success", "contract.restored")
		}
		return see(c, "/reglages/equipe/"+user)
	}
}
