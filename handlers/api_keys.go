package handlers

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// apiKeysPage lists the keys of the centre and makes one.
type apiKeysPage struct {
	Page
	Keys   []apiKeyLine
	Fields []templates.Field
	Empty  templates.Empty
}

// apiKeyLine is one key; RevokeURL is empty for one that opens nothing any more.
type apiKeyLine struct {
	Name, Reads, Hint, Ends, Used, Author, RevokeURL string
	State                                            templates.Badge
}

// centreKey is the choice of a key of the centre itself, among the funders.
const centreKey = "centre"

// apiKeyForm is what was typed.
type apiKeyForm struct {
	Name, Reads, Ends string
	Operations        []string // public ids
}

// listAPIKeys: GET /cles-api.
func (a *App) listAPIKeys(c *gin.Context, access Access) error {
	form := apiKeyForm{Ends: models.FrenchDate(a.today().AddDays(models.MaxAPIKeyDays - 1))}
	page, err := a.apiKeysPage(c, access, form, nil)
	if err != nil {
		return err
	}
	return a.show(c, "api/keys", page)
}

func (a *App) apiKeysPage(c *gin.Context, access Access, form apiKeyForm, problems models.Problems) (apiKeysPage, error) {
	page := apiKeysPage{Page: a.newPage(c, access, "api.keys.title"), Empty: templates.Empty{Text: a.Texts.T("api.keys.none")}}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}}
	keys, err := a.Store.APIKeys(ctx(c), a.scope(access, models.Read, models.KindAPIKey))
	if err != nil {
		return page, err
	}
	for _, k := range keys {
		page.Keys = append(page.Keys, a.apiKeyLine(k))
	}
	operations, err := a.Store.Operations(ctx(c), a.scope(access, models.Read, models.KindReport))
	page.Fields = a.apiKeyFields(form, operations, problems)
	page.Summary = templates.Problems(page.Fields...)
	return page, err
}

func (a *App) apiKeyLine(k store.APIKeyView) apiKeyLine {
	t := a.Texts.T
	line := apiKeyLine{Name: k.Name, Reads: t("api.reads.centre"), Hint: "…" + k.Hint, Ends: models.FrenchDate(k.ExpiresOn), Used: t("api.never"), Author: k.Author}
	if k.Funder != "" {
		line.Reads = a.funder(k.Funder)
	}
	if k.Codes != "" {
		line.Reads += " (" + k.Codes + ")"
	}
	if !k.UsedAt.IsZero() {
		line.Used = a.moment(k.UsedAt)
	}
	switch {
	case !k.RevokedAt.IsZero():
		line.State = templates.NewBadge("neutral", t("api.state.revoked"))
	case !k.Open(a.today()):
		line.State = templates.NewBadge("warning", t("api.state.ended"))
	default:
		line.State, line.RevokeURL = templates.NewBadge("success", t("api.state.open")), "/cles-api/"+k.PublicID+"/retrait"
	}
	return line
}

func (a *App) apiKeyFields(form apiKeyForm, operations []models.Operation, problems models.Problems) []templates.Field {
	t := a.Texts.T
	reads := []templates.Option{}
	for _, funder := range []string{models.FunderFSE, models.FunderForem, models.FunderSPW} {
		reads = append(reads, templates.Option{Value: funder, Label: a.funder(funder)})
	}
	reads = append(reads, templates.Option{Value: centreKey, Label: t("api.reads.centre")})
	var choices []templates.Option
	for _, o := range operations {
		choices = append(choices, templates.Option{Value: o.PublicID, Label: operationLabel(o), Programme: o.Programme})
	}
	fields := []templates.Field{
		templates.Text("nom_cle", t("api.name"), form.Name).With(t("api.name.hint")).Wrong(a.problem(problems, "nom_cle")),
		templates.Radios("lit", t("api.reads"), form.Reads, reads).With(t("api.reads.hint")).Wrong(a.problem(problems, "lit")),
		templates.Checkboxes("operation", t("api.operations"), form.Operations, choices).With(t("api.operations.hint")).Wrong(a.problem(problems, "operation")).AsOptional(),
		templates.Date("echeance", t("api.ends"), form.Ends).Wrong(a.problem(problems, "echeance"))}
	return fields
}

// readAPIKey reads the form of a key; its operations are of the funder that it is for.
func (a *App) readAPIKey(c *gin.Context, access Access) (apiKeyForm, models.APIKey, models.Problems, error) {
	form := apiKeyForm{Name: strings.Join(strings.Fields(c.PostForm("nom_cle")), " "), Reads: c.PostForm("lit"), Ends: c.PostForm("echeance"), Operations: c.PostFormArray("operation")}
	k := models.APIKey{CentreID: access.Scope.Centres()[0], Name: form.Name}
	problems := models.Problems{}
	k.ExpiresOn = typedFutureDay(form.Ends, a.today(), "echeance", problems)
	for field, problem := range k.Check(a.today()) {
		if !problems.Has(field) {
			problems.Add(field, problem.Key, problem.Args...)
		}
	}
	switch form.Reads {
	case centreKey:
	case models.FunderFSE, models.FunderForem, models.FunderSPW:
		k.Funder = form.Reads
	default:
		problems.Add("lit", "api.problem.reads")
	}
	operations, err := a.Store.Operations(ctx(c), a.scope(access, models.Read, models.KindReport))
	for _, o := range operations {
		if !slices.Contains(form.Operations, o.PublicID) {
			continue
		}
		if k.Operations = append(k.Operations, o.ID); k.Funder != "" && o.Funder != k.Funder {
			problems.Add("operation", "api.problem.operation", "Code", o.Code)
		}
	}
	return form, k, problems, err
}

// createAPIKey: POST /cles-api. The key is shown once, on the answer itself: it is in no history and no cookie.
func (a *App) createAPIKey(c *gin.Context, access Access) error {
	form, k, problems, err := a.readAPIKey(c, access)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		page, err := a.apiKeysPage(c, access, form, problems)
		if err != nil {
			return err
		}
		return a.refuse(c, "api/keys", page)
	}
	secret := ""
	location, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		var err error
		secret, err = tx.CreateAPIKey(ctx(c), access.Scope, k)
		return "/cles-api", err
	})
	if err != nil {
		return err
	}
	if secret == "" { // a second click: the key was shown by the first
		a.flash(c, "info", "api.key.already")
		return see(c, location)
	}
	page := linkPage{Page: a.newPage(c, access, "api.key.title"), Link: secret, Text: a.Texts.T("api.key.text"), Back: "/cles-api"}
	return a.show(c, "api/key", page)
}

// revokeAPIKey: POST /cles-api/:id/retrait. A key that was taken back stays so: another one is made.
func (a *App) revokeAPIKey(c *gin.Context, access Access) error {
	if err := a.Store.RevokeAPIKey(ctx(c), access.Scope, c.Param("id")); err != nil {
		return err
	}
	a.flash(c, "success", "api.revoked")
	return see(c, "/cles-api")
}
