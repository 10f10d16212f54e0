package handlers

import (
	"github.com/gin-gonic/gin"

	"jalon/documents"
	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// attestationsPage lists the attestations to make, for all who are entitled to one, and those to hand over.
type attestationsPage struct {
	Page
	Ready  []batchLine
	Count  string // « 214 personnes », on all pages
	Pager  templates.Pager
	Empty  templates.Empty
	ToHand []handLine
	More   bool // others wait to be handed over
	Hand   []templates.Field
	Print  string
	May    bool
}

// handLine is an attestation that nobody received yet.
type handLine struct{ ID, Name, Number, URL string }

// listAttestations: GET /attestations.
func (a *App) listAttestations(c *gin.Context, access Access) error {
	page, err := a.attestationsPage(c, access, nil)
	if err != nil {
		return err
	}
	return a.show(c, "attestations/list", page)
}

func (a *App) attestationsPage(c *gin.Context, access Access, problems models.Problems) (attestationsPage, error) {
	read := a.scope(access, models.Read, models.KindAttestation)
	page := attestationsPage{Page: a.newPage(c, access, "attestation.all.title"), May: a.may(access, models.Create, models.KindAttestation),
		Empty: templates.Empty{Text: a.Texts.T("attestation.all.empty")}, Print: "/attestations/lot.pdf"}
	page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}}
	entitled, err := a.Store.ReadyAttestations(ctx(c), read, c.Query("apres"))
	if err != nil {
		return page, err
	}
	page.Ready, page.Count = a.batchLines(entitled.Files, page.May), a.Texts.T("attestation.all.count", "Count", entitled.Total)
	if entitled.Next != "" {
		page.Pager.Next = "/attestations?" + query("apres", entitled.Next)
	}
	if c.Query("apres") != "" {
		page.Pager.First = "/attestations"
	}
	waiting, err := a.Store.AttestationsToHand(ctx(c), read, "")
	waiting, page.More = handPage(waiting)
	for _, t := range waiting {
		page.ToHand = append(page.ToHand, handLine{ID: t.PublicID, Name: displayName(t.FamilyName, t.GivenName), Number: t.Number, URL: "/attestations/" + t.PublicID})
	}
	page.Hand = a.handFields(or(c.PostForm("handed"), models.HandedInPerson), or(c.PostForm("handed_on"), models.FrenchDate(a.today())), problems)
	a.blame(&page.Page, problems, "remise", "handed", "handed_on")
	return page, err
}

// handPage is what is handed over at once, and whether others follow.
func handPage(waiting []store.AttestationView) ([]store.AttestationView, bool) {
	if len(waiting) <= store.AttestationPage {
		return waiting, false
	}
	return waiting[:store.AttestationPage], true
}

// handFields ask how and when attestations were received.
func (a *App) handFields(how, on string, problems models.Problems) []templates.Field {
	return []templates.Field{
		templates.Radios("handed", a.Texts.T("attestation.handed.how"), how, []templates.Option{
			{Value: models.HandedInPerson, Label: a.Texts.T("attestation.handed.main_propre")}, {Value: models.HandedSent, Label: a.Texts.T("attestation.handed.envoyee")}}).
			Wrong(a.problem(problems, "handed")),
		templates.Date("handed_on", a.Texts.T("attestation.handed_on"), on).Wrong(a.problem(problems, "handed_on"))}
}

// batchLines are the people of a batch; namesakes are told apart by their year of birth.
func (a *App) batchLines(files []store.AttestationFile, may bool) []batchLine {
	bearers := map[string]int{}
	for _, f := range files {
		bearers[models.Fold(f.Person.Name())]++
	}
	lines := make([]batchLine, len(files))
	for i, f := range files {
		lines[i] = a.batchLine(f, may)
		if bearers[models.Fold(f.Person.Name())] > 1 && len(f.Person.Birth) >= len("1987") {
			lines[i].Name += " (" + string(f.Person.Birth[:len("1987")]) + ")"
		}
	}
	return lines
}

// batchLine is one person on the way to an attestation, with a box when it can be made without a look.
func (a *App) batchLine(f store.AttestationFile, may bool) batchLine {
	line := batchLine{Enrolment: f.Enrolment.PublicID, Name: displayName(f.Person.FamilyName, f.Person.GivenName), Meter: a.progressMeter(f.Progress),
		URL: "/inscriptions/" + f.Enrolment.PublicID + "/attestation", Note: a.batchNote(f)}
	line.Meter.Wide = false
	line.Ready = may && line.Note == ""
	return line
}

// makeAttestations: POST /attestations.
func (a *App) makeAttestations(c *gin.Context, access Access) error {
	if err := a.makeTicked(c, access); err != nil {
		return err
	}
	return see(c, "/attestations")
}

// makeTicked makes the attestations of the enrolments ticked, those that can be made without a look, and says how many.
func (a *App) makeTicked(c *gin.Context, access Access) error {
	made := 0
	for _, enrolment := range c.PostFormArray("inscription") {
		f, err := a.Store.AttestationFile(ctx(c), access.Scope, enrolment)
		if err != nil {
			return err
		}
		if a.batchNote(f) != "" {
			continue
		}
		if _, err := a.Store.CreateAttestation(ctx(c), access.Scope, enrolment, a.newAttestation(a.proposed(f))); err != nil {
			return err
		}
		made++
	}
	a.flash(c, "success", "attestation.batch.made", "Count", made)
	return nil
}

// handOverAll: POST /attestations/remise.
func (a *App) handOverAll(c *gin.Context, access Access) error {
	problems := models.Problems{}
	how, chosen := c.PostForm("handed"), c.PostFormArray("remise")
	if how != models.HandedInPerson && how != models.HandedSent {
		problems.Add("handed", "attestation.problem.handed")
	}
	if len(chosen) == 0 {
		problems.Add("remise", "attestation.problem.none_ticked")
	}
	on := typedDay(c.PostForm("handed_on"), a.today(), "handed_on", problems)
	if len(problems) == 0 {
		err := a.Store.HandOverAll(ctx(c), access.Scope, chosen, how, on)
		if err != nil && !asProblem(err, problems, "handed_on") {
			return err
		}
	}
	if len(problems) > 0 {
		page, err := a.attestationsPage(c, access, problems)
		if err != nil {
			return err
		}
		return a.refuse(c, "attestations/list", page)
	}
	a.flash(c, "success", "attestation.handed.all", "Count", len(chosen))
	return see(c, "/attestations")
}

// printAttestations: GET /attestations/lot.pdf: those to hand over, of a session when one is named, in one document.
func (a *App) printAttestations(c *gin.Context, access Access) error {
	waiting, err := a.Store.AttestationsToHand(ctx(c), access.Scope, c.Query("seance"))
	if err != nil {
		return err
	}
	if len(waiting) == 0 {
		a.flash(c, "info", "attestation.hand.empty")
		return see(c, "/attestations")
	}
	if c.Query("seance") == "" {
		waiting, _ = handPage(waiting)
	}
	ids := make([]string, len(waiting))
	for i, t := range waiting {
		ids[i] = t.PublicID
	}
	contents, err := a.Store.AttestationContents(ctx(c), access.Scope, ids)
	if err != nil {
		return err
	}
	pdf, err := documents.Attestations(a.Texts.T, contents)
	if err != nil {
		return err
	}
	return sendPDF(c, "attestations-"+string(a.today())+".pdf", pdf)
}
