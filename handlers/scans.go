package handlers

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/documents"
	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// scansPage takes signed sheets that were scanned, says what became of each page, and lists those that wait.
type scansPage struct {
	Page
	MayAdd  bool
	Hint    string
	Refused []string // what is wrong with the files, one sentence each
	Results []scanLine
	Waiting []scanLine
	Booklet string // of the days to come, "" when the reader may not
	Empty   templates.Empty
}

// scanLine is one page of an upload, or one that waits.
type scanLine struct {
	Name   string // of the page in the upload, or of its session
	URL    string // "" when there is nothing to do
	Act    string // what the link does
	State  templates.Badge
	Detail string
}

// listScans: GET /seances/feuilles.
func (a *App) listScans(c *gin.Context, access Access) error {
	page, err := a.scansPage(c, access, c.Query("lot"))
	if err != nil {
		return err
	}
	return a.show(c, "scans/list", page)
}

func (a *App) scansPage(c *gin.Context, access Access, batch string) (scansPage, error) {
	read := a.scope(access, models.Read, models.KindScan)
	page := scansPage{Page: a.newPage(c, access, "scan.title"), MayAdd: a.may(access, models.Create, models.KindScan),
		Hint:  a.Texts.T("scan.files.hint", "Size", models.MaxFileSize>>20, "Total", models.MaxUpload>>20),
		Empty: templates.Empty{Text: a.Texts.T("scan.waiting.empty")}}
	page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}}
	if a.may(access, models.Read, models.KindAttendance) {
		page.Booklet = "/seances/feuilles.pdf"
	}
	if batch != "" {
		results, err := a.Store.ScansOf(ctx(c), read, batch)
		if err != nil {
			return page, err
		}
		for _, v := range results {
			page.Results = append(page.Results, a.scanResult(v))
		}
	}
	waiting, err := a.Store.WaitingScans(ctx(c), read)
	for _, v := range waiting {
		page.Waiting = append(page.Waiting, a.scanWaiting(v))
	}
	return page, err
}

// scanSession names the session of a page: title, day and time.
func (a *App) scanSession(v store.ScanView) string {
	if v.Session == "" {
		return ""
	}
	return v.Title + ", " + models.FrenchDate(v.OnDate) + ", " + models.FrenchTime(v.StartsAt)
}

// scanResult says what became of a page of an upload.
func (a *App) scanResult(v store.ScanView) scanLine {
	kind := map[string]string{models.ScanFiled: "success", models.ScanUnread: "warning", models.ScanDuplicate: "neutral", models.ScanForeign: "error"}[v.State]
	line := scanLine{Name: a.Texts.T("scan.page", "Number", v.Position), State: templates.NewBadge(kind, a.Texts.T("scan.state."+v.State)), Detail: a.scanSession(v)}
	switch v.State {
	case models.ScanFiled:
		line.URL, line.Act = "/scans/"+v.PublicID, a.Texts.T("scan.check")
	case models.ScanUnread:
		line.URL, line.Act, line.Detail = "/scans/"+v.PublicID, a.Texts.T("scan.file"), a.Texts.T("scan.unread.text")
	case models.ScanDuplicate:
		line.Detail = join(" · ", line.Detail, a.Texts.T("scan.double.text"))
	case models.ScanForeign:
		line.Detail = a.Texts.T("scan.foreign.text")
	}
	if v.State == models.ScanFiled && v.Moved() {
		line.Detail = join(" · ", line.Detail, a.scanMoved(v))
	}
	return line
}

// scanMoved says that the session was moved after the sheet was printed.
func (a *App) scanMoved(v store.ScanView) string {
	return a.Texts.T("scan.moved", "Date", models.FrenchDate(v.WasOn), "Time", models.FrenchTime(v.WasFrom), "Place", strings.Trim(v.WasPlace+", "+v.WasRoom, ", "))
}

// scanWaiting is a page that waits for its session, or for its signatures to be compared.
func (a *App) scanWaiting(v store.ScanView) scanLine {
	line := scanLine{URL: "/scans/" + v.PublicID, Name: a.scanSession(v), Act: a.Texts.T("scan.check"), State: templates.NewBadge("info", a.Texts.T("scan.to_check"))}
	if v.State == models.ScanUnread {
		line.Name, line.Act, line.State = a.Texts.T("scan.unfiled"), a.Texts.T("scan.file"), templates.NewBadge("warning", a.Texts.T("scan.state.illisible"))
	}
	line.Detail = a.Texts.T("scan.added", "Date", models.FrenchDate(models.DateOf(v.CreatedAt.In(a.zone))), "Name", v.Author)
	return line
}

// addScans: POST /seances/feuilles. Each page of each file files itself; what cannot be read is said file by file.
func (a *App) addScans(c *gin.Context, access Access) error {
	var pages []store.NewScan
	var refused []string
	submission := ""
	set := func(name, value string) {
		if name == "submission" {
			submission = value
		}
	}
	tooLarge, err := eachPart(c, set, func(name string, data []byte) {
		found, err := readScans(data, models.MaxScanPages-len(pages))
		if err != nil {
			refused = append(refused, a.Texts.T("file.refused", "Name", models.CleanFileName(name, ""), "Why", a.sentence(err)))
		}
		pages = append(pages, found...)
	})
	if err != nil {
		return err
	}
	if tooLarge {
		refused = append(refused, a.Texts.T("file.problem.total", "Max", models.MaxUpload>>20))
	}
	if len(pages) == 0 && len(refused) == 0 {
		refused = []string{a.Texts.T("file.problem.none")}
	}
	batch := ""
	if len(pages) > 0 {
		attendance := a.scope(access, models.Update, models.KindAttendance)
		batch, err = a.Store.Once(ctx(c), access.Actor.UserID, submission, func(tx *store.Store) (string, error) {
			batch := models.NewPublicID()
			return batch, tx.AddScans(ctx(c), access.Scope, attendance, batch, pages)
		})
		if err != nil {
			return err
		}
	}
	if len(refused) == 0 {
		return see(c, "/seances/feuilles?lot="+batch)
	}
	page, err := a.scansPage(c, access, batch)
	if err != nil {
		return err
	}
	page.Refused = refused
	for _, sentence := range refused {
		page.Summary = append(page.Summary, FieldError{Field: "files", Text: sentence})
	}
	return a.refuse(c, "scans/list", page)
}

// readScans looks at one file at a time, as readContent does; beyond most pages the file is refused.
func readScans(data []byte, most int) ([]store.NewScan, error) {
	looking <- struct{}{}
	defer func() { <-looking }()
	var pages []store.NewScan
	err := documents.ReadScans(data, func(p documents.ScannedPage) error {
		if len(pages) >= most {
			return models.Refuse(models.Invalid, "scan.problem.many", "Max", models.MaxScanPages)
		}
		pages = append(pages, store.NewScan{Code: p.Code, Image: p.Image})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return pages, nil
}

// scanImage: GET /scans/:id/image. It is written down who looked.
func (a *App) scanImage(c *gin.Context, access Access) error {
	image, err := a.Store.ScanImage(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	c.Header("Content-Security-Policy", filePolicy)
	c.Data(http.StatusOK, "image/jpeg", image)
	return nil
}

// withdrawScan: POST /scans/:id/retrait; restoreScan puts the page back.
func (a *App) withdrawScan(c *gin.Context, access Access) error {
	v, err := a.Store.WithdrawScan(ctx(c), access.Scope, c.Param("id"), true)
	if err != nil {
		return err
	}
	a.flashUndo(c, "/scans/"+v.PublicID+"/retablir", "scan.withdrawn")
	return see(c, "/seances/feuilles")
}

// restoreScan: POST /scans/:id/retablir.
func (a *App) restoreScan(c *gin.Context, access Access) error {
	v, err := a.Store.WithdrawScan(ctx(c), access.Scope, c.Param("id"), false)
	if err != nil {
		return err
	}
	a.flash(c, "success", "scan.restored")
	return see(c, "/scans/"+v.PublicID)
}

// filedScan is a page among the papers of a session or of a person.
func (a *App) filedScan(v store.ScanView, name string) scanLine {
	line := scanLine{URL: "/scans/" + v.PublicID, Name: name, State: templates.NewBadge("info", a.Texts.T("scan.to_check"))}
	if !v.CheckedAt.IsZero() {
		line.State = templates.NewBadge("success", a.Texts.T("scan.is_checked"))
	}
	line.Detail = a.Texts.T("scan.added", "Date", models.FrenchDate(models.DateOf(v.CreatedAt.In(a.zone))), "Name", v.Author)
	if v.Moved() {
		line.Detail = join(" · ", line.Detail, a.scanMoved(v))
	}
	return line
}

// sessionScans are the signed sheets of a session that came back.
func (a *App) sessionScans(c *gin.Context, access Access, r models.SessionRow) ([]scanLine, error) {
	scans, err := a.Store.SessionScans(ctx(c), a.scope(access, models.Read, models.KindScan), r.PublicID)
	var lines []scanLine
	for _, v := range scans {
		name := a.Texts.T("scan.sheet.page", "Number", v.Number, "Page", v.Page)
		if v.Page == 0 {
			name = a.Texts.T("scan.sheet.by_hand")
		}
		lines = append(lines, a.filedScan(v, name))
	}
	return lines, err
}

// personScans are the signed sheets of the sessions of a person, those that the reader may open.
func (a *App) personScans(c *gin.Context, access Access, person string) ([]scanLine, error) {
	scans, err := a.Store.PersonScans(ctx(c), a.scope(access, models.Read, models.KindScan), person)
	var lines []scanLine
	for _, v := range scans {
		lines = append(lines, a.filedScan(v, a.scanSession(v)))
	}
	return lines, err
}
