// Package handlers serves the pages: one typed table of routes, one guard before each of them, one page struct
// and one small function per page. It is the only home of gin.
package handlers

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/locales"
	"jalon/models"
	"jalon/policies"
	"jalon/static"
	"jalon/store"
	"jalon/templates"
)

// Config is what an installation decides.
type Config struct {
	BaseURL         string        // https://jalon.example.be; links in messages start with it
	TrustedProxies  []string      // addresses whose X-Forwarded-For is believed; none by default
	IdleTimeout     time.Duration // a login unused for that long ends
	AbsoluteTimeout time.Duration // a login ends after that long in any case
	TemplateDir     string        // development only: pages read from disk at each request
	Demo            bool
	Version         string
}

// App is everything a handler needs.
type App struct {
	Config    Config
	Store     *store.Store
	Gate      *policies.Gate
	Texts     *locales.Catalogue
	Pages     *templates.Set
	Log       *slog.Logger
	engine    http.Handler  // the pages, for one that Jalon reads itself
	workers   chan struct{} // at most two password hashes at a time: each takes 19 MB
	origins   *http.CrossOriginProtection
	zone      *time.Location              // of the clocks on the walls of the centres
	tasks     memory[[]taskCount]         // counts of « À compléter », for the rail
	figures   memory[store.PeriodFigures] // of the month, for « Pilotage »
	steering  steeringMemory
	gaps      gapMemory
	drawn     memory[templates.Chart]
	entitled  memory[int] // attestations to make, for « Ma semaine »
	geography placesMemory
	trials    trials        // workbooks tried and not yet imported
	bundles   chan struct{} // a bundle waits to be made
	chores    *chores
}

// Limits of a login when the installation decides nothing (ASVS 7.3.1, 7.3.2).
const (
	defaultIdle     = time.Hour
	defaultAbsolute = 12 * time.Hour
)

// New wires the rooms together.
func New(config Config, s *store.Store, log *slog.Logger) (*App, error) {
	gate, err := policies.NewGate()
	if err != nil {
		return nil, fmt.Errorf("gate: %w", err)
	}
	texts, err := locales.French()
	if err != nil {
		return nil, fmt.Errorf("texts: %w", err)
	}
	a := &App{Config: config, Store: s, Gate: gate, Texts: texts, Log: log, workers: make(chan struct{}, 2), bundles: make(chan struct{}, 1), chores: newChores(),
		origins: http.NewCrossOriginProtection()}
	if a.Config.IdleTimeout <= 0 {
		a.Config.IdleTimeout = defaultIdle
	}
	if a.Config.AbsoluteTimeout <= 0 {
		a.Config.AbsoluteTimeout = defaultAbsolute
	}
	if a.zone, err = time.LoadLocation("Europe/Brussels"); err != nil {
		return nil, fmt.Errorf("time zone: %w", err)
	}
	a.Pages, err = templates.Parse(templates.Files(), a.funcs())
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	return a, nil
}

// Handler is the whole site: static files outside the session, pages inside it.
func (a *App) Handler() (http.Handler, error) {
	router, err := a.router()
	if err != nil {
		return nil, err
	}
	files, pages := static.Handler(), http.MaxBytesHandler(router, maxBody)
	return a.headers(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead { // a GET whose body the server keeps to itself
			get := *r
			get.Method = http.MethodGet
			r = &get
		}
		if strings.HasPrefix(r.URL.Path, "/static/") {
			files.ServeHTTP(w, r)
		} else {
			pages.ServeHTTP(w, r)
		}
	})), nil
}

// maxBody bounds a form. Workbooks have a larger bound of their own (import page).
const maxBody = 24 << 20

func (a *App) router() (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	router.ContextWithFallback = true
	router.HandleMethodNotAllowed = false
	router.RedirectTrailingSlash = false
	if err := router.SetTrustedProxies(a.Config.TrustedProxies); err != nil {
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	router.Use(a.observe, a.sameOrigin)
	for _, r := range a.Routes() {
		router.Handle(r.Method, r.Path, a.guard(r))
	}
	router.NoRoute(a.absent)
	a.engine = router
	return router, nil
}

// today is the current day in Brussels.
func (a *App) today() models.Date { return a.Store.Today() }

// scope asks the gate for a second kind of object on the page; a refused section is absent.
func (a *App) scope(access Access, action, kind string) models.Scope {
	scope, err := a.Gate.Scope(access.Actor, action, kind)
	if err != nil {
		return models.Scope{}
	}
	return access.named(scope)
}

// may tells whether the actor's roles ever allow the action: for menus and buttons.
func (a *App) may(access Access, action, kind string) bool {
	return a.Gate.May(access.Actor, action, kind)
}

// ctx is the request's context.
func ctx(c *gin.Context) context.Context { return c.Request.Context() }
