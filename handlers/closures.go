package handlers

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// closuresPage is the days without sessions, those of the centre and the school holidays, with the form of one.
type closuresPage struct {
	Page
	Tabs            []templates.Tab
	Own, School     closureTable
	Heading, Button string
	Fields          []templates.Field // nil for who may only read
	Back            string            // "" when days are added
	Empty           templates.Empty
}

// closureTable is one of the two lists of the page.
type closureTable struct {
	Caption string
	Rows    []closureRow
}

// closureRow is one span of days of a list.
type closureRow struct {
	Label, Days         string
	EditURL, CancelPath string // "" when there is no such gesture
	Unsure              bool
}

// closureForm is what was typed about days without sessions. Code is that of the school holiday it replaces.
type closureForm struct{ Kind, Code, Label, From, Until string }

// listClosures: GET /reglages/fermetures; « conge » names the school holiday that is being changed.
func (a *App) listClosures(c *gin.Context, access Access) error {
	calendar, err := a.Store.Calendar(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	form := closureForm{Kind: models.ClosedCentre}
	if code := c.Query("conge"); code != "" {
		i := slices.IndexFunc(calendar.Closures(), func(x models.Closure) bool { return x.Code == code })
		if i < 0 {
			return models.ErrNotFound
		}
		x := calendar.Closures()[i]
		form = closureForm{Kind: models.ClosedSchool, Code: code, Label: x.Label, From: models.FrenchDate(x.FromOn), Until: models.FrenchDate(x.UntilOn)}
	}
	return a.show(c, "settings/closures", a.closuresPage(c, access, calendar, form, nil))
}

func (a *App) closuresPage(c *gin.Context, access Access, calendar models.Calendar, f closureForm, problems models.Problems) closuresPage {
	t := a.Texts.T
	page := closuresPage{Page: a.newPage(c, access, "closure.title"), Tabs: a.daysTabs(access, "/reglages/fermetures"), Heading: t("closure.new"), Button: t("closure.add"),
		Own: closureTable{Caption: t("closure.own")}, School: closureTable{Caption: t("closure.school")}, Empty: templates.Empty{Text: t("closure.empty")}}
	for _, x := range calendar.Closures() {
		switch row := a.closureRow(access, x); {
		case x.UntilOn < a.today():
		case x.Kind == models.ClosedSchool:
			page.School.Rows = append(page.School.Rows, row)
		default:
			page.Own.Rows = append(page.Own.Rows, row)
		}
	}
	if f.Code != "" {
		page.Heading, page.Button, page.Back = t("closure.edit"), t("closure.save"), "/reglages/fermetures"
	}
	if a.may(access, models.Create, models.KindClosure) {
		page.Fields = append(a.closureFields(f, problems), templates.Hidden("submission", page.Submission))
	}
	page.Summary = templates.Problems(page.Fields...)
	return page
}

// closureRow: a school holiday that is shipped can be changed; what the centre wrote can be taken back.
func (a *App) closureRow(access Access, x models.Closure) closureRow {
	row := closureRow{Label: x.Label, Days: a.spanText(x.FromOn, x.UntilOn), Unsure: x.Unsure}
	if x.Code != "" && a.may(access, models.Create, models.KindClosure) {
		row.EditURL = "/reglages/fermetures?" + query("conge", x.Code)
	}
	if x.PublicID != "" && a.may(access, models.Cancel, models.KindClosure) {
		row.CancelPath = "/reglages/fermetures/" + x.PublicID + "/annulation"
	}
	return row
}

func (a *App) closureFields(f closureForm, problems models.Problems) []templates.Field {
	t, wrong := a.Texts.T, func(field templates.Field) templates.Field { return field.Wrong(a.problem(problems, field.Name)) }
	fields := []templates.Field{wrong(templates.Text("label", t("closure.label"), f.Label).With(t("closure.label.hint"))),
		wrong(templates.Date("from", t("closure.from"), f.From)), wrong(templates.Date("until", t("closure.until"), f.Until).With(t("closure.until.hint")).AsOptional())}
	if f.Code != "" {
		return append(fields, templates.Hidden("kind", models.ClosedSchool), templates.Hidden("code", f.Code))
	}
	return append(fields, templates.Radios("kind", t("closure.kind"), f.Kind, []templates.Option{{Value: models.ClosedCentre, Label: t("closure.kind.fermeture")},
		{Value: models.ClosedSchool, Label: t("closure.kind.scolaire")}}).With(t("closure.kind.hint")))
}

// daysTabs are the two lists of days that the planner avoids, as far as the reader may open them.
func (a *App) daysTabs(access Access, current string) []templates.Tab {
	var tabs []templates.Tab
	for _, tab := range []struct{ url, key, kind string }{{"/reglages/fermetures", "closure.title", models.KindClosure}, {"/equipe/absences", "absence.title", models.KindAbsence}} {
		if a.may(access, models.Read, tab.kind) {
			tabs = append(tabs, templates.Tab{URL: tab.url, Label: a.Texts.T(tab.key), Current: tab.url == current})
		}
	}
	return tabs
}

// spanText is « 24/12/2026 » or « 24/12/2026 – 02/01/2027 ».
func (a *App) spanText(from, until models.Date) string {
	if from == until {
		return models.FrenchDate(from)
	}
	return a.Texts.T("closure.span", "From", models.FrenchDate(from), "Until", models.FrenchDate(until))
}

// typedSpan reads a span of days; without an end it is one day.
func typedSpan(c *gin.Context, today models.Date, problems models.Problems) (from, until models.Date) {
	from = typedFutureDay(strings.TrimSpace(c.PostForm("from")), today, "from", problems)
	until = from
	if text := strings.TrimSpace(c.PostForm("until")); text != "" {
		until = typedFutureDay(text, today, "until", problems)
	}
	return from, until
}

// saveClosure: POST /reglages/fermetures.
func (a *App) saveClosure(c *gin.Context, access Access) error {
	get := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	f := closureForm{Kind: get("kind"), Code: get("code"), Label: get("label"), From: get("from"), Until: get("until")}
	problems := models.Problems{}
	x := models.Closure{CentreID: access.Scope.Centres()[0], Label: f.Label, Kind: models.ClosedCentre}
	if f.Kind == models.ClosedSchool {
		x.Kind, x.Code = models.ClosedSchool, f.Code
	}
	x.FromOn, x.UntilOn = typedSpan(c, a.today(), problems)
	merge(problems, models.CheckClosure(x))
	if len(problems) == 0 {
		_, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
			_, err := tx.SaveClosure(ctx(c), access.Scope, x)
			return "/reglages/fermetures", err
		})
		if err == nil {
			a.flash(c, "success", "closure.saved")
			return see(c, "/reglages/fermetures")
		}
		if !formProblems(err, problems, "from") {
			return err
		}
	}
	calendar, err := a.Store.Calendar(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	return a.refuse(c, "settings/closures", a.closuresPage(c, access, calendar, f, problems))
}

// cancelClosure: POST /reglages/fermetures/:id/annulation and /retablir.
func (a *App) cancelClosure(cancelled bool) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		if err := a.Store.CancelClosure(ctx(c), access.Scope, c.Param("id"), cancelled); err != nil {
			return err
		}
		if cancelled {
			a.flashUndo(c, "/reglages/fermetures/"+c.Param("id")+"/retablir", "closure.cancelled")
		} else {
			a.flash(c, "success", "closure.restored")
		}
		return see(c, "/reglages/fermetures")
	}
}
