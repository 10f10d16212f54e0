package handlers

import (
	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// invitationPage is what a one-time link opens: the choice of a password.
type invitationPage struct {
	Page
	Text   string
	Email  string
	Action string
	Fields []templates.Field
}

// invitation shows the form of a link of that purpose. Looking does not use it up: mail scanners look too.
func (a *App) invitation(purpose string) func(*gin.Context, Access) error {
	return func(c *gin.Context, _ Access) error {
		user, err := a.invited(c, purpose)
		if err != nil {
			return err
		}
		return a.show(c, "account/invitation", a.newInvitationPage(c, user, purpose, nil))
	}
}

// acceptInvitation sets the password, once; signing in, second factor included, comes after.
func (a *App) acceptInvitation(purpose string) func(*gin.Context, Access) error {
	return func(c *gin.Context, _ Access) error {
		user, err := a.invited(c, purpose)
		if err != nil {
			return err
		}
		if problems := checkNewPassword(c, user); len(problems) > 0 {
			return a.refuse(c, "account/invitation", a.newInvitationPage(c, user, purpose, problems))
		}
		hash, err := a.hash(c, c.PostForm("password"))
		if err != nil {
			return err
		}
		if err := a.Store.AcceptInvitation(ctx(c), c.Param("token"), purpose, hash); err != nil {
			return linkGone(err)
		}
		a.flash(c, "success", "invitation.done")
		return see(c, "/connexion")
	}
}

func (a *App) invited(c *gin.Context, purpose string) (models.User, error) {
	user, err := a.Store.Invited(ctx(c), c.Param("token"), purpose)
	return user, linkGone(err)
}

// linkGone says why a link does nothing any more, and whom to ask.
func linkGone(err error) error {
	if models.CodeOf(err) == models.NotFound && err != nil {
		return models.Refuse(models.NotFound, "invitation.expired")
	}
	return err
}

func (a *App) newInvitationPage(c *gin.Context, user models.User, purpose string, problems models.Problems) invitationPage {
	page := invitationPage{Page: a.newPage(c, Access{}, "invitation.title."+purpose), Text: a.Texts.T("invitation.text." + purpose),
		Email: user.Email, Action: linkPath(purpose, c.Param("token")), Fields: a.newPasswordFields(problems)}
	a.blame(&page.Page, problems, "password", "again")
	return page
}

// linkPath is the address of a one-time link, within the site.
func linkPath(purpose, token string) string {
	if purpose == store.PurposeReset {
		return "/mot-de-passe/" + token
	}
	return "/invitation/" + token
}
