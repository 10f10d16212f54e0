package handlers

import "github.com/gin-gonic/gin"

// setDigestMail: POST /moi/resume/courriel: whether the morning's summary also comes by mail.
func (a *App) setDigestMail(c *gin.Context, access Access) error {
	on := c.PostForm("on") == "1"
	if err := a.Store.SetDigestMail(ctx(c), access.Scope, on); err != nil {
		return err
	}
	if on {
		a.flash(c, "success", "digest.mail.on")
	} else {
		a.flash(c, "success", "digest.mail.off")
	}
	return see(c, "/moi")
}
