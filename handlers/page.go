package handlers

import (
	"bytes"
	"html/template"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/static"
	"jalon/templates"
)

// Page is what the layout prints; every page struct embeds it. Texts are ready to print.
type Page struct {
	Title         string // no personal data: titles stay in the browser's history
	Lang          string
	Theme         string // "" follows the system, light, dark
	Density       string // "" is comfortable, compact
	CentreName    string
	User          *PageUser // nil when nobody is signed in
	Nav           []NavItem
	Encode        []MenuItem // menu « + Encoder »
	SearchEnabled bool
	SearchLabel   string // what may be found
	Query         string // what was searched, kept in the field
	Flash         []Flash
	Summary       []FieldError
	RequestID     string
	Breadcrumb    []Link // from the home page to the parent of this one
	HelpURL       string
	Interview     bool
	Urgent        *templates.Urgent // under an urgent access
	Version       string
	Today         string // printed at the foot of paper
	Submission    string // key of the form on the page: a second click finds the first one's result
	Form          string // address of the page of the form, for its draft; "" when it is none of ours
	SessionLeft   int    // seconds before the login ends
	UserRef       string // public id of the reader, for what the script keeps
}

// PageUser is the signed-in person as the header shows them.
type PageUser struct{ Name, Initials, RoleLabel string }

// NavItem is an entry of the rail; Count is shown when above 0.
type NavItem struct {
	Key, URL, Label, Icon string
	Current               bool
	Count                 int
}

// MenuItem is an entry of the « Encoder » menu.
type MenuItem struct{ URL, Label, Icon string }

// Flash is a message shown once, after a redirect. Kind is success, info, warning or error.
type Flash = templates.Flash

// FieldError and Link are those of the parts.
type (
	FieldError = templates.FieldError
	Link       = templates.Link
)

// newPage prepares the frame of a page; titleKey is a message key.
func (a *App) newPage(c *gin.Context, access Access, titleKey string, args ...any) Page {
	p := Page{Title: a.Texts.T(titleKey, args...), Lang: "fr", Theme: access.User.Theme, Density: access.User.Density, HelpURL: "/aide",
		Version: a.Config.Version, Today: models.FrenchDate(a.today()), Submission: models.NewToken(), Flash: a.takeFlash(c)}
	if access.Actor.UserID == "" {
		return p
	}
	if access.Login.Locked() { // handed over: nothing of the colleague's
		p.UserRef, p.Flash = access.User.PublicID, nil
		return p
	}
	p.CentreName = access.Actor.Memberships[0].CentreName
	p.User = &PageUser{Name: access.User.Name, Initials: initials(access.User.Name), RoleLabel: a.roleLabel(access.Actor)}
	p.Nav = a.navigation(c, access)
	p.Encode = a.encodeMenu(access)
	p.Urgent = a.banner(access.Urgent)
	p.SearchEnabled, p.SearchLabel = a.searches(access), a.searchLabel(access)
	p.SessionLeft, p.UserRef, p.Form = a.left(access.Login), access.User.PublicID, a.formOfPage(c)
	if p.Interview = a.interviewMode(c); p.Interview {
		p.SearchEnabled, p.Encode = false, nil
		for i := range p.Nav {
			p.Nav[i].Count = 0
		}
	}
	return p
}

// render writes a page or, for a fragment request, one block of it. A page that fails to render is a plain 500.
func (a *App) render(c *gin.Context, status int, name string, data any) {
	var out bytes.Buffer
	var err error
	if block := c.GetHeader("X-Fragment"); fragmentName(block) && status < http.StatusInternalServerError {
		err = a.pages().RenderBlock(&out, name, block, data)
	} else {
		err = a.pages().Render(&out, name, data)
	}
	html := out.Bytes()
	if err == nil {
		html, err = a.dress(c, status, name, html)
	}
	if err != nil {
		a.Log.Error("page failed", "page", name, "request", requestID(c), "error", err)
		c.Data(http.StatusInternalServerError, "text/plain; charset=utf-8", []byte(a.Texts.T("error.internal")))
		return
	}
	c.Data(status, "text/html; charset=utf-8", html)
}

// show is render for a successful page, with the signature of a handler's last line.
func (a *App) show(c *gin.Context, name string, data any) error {
	a.render(c, http.StatusOK, name, data)
	return nil
}

// refuse shows a form again, with what was typed and what is wrong, under status 422.
func (a *App) refuse(c *gin.Context, name string, data any) error {
	a.render(c, http.StatusUnprocessableEntity, name, data)
	return nil
}

// showForm shows a form: as it is asked for, or refused when there are problems.
func (a *App) showForm(c *gin.Context, name string, data any, problems models.Problems) error {
	if len(problems) > 0 {
		return a.refuse(c, name, data)
	}
	return a.show(c, name, data)
}

// blame puts the problems of a form in the error summary, in the order of fields; the layout marks the title.
func (a *App) blame(p *Page, problems models.Problems, fields ...string) {
	for _, f := range fields {
		if problem, ok := problems[f]; ok {
			p.Summary = append(p.Summary, FieldError{Field: f, Text: a.Texts.T(problem.Key, problem.Args...)})
		}
	}
}

// problem is the sentence shown at a field, "" when it is right.
func (a *App) problem(problems models.Problems, field string) string {
	if p, ok := problems[field]; ok {
		return a.Texts.T(p.Key, p.Args...)
	}
	return ""
}

func fragmentName(s string) bool {
	return s != "" && len(s) < 40 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz-") == ""
}

func (a *App) pages() *templates.Set {
	if a.Config.TemplateDir == "" {
		return a.Pages
	}
	set, err := templates.ParseDir(a.Config.TemplateDir, a.funcs())
	if err != nil {
		a.Log.Error("templates", "error", err)
		return a.Pages
	}
	return set
}

func (a *App) funcs() template.FuncMap {
	return templates.Funcs(templates.Helpers{T: a.Texts.T, Asset: static.URL, Date: models.FrenchDate, LongDate: models.FrenchLongDate,
		Time: models.FrenchTime, Duration: models.FrenchDuration, Number: models.FrenchNumber})
}

// initials are at most three first letters.
func initials(name string) string {
	var out []rune
	for _, word := range strings.Fields(name) {
		if r, _ := utf8.DecodeRuneInString(word); len(out) < 3 {
			out = append(out, r)
		}
	}
	return strings.ToUpper(string(out))
}
