package handlers

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// journalPage is what was done and read in the centre.
type journalPage struct {
	Page
	Filters templates.FilterBar
	Rows    []journalRow
	Pager   templates.Pager
}

// journalRow is one line. Persons are opaque numbers; the link is there for those who may open the file.
type journalRow struct {
	At, Who, Action, Kind, Record, Person, PersonURL, Detail string
}

// journalActions are the words that stand in the action column, in the order of the filter.
var journalActions = []string{models.Read, models.Create, models.Update, models.Cancel, models.Close, models.Export, "sign_in", "sign_out", "sign_in_refused", "lock", "unlock"}

// journalDays is how far back the journal goes when no date is asked for.
const journalDays = 30

const journalPageSize = 50

// listJournal filters by date, action and kind; pages follow one another by the last line shown.
func (a *App) listJournal(c *gin.Context, access Access) error {
	problems := models.Problems{}
	from, until := typedDate(c.Query("du"), a.today(), "du", problems), typedDate(c.Query("au"), a.today(), "au", problems)
	if from == "" {
		from = a.today().AddDays(-journalDays)
	}
	filter := store.JournalFilter{From: a.startOf(from), Action: oneOf(c.Query("action"), journalActions...), Kind: oneOf(c.Query("objet"), models.Kinds...), Limit: journalPageSize + 1}
	if until != "" {
		filter.Until = a.startOf(until.AddDays(1))
	}
	filter.BeforeSeq, filter.BeforeAt = readCursor(c.Query("avant"))
	lines, err := a.Store.Journal(ctx(c), access.Scope, filter)
	if err != nil {
		return err
	}
	page := journalPage{Page: a.newPage(c, access, "journal.title"), Filters: a.journalFilters(c, from, until, problems)}
	a.blame(&page.Page, problems, "du", "au")
	if len(lines) > journalPageSize {
		lines = lines[:journalPageSize]
		page.Pager.Next = "/journal?" + journalQuery(c, lines[journalPageSize-1])
	}
	if filter.BeforeSeq > 0 {
		page.Pager.First = "/journal?" + journalQuery(c, store.JournalLine{})
	}
	opens := a.may(access, models.Read, models.KindParticipant)
	for _, l := range lines {
		page.Rows = append(page.Rows, a.journalRow(l, opens))
	}
	return a.show(c, "journal/list", page)
}

func (a *App) journalRow(l store.JournalLine, opens bool) journalRow {
	row := journalRow{At: a.moment(l.At), Who: l.UserName, Action: a.Texts.T("journal.action." + l.Action), Kind: a.Texts.T("journal.kind." + l.Kind),
		Record: l.Record, Person: l.Participant, Detail: a.journalDetail(l.Detail, opens || l.Participant == "")}
	if row.Who == "" {
		row.Who = a.Texts.T("journal.nobody")
	}
	if opens && l.Participant != "" {
		row.PersonURL = "/personnes/" + l.Participant
	}
	return row
}

// journalDetail puts the words of a detail in French. About a person it may hold a reason that a colleague typed:
// whoever may not open files sees its known words only.
func (a *App) journalDetail(detail string, all bool) string {
	var words []string
	for _, word := range strings.FieldsFunc(detail, func(r rune) bool { return r == ',' || r == ' ' }) {
		switch key := "journal.word." + word; {
		case a.Texts.Has(key):
			words = append(words, a.Texts.T(key))
		case all:
			return detail
		}
	}
	return strings.Join(words, ", ")
}

func (a *App) journalFilters(c *gin.Context, from, until models.Date, problems models.Problems) templates.FilterBar {
	bar := templates.FilterBar{Action: "/journal", ClearURL: "/journal"}
	actions := []templates.Option{{Value: "", Label: a.Texts.T("journal.all")}}
	for _, word := range journalActions {
		actions = append(actions, templates.Option{Value: word, Label: a.Texts.T("journal.action." + word)})
	}
	kinds := []templates.Option{{Value: "", Label: a.Texts.T("journal.all")}}
	for _, word := range models.Kinds {
		kinds = append(kinds, templates.Option{Value: word, Label: a.Texts.T("journal.kind." + word)})
	}
	typed := func(name string, day models.Date) string {
		if problems.Has(name) {
			return c.Query(name)
		}
		return models.FrenchDate(day)
	}
	bar.Fields = []templates.Field{
		templates.Date("du", a.Texts.T("journal.from"), typed("du", from)).Wrong(a.problem(problems, "du")),
		templates.Date("au", a.Texts.T("journal.until"), typed("au", until)).Wrong(a.problem(problems, "au")).AsOptional(),
		templates.Select("action", a.Texts.T("journal.action"), c.Query("action"), actions),
		templates.Select("objet", a.Texts.T("journal.kind"), c.Query("objet"), kinds),
	}
	return bar
}

// startOf is the first moment of a day on the clocks of the centres.
func (a *App) startOf(day models.Date) models.Instant {
	t := day.Time()
	return models.InstantOf(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, a.zone))
}

// journalQuery is the present filter, from the line after last on.
func journalQuery(c *gin.Context, last store.JournalLine) string {
	values := url.Values{}
	for _, name := range []string{"du", "au", "action", "objet"} {
		if v := c.Query(name); v != "" {
			values.Set(name, v)
		}
	}
	if last.Seq > 0 {
		values.Set("avant", strconv.FormatInt(last.Seq, 10)+"."+strconv.FormatInt(last.At.UnixMilli(), 10))
	}
	return values.Encode()
}

// readCursor reads what journalQuery wrote; anything else is the first page.
func readCursor(text string) (seq int64, at models.Instant) {
	first, second, found := strings.Cut(text, ".")
	seq, errSeq := strconv.ParseInt(first, 10, 64)
	milli, errAt := strconv.ParseInt(second, 10, 64)
	if !found || errSeq != nil || errAt != nil {
		return 0, models.Instant{}
	}
	return seq, models.InstantOf(time.UnixMilli(milli))
}
