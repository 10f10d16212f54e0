package handlers

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
)

// contentPolicy: everything comes from Jalon itself, nothing is inline, nobody frames it.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers go with every answer, static files and errors included. The referrer policy is same-origin and not
// no-referrer: with the latter browsers send « Origin: null » and, without TLS, their own forms look foreign.
func (a *App) headers(next http.Handler) http.Handler {
	fixed := map[string]string{
		"Content-Security-Policy":      contentPolicy,
		"X-Content-Type-Options":       "nosniff",
		"X-Frame-Options":              "DENY",
		"Referrer-Policy":              "same-origin",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Cross-Origin-Embedder-Policy": "require-corp",
		"Permissions-Policy":           "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
	}
	if a.secure() {
		fixed["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range fixed {
			w.Header().Set(name, value)
		}
		next.ServeHTTP(w, r)
	})
}

// secure tells whether browsers reach Jalon over TLS: the configured address decides, no header does.
func (a *App) secure() bool { return strings.HasPrefix(a.Config.BaseURL, "https://") }

const requestKey = "request"

// requestID names the request in the log and, when something failed, on the page.
func requestID(c *gin.Context) string { return c.GetString(requestKey) }

// observe gives each request a name, keeps pages out of caches, writes one line in the log with the template of
// the route instead of its path, and turns a panic into an error page.
func (a *App) observe(c *gin.Context) {
	start := time.Now()
	c.Set(requestKey, models.NewPublicID()[:10])
	header := c.Writer.Header()
	header.Set("X-Request-Id", requestID(c))
	header.Set("Cache-Control", "no-store")
	header.Add("Vary", "Cookie")
	header.Add("Vary", "X-Fragment")
	defer func() {
		if cause := recover(); cause != nil {
			a.Log.Error("panic", "request", requestID(c), "route", c.FullPath(), "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
			if !c.Writer.Written() {
				a.fail(c, Access{}, models.Refuse(models.Internal, "error.internal"))
			}
			c.Abort()
		}
		route := c.FullPath()
		if route == "" {
			route = "none"
		}
		a.Log.Info("request", "request", requestID(c), "method", c.Request.Method, "route", route,
			"status", c.Writer.Status(), "ms", float64(time.Since(start).Microseconds())/1000)
	}()
	c.Next()
}

// sameOrigin refuses a form that another site made the browser send (net/http.CrossOriginProtection: no token in
// the forms, so that one opened yesterday still works).
func (a *App) sameOrigin(c *gin.Context) {
	if err := a.origins.Check(c.Request); err != nil {
		a.Log.Warn("cross-site request refused", "request", requestID(c), "route", c.FullPath())
		a.fail(c, Access{}, models.Refuse(models.Forbidden, "error.cross_site"))
		c.Abort()
	}
}

// localPath is path if it leads to a page of this site, else "/": what comes from an address bar may lead anywhere.
func localPath(path string) string {
	if !strings.HasPrefix(path, "/") || len(path) > 2000 || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	if r, err := http.NewRequest(http.MethodGet, path, nil); err != nil || r.URL.Host != "" || r.URL.Scheme != "" || strings.HasPrefix(path, "//") ||
		strings.HasPrefix(r.URL.Path, "//") || strings.ContainsAny(r.URL.Path, "\\\r\n\t") || strings.Contains(r.URL.Path, "/../") || strings.Contains(r.URL.Path, "/./") {
		return "/"
	}
	return path
}
