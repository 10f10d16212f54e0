package handlers

import (
	"cmp"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/templates"
)

const registryURL = "/rapports/definitions"

// registryKinds are the reports that have figures of their own; a common project adds up those of the FSE+.
var registryKinds = append(slices.Clone(reportKindOrder), reports.ActivityKind)

// registryPage says what each figure of a report is, under every version of its rule.
type registryPage struct {
	Page
	Tabs []templates.Tab
	Rows []registryRow
}

// registryRow is one version of one figure.
type registryRow struct {
	Code, Label, Population, Definition, Rule, Source, Valid string
}

// showRegistry: GET /rapports/definitions?rapport=forem.
func (a *App) showRegistry(c *gin.Context, access Access) error {
	kind := c.DefaultQuery("rapport", registryKinds[0])
	if !slices.Contains(registryKinds, kind) {
		return models.ErrNotFound
	}
	page := registryPage{Page: a.newPage(c, access, "registry.title")}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}}
	for _, k := range registryKinds {
		page.Tabs = append(page.Tabs, templates.Tab{Label: a.Texts.T("report.title." + k), URL: registryURL + "?rapport=" + k, Current: k == kind})
	}
	for _, e := range models.Registry {
		if e.Report == kind {
			page.Rows = append(page.Rows, registryRow{e.Code, e.Label, cmp.Or(e.Population, "–"), e.Definition, e.Rule, e.Source, a.registryValid(e)})
		}
	}
	return a.show(c, "reports/registry", page)
}

// registryValid is « depuis le 01/07/2021 », and what is dated by it.
func (a *App) registryValid(e models.RegistryEntry) string {
	span := a.Texts.T("registry.since", "Date", models.FrenchDate(e.From))
	if e.Until != "" {
		span = models.FrenchDate(e.From) + " – " + models.FrenchDate(e.Until)
	}
	return span + ", " + a.Texts.T("registry.applies."+e.Applies)
}
