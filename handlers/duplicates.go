package handlers

import (
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

const duplicatesURL = "/personnes/doublons"

// duplicatesPage is the pairs of files to look at, and those that were made one.
type duplicatesPage struct {
	Page
	Heading string
	Pairs   []pairView
	Empty   templates.Empty
	Links   []linkView
}

// pairView is two files that resemble.
type pairView struct {
	A, B       cardView
	Reasons    string
	CompareURL string
}

// linkView is a link in force.
type linkView struct {
	Name, Former, URL string
	When              string
	UndoURL           string // "" when a later one comes first, or the role may not
}

// pairURL is the page of two files; the first is the one that would be kept.
func pairURL(a, b string) string { return duplicatesURL + "/" + a + "/" + b }

// listDuplicates: GET /personnes/doublons.
func (a *App) listDuplicates(c *gin.Context, access Access) error {
	cards, files, _ := a.cardScopes(access)
	pairs, total, err := a.Store.Pairs(ctx(c), access.Scope, cards, files)
	if err != nil {
		return err
	}
	page := duplicatesPage{Page: a.newPage(c, access, "duplicate.list.title"), Empty: templates.Empty{Text: a.Texts.T("duplicate.list.empty")}}
	page.Breadcrumb = personsTrail(a)
	page.Heading = a.Texts.T("duplicate.list.count", "Count", total)
	for _, p := range pairs {
		page.Pairs = append(page.Pairs, a.pairView(p))
	}
	links, err := a.Store.Links(ctx(c), access.Scope, "")
	if err != nil {
		return err
	}
	page.Links = a.linkViews(access, links)
	return a.show(c, "duplicates/list", page)
}

func personsTrail(a *App) []templates.Link {
	return []templates.Link{{URL: "/personnes", Label: a.Texts.T("nav.persons")}}
}

func (a *App) pairView(p store.Pair) pairView {
	return pairView{A: a.cardView(p.A), B: a.cardView(p.B), Reasons: a.reasons(p.Reasons), CompareURL: pairURL(p.A.PublicID, p.B.PublicID)}
}

func (a *App) linkViews(access Access, links []store.LinkedFile) []linkView {
	var views []linkView
	for _, l := range links {
		v := linkView{Name: l.Name(), Former: l.FormerName(), URL: personURL(l.Kept), When: a.Texts.T("duplicate.linked", "Moment", a.moment(l.At), "Name", l.By)}
		if l.Last && a.may(access, models.Cancel, models.KindLink) {
			v.UndoURL = "/fusions/" + l.PublicID + "/defaire"
		}
		views = append(views, v)
	}
	return views
}

// comparePage puts two files side by side.
type comparePage struct {
	Page
	A, B              cardView
	Reasons           string
	Rows              []compareRow
	Hidden            string // why the answers are not all there, "" when they are
	LinkURL, ApartURL string // "" when the role may not
}

// compareRow is one answer of both files.
type compareRow struct {
	Label, A, B string
	Differs     bool
}

// comparePair: GET /personnes/doublons/A/B. Opening two files is written down for each; a file out of reach shows its card alone.
func (a *App) comparePair(c *gin.Context, access Access) error {
	cards, files, _ := a.cardScopes(access)
	pair, err := a.Store.Pair(ctx(c), access.Scope, cards, files, c.Param("id"), c.Param("other"))
	if err != nil {
		return err
	}
	page := comparePage{Page: a.newPage(c, access, "duplicate.compare.title"), A: a.cardView(pair.A), B: a.cardView(pair.B), Reasons: a.reasons(pair.Reasons)}
	page.Breadcrumb = append(personsTrail(a), templates.Link{URL: duplicatesURL, Label: a.Texts.T("duplicate.list.title")})
	mayCreate := a.may(access, models.Create, models.KindLink)
	if mayCreate {
		page.ApartURL = pairURL(c.Param("id"), c.Param("other")) + "/distinctes"
	}
	if !pair.A.Open || !pair.B.Open || !pair.Both {
		page.Hidden = a.Texts.T("duplicate.compare.hidden")
		return a.show(c, "duplicates/compare", page)
	}
	if mayCreate {
		page.LinkURL = pairURL(c.Param("id"), c.Param("other")) + "/fusion"
	}
	if page.Rows, err = a.compareRows(c, access); err != nil {
		return err
	}
	return a.show(c, "duplicates/compare", page)
}

// compareRows are the answers that at least one of the two files gives.
func (a *App) compareRows(c *gin.Context, access Access) ([]compareRow, error) {
	one, err := a.openWhole(c, access, c.Param("id"))
	if err != nil {
		return nil, err
	}
	other, err := a.openWhole(c, access, c.Param("other"))
	if err != nil {
		return nil, err
	}
	var rows []compareRow
	for _, r := range a.pairedRows(access, one, other) {
		if r.A != "" || r.B != "" {
			rows = append(rows, compareRow{Label: r.Label, A: r.A, B: r.B, Differs: r.A != r.B})
		}
	}
	return rows, nil
}

// pairedRow is one question of the profile with the answers of both files.
type pairedRow struct{ Name, Label, A, B string }

// pairedRows are the questions the role may read, section after section.
func (a *App) pairedRows(access Access, one, other models.Participant) []pairedRow {
	var rows []pairedRow
	for _, s := range models.Sections {
		if !a.may(access, models.Read, s.Kind) {
			continue
		}
		ours, theirs := a.answered(s, one), a.answered(s, other)
		for _, r := range a.answerRows(a.sectionFields(s.Key, s.Read(one), nil)) {
			rows = append(rows, pairedRow{r.Name, r.Label, ours[r.Name], theirs[r.Name]})
		}
	}
	return rows
}

// answered are the answers of a section in words, by question; a question that was not asked has none.
func (a *App) answered(s models.Section, p models.Participant) map[string]string {
	given, words := s.Read(p), map[string]string{}
	for _, r := range a.answerRows(a.sectionFields(s.Key, given, nil)) {
		if slices.ContainsFunc(answersOf(r.Name), func(name string) bool { return given[name] != "" }) {
			words[r.Name] = r.Value
		}
	}
	return words
}

// openWhole opens a file with its journal line: what the role may read of it.
func (a *App) openWhole(c *gin.Context, access Access, publicID string) (models.Participant, error) {
	p, err := a.Store.OpenParticipant(ctx(c), a.scope(access, models.Read, models.KindParticipant), publicID)
	if err != nil {
		return p, err
	}
	if full, err := a.Store.Participant(ctx(c), a.profileScope(access), publicID); err == nil {
		p = full
	} else if models.CodeOf(err) != models.NotFound {
		return p, err
	}
	sensitive, err := a.Store.Participant(ctx(c), a.scope(access, models.Read, models.KindSensitive), publicID)
	if models.CodeOf(err) == models.NotFound {
		return p, nil
	}
	p.Sensitive = sensitive.Sensitive
	return p, err
}

// tellApart: POST /personnes/doublons/A/B/distinctes.
func (a *App) tellApart(c *gin.Context, access Access) error {
	if err := a.Store.TellApart(ctx(c), access.Scope, c.Param("id"), c.Param("other")); err != nil {
		return err
	}
	a.flashUndo(c, pairURL(c.Param("id"), c.Param("other"))+"/semblables", "duplicate.told_apart")
	return see(c, duplicatesURL)
}

// takeBackApart: POST /personnes/doublons/A/B/semblables, « Annuler » of the former.
func (a *App) takeBackApart(c *gin.Context, access Access) error {
	if err := a.Store.TakeBackApart(ctx(c), access.Scope, c.Param("id"), c.Param("other")); err != nil {
		return err
	}
	a.flash(c, "info", "duplicate.taken_back")
	return see(c, duplicatesURL)
}
