package handlers

import (
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// membershipForm keeps what was typed about a membership. Operations are public ids.
type membershipForm struct {
	Centre, Role, Funder, From, Until string
	Operations                        []string
	Nominative                        bool
}

func readMembershipForm(c *gin.Context) membershipForm {
	return membershipForm{Centre: c.PostForm("centre"), Role: c.PostForm("role"), Funder: c.PostForm("funder"), From: c.PostForm("from_on"),
		Until: c.PostForm("until_on"), Operations: c.PostFormArray("operations"), Nominative: c.PostForm("nominative") == "1"}
}

// membershipPage adds or changes one membership of an account.
type membershipPage struct {
	Page
	Heading string
	Action  string
	Button  string
	Back    string
	Fields  []templates.Field
}

// membershipFields are the questions about a membership; the role is asked once, when it is new.
func (a *App) membershipFields(c *gin.Context, access Access, form membershipForm, problems models.Problems, fresh bool) ([]templates.Field, error) {
	var fields []templates.Field
	if fresh {
		centres, err := a.Store.Centres(ctx(c), access.Scope)
		if err != nil {
			return nil, err
		}
		if len(centres) > 1 {
			var options []templates.Option
			for _, centre := range centres {
				options = append(options, templates.Option{Value: centre.PublicID, Label: centre.Name})
			}
			fields = append(fields, templates.Select("centre", a.Texts.T("user.centre"), form.Centre, options).Wrong(a.problem(problems, "centre")))
		}
		fields = append(fields, templates.Radios("role", a.Texts.T("user.role"), form.Role, a.roleOptions()).Wrong(a.problem(problems, "role")))
	}
	operations, err := a.operationOptions(c, access)
	if err != nil {
		return nil, err
	}
	if fresh || form.Role == models.FunderReader {
		fields = append(fields, templates.Select("funder", a.Texts.T("user.funder"), form.Funder, a.funderOptions()).
			With(a.Texts.T("user.funder.hint")).Wrong(a.problem(problems, "funder")).AsOptional())
	}
	fields = append(fields,
		templates.Date("from_on", a.Texts.T("user.from"), form.From).Wrong(a.problem(problems, "from_on")).AsOptional(),
		templates.Date("until_on", a.Texts.T("user.until_on"), form.Until).With(a.Texts.T("user.until.hint")).Wrong(a.problem(problems, "until_on")).AsOptional())
	if len(operations) > 0 {
		fields = append(fields, templates.Checkboxes("operations", a.Texts.T("user.operations"), form.Operations, operations).
			With(a.Texts.T("user.operations.hint")).Wrong(a.problem(problems, "operations")).AsOptional())
	}
	if fresh || form.Role == models.Auditor {
		fields = append(fields, templates.Check("nominative", a.Texts.T("user.nominative"), form.Nominative).AsOptional())
	}
	return fields, nil
}

func (a *App) funderOptions() []templates.Option {
	return []templates.Option{{Value: models.FunderSPW, Label: "SPW"}, {Value: models.FunderForem, Label: "Forem"}, {Value: models.FunderFSE, Label: "FSE+"}}
}

func (a *App) operationOptions(c *gin.Context, access Access) ([]templates.Option, error) {
	operations, err := a.Store.Operations(ctx(c), a.scope(access, models.Read, models.KindOperation))
	options := make([]templates.Option, len(operations))
	for i, o := range operations {
		options[i] = templates.Option{Value: o.PublicID, Label: o.Code + " " + o.Title, Programme: o.Programme}
	}
	return options, err
}

// readMembership turns what was typed into a membership, or says what is wrong.
func (a *App) readMembership(c *gin.Context, access Access, form membershipForm) (models.Membership, models.Problems, error) {
	centre, err := a.Store.Centre(ctx(c), access.Scope, form.Centre)
	if err != nil {
		return models.Membership{}, nil, err
	}
	m := models.Membership{CentreID: centre.ID, Role: form.Role, Funder: oneOf(form.Funder, models.FunderSPW, models.FunderForem, models.FunderFSE), Nominative: form.Nominative}
	if !slices.Contains(models.Roles, form.Role) {
		m.Role = ""
	}
	problems := models.Problems{}
	m.FromOn = typedDate(form.From, a.today(), "from_on", problems)
	m.UntilOn = typedDate(form.Until, a.today(), "until_on", problems)
	operations, err := a.Store.Operations(ctx(c), a.scope(access, models.Read, models.KindOperation))
	if err != nil {
		return m, nil, err
	}
	for _, o := range operations {
		if slices.Contains(form.Operations, o.PublicID) && o.CentreID == centre.ID {
			m.Operations = append(m.Operations, o.ID)
		}
	}
	for field, problem := range models.CheckMembership(m) {
		problems.Add(field, problem.Key, problem.Args...)
	}
	return m, problems, nil
}

func typedDate(text string, today models.Date, field string, problems models.Problems) models.Date {
	date, problem := models.ParseTypedDate(text, today)
	if problem != "" {
		problems.Add(field, problem)
	}
	return date
}

// membershipOf finds the account of the address and, when one is named, its membership.
func (a *App) membershipOf(c *gin.Context, access Access) (models.Account, models.Membership, error) {
	account, err := a.Store.User(ctx(c), access.Scope, c.Param("id"))
	if err != nil || c.Param("membership") == "" {
		return account, models.Membership{}, err
	}
	for _, m := range account.Memberships {
		if m.PublicID == c.Param("membership") {
			return account, m, nil
		}
	}
	return account, models.Membership{}, models.ErrNotFound
}

func (a *App) newMembershipPage(c *gin.Context, access Access, m models.Membership, form membershipForm, problems models.Problems) (membershipPage, error) {
	back := "/reglages/equipe/" + c.Param("id")
	page := membershipPage{Page: a.newPage(c, access, "user.membership.add"), Back: back, Action: back + "/acces", Heading: a.Texts.T("user.membership.add"), Button: a.Texts.T("user.membership.add")}
	if m.PublicID != "" {
		page.Title, page.Action, page.Heading, page.Button = a.Texts.T("user.membership.title"), back+"/acces/"+m.PublicID, a.Texts.T("role."+m.Role), a.Texts.T("user.membership.save")
	}
	page.Breadcrumb = []Link{{URL: "/reglages/equipe", Label: a.Texts.T("user.list.title")}, {URL: back, Label: a.Texts.T("user.show.title")}}
	fields, err := a.membershipFields(c, access, form, problems, m.PublicID == "")
	page.Fields = fields
	page.Summary = templates.Problems(fields...)
	return page, err
}

func (a *App) editMembership(c *gin.Context, access Access) error {
	_, m, err := a.membershipOf(c, access)
	if err != nil {
		return err
	}
	form := membershipForm{Role: m.Role, Funder: m.Funder, From: models.FrenchDate(m.FromOn), Until: models.FrenchDate(m.UntilOn), Nominative: m.Nominative}
	operations, err := a.Store.Operations(ctx(c), a.scope(access, models.Read, models.KindOperation))
	if err != nil {
		return err
	}
	for _, o := range operations {
		if slices.Contains(m.Operations, o.ID) {
			form.Operations = append(form.Operations, o.PublicID)
		}
	}
	page, err := a.newMembershipPage(c, access, m, form, nil)
	if err != nil {
		return err
	}
	return a.show(c, "users/membership", page)
}

// ownRights tells whether the account is one's own and somebody else could change it: an administrator who wants to read
// files asks another administrator. Where there is none, they do it themselves and the journal says so.
func (a *App) ownRights(c *gin.Context, access Access, account models.Account) (bool, error) {
	if account.ID != access.User.ID {
		return false, nil
	}
	sole, err := a.Store.SoleAdmin(ctx(c), access.Scope)
	return !sole, err
}

// saveMembership adds a role to an account or changes one; it counts from the next request on.
func (a *App) saveMembership(c *gin.Context, access Access) error {
	account, known, err := a.membershipOf(c, access)
	if err != nil {
		return err
	}
	form := readMembershipForm(c)
	if known.PublicID != "" {
		form.Role, form.Centre = known.Role, ""
	}
	m, problems, err := a.readMembership(c, access, form)
	if err != nil {
		return err
	}
	own, err := a.ownRights(c, access, account)
	if err != nil {
		return err
	}
	if own {
		problems.Add("role", "user.own_rights")
	}
	if len(problems) > 0 {
		page, err := a.newMembershipPage(c, access, known, form, problems)
		if err != nil {
			return err
		}
		if _, own := problems["role"]; own && len(page.Summary) == 0 {
			page.Summary = []FieldError{{Text: a.problem(problems, "role")}}
		}
		return a.refuse(c, "users/membership", page)
	}
	if known.PublicID == "" {
		m.UserID = account.ID
		err = a.Store.AddMembership(ctx(c), access.Scope, m)
	} else {
		m.PublicID, m.Network = known.PublicID, known.Network
		err = a.Store.SaveMembership(ctx(c), access.Scope, m)
	}
	if err != nil {
		return err
	}
	a.flash(c, "success", "user.membership.saved")
	return see(c, "/reglages/equipe/"+account.PublicID)
}
