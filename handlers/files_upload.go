package handlers

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// fileForm keeps what was typed about documents.
type fileForm struct{ Kind, ExpiresOn, Comment, Submission string }

// set puts a posted value in its field; the others are nobody's.
func (f *fileForm) set(name, value string) {
	value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
	switch name {
	case "kind":
		f.Kind = value
	case "expires_on":
		f.ExpiresOn = value
	case "comment":
		f.Comment = value
	case "submission":
		f.Submission = value
	}
}

// apply is what was typed, or what is wrong with it.
func (f fileForm) apply(today models.Date, problems models.Problems) models.File {
	file := models.File{Kind: f.Kind, FileDetails: models.FileDetails{Comment: f.Comment}}
	if f.ExpiresOn != "" {
		file.ExpiresOn = typedFutureDay(f.ExpiresOn, today, "expires_on", problems)
	}
	merge(problems, models.CheckFile(file, today))
	return file
}

func (a *App) fileFields(f fileForm, problems models.Problems) []templates.Field {
	t := a.Texts.T
	return []templates.Field{
		templates.Radios("kind", t("file.kind"), f.Kind, a.codes("file_kind", models.FileKinds)).Wrong(a.problem(problems, "kind")),
		templates.Date("expires_on", t("file.expires_on"), f.ExpiresOn).With(t("file.expires_on.hint")).AsOptional().Wrong(a.problem(problems, "expires_on")),
		templates.TextArea("comment", t("file.comment"), f.Comment, 2).AsOptional().Wrong(a.problem(problems, "comment")),
	}
}

// fileFormPage adds documents.
type fileFormPage struct {
	Page
	Name    string // of the person
	Fields  []templates.Field
	Hint    string
	Refused []string // what is wrong with the files, one sentence each
	Action  string
	Back    string
}

// newFile: GET /personnes/:id/documents/nouveau.
func (a *App) newFile(c *gin.Context, access Access) error {
	p, _, err := a.fileOwner(c, access)
	if err != nil {
		return err
	}
	return a.show(c, "files/new", a.fileFormPage(c, access, p, fileForm{}, nil, nil))
}

// fileOwner is the person, if the reader may add a document to their file.
func (a *App) fileOwner(c *gin.Context, access Access) (models.Participant, models.Record, error) {
	record, err := a.Store.PersonRecord(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return models.Participant{}, record, err
	}
	p, err := a.Store.Participant(ctx(c), a.scope(access, models.Read, models.KindParticipant), c.Param("id"))
	return p, record, err
}

func (a *App) fileFormPage(c *gin.Context, access Access, p models.Participant, f fileForm, problems models.Problems, refused []string) fileFormPage {
	page := fileFormPage{Page: a.newPage(c, access, "file.add"), Name: p.Name(), Fields: a.fileFields(f, problems), Refused: refused,
		Hint:   a.Texts.T("file.files.hint", "Size", models.MaxFileSize>>20, "Files", models.MaxFilesPerSubmission, "Total", models.MaxUpload>>20),
		Action: filesURL(p.PublicID) + "/nouveau", Back: filesURL(p.PublicID)}
	page.Breadcrumb = a.fileTrail(p.PublicID)
	if f.Submission != "" {
		page.Submission = f.Submission
	}
	a.blame(&page.Page, problems, "kind", "expires_on", "comment")
	for _, sentence := range refused {
		page.Summary = append(page.Summary, FieldError{Field: "files", Text: sentence})
	}
	return page
}

// addFiles: POST /personnes/:id/documents/nouveau. All the files of a submission are kept, or none.
func (a *App) addFiles(c *gin.Context, access Access) error {
	p, _, err := a.fileOwner(c, access)
	if err != nil {
		return err
	}
	sent, err := a.readUpload(c)
	if err != nil {
		return err
	}
	problems := models.Problems{}
	about := sent.form.apply(a.today(), problems)
	if len(sent.files) == 0 && len(sent.refused) == 0 {
		sent.refused = []string{a.Texts.T("file.problem.none")}
	}
	if len(problems) == 0 && len(sent.refused) == 0 {
		for i := range sent.files {
			f := &sent.files[i].File
			f.Kind, f.ExpiresOn, f.Comment = about.Kind, about.ExpiresOn, about.Comment
		}
		location, err := a.Store.Once(ctx(c), access.Actor.UserID, sent.form.Submission, func(tx *store.Store) (string, error) {
			return filesURL(p.PublicID), tx.AddFiles(ctx(c), access.Scope, p.PublicID, sent.files)
		})
		if err == nil {
			a.flash(c, "success", "file.done", "Count", len(sent.files))
			return see(c, location)
		}
		refusal, known := asRefusal(err)
		if !known || refusal.Code != models.Invalid {
			return err
		}
		sent.refused = []string{a.sentence(err)}
	}
	return a.refuse(c, "files/new", a.fileFormPage(c, access, p, sent.form, problems, sent.refused))
}

// upload is what a form with files held. Files whose content is refused are in refused, with the sentence that says why.
type upload struct {
	form    fileForm
	files   []store.NewFile
	refused []string
}

// maxTyped bounds one typed field of a form with files.
const maxTyped = 64 << 10

// readUpload reads a form part by part: a file is looked at as it arrives, one at a time, and nothing touches the disk.
func (a *App) readUpload(c *gin.Context) (upload, error) {
	var u upload
	tooLarge, err := eachPart(c, u.form.set, func(name string, data []byte) { a.takeFile(&u, name, data) })
	if tooLarge {
		u.refused = append(u.refused, a.Texts.T("file.problem.total", "Max", models.MaxUpload>>20))
	}
	return u, err
}

// eachPart reads a form part by part: what was typed goes to set, the files of the field « files » to take, one at a time. It
// tells whether the whole is larger than models.MaxUpload; what came before that was given.
func eachPart(c *gin.Context, set func(name, value string), take func(name string, data []byte)) (tooLarge bool, err error) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, models.MaxUpload)
	parts, err := c.Request.MultipartReader()
	if err != nil { // an ordinary form: it holds no file
		_ = c.PostForm("")
		for name, values := range c.Request.PostForm {
			set(name, values[0])
		}
		return false, nil
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err == nil {
			err = readPart(part, set, take)
		}
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return true, nil
		}
		if err != nil {
			return false, &models.Error{Code: models.Invalid, Key: "error.form", Err: err}
		}
	}
}

func readPart(part *multipart.Part, set func(name, value string), take func(name string, data []byte)) error {
	if part.FormName() != "files" {
		value, err := io.ReadAll(io.LimitReader(part, maxTyped))
		if err == nil && !legible(map[string][]string{"": {string(value)}}) {
			err = errors.New("bytes that are no text")
		}
		set(part.FormName(), string(value))
		return err
	}
	data, err := io.ReadAll(io.LimitReader(part, models.MaxFileSize+1))
	if err != nil || part.FileName() == "" && len(data) == 0 { // the field was left empty
		return err
	}
	take(part.FileName(), data)
	return nil
}

func (a *App) takeFile(u *upload, fileName string, data []byte) {
	if len(u.files)+len(u.refused) >= models.MaxFilesPerSubmission {
		if tooMany := a.Texts.T("file.problem.many", "Max", models.MaxFilesPerSubmission); len(u.refused) == 0 || u.refused[len(u.refused)-1] != tooMany {
			u.refused = append(u.refused, tooMany)
		}
		return
	}
	format, content, err := readContent(data)
	if err != nil {
		u.refused = append(u.refused, a.Texts.T("file.refused", "Name", models.CleanFileName(fileName, format), "Why", a.sentence(err)))
		return
	}
	u.files = append(u.files, store.NewFile{Content: content, File: models.File{Format: format, FileDetails: models.FileDetails{Name: models.CleanFileName(fileName, format)}}})
}

// looking lets one document at a time be looked at: a photograph takes up to 100 MB while it is drawn again.
var looking = make(chan struct{}, 1)

func readContent(data []byte) (format string, content []byte, err error) {
	looking <- struct{}{}
	defer func() { <-looking }()
	return models.ReadFile(data)
}
