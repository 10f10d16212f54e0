package handlers

import (
	"mime"
	"net/http"

	"github.com/gin-gonic/gin"
)

// attachment sends a file to be kept, never to be shown in place: a browser must not run what it holds.
func (a *App) attachment(c *gin.Context, name, mimeType string, content []byte) error {
	c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	c.Header("Content-Security-Policy", "sandbox; default-src 'none'")
	c.Data(http.StatusOK, mimeType, content)
	return nil
}
