package handlers

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// gapsPage is what an FSE+ report still asks, record by record, with the editors in the row (ux.md T11).
type gapsPage struct {
	Page
	Programme templates.Programme
	Operation models.Operation
	Progress  templates.Meter
	Counts    string // « 131 dossiers : 122 complets, 9 à compléter »
	Kinds     []templates.Tab
	Mine      *templates.Tab
	Cards     []gapCard
	Pager     templates.Pager
	Actions   []templates.Action
	Empty     templates.Empty
}

// gapFile is one record of the report as the grid lists it.
type gapFile struct {
	store.FileFacts
	gapVerdict
	remembered bool // not judged for this page
}

// gapVerdict is what the report makes of a record.
type gapVerdict struct {
	Status  models.ParticipationStatus
	Birth   models.BirthDate
	Entry   models.Date
	Exit    models.Date
	Missing []string // what makes it incomplete
	Gaps    []string // models.GapCodes
}

// gapFilter is what the address asks for.
type gapFilter struct {
	operation models.Operation
	datum     string // one of models.GapCodes, gapIncomplete, "" for all
	mine      bool
}

// gapIncomplete keeps the records that the report counts as incomplete.
const gapIncomplete = "incomplets"

func (f gapFilter) base() string { return "/rapports/" + f.operation.PublicID + "/a-completer" }

// url is the address of the grid (id "") or of one record, with the filters.
func (f gapFilter) url(id string, more ...string) string {
	values := url.Values{}
	if f.datum != "" {
		values.Set("donnee", f.datum)
	}
	if f.mine {
		values.Set("qui", "moi")
	}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			values.Set(more[i], more[i+1])
		}
	}
	path := f.base()
	if id != "" {
		path += "/" + id
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// asks tells whether a record belongs to what is asked for.
func (f gapFilter) asks(file gapFile) bool {
	if f.datum == gapIncomplete {
		return file.Status == models.Incomplete
	}
	return len(file.Gaps) > 0 && (f.datum == "" || slices.Contains(file.Gaps, f.datum))
}

// gapsPageSize is how many records the grid shows.
const gapsPageSize = 25

// gapFilter reads the address: the operation of an FSE+ report, and the filters.
func (a *App) gapFilter(c *gin.Context, access Access) (gapFilter, error) {
	f := gapFilter{datum: c.Query("donnee"), mine: c.Query("qui") == "moi"}
	var err error
	if f.operation, err = a.Store.Operation(ctx(c), a.scope(access, models.Read, models.KindOperation), c.Param("operation")); err != nil {
		return f, err
	}
	if f.operation.Funder != models.FunderFSE || f.datum != "" && f.datum != gapIncomplete && !slices.Contains(models.GapCodes, f.datum) {
		return f, models.ErrNotFound
	}
	f.operation, err = a.Store.WithDraws(ctx(c), f.operation)
	return f, err
}

// gapFiles judges every record in reach by the very rules of the report, in the order of names.
func (a *App) gapFiles(ctx context.Context, scope models.Scope, o models.Operation, filter store.FileFilter) ([]gapFile, error) {
	var files []gapFile
	err := a.Store.OperationFiles(ctx, scope, o, filter, func(f store.FileFacts) {
		p, gaps := models.GapsOf(o, f.Facts, a.today())
		f.Facts = models.EnrolmentFacts{} // judged: nothing of it is kept
		files = append(files, gapFile{FileFacts: f, gapVerdict: gapVerdict{p.Status, p.Profile.Birth, p.Entry, p.Exit, p.Missing, gaps}})
	})
	sortFiles(files)
	return files, err
}

func sortFiles(files []gapFile) {
	slices.SortFunc(files, func(x, y gapFile) int {
		return cmp.Or(cmp.Compare(x.SortName, y.SortName), cmp.Compare(x.Enrolment, y.Enrolment))
	})
}

// askedFiles are the files the filter is about, all of them or the reader's own. Those of a large operation are remembered.
func (a *App) askedFiles(c *gin.Context, access Access, f gapFilter) ([]gapFile, error) {
	if f.mine {
		return a.gapFiles(ctx(c), access.Scope, f.operation, store.FileFilter{UserID: access.Actor.UserID})
	}
	if key := a.gapKey(f.operation); a.gaps.knows(key) {
		a.rememberGaps(f.operation)
		people, err := a.Store.OperationPeople(ctx(c), access.Scope, f.operation)
		files := a.gaps.fill(key, people)
		sortFiles(files)
		return files, err
	}
	begun := time.Now()
	files, err := a.gapFiles(ctx(c), access.Scope, f.operation, store.FileFilter{})
	if err == nil && time.Since(begun) > slowGrid {
		a.rememberGaps(f.operation)
	}
	return files, err
}

// readinessOf counts the records of a list.
func readinessOf(files []gapFile) models.Readiness {
	var r models.Readiness
	for _, file := range files {
		r.Count(&models.Participation{Status: file.Status})
	}
	return r
}

// showGaps: GET /rapports/:operation/a-completer.
func (a *App) showGaps(c *gin.Context, access Access) error {
	f, err := a.gapFilter(c, access)
	if err != nil {
		return err
	}
	files, err := a.askedFiles(c, access, f)
	if err != nil {
		return err
	}
	page := gapsPage{Page: a.newPage(c, access, "readiness.title"), Programme: a.programme(f.operation.Programme), Operation: f.operation,
		Empty: templates.Empty{Text: a.Texts.T("readiness.empty")}}
	page.Breadcrumb = a.gapTrail(access)
	page.Progress, page.Counts = a.progress(readinessOf(files))
	page.Kinds = a.gapKinds(f, files)
	if access.Actor.HasRole(models.Coordinator, models.Manager) {
		other := f
		other.mine = !f.mine
		page.Mine = &templates.Tab{Label: a.Texts.T("readiness.mine"), URL: other.url(""), Current: f.mine}
	}
	err = a.gapCards(c, access, &page, f, slices.DeleteFunc(files, func(file gapFile) bool { return !f.asks(file) }))
	if err != nil {
		return err
	}
	page.Actions = append(page.Actions, a.gapLinks(access, f.operation)...)
	return a.show(c, "readiness/list", page)
}

func (a *App) gapTrail(access Access) []Link {
	if a.may(access, models.Read, models.KindReport) {
		return []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}}
	}
	return []Link{{URL: "/a-completer", Label: a.Texts.T("task.title")}}
}

// progress is the meter of a readiness, and the sentence of its counts.
func (a *App) progress(r models.Readiness) (templates.Meter, string) {
	return templates.Meter{Value: r.Complete, Max: max(r.Records, 1), Label: a.Texts.T("readiness.meter"),
			Text: a.Texts.T("readiness.percent", "Percent", r.Percent()), Wide: true},
		a.Texts.T("readiness.counts", "Records", a.Texts.T("readiness.records", "Count", r.Records), "Complete", a.Texts.T("readiness.complete", "Count", r.Complete),
			"Left", r.ToComplete())
}

// gapKinds are the data still asked for, each with how many records lack it.
func (a *App) gapKinds(f gapFilter, files []gapFile) []templates.Tab {
	counts, all := map[string]int{}, 0
	for _, file := range files {
		for _, gap := range file.Gaps {
			counts[gap]++
		}
		if len(file.Gaps) > 0 {
			all++
		}
	}
	tab := func(datum, label string, n int) templates.Tab {
		other := f
		other.datum = datum
		return templates.Tab{Label: label, URL: other.url(""), Current: f.datum == datum, Note: models.FrenchNumber(n)}
	}
	kinds := []templates.Tab{tab("", a.Texts.T("readiness.all"), all), tab(gapIncomplete, a.Texts.T("readiness.incomplete"), readinessOf(files).ToComplete())}
	for _, code := range models.GapCodes {
		if counts[code] > 0 || f.datum == code {
			kinds = append(kinds, tab(code, a.Texts.T("readiness.gap."+code), counts[code]))
		}
	}
	return kinds
}

// gapCards shows a page of records: those after ?apres, in the order of names; ?suite has the focus.
func (a *App) gapCards(c *gin.Context, access Access, page *gapsPage, f gapFilter, files []gapFile) error {
	if len(files) == 0 {
		return nil
	}
	at := func(id string) int {
		return slices.IndexFunc(files, func(file gapFile) bool { return file.Enrolment == id })
	}
	first := max(at(c.Query("des")), 0)
	focus := at(c.Query("suite"))
	if focus >= 0 && (focus < first || focus >= first+gapsPageSize) {
		first = focus
	}
	shown := files[first:min(first+gapsPageSize, len(files))]
	if err := a.judgedNow(ctx(c), access.Scope, f.operation, shown); err != nil {
		return err
	}
	for i, file := range shown {
		if !f.asks(file) { // answered meanwhile
			continue
		}
		card := a.gapCard(access, f, file, gapAnswers{}, nil)
		if next := first + i + 1; next < len(files) {
			card.Next = files[next].Enrolment
		}
		card.From = c.Query("des")
		card.focus(first+i == focus)
		page.Cards = append(page.Cards, card)
	}
	page.Actions = []templates.Action{{Label: a.Texts.T("readiness.next"), URL: f.url(shown[0].Enrolment), Primary: true}}
	if first > 0 {
		page.Pager.Previous = f.url("", "des", files[max(first-gapsPageSize, 0)].Enrolment)
	}
	if first+gapsPageSize < len(files) {
		page.Pager.Next = f.url("", "des", files[first+gapsPageSize].Enrolment)
	}
	if len(files) > gapsPageSize {
		page.Pager.Shown = a.Texts.T("readiness.shown", "From", first+1, "To", first+len(shown), "Count", len(files))
	}
	return nil
}

// gapLinks are the report itself and its frozen ones, for who may read them.
func (a *App) gapLinks(access Access, o models.Operation) []templates.Action {
	var links []templates.Action
	if a.may(access, models.Export, models.KindReport) {
		links = append(links, templates.Action{Label: a.Texts.T("report.open.fse"), URL: "/rapports/" + o.PublicID + "/fse", Icon: "report"})
	}
	if a.may(access, models.Read, models.KindReportRun) {
		links = append(links, templates.Action{Label: a.Texts.T("readiness.history"), URL: "/rapports/" + o.PublicID + "/figes", Icon: "history"})
	}
	return links
}
