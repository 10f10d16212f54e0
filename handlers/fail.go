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

// errorPage says what happened and what to do; never the text of the error.
type errorPage struct {
	Page
	Status  int
	Heading string
	Text    string
}

// fail answers any error: a sentence for the person, the cause for the log.
func (a *App) fail(c *gin.Context, access Access, err error) {
	if errors.Is(err, context.Canceled) && c.Request.Context().Err() != nil {
		c.Status(499) // the browser has gone; nobody reads the answer
		return
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		err = models.Refuse(models.TooLarge, "error.too_large")
	}
	code, key, args := models.Internal, "error.internal", []any(nil)
	var known *models.Error
	if errors.As(err, &known) && known.Code != models.Internal {
		code, key, args = known.Code, known.Key, known.Args
	}
	if code == models.Internal {
		a.Log.Error("request failed", "request", requestID(c), "route", c.FullPath(), "error", err)
	}
	status := statuses[code]
	page := errorPage{Page: a.newPage(c, access, "error.title."+string(code)), Status: status, Text: a.Texts.T(key, args...)}
	page.Heading = page.Title
	a.render(c, status, "system/error", page)
}
