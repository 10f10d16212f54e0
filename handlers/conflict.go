package handlers

import (
	"bytes"
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// When a form was opened with a version that is no longer the saved one, both are shown and each question is chosen.
// One mechanism for every form: what is saved is read from the form's own page, what was typed from the request.

// conflictPage puts the saved version and the one just typed side by side; nothing typed is lost.
type conflictPage struct {
	Page
	Text   string // « Nadia Lambert a modifié ce dossier à 10 h 12. »
	Rows   []conflictRow
	Typed  []templates.Field // hidden
	Action string
	Back   string
}

// conflictRow is one question on which the two differ; Names are its controls, space-separated.
type conflictRow struct{ Name, Names, Label, Saved, Typed string }

// Names of the fields of the conflict page: the choice made for a question, its controls, their saved values.
const (
	conflictKeep   = "keep_"
	conflictNames  = "names_"
	conflictTheirs = "theirs_"
)

// chooseVersions applies the choices of a conflict page to the form that is sent: the page that receives it finds the
// values as if they had been typed.
func chooseVersions(form url.Values) {
	for field := range form {
		q, asked := strings.CutPrefix(field, conflictKeep)
		if !asked || form.Get(field) != "theirs" {
			continue
		}
		for _, name := range strings.Fields(form.Get(conflictNames + q)) {
			form.Del(name)
			if theirs, ok := form[conflictTheirs+name]; ok {
				form[name] = theirs
			}
		}
	}
	for field := range form {
		if strings.HasPrefix(field, conflictKeep) || strings.HasPrefix(field, conflictNames) || strings.HasPrefix(field, conflictTheirs) {
			form.Del(field)
		}
	}
}

// isStale tells that somebody saved another version first.
func isStale(err error) bool {
	refusal, ok := asRefusal(err)
	return ok && refusal.Key == models.ErrStale.Key
}

// showConflict answers 409 with both versions. It tells whether it could: an act without questions has nothing to compare.
func (a *App) showConflict(c *gin.Context, access Access) (bool, error) {
	form, address, err := a.savedVersion(c)
	if err != nil || form == nil {
		return false, err
	}
	page := conflictPage{Page: a.newPage(c, access, "conflict.title"), Action: form.AttrOr("action", ""), Back: a.leaves(c, form, address)}
	typed := c.Request.PostForm
	for _, q := range questionsOf(form) {
		saved, mine := q.words(q.Values), q.words(typed)
		if saved == mine {
			continue
		}
		page.Rows = append(page.Rows, conflictRow{Name: q.Names[0], Names: strings.Join(q.Names, " "), Label: q.Label, Saved: saved, Typed: mine})
		for _, name := range q.Names {
			for _, value := range q.Values[name] {
				page.Typed = append(page.Typed, templates.Hidden(conflictTheirs+name, value))
			}
		}
	}
	if len(page.Rows) == 0 {
		a.flash(c, "info", "conflict.same")
		return true, see(c, page.Back)
	}
	for name, values := range typed {
		for _, value := range values {
			if name != "version" {
				page.Typed = append(page.Typed, templates.Hidden(name, value))
			}
		}
	}
	page.Typed = append(page.Typed, templates.Hidden("version", form.Find("input[name=version]").AttrOr("value", "")))
	slices.SortStableFunc(page.Typed, func(x, y templates.Field) int { return cmp.Compare(x.Name, y.Name) })
	if page.Text, err = a.whoChanged(c, access); err != nil {
		return false, err
	}
	a.render(c, http.StatusConflict, "system/conflict", page)
	return true, nil
}

// savedVersion is the form of this request as its reader would find it now, and where; nil when there is none with a
// version.
func (a *App) savedVersion(c *gin.Context) (*goquery.Selection, string, error) {
	path := c.Request.URL.RequestURI()
	for _, address := range []string{models.DraftForm(c.Request.PostForm.Get("brouillon")), path, path + "/modifier", backTo(c)} {
		status, html := a.readAgain(c, address)
		if status != http.StatusOK {
			continue
		}
		doc, err := goquery.NewDocumentFromReader(bytes.NewReader(html))
		if err != nil {
			return nil, "", err
		}
		forms := doc.Find("main form[method=post]").Has("input[name=version]").FilterFunction(func(_ int, f *goquery.Selection) bool {
			action, err := url.Parse(f.AttrOr("action", ""))
			return err == nil && action.Path == c.Request.URL.Path
		})
		asked := forms.FilterFunction(func(_ int, f *goquery.Selection) bool { return asksFor(f, c.Request.PostForm) })
		if asked.AddSelection(forms).Length() > 0 {
			return asked.AddSelection(forms).First(), address, nil
		}
	}
	return nil, "", nil
}

// asksFor tells whether a form asks one of the questions that were answered: a page may hold several of one address.
func asksFor(form *goquery.Selection, posted url.Values) bool {
	return slices.ContainsFunc(questionsOf(form), func(q question) bool { return slices.ContainsFunc(q.Names, posted.Has) })
}

// readAgain asks for a page as the same reader: the guard decides as for any other request.
func (a *App) readAgain(c *gin.Context, address string) (int, []byte) {
	r := c.Request.Clone(ctx(c))
	u, err := url.ParseRequestURI(address)
	if err != nil {
		return http.StatusNotFound, nil
	}
	r.Method, r.URL, r.RequestURI, r.Body, r.ContentLength, r.Form, r.PostForm = http.MethodGet, u, address, http.NoBody, 0, nil, nil
	for _, name := range []string{"Content-Type", "Content-Length", "X-Fragment", backgroundHeader} {
		r.Header.Del(name)
	}
	w := &reader{header: http.Header{}, status: http.StatusOK}
	a.engine.ServeHTTP(w, r)
	return w.status, w.body.Bytes()
}

// reader takes the answer of a page that Jalon reads itself.
type reader struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *reader) Header() http.Header         { return r.header }
func (r *reader) WriteHeader(status int)      { r.status = status }
func (r *reader) Write(p []byte) (int, error) { return r.body.Write(p) }

// whoChanged: « Nadia Lambert a modifié ce dossier à 10 h 12. »
func (a *App) whoChanged(c *gin.Context, access Access) (string, error) {
	name, at, err := a.Store.LastWriter(ctx(c), access.Scope, c.Param("id"))
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return "", err
	}
	if name == "" {
		return a.Texts.T("conflict.somebody"), nil
	}
	day, clock := models.DateOf(at.In(a.zone)), models.FrenchTime(at.In(a.zone).Format("15:04"))
	if day == a.today() {
		return a.Texts.T("conflict.by", "Name", name, "Time", clock), nil
	}
	return a.Texts.T("conflict.by_day", "Name", name, "Date", models.FrenchDate(day), "Time", clock), nil
}

// leaves is where one goes who gives up: where « Annuler » of the form leads, or the page of the record above the form.
// A task of a plan has no page of its own: only a page that this reader can open is offered.
func (a *App) leaves(c *gin.Context, form *goquery.Selection, address string) string {
	path, _, _ := strings.Cut(address, "?")
	above := path[:max(strings.LastIndex(path, "/"), 0)]
	for _, page := range []string{form.Find("a.button.ghost").AttrOr("href", ""), above} {
		if status, _ := a.readAgain(c, page); page != "" && status == http.StatusOK {
			return page
		}
	}
	return address
}
