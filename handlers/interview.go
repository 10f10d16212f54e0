package handlers

import (
	"net/http"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"
)

// Mode entretien: the person sits beside the screen. Pages about one person stay, without what is marked private; every
// other page is masked, by the server and not by the style sheet, so that nobody else's name is in what the browser got.

const interviewCookie = "jalon-entretien"

// interviewMode tells whether the mode is on; the cookie holds the page it was started from.
func (a *App) interviewMode(c *gin.Context) bool { return a.cookie(c, interviewCookie) != "" }

// setInterview switches the mode and returns to the page one was on.
func (a *App) setInterview(c *gin.Context, _ Access) error {
	if c.PostForm("on") == "1" {
		a.setCookie(c, interviewCookie, backTo(c), 0)
	} else {
		a.setCookie(c, interviewCookie, "", -1)
	}
	return see(c, backTo(c))
}

// shown are the routes that concern one person, no person, or the account; a new page is masked until it is listed here.
var shown = []string{"/personnes/:id", "/inscriptions/:id", "/suivis/:id", "/rendez-vous/:id", "/suivi-6-mois/:id", "/attestations/:id", "/documents/:id", "/orientations/:id",
	"/partenaires", "/moi"}

// shownFor are the forms that concern one person once their address says whom.
var shownFor = map[string][]string{"/suivis/nouveau": {"personne", "rendez-vous"}, "/rendez-vous/nouveau": {"personne"}}

// masked tells whether a page stays closed during an interview.
func masked(c *gin.Context, r Route) bool {
	if r.Public || r.Method == http.MethodPost && r.Path == "/brouillons" { // what is being typed is still kept
		return false
	}
	for _, path := range shown {
		if r.Path == path || strings.HasPrefix(r.Path, path+"/") {
			return false
		}
	}
	for _, name := range shownFor[r.Path] {
		if c.Query(name) != "" {
			return false
		}
	}
	return true
}

// maskedPage stands for a page that shows other people.
type maskedPage struct {
	Page
	Back string // the page of the interview, "" when it is masked too
}

// maskPage answers a masked page.
func (a *App) maskPage(c *gin.Context, access Access) error {
	if isScript(c) {
		c.Status(http.StatusNoContent)
		return nil
	}
	page := maskedPage{Page: a.newPage(c, access, "interview.start")}
	if from := localPath(a.cookie(c, interviewCookie)); strings.HasPrefix(from, "/personnes/") {
		page.Back = from
	}
	return a.show(c, "system/masked", page)
}

// hidePrivate takes away what is not for the person beside the screen.
func hidePrivate(doc *goquery.Document) { doc.Find(".private").Remove() }
