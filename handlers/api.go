package handlers

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
)

// The description of the interface; a test holds it to the routes and to the answers.
//
//go:embed openapi.yaml
var openAPI []byte

// apiPath is where programs read.
const apiPath = "/api/v1"

// A program may call that often, by key; addresses that send wrong keys are slowed down.
var (
	apiBurst, apiRefill     = 60, time.Second
	wrongBurst, wrongRefill = 10, 30 * time.Second
)

// apiKeyName is where the guard leaves the key of a program.
const apiKeyName = "api key"

// apiGuard stands before what programs read: the same gate as pages have, asked for the holder of a key or, without one, for the
// colleague who is signed in. Every error is a problem in JSON (RFC 9457).
func (a *App) apiGuard(r Route) gin.HandlerFunc {
	return func(c *gin.Context) {
		access, err := a.apiAccess(c)
		if err == nil && a.heldBack(c, r, access) {
			return
		}
		if err == nil {
			access.Scope, err = a.Gate.Scope(access.Actor, r.Action, r.Kind)
		}
		if err == nil {
			err = readRequest(c)
		}
		if err == nil {
			a.readPlaces(ctx(c))
			err = r.Handle(c, access)
		}
		if err != nil {
			a.apiProblem(c, err)
		}
	}
}

// apiAccess is who calls. A key that opens nothing is never told from one that ran out.
func (a *App) apiAccess(c *gin.Context) (Access, error) {
	c.Writer.Header().Add("Vary", "Authorization")
	secret, bearer := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer ")
	if !bearer {
		access, err := a.identify(c)
		if err == nil && access.Actor.UserID == "" {
			err = models.ErrUnauthenticated
		}
		if err == nil && a.interviewMode(c) {
			err = models.ErrForbidden
		}
		return access, err
	}
	wrong := store.Bucket{Key: "api " + a.Store.Sealer().Sign("throttle", addressOf(c)), Burst: wrongBurst, Refill: wrongRefill}
	if full, err := a.Store.Full(ctx(c), wrong); err != nil || full {
		return Access{}, either(err, tooMany)
	}
	key, err := a.Store.OpenAPIKey(ctx(c), strings.TrimSpace(secret))
	if models.CodeOf(err) == models.Unauthenticated {
		if _, failed := a.Store.Take(ctx(c), wrong); failed != nil {
			return Access{}, failed
		}
	}
	if err != nil {
		return Access{}, err
	}
	allowed, err := a.Store.Take(ctx(c), store.Bucket{Key: "api key " + key.PublicID, Burst: apiBurst, Refill: apiRefill})
	if err != nil || !allowed {
		return Access{}, either(err, tooMany)
	}
	c.Set(apiKeyName, key)
	return Access{Actor: key.Actor()}, nil
}

// called leaves the line of a call in the journal.
func (a *App) called(c *gin.Context, scope models.Scope, record, detail string) error {
	key, _ := c.Value(apiKeyName).(models.APIKey)
	return a.Store.JournalCall(ctx(c), scope, key, record, detail)
}

// apiProblem answers an error to a program.
func (a *App) apiProblem(c *gin.Context, err error) {
	code, text := a.explain(err)
	status := statuses[code]
	switch code {
	case models.Unauthenticated:
		c.Header("WWW-Authenticate", `Bearer realm="jalon"`)
		text = a.Texts.T("api.unauthenticated")
	case models.NotFound:
		text = a.Texts.T("api.not_found")
	case models.Forbidden:
		text = a.Texts.T("api.forbidden")
	case models.TooMany:
		c.Header("Retry-After", retryAfter)
		text = a.Texts.T("api.too_many")
	case models.Internal:
		a.Log.Error("request failed", "request", requestID(c), "route", c.FullPath(), "error", err)
	}
	body, _ := json.Marshal(map[string]any{"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": text}) // texts and a number
	c.Data(status, "application/problem+json", append(body, '\n'))
}

// sendAPI answers a body with its mark: a program that has it already is told so.
func sendAPI(c *gin.Context, mimeType string, body []byte) error {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	c.Header("ETag", tag)
	if strings.Contains(c.GetHeader("If-None-Match"), tag) {
		c.Status(http.StatusNotModified)
		return nil
	}
	c.Data(http.StatusOK, mimeType, body)
	return nil
}

// apiPage is one page of a list: next is the value of after for the page that follows, null at the end.
type apiPage struct {
	Items []any   `json:"items"`
	Next  *string `json:"next"`
}

// Pages of a list hold that many items.
const (
	apiLimit    = 100
	apiMaxLimit = 500
)

// sendPage answers the page of a list that was asked for. ref is the key of an item; an item that is no more is a wrong question.
func sendPage[T any](c *gin.Context, all []T, ref func(T) string, item func(T) any) error {
	limit, err := pageLimit(c)
	if err != nil {
		return err
	}
	if after := c.Query("after"); after != "" {
		i := slices.IndexFunc(all, func(item T) bool { return ref(item) == after })
		if i < 0 {
			return models.Refuse(models.Invalid, "api.problem.after")
		}
		all = all[i+1:]
	}
	return sendItems(c, all, limit, ref, item)
}

// pageLimit is how many items a page may hold.
func pageLimit(c *gin.Context) (int, error) {
	typed := c.Query("limit")
	if typed == "" {
		return apiLimit, nil
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 1 || n > apiMaxLimit {
		return 0, models.Refuse(models.Invalid, "api.problem.limit", "Most", apiMaxLimit)
	}
	return n, nil
}

// sendItems answers the first items of what is left of a list.
func sendItems[T any](c *gin.Context, all []T, limit int, ref func(T) string, item func(T) any) error {
	page := apiPage{Items: []any{}}
	if len(all) > limit {
		next := ref(all[limit-1])
		all, page.Next = all[:limit], &next
	}
	for _, one := range all {
		page.Items = append(page.Items, item(one))
	}
	return sendJSON(c, page)
}

func sendJSON(c *gin.Context, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return sendAPI(c, "application/json", append(body, '\n'))
}

// showOpenAPI: GET /aide/api/openapi.yaml and /api/v1/openapi.yaml.
func (a *App) showOpenAPI(c *gin.Context, _ Access) error {
	return sendAPI(c, "application/yaml; charset=utf-8", openAPI)
}

// apiHelpPage is the description for people.
type apiHelpPage struct {
	Page
	Example string // a line of a terminal
	Routes  []apiRoute
	Burst   int
	Limit   int
	Most    int
}

// apiRoute is one address with what it answers.
type apiRoute struct{ Path, Text string }

// showAPIHelp: GET /aide/api. The addresses are those of the table of routes.
func (a *App) showAPIHelp(c *gin.Context, access Access) error {
	page := apiHelpPage{Page: a.newPage(c, access, "api.help.title"), Burst: apiBurst, Limit: apiLimit, Most: apiMaxLimit,
		Example: `curl -H "Authorization: Bearer jalon_…" ` + a.link(apiPath+"/operations")}
	for _, r := range a.Routes() {
		if r.API {
			page.Routes = append(page.Routes, apiRoute{openAPIPath(r.Path), a.Texts.T("api.route." + apiRouteName(r.Path))})
		}
	}
	return a.show(c, "api/help", page)
}

// openAPIPath writes the parameters of a path as OpenAPI does.
func openAPIPath(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if name, is := strings.CutPrefix(part, ":"); is {
			parts[i] = "{" + name + "}"
		}
	}
	return strings.Join(parts, "/")
}

// apiRouteName is the last word of a path, "operation" for that of one operation.
func apiRouteName(path string) string {
	parts := strings.Split(path, "/")
	last := strings.TrimPrefix(parts[len(parts)-1], ":")
	return strings.TrimSuffix(last, ".yaml")
}
