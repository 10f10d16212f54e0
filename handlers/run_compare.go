package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/store"
	"jalon/templates"
)

// runComparePage sets two frozen reports side by side, or one and the data of today.
type runComparePage struct {
	Page
	Heading       string
	Programme     templates.Programme
	Before, After string
	Filters       templates.FilterBar
	Rules         string
	Lines         []comparedLine
	Opened        string // label of the line whose enrolments are listed
	Kept          bool   // they are kept from this reader
	Rows          []comparedRow
}

// comparedLine is one figure, before and after.
type comparedLine struct {
	Code, Label, URL          string
	Before, After, Difference string
	Summary                   string
}

// comparedRow is an enrolment that entered or left a figure.
type comparedRow struct {
	Reference, URL string
	In             bool
	Changes        []models.Change
}

const comparedToday = "aujourdhui"

// compareRuns: GET /rapports-figes/:id/comparer.
func (a *App) compareRuns(c *gin.Context, access Access) error {
	run, err := a.Store.ReportRun(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	with := c.DefaultQuery("avec", comparedToday)
	after, named, err := a.otherRun(c, access, run, with)
	if err != nil {
		return err
	}
	before, err := a.Store.RunContent(ctx(c), run)
	if err != nil {
		return err
	}
	if err := a.Store.Audited(ctx(c), access.Scope, func(*store.Store) (models.JournalEntry, error) {
		return models.JournalEntry{CentreID: run.CentreID, Record: run.PublicID, Detail: "comparer " + with}, nil
	}); err != nil {
		return err
	}
	page := runComparePage{Page: a.newPage(c, access, "run.compare.title"), Programme: a.programme(run.Programme),
		Heading: a.Texts.T("report.title."+run.Kind) + ", " + run.OperationCode, Before: a.runName(run), After: named}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}, {URL: "/rapports-figes/" + run.PublicID, Label: a.Texts.T("run.title")}}
	column := c.DefaultQuery("colonne", "cumul_total")
	figure, known := models.FigureAt(c.Query("ligne"), column)
	if !known || figure.Part != models.FigureCount || figure.Gender != "" && outsideCentre(access) {
		return models.ErrNotFound
	}
	if page.Filters, err = a.compareFilters(c, access, run, with, column); err != nil {
		return err
	}
	a.fillComparison(&page, access, models.CompareRuns(before, after), figure, "?avec="+with+"&colonne="+column)
	return a.show(c, "reports/compare", page)
}

func (a *App) runName(run store.ReportRun) string {
	return a.runPeriod(run.FromOn, run.ToOn, run.AsOf) + " (" + strings.ToLower(a.Texts.T("run.made")) + " " + a.moment(run.CreatedAt) + ")"
}

// otherRun reads what a run is compared with: another run of the same report, or the same report counted today.
func (a *App) otherRun(c *gin.Context, access Access, run store.ReportRun, with string) (models.Run, string, error) {
	if with != comparedToday {
		other, err := a.Store.ReportRun(ctx(c), access.Scope, with)
		if err == nil && (other.Operation != run.Operation || other.Kind != run.Kind) {
			err = models.ErrNotFound
		}
		if err != nil {
			return models.Run{}, "", err
		}
		content, err := a.Store.RunContent(ctx(c), other)
		return content, a.runName(other), err
	}
	scope := a.scope(access, models.Read, models.KindReport)
	o, err := a.Store.Operation(ctx(c), scope, run.OperationPublicID)
	if err != nil {
		return models.Run{}, "", err
	}
	counted, err := Count(ctx(c), a.Store, scope, ReportOrder{Operation: o}.as(run))
	if err != nil {
		return models.Run{}, "", err
	}
	gone, err := a.Store.Gone(ctx(c), scope, run.OperationPublicID)
	return models.RunOf(counted, gone, "", a.Config.Version), a.Texts.T("run.compare.today"), err
}

func (a *App) compareFilters(c *gin.Context, access Access, run store.ReportRun, with, column string) (templates.FilterBar, error) {
	others := []templates.Option{{Value: comparedToday, Label: a.Texts.T("run.compare.today")}}
	runs, err := a.Store.ReportRuns(ctx(c), access.Scope, run.OperationPublicID, models.Instant{}, "", runsPageSize)
	for _, other := range runs {
		if other.Kind == run.Kind && other.ID != run.ID {
			others = append(others, templates.Option{Value: other.PublicID, Label: a.runName(other)})
		}
	}
	genders := append([]string{"total"}, models.Genders[:]...)
	if outsideCentre(access) {
		genders = genders[:1]
	}
	var columns []templates.Option
	for side, label := range map[string]string{"cumul": a.Texts.T("figure.cumulative"), "periode": a.Texts.T("figure.period")} {
		for _, gender := range genders {
			name := a.Texts.T("run.compare.total")
			if gender != "total" {
				name = a.Texts.T("figure.gender." + gender)
			}
			columns = append(columns, templates.Option{Value: side + "_" + strings.ToLower(gender), Label: name + ", " + label})
		}
	}
	slices.SortStableFunc(columns, func(x, y templates.Option) int { return strings.Compare(x.Value, y.Value) })
	return templates.FilterBar{Action: "/rapports-figes/" + run.PublicID + "/comparer", Fields: []templates.Field{
		templates.Select("avec", a.Texts.T("run.compare.with"), with, others),
		templates.Select("colonne", a.Texts.T("run.compare.column"), column, columns)}}, err
}

// fillComparison lists the figures that moved, and the enrolments of the one that is opened.
func (a *App) fillComparison(page *runComparePage, access Access, c models.Comparison, f models.Figure, query string) {
	if len(c.Rules) > 0 {
		page.Rules = a.Texts.T("run.compare.rules", "Rules", strings.Join(c.Rules, " ; "))
	}
	outside, mayOpen := outsideCentre(access), a.may(access, models.Read, models.KindEnrolment)
	for _, line := range c.Lines(f.Period, f.Gender) {
		if line.Before == line.After && len(line.Rows) == 0 {
			continue
		}
		page.Lines = append(page.Lines, comparedLine{line.Code, line.Label, query + "&ligne=" + line.Code + "#inscriptions", models.FrenchNumber(line.Before),
			models.FrenchNumber(line.After), signed(line.After - line.Before), line.Summary()})
		if line.Code != f.Line {
			continue
		}
		page.Opened = line.Code + " – " + line.Label
		page.Kept = outside || reports.Meta{Funder: outside}.Hides(line.Code)
		for _, row := range line.Rows {
			if page.Kept {
				break
			}
			shown := comparedRow{Reference: row.Ref, In: row.In, Changes: row.Changes}
			if mayOpen {
				shown.URL = "/inscriptions/" + row.ID
			}
			page.Rows = append(page.Rows, shown)
		}
	}
}

func signed(n int) string {
	if n > 0 {
		return "+" + strconv.Itoa(n)
	}
	return strings.Replace(strconv.Itoa(n), "-", "−", 1)
}
