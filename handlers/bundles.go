package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

const bundlesPageSize = 50

// bundlesPage lists the bundles of an operation, with the form that asks for one.
type bundlesPage struct {
	Page
	Programme templates.Programme
	Operation models.Operation
	Bundles   []bundleRow
	Pager     templates.Pager
	Action    string // "" when the role may not ask for one
	Days      []templates.Field
	Method    templates.Field
	Random    []templates.Field
	List      templates.Field
	Contents  []templates.Field
}

// bundleRow is one bundle of the list.
type bundleRow struct {
	URL, Made, Author, Period, People, Seed, Digest, Expires string
	State                                                    templates.Badge
}

// bundlePage is one bundle: how far it is, then how to take it away.
type bundlePage struct {
	Page
	Heading     string
	Programme   templates.Programme
	State       templates.Badge
	Progress    *templates.Meter // while it is made
	Running     bool
	Problem     string
	Facts       []templates.Row
	Download    string
	Restart     string
	WithdrawURL string
	Reload      string
}

func bundleURL(b store.BundleView) string { return "/liasses/" + b.PublicID }

// listBundles: GET /rapports/:operation/liasses.
func (a *App) listBundles(c *gin.Context, access Access) error {
	to := a.today()
	form := models.BundleOrder{From: models.ReportPeriod("", to).From, To: to, Method: models.BundleRandom, Size: 30}
	page, err := a.bundlesPage(c, access, form, map[string]string{}, nil)
	if err != nil {
		return err
	}
	return a.show(c, "bundles/list", page)
}

func (a *App) bundlesPage(c *gin.Context, access Access, form models.BundleOrder, typed map[string]string, problems models.Problems) (bundlesPage, error) {
	o, err := a.Store.Operation(ctx(c), access.Scope, c.Param("operation"))
	if err != nil {
		return bundlesPage{}, err
	}
	read := a.scope(access, models.Read, models.KindBundle)
	page := bundlesPage{Page: a.newPage(c, access, "bundle.title"), Programme: a.programme(o.Programme), Operation: o}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}}
	var before store.BundleView
	if after := c.Query("apres"); after != "" {
		if before, err = a.Store.Bundle(ctx(c), read, after); err != nil {
			return page, err
		}
	}
	all, err := a.Store.Bundles(ctx(c), read, o.PublicID, before.Bundle, bundlesPageSize+1)
	for i, b := range all {
		if i == bundlesPageSize {
			page.Pager.Next = "?apres=" + all[i-1].PublicID
			break
		}
		page.Bundles = append(page.Bundles, a.bundleRow(b))
	}
	if a.may(access, models.Create, models.KindBundle) {
		page.Action = "/rapports/" + o.PublicID + "/liasses"
		a.bundleFields(&page, access, form, typed, problems)
	}
	return page, err
}

// bundleFields are the questions of a new bundle; typed is what was sent, when it was refused.
func (a *App) bundleFields(page *bundlesPage, access Access, form models.BundleOrder, typed map[string]string, problems models.Problems) {
	t := a.Texts.T
	value := func(name, otherwise string) string {
		if text, sent := typed[name]; sent {
			return text
		}
		return otherwise
	}
	page.Days = []templates.Field{templates.Date("du", t("report.from"), value("du", models.FrenchDate(form.From))).Wrong(a.problem(problems, "du")),
		templates.Date("au", t("bundle.to"), value("au", models.FrenchDate(form.To))).Wrong(a.problem(problems, "au"))}
	var methods []templates.Option
	for _, m := range models.BundleMethods {
		methods = append(methods, templates.Option{Value: m, Label: t("bundle.method." + m)})
	}
	page.Method = templates.Radios("methode", t("bundle.method"), value("methode", form.Method), methods).Wrong(a.problem(problems, "methode"))
	page.Random = []templates.Field{templates.Number("nombre", t("bundle.size"), value("nombre", strconv.Itoa(form.Size)), t("bundle.people")).Wrong(a.problem(problems, "nombre")).AsOptional(),
		templates.Text("graine", t("bundle.seed"), value("graine", "")).With(t("bundle.seed.hint")).Wrong(a.problem(problems, "graine")).AsOptional()}
	page.List = templates.TextArea("liste", t("bundle.list"), value("liste", ""), 4).With(t("bundle.list.hint")).Wrong(a.problem(problems, "liste")).AsOptional()
	if a.may(access, models.Export, models.KindReportNominal) {
		page.Contents = []templates.Field{templates.Radios("variante", t("bundle.variant"), value("variante", "pseudonyme"), []templates.Option{
			{Value: "pseudonyme", Label: t("bundle.variant.pseudonyme")}, {Value: "pieces", Label: t("bundle.variant.pieces")}, {Value: "nominative", Label: t("bundle.variant.nominative")}})}
	}
	a.blame(&page.Page, problems, "du", "au", "methode", "nombre", "graine", "liste")
}

// createBundle: POST /rapports/:operation/liasses.
func (a *App) createBundle(c *gin.Context, access Access) error {
	problems, sent := models.Problems{}, map[string]string{}
	for _, name := range []string{"du", "au", "methode", "nombre", "graine", "liste", "variante"} {
		sent[name] = strings.TrimSpace(c.PostForm(name))
	}
	order := models.BundleOrder{Method: sent["methode"], Size: number(sent["nombre"]), Seed: sent["graine"], List: sent["liste"],
		Nominative: sent["variante"] == "nominative", Scans: sent["variante"] != "pseudonyme" && sent["variante"] != ""}
	if order.Method == models.BundleRandom && order.Seed == "" {
		order.Seed = models.NewPublicID()
	}
	for name, day := range map[string]*models.Date{"du": &order.From, "au": &order.To} {
		var problem string
		if *day, problem = models.ParseTypedDate(sent[name], a.today()); problem != "" || *day == "" {
			problems.Add(name, cmpText(problem, "bundle.problem.day"))
		}
	}
	if order.Nominative || order.Scans { // what shows names asks for the right to read them
		if _, err := a.Gate.Scope(access.Actor, models.Export, models.KindReportNominal); err != nil {
			return err
		}
	}
	location := ""
	var err error
	if len(problems) == 0 {
		location, err = a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
			id, err := tx.CreateBundle(ctx(c), access.Scope, c.Param("operation"), order, a.Config.Version)
			return "/liasses/" + id, err
		})
	}
	var refused *models.FormError
	if errors.As(err, &refused) {
		problems = refused.Problems
	} else if err != nil {
		return err
	}
	if len(problems) > 0 {
		page, err := a.bundlesPage(c, access, order, sent, problems)
		if err != nil {
			return err
		}
		return a.refuse(c, "bundles/list", page)
	}
	a.wakeBundles()
	return see(c, location)
}

func cmpText(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func (a *App) bundleRow(b store.BundleView) bundleRow {
	row := bundleRow{URL: bundleURL(b), Made: models.FrenchDate(models.DateOf(b.CreatedAt.Time)), Author: orElse(b.Author, "–"), Period: a.runPeriod(b.FromOn, b.ToOn, ""),
		People: a.bundlePeople(b), Seed: orElse(b.Seed, "–"), Digest: "–", Expires: "–", State: a.bundleState(b)}
	if b.SHA256 != "" {
		row.Digest, row.Expires = b.SHA256[:12]+"…", models.FrenchDate(b.ExpiresOn)
	}
	return row
}

func (a *App) bundlePeople(b store.BundleView) string {
	return a.Texts.T("bundle.of", "Total", b.Total, "Population", b.Population, "Method", a.Texts.T("bundle.method."+b.Method))
}

func (a *App) bundleState(b store.BundleView) templates.Badge {
	state, kind := b.State, map[string]string{models.BundleReady: "success", models.BundleFailed: "error", models.BundleMaking: "info", models.BundleWaiting: "info"}[b.State]
	if b.Interrupted(a.Store.Now()) {
		state, kind = "interrompue", "error"
	}
	if kind == "" {
		kind = "plain"
	}
	return templates.NewBadge(kind, a.Texts.T("bundle.state."+state))
}

// showBundle: GET /liasses/:id.
func (a *App) showBundle(c *gin.Context, access Access) error {
	b, err := a.Store.Bundle(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	t, now := a.Texts.T, a.Store.Now()
	page := bundlePage{Page: a.newPage(c, access, "bundle.one"), Heading: strings.TrimSpace(b.Code + " – " + b.Title), Programme: a.programme(b.Programme), State: a.bundleState(b), Reload: bundleURL(b)}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: t("nav.reports")}, {URL: "/rapports/" + b.Operation + "/liasses", Label: t("bundle.title")}}
	page.Running = b.State == models.BundleWaiting || b.State == models.BundleMaking && !b.Interrupted(now)
	if page.Running {
		page.Progress = &templates.Meter{Value: b.Done, Max: b.Total, Label: t("bundle.progress"), Text: t("bundle.done", "Done", b.Done, "Total", b.Total), Wide: true}
	}
	if b.State == models.BundleFailed {
		page.Problem = t(orElse(b.Problem, "bundle.problem.interrupted"))
	} else if b.Interrupted(now) {
		page.Problem = t("bundle.problem.interrupted")
	}
	if b.Restarts(now) && a.may(access, models.Create, models.KindBundle) {
		page.Restart = bundleURL(b) + "/recommencer"
	}
	if b.State == models.BundleReady && a.mayTake(access, b) {
		page.Download = bundleURL(b) + "/fichier"
	}
	if (b.State == models.BundleReady || page.Running) && a.may(access, models.Cancel, models.KindBundle) {
		page.WithdrawURL = bundleURL(b) + "/retrait"
	}
	page.Facts = a.bundleFacts(b)
	return a.show(c, "bundles/show", page)
}

// mayTake: a bundle that shows names is for who may read the names of that operation.
func (a *App) mayTake(access Access, b store.BundleView) bool {
	record := models.Record{CentreID: b.CentreID, Operations: []string{b.OperationID}}
	kind := models.KindBundle
	if b.Nominative || b.Scans {
		kind = models.KindReportNominal
	}
	return a.scope(access, models.Export, kind).Covers(record)
}

func (a *App) bundleFacts(b store.BundleView) []templates.Row {
	t := a.Texts.T
	variant := "pseudonyme"
	if b.Nominative {
		variant = "nominative"
	} else if b.Scans {
		variant = "pieces"
	}
	rows := []templates.Row{{Label: t("run.period"), Value: a.runPeriod(b.FromOn, b.ToOn, "")}, {Label: t("bundle.chosen"), Value: a.bundlePeople(b)}}
	if b.Seed != "" {
		rows = append(rows, templates.Row{Label: t("bundle.seed"), Value: b.Seed})
	}
	rows = append(rows, templates.Row{Label: t("bundle.variant"), Value: t("bundle.variant." + variant)}, templates.Row{Label: t("run.author"), Value: b.Author},
		templates.Row{Label: t("bundle.made"), Value: models.FrenchDate(models.DateOf(b.CreatedAt.Time))})
	if b.SHA256 != "" {
		rows = append(rows, templates.Row{Label: t("bundle.bytes"), Value: a.fileSize(b.Bytes)}, templates.Row{Label: t("bundle.digest"), Value: b.SHA256},
			templates.Row{Label: t("bundle.expires"), Value: models.FrenchDate(b.ExpiresOn)})
	}
	return rows
}

// downloadBundle: GET /liasses/:id/fichier. Each is written down before the first byte goes out.
func (a *App) downloadBundle(c *gin.Context, access Access) error {
	b, err := a.Store.Bundle(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	if !a.mayTake(access, b) {
		return models.ErrForbidden
	}
	if b, err = a.Store.OpenBundle(ctx(c), access.Scope, c.Param("id")); err != nil {
		return err
	}
	first := true
	err = a.Store.BundleContent(ctx(c), b.Bundle, func(part []byte) error {
		if first {
			c.Header("Content-Length", strconv.Itoa(b.Bytes))
			a.startDownload(c, fmt.Sprintf("liasse-%s-%s.zip", strings.ToLower(b.Code), b.PublicID), "application/zip")
			first = false
		}
		_, err := c.Writer.Write(part)
		return err
	})
	if err != nil && c.Writer.Written() { // too late for a page: the browser sees that bytes are missing
		a.Log.Error("download cut short", "request", requestID(c), "error", err)
		return nil
	}
	return err
}

// restartBundle: POST /liasses/:id/recommencer.
func (a *App) restartBundle(c *gin.Context, access Access) error {
	if err := a.Store.RestartBundle(ctx(c), access.Scope, c.Param("id")); err != nil {
		return err
	}
	a.wakeBundles()
	return see(c, "/liasses/"+c.Param("id"))
}

// withdrawBundle: GET and POST /liasses/:id/retrait.
func (a *App) withdrawBundle(c *gin.Context, access Access) error {
	b, err := a.Store.Bundle(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	if c.Request.Method == http.MethodPost {
		if err := a.Store.WithdrawBundle(ctx(c), access.Scope, b.PublicID); err != nil {
			return err
		}
		a.flash(c, "success", "bundle.withdrawn")
		return see(c, "/rapports/"+b.Operation+"/liasses")
	}
	page := confirmPage{Page: a.newPage(c, access, "bundle.withdraw.title")}
	page.Breadcrumb = []Link{{URL: bundleURL(b), Label: a.Texts.T("bundle.one")}}
	page.Confirm = templates.Confirm{Title: a.Texts.T("bundle.withdraw.title"), Text: a.Texts.T("bundle.withdraw.text"), Action: bundleURL(b) + "/retrait",
		Button: a.Texts.T("bundle.withdraw.save"), Danger: true, CancelURL: bundleURL(b), CancelLabel: a.Texts.T("bundle.withdraw.keep")}
	return a.show(c, "enrolments/confirm", page)
}
