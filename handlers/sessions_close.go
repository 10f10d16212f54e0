package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// confirmSessionPage interrupts before a session is cancelled, closed or reopened.
type confirmSessionPage struct {
	Page
	Confirm templates.Confirm
}

// confirmation is one act on a session that needs a page of its own.
type confirmation struct {
	key    string // texts: key.title, .text, .save, .done
	path   string
	reason bool
	danger bool
	left   []string // what is left undone, listed
	act    func(reason string) error
}

// confirmSession handles GET and POST of such a page.
func (a *App) confirmSession(c *gin.Context, access Access, r models.SessionRow, k confirmation) error {
	problems, reason := models.Problems{}, typed(c, "reason", "")
	if c.Request.Method == http.MethodPost {
		if k.reason {
			problems = models.CheckReason(reason)
		}
		if len(problems) == 0 {
			err := k.act(reason)
			if err == nil {
				a.flash(c, "success", k.key+".done")
				return see(c, "/seances/"+r.PublicID)
			}
			if !asProblem(err, problems, "reason") {
				return err
			}
		}
	}
	page := confirmSessionPage{Page: a.newPage(c, access, k.key+".title")}
	page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}, {URL: "/seances/" + r.PublicID, Label: a.Texts.T("session.title")}}
	page.Confirm = templates.Confirm{Title: a.Texts.T(k.key + ".title"), Text: a.Texts.T(k.key+".text", "Date", models.FrenchLongDate(r.OnDate)),
		Consequences: k.left, Action: "/seances/" + r.PublicID + k.path, Button: a.Texts.T(k.key + ".save"), Danger: k.danger,
		CancelURL: "/seances/" + r.PublicID, CancelLabel: a.Texts.T("session.back")}
	if k.reason {
		page.Confirm.Fields = []templates.Field{templates.TextArea("reason", a.Texts.T("session.reason"), reason, 3).
			With(a.Texts.T("session.reason.hint")).Wrong(a.problem(problems, "reason"))}
	}
	a.blame(&page.Page, problems, "reason")
	return a.showForm(c, "sessions/confirm", page, problems)
}

// cancelSession: GET and POST /seances/:id/annulation.
func (a *App) cancelSession(c *gin.Context, access Access) error {
	r, err := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	var left []string
	if n := r.Registered + r.Waiting; n > 0 {
		left = []string{a.Texts.T("session.cancel.people", "Count", n)}
	}
	return a.confirmSession(c, access, r, confirmation{key: "session.cancel", path: "/annulation", reason: true, danger: true, left: left,
		act: func(reason string) error { return a.Store.CancelSession(ctx(c), access.Scope, r.PublicID, reason) }})
}

// closeSession: GET and POST /seances/:id/cloture. What is left is listed with the names; the button closes anyway.
func (a *App) closeSession(c *gin.Context, access Access) error {
	r, err := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	places, err := a.Store.Registrations(ctx(c), a.scope(access, models.Read, models.KindAttendance), r.PublicID)
	if err != nil {
		return err
	}
	signatures, err := a.Store.SignaturesMade(ctx(c), a.scope(access, models.Read, models.KindAttendance), r.PublicID)
	if err != nil {
		return err
	}
	key := "session.close"
	if r.Left() > 0 {
		key = "session.close_anyway"
	}
	return a.confirmSession(c, access, r, confirmation{key: key, path: "/cloture", left: a.leftOf(r.Session, places, signatures),
		act: func(string) error { return a.Store.CloseSession(ctx(c), access.Scope, r.PublicID, true) }})
}

// leftOf says, person by person, what a closed session would lack: of a session of two half-days, which one.
func (a *App) leftOf(s models.Session, places []models.RegistrationRow, signatures []models.Signature) []string {
	var left []string
	for _, p := range places {
		name := nameOfPlace(p)
		switch missing := s.UnsignedHalves(p.Registration, signatures); {
		case p.Place != models.PlaceTaken:
		case p.Attendance == "":
			left = append(left, a.Texts.T("session.close.to_specify", "Name", name))
		case p.Attended() && !p.Signed && len(missing) == 1 && missing[0] != models.Whole:
			left = append(left, a.Texts.T("session.close.unsigned."+string(missing[0]), "Name", name))
		case p.Attended() && !p.Signed:
			left = append(left, a.Texts.T("session.close.unsigned", "Name", name))
		}
	}
	return left
}

// reopenSession: GET and POST /seances/:id/reouverture.
func (a *App) reopenSession(c *gin.Context, access Access) error {
	r, err := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	return a.confirmSession(c, access, r, confirmation{key: "session.reopen", path: "/reouverture", reason: true,
		act: func(reason string) error { return a.Store.ReopenSession(ctx(c), access.Scope, r.PublicID, reason) }})
}

// sendPDF answers a document, opened by the browser itself.
func sendPDF(c *gin.Context, name string, pdf []byte) error {
	c.Header("Content-Disposition", `inline; filename="`+name+`"`)
	c.Data(http.StatusOK, "application/pdf", pdf)
	return nil
}
