package handlers

import (
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// partnersPage is the directory of the network.
type partnersPage struct {
	Page
	Filters  templates.FilterBar
	Partners []partnerLine
	Pager    templates.Pager
	Empty    templates.Empty
	MayAdd   bool
	Chase    bool // the referrals to chase are open to the reader
	Actions  bool // those of the centre are open to the reader
}

// partnerLine is one organisation as it is listed.
type partnerLine struct {
	URL, Name, Kind, Commune string
	Contacts                 []contactLine
}

// contactLine is a telephone number or an address, of the organisation or of somebody there.
type contactLine struct{ Name, Job, Phone, PhoneURL, Email string }

// listPartners: GET /partenaires.
func (a *App) listPartners(c *gin.Context, access Access) error {
	f := store.PartnerFilter{Text: c.Query("nom"), Kind: c.Query("type"), Refnis: c.Query("commune"), Closed: c.Query("fermes") == "1", After: c.Query("apres")}
	found, err := a.Store.Partners(ctx(c), access.Scope, f)
	if err != nil {
		return err
	}
	page := partnersPage{Page: a.newPage(c, access, "partner.list.title"), Filters: a.partnerFilters(f), MayAdd: a.may(access, models.Create, models.KindPartner),
		Chase: a.may(access, models.Read, models.KindReferral), Actions: a.may(access, models.Read, models.KindAction), Empty: templates.Empty{Text: a.Texts.T("partner.list.empty")}}
	for _, p := range found.Partners {
		page.Partners = append(page.Partners, a.partnerLine(p))
	}
	if found.Next != "" {
		page.Pager.Next = partnersURL(f, found.Next)
	}
	if f.After != "" {
		page.Pager.First = partnersURL(f, "")
	}
	switch {
	case len(page.Filters.Chips) > 0:
		page.Empty.Action = templates.Link{URL: "/partenaires", Label: a.Texts.T("filter.clear")}
	case page.MayAdd:
		page.Empty.Action = templates.Link{URL: "/partenaires/nouveau", Label: a.Texts.T("partner.add")}
	}
	return a.show(c, "partners/list", page)
}

// partnersURL is the address of the directory under a filter. The names are those of organisations: they may stand in it.
func partnersURL(f store.PartnerFilter, after string) string {
	values := url.Values{}
	for name, value := range map[string]string{"nom": f.Text, "type": f.Kind, "commune": f.Refnis, "apres": after} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if f.Closed {
		values.Set("fermes", "1")
	}
	if len(values) == 0 {
		return "/partenaires"
	}
	return "/partenaires?" + values.Encode()
}

func (a *App) partnerFilters(f store.PartnerFilter) templates.FilterBar {
	t := a.Texts.T
	kinds := append([]templates.Option{{Label: t("partner.filter.any_kind")}}, a.codes("partner_kind", models.PartnerKinds)...)
	bar := templates.FilterBar{Action: "/partenaires", Fields: []templates.Field{
		templates.Text("nom", t("partner.name"), f.Text), templates.Select("type", t("partner.kind"), f.Kind, kinds),
		templates.Select("commune", t("person.commune"), f.Refnis, a.partnerCommunes(f.Refnis)),
		templates.Select("fermes", t("partner.filter.closed"), map[bool]string{true: "1"}[f.Closed], []templates.Option{
			{Label: t("partner.filter.open")}, {Value: "1", Label: t("partner.closed")}})}}
	chip := func(label, value string, without store.PartnerFilter) {
		if value != "" {
			bar.Chips = append(bar.Chips, templates.Chip{Label: label + " : " + value, RemoveURL: partnersURL(without, "")})
		}
	}
	text, kind, commune, closed := f, f, f, f
	text.Text, kind.Kind, commune.Refnis, closed.Closed = "", "", "", false
	chip(t("partner.name"), f.Text, text)
	if f.Kind != "" {
		chip(t("partner.kind"), a.answer("partner_kind", f.Kind), kind)
	}
	if f.Refnis != "" {
		chip(t("person.commune"), a.communes().Name(f.Refnis), commune)
	}
	if f.Closed {
		chip(t("partner.filter.closed"), t("partner.closed"), closed)
	}
	if len(bar.Chips) > 0 {
		bar.ClearURL = "/partenaires"
	}
	return bar
}

func (a *App) partnerCommunes(chosen string) []templates.Option {
	options := []templates.Option{{Label: a.Texts.T("person.filter.any_commune")}}
	for _, commune := range a.keepClosed(a.communes().Namur(), chosen) {
		options = append(options, templates.Option{Value: commune.Refnis, Label: commune.Name})
	}
	return options
}

func (a *App) partnerLine(p models.Partner) partnerLine {
	line := partnerLine{URL: "/partenaires/" + p.PublicID, Name: p.Name, Kind: a.answer("partner_kind", p.Kind), Commune: a.communes().Name(p.Refnis)}
	line.Contacts = contactLines(p)
	return line
}

// contactLines are the ways to reach a partner, the organisation itself first.
func contactLines(p models.Partner) []contactLine {
	var lines []contactLine
	if p.Phone != "" || p.Email != "" {
		lines = append(lines, contactLine{Phone: models.DisplayPhone(p.Phone), PhoneURL: p.Phone, Email: p.Email})
	}
	for _, c := range p.Contacts {
		lines = append(lines, contactLine{Name: c.Name, Job: c.Job, Phone: models.DisplayPhone(c.Phone), PhoneURL: c.Phone, Email: c.Email})
	}
	return lines
}

// partnerPage is one organisation.
type partnerPage struct {
	Page
	Name     string
	Closed   bool
	Facts    []templates.Row
	Website  string
	Note     string
	Contacts []contactLine
	EditURL  string // "" when the reader may not
	CloseURL string
	Reopen   bool
}

// showPartner: GET /partenaires/:id.
func (a *App) showPartner(c *gin.Context, access Access) error {
	p, err := a.Store.Partner(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	line := a.partnerLine(p)
	page := partnerPage{Page: a.newPage(c, access, "partner.title"), Name: p.Name, Closed: !p.ClosedAt.IsZero(), Website: p.Website, Note: p.Note, Contacts: line.Contacts,
		Facts: []templates.Row{{Label: a.Texts.T("partner.kind"), Value: line.Kind}, {Label: a.Texts.T("person.commune"), Value: line.Commune}}}
	page.Breadcrumb = []templates.Link{{URL: "/partenaires", Label: a.Texts.T("partner.list.title")}}
	if a.may(access, models.Update, models.KindPartner) {
		page.EditURL, page.CloseURL = line.URL+"/modifier", line.URL+"/fermeture"
		if page.Closed {
			page.EditURL, page.CloseURL = "", line.URL+"/reouverture"
		}
	}
	return a.show(c, "partners/show", page)
}

// closePartner: POST /partenaires/:id/fermeture and /reouverture. It is undone with one click.
func (a *App) closePartner(closed bool) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		base := "/partenaires/" + c.Param("id")
		if err := a.Store.ClosePartner(ctx(c), access.Scope, c.Param("id"), closed); err != nil {
			return err
		}
		if closed {
			a.flashUndo(c, base+"/reouverture", "partner.close.done")
		} else {
			a.flash(c, "success", "partner.reopen.done")
		}
		return see(c, base)
	}
}

// partnerFormPage adds or changes a partner.
type partnerFormPage struct {
	Page
	Heading, Action, Button, Back string
	Version                       int
	Fields                        []templates.Field
	People                        []partnerPerson
}

// partnerPerson are the questions about one person of a partner.
type partnerPerson struct {
	Legend string
	Fields []templates.Field
}

// editPartner: GET and POST /partenaires/nouveau and /partenaires/:id/modifier.
func (a *App) editPartner(c *gin.Context, access Access) error {
	var before models.Partner
	if access.Scope.Action() == models.Update {
		var err error
		if before, err = a.Store.Partner(ctx(c), access.Scope, c.Param("id")); err != nil {
			return err
		}
	}
	form, problems := partnerFormOf(before, a.communes()), models.Problems{}
	if c.Request.Method == "POST" {
		form = readPartnerForm(c)
		p := form.apply(problems, a.communes())
		if len(problems) == 0 {
			location, err := a.savePartner(c, access, before, p)
			if err == nil {
				a.flash(c, "success", "partner.saved")
				return see(c, location)
			}
			if !asProblem(err, problems, "name") {
				return err
			}
		}
	}
	page := a.partnerFormPage(c, access, before, form, problems)
	return a.showForm(c, "partners/form", page, problems)
}

func (a *App) savePartner(c *gin.Context, access Access, before, p models.Partner) (string, error) {
	if before.PublicID != "" {
		p.PublicID, p.Version = before.PublicID, number(c.PostForm("version"))
		return "/partenaires/" + p.PublicID, a.Store.UpdatePartner(ctx(c), access.Scope, p)
	}
	p.CentreID = access.Scope.Centres()[0]
	return a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		p, err := tx.CreatePartner(ctx(c), access.Scope, p)
		return "/partenaires/" + p.PublicID, err
	})
}

func (a *App) partnerFormPage(c *gin.Context, access Access, before models.Partner, f partnerForm, problems models.Problems) partnerFormPage {
	page := partnerFormPage{Page: a.newPage(c, access, "partner.add"), Heading: a.Texts.T("partner.add"), Action: "/partenaires/nouveau", Back: "/partenaires",
		Button: a.Texts.T("partner.add.save")}
	page.Breadcrumb = []templates.Link{{URL: "/partenaires", Label: a.Texts.T("partner.list.title")}}
	if before.PublicID != "" {
		page.Title, page.Heading, page.Button = a.Texts.T("partner.edit"), a.Texts.T("partner.edit"), a.Texts.T("partner.save")
		page.Back, page.Version = "/partenaires/"+before.PublicID, before.Version
		page.Action = page.Back + "/modifier"
		page.Breadcrumb = append(page.Breadcrumb, templates.Link{URL: page.Back, Label: a.Texts.T("partner.title")})
		if c.Request.Method == "POST" {
			page.Version = number(c.PostForm("version"))
		}
	}
	page.Fields = a.partnerFields(f, problems)
	names := partnerFieldNames
	for i, person := range f.People {
		page.People = append(page.People, partnerPerson{a.Texts.T("partner.contact.rank", "Rank", i+1), a.contactFields(i, person, problems)})
		for _, name := range []string{"contact_name_", "contact_job_", "contact_phone_", "contact_email_"} {
			names = append(names[:len(names):len(names)], name+strconv.Itoa(i))
		}
	}
	a.blame(&page.Page, problems, names...)
	return page
}
