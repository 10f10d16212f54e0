package handlers

import (
	"context"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"jalon/models"
)

// statuses is the one map from codes to HTTP.
var statuses = map[models.Code]int{
	models.Invalid: http.StatusUnprocessableEntity, models.Unauthenticated: http.StatusUnauthorized,
	models.Forbidden: http.StatusForbidden, models.NotFound: http.StatusNotFound, models.Conflict: http.StatusConflict,
	models.TooLarge: http.StatusRequestEntityTooLarge, models.TooMany: http.StatusTooManyRequests,
	models.Internal: http.StatusInternalServerError,
}

// retryAfter is how long, in seconds, somebody who tried too often is asked to wait.
const retryAfter = "60"

// errorPage says what happened and what to do; never the text of the error.
type errorPage struct {
	Page
	Code string // models.Code, for what else the page offers
	Text string
}

// fail answers any error: a sentence for the person, the cause for the log.
func (a *App) fail(c *gin.Context, access Access, err error) {
	if errors.Is(err, context.Canceled) && c.Request.Context().Err() != nil {
		c.Status(499) // the browser has gone; nobody reads the answer
		return
	}
	if errors.Is(err, errCounting) {
		a.showCounting(c, access)
		return
	}
	code, text := a.explain(err)
	page := errorPage{Page: a.newPage(c, access, "error.title."+string(code)), Code: string(code), Text: text}
	page.Form, page.Submission, page.SessionLeft = "", "", 0 // no form stands here; one absent record looks like another
	if code == models.Internal {
		a.Log.Error("request failed", "request", requestID(c), "route", c.FullPath(), "error", err)
		page.RequestID = requestID(c) // to be quoted to whoever reads the log; a 404 has none, so that all are alike
	}
	if code == models.TooMany {
		c.Header("Retry-After", retryAfter)
	}
	a.render(c, statuses[code], "system/error", page)
}

// explain finds the code of an error and the sentence to show.
func (a *App) explain(err error) (models.Code, string) {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return models.TooLarge, a.Texts.T("error.too_large")
	}
	var known *models.Error
	if errors.As(err, &known) && known.Code != models.Internal {
		return known.Code, a.Texts.T(known.Key, known.Args...)
	}
	if models.DiskFull(err) {
		return models.TooLarge, a.Texts.T("error.disk_full")
	}
	return models.Internal, a.Texts.T("error.internal")
}

// sentence is the text of an error for the summary of a form.
func (a *App) sentence(err error) string {
	_, text := a.explain(err)
	return text
}
