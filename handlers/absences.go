package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// absencesPage is when colleagues are away, oneself or the whole team, with the form of one absence.
type absencesPage struct {
	Page
	Own    bool // one's own
	Tabs   []templates.Tab
	Rows   []absenceRow
	Fields []templates.Field
	Action string
	Pager  templates.Pager
	Empty  templates.Empty
}

// absenceRow is one absence of the list.
type absenceRow struct{ Name, Days, CancelPath string }

// Where absences are listed: one's own, and the team's.
const (
	ownAbsences  = "/moi/absences"
	teamAbsences = "/equipe/absences"
)

// listOwnAbsences: GET /moi/absences.
func (a *App) listOwnAbsences(c *gin.Context, access Access) error {
	return a.showAbsences(c, access, ownAbsences, nil)
}

// listAbsences: GET /equipe/absences.
func (a *App) listAbsences(c *gin.Context, access Access) error {
	return a.showAbsences(c, access, teamAbsences, nil)
}

// showAbsences shows the list and the form; with problems, as it was sent.
func (a *App) showAbsences(c *gin.Context, access Access, base string, problems models.Problems) error {
	all, err := a.Store.AwayDays(ctx(c), access.Scope, c.Query("apres"))
	if err != nil {
		return err
	}
	key := "absence.title"
	if base == ownAbsences {
		key = "absence.own"
	}
	page := absencesPage{Page: a.newPage(c, access, key), Own: base == ownAbsences, Action: base, Empty: templates.Empty{Text: a.Texts.T("absence.empty")}}
	if len(all) > store.AbsencePageSize {
		all = all[:store.AbsencePageSize]
		page.Pager.Next = base + "?" + query("apres", all[len(all)-1].PublicID)
	}
	if c.Query("apres") != "" {
		page.Pager.First = base
	}
	for _, b := range all {
		page.Rows = append(page.Rows, absenceRow{Name: b.Name, Days: a.spanText(b.FromOn, b.UntilOn), CancelPath: base + "/" + b.PublicID + "/annulation"})
	}
	if err := a.absenceForm(c, access, &page, problems); err != nil {
		return err
	}
	page.Summary = templates.Problems(page.Fields...)
	return a.showForm(c, "settings/absences", page, problems)
}

// absenceForm asks who, except about oneself, and when.
func (a *App) absenceForm(c *gin.Context, access Access, page *absencesPage, problems models.Problems) error {
	t := a.Texts.T
	if page.Own {
		page.Breadcrumb = []Link{{URL: "/moi", Label: t("account.title")}}
	} else {
		page.Tabs = a.daysTabs(access, teamAbsences)
		colleagues, err := a.awayOptions(c, access)
		if err != nil {
			return err
		}
		page.Fields = append(page.Fields, templates.Select("user", t("absence.who"), c.PostForm("user"), colleagues).Wrong(a.problem(problems, "user")))
	}
	page.Fields = append(page.Fields, templates.Date("from", t("closure.from"), c.PostForm("from")).Wrong(a.problem(problems, "from")),
		templates.Date("until", t("closure.until"), c.PostForm("until")).With(t("closure.until.hint")).AsOptional().Wrong(a.problem(problems, "until")),
		templates.Hidden("submission", page.Submission))
	return nil
}

// awayOptions are the colleagues of the centres of the scope, each once.
func (a *App) awayOptions(c *gin.Context, access Access) ([]templates.Option, error) {
	options, seen := []templates.Option{{Value: "", Label: a.Texts.T("absence.who.choose")}}, map[string]bool{}
	for _, centre := range access.Scope.Centres() {
		colleagues, err := a.Store.Colleagues(ctx(c), centre)
		if err != nil {
			return nil, err
		}
		for _, k := range colleagues {
			if k.CentreID == centre && !seen[k.PublicUserID] {
				seen[k.PublicUserID] = true
				options = append(options, templates.Option{Value: k.PublicUserID, Label: k.Name})
			}
		}
	}
	return options, nil
}

// saveOwnAbsence: POST /moi/absences.
func (a *App) saveOwnAbsence(c *gin.Context, access Access) error {
	problems := models.Problems{}
	return a.recordAbsence(c, access, ownAbsences, models.Absence{CentreID: access.Scope.Centres()[0], UserID: access.Actor.UserID}, problems)
}

// saveAbsence: POST /equipe/absences.
func (a *App) saveAbsence(c *gin.Context, access Access) error {
	problems, b := models.Problems{}, models.Absence{}
	for _, centre := range access.Scope.Centres() {
		colleagues, err := a.Store.Colleagues(ctx(c), centre)
		if err != nil {
			return err
		}
		for _, k := range colleagues {
			if k.CentreID == centre && k.PublicUserID == strings.TrimSpace(c.PostForm("user")) {
				b.CentreID, b.UserID = centre, k.UserID
			}
		}
	}
	if b.UserID == "" {
		problems.Add("user", "absence.problem.who")
	}
	return a.recordAbsence(c, access, teamAbsences, b, problems)
}

func (a *App) recordAbsence(c *gin.Context, access Access, base string, b models.Absence, problems models.Problems) error {
	b.FromOn, b.UntilOn = typedSpan(c, a.today(), problems)
	merge(problems, models.CheckSpan(b.FromOn, b.UntilOn))
	if len(problems) == 0 {
		_, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
			_, err := tx.SaveAbsence(ctx(c), access.Scope, b)
			return base, err
		})
		if err == nil {
			a.flash(c, "success", "absence.saved")
			return see(c, base)
		}
		if !formProblems(err, problems, "from") {
			return err
		}
	}
	return a.showAbsences(c, access, base, problems)
}

// cancelAbsence: POST base/:id/annulation and /retablir.
func (a *App) cancelAbsence(base string, cancelled bool) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		if err := a.Store.CancelAbsence(ctx(c), access.Scope, c.Param("id"), cancelled); err != nil {
			return err
		}
		if cancelled {
			a.flashUndo(c, base+"/"+c.Param("id")+"/retablir", "absence.cancelled")
		} else {
			a.flash(c, "success", "absence.restored")
		}
		return see(c, base)
	}
}
