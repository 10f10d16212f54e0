package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// usersPage lists the accounts of the centre.
type usersPage struct {
	Page
	Rows []userRow
}

// userRow is one account of the list.
type userRow struct {
	ID, Name, Email string
	Roles           []string
	State           *templates.Badge
}

func (a *App) listUsers(c *gin.Context, access Access) error {
	accounts, err := a.Store.Users(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	page := usersPage{Page: a.newPage(c, access, "user.list.title")}
	page.Breadcrumb = []Link{{URL: "/reglages", Label: a.Texts.T("settings.title")}}
	for _, account := range accounts {
		row := userRow{ID: account.PublicID, Name: account.Name, Email: account.Email, State: a.userState(account.User)}
		for _, m := range account.Memberships {
			if m.ActiveOn(a.today()) {
				row.Roles = append(row.Roles, a.membershipLine(m))
			}
		}
		page.Rows = append(page.Rows, row)
	}
	return a.show(c, "users/list", page)
}

// userState is what is remarkable about an account; nothing when it is simply in use.
func (a *App) userState(u models.User) *templates.Badge {
	switch {
	case u.Disabled():
		badge := templates.NewBadge("neutral", a.Texts.T("user.state.disabled"))
		return &badge
	case u.Invited():
		badge := templates.NewBadge("warning", a.Texts.T("user.state.invited"))
		return &badge
	default:
		return nil
	}
}

// membershipLine is « Lecture bailleur FSE, du 1/1/2026 au 31/12/2026 ».
func (a *App) membershipLine(m models.Membership) string {
	parts := []string{strings.TrimSpace(a.Texts.T("role."+m.Role) + " " + m.Funder)}
	if m.FromOn != "" {
		parts = append(parts, a.Texts.T("user.since", "Date", models.FrenchDate(m.FromOn)))
	}
	if m.UntilOn != "" {
		parts = append(parts, a.Texts.T("user.until", "Date", models.FrenchDate(m.UntilOn)))
	}
	if n := len(m.Operations); n > 0 {
		parts = append(parts, a.Texts.T("user.operations.count", "Count", n))
	}
	return strings.Join(parts, ", ")
}

// userForm keeps what was typed about an account and its first membership.
type userForm struct {
	Name, Email string
	membershipForm
}

// newUserPage is the form of an invitation.
type newUserPage struct {
	Page
	Fields []templates.Field
}

func (a *App) newUser(c *gin.Context, access Access) error {
	page, err := a.userFormPage(c, access, userForm{}, nil)
	if err != nil {
		return err
	}
	return a.show(c, "users/new", page)
}

func (a *App) userFormPage(c *gin.Context, access Access, form userForm, problems models.Problems) (newUserPage, error) {
	page := newUserPage{Page: a.newPage(c, access, "user.new.title")}
	page.Breadcrumb = []Link{{URL: "/reglages", Label: a.Texts.T("settings.title")}, {URL: "/reglages/equipe", Label: a.Texts.T("user.list.title")}}
	fields, err := a.membershipFields(c, access, form.membershipForm, problems, true)
	page.Fields = append([]templates.Field{
		templates.Text("name", a.Texts.T("user.name"), form.Name).Wrong(a.problem(problems, "name")),
		templates.Email("email", a.Texts.T("login.email"), form.Email).Wrong(a.problem(problems, "email")),
	}, fields...)
	page.Summary = templates.Problems(page.Fields...)
	return page, err
}

func (a *App) createUser(c *gin.Context, access Access) error {
	form := userForm{Name: c.PostForm("name"), Email: c.PostForm("email"), membershipForm: readMembershipForm(c)}
	membership, problems, err := a.readMembership(c, access, form.membershipForm)
	if err != nil {
		return err
	}
	user := models.User{Name: form.Name, Email: form.Email}
	checkUser(user, problems)
	if len(problems) > 0 {
		page, err := a.userFormPage(c, access, form, problems)
		if err != nil {
			return err
		}
		return a.refuse(c, "users/new", page)
	}
	user, err = a.Store.AddUser(ctx(c), access.Scope, user, membership)
	if err != nil {
		return err
	}
	a.flash(c, "success", "user.created")
	return see(c, "/reglages/equipe/"+user.PublicID)
}

// checkUser adds what is wrong with the name and the e-mail.
func checkUser(user models.User, problems models.Problems) {
	if strings.TrimSpace(user.Name) == "" {
		problems.Add("name", "user.name.missing")
	} else if len([]rune(user.Name)) > 200 {
		problems.Add("name", "name.too_long")
	}
	email, err := models.NormaliseEmail(user.Email)
	if refusal, ok := asRefusal(err); ok {
		problems.Add("email", refusal.Key)
	} else if email == "" {
		problems.Add("email", "user.email.missing")
	}
}

// userPage is one account: who, what they may do, and what an administrator may do about it.
type userPage struct {
	Page
	ID          string
	Name        string
	State       *templates.Badge
	Invited     bool
	Disabled    bool
	Own         bool // one's own account, which another administrator changes
	Self        bool // one's own account: nobody closes theirs
	SecondFact  bool
	Version     int
	Fields      []templates.Field
	Memberships []membershipRow
	// Contracts are the hours of contract, ContractFields the form of new ones.
	Contracts      []contractRow
	ContractFields []templates.Field
}

// membershipRow is one membership of the account.
type membershipRow struct {
	ID, Line string
	Past     bool
}

func (a *App) showUser(c *gin.Context, access Access) error {
	page, err := a.newAccountOf(c, access, nil, nil)
	if err != nil {
		return err
	}
	return a.show(c, "users/show", page)
}

// newAccountOf is the page of the account named in the address; typed is what was typed about it, if anything.
func (a *App) newAccountOf(c *gin.Context, access Access, typed *models.User, problems models.Problems) (userPage, error) {
	return a.accountPage(c, access, typed, problems, contractForm{}, nil)
}

func (a *App) accountPage(c *gin.Context, access Access, typed *models.User, problems models.Problems, contract contractForm, wrong models.Problems) (userPage, error) {
	account, err := a.Store.User(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return userPage{}, err
	}
	own, err := a.ownRights(c, access, account)
	if err != nil {
		return userPage{}, err
	}
	page := userPage{Page: a.newPage(c, access, "user.show.title"), ID: account.PublicID, Name: account.Name, State: a.userState(account.User),
		Invited: account.Invited(), Disabled: account.Disabled(), Own: own, Self: account.ID == access.User.ID, SecondFact: len(account.TOTPSecret) > 0, Version: account.Version}
	page.Breadcrumb = []Link{{URL: "/reglages", Label: a.Texts.T("settings.title")}, {URL: "/reglages/equipe", Label: a.Texts.T("user.list.title")}}
	for _, m := range account.Memberships {
		page.Memberships = append(page.Memberships, membershipRow{ID: m.PublicID, Line: a.membershipLine(m), Past: !m.ActiveOn(a.today())})
	}
	user := account.User
	if typed != nil {
		user = *typed
	}
	page.Fields = []templates.Field{
		templates.Text("name", a.Texts.T("user.name"), user.Name).Wrong(a.problem(problems, "name")),
		templates.Email("email", a.Texts.T("login.email"), user.Email).Wrong(a.problem(problems, "email")),
	}
	err = a.fillContracts(c, access, &page, contract, wrong)
	page.Summary = templates.Problems(append(page.Fields, page.ContractFields...)...)
	return page, err
}

func (a *App) saveUser(c *gin.Context, access Access) error {
	user := models.User{PublicID: c.Param("id"), Name: c.PostForm("name"), Email: c.PostForm("email"), Version: number(c.PostForm("version"))}
	problems := models.Problems{}
	checkUser(user, problems)
	if len(problems) == 0 {
		err := a.Store.SaveUser(ctx(c), access.Scope, user)
		if models.CodeOf(err) == models.Conflict && err != nil && !isStale(err) {
			problems.Add("email", "user.email.taken")
		} else if err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		page, err := a.newAccountOf(c, access, &user, problems)
		if err != nil {
			return err
		}
		return a.refuse(c, "users/show", page)
	}
	a.flash(c, "success", "user.saved")
	return see(c, "/reglages/equipe/"+user.PublicID)
}

// linkPage shows a one-time link to the administrator, once: only its hash is kept.
type linkPage struct {
	Page
	Link string
	Text string
	Back string
}

func (a *App) makeLink(c *gin.Context, access Access) error {
	token, purpose, err := a.Store.Invite(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	page := linkPage{Page: a.newPage(c, access, "user.link.title"), Link: strings.TrimSuffix(a.Config.BaseURL, "/") + linkPath(purpose, token),
		Text: a.Texts.T("user.link." + purpose), Back: "/reglages/equipe/" + c.Param("id")}
	return a.show(c, "users/link", page)
}

func (a *App) disableUser(disabled bool) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		if err := a.Store.DisableUser(ctx(c), access.Scope, c.Param("id"), disabled); err != nil {
			return err
		}
		if disabled {
			a.flash(c, "success", "user.disabled")
		} else {
			a.flash(c, "success", "user.enabled")
		}
		return see(c, "/reglages/equipe/"+c.Param("id"))
	}
}

func (a *App) resetFactor(c *gin.Context, access Access) error {
	if err := a.Store.ResetSecondFactor(ctx(c), access.Scope, c.Param("id")); err != nil {
		return err
	}
	a.flash(c, "success", "user.factor_reset")
	return see(c, "/reglages/equipe/"+c.Param("id"))
}

// roleOptions are the roles an administrator may give, in the order of the documentation.
func (a *App) roleOptions() []templates.Option {
	options := make([]templates.Option, len(models.Roles))
	for i, role := range models.Roles {
		options[i] = templates.Option{Value: role, Label: a.Texts.T("role." + role), Hint: a.Texts.T("role.hint." + role)}
	}
	return options
}
