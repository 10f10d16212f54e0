package handlers

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
	"image/draw"
	"image/png"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/pquerna/otp"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// codePage asks for the code of the telephone after a right password.
type codePage struct {
	Page
	Fields []templates.Field
	Next   string
}

// waiting tells whether the browser gave a right password and still owes its code.
func waiting(access Access) bool {
	return access.Login.Stage == models.StageSecondFactor && !access.Ended && access.User.ID != ""
}

func (a *App) showCode(c *gin.Context, access Access) error {
	if !waiting(access) {
		return see(c, signInURL(c.Query("suite")))
	}
	if len(access.User.TOTPSecret) == 0 {
		return see(c, "/connexion/second-facteur")
	}
	return a.show(c, "account/code", a.newCodePage(c, c.Query("suite"), ""))
}

func (a *App) newCodePage(c *gin.Context, next, problem string) codePage {
	field := templates.Text("code", a.Texts.T("code.label"), "").Wrong(problem).Sized("medium")
	field.Autocomplete = "one-time-code"
	page := codePage{Page: a.newPage(c, Access{}, "code.title"), Fields: []templates.Field{field}, Next: localPath(next)}
	page.Summary = templates.Problems(page.Fields...)
	return page
}

// enterCode completes the login with a code of the telephone, or with a recovery code.
func (a *App) enterCode(c *gin.Context, access Access) error {
	next := localPath(c.PostForm("suite"))
	if !waiting(access) {
		return see(c, signInURL(next))
	}
	code := c.PostForm("code")
	if code == "" {
		return a.refuse(c, "account/code", a.newCodePage(c, next, a.Texts.T("code.missing")))
	}
	buckets := a.codeBuckets(c, access.User)
	if allowed, err := a.Store.Take(ctx(c), buckets...); err != nil || !allowed {
		return either(err, tooMany)
	}
	right, err := a.spend(c, access.User, code)
	if err != nil {
		return err
	}
	if !right {
		a.Log.Warn("sign-in refused", "request", requestID(c), "reason", "code")
		if err := a.Store.RefusedSignIn(ctx(c), access.User, "code"); err != nil {
			return err
		}
		a.render(c, http.StatusUnauthorized, "account/code", a.newCodePage(c, next, a.Texts.T("code.refused")))
		return nil
	}
	if err := a.Store.GiveBack(ctx(c), buckets...); err != nil {
		return err
	}
	return a.complete(c, access, next)
}

// complete turns a waiting login into a full one, under a new token.
func (a *App) complete(c *gin.Context, access Access, next string) error {
	_, scope, err := a.own(c, access.User)
	if err != nil {
		return err
	}
	if err := a.replaceLogin(c, access, scope, models.StageComplete, a.Config.AbsoluteTimeout); err != nil {
		return err
	}
	return see(c, next)
}

// spend uses a code up: each works once, even when twenty requests bring it at the same time.
func (a *App) spend(c *gin.Context, user models.User, code string) (bool, error) {
	secret, _, err := a.Store.SecondFactor(user)
	if err != nil {
		return false, err
	}
	if step := models.CodeStep(secret, code, a.Store.Now().Time, user.TOTPStep); step > 0 {
		return a.Store.SpendCode(ctx(c), user.ID, step)
	}
	spent, left, err := a.Store.SpendRecoveryCode(ctx(c), user.ID, code)
	if spent {
		a.flash(c, "warning", "code.recovery_used", "Count", left)
	}
	return spent, err
}

// codeBuckets bound the guesses of a code by one address.
func (a *App) codeBuckets(c *gin.Context, user models.User) []store.Bucket {
	return []store.Bucket{{Key: "code " + a.Store.Sealer().Sign("throttle", user.ID+" "+addressOf(c)), Burst: 5, Refill: time.Minute}}
}

// factorPage sets a second factor up. Base is where its forms go.
type factorPage struct {
	Page
	Base     string
	On       bool
	Required bool
	Key      string       // to type when the image cannot be scanned; "" before the set-up starts
	Image    template.URL // PNG in a data: address, made here from nothing but the key
	Confirm  []templates.Field
	Code     []templates.Field
	Left     string
	Remove   []templates.Field
	Renew    []templates.Field
}

// newFactorPage shows the pending secret; what is wrong goes to the field named.
func (a *App) newFactorPage(c *gin.Context, access Access, user models.User, base string, problems models.Problems) (factorPage, error) {
	page := factorPage{Page: a.newPage(c, access, "factor.title"), Base: base, On: len(user.TOTPSecret) > 0}
	secret, pending, err := a.Store.SecondFactor(user)
	if err != nil {
		return page, err
	}
	page.On = secret != ""
	if pending != "" {
		if page.Key, page.Image, err = a.qr(user, pending); err != nil {
			return page, err
		}
	}
	code := templates.Text("code", a.Texts.T("factor.step3"), "").Wrong(a.problem(problems, "code")).Sized("medium")
	code.Autocomplete = "one-time-code"
	page.Code = []templates.Field{code}
	page.Confirm = []templates.Field{a.currentPassword("current", problems)}
	page.Remove = []templates.Field{a.currentPassword("remove", problems)}
	page.Renew = []templates.Field{a.currentPassword("renew", problems)}
	a.blame(&page.Page, problems, "code", "current", "remove", "renew")
	left, err := a.Store.RecoveryCodesLeft(ctx(c), user.ID)
	page.Left = a.Texts.T("factor.codes.left", "Count", left)
	return page, err
}

func (a *App) currentPassword(name string, problems models.Problems) templates.Field {
	return templates.Password(name, a.Texts.T("account.password.current"), "current-password").Wrong(a.problem(problems, name))
}

// qr draws the address that authenticators read.
func (a *App) qr(user models.User, secret string) (string, template.URL, error) {
	address := url.URL{Scheme: "otpauth", Host: "totp", Path: "/Jalon:" + user.Email,
		RawQuery: url.Values{"secret": {secret}, "issuer": {"Jalon"}}.Encode()}
	key, err := otp.NewKeyFromURL(address.String())
	if err != nil {
		return "", "", fmt.Errorf("second factor: %w", err)
	}
	picture, err := key.Image(240, 240)
	if err != nil {
		return "", "", fmt.Errorf("second factor: %w", err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, onWhite(picture)); err != nil {
		return "", "", fmt.Errorf("second factor: %w", err)
	}
	return secret, template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(out.Bytes())), nil
}

// onWhite gives the picture the white edge that cameras need, whatever the theme of the page.
func onWhite(picture image.Image) image.Image {
	const edge = 20
	inner := picture.Bounds()
	framed := image.NewGray(image.Rect(0, 0, inner.Dx()+2*edge, inner.Dy()+2*edge))
	draw.Draw(framed, framed.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(framed, inner.Add(image.Pt(edge, edge).Sub(inner.Min)), picture, inner.Min, draw.Src)
	return framed
}

// codesPage shows recovery codes, once.
type codesPage struct {
	Page
	Codes []string
	Next  string
}

// activate proves that the telephone has the pending secret, and shows the recovery codes. "" problem: done.
func (a *App) activate(c *gin.Context, user models.User, scope models.Scope) (codes []string, problem string, err error) {
	_, pending, err := a.Store.SecondFactor(user)
	if err != nil {
		return nil, "", err
	}
	if pending == "" {
		return nil, "factor.expired", nil
	}
	if allowed, err := a.Store.Take(ctx(c), a.codeBuckets(c, user)...); err != nil || !allowed {
		return nil, "", either(err, tooMany)
	}
	step := models.CodeStep(pending, c.PostForm("code"), a.Store.Now().Time, 0)
	if step == 0 {
		return nil, "code.refused", nil
	}
	codes = models.NewRecoveryCodes()
	return codes, "", a.Store.ActivateSecondFactor(ctx(c), scope, step, codes)
}

// prepare makes the secret that the telephone will share.
func (a *App) prepare(c *gin.Context, user models.User) error {
	key, err := models.NewSecondFactor("Jalon", user.Email)
	if err != nil {
		return err
	}
	return a.Store.PrepareSecondFactor(ctx(c), user, key.Secret())
}

// showRequiredFactor is the set-up a centre asks for, before the first complete sign-in.
func (a *App) showRequiredFactor(c *gin.Context, access Access) error {
	if !waiting(access) || len(access.User.TOTPSecret) > 0 {
		return see(c, "/connexion")
	}
	page, err := a.newFactorPage(c, Access{}, access.User, "/connexion/second-facteur", nil)
	page.Required = true
	if err != nil {
		return err
	}
	return a.show(c, "account/factor_required", page)
}

// setRequiredFactor starts that set-up, then completes it with the first code.
func (a *App) setRequiredFactor(c *gin.Context, access Access) error {
	if !waiting(access) || len(access.User.TOTPSecret) > 0 {
		return see(c, "/connexion")
	}
	if c.PostForm("code") == "" {
		if err := a.prepare(c, access.User); err != nil {
			return err
		}
		return see(c, "/connexion/second-facteur")
	}
	_, scope, err := a.own(c, access.User)
	if err != nil {
		return err
	}
	codes, problem, err := a.activate(c, access.User, scope)
	if err != nil {
		return err
	}
	if problem != "" {
		page, err := a.newFactorPage(c, Access{}, access.User, "/connexion/second-facteur", models.Problems{"code": {Key: problem}})
		page.Required = true
		if err != nil {
			return err
		}
		return a.refuse(c, "account/factor_required", page)
	}
	if err := a.replaceLogin(c, access, scope, models.StageComplete, a.Config.AbsoluteTimeout); err != nil {
		return err
	}
	return a.show(c, "account/codes_required", codesPage{Page: a.newPage(c, Access{}, "factor.codes"), Codes: codes, Next: "/"})
}
