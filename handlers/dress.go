package handlers

import (
	"bytes"
	"net/http"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"

	"jalon/models"
)

// backgroundHeader marks a request of the script that sends a form by itself; it holds the public id of the user whose
// form it is, so that nothing is ever sent in a colleague's name. The answer says where to go in locationHeader.
const (
	backgroundHeader = "X-Background"
	locationHeader   = "X-Location"
)

// isScript tells that a script asks, not a browser that shows the answer.
func isScript(c *gin.Context) bool {
	return c.GetHeader("X-Fragment") != "" || c.GetHeader(backgroundHeader) != ""
}

// accessKey is where the guard leaves the access for what every page needs.
const accessKey = "access"

func accessOf(c *gin.Context) Access {
	access, _ := c.Get(accessKey)
	known, _ := access.(Access)
	return known
}

// draftable is true of a page with a form whose draft is kept (the frame of every page has attributes that begin alike).
func draftable(html []byte) bool {
	return bytes.Contains(html, []byte(" data-draft>")) || bytes.Contains(html, []byte(" data-draft "))
}

// dress completes a page that is written: the draft of its form, and what an interview hides. Other pages go out as they
// are, unread.
func (a *App) dress(c *gin.Context, status int, name string, html []byte) ([]byte, error) {
	access := accessOf(c)
	var draft *models.Draft
	if c.Request.Method == http.MethodGet && status == http.StatusOK && access.Actor.UserID != "" && !isScript(c) && draftable(html) {
		var err error
		if draft, err = a.draftOfPage(c, access); err != nil {
			return nil, err
		}
	}
	private := a.interviewMode(c) && bytes.Contains(html, []byte("private"))
	if draft == nil && !private {
		return html, nil
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(html))
	if err != nil {
		return nil, err
	}
	if private {
		hidePrivate(doc)
	}
	if draft != nil {
		if err := a.offerDraft(c, *draft, name, doc); err != nil {
			return nil, err
		}
	}
	if c.GetHeader("X-Fragment") != "" { // a fragment is no document
		text, err := doc.Find("body").Html()
		return []byte(text), err
	}
	text, err := doc.Html()
	return []byte(text), err
}
