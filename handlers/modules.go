package handlers

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// modulesPage is the catalogue, dispositif by dispositif.
type modulesPage struct {
	Page
	MayAdd  bool
	MayEdit bool
	MayPlan bool
	Groups  []moduleGroup
	Empty   templates.Empty
}

type moduleGroup struct {
	Programme templates.Programme
	Modules   []moduleLine
}

type moduleLine struct {
	models.Module
	Length   string
	Seats    string
	Counting string
	EditURL  string
	PlanURL  string
}

// listModules: GET /modules.
func (a *App) listModules(c *gin.Context, access Access) error {
	all, err := a.Store.Modules(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	page := modulesPage{Page: a.newPage(c, access, "module.list.title"), MayAdd: a.may(access, models.Create, models.KindModule),
		MayEdit: a.may(access, models.Update, models.KindModule), MayPlan: a.may(access, models.Create, models.KindSession),
		Empty: templates.Empty{Text: a.Texts.T("module.list.empty")}}
	for _, m := range all {
		if n := len(page.Groups); n == 0 || page.Groups[n-1].Programme.Code != m.Programme {
			page.Groups = append(page.Groups, moduleGroup{Programme: a.programme(m.Programme)})
		}
		group := &page.Groups[len(page.Groups)-1]
		group.Modules = append(group.Modules, a.moduleLine(m))
	}
	if page.MayAdd {
		page.Empty.Action = templates.Link{URL: "/modules/nouveau", Label: a.Texts.T("module.add")}
	}
	return a.show(c, "modules/list", page)
}

func (a *App) moduleLine(m models.Module) moduleLine {
	line := moduleLine{Module: m, Counting: a.Texts.T("module.counting." + m.Counting), EditURL: "/modules/" + m.PublicID + "/modifier",
		PlanURL: "/seances/nouvelle?module=" + m.PublicID}
	if m.Minutes != nil {
		line.Length = models.FrenchDuration(*m.Minutes)
	}
	if m.Capacity != nil {
		line.Seats = strconv.Itoa(*m.Capacity)
	}
	return line
}

func (a *App) programmeOptions() []templates.Option {
	var options []templates.Option
	for _, code := range []string{models.M4H, models.LLF, models.GTJ, models.AUT} {
		options = append(options, templates.Option{Value: code, Label: a.Texts.T("programme." + code), Programme: code})
	}
	return options
}
