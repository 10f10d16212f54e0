package handlers

import (
	"cmp"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// handoverPreview is what will happen, before it does.
type handoverPreview struct {
	Page
	Name    string
	Words   string
	Counts  []templates.Row
	Notes   []string
	Hidden  []templates.Field
	People  []previewRow
	BackURL string
}

type previewRow struct {
	Name, To   string
	Programmes []templates.Programme
	Next       string
}

func (a *App) previewHandover(c *gin.Context, access Access, f handoverForm, h models.Handover, from store.HandoverColleague, people []models.HandoverPerson, team handoverTeam) error {
	page := handoverPreview{Page: a.newPage(c, access, "handover.preview.title"), Name: from.Name, BackURL: "/equipe/passation?de=" + from.PublicID}
	page.Breadcrumb = []templates.Link{{URL: "/equipe/passation", Label: a.Texts.T("handover.title")}}
	page.Words = a.Texts.T("handover.words."+h.Kind, "From", models.FrenchDate(h.FromOn), "Until", models.FrenchDate(h.UntilOn))
	names, refs, counts := map[string]string{}, map[string]string{}, map[string]int{}
	for ref, user := range team.users {
		names[user.ID], refs[user.ID] = user.Name, ref
	}
	hide := func(name, value string) { page.Hidden = append(page.Hidden, templates.Hidden(name, value)) }
	for _, p := range people {
		to, handed := h.To[p.Person]
		if !handed {
			continue
		}
		counts[to]++
		row := previewRow{Name: p.Name(), To: names[to]}
		for _, code := range p.Programmes {
			row.Programmes = append(row.Programmes, a.programme(code))
		}
		if p.NextOn != "" {
			row.Next = a.Texts.T("handover.next", "Date", models.FrenchDate(p.NextOn), "Count", p.Appointments)
		}
		page.People = append(page.People, row)
		hide("personnes", p.Person)
		hide("pour_"+p.Person, refs[to])
	}
	for id, n := range counts {
		page.Counts = append(page.Counts, templates.Row{Label: names[id], Value: a.Texts.T("handover.receives", "Count", n, "Load", team.receivers[id].Load)})
	}
	slices.SortFunc(page.Counts, func(x, y templates.Row) int { return cmp.Compare(x.Label, y.Label) })
	for name, value := range map[string]string{"de": from.PublicID, "sorte": h.Kind, "from_on": f.FromOn, "until_on": f.UntilOn, "repartition": models.SpreadHand, "etape": "faire"} {
		hide(name, value)
	}
	if h.MoveAppointments {
		hide("rendez_vous", "1")
	}
	page.Notes = a.handoverNotes(h)
	return a.show(c, "handover/preview", page)
}

// handoverNotes say what moves and what does not.
func (a *App) handoverNotes(h models.Handover) []string {
	notes := []string{a.Texts.T("handover.note." + h.Kind)}
	if h.MoveAppointments {
		notes = append(notes, a.Texts.T("handover.note.move"))
	} else {
		notes = append(notes, a.Texts.T("handover.note.stay"))
	}
	return append(notes, a.Texts.T("handover.note.confidence"), a.Texts.T("handover.note.undo", "Count", models.HandoverUndoDays))
}

// handoverShowPage is a passation that was done.
type handoverShowPage struct {
	Page
	Name    string
	Facts   []templates.Row
	People  []previewRow
	UndoURL string // "" when it is too late
}

// readHandover: GET /equipe/passations/:id.
func (a *App) readHandover(c *gin.Context, access Access) error {
	v, err := a.Store.Handover(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	lines, err := a.Store.HandoverLines(ctx(c), access.Scope, v)
	if err != nil {
		return err
	}
	page := handoverShowPage{Page: a.newPage(c, access, "handover.show.title"), Name: v.Colleague}
	page.Breadcrumb = []templates.Link{{URL: "/equipe/passation", Label: a.Texts.T("handover.title")}}
	page.Facts = []templates.Row{{Label: a.Texts.T("handover.what"), Value: a.handoverWords(v)}, {Label: a.Texts.T("handover.by"), Value: v.Author + ", " + a.moment(v.CreatedAt)}}
	for _, l := range lines {
		row := previewRow{Name: l.Name(), To: l.To}
		if l.Appointments > 0 {
			row.Next = a.Texts.T("handover.moved", "Count", l.Appointments)
		}
		page.People = append(page.People, row)
	}
	if v.MayUndo(a.Store.Now()) && a.may(access, models.Cancel, models.KindHandover) {
		page.UndoURL = "/equipe/passations/" + v.PublicID + "/annuler"
	}
	return a.show(c, "handover/show", page)
}

// undoHandover: POST /equipe/passations/:id/annuler.
func (a *App) undoHandover(c *gin.Context, access Access) error {
	kept, err := a.Store.UndoHandover(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	a.flash(c, "success", "handover.undone_done", "Count", kept)
	return see(c, "/equipe/passations/"+c.Param("id"))
}
