package handlers

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/documents"
	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// attestationForm is the check page before a document is frozen.
type attestationForm struct {
	Page
	Heading  string
	Notice   string
	Fields   []templates.Field
	Sections []templates.CheckSection
	Action   string
	Button   string
	BackURL  string
}

var attestationFields = []string{"reason", "full_name", "birth", "signatory", "signatory_title"}

// proposed is what the attestation says when nobody changes anything: the person's file, the centre's signatory.
func (a *App) proposed(f store.AttestationFile) models.AttestationContent {
	return models.AttestationContent{FullName: displayName(f.Person.FamilyName, f.Person.GivenName), Birth: printedBirth(f.Person.Birth), Signatory: f.Centre.Signatory}
}

func printedBirth(b models.BirthDate) string {
	if b.Full() {
		return models.FrenchDate(models.Date(b))
	}
	return string(b)
}

// typedAttestation is the content as posted.
func (a *App) typedAttestation(c *gin.Context) models.AttestationContent {
	get := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	return models.AttestationContent{FullName: get("full_name"), Birth: get("birth"), Signatory: get("signatory"), SignatoryTitle: get("signatory_title")}
}

// newAttestation prepares what the store freezes.
func (a *App) newAttestation(content models.AttestationContent) store.NewAttestation {
	if a.Config.BaseURL != "" {
		content.VerificationURL = strings.TrimSuffix(a.Config.BaseURL, "/") + "/verifier/"
	}
	return store.NewAttestation{Content: content, Render: func(frozen models.AttestationContent) ([]byte, error) {
		return documents.Attestation(a.Texts.T, frozen)
	}}
}

// makeAttestation: GET and POST /inscriptions/:id/attestation/nouvelle.
func (a *App) makeAttestation(c *gin.Context, access Access) error {
	f, err := a.Store.AttestationFile(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	content, problems := a.proposed(f), models.Problems{}
	if c.Request.Method == http.MethodPost {
		content = a.typedAttestation(c)
		problems = content.Check()
		if len(problems) == 0 {
			made, err := a.Store.CreateAttestation(ctx(c), access.Scope, f.Enrolment.PublicID, a.newAttestation(content))
			if err == nil {
				a.flash(c, "success", "attestation.made")
				return see(c, "/attestations/"+made.PublicID)
			}
			if !asProblem(err, problems, "full_name") {
				return err
			}
		}
	} else if err := f.Progress.Ready(); err != nil {
		return err
	}
	page := attestationForm{Page: a.newPage(c, access, "attestation.make"), Heading: a.Texts.T("attestation.make"), Notice: a.Texts.T("attestation.make.notice"),
		Action: "/inscriptions/" + f.Enrolment.PublicID + "/attestation/nouvelle", Button: a.Texts.T("attestation.make"),
		BackURL: "/inscriptions/" + f.Enrolment.PublicID + "/attestation"}
	return a.showAttestationForm(c, page, f, content, problems)
}

// replaceAttestation: GET and POST /attestations/:id/remplacement. The wrong one is cancelled, a new one takes the next number.
func (a *App) replaceAttestation(c *gin.Context, access Access) error {
	old, frozen, err := a.Store.Attestation(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	enrolment, err := a.Store.EnrolmentOf(ctx(c), access.Scope, old)
	if err != nil {
		return err
	}
	f, err := a.Store.AttestationFile(ctx(c), access.Scope, enrolment)
	if err != nil {
		return err
	}
	content := models.AttestationContent{FullName: frozen.FullName, Birth: frozen.Birth, Signatory: frozen.Signatory, SignatoryTitle: frozen.SignatoryTitle}
	problems, reason := models.Problems{}, typed(c, "reason", "")
	if c.Request.Method == http.MethodPost {
		content = a.typedAttestation(c)
		problems = content.Check()
		merge(problems, models.CheckReason(reason))
		if len(problems) == 0 {
			n := a.newAttestation(content)
			n.Replaces, n.Reason = old.PublicID, reason
			made, err := a.Store.CreateAttestation(ctx(c), access.Scope, enrolment, n)
			if err == nil {
				a.flash(c, "success", "attestation.replaced")
				return see(c, "/attestations/"+made.PublicID)
			}
			if !asProblem(err, problems, "reason") {
				return err
			}
		}
	}
	page := attestationForm{Page: a.newPage(c, access, "attestation.replace"), Heading: a.Texts.T("attestation.replace"),
		Notice: a.Texts.T("attestation.replace.notice", "Number", old.Number), Action: "/attestations/" + old.PublicID + "/remplacement",
		Button: a.Texts.T("attestation.replace"), BackURL: "/attestations/" + old.PublicID}
	page.Fields = []templates.Field{templates.TextArea("reason", a.Texts.T("session.reason"), reason, 2).Wrong(a.problem(problems, "reason"))}
	return a.showAttestationForm(c, page, f, content, problems)
}

// showAttestationForm adds the fields and the hours to check, and answers.
func (a *App) showAttestationForm(c *gin.Context, page attestationForm, f store.AttestationFile, content models.AttestationContent, problems models.Problems) error {
	t, wrong := a.Texts.T, func(field string) string { return a.problem(problems, field) }
	page.Breadcrumb = a.enrolmentTrail(f)
	page.Fields = append(page.Fields,
		templates.Text("full_name", t("attestation.full_name"), content.FullName).With(t("attestation.full_name.hint")).Wrong(wrong("full_name")),
		templates.Text("birth", t("attestation.birth"), content.Birth).AsOptional().Sized("short").Wrong(wrong("birth")),
		templates.Text("signatory", t("attestation.signatory"), content.Signatory).Wrong(wrong("signatory")),
		templates.Text("signatory_title", t("attestation.signatory_title"), content.SignatoryTitle).AsOptional().Wrong(wrong("signatory_title")))
	var rows []templates.Row
	for _, s := range f.Progress.Counted() {
		rows = append(rows, templates.Row{Label: models.FrenchDate(s.OnDate), Value: s.Title + " · " + models.FrenchDuration(s.Minutes)})
	}
	rows = append(rows, templates.Row{Label: t("document.attestation.total"), Value: models.FrenchDuration(f.Progress.Signed())})
	page.Sections = []templates.CheckSection{{Title: t("attestation.hours"), Rows: rows}}
	a.blame(&page.Page, problems, attestationFields...)
	return a.showForm(c, "attestations/form", page, problems)
}

// cancelAttestation: GET and POST /attestations/:id/annulation, for one made for the wrong person.
func (a *App) cancelAttestation(c *gin.Context, access Access) error {
	old, _, err := a.Store.Attestation(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	problems, reason := models.Problems{}, typed(c, "reason", "")
	if c.Request.Method == http.MethodPost {
		if problems = models.CheckReason(reason); len(problems) == 0 {
			err := a.Store.CancelAttestation(ctx(c), access.Scope, old.PublicID, reason)
			if err == nil {
				a.flash(c, "success", "attestation.cancelled")
				return see(c, "/attestations/"+old.PublicID)
			}
			if !asProblem(err, problems, "reason") {
				return err
			}
		}
	}
	page := confirmSessionPage{Page: a.newPage(c, access, "attestation.cancel")}
	page.Confirm = templates.Confirm{Title: a.Texts.T("attestation.cancel"), Text: a.Texts.T("attestation.cancel.text", "Number", old.Number), Danger: true,
		Action: "/attestations/" + old.PublicID + "/annulation", Button: a.Texts.T("attestation.cancel"), CancelURL: "/attestations/" + old.PublicID,
		CancelLabel: a.Texts.T("attestation.back"), Fields: []templates.Field{templates.TextArea("reason", a.Texts.T("session.reason"), reason, 3).Wrong(a.problem(problems, "reason"))}}
	a.blame(&page.Page, problems, "reason")
	return a.showForm(c, "sessions/confirm", page, problems)
}

// batchPage makes the attestations of a session's people in one go.
type batchPage struct {
	Page
	Session models.SessionRow
	Lines   []batchLine
	Ready   int
	ToHand  int    // made, and handed over to nobody yet
	Print   string // of those, in one document
	Empty   templates.Empty
}

type batchLine struct {
	Enrolment string
	Name      string
	URL       string // progress
	Meter     templates.Meter
	Ready     bool
	Note      string // why not, or the number of the one in force
}

// showBatch: GET /seances/:id/attestations.
func (a *App) showBatch(c *gin.Context, access Access) error {
	page, err := a.batchPage(c, access)
	if err != nil {
		return err
	}
	return a.show(c, "attestations/batch", page)
}

func (a *App) batchPage(c *gin.Context, access Access) (batchPage, error) {
	r, err := a.Store.Session(ctx(c), a.scope(access, models.Read, models.KindSession), c.Param("id"))
	if err != nil {
		return batchPage{}, err
	}
	files, err := a.Store.DueAttestations(ctx(c), a.scope(access, models.Read, models.KindAttestation), r.PublicID)
	if err != nil {
		return batchPage{}, err
	}
	page := batchPage{Page: a.newPage(c, access, "attestation.batch.title"), Session: r, Empty: templates.Empty{Text: a.Texts.T("attestation.batch.empty")}}
	page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}, {URL: "/seances/" + r.PublicID, Label: a.Texts.T("session.title")}}
	may := a.may(access, models.Create, models.KindAttestation)
	page.Lines = a.batchLines(files, may)
	for _, line := range page.Lines {
		if line.Ready {
			page.Ready++
		}
	}
	waiting, err := a.Store.AttestationsToHand(ctx(c), a.scope(access, models.Read, models.KindAttestation), r.PublicID)
	if err != nil {
		return batchPage{}, err
	}
	if page.ToHand = len(waiting); page.ToHand > 0 {
		page.Print = "/attestations/lot.pdf?" + query("seance", r.PublicID)
	}
	return page, nil
}

// batchNote says why an attestation cannot be made without looking at it, "" when it can.
func (a *App) batchNote(f store.AttestationFile) string {
	if valid := f.Valid(); valid != nil {
		return a.Texts.T("attestation.batch.done", "Number", valid.Number)
	}
	if refusal, ok := asRefusal(f.Progress.Ready()); ok {
		return a.Texts.T(refusal.Key, refusal.Args...)
	}
	problems := a.proposed(f).Check()
	for _, field := range attestationFields {
		if problems.Has(field) {
			return a.problem(problems, field)
		}
	}
	return ""
}

// makeBatch: POST /seances/:id/attestations.
func (a *App) makeBatch(c *gin.Context, access Access) error {
	if _, err := a.Store.Session(ctx(c), a.scope(access, models.Read, models.KindSession), c.Param("id")); err != nil {
		return err
	}
	if err := a.makeTicked(c, access); err != nil {
		return err
	}
	return see(c, "/seances/"+c.Param("id")+"/attestations")
}
