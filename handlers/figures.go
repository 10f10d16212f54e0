package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/templates"
)

// figurePage opens one cell of a report: who is counted, who is not and why, with the evidence.
type figurePage struct {
	Page
	Programme  templates.Programme
	Operation  models.Operation
	Code       string
	Heading    string // label of the line
	Column     string // of the cell, in words
	Definition string
	Kept       string // why the list is kept from this reader, "" when it is not
	Tiles      []templates.Tile
	Groups     []figureGroup
	Listed     string // reason of the group shown
	Rows       []figureRow
	Named      bool
	Pager      templates.Pager
	Back       string
}

// figureGroup is a line of the sum: a reason, how many it holds, where they are listed.
type figureGroup struct {
	Reason  string
	Count   int
	URL     string
	Current bool
}

// figureRow is one enrolment behind the figure.
type figureRow struct {
	Reference, URL, Name string
	Entry, Exit, Why     string
	Evidence             []models.Evidence
}

// showFigure: GET /rapports/:operation/:kind/chiffre.
func (a *App) showFigure(c *gin.Context, access Access) error {
	q, problems, err := a.reportQuery(c, access, models.Read)
	if err != nil {
		return err
	}
	if module, ofModule := strings.CutPrefix(c.Query("ligne"), reports.ModuleLinePrefix); ofModule && len(problems) == 0 {
		return a.showModuleFigure(c, access, q, module)
	}
	f, known := models.FigureAt(c.Query("ligne"), c.Query("colonne"))
	if !known || len(problems) > 0 {
		return models.ErrNotFound
	}
	order, err := a.order(c, q, " "+c.Query("ligne")+" "+c.Query("colonne"))
	if err != nil {
		return err
	}
	order.Alone = true
	counted, err := Count(ctx(c), a.Store, q.scope, order)
	if err != nil {
		return err
	}
	split, known := models.OpenFigure(counted, f)
	if !known {
		return models.ErrNotFound
	}
	page := figurePage{Page: a.newPage(c, access, "figure.title"), Programme: a.programme(q.operation.Programme), Operation: q.operation,
		Code: f.Line, Column: a.figureColumn(f), Back: q.link(""), Named: q.nominative}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}, {URL: q.link(""), Label: a.Texts.T("report.title." + q.kind)}}
	page.head(counted, f, split)
	switch meta := (reports.Meta{Nominative: q.nominative, Funder: q.funder}); {
	case q.funder && f.Gender != "": // two lists of lines, one by gender, would tell the gender of each
		page.Kept = a.Texts.T("figure.masked")
	case meta.Hides(split.Topic.Code):
		page.Kept = a.Texts.T("figure.sensitive")
	default:
		a.figureLists(&page, q, split, number(c.Query("groupe")), f.Line, c.Query("colonne"), a.may(access, models.Read, models.KindEnrolment))
	}
	return a.show(c, "reports/figure", page)
}

// head says what the figure is: the label of its line, and of its characteristic when it has one.
func (p *figurePage) head(counted models.Counting, f models.Figure, split models.FigureSplit) {
	lines := counted.Figures().Lines
	line := lines[slices.IndexFunc(lines, func(l models.IndicatorCount) bool { return l.Code == f.Line })]
	p.Heading = line.Label
	if split.Topic.Code != f.Line {
		p.Heading = split.Topic.Title + " : " + line.Label
	}
	if indicator := models.IndicatorByCode(f.Line); indicator != nil {
		p.Definition = indicator.On(counted.Figures().Rules.Registry).Definition
	}
}

func (a *App) figureColumn(f models.Figure) string {
	if f.Part != models.FigureCount {
		return a.Texts.T("figure.part." + f.Part)
	}
	words := []string{a.Texts.T("figure.cumulative")}
	if f.Period {
		words[0] = a.Texts.T("figure.period")
	}
	if f.Gender != "" {
		words = append(words, a.Texts.T("figure.gender."+f.Gender))
	}
	return strings.Join(words, ", ")
}

// figureLists fills the sum and the list asked for: the persons counted first, then each reason of those left out.
func (a *App) figureLists(page *figurePage, q reportQuery, split models.FigureSplit, chosen int, line, column string, mayOpen bool) {
	link := func(group, n int) string {
		return q.link("/chiffre", "ligne", line, "colonne", column, "groupe", strconv.Itoa(group), "page", strconv.Itoa(n))
	}
	groups := append([]models.FigureGroup{{Reason: a.Texts.T("figure.counted"), Members: split.In}}, split.Out...)
	if chosen < 0 || chosen >= len(groups) {
		chosen = 0
	}
	for i, group := range groups {
		page.Groups = append(page.Groups, figureGroup{group.Reason, len(group.Members), link(i, 1), i == chosen})
	}
	left := split.Left()
	page.Tiles = []templates.Tile{{Label: a.Texts.T("figure.counted"), Figure: models.FrenchNumber(len(split.In))},
		{Label: a.Texts.T("figure.left"), Figure: models.FrenchNumber(left)},
		{Label: a.Texts.T("figure.all"), Figure: models.FrenchNumber(len(split.In) + left)}}
	members := groups[chosen].Members
	page.Listed = groups[chosen].Reason
	first := min((q.page-1)*sheetPageSize, len(members))
	for _, member := range members[first:min(first+sheetPageSize, len(members))] {
		page.Rows = append(page.Rows, figureRowOf(member, split.Topic.Code, q, mayOpen))
	}
	if first > 0 {
		page.Pager.Previous = link(chosen, q.page-1)
	}
	if first+len(page.Rows) < len(members) {
		page.Pager.Next = link(chosen, q.page+1)
	}
	if len(members) > sheetPageSize {
		page.Pager.Shown = a.Texts.T("report.rows", "From", first+1, "To", first+len(page.Rows), "Count", len(members))
	}
}

func figureRowOf(m models.FigureMember, topic string, q reportQuery, mayOpen bool) figureRow {
	row := figureRow{Reference: m.Enrolment, Entry: models.FrenchDate(m.Entry), Exit: models.FrenchDate(m.Exit), Why: m.Reason}
	if mayOpen {
		row.URL = "/inscriptions/" + m.ID
	}
	if q.nominative {
		row.Name = models.ListName(m.Family, m.Given)
	}
	row.Evidence = slices.DeleteFunc(m.EvidenceOf(topic), func(e models.Evidence) bool { return e.Identifying && q.funder })
	return row
}
