package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// communesPage sets the rural or urban class of communes, and what changed since the shipped list.
type communesPage struct {
	Page
	Provinces []templates.Tab
	Province  string
	Rows      []communeRow
	Changes   []changeRow
	Fields    []templates.Field
}

// communeRow is one commune with its class.
type communeRow struct {
	Refnis, Name string
	Options      []templates.Option
}

// changeRow is a commune added or closed since the shipped list.
type changeRow struct{ Refnis, Name, From, Until string }

// provinces are those of Wallonia, and Brussels; Namur first.
var provinces = []string{"Namur", "Brabant wallon", "Hainaut", "Liège", "Luxembourg"}

func (a *App) showCommunes(c *gin.Context, access Access) error {
	page, err := a.newCommunesPage(c, access, store.CommuneSetting{}, nil, nil)
	if err != nil {
		return err
	}
	return a.show(c, "settings/communes", page)
}

// newCommunesPage lists one province; typed holds the dates as typed when the last form was refused.
func (a *App) newCommunesPage(c *gin.Context, access Access, change store.CommuneSetting, typed []string, problems models.Problems) (communesPage, error) {
	page := communesPage{Page: a.newPage(c, access, "settings.communes.title"), Province: oneOf(c.Query("province"), provinces...)}
	page.Breadcrumb = []Link{{URL: "/reglages", Label: a.Texts.T("settings.title")}}
	if page.Province == "" {
		page.Province = provinces[0]
	}
	for _, p := range provinces {
		page.Provinces = append(page.Provinces, templates.Tab{Label: p, URL: "/reglages/communes?province=" + strings.ReplaceAll(p, " ", "+"), Current: p == page.Province})
	}
	classes, err := a.Store.CommuneClasses(ctx(c))
	if err != nil {
		return page, err
	}
	options := []templates.Option{{Value: "", Label: a.Texts.T("settings.degurba.unset")}, {Value: "1", Label: a.Texts.T("settings.degurba.1")},
		{Value: "2", Label: a.Texts.T("settings.degurba.2")}, {Value: "3", Label: a.Texts.T("settings.degurba.3")}}
	for _, commune := range models.Communes() {
		if commune.Province == page.Province {
			page.Rows = append(page.Rows, communeRow{Refnis: commune.Refnis, Name: commune.Name, Options: templates.Choose(options, classes[commune.Refnis])})
		}
	}
	changes, err := a.Store.CommuneChanges(ctx(c))
	for _, ch := range changes {
		page.Changes = append(page.Changes, changeRow{Refnis: ch.Refnis, Name: ch.Name, From: models.FrenchDate(ch.FromOn), Until: models.FrenchDate(ch.UntilOn)})
	}
	if typed == nil {
		typed = []string{"", ""}
	}
	page.Fields = []templates.Field{
		templates.Text("refnis", a.Texts.T("settings.commune.refnis"), change.Refnis).Wrong(a.problem(problems, "refnis")).Sized("short"),
		templates.Text("name", a.Texts.T("settings.commune.name"), change.Name).Wrong(a.problem(problems, "name")),
		templates.Date("from_on", a.Texts.T("settings.commune.from"), typed[0]).Wrong(a.problem(problems, "from_on")).AsOptional(),
		templates.Date("until_on", a.Texts.T("settings.commune.until"), typed[1]).Wrong(a.problem(problems, "until_on")).AsOptional(),
	}
	page.Summary = templates.Problems(page.Fields...)
	return page, err
}

// saveClasses keeps the classes of the communes on the page.
func (a *App) saveClasses(c *gin.Context, access Access) error {
	classes := map[string]string{}
	for _, commune := range models.Communes() {
		if class, sent := c.GetPostForm("degurba_" + commune.Refnis); sent {
			classes[commune.Refnis] = oneOf(class, "1", "2", "3")
		}
	}
	if err := a.Store.SaveCommuneClasses(ctx(c), access.Scope, classes); err != nil {
		return err
	}
	a.flash(c, "success", "settings.communes.saved")
	return see(c, "/reglages/communes")
}

// saveCommune adds a commune, or closes one, after a merger.
func (a *App) saveCommune(c *gin.Context, access Access) error {
	change := store.CommuneSetting{Refnis: strings.TrimSpace(c.PostForm("refnis")), Name: strings.TrimSpace(c.PostForm("name"))}
	problems := models.Problems{}
	if len(change.Refnis) != 5 || strings.Trim(change.Refnis, "0123456789") != "" {
		problems.Add("refnis", "settings.commune.refnis.wrong")
	}
	if change.Name == "" {
		problems.Add("name", "settings.commune.name.missing")
	}
	change.FromOn = typedDate(c.PostForm("from_on"), a.today(), "from_on", problems)
	change.UntilOn = typedDate(c.PostForm("until_on"), a.today(), "until_on", problems)
	if change.FromOn == "" && change.UntilOn == "" {
		problems.Add("from_on", "settings.commune.dates.missing")
	}
	if len(problems) > 0 {
		page, err := a.newCommunesPage(c, access, change, []string{c.PostForm("from_on"), c.PostForm("until_on")}, problems)
		if err != nil {
			return err
		}
		return a.refuse(c, "settings/communes", page)
	}
	if err := a.Store.SaveCommuneChange(ctx(c), access.Scope, change); err != nil {
		return err
	}
	a.geography.Store(nil) // read again by the next page
	a.flash(c, "success", "settings.commune.saved")
	return see(c, "/reglages/communes")
}
