package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// countingPage stands in for a page whose figures are being counted. It comes back by itself, without a script.
type countingPage struct {
	Page
	Again string // its own address
}

// countedWithin is after how many seconds the page asks again.
const countedWithin = "4"

// showCounting answers errCounting.
func (a *App) showCounting(c *gin.Context, access Access) {
	page := countingPage{Page: a.newPage(c, access, "counting.title"), Again: c.Request.URL.RequestURI()}
	c.Header("Refresh", countedWithin)
	a.render(c, http.StatusAccepted, "system/counting", page)
}
