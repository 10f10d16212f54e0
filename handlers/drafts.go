package handlers

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
)

// A form with the attribute data-draft is kept while it is typed: the script posts it to /brouillons with the address of
// its page. Saving the form settles the draft (store.SettleDraft).

// draftsPage is what the user was typing and did not save.
type draftsPage struct {
	Page
	Drafts []draftRow
}

// draftRow is one draft; Name and Person are empty for a form about nobody yet.
type draftRow struct{ ID, Title, Name, Person, Saved, URL string }

// draftOffer is shown above a form that has a draft, or was filled in from it.
type draftOffer struct{ Text, URL, DiscardURL string }

// peopleScope are the files the user may open: a draft about somebody else's is not shown.
func (a *App) peopleScope(access Access) models.Scope {
	return a.scope(access, models.Read, models.KindParticipant)
}

// listDrafts: GET /brouillons.
func (a *App) listDrafts(c *gin.Context, access Access) error {
	list, err := a.Store.Drafts(ctx(c), access.Scope, a.peopleScope(access))
	if err != nil {
		return err
	}
	page := draftsPage{Page: a.newPage(c, access, "draft.title")}
	for _, d := range list {
		row := draftRow{ID: d.PublicID, Title: d.Title, Saved: a.moment(d.SavedAt), URL: resumeURL(d.Form)}
		if row.Title == "" {
			row.Title = a.Texts.T("draft.untitled")
		}
		if d.Person != "" {
			row.Name, row.Person = d.Name(), d.Person
		}
		page.Drafts = append(page.Drafts, row)
	}
	return a.show(c, "drafts/list", page)
}

// saveDraft: POST /brouillons, from the script. 201 when it is kept, 204 when its form was saved in the meantime.
func (a *App) saveDraft(c *gin.Context, access Access) error {
	d := models.Draft{Form: models.DraftForm(c.PostForm("brouillon")), Page: c.PostForm("brouillon_page")}
	if d.Form == "" || d.Page == "" {
		return models.Refuse(models.Invalid, "error.form")
	}
	body, err := models.NewDraftBody(c.PostForm("brouillon_titre"), c.Request.PostForm)
	if err != nil {
		return err
	}
	d.DraftBody = body
	kept, err := a.Store.SaveDraft(ctx(c), access.Scope, a.peopleScope(access), d)
	if err != nil {
		return err
	}
	c.Status(http.StatusCreated)
	if kept.IsZero() {
		c.Status(http.StatusNoContent)
	}
	return nil
}

// discardDraft: POST /brouillons/:id/ecarter.
func (a *App) discardDraft(c *gin.Context, access Access) error {
	if err := a.Store.DiscardDraft(ctx(c), access.Scope, c.Param("id")); err != nil {
		return err
	}
	a.flashUndo(c, "/brouillons/"+c.Param("id")+"/retablir", "draft.discarded")
	return see(c, models.DraftForm(backTo(c)))
}

// restoreDraft: POST /brouillons/:id/retablir, the « Annuler » of the message after discarding.
func (a *App) restoreDraft(c *gin.Context, access Access) error {
	if err := a.Store.RestoreDraft(ctx(c), access.Scope, c.Param("id")); err != nil {
		return err
	}
	a.flash(c, "success", "draft.restored")
	return see(c, "/brouillons")
}

// resumeURL is the page of a form, filled in from its draft.
func resumeURL(form string) string {
	mark := "?"
	if strings.Contains(form, "?") {
		mark = "&"
	}
	return form + mark + "brouillon=1"
}

// draftOfPage is what its author was typing on the page asked for; nil for nothing.
func (a *App) draftOfPage(c *gin.Context, access Access) (*models.Draft, error) {
	scope := a.scope(access, models.Read, models.KindAccount)
	d, err := a.Store.DraftOf(ctx(c), scope, a.peopleScope(access), models.DraftForm(c.Request.URL.RequestURI()))
	if models.CodeOf(err) == models.NotFound {
		return nil, nil
	}
	return &d, err
}

// offerDraft adds to the page of a form what its author was typing there: an offer, or the draft itself once it is
// taken up.
func (a *App) offerDraft(c *gin.Context, d models.Draft, name string, doc *goquery.Document) error {
	offer := draftOffer{Text: a.Texts.T("draft.waiting", "Moment", a.moment(d.SavedAt)), URL: resumeURL(d.Form), DiscardURL: "/brouillons/" + d.PublicID + "/ecarter"}
	if c.Query("brouillon") != "" {
		fillForm(doc.Find("main form[data-draft]").First(), d.Values)
		offer.Text, offer.URL = a.Texts.T("draft.resumed", "Moment", a.moment(d.SavedAt)), ""
	}
	var html bytes.Buffer
	if err := a.pages().RenderBlock(&html, name, "draft-offer", offer); err != nil {
		return err
	}
	doc.Find("main h1").First().AfterHtml(html.String())
	return nil
}

// savedForm names the form a request sends, for its draft.
func savedForm(form url.Values) store.SavedForm {
	return store.SavedForm{Form: models.DraftForm(form.Get("brouillon")), Page: form.Get("brouillon_page")}
}

// formOfPage is the address of the form on the page: that of the page, or, when a form is shown again, the one it was
// sent with.
func (a *App) formOfPage(c *gin.Context) string {
	if c.Request.Method == http.MethodGet {
		return models.DraftForm(c.Request.URL.RequestURI())
	}
	return models.DraftForm(c.Request.PostForm.Get("brouillon"))
}
