package handlers

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// funderLinksPage is what the funders see, and the addresses that show it without a login.
type funderLinksPage struct {
	Page
	Previews []templates.Action
	Links    []funderLinkRow
	Fields   []templates.Field
	Empty    templates.Empty
}

// funderLinkRow is one address; Revoke is "" when it opens no more.
type funderLinkRow struct {
	Label, Funder, Expires, Read, Made string
	State                              templates.Badge
	Revoke                             string
}

// funderLinkForm keeps what was typed.
type funderLinkForm struct{ Funder, Label, Expires string }

// listFunderLinks: GET /bailleurs.
func (a *App) listFunderLinks(c *gin.Context, access Access) error {
	form := funderLinkForm{Expires: models.FrenchDate(a.today().AddDays(90))}
	page, err := a.funderLinksPage(c, access, form, nil)
	if err != nil {
		return err
	}
	return a.show(c, "funders/links", page)
}

func (a *App) funderLinksPage(c *gin.Context, access Access, f funderLinkForm, problems models.Problems) (funderLinksPage, error) {
	t := a.Texts.T
	page := funderLinksPage{Page: a.newPage(c, access, "funder.title"), Empty: templates.Empty{Text: t("funder.links.empty")}}
	page.Breadcrumb = []Link{{URL: "/pilotage", Label: t("steering.title")}}
	a.blame(&page.Page, problems, "bailleur", "pour", "expire")
	operations, err := a.Store.Operations(ctx(c), a.scope(access, models.Read, models.KindReport))
	if err != nil {
		return page, err
	}
	var options []templates.Option
	for _, option := range a.funderOptions() {
		if slices.ContainsFunc(operations, func(o models.Operation) bool { return o.Funder == option.Value }) {
			options = append(options, option)
			page.Previews = append(page.Previews, templates.Action{Label: t("funder.preview", "Funder", option.Label), URL: "/tableau-de-bord/" + option.Value, Icon: "eye"})
		}
	}
	page.Fields = []templates.Field{
		templates.Radios("bailleur", t("operation.funder"), f.Funder, options).Wrong(a.problem(problems, "bailleur")),
		templates.Text("pour", t("funder.for"), f.Label).With(t("funder.for.hint")).Wrong(a.problem(problems, "pour")),
		templates.Date("expire", t("funder.expires"), f.Expires).With(t("funder.expires.hint")).Wrong(a.problem(problems, "expire"))}
	links, err := a.Store.FunderLinks(ctx(c), access.Scope)
	for _, l := range links {
		page.Links = append(page.Links, a.funderLinkRow(l))
	}
	return page, err
}

func (a *App) funderLinkRow(l store.FunderLink) funderLinkRow {
	row := funderLinkRow{Label: l.Label, Funder: a.funder(l.Funder), Expires: models.FrenchDate(l.ExpiresOn), Read: orElse(a.moment(l.ReadAt), "–"),
		Made: strings.Trim(a.moment(l.CreatedAt)+", "+l.Author, ", "), State: templates.NewBadge("success", a.Texts.T("funder.state.open"))}
	switch {
	case !l.RevokedAt.IsZero():
		row.State = templates.NewBadge("plain", a.Texts.T("funder.state.revoked"))
	case !l.Open(a.today()):
		row.State = templates.NewBadge("plain", a.Texts.T("funder.state.expired"))
	default:
		row.Revoke = "/bailleurs/" + l.PublicID + "/retrait"
	}
	return row
}

// createFunderLink: POST /bailleurs. The address is shown once, on the answer itself: it is in no history and no cookie.
func (a *App) createFunderLink(c *gin.Context, access Access) error {
	get := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	f, problems := funderLinkForm{get("bailleur"), get("pour"), get("expire")}, models.Problems{}
	if !strings.Contains(" SPW FOREM FSE ", " "+orElse(f.Funder, "?")+" ") {
		problems.Add("bailleur", "funder.problem.funder")
	}
	if n := len([]rune(f.Label)); n == 0 || n > 80 {
		problems.Add("pour", "funder.problem.for")
	}
	expires := anyDay(f.Expires, a.today(), "expire", problems)
	if last := a.today().AddDays(store.MaxLinkDays); !problems.Has("expire") && (expires < a.today() || expires > last) {
		problems.Add("expire", "funder.problem.expires", "Last", models.FrenchDate(last))
	}
	if len(problems) > 0 {
		page, err := a.funderLinksPage(c, access, f, problems)
		if err != nil {
			return err
		}
		return a.refuse(c, "funders/links", page)
	}
	secret, link := "", store.FunderLink{CentreID: access.Scope.Centres()[0], Funder: f.Funder, Label: f.Label, ExpiresOn: expires}
	location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		var err error
		secret, err = tx.CreateFunderLink(ctx(c), access.Scope, link)
		return "/bailleurs", err
	})
	if err != nil {
		return err
	}
	if secret == "" { // a second click: the address was shown by the first
		a.flash(c, "info", "funder.link.already")
		return see(c, location)
	}
	page := linkPage{Page: a.newPage(c, access, "funder.link.title"), Link: a.link("/p/bailleur/" + secret), Text: a.Texts.T("funder.link.text", "Date", models.FrenchDate(expires)), Back: "/bailleurs"}
	return a.show(c, "funders/link", page)
}

// revokeFunderLink: POST /bailleurs/:id/retrait. It cannot be undone: another address is made instead.
func (a *App) revokeFunderLink(c *gin.Context, access Access) error {
	if err := a.Store.RevokeFunderLink(ctx(c), access.Scope, c.Param("id")); err != nil {
		return err
	}
	a.flash(c, "success", "funder.revoked")
	return see(c, "/bailleurs")
}
