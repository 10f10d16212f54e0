package handlers

import (
	"bytes"
	"io"
	"sort"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/reports"
	"jalon/store"
	"jalon/templates"
)

// importPage loads an exchange workbook in two steps: a trial that writes nothing and lists every finding, then
// the import of the same file.
type importPage struct {
	Page
	Problem  string
	Done     bool // the last step wrote
	Result   *models.ImportResult
	Sheets   []templates.Row
	Errors   []findingRow
	Warnings []findingRow
	More     int    // findings beyond those shown
	Token    string // of the file that was tried and may be imported
}

// findingRow is one finding as the page prints it.
type findingRow struct{ Where, Value, Message string }

// findingsShown bounds the page; the command line lists them all.
const findingsShown = 200

// trial keeps the last workbook that a person tried, in memory and for a quarter of an hour, so that they need not
// choose it again. It never touches the disk.
type trial struct {
	token string
	data  []byte
	at    time.Time
}

type trials struct {
	mu   sync.Mutex
	last map[string]trial // by user
}

const trialLife = 15 * time.Minute

func (t *trials) keep(userID string, data []byte, now time.Time) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.last == nil {
		t.last = map[string]trial{}
	}
	for id, old := range t.last {
		if now.Sub(old.at) > trialLife {
			delete(t.last, id)
		}
	}
	kept := trial{models.NewToken(), data, now}
	t.last[userID] = kept
	return kept.token
}

func (t *trials) take(userID, token string, now time.Time) ([]byte, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	kept, ok := t.last[userID]
	if !ok || kept.token != token || now.Sub(kept.at) > trialLife {
		return nil, false
	}
	delete(t.last, userID)
	return kept.data, true
}

// showImport: GET /import.
func (a *App) showImport(c *gin.Context, access Access) error {
	return a.show(c, "imports/form", importPage{Page: a.newPage(c, access, "import.title")})
}

// tryImport: POST /import. Nothing is written.
func (a *App) tryImport(c *gin.Context, access Access) error {
	data, err := uploadedWorkbook(c)
	if err != nil {
		return a.importRefused(c, access, err)
	}
	result, err := a.load(c, access, data, true)
	if err != nil {
		return a.importRefused(c, access, err)
	}
	page := a.importResult(c, access, result)
	if result.OK {
		page.Token = a.trials.keep(access.Actor.UserID, data, a.Store.Now().Time)
		return a.show(c, "imports/form", page)
	}
	return a.refuse(c, "imports/form", page)
}

// runImport: POST /import/charger: the file that was tried is written, all or nothing.
func (a *App) runImport(c *gin.Context, access Access) error {
	data, kept := a.trials.take(access.Actor.UserID, c.PostForm("essai"), a.Store.Now().Time)
	if !kept {
		return a.importRefused(c, access, models.Refuse(models.Invalid, "import.again"))
	}
	result, err := a.load(c, access, data, false)
	if err != nil {
		return a.importRefused(c, access, err)
	}
	page := a.importResult(c, access, result)
	page.Done = result.OK
	return a.show(c, "imports/form", page)
}

func (a *App) load(c *gin.Context, access Access, data []byte, dry bool) (models.ImportResult, error) {
	x, found, err := reports.ReadExchangeBytes(data)
	if err != nil {
		return models.ImportResult{}, err
	}
	return a.Store.Import(ctx(c), access.Scope, x, store.ImportOptions{DryRun: dry, Found: found})
}

// uploadedWorkbook reads the file of the form, 20 MB at most.
func uploadedWorkbook(c *gin.Context) ([]byte, error) {
	file, err := c.FormFile("classeur")
	if err != nil {
		return nil, models.Refuse(models.Invalid, "import.no_file")
	}
	if file.Size > 20<<20 {
		return nil, models.Refuse(models.TooLarge, "exchange.too_large")
	}
	opened, err := file.Open()
	if err != nil {
		return nil, models.Refuse(models.Invalid, "exchange.unreadable")
	}
	defer func() { _ = opened.Close() }()
	return io.ReadAll(opened)
}

// importRefused shows a refusal of the whole file on the form; anything else is an error page.
func (a *App) importRefused(c *gin.Context, access Access, err error) error {
	refusal, ok := asRefusal(err)
	if !ok || refusal.Code != models.Invalid && refusal.Code != models.TooLarge {
		return err
	}
	page := importPage{Page: a.newPage(c, access, "import.title"), Problem: a.Texts.T(refusal.Key, refusal.Args...)}
	page.Summary = []FieldError{{Field: "classeur", Text: page.Problem}}
	a.render(c, statuses[refusal.Code], "imports/form", page)
	return nil
}

func (a *App) importResult(c *gin.Context, access Access, result models.ImportResult) importPage {
	page := importPage{Page: a.newPage(c, access, "import.title"), Result: &result}
	sheets := make([]string, 0, len(result.Counts))
	for sheet, rows := range result.Counts {
		if rows > 0 {
			sheets = append(sheets, sheet)
		}
	}
	sort.Strings(sheets)
	for _, sheet := range sheets {
		page.Sheets = append(page.Sheets, templates.Row{Label: sheet, Value: a.Texts.T("import.counts", "Count", result.Counts[sheet],
			"Created", result.Created[sheet], "Updated", result.Updated[sheet])})
	}
	for i, f := range result.Findings {
		if i == findingsShown {
			page.More = len(result.Findings) - i
			break
		}
		row := findingRow{Where: f.Sheet + " " + f.Cell, Value: f.Value, Message: f.Message}
		if f.Level == models.LevelError {
			page.Errors = append(page.Errors, row)
		} else {
			page.Warnings = append(page.Warnings, row)
		}
	}
	return page
}

// exportWorkbook: GET /import/export: everything the exchange sheets can hold.
func (a *App) exportWorkbook(c *gin.Context, access Access) error {
	var out bytes.Buffer
	err := a.Store.Export(ctx(c), access.Scope, func(x models.ExchangeStream) error { return reports.WriteExchange(&out, x) })
	if err != nil {
		return err
	}
	return a.attachment(c, "jalon-"+string(a.today())+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", out.Bytes())
}
