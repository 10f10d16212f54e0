package handlers

import (
	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// progressPage is how far an enrolment is on the way to its attestation, and the attestations made.
type progressPage struct {
	Page
	Name         string
	Programme    templates.Programme
	Meter        templates.Meter
	Sessions     []attendedLine
	Notices      []string // what keeps hours from counting
	Refusal      string   // why none can be made now, "" when one can
	Attestations []attestationLine
	Suggested    []suggestionLine // sessions that would give the hours that are missing
	ElsewhereURL string           // "" when the reader may not
	CreateURL    string           // "" when the reader may not, or one is in force
}

type attendedLine struct {
	URL      string
	Date     models.Date
	Hours    string
	Title    string
	Operator string
	Length   string
	Badge    templates.Badge // signed, unsigned
	Cancel   string          // of hours followed elsewhere
}

type attestationLine struct {
	URL    string // "" for an imported one without a document
	Number string
	Date   models.Date
	State  templates.Badge
}

// showProgress: GET /inscriptions/:id/attestation.
func (a *App) showProgress(c *gin.Context, access Access) error {
	f, err := a.Store.AttestationFile(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	page := progressPage{Page: a.newPage(c, access, "attestation.progress.title"), Name: displayName(f.Person.FamilyName, f.Person.GivenName),
		Programme: a.programme(f.Operation.Programme), Meter: a.progressMeter(f.Progress)}
	page.Breadcrumb = a.enrolmentTrail(f)
	for _, s := range f.Progress.Sessions {
		page.Sessions = append(page.Sessions, a.attendedLine(access, s))
	}
	if n := len(f.Progress.Unsigned()); n > 0 {
		page.Notices = append(page.Notices, a.Texts.T("attestation.unsigned", "Count", n))
	}
	if code := f.Progress.RepeatedModule(); code != "" {
		page.Notices = append(page.Notices, a.Texts.T("attestation.repeated", "Module", code))
	}
	if refusal, ok := asRefusal(f.Progress.Ready()); ok {
		page.Refusal = a.Texts.T(refusal.Key, refusal.Args...)
	}
	for _, t := range f.Attestations {
		page.Attestations = append(page.Attestations, a.attestationLine(t))
	}
	if page.Refusal == "" && f.Valid() == nil && a.may(access, models.Create, models.KindAttestation) {
		page.CreateURL = "/inscriptions/" + f.Enrolment.PublicID + "/attestation/nouvelle"
	}
	if f.Valid() == nil && a.may(access, models.Create, models.KindAttestation) {
		page.ElsewhereURL = "/inscriptions/" + f.Enrolment.PublicID + "/heures-ailleurs"
	}
	if page.Suggested, err = a.suggestions(c, access, f); err != nil {
		return err
	}
	return a.show(c, "attestations/progress", page)
}

func (a *App) enrolmentTrail(f store.AttestationFile) []Link {
	return []Link{{URL: "/personnes/" + f.Person.PublicID, Label: a.Texts.T("person.trail")},
		{URL: "/inscriptions/" + f.Enrolment.PublicID, Label: a.Texts.T("enrolment.title")}}
}

// progressMeter is « 3 h / 4 h ».
func (a *App) progressMeter(p models.Progress) templates.Meter {
	return templates.Meter{Value: min(p.Signed(), p.Threshold), Max: p.Threshold, Label: a.Texts.T("attestation.progress.title"), Wide: true,
		Text: models.FrenchDuration(p.Signed()) + " / " + models.FrenchDuration(p.Threshold)}
}

func (a *App) attendedLine(access Access, s models.AttendedSession) attendedLine {
	line := attendedLine{Date: s.OnDate, Title: s.Title, Operator: a.Texts.T("document.operator." + s.Operator), Length: models.FrenchDuration(s.Minutes),
		Hours: a.hours(models.Session{StartsAt: s.StartsAt, EndsAt: s.EndsAt}), Badge: templates.NewBadge("warning", a.Texts.T("attendance.not_signed"))}
	if s.Signed {
		line.Badge = templates.NewBadge("success", a.Texts.T("attestation.signature"))
	}
	if s.StartsAt == "" {
		line.Hours = ""
	}
	if s.Elsewhere != "" {
		line.Badge = templates.NewBadge("warning", a.Texts.T("elsewhere.unproven"))
		if s.Signed {
			line.Badge = templates.NewBadge("success", a.Texts.T("elsewhere.proven"))
		}
		if a.may(access, models.Create, models.KindAttestation) {
			line.Cancel = "/heures-ailleurs/" + s.Elsewhere + "/annulation"
		}
		return line
	}
	if s.Session != "" && a.may(access, models.Read, models.KindSession) {
		line.URL = "/seances/" + s.Session
	}
	return line
}

func (a *App) attestationLine(t models.Attestation) attestationLine {
	line := attestationLine{Number: t.Number, Date: t.IssuedOn, State: a.attestationState(t)}
	if t.Verification != "" {
		line.URL = "/attestations/" + t.PublicID
	}
	return line
}

func (a *App) attestationState(t models.Attestation) templates.Badge {
	switch {
	case !t.CancelledAt.IsZero():
		return templates.NewBadge("error", a.Texts.T("attestation.state.cancelled"))
	case t.Verification == "":
		return templates.NewBadge("neutral", a.Texts.T("attestation.state.imported"))
	case t.Handed != "":
		return templates.NewBadge("plain", a.Texts.T("attestation.handed."+t.Handed))
	}
	return templates.NewBadge("success", a.Texts.T("attestation.state.valid"))
}

// attestationPage is an attestation on screen, with the same content as its document.
type attestationPage struct {
	Page
	Content    models.AttestationContent
	Attested   []attendedLine
	State      templates.Badge
	Cancelled  bool
	Reason     string
	Identity   []templates.Row
	PDF        string
	Hand       []templates.Field
	HandURL    string // "" when the reader may not record it
	ReplaceURL string
	CancelURL  string
}

// showAttestation: GET /attestations/:id.
func (a *App) showAttestation(c *gin.Context, access Access) error {
	page, err := a.attestationPage(c, access, nil)
	if err != nil {
		return err
	}
	return a.show(c, "attestations/show", page)
}

func (a *App) attestationPage(c *gin.Context, access Access, problems models.Problems) (attestationPage, error) {
	read := a.scope(access, models.Read, models.KindAttestation)
	t, content, err := a.Store.Attestation(ctx(c), read, c.Param("id"))
	if err != nil {
		return attestationPage{}, err
	}
	enrolment, err := a.Store.EnrolmentOf(ctx(c), read, t)
	if err != nil {
		return attestationPage{}, err
	}
	base := "/attestations/" + t.PublicID
	page := attestationPage{Page: a.newPage(c, access, "attestation.title"), Content: content, State: a.attestationState(t),
		Cancelled: !t.CancelledAt.IsZero(), Reason: t.CancelReason, PDF: base + "/pdf", Identity: a.attestationIdentity(t, content)}
	page.Breadcrumb = []Link{{URL: "/inscriptions/" + enrolment + "/attestation", Label: a.Texts.T("attestation.progress.title")}}
	for _, s := range content.Sessions {
		page.Attested = append(page.Attested, a.attendedLine(Access{}, s))
	}
	if page.Cancelled {
		return page, nil
	}
	if a.may(access, models.Create, models.KindAttestation) {
		page.HandURL = base + "/remise"
		page.Hand = a.handFields(or(c.PostForm("handed"), t.Handed), or(c.PostForm("handed_on"), models.FrenchDate(or(t.HandedOn, a.today()))), problems)
	}
	if a.may(access, models.Cancel, models.KindAttestation) {
		page.ReplaceURL, page.CancelURL = base+"/remplacement", base+"/annulation"
	}
	a.blame(&page.Page, problems, "handed", "handed_on")
	return page, nil
}

func (a *App) attestationIdentity(t models.Attestation, content models.AttestationContent) []templates.Row {
	rows := []templates.Row{
		{Label: a.Texts.T("attestation.number"), Value: content.Number},
		{Label: a.Texts.T("attestation.issued_on"), Value: models.FrenchLongDate(content.IssuedOn)},
		{Label: a.Texts.T("attestation.full_name"), Value: content.FullName},
		{Label: a.Texts.T("attestation.birth"), Value: content.Birth},
		{Label: a.Texts.T("attestation.duration"), Value: models.FrenchDuration(content.Minutes)},
		{Label: a.Texts.T("attestation.signatory"), Value: content.Signatory + ifAny(", ", content.SignatoryTitle)},
		{Label: a.Texts.T("attestation.code"), Value: content.Verification},
	}
	if content.Replaces != "" {
		rows = append(rows, templates.Row{Label: a.Texts.T("attestation.replaces"), Value: content.Replaces})
	}
	if t.Handed != "" {
		rows = append(rows, templates.Row{Label: a.Texts.T("attestation.handed." + t.Handed), Value: models.FrenchDate(t.HandedOn)})
	}
	return rows
}

// ifAny puts a separator before a text that may be empty.
func ifAny(separator, text string) string {
	if text == "" {
		return ""
	}
	return separator + text
}

// downloadAttestation: GET /attestations/:id/pdf. The bytes are those printed on the day it was made.
func (a *App) downloadAttestation(c *gin.Context, access Access) error {
	pdf, number, err := a.Store.AttestationPDF(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	return sendPDF(c, "attestation-"+number+".pdf", pdf)
}

// handOver: POST /attestations/:id/remise.
func (a *App) handOver(c *gin.Context, access Access) error {
	problems := models.Problems{}
	how := c.PostForm("handed")
	if how != models.HandedInPerson && how != models.HandedSent {
		problems.Add("handed", "attestation.problem.handed")
	}
	on := typedDay(c.PostForm("handed_on"), a.today(), "handed_on", problems)
	if len(problems) == 0 {
		err := a.Store.HandOver(ctx(c), access.Scope, c.Param("id"), how, on)
		if err != nil && !asProblem(err, problems, "handed_on") {
			return err
		}
	}
	if len(problems) > 0 {
		page, err := a.attestationPage(c, access, problems)
		if err != nil {
			return err
		}
		return a.refuse(c, "attestations/show", page)
	}
	a.flash(c, "success", "attestation.handed.saved")
	return see(c, "/attestations/"+c.Param("id"))
}

// verifyPage is the public check of an attestation.
type verifyPage struct {
	Page
	Found   *models.Verification // nil before a code is given, or when it is not known
	Unknown bool
	Code    templates.Field
}

// askVerify: GET /verifier. Public: it shows nobody.
func (a *App) askVerify(c *gin.Context, access Access) error {
	return a.show(c, "attestations/verify", verifyPage{Page: a.newPage(c, access, "verify.title"), Code: templates.Text("code", a.Texts.T("verify.code"), "")})
}

// searchVerify: POST /verifier leads to the address of the code, as the QR code of the paper does.
func (a *App) searchVerify(c *gin.Context, _ Access) error {
	code := verificationCode(c.PostForm("code"))
	if code == "" {
		return see(c, "/verifier")
	}
	return see(c, "/verifier/"+code)
}

// verifyAttestation: GET /verifier/:code. Public: whoever holds the paper has the code; it answers valid or cancelled,
// the number, the date, the initials, and nothing else.
func (a *App) verifyAttestation(c *gin.Context, access Access) error {
	code := verificationCode(c.Param("code"))
	page := verifyPage{Page: a.newPage(c, access, "verify.answer.title"), Code: templates.Text("code", a.Texts.T("verify.code"), code)}
	found, err := a.Store.VerifyAttestation(ctx(c), code)
	if models.CodeOf(err) == models.NotFound {
		page.Unknown = true
		a.render(c, statuses[models.NotFound], "attestations/verify", page)
		return nil
	}
	if err != nil {
		return err
	}
	page.Found = &found
	return a.show(c, "attestations/verify", page)
}

// verificationCode reads a code as typed: spaces and capitals do not matter.
func verificationCode(typed string) string {
	var code []rune
	for _, r := range models.Fold(typed) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			code = append(code, r)
		}
	}
	if len(code) > 32 {
		return ""
	}
	return string(code)
}
