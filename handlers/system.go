package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// health tells a supervisor that the program and its database answer; nothing else.
func (a *App) health(c *gin.Context, _ Access) error {
	if err := a.Store.Ping(ctx(c)); err != nil {
		a.Log.Error("health", "error", err)
		c.JSON(http.StatusServiceUnavailable, gin.H{"status": "unavailable"})
		return nil
	}
	c.JSON(http.StatusOK, gin.H{"status": "ok"})
	return nil
}

// plainPage is a page that is only text.
type plainPage struct{ Page }

func (a *App) help(c *gin.Context, access Access) error {
	return a.show(c, "system/help", plainPage{a.newPage(c, access, "help.title")})
}

// componentsPage shows every part of the interface with fictional content.
type componentsPage struct {
	Page
	templates.Gallery
}

var samples = map[string]string{"": "dev/components", "fiche": "dev/person", "confirmation": "dev/confirm"}

func (a *App) components(c *gin.Context, access Access) error {
	name, ok := samples[c.Query("exemple")]
	if !ok {
		return models.ErrNotFound
	}
	return a.show(c, name, componentsPage{a.newPage(c, access, "help.components"), templates.NewGallery()})
}

func (a *App) accessibility(c *gin.Context, access Access) error {
	return a.show(c, "system/accessibility", plainPage{a.newPage(c, access, "accessibility.title")})
}

// backTo is the page a button was on, when the browser says so and it is one of ours.
func backTo(c *gin.Context) string {
	from, err := c.Request.URL.Parse(c.Request.Referer())
	if err != nil || from.Host != c.Request.Host {
		return "/"
	}
	return localPath(from.RequestURI())
}
