package handlers

import (
	"fmt"
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/templates"
)

// activityFigurePage opens one cell of the activity report: the persons behind it, those who are not and why, with their contacts.
type activityFigurePage struct {
	Page
	Heading string
	Column  string
	Tiles   []templates.Tile
	Groups  []figureGroup
	Listed  string
	Rows    []activityFigureRow
	Pager   templates.Pager
	Back    string
}

// activityFigureRow is one person behind the figure. URL is "" when the reader may not open files.
type activityFigureRow struct {
	Reference, URL string
	Contacts       []string
	More           string // contacts that are not listed
}

// activityContactsShown is how many contacts of one person are listed: the others are in the file.
const activityContactsShown = 12

// showActivityFigure: GET /rapports/activite/chiffre.
func (a *App) showActivityFigure(c *gin.Context, access Access) error {
	q, problems := a.activityQuery(c, access)
	line, column := c.Query("ligne"), c.Query("colonne")
	report := models.NewActivity(models.Period{From: q.from, To: q.to})
	opening, known := models.OpenActivity(report, line, column)
	if !known || len(problems) > 0 {
		return models.ErrNotFound
	}
	if _, err := a.Store.JournalActivity(ctx(c), q.scope, fmt.Sprintf("%s %s %s %s %s", q.kind, q.from, q.to, line, column)); err != nil {
		return err
	}
	if err := a.Store.ActivityContacts(ctx(c), q.scope, q.to, opening.AddContact); err != nil {
		return err
	}
	if err := a.Store.ActivityPersons(ctx(c), q.scope, report.People(), opening.AddPerson); err != nil {
		return err
	}
	split, known := opening.Split()
	if !known {
		return models.ErrNotFound
	}
	page := activityFigurePage{Page: a.newPage(c, access, "figure.activity.title"), Column: a.activityColumn(column), Back: q.link("", "feuille", "axes")}
	if page.Heading = opening.Heading(); page.Heading == "" {
		page.Heading = reports.ActivityLineName(line, a.answer)
	} else {
		page.Back = q.link("", "feuille", "public")
	}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}, {URL: q.link(""), Label: a.Texts.T("report.title." + q.kind)}}
	members := a.activityGroups(&page, q, split, number(c.Query("groupe")), line, column)
	if err := a.activityRows(c, access, &page, q, members); err != nil {
		return err
	}
	return a.show(c, "reports/activity_figure", page)
}

func (a *App) activityColumn(column string) string {
	if f, public := models.FigureAt("", column); public {
		return a.figureColumn(f)
	}
	return a.Texts.T("figure.activity." + column)
}

// activityGroups fills the sum and gives the members of the group asked for.
func (a *App) activityGroups(page *activityFigurePage, q reportQuery, split models.ActivitySplit, chosen int, line, column string) []models.ActivityMember {
	link := func(group, n int) string {
		return q.link("/chiffre", "ligne", line, "colonne", column, "groupe", strconv.Itoa(group), "page", strconv.Itoa(n))
	}
	groups := append([]models.ActivityGroup{{Reason: a.Texts.T("figure.counted"), Members: split.In}}, split.Out...)
	if chosen < 0 || chosen >= len(groups) {
		chosen = 0
	}
	everybody := 0
	for i, group := range groups {
		everybody += len(group.Members)
		page.Groups = append(page.Groups, figureGroup{group.Reason, len(group.Members), link(i, 1), i == chosen})
	}
	value := models.FrenchNumber(split.Value)
	if column == models.ActivityFollowUpHoursColumn || column == models.ActivitySessionHoursColumn {
		value = models.FrenchDuration(split.Value)
	}
	page.Tiles = []templates.Tile{{Label: page.Column, Figure: value}, {Label: a.Texts.T("figure.activity.counted"), Figure: models.FrenchNumber(len(split.In))},
		{Label: a.Texts.T("figure.activity.left"), Figure: models.FrenchNumber(everybody - len(split.In))}}
	members := groups[chosen].Members
	page.Listed = groups[chosen].Reason
	first := min((q.page-1)*sheetPageSize, len(members))
	last := min(first+sheetPageSize, len(members))
	if first > 0 {
		page.Pager.Previous = link(chosen, q.page-1)
	}
	if last < len(members) {
		page.Pager.Next = link(chosen, q.page+1)
	}
	if len(members) > sheetPageSize {
		page.Pager.Shown = a.Texts.T("report.rows", "From", first+1, "To", last, "Count", len(members))
	}
	return members[first:last]
}

// activityRows lists persons by their reference, with what they came to.
func (a *App) activityRows(c *gin.Context, access Access, page *activityFigurePage, q reportQuery, members []models.ActivityMember) error {
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.Person
	}
	known := map[string]models.ActivityPerson{}
	err := a.Store.ActivityPersons(ctx(c), q.scope, ids, func(p models.ActivityPerson) { known[p.ID] = p })
	if err != nil {
		return err
	}
	mayOpen := a.may(access, models.Read, models.KindParticipant)
	for _, m := range members {
		row := activityFigureRow{Reference: known[m.Person].Ref}
		if mayOpen {
			row.URL = personURL(known[m.Person].PublicID)
		}
		for i, contact := range m.Contacts {
			if i == activityContactsShown {
				row.More = a.Texts.T("figure.activity.more", "Count", len(m.Contacts)-i)
				break
			}
			row.Contacts = append(row.Contacts, a.activityContact(contact))
		}
		page.Rows = append(page.Rows, row)
	}
	return nil
}

// activityContact is « Suivi du 05/05/2026, 45 min (logement) ».
func (a *App) activityContact(contact models.ActivityContact) string {
	key := "figure.activity.followup"
	if contact.Session != "" {
		key = "figure.activity.session"
	}
	words := a.Texts.T(key, "Date", models.FrenchDate(contact.Date), "Minutes", models.FrenchDuration(contact.Minutes))
	if themes := a.themeWords(models.JoinList(contact.Themes)); themes != "" {
		words += " (" + themes + ")"
	}
	return words
}
