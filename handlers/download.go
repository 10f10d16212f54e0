package handlers

import (
	"mime"
	"net/http"

	"github.com/gin-gonic/gin"
)

// filePolicy: a browser must run nothing of a file, wherever it is opened.
const filePolicy = "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

// attachment sends a file to be kept, never to be shown in place.
func (a *App) attachment(c *gin.Context, name, mimeType string, content []byte) error {
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Header("Content-Security-Policy", filePolicy)
	c.Data(http.StatusOK, mimeType, content)
	return nil
}
