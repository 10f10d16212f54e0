package handlers

import (
	"encoding/base64"
	"html/template"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// logosPage is the logos of an operation, and the form of one more.
type logosPage struct {
	Page
	Operation string
	Programme templates.Programme
	Lines     []logoLine
	Fields    []templates.Field // nil when there are as many as fit
	Hint      string            // of the picture
	Refused   string            // why it was not taken
	Action    string
}

// logoLine is one logo.
type logoLine struct {
	Name, RemoveURL string
	Image           template.URL
}

// pictures are PNG images as the addresses that a page shows.
func pictures(images [][]byte) []template.URL {
	urls := make([]template.URL, len(images))
	for i, image := range images {
		urls[i] = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(image))
	}
	return urls
}

// listLogos: GET /operations/:id/logos.
func (a *App) listLogos(c *gin.Context, access Access) error {
	page, err := a.logosPage(c, access, "", nil)
	if err != nil {
		return err
	}
	return a.show(c, "operations/logos", page)
}

func (a *App) logosPage(c *gin.Context, access Access, name string, problems models.Problems) (logosPage, error) {
	o, err := a.Store.Operation(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return logosPage{}, err
	}
	page := logosPage{Page: a.newPage(c, access, "logo.title"), Operation: operationLabel(o), Programme: a.programme(o.Programme), Action: "/operations/" + o.PublicID + "/logos"}
	page.Breadcrumb = []Link{{URL: "/operations", Label: a.Texts.T("nav.operations")}, {URL: "/operations/" + o.PublicID, Label: a.Texts.T("operation.edit")}}
	logos, err := a.Store.Logos(ctx(c), access.Scope, o.PublicID)
	if err != nil {
		return page, err
	}
	for _, l := range logos {
		page.Lines = append(page.Lines, logoLine{Name: l.Name, Image: pictures([][]byte{l.Image})[0], RemoveURL: page.Action + "/" + l.PublicID + "/retrait"})
	}
	if len(logos) < models.MaxLogos || len(problems) > 0 {
		page.Fields = []templates.Field{templates.Text("nom", a.Texts.T("logo.name"), name).With(a.Texts.T("logo.name.hint")).Wrong(a.problem(problems, "nom"))}
		page.Hint, page.Refused = a.Texts.T("logo.image.hint", "Max", models.MaxLogoFile>>20), a.problem(problems, "files")
		a.blame(&page.Page, problems, "nom", "files")
	}
	return page, nil
}

// addLogo: POST /operations/:id/logos.
func (a *App) addLogo(c *gin.Context, access Access) error {
	typed, image, problems := map[string]string{}, []byte(nil), models.Problems{}
	tooLarge, err := eachPart(c, func(name, value string) { typed[name] = strings.TrimSpace(value) }, func(_ string, data []byte) { image = data })
	if err != nil {
		return err
	}
	merge(problems, models.CheckLogoName(typed["nom"]))
	switch {
	case tooLarge:
		problems.Add("files", "logo.problem.size", "Max", models.MaxLogoFile>>20)
	case len(image) == 0:
		problems.Add("files", "logo.problem.none")
	default:
		if image, err = drawLogo(image); err != nil && !asProblem(err, problems, "files") {
			return err
		}
	}
	if len(problems) == 0 {
		_, err = a.Store.Once(ctx(c), access.Actor.UserID, typed["submission"], func(tx *store.Store) (string, error) {
			return tx.AddLogo(ctx(c), access.Scope, c.Param("id"), typed["nom"], image)
		})
		if err == nil {
			a.flash(c, "success", "logo.added")
			return see(c, "/operations/"+c.Param("id")+"/logos")
		}
		if !asProblem(err, problems, "files") {
			return err
		}
	}
	page, err := a.logosPage(c, access, typed["nom"], problems)
	if err != nil {
		return err
	}
	return a.refuse(c, "operations/logos", page)
}

// removeLogo: POST /operations/:id/logos/:logo/retrait, and with ?remettre=1 the « Annuler » of it.
func (a *App) removeLogo(c *gin.Context, access Access) error {
	back := c.Query("remettre") == "1"
	if err := a.Store.RemoveLogo(ctx(c), access.Scope, c.Param("id"), c.Param("logo"), !back); err != nil {
		return err
	}
	if back {
		a.flash(c, "success", "logo.restored")
	} else {
		a.flashUndo(c, "/operations/"+c.Param("id")+"/logos/"+c.Param("logo")+"/retrait?remettre=1", "logo.removed")
	}
	return see(c, "/operations/"+c.Param("id")+"/logos")
}

// drawLogo draws a picture again, one at a time as readContent does.
func drawLogo(data []byte) ([]byte, error) {
	looking <- struct{}{}
	defer func() { <-looking }()
	return models.DrawLogo(data)
}
