package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// centreForm keeps what was typed about a centre.
type centreForm struct {
	ID, Name, Address, Contact, Signatory, Sharing, Hours, Authorisation, OfferHours string
	SecondFactor, NISS                                                               bool
	Version                                                                          int
}

// settingsPage shows the settings of a centre.
type settingsPage struct {
	Page
	Form     centreForm
	Identity []templates.Field
	Rules    []templates.Field
	NISS     []templates.Field
}

func centreFormOf(c models.Centre) centreForm {
	return centreForm{ID: c.PublicID, Name: c.Name, Address: c.Address, Contact: c.Contact, Signatory: c.Signatory, Sharing: c.Sharing,
		Hours: hoursText(c.AttestationMinutes), OfferHours: strconv.Itoa(c.OfferHours), Authorisation: c.NISSAuthorisation, SecondFactor: c.SecondFactorRequired, NISS: c.NISSEnabled, Version: c.Version}
}

// hoursText writes minutes as they are typed back: « 4h » or « 3h45 ».
func hoursText(minutes int) string {
	text := strconv.Itoa(minutes/60) + "h"
	if rest := minutes % 60; rest > 0 {
		text += strconv.Itoa(rest/10) + strconv.Itoa(rest%10)
	}
	return text
}

func (a *App) newSettingsPage(c *gin.Context, access Access, form centreForm, problems models.Problems) settingsPage {
	page := settingsPage{Page: a.newPage(c, access, "settings.title"), Form: form}
	page.Identity = []templates.Field{
		templates.Text("name", a.Texts.T("settings.name"), form.Name).Wrong(a.problem(problems, "name")),
		templates.TextArea("address", a.Texts.T("settings.address"), form.Address, 2).With(a.Texts.T("settings.address.hint")).AsOptional(),
		templates.TextArea("contact", a.Texts.T("settings.contact"), form.Contact, 2).With(a.Texts.T("settings.contact.hint")).AsOptional(),
		templates.Text("signatory", a.Texts.T("settings.signatory"), form.Signatory).With(a.Texts.T("settings.signatory.hint")).AsOptional(),
	}
	hours := templates.Text("hours", a.Texts.T("settings.hours"), form.Hours).With(a.Texts.T("settings.hours.hint")).Wrong(a.problem(problems, "hours")).Sized("short")
	page.Rules = []templates.Field{
		templates.Radios("sharing", a.Texts.T("settings.sharing"), form.Sharing, []templates.Option{
			{Value: models.SharingReferent, Label: a.Texts.T("settings.sharing.referent")}, {Value: models.SharingTeam, Label: a.Texts.T("settings.sharing.team")},
		}).With(a.Texts.T("settings.sharing.hint")).Wrong(a.problem(problems, "sharing")),
		templates.Check("second_factor", a.Texts.T("settings.second_factor"), form.SecondFactor).With(a.Texts.T("settings.second_factor.hint")),
		hours,
		templates.Number("offer_hours", a.Texts.T("settings.offer_hours"), form.OfferHours, a.Texts.T("settings.offer_hours.unit")).
			With(a.Texts.T("settings.offer_hours.hint")).Wrong(a.problem(problems, "offer_hours")),
	}
	page.NISS = []templates.Field{
		templates.Check("niss", a.Texts.T("settings.niss"), form.NISS).With(a.Texts.T("settings.niss.hint")),
		templates.Text("authorisation", a.Texts.T("settings.niss.authorisation"), form.Authorisation).Wrong(a.problem(problems, "authorisation")).AsOptional(),
	}
	page.Summary = templates.Problems(append(append(append([]templates.Field{}, page.Identity...), page.Rules...), page.NISS...)...)
	return page
}

func (a *App) showSettings(c *gin.Context, access Access) error {
	centre, err := a.Store.Centre(ctx(c), access.Scope, c.Query("centre"))
	if err != nil {
		return err
	}
	return a.show(c, "settings/show", a.newSettingsPage(c, access, centreFormOf(centre), nil))
}

func (a *App) saveSettings(c *gin.Context, access Access) error {
	form := centreForm{ID: c.PostForm("centre"), Name: c.PostForm("name"), Address: c.PostForm("address"), Contact: c.PostForm("contact"),
		Signatory: c.PostForm("signatory"), Sharing: c.PostForm("sharing"), Hours: c.PostForm("hours"), OfferHours: c.PostForm("offer_hours"), Authorisation: c.PostForm("authorisation"),
		SecondFactor: c.PostForm("second_factor") == "1", NISS: c.PostForm("niss") == "1", Version: number(c.PostForm("version"))}
	centre, err := a.Store.Centre(ctx(c), access.Scope, form.ID)
	if err != nil {
		return err
	}
	before := centre
	if problems := form.apply(&centre); len(problems) > 0 {
		return a.refuse(c, "settings/show", a.newSettingsPage(c, access, form, problems))
	}
	if err := a.Store.SaveCentre(ctx(c), access.Scope, centre, changedSettings(before, centre)); err != nil {
		return err
	}
	a.flash(c, "success", "settings.saved")
	return see(c, "/reglages")
}

// apply fills the centre with what was typed, or says what is wrong.
func (f centreForm) apply(c *models.Centre) models.Problems {
	problems := models.Problems{}
	c.Name, c.Address, c.Contact, c.Signatory = strings.TrimSpace(f.Name), strings.TrimSpace(f.Address), strings.TrimSpace(f.Contact), strings.TrimSpace(f.Signatory)
	c.SecondFactorRequired, c.NISSEnabled, c.NISSAuthorisation, c.Version = f.SecondFactor, f.NISS, strings.TrimSpace(f.Authorisation), f.Version
	if c.Name == "" {
		problems.Add("name", "settings.name.missing")
	}
	if c.Sharing = oneOf(f.Sharing, models.SharingReferent, models.SharingTeam); c.Sharing == "" {
		problems.Add("sharing", "settings.sharing.missing")
	}
	minutes, problem := models.ParseMinutes(f.Hours)
	switch {
	case problem != "":
		problems.Add("hours", problem)
	case minutes < 1 || minutes > 24*60:
		problems.Add("hours", "settings.hours.bounds")
	}
	c.AttestationMinutes = minutes
	if c.OfferHours = number(f.OfferHours); c.OfferHours < 1 || c.OfferHours > models.MaxOfferHours {
		problems.Add("offer_hours", "settings.offer_hours.bounds", "Max", models.MaxOfferHours)
	}
	if c.NISSEnabled && c.NISSAuthorisation == "" {
		problems.Add("authorisation", "settings.niss.authorisation.missing")
	}
	return problems
}

// changedSettings names what was changed, for the journal: names of settings, never their values.
func changedSettings(before, after models.Centre) string {
	var names []string
	for name, differs := range map[string]bool{"name": before.Name != after.Name, "address": before.Address != after.Address, "contact": before.Contact != after.Contact,
		"offer_hours": before.OfferHours != after.OfferHours, "signatory": before.Signatory != after.Signatory, "sharing": before.Sharing != after.Sharing, "niss": before.NISSEnabled != after.NISSEnabled,
		"niss_authorisation": before.NISSAuthorisation != after.NISSAuthorisation, "second_factor": before.SecondFactorRequired != after.SecondFactorRequired,
		"attestation_minutes": before.AttestationMinutes != after.AttestationMinutes} {
		if differs {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
