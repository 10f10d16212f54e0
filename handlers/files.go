package handlers

import (
	"mime"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// filesPage is the documents of a person: those that were added, the attestations that Jalon made, those withdrawn.
type filesPage struct {
	Page
	personFrame
	Files        []fileLine
	Withdrawn    []fileLine
	Attestations []attestationLine
	Scans        []scanLine // signed sheets of the person's sessions
	AddURL       string     // "" when the reader may not
	Empty        templates.Empty
}

// fileLine is one document as it is listed.
type fileLine struct {
	Name, Kind, Comment string
	Facts               string // format, size, who added it and when
	URL                 string // of the content
	Expires             string
	Expiry              *templates.Badge
	EditURL             string // "" when the reader may not
	WithdrawURL         string
	RestoreURL          string
}

// showFiles: GET /personnes/:id/documents.
func (a *App) showFiles(c *gin.Context, access Access) error {
	p, record, frame, err := a.personSection(c, access, c.Param("id"), "documents")
	if err != nil {
		return err
	}
	files, err := a.Store.Files(ctx(c), access.Scope, p.PublicID)
	if err != nil {
		return err
	}
	page := filesPage{Page: a.newPage(c, access, "file.title"), personFrame: frame, Empty: templates.Empty{Text: a.Texts.T("file.empty")}}
	page.Breadcrumb = []templates.Link{{URL: "/personnes", Label: a.Texts.T("nav.persons")}, {URL: personURL(p.PublicID), Label: a.Texts.T("person.trail")}}
	if a.scope(access, models.Create, models.KindDocument).Covers(record) {
		page.AddURL = filesURL(p.PublicID) + "/nouveau"
		page.Empty.Action = templates.Link{URL: page.AddURL, Label: a.Texts.T("file.add")}
	}
	mayEdit, mayWithdraw := a.scope(access, models.Update, models.KindDocument).Covers(record), a.scope(access, models.Cancel, models.KindDocument).Covers(record)
	for _, f := range files {
		line := a.fileLine(f, mayEdit, mayWithdraw)
		if f.WithdrawnAt.IsZero() {
			page.Files = append(page.Files, line)
		} else {
			page.Withdrawn = append(page.Withdrawn, line)
		}
	}
	if page.Attestations, err = a.personAttestations(c, access, p); err != nil {
		return err
	}
	if page.Scans, err = a.personScans(c, access, p.PublicID); err != nil {
		return err
	}
	return a.show(c, "files/list", page)
}

func filesURL(person string) string { return personURL(person) + "/documents" }

func (a *App) personAttestations(c *gin.Context, access Access, p models.Participant) ([]attestationLine, error) {
	made, err := a.Store.AttestationsOfPerson(ctx(c), a.scope(access, models.Read, models.KindAttestation), p.PublicID)
	var lines []attestationLine
	for _, t := range made {
		lines = append(lines, a.attestationLine(t))
	}
	return lines, err
}

func (a *App) fileLine(f store.FileView, mayEdit, mayWithdraw bool) fileLine {
	base := "/documents/" + f.PublicID
	line := fileLine{Name: f.Name, Kind: a.answer("file_kind", f.Kind), Comment: f.Comment, URL: base + "/fichier"}
	line.Facts = join(" · ", a.Texts.T("file.format."+f.Format), a.fileSize(f.Size), a.Texts.T("file.added", "Date", models.FrenchDate(f.AddedOn), "Name", f.Author))
	if !f.WithdrawnAt.IsZero() {
		line.URL, line.Comment = "", f.Reason
		if mayWithdraw {
			line.RestoreURL = base + "/retablir"
		}
		return line
	}
	line.Expires, line.Expiry = models.FrenchDate(f.ExpiresOn), a.expiryBadge(f.File)
	if mayEdit {
		line.EditURL = base + "/modifier"
	}
	if mayWithdraw {
		line.WithdrawURL = base + "/retrait"
	}
	return line
}

func (a *App) expiryBadge(f models.File) *templates.Badge {
	kinds := map[string]string{"soon": "warning", "over": "error"}
	state := f.Expiry(a.today())
	if state == "" {
		return nil
	}
	badge := templates.NewBadge(kinds[state], a.Texts.T("file.expiry."+state))
	return &badge
}

// fileSize is a size as people read it: 340 Ko, 2 Mo.
func (a *App) fileSize(bytes int) string {
	const kilo = 1 << 10
	if bytes < kilo*kilo {
		return a.Texts.T("file.size.ko", "Size", strconv.Itoa((bytes+kilo-1)/kilo))
	}
	return a.Texts.T("file.size.mo", "Size", strconv.Itoa((bytes+kilo*kilo/2)/(kilo*kilo)))
}

// downloadFile: GET /documents/:id/fichier. The document is saved, never shown in place; it is written down who opened it.
func (a *App) downloadFile(c *gin.Context, access Access) error {
	f, err := a.Store.OpenFile(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	header := c.Writer.Header()
	header.Set("Content-Type", f.MediaType())
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	header.Set("Content-Security-Policy", filePolicy)
	header.Set("Content-Length", strconv.Itoa(f.Size))
	err = a.Store.FileContent(ctx(c), f, func(part []byte) error {
		c.Status(http.StatusOK)
		_, err := c.Writer.Write(part)
		return err
	})
	if err != nil && c.Writer.Written() { // too late for a page: the browser sees that bytes are missing
		a.Log.Error("download cut short", "request", requestID(c), "error", err)
		return nil
	}
	if err != nil {
		for _, name := range []string{"Content-Disposition", "Content-Length"} {
			header.Del(name)
		}
	}
	return err
}

// fileEditPage is what is written about a document.
type fileEditPage struct {
	Page
	Name    string
	Fields  []templates.Field
	Action  string
	Back    string
	Version int
}

// editFile: GET and POST /documents/:id/modifier.
func (a *App) editFile(c *gin.Context, access Access) error {
	f, err := a.Store.File(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	problems := models.Problems{}
	form := fileForm{Kind: typed(c, "kind", f.Kind), ExpiresOn: typed(c, "expires_on", models.FrenchDate(f.ExpiresOn)), Comment: typed(c, "comment", f.Comment)}
	version := number(typed(c, "version", strconv.Itoa(f.Version)))
	if c.Request.Method == http.MethodPost {
		changed := form.apply(a.today(), problems)
		changed.PublicID, changed.Version = f.PublicID, version
		if len(problems) == 0 {
			err := a.Store.UpdateFile(ctx(c), access.Scope, changed)
			if err == nil {
				a.flash(c, "success", "file.saved")
				return see(c, filesURL(f.Person))
			}
			if !asProblem(err, problems, "kind") {
				return err
			}
		}
	}
	page := fileEditPage{Page: a.newPage(c, access, "file.edit.title"), Name: f.Name, Fields: a.fileFields(form, problems), Version: version,
		Action: "/documents/" + f.PublicID + "/modifier", Back: filesURL(f.Person)}
	page.Breadcrumb = a.fileTrail(f.Person)
	a.blame(&page.Page, problems, "kind", "expires_on", "comment")
	return a.showForm(c, "files/edit", page, problems)
}

func (a *App) fileTrail(person string) []templates.Link {
	return []templates.Link{{URL: personURL(person), Label: a.Texts.T("person.trail")}, {URL: filesURL(person), Label: a.Texts.T("file.title")}}
}

// withdrawFile: GET and POST /documents/:id/retrait.
func (a *App) withdrawFile(c *gin.Context, access Access) error {
	f, err := a.Store.File(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	base, problems, reason := "/documents/"+f.PublicID, models.Problems{}, typed(c, "reason", "")
	if c.Request.Method == http.MethodPost {
		if problems = models.CheckReason(reason); len(problems) == 0 {
			if err := a.Store.WithdrawFile(ctx(c), access.Scope, f.PublicID, reason); err != nil {
				return err
			}
			a.flashUndo(c, base+"/retablir", "file.withdraw.done")
			return see(c, filesURL(f.Person))
		}
	}
	page := confirmPage{Page: a.newPage(c, access, "file.withdraw.title")}
	page.Breadcrumb = a.fileTrail(f.Person)
	page.Confirm = templates.Confirm{Title: a.Texts.T("file.withdraw.title"), Text: a.Texts.T("file.withdraw.text", "Name", f.Name), Action: base + "/retrait",
		Button: a.Texts.T("file.withdraw.save"), Danger: true, CancelURL: filesURL(f.Person), CancelLabel: a.Texts.T("file.withdraw.keep"),
		Fields: []templates.Field{templates.TextArea("reason", a.Texts.T("file.withdraw.reason"), reason, 3).Wrong(a.problem(problems, "reason"))}}
	a.blame(&page.Page, problems, "reason")
	return a.showForm(c, "enrolments/confirm", page, problems)
}

// restoreFile: POST /documents/:id/retablir.
func (a *App) restoreFile(c *gin.Context, access Access) error {
	f, err := a.Store.File(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	if err := a.Store.RestoreFile(ctx(c), access.Scope, f.PublicID); err != nil {
		return err
	}
	a.flash(c, "success", "file.restored")
	return see(c, filesURL(f.Person))
}

// expiringFiles are lines of « À compléter ».
func (a *App) expiringFiles(c *gin.Context, _ Access, scope models.Scope) ([]taskLine, error) {
	files, err := a.Store.ExpiringFiles(ctx(c), scope, a.today().AddDays(-models.FileReminderDays), a.today().AddDays(models.FileReminderDays), store.TaskLimit)
	var lines []taskLine
	for _, f := range files {
		key := "task.permits.soon"
		if f.ExpiresOn < a.today() {
			key = "task.permits.over"
		}
		lines = append(lines, taskLine{Name: f.Name(), URL: filesURL(f.Person), Person: f.Person,
			Detail:  a.answer("file_kind", f.Kind) + " · " + a.Texts.T(key, "Date", models.FrenchDate(f.ExpiresOn)),
			Actions: []templates.Action{{Label: a.Texts.T("file.add"), URL: filesURL(f.Person) + "/nouveau", Icon: "upload"}}})
	}
	return lines, err
}
