package handlers

import (
	"github.com/gin-gonic/gin"

	"jalon/models"
)

// moduleVersionsPage is what a module was: who changed what, when.
type moduleVersionsPage struct {
	Page
	Heading  string
	Versions []moduleVersionLine
}

// moduleVersionLine is one version: since when, and what differs from the one before.
type moduleVersionLine struct {
	Since   string
	Changes []string
}

// listModuleVersions: GET /modules/:id/versions.
func (a *App) listModuleVersions(c *gin.Context, access Access) error {
	versions, err := a.Store.ModuleVersions(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	page := moduleVersionsPage{Page: a.newPage(c, access, "module.versions"), Heading: versions[0].Code + " – " + versions[0].Title}
	page.Breadcrumb = []Link{{URL: "/modules", Label: a.Texts.T("module.list.title")}}
	for i, v := range versions {
		line := moduleVersionLine{Since: a.Texts.T("module.versions.since", "When", a.moment(v.Since))}
		if v.By != "" {
			line.Since = a.Texts.T("module.versions.since_by", "When", a.moment(v.Since), "Name", v.By)
		}
		if i+1 < len(versions) {
			for _, change := range v.Changes(versions[i+1].Module) {
				line.Changes = append(line.Changes, a.moduleChange(change))
			}
		}
		page.Versions = append(page.Versions, line)
	}
	return a.show(c, "modules/versions", page)
}

// moduleChange is « Capacité : 12, avant 15 », in the words of the form.
func (a *App) moduleChange(change models.ModuleChange) string {
	label := "module." + change.Field
	if change.Field == "capacity" {
		label = "session.capacity"
	}
	word := func(value string) string {
		switch {
		case value == "" && change.Field == "language":
			return a.Texts.T("module.language.french")
		case value == "":
			return a.Texts.T("module.versions.nothing")
		case change.Field == "counting":
			return a.Texts.T("module.counting." + value)
		case change.Field == "language":
			return models.LanguageName(value)
		case change.Field == "active":
			return a.Texts.T("module.versions.active." + value)
		}
		return value
	}
	return a.Texts.T("module.versions.change", "Field", a.Texts.T(label), "Before", word(change.Before), "After", word(change.After))
}
