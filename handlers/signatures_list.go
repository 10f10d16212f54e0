package handlers

import (
	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// signaturesPage shows the signatures of a session, person by person.
type signaturesPage struct {
	Page
	Session   models.SessionRow
	Programme templates.Programme
	Hours     string
	People    []signaturePerson
	MaySign   bool // on the tablet, by certifying, on paper
	Refusal   string
}

// signaturePerson is somebody who attended, with each moment they may sign for.
type signaturePerson struct {
	ID, Name, Action string
	CannotSign       bool
	Signed           bool
	Slots            []signatureSlot
}

// signatureSlot is one moment: what was signed for it, and what was before.
type signatureSlot struct {
	Label, Value string
	Signature    *signatureView // nil: none that counts
	Revoked      []signatureView
}

// signatureView is one signature.
type signatureView struct {
	ID     string
	Path   string // of an SVG in a frame of 600 × 200, "" when nothing was drawn
	Text   string // « Tablette, 24/11/2026, 9 h 12 »
	Intact bool
	Reason string // why it was revoked, and by whom
}

// listSignatures: GET /seances/:id/signatures.
func (a *App) listSignatures(c *gin.Context, access Access) error {
	return a.signaturesPage(c, access, nil)
}

func (a *App) signaturesPage(c *gin.Context, access Access, problems models.Problems) error {
	read := a.scope(access, models.Read, models.KindAttendance)
	r, err := a.Store.Session(ctx(c), read, c.Param("id"))
	if err != nil {
		return err
	}
	page := signaturesPage{Page: a.newPage(c, access, "signature.title"), Session: r, Programme: a.programme(r.Programme), Hours: a.hours(r.Session)}
	page.Breadcrumb = a.sessionTrail(r, true)
	if refusal, ok := asRefusal(r.MayBeMarked(a.today())); ok {
		page.Refusal = a.Texts.T(refusal.Key, refusal.Args...)
	}
	page.MaySign = page.Refusal == "" && a.may(access, models.Update, models.KindAttendance) && a.reaches(access, models.Update, models.KindAttendance, r)
	places, err := a.Store.Registrations(ctx(c), read, r.PublicID)
	if err != nil {
		return err
	}
	signatures, err := a.Store.Signatures(ctx(c), read, r.Session)
	if err != nil {
		return err
	}
	for _, p := range places {
		if p.Place == models.PlaceTaken && p.Attended() {
			page.People = append(page.People, a.signaturePerson(r.Session, p, signatures))
		}
	}
	for _, problem := range problems {
		page.Summary = append(page.Summary, FieldError{Text: a.Texts.T(problem.Key, problem.Args...)})
	}
	return a.showForm(c, "signatures/list", page, problems)
}

func (a *App) signaturePerson(s models.Session, p models.RegistrationRow, signatures []store.SignatureRow) signaturePerson {
	person := signaturePerson{ID: p.PublicID, Name: nameOfPlace(p), Action: "/seances/" + s.PublicID + "/signatures/" + p.PublicID, CannotSign: p.CannotSign,
		Signed: p.Signed}
	for _, slot := range s.SignSlots() {
		line := signatureSlot{Label: a.slotLabel(slot), Value: string(slot.Half) + " " + slot.Moment}
		for _, x := range signatures {
			if x.RegistrationID != p.ID || x.Half != slot.Half || x.Moment != slot.Moment {
				continue
			}
			if view := a.signatureView(x); x.RevokedAt.IsZero() {
				line.Signature = &view
			} else {
				line.Revoked = append(line.Revoked, view)
			}
		}
		person.Slots = append(person.Slots, line)
	}
	return person
}

func (a *App) signatureView(x store.SignatureRow) signatureView {
	text := a.Texts.T("signature.way."+x.Way) + ", " + a.moment(x.SignedAt)
	if name := or(x.Certifier, x.Author); x.Way != models.SignedTablet && x.Way != models.SignedCross && name != "" {
		text += ", " + name
	}
	view := signatureView{ID: x.PublicID, Path: x.Strokes.Path(), Text: text, Intact: x.Intact}
	if !x.RevokedAt.IsZero() {
		view.Reason = a.Texts.T("signature.revoked", "Date", a.moment(x.RevokedAt), "Name", x.Revoker, "Reason", x.RevokeReason)
	}
	return view
}

// addSignature: POST /seances/:id/signatures/:place. A colleague certifies by name, or notes what is on the paper.
func (a *App) addSignature(c *gin.Context, access Access) error {
	r, err := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	way := oneOf(c.PostForm("way"), models.SignedCertified, models.SignedPaper)
	if way == "" {
		return a.signaturesPage(c, access, models.Problems{"way": {Key: "signature.problem.way"}})
	}
	err = a.Store.Sign(ctx(c), access.Scope, r.PublicID, c.Param("place"), store.Signing{SignSlot: readSlot(c, r.Session), Way: way})
	return a.signaturesChanged(c, access, err, "signature.done."+way)
}

// revokeSignature: POST /seances/:id/signatures/:place/retrait.
func (a *App) revokeSignature(c *gin.Context, access Access) error {
	reason := typed(c, "reason", "")
	if problems := models.CheckReason(reason); len(problems) > 0 {
		if _, err := a.Store.Session(ctx(c), access.Scope, c.Param("id")); err != nil {
			return err
		}
		return a.signaturesPage(c, access, problems)
	}
	err := a.Store.RevokeSignature(ctx(c), access.Scope, c.Param("id"), c.PostForm("signature"), reason)
	return a.signaturesChanged(c, access, err, "signature.done.revoked")
}

func (a *App) signaturesChanged(c *gin.Context, access Access, err error, done string) error {
	problems := models.Problems{}
	if err != nil {
		if !asProblem(err, problems, "signature") {
			return err
		}
		return a.signaturesPage(c, access, problems)
	}
	a.flash(c, "success", done)
	return see(c, "/seances/"+c.Param("id")+"/signatures#p-"+c.Param("place"))
}
