package handlers

import (
	"github.com/gin-gonic/gin"

	"jalon/models"
)

// homePage is where a role lands.
type homePage struct {
	Page
	Heading string
}

// home greets with the day; who only reads reports lands on them (ux.md §1.2).
func (a *App) home(c *gin.Context, access Access) error {
	role := homeRole(access.Actor)
	if role == models.FunderReader || role == models.Auditor {
		return see(c, "/rapports")
	}
	page := homePage{Page: a.newPage(c, access, "home.title."+role), Heading: models.FrenchLongDate(a.today())}
	return a.show(c, "system/home", page)
}
