package handlers

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// Acts on the people ticked in the list: the bar of the list posts them here.

// mostChosen bounds a selection: one page of the list.
const mostChosen = store.PageSize

// selectionPage asks what an act on several people still needs, and shows who was left out of it.
type selectionPage struct {
	Page
	Heading, Action, Button, Back string
	Hint                          string
	People                        []tickedLine
	Fields                        []templates.Field
	Empty                         templates.Empty // of choices
}

// tickedLine is one of the people chosen.
type tickedLine struct{ ID, Name, Birth string }

// batchButton is an act of the bar.
type batchButton struct{ Action, Label, Icon string }

// batchButtons are the acts the reader may do on people ticked.
func (a *App) batchButtons(access Access) []batchButton {
	var buttons []batchButton
	if a.may(access, models.Create, models.KindRegistration) {
		buttons = append(buttons, batchButton{"/personnes/lot/seance", a.Texts.T("batch.session.title"), "calendar-event"})
	}
	if a.may(access, models.Update, models.KindEnrolment) {
		buttons = append(buttons, batchButton{"/personnes/lot/referent", a.Texts.T("batch.referent.title"), "user-plus"})
	}
	return append(buttons, batchButton{"/personnes/lot/export", a.Texts.T("batch.export"), "download"})
}

// batchAct is one act: how it asks, and how it is carried out.
type batchAct struct {
	key, path string // of its texts, and after /personnes/lot/
	field     string // the question
	options   func() ([]templates.Option, error)
	carry     func(choice string, persons []string) (store.Batch, error)
	undo      func(choice string, done []string) string
}

// ticked are the people ticked, once each.
func ticked(c *gin.Context) []string {
	persons := slices.Compact(slices.Sorted(slices.Values(c.PostFormArray("personne"))))
	return persons[:min(len(persons), mostChosen)]
}

// backToList is the list the selection was made in.
func backToList(c *gin.Context) string {
	if back := localPath(c.PostForm("retour")); back == "/personnes" || strings.HasPrefix(back, "/personnes?") {
		return back
	}
	return "/personnes"
}

// batch asks, then carries out. Who is left out is named on the page, with the reason, and stays chosen.
func (a *App) batch(c *gin.Context, access Access, act batchAct) error {
	persons := ticked(c)
	if len(persons) == 0 {
		a.flash(c, "warning", "batch.nobody")
		return see(c, backToList(c))
	}
	if !c.Request.PostForm.Has(act.field) {
		page, err := a.selectionPage(c, access, act, persons)
		if err != nil {
			return err
		}
		return a.show(c, "persons/batch", page)
	}
	choice := c.PostForm(act.field)
	if choice == "" {
		return a.blameBatch(c, access, act, persons, models.Problems{act.field: {Key: act.key + ".problem"}}, nil, "")
	}
	done, err := act.carry(choice, persons)
	if err != nil {
		return err
	}
	undo := ""
	if len(done.Done) > 0 {
		undo = act.undo(choice, done.Done)
	}
	if len(done.Left) > 0 {
		return a.blameBatch(c, access, act, persons, nil, &done, undo)
	}
	a.flashUndo(c, undo, act.key+".done", "Count", len(persons))
	return see(c, backToList(c))
}

// blameBatch shows the page again: what is wrong, or who was left out of what was done.
func (a *App) blameBatch(c *gin.Context, access Access, act batchAct, persons []string, problems models.Problems, done *store.Batch, undo string) error {
	reasons := map[string]*models.Error{}
	if done != nil {
		persons = nil
		for _, left := range done.Left {
			persons, reasons[left.Person] = append(persons, left.Person), left.Reason
		}
	}
	page, err := a.selectionPage(c, access, act, persons)
	if err != nil {
		return err
	}
	for i := range page.Fields {
		page.Fields[i] = page.Fields[i].Wrong(a.problem(problems, page.Fields[i].Name))
	}
	page.Summary = templates.Problems(page.Fields...)
	for _, p := range page.People {
		if reason := reasons[p.ID]; reason != nil {
			page.Summary = append(page.Summary, FieldError{Text: a.Texts.T("batch.left", "Name", p.Name, "Reason", a.Texts.T(reason.Key, reason.Args...))})
		}
	}
	if hidden := len(persons) - len(page.People); hidden > 0 {
		page.Summary = append(page.Summary, FieldError{Text: a.Texts.T("batch.closed", "Count", hidden)})
	}
	if undo != "" {
		page.Flash = append(page.Flash, Flash{Kind: "success", Text: a.Texts.T("batch.others_done"), UndoURL: undo})
	}
	return a.refuse(c, "persons/batch", page)
}

func (a *App) selectionPage(c *gin.Context, access Access, act batchAct, persons []string) (selectionPage, error) {
	t := a.Texts.T
	page := selectionPage{Page: a.newPage(c, access, act.key+".title"), Heading: t(act.key + ".title"), Button: t(act.key + ".button"),
		Action: "/personnes/lot/" + act.path, Back: backToList(c), Hint: t(act.key + ".hint")}
	page.Breadcrumb = []Link{{URL: page.Back, Label: t("person.list.title")}}
	cards, files, enrolments := a.cardScopes(access)
	people, err := a.Store.ChosenCards(ctx(c), cards, files, enrolments, persons)
	if err != nil {
		return page, err
	}
	for _, p := range people {
		v := a.cardView(p)
		page.People = append(page.People, tickedLine{ID: p.PublicID, Name: v.Name, Birth: v.Birth})
	}
	options, err := act.options()
	if len(options) == 0 {
		page.Empty = templates.Empty{Text: t(act.key + ".none")}
		return page, err
	}
	page.Fields = []templates.Field{templates.Select(act.field, t(act.key+".question"), c.PostForm(act.field), append([]templates.Option{{Label: t("batch.choose")}}, options...))}
	return page, err
}

// registerBatch: POST /personnes/lot/seance.
func (a *App) registerBatch(c *gin.Context, access Access) error {
	sessions := a.scope(access, models.Read, models.KindSession)
	return a.batch(c, access, batchAct{key: "batch.session", path: "seance", field: "seance",
		options: func() ([]templates.Option, error) {
			rows, err := a.Store.Sessions(ctx(c), sessions, models.SessionFilter{View: models.ViewUpcoming, Limit: 100})
			var options []templates.Option
			for _, r := range rows {
				if r.Status == models.SessionPlanned {
					options = append(options, templates.Option{Value: r.PublicID, Label: models.FrenchDate(r.OnDate) + ", " + models.FrenchTime(r.StartsAt) + " · " + r.OperationCode + " · " + r.Title})
				}
			}
			return options, err
		},
		carry: func(session string, persons []string) (store.Batch, error) {
			return a.Store.RegisterPersons(ctx(c), sessions, access.Scope, session, persons)
		},
		undo: func(session string, places []string) string {
			return "/seances/" + session + "/inscriptions/defaire?" + url.Values{"place": places}.Encode()
		}})
}

// referentBatch: POST /personnes/lot/referent.
func (a *App) referentBatch(c *gin.Context, access Access) error {
	return a.batch(c, access, batchAct{key: "batch.referent", path: "referent", field: "collegue",
		options: func() ([]templates.Option, error) {
			colleagues, err := a.Store.PossibleReferents(ctx(c), access.Scope)
			return userOptions(colleagues), err
		},
		carry: func(colleague string, persons []string) (store.Batch, error) {
			u, err := a.Store.PossibleReferent(ctx(c), access.Scope, colleague)
			if err != nil {
				return store.Batch{}, err
			}
			return a.Store.AddCoReferent(ctx(c), access.Scope, u.ID, persons)
		},
		undo: func(colleague string, enrolments []string) string {
			return "/personnes/lot/referent/defaire?" + url.Values{"collegue": {colleague}, "inscription": enrolments}.Encode()
		}})
}

// undoReferentBatch: POST /personnes/lot/referent/defaire, the « Annuler » of its message.
func (a *App) undoReferentBatch(c *gin.Context, access Access) error {
	u, err := a.Store.PossibleReferent(ctx(c), access.Scope, c.Query("collegue"))
	if err != nil {
		return err
	}
	if err := a.Store.EndCoReferent(ctx(c), access.Scope, u.ID, c.QueryArray("inscription")); err != nil {
		return err
	}
	a.flash(c, "success", "batch.referent.undone")
	return see(c, "/personnes")
}

// exportBatch: POST /personnes/lot/export, what the list shows of the people chosen, as a file for Excel. The journal
// names each of them.
func (a *App) exportBatch(c *gin.Context, access Access) error {
	cards, files, enrolments := a.cardScopes(access)
	people, err := a.Store.ExportCards(ctx(c), cards, files, enrolments, ticked(c))
	if err != nil {
		return err
	}
	if len(people) == 0 {
		a.flash(c, "warning", "batch.nobody")
		return see(c, backToList(c))
	}
	rows := [][]string{{a.Texts.T("person.name"), a.Texts.T("person.birth_year"), a.Texts.T("person.commune"), a.Texts.T("person.programmes"), a.Texts.T("person.referents")}}
	for _, p := range people {
		v := a.cardView(p)
		rows = append(rows, []string{plainCell(v.Name), v.Birth, plainCell(v.Commune), strings.Join(p.Programmes, ", "), plainCell(v.Referents)})
	}
	return sendCSV(c, "personnes", a.today(), rows)
}
