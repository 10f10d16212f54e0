package handlers

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// mergePage interrupts before two files become one: which answers are kept, what happens, how to undo it.
type mergePage struct {
	Page
	Kept, Absorbed string
	Refusal        string // why they cannot become one now
	Choices        []templates.Field
	Hidden         []templates.Field
	Action         string
	SwapURL        string // the same with the other file kept
	Back           string
}

// Values of a choice: the answer of the kept file, or of the other one.
const (
	ofKept     = "gardee"
	ofAbsorbed = "autre"
)

// linkPair: GET and POST /personnes/doublons/A/B/fusion. A is the file that is kept.
func (a *App) linkPair(c *gin.Context, access Access) error {
	one, err := a.openWhole(c, access, c.Param("id"))
	if err != nil {
		return err
	}
	other, err := a.openWhole(c, access, c.Param("other"))
	if err != nil {
		return err
	}
	if _, err := a.Store.Pair(ctx(c), access.Scope, a.scope(access, models.Read, models.KindCard), a.scope(access, models.Read, models.KindParticipant),
		one.PublicID, other.PublicID); err != nil {
		return err
	}
	if c.Request.Method == "GET" {
		return a.show(c, "duplicates/link", a.mergePage(c, access, one, other, nil))
	}
	return a.carryOutLink(c, access, one, other)
}

func (a *App) carryOutLink(c *gin.Context, access Access, one, other models.Participant) error {
	choice := models.LinkChoice{Kept: one.PublicID, Absorbed: other.PublicID, KeptVersion: number(c.PostForm("version_a")), AbsorbedVersion: number(c.PostForm("version_b"))}
	for _, r := range a.pairedRows(access, one, other) {
		if c.PostForm("choice_"+r.Name) == ofAbsorbed {
			choice.Take = append(choice.Take, answersOf(r.Name)...)
		}
	}
	var problems models.Problems
	undo := ""
	location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		l, found, err := tx.Link(ctx(c), access.Scope, choice)
		problems, undo = found, l.PublicID
		if len(found) > 0 {
			err = errNotLinked
		}
		return personURL(one.PublicID), err
	})
	if len(problems) > 0 || models.CodeOf(err) == models.Conflict {
		page := a.mergePage(c, access, one, other, problems)
		if len(problems) == 0 {
			refusal, _ := asRefusal(err)
			page.Refusal = a.Texts.T(refusal.Key, refusal.Args...)
		}
		return a.refuse(c, "duplicates/link", page)
	}
	if err != nil {
		return err
	}
	if undo != "" {
		a.flashUndo(c, "/fusions/"+undo+"/defaire", "duplicate.linked_now")
	}
	return see(c, location)
}

// errNotLinked ends a transaction whose answers were refused.
var errNotLinked = models.Refuse(models.Invalid, "duplicate.choose_other")

func (a *App) mergePage(c *gin.Context, access Access, one, other models.Participant, problems models.Problems) mergePage {
	page := mergePage{Page: a.newPage(c, access, "duplicate.link.title"), Kept: one.Name(), Absorbed: other.Name()}
	page.Action = pairURL(one.PublicID, other.PublicID) + "/fusion"
	page.SwapURL = pairURL(other.PublicID, one.PublicID) + "/fusion"
	page.Back = pairURL(one.PublicID, other.PublicID)
	page.Breadcrumb = append(personsTrail(a), templates.Link{URL: duplicatesURL, Label: a.Texts.T("duplicate.list.title")},
		templates.Link{URL: page.Back, Label: a.Texts.T("duplicate.compare.title")})
	page.Hidden = []templates.Field{templates.Hidden("submission", page.Submission), templates.Hidden("version_a", strconv.Itoa(one.Version)), templates.Hidden("version_b", strconv.Itoa(other.Version))}
	for _, r := range a.pairedRows(access, one, other) {
		if r.A == r.B || r.B == "" {
			continue // nothing to choose
		}
		chosen := orElse(c.PostForm("choice_"+r.Name), map[bool]string{true: ofAbsorbed, false: ofKept}[r.A == ""])
		options := []templates.Option{{Value: ofKept, Label: orElse(r.A, a.Texts.T("duplicate.link.nothing"))}, {Value: ofAbsorbed, Label: r.B}}
		field := templates.Radios("choice_"+r.Name, r.Label, chosen, options)
		for _, name := range append(answersOf(r.Name), r.Name) {
			if problems.Has(name) {
				field = field.Wrong(a.Texts.T("duplicate.choose_other"))
			}
		}
		page.Choices = append(page.Choices, field)
	}
	page.Summary = templates.Problems(page.Choices...)
	return page
}

// unmergePage asks before a link is undone.
type unmergePage struct {
	Page
	Confirm templates.Confirm
}

// unlink: GET and POST /fusions/ID/defaire.
func (a *App) unlink(c *gin.Context, access Access) error {
	if c.Request.Method == "POST" {
		kept, err := a.Store.Unlink(ctx(c), access.Scope, c.Param("id"))
		if err != nil {
			return err
		}
		a.flash(c, "success", "duplicate.unlinked")
		return see(c, personURL(kept))
	}
	l, err := a.Store.LinkOf(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	page := unmergePage{Page: a.newPage(c, access, "duplicate.unlink.title")}
	page.Breadcrumb = personsTrail(a)
	page.Confirm = templates.Confirm{Title: page.Title, Text: a.Texts.T("duplicate.unlink.text", "Kept", l.Name(), "Former", l.FormerName()),
		Consequences: []string{a.Texts.T("duplicate.unlink.rows"), a.Texts.T("duplicate.unlink.since"), a.Texts.T("duplicate.unlink.again")},
		Action:       "/fusions/" + l.PublicID + "/defaire", Button: a.Texts.T("duplicate.unlink"), CancelURL: personURL(l.Kept), CancelLabel: a.Texts.T("duplicate.keep_link")}
	return a.show(c, "duplicates/unlink", page)
}

// linkCard says on a person's page that it holds two files.
func (a *App) linkCard(c *gin.Context, access Access, p models.Participant, _ models.Record) (any, error) {
	if !a.may(access, models.Read, models.KindLink) {
		return nil, nil
	}
	links, err := a.Store.Links(ctx(c), a.scope(access, models.Read, models.KindLink), p.PublicID)
	if err != nil || len(links) == 0 {
		return nil, err
	}
	return a.linkViews(access, links), nil
}

// readAsKept leads from the address of a file that is read as another one to that one.
func (a *App) readAsKept(c *gin.Context, access Access) (bool, error) {
	kept, err := a.Store.ReadAs(ctx(c), a.scope(access, models.Read, models.KindCard), c.Param("id"))
	if models.CodeOf(err) == models.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, see(c, personURL(kept))
}
