package handlers

import (
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// viewBar is the saved views of a list, as sections above it, and the form that saves the filters in force.
type viewBar struct {
	Tabs       []templates.Tab
	Fields     []templates.Field
	Submission string
}

// listKinds are what each list with views is about: who may not read it gets no view of it.
var listKinds = map[string]string{models.ListPersons: models.KindCard, models.ListFollowUps: models.KindFollowUp, models.ListSessions: models.KindSession}

// viewBar prepares the views of a list under the filters in force. opens is where the list goes instead when its address
// says nothing and the reader chose a view for that.
func (a *App) viewBar(c *gin.Context, access Access, list string, filters url.Values) (bar viewBar, opens string, err error) {
	views, err := a.Store.Views(ctx(c), a.scope(access, models.Read, models.KindAccount), list)
	if err != nil {
		return bar, "", err
	}
	current, _ := models.ViewQuery(list, filters)
	for _, v := range views {
		if v.Default && len(c.Request.URL.Query()) == 0 {
			return bar, v.URL(), nil
		}
		bar.Tabs = append(bar.Tabs, templates.Tab{Label: v.Name, URL: v.URL(), Current: v.Query == current})
	}
	bar.Fields = a.viewFields(models.View{List: list, Query: current}, true, nil)
	bar.Submission = models.NewToken()
	return bar, "", nil
}

// orSee ends a handler that failed or goes elsewhere.
func orSee(c *gin.Context, err error, location string) error {
	if err != nil {
		return err
	}
	return see(c, location)
}

// viewFields are the questions about a view; a new one carries its list and filters.
func (a *App) viewFields(v models.View, fresh bool, problems models.Problems) []templates.Field {
	t := a.Texts.T
	fields := []templates.Field{
		templates.Text("nom_vue", t("view.name"), v.Name).With(t("view.name.hint")).Wrong(a.problem(problems, "name")),
		templates.Check("partage", t("view.shared"), v.Shared).AsOptional(),
	}
	if !fresh {
		return fields
	}
	return append(fields, templates.Check("defaut", t("view.default"), v.Default).AsOptional(), templates.Hidden("liste", v.List), templates.Hidden("filtres", v.Query))
}

// viewsPage lists the reader's views.
type viewsPage struct {
	Page
	Rows  []viewRow
	Empty templates.Empty
}

// viewRow is one view; the addresses of its changes are empty for a colleague's.
type viewRow struct {
	Name, URL, List, Author             string
	Shared, Default                     bool
	DefaultURL, EditURL, DeleteURL, Who string
}

// listViews: GET /moi/vues.
func (a *App) listViews(c *gin.Context, access Access) error {
	views, err := a.Store.Views(ctx(c), access.Scope, "")
	if err != nil {
		return err
	}
	page := viewsPage{Page: a.newPage(c, access, "view.list.title"), Empty: templates.Empty{Text: a.Texts.T("view.list.empty")}}
	for _, v := range views {
		if !a.may(access, models.Read, listKinds[v.List]) {
			continue
		}
		at := "/moi/vues/" + v.PublicID
		row := viewRow{Name: v.Name, URL: v.URL(), List: a.Texts.T("view.list." + v.List), Default: v.Default, DefaultURL: at + "/defaut", Who: a.Texts.T("view.private")}
		if v.Shared {
			row.Who = a.Texts.T("view.shared_by", "Name", v.Author)
		}
		if v.UserID == access.Actor.UserID {
			row.EditURL, row.DeleteURL = at+"/modifier", at+"/supprimer"
		}
		page.Rows = append(page.Rows, row)
	}
	return a.show(c, "views/list", page)
}

// viewPage is the form of one view.
type viewPage struct {
	Page
	Heading, Action, Button, Back string
	Version                       int
	Fresh                         bool
	Fields                        []templates.Field
}

func (a *App) viewPage(c *gin.Context, access Access, v models.View, problems models.Problems) viewPage {
	fresh := v.PublicID == ""
	page := viewPage{Page: a.newPage(c, access, "view.edit.title"), Heading: a.Texts.T("view.edit.title"), Button: a.Texts.T("view.save.changes"),
		Action: "/moi/vues/" + v.PublicID + "/modifier", Back: "/moi/vues", Version: v.Version, Fresh: fresh, Fields: a.viewFields(v, fresh, problems)}
	if fresh {
		page.Title, page.Heading, page.Button, page.Action, page.Back = a.Texts.T("view.save"), a.Texts.T("view.save"), a.Texts.T("view.save"), "/moi/vues", v.URL()
	}
	page.Breadcrumb = []Link{{URL: "/moi/vues", Label: a.Texts.T("view.list.title")}}
	page.Summary = templates.Problems(page.Fields...)
	return page
}

// readView reads the form of a view.
func readView(c *gin.Context) models.View {
	return models.View{Name: strings.Join(strings.Fields(c.PostForm("nom_vue")), " "), Shared: c.PostForm("partage") == "1", Default: c.PostForm("defaut") == "1"}
}

// createView: POST /moi/vues. Of the filters, only those a view may hold are kept.
func (a *App) createView(c *gin.Context, access Access) error {
	v := readView(c)
	v.List = c.PostForm("liste")
	kind := listKinds[v.List]
	if kind == "" || !a.may(access, models.Read, kind) {
		return models.ErrNotFound
	}
	filters, err := url.ParseQuery(c.PostForm("filtres"))
	if err != nil {
		return models.Refuse(models.Invalid, "error.form")
	}
	v.Query, _ = models.ViewQuery(v.List, filters)
	if problems := v.Check(); len(problems) > 0 {
		return a.refuse(c, "views/form", a.viewPage(c, access, v, problems))
	}
	location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		_, err := tx.SaveView(ctx(c), access.Scope, v)
		return v.URL(), err
	})
	if err != nil {
		return err
	}
	a.flash(c, "success", "view.saved")
	return see(c, location)
}

// ownView finds a view of the reader's own.
func (a *App) ownView(c *gin.Context, access Access) (models.View, error) {
	views, err := a.Store.Views(ctx(c), access.Scope, "")
	for _, v := range views {
		if v.PublicID == c.Param("id") && v.UserID == access.Actor.UserID {
			return v, nil
		}
	}
	if err == nil {
		err = models.ErrNotFound
	}
	return models.View{}, err
}

// editView: GET and POST /moi/vues/:id/modifier.
func (a *App) editView(c *gin.Context, access Access) error {
	v, err := a.ownView(c, access)
	if err != nil {
		return err
	}
	if c.Request.Method == "GET" {
		return a.show(c, "views/form", a.viewPage(c, access, v, nil))
	}
	typed := readView(c)
	v.Name, v.Shared, v.Version = typed.Name, typed.Shared, number(c.PostForm("version"))
	if problems := v.Check(); len(problems) > 0 {
		return a.refuse(c, "views/form", a.viewPage(c, access, v, problems))
	}
	if err := a.Store.ChangeView(ctx(c), access.Scope, v); err != nil {
		return err
	}
	a.flash(c, "success", "view.saved")
	return see(c, "/moi/vues")
}

// turned answers a button of a list of things one keeps, at folder; undo is the end of the address of « Annuler ».
func (a *App) turned(folder, key, undo string, turn func(*store.Store, *gin.Context, Access) error) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		if err := turn(a.Store, c, access); err != nil {
			return err
		}
		if undo == "" {
			a.flash(c, "success", key)
		} else {
			a.flashUndo(c, folder+"/"+c.Param("id")+undo, key)
		}
		return see(c, folder)
	}
}

// defaultView: POST /moi/vues/:id/defaut. A second time takes it back.
func (a *App) defaultView() func(*gin.Context, Access) error {
	return a.turned("/moi/vues", "view.default.set", "/defaut", func(s *store.Store, c *gin.Context, access Access) error {
		return s.OpenWith(ctx(c), access.Scope, c.Param("id"))
	})
}

// dropView: POST /moi/vues/:id/supprimer, and restoreView, the « Annuler » of its message.
func (a *App) dropView() func(*gin.Context, Access) error {
	return a.turned("/moi/vues", "view.dropped", "/retablir", func(s *store.Store, c *gin.Context, access Access) error {
		return s.DropView(ctx(c), access.Scope, c.Param("id"))
	})
}

func (a *App) restoreView() func(*gin.Context, Access) error {
	return a.turned("/moi/vues", "view.restored", "", func(s *store.Store, c *gin.Context, access Access) error {
		return s.RestoreView(ctx(c), access.Scope, c.Param("id"))
	})
}
