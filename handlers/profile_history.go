package handlers

import (
	"encoding/json"
	"maps"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// sectionHistoryPage is what one section of a profile said before.
type sectionHistoryPage struct {
	Page
	Name    string
	Heading string
	History []contactChange
	Back    string
}

// showSectionHistory: GET /personnes/:id/profil/SECTION/versions, under the kind of the section.
func (a *App) showSectionHistory(key string) func(*gin.Context, Access) error {
	section, _ := models.SectionOf(key)
	return func(c *gin.Context, access Access) error {
		p, former, err := a.Store.SectionHistory(ctx(c), access.Scope, c.Param("id"), section)
		if err != nil {
			return err
		}
		page := sectionHistoryPage{Page: a.newPage(c, access, "person.versions"), Name: p.Name(), Heading: a.Texts.T("person.section." + key),
			Back: personURL(p.PublicID) + "/profil#" + key}
		page.Title = join(" · ", page.Heading, page.Title) // seven sections, seven titles
		page.Breadcrumb = append(personTrail(a, p), templates.Link{URL: personURL(p.PublicID) + "/profil", Label: a.Texts.T("person.tab.profile")})
		after := section.Read(p)
		for _, r := range former {
			var was models.Answers
			if err := json.Unmarshal([]byte(r.BeforeText), &was); err != nil {
				return err
			}
			before := maps.Clone(after)
			maps.Copy(before, was)
			page.History = append(page.History, contactChange{When: a.moment(r.At), Who: r.Author, Changes: a.sectionChanges(key, before, after)})
			after = before
		}
		return a.show(c, "persons/versions", page)
	}
}

// sectionChanges says which answers of a section differ, each in words.
func (a *App) sectionChanges(key string, before, after models.Answers) []string {
	was := map[string]string{}
	for _, row := range a.answerRows(a.sectionFields(key, before, nil)) {
		was[row.Name] = row.Value
	}
	var changes []string
	for _, row := range a.answerRows(a.sectionFields(key, after, nil)) {
		if was[row.Name] != row.Value {
			changes = append(changes, a.Texts.T("followup.change", "Field", row.Label, "Before", orDash(was[row.Name]), "After", orDash(row.Value)))
		}
	}
	return changes
}
