package handlers

import (
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// reportsPage lists the operations in reach with the reports each may give.
type reportsPage struct {
	Page
	Actions    []templates.Action // what feeds the reports and has no place in the menu
	Operations []reportCard
}

// reportCard is one operation: what it is, its reports, what remains to be typed for it.
type reportCard struct {
	Programme templates.Programme
	Title     string
	Facts     []templates.Row
	Report    *templates.Action // of its funder
	Others    []Link            // on the models of the other funders
	Entry     string            // URL of the entry screens, "" when the role may not write them
	Runs      string            // URL of the frozen reports, "" when the role may not read them
	Bundles   string            // URL of the « liasses », "" when the role may not read them
	Ready     *readyLine
}

// listReports: GET /rapports.
func (a *App) listReports(c *gin.Context, access Access) error {
	operations, err := a.Store.Operations(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	page := reportsPage{Page: a.newPage(c, access, "report.list.title")}
	for _, key := range []string{"lists", "api_keys", "operations", "import"} {
		if e := entries[key]; access.Actor.HasRole(models.Manager) && a.may(access, e.action, e.kind) {
			page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("nav." + key), URL: e.url, Icon: e.icon})
		}
	}
	if a.may(access, models.Read, models.KindAction) {
		if a.may(access, models.Read, models.KindActivity) {
			page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("report.title.activite"), URL: "/rapports/activite", Icon: "report"})
		}
		page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("action.list.title"), URL: "/actions", Icon: "building"})
	}
	if a.may(access, models.Read, models.KindLedger) {
		page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("ledger.title"), URL: ledgerURL, Icon: "clock"})
	}
	page.Actions = append(page.Actions, templates.Action{Label: a.Texts.T("registry.title"), URL: registryURL, Icon: "help"})
	page.Actions = append(page.Actions, a.funderActions(access)...)
	page.Actions = append(page.Actions, a.projectLinks(access, operations)...)
	for _, o := range operations {
		card := a.reportCard(access, o)
		if card.Ready, err = a.readyLine(c, access, o); err != nil {
			return err
		}
		page.Operations = append(page.Operations, card)
	}
	return a.show(c, "reports/list", page)
}

func (a *App) reportCard(access Access, o models.Operation) reportCard {
	card := reportCard{Programme: a.programme(o.Programme), Title: operationLabel(o), Facts: []templates.Row{
		{Label: a.Texts.T("operation.funder"), Value: a.funder(o.Funder)}, {Label: a.Texts.T("operation.number"), Value: o.Number},
		{Label: a.Texts.T("operation.period"), Value: operationPeriod(o)}}}
	for _, kind := range a.reportKinds(access, o) {
		label, url := a.Texts.T("report.open."+kind), "/rapports/"+o.PublicID+"/"+kind
		if ReportKinds[kind] == o.Funder {
			card.Report = &templates.Action{Label: label, URL: url, Icon: "report"}
		} else {
			card.Others = append(card.Others, Link{URL: url, Label: label})
		}
	}
	if a.may(access, models.Update, models.KindReportEntry) {
		card.Entry = "/rapports/" + o.PublicID + "/saisie"
	}
	if a.may(access, models.Read, models.KindReportRun) {
		card.Runs = "/rapports/" + o.PublicID + "/figes"
	}
	if a.may(access, models.Read, models.KindBundle) {
		card.Bundles = "/rapports/" + o.PublicID + "/liasses"
	}
	return card
}

func operationPeriod(o models.Operation) string {
	if o.EndsOn == "" {
		return models.FrenchDate(o.StartsOn) + " – …"
	}
	return models.FrenchDate(o.StartsOn) + " – " + models.FrenchDate(o.EndsOn)
}

func (a *App) funder(code string) string {
	if code == "" {
		return a.Texts.T("operation.funder.none")
	}
	return a.Texts.T("operation.funder." + code)
}

// reportKinds are the reports an operation may give to this reader: the funder's own, and all of them for who
// steers the centre.
func (a *App) reportKinds(access Access, o models.Operation) []string {
	all := access.Actor.HasRole(models.Manager)
	return slices.DeleteFunc(slices.Clone(reportKindOrder), func(kind string) bool {
		return !all && ReportKinds[kind] != o.Funder
	})
}
