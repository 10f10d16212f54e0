package handlers

import (
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// accountPage is one's own account: display, password, devices, second factor.
type accountPage struct {
	Page
	Display      []templates.Field
	Password     []templates.Field
	TeamCode     []templates.Field
	HasTeamCode  bool
	SecondFactor bool
	Logins       []loginRow
	Access       []string // roles, centres and dates, as sentences
	Feed         *feedBlock
	DigestMail   bool
	TimeSheets   bool // the role gives hours
}

// loginRow is one device on which the account is open.
type loginRow struct {
	ID, Device, Since, Seen string
	Current                 bool
}

func (a *App) newAccountPage(c *gin.Context, access Access, problems models.Problems) (accountPage, error) {
	page := accountPage{Page: a.newPage(c, access, "account.title"), SecondFactor: len(access.User.TOTPSecret) > 0,
		TimeSheets: access.Actor.HasRole(models.Counsellor, models.Coordinator, models.Trainer, models.Manager)}
	page.Display = []templates.Field{
		templates.Radios("theme", a.Texts.T("account.theme"), access.User.Theme, []templates.Option{
			{Value: "", Label: a.Texts.T("account.theme.system")}, {Value: "light", Label: a.Texts.T("account.theme.light")}, {Value: "dark", Label: a.Texts.T("account.theme.dark")}}),
		templates.Radios("density", a.Texts.T("account.density"), access.User.Density, []templates.Option{
			{Value: "", Label: a.Texts.T("account.density.comfortable")}, {Value: "compact", Label: a.Texts.T("account.density.compact")}}),
	}
	page.Password = append([]templates.Field{a.currentPassword("current", problems)}, a.newPasswordFields(problems)...)
	page.TeamCode, page.HasTeamCode = []templates.Field{a.codeField(problems)}, access.User.TeamCodeHash != ""
	a.blame(&page.Page, problems, "current", "password", "again", "code")
	logins, err := a.Store.Logins(ctx(c), access.Scope)
	if err != nil {
		return page, err
	}
	if page.Feed, err = a.feedOf(c, access); err != nil {
		return page, err
	}
	if page.DigestMail, err = a.Store.DigestMail(ctx(c), access.Scope); err != nil {
		return page, err
	}
	for _, l := range logins {
		if !a.ended(l) {
			page.Logins = append(page.Logins, a.loginRow(l, access.Login))
		}
	}
	for _, m := range access.Actor.Memberships {
		page.Access = append(page.Access, a.membershipLine(m))
	}
	return page, nil
}

func (a *App) loginRow(l, current models.Login) loginRow {
	row := loginRow{ID: l.PublicID, Device: l.Agent, Since: a.moment(l.CreatedAt), Seen: a.moment(l.SeenAt), Current: l.PublicID == current.PublicID}
	if row.Device == "" {
		row.Device = a.Texts.T("account.logins.unknown")
	}
	return row
}

// moment is « 24/11/2026, 9 h 30 » in Brussels.
func (a *App) moment(at models.Instant) string {
	if at.IsZero() {
		return ""
	}
	local := at.In(a.zone)
	return models.FrenchDate(models.DateOf(local)) + ", " + models.FrenchTime(local.Format("15:04"))
}

// newPasswordFields ask for a new password, twice.
func (a *App) newPasswordFields(problems models.Problems) []templates.Field {
	return []templates.Field{
		templates.Password("password", a.Texts.T("account.password.new"), "new-password").With(a.Texts.T("account.password.hint")).Wrong(a.problem(problems, "password")),
		templates.Password("again", a.Texts.T("account.password.again"), "new-password").Wrong(a.problem(problems, "again")),
	}
}

// checkNewPassword says what is wrong with the two fields.
func checkNewPassword(c *gin.Context, user models.User) models.Problems {
	problems := models.Problems{}
	if p := models.CheckPassword(c.PostForm("password"), user.Name, user.Email, "Jalon"); p != nil {
		problems["password"] = *p
	} else if c.PostForm("password") != c.PostForm("again") {
		problems.Add("again", "account.password.differs")
	}
	return problems
}

func (a *App) showAccount(c *gin.Context, access Access) error {
	page, err := a.newAccountPage(c, access, nil)
	if err != nil {
		return err
	}
	return a.show(c, "account/show", page)
}

func (a *App) saveDisplay(c *gin.Context, access Access) error {
	theme, density := oneOf(c.PostForm("theme"), "light", "dark"), oneOf(c.PostForm("density"), "compact")
	if err := a.Store.SavePreferences(ctx(c), access.Scope, theme, density); err != nil {
		return err
	}
	a.flash(c, "success", "account.display.saved")
	return see(c, "/moi")
}

// oneOf is value when it is one of the choices, else "".
func oneOf(value string, choices ...string) string {
	for _, choice := range choices {
		if value == choice {
			return value
		}
	}
	return ""
}

// changePassword needs the current password and signs the other devices out.
func (a *App) changePassword(c *gin.Context, access Access) error {
	problems := checkNewPassword(c, access.User)
	if len(problems) == 0 {
		if err := a.confirmPassword(c, access, "current", problems); err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		page, err := a.newAccountPage(c, access, problems)
		if err != nil {
			return err
		}
		return a.refuse(c, "account/show", page)
	}
	hash, err := a.hash(c, c.PostForm("password"))
	if err != nil {
		return err
	}
	if err := a.Store.SetPassword(ctx(c), access.Scope, hash, access.Login.PublicID); err != nil {
		return err
	}
	a.flash(c, "success", "account.password.changed")
	return see(c, "/moi")
}

// hash waits for its turn: each hash takes 19 MB.
func (a *App) hash(c *gin.Context, password string) (string, error) {
	release, err := a.worker(c)
	if err != nil {
		return "", err
	}
	defer release()
	return models.HashPassword(password)
}

// confirmPassword checks the current password again before something that guards the account, as bounded as
// signing in is; a wrong one is a problem of the field.
func (a *App) confirmPassword(c *gin.Context, access Access, field string, problems models.Problems) error {
	bucket := store.Bucket{Key: "confirm " + a.Store.Sealer().Sign("throttle", access.User.ID), Burst: 5, Refill: 10 * time.Second}
	release, err := a.worker(c)
	if err != nil {
		return err
	}
	defer release()
	if allowed, err := a.Store.Take(ctx(c), bucket); err != nil || !allowed {
		return either(err, tooMany)
	}
	if !models.PasswordMatches(c.PostForm(field), access.User.PasswordHash) {
		problems.Add(field, "account.password.wrong")
		return nil
	}
	return a.Store.GiveBack(ctx(c), bucket)
}

func (a *App) closeLogin(c *gin.Context, access Access) error {
	if err := a.Store.CloseLogin(ctx(c), access.Scope, c.Param("id")); err != nil {
		return err
	}
	a.flash(c, "success", "account.logins.closed")
	return see(c, "/moi")
}

func (a *App) closeOtherLogins(c *gin.Context, access Access) error {
	if err := a.Store.CloseOtherLogins(ctx(c), access.Scope, access.Login.PublicID); err != nil {
		return err
	}
	a.flash(c, "success", "account.logins.others_closed")
	return see(c, "/moi")
}

func (a *App) showFactor(c *gin.Context, access Access) error {
	page, err := a.newFactorPage(c, access, access.User, "/moi/second-facteur", nil)
	if err != nil {
		return err
	}
	return a.show(c, "account/factor", page)
}

// changeFactor carries out one form of the second factor's page, after the password was confirmed.
func (a *App) changeFactor(c *gin.Context, access Access, field string, change func() error) error {
	problems := models.Problems{}
	if err := a.confirmPassword(c, access, field, problems); err != nil {
		return err
	}
	if len(problems) == 0 {
		return change()
	}
	page, err := a.newFactorPage(c, access, access.User, "/moi/second-facteur", problems)
	if err != nil {
		return err
	}
	return a.refuse(c, "account/factor", page)
}

func (a *App) startFactor(c *gin.Context, access Access) error {
	return a.changeFactor(c, access, "current", func() error {
		if err := a.prepare(c, access.User); err != nil {
			return err
		}
		return see(c, "/moi/second-facteur")
	})
}

func (a *App) activateFactor(c *gin.Context, access Access) error {
	codes, problem, err := a.activate(c, access.User, access.Scope)
	if err != nil {
		return err
	}
	if problem != "" {
		page, err := a.newFactorPage(c, access, access.User, "/moi/second-facteur", models.Problems{"code": {Key: problem}})
		if err != nil {
			return err
		}
		return a.refuse(c, "account/factor", page)
	}
	return a.show(c, "account/codes", codesPage{Page: a.newPage(c, access, "factor.codes"), Codes: codes, Next: "/moi"})
}

func (a *App) removeFactor(c *gin.Context, access Access) error {
	required, err := a.Store.SecondFactorRequired(ctx(c), access.Actor)
	if err != nil {
		return err
	}
	if required {
		return models.Refuse(models.Conflict, "factor.required")
	}
	return a.changeFactor(c, access, "remove", func() error {
		if err := a.Store.RemoveSecondFactor(ctx(c), access.Scope); err != nil {
			return err
		}
		a.flash(c, "success", "factor.removed")
		return see(c, "/moi")
	})
}

func (a *App) renewCodes(c *gin.Context, access Access) error {
	return a.changeFactor(c, access, "renew", func() error {
		codes := models.NewRecoveryCodes()
		if err := a.Store.RenewRecoveryCodes(ctx(c), access.Scope, codes); err != nil {
			return err
		}
		return a.show(c, "account/codes", codesPage{Page: a.newPage(c, access, "factor.codes"), Codes: codes, Next: "/moi"})
	})
}

// heldPage offers a form again that was being sent when the login ended.
type heldPage struct {
	Page
	Action string
	Values []templates.Field
}

// showHeld is for the author of the form alone; the fields go out again exactly as they came.
func (a *App) showHeld(c *gin.Context, access Access) error {
	path, body, err := a.Store.HeldForm(ctx(c), access.Scope, c.Param("token"))
	if models.CodeOf(err) == models.NotFound {
		return models.Refuse(models.NotFound, "held.gone")
	}
	if err != nil {
		return err
	}
	values, err := url.ParseQuery(body)
	if err != nil {
		return models.Refuse(models.NotFound, "held.gone")
	}
	page := heldPage{Page: a.newPage(c, access, "held.title"), Action: localPath(path)}
	for name, all := range values {
		for _, value := range all {
			page.Values = append(page.Values, templates.Hidden(name, value))
		}
	}
	return a.show(c, "account/held", page)
}
