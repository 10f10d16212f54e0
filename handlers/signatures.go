package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"jalon/messages"
	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// startSignaturePage asks for what is signed and for the code, before the tablet is handed over.
type startSignaturePage struct {
	Page
	Session   models.SessionRow
	Programme templates.Programme
	Hours     string
	Fields    []templates.Field
	OwnCode   bool // the colleague has a code of their own
	Refusal   string
	Attended  bool // somebody did: there is something to sign
}

// kioskPage is the tablet while it is handed over: one person at a time.
type kioskPage struct {
	Page
	Session   models.SessionRow
	Hours     string
	Slot      models.SignSlot
	SlotLabel string
	Base      string
	Languages []kioskLanguage
	Signers   []kioskSigner
	Wrong     string // a code that was refused
}

// kioskLanguage is a language with what the tablet says in it; French has no phrases here, the page is written in it.
type kioskLanguage struct {
	models.ContactLanguage
	Phrases map[string]string
}

// kioskSigner is all that the tablet knows of a person: « Amina H. ».
type kioskSigner struct{ Place, Name, Language string }

// showSignature: GET /seances/:id/signature. The tablet when it is locked, else the page that locks it.
func (a *App) showSignature(c *gin.Context, access Access) error {
	if access.Login.Locked() {
		return a.kiosk(c, access, "")
	}
	return a.startSignature(c, access, nil)
}

func (a *App) startSignature(c *gin.Context, access Access, problems models.Problems) error {
	r, err := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	page := startSignaturePage{Page: a.newPage(c, access, "signature.mode"), Session: r, Programme: a.programme(r.Programme), Hours: a.hours(r.Session),
		OwnCode: access.User.TeamCodeHash != "", Attended: r.Attended > 0}
	page.Breadcrumb = a.sessionTrail(r, true)
	if refusal, ok := asRefusal(r.MayBeMarked(a.today())); ok {
		page.Refusal = a.Texts.T(refusal.Key, refusal.Args...)
	}
	slots := r.SignSlots()
	options := make([]templates.Option, len(slots))
	for i, slot := range slots {
		options[i] = templates.Option{Value: string(slot.Half) + " " + slot.Moment, Label: a.slotLabel(slot)}
	}
	chosen := r.SignSlotAt(a.Store.LocalClock())
	page.Fields = []templates.Field{templates.Radios("slot", a.Texts.T("signature.slot"), or(c.PostForm("slot"), string(chosen.Half)+" "+chosen.Moment), options)}
	if !page.OwnCode {
		page.Fields = append(page.Fields, a.codeField(problems))
	}
	a.blame(&page.Page, problems, "slot", "code")
	return a.showForm(c, "signatures/start", page, problems)
}

// codeField asks for a new code; what is typed is shown again to nobody.
func (a *App) codeField(problems models.Problems) templates.Field {
	f := templates.Password("code", a.Texts.T("lock.code"), "off").With(a.Texts.T("lock.code.hint")).Wrong(a.problem(problems, "code"))
	f.Inputmode = "numeric"
	return f
}

func (a *App) slotLabel(slot models.SignSlot) string {
	return a.Texts.T("signature.slot." + string(slot.Half) + "." + slot.Moment)
}

// sessionTrail leads back to a session, and to its roll call.
func (a *App) sessionTrail(r models.SessionRow, roll bool) []Link {
	trail := []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}, {URL: "/seances/" + r.PublicID, Label: a.Texts.T("session.title")}}
	if roll {
		trail = append(trail, Link{URL: "/seances/" + r.PublicID + "/presences", Label: a.Texts.T("attendance.title")})
	}
	return trail
}

// openSignature: POST /seances/:id/signature. Locks the login and hands the tablet over.
func (a *App) openSignature(c *gin.Context, access Access) error {
	r, err := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	slot, problems := readSlot(c, r.Session), models.Problems{}
	if slot == (models.SignSlot{}) {
		problems.Add("slot", "signature.problem.slot")
	}
	hash := access.User.TeamCodeHash
	if hash == "" {
		for field, problem := range models.CheckTeamCode(c.PostForm("code")) {
			problems[field] = problem
		}
	}
	if refusal, ok := asRefusal(r.MayBeMarked(a.today())); ok {
		problems.Add("slot", refusal.Key, refusal.Args...)
	}
	if len(problems) > 0 {
		return a.startSignature(c, access, problems)
	}
	if hash == "" {
		if hash, err = a.hash(c, c.PostForm("code")); err != nil {
			return err
		}
	}
	_, scope, err := a.own(c, access.User)
	if err != nil {
		return err
	}
	if err := a.Store.LockLogin(ctx(c), scope, access.Login, r.Session, slot, hash); err != nil {
		return err
	}
	return see(c, "/seances/"+r.PublicID+"/signature")
}

// readSlot reads « morning debut »; the zero slot is none of the session's.
func readSlot(c *gin.Context, s models.Session) models.SignSlot {
	for _, slot := range s.SignSlots() {
		if c.PostForm("slot") == string(slot.Half)+" "+slot.Moment {
			return slot
		}
	}
	return models.SignSlot{}
}

// kiosk shows the tablet; wrong is a code that was refused.
func (a *App) kiosk(c *gin.Context, access Access, wrong string) error {
	r, err := a.Store.Session(ctx(c), access.Scope, access.Login.Lock.Session)
	if err != nil {
		return err
	}
	slot := models.SignSlot{Half: access.Login.Lock.Half, Moment: access.Login.Lock.Moment}
	page := kioskPage{Page: a.newPage(c, access, "signature.mode"), Session: r, Hours: a.hours(r.Session), Slot: slot, SlotLabel: a.slotLabel(slot),
		Base: "/seances/" + r.PublicID + "/signature", Languages: kioskLanguages(), Wrong: wrong}
	people, err := a.Store.Signers(ctx(c), access.Scope, r.PublicID, slot)
	if err != nil {
		return err
	}
	for _, p := range people {
		page.Signers = append(page.Signers, kioskSigner{Place: p.Place, Name: shortName(p.Family, p.Given), Language: p.Language})
	}
	status := http.StatusOK
	if wrong != "" {
		status = http.StatusUnprocessableEntity
	}
	a.render(c, status, "signatures/kiosk", page)
	return nil
}

// shortName is « Amina H. »: enough to be recognised by the person, too little for the next one.
func shortName(family, given string) string {
	if given == "" {
		return family
	}
	for _, initial := range family {
		return given + " " + string(initial) + "."
	}
	return given
}

func kioskLanguages() []kioskLanguage {
	var all []kioskLanguage
	for _, language := range models.ContactLanguages() {
		book, _ := messages.KioskPhrases(language.Code)
		all = append(all, kioskLanguage{language, book.Texts})
	}
	return all
}

// sign: POST /seances/:id/signature/:place. Sent by the script, at once or when there is a network again.
func (a *App) sign(c *gin.Context, access Access) error {
	strokes, problems := models.ParseStrokes(c.PostForm("strokes"))
	if len(problems) > 0 {
		return models.Refuse(models.Invalid, problems["strokes"].Key)
	}
	w := store.Signing{SignSlot: models.SignSlot{Half: models.HalfDay(c.PostForm("half")), Moment: c.PostForm("moment")}, Way: models.SignedTablet,
		Strokes: strokes, SignedAt: a.madeAt(c), Device: access.Login.Agent, EntryKey: entryKey(c)}
	if strokes.IsCross() {
		w.Way = models.SignedCross
	}
	if err := a.Store.Sign(ctx(c), access.Scope, c.Param("id"), c.Param("place"), w); err != nil {
		return err
	}
	return see(c, "/seances/"+c.Param("id")+"/signature")
}

// entryKey is what makes a gesture kept on a device count once; "" for one made without script.
func entryKey(c *gin.Context) string {
	key := c.PostForm("entry")
	if len(key) > 64 {
		return key[:64]
	}
	return key
}

// cannotSign: POST /seances/:id/signature/:place/empechement.
func (a *App) cannotSign(c *gin.Context, access Access) error {
	if err := a.Store.SayCannotSign(ctx(c), access.Scope, c.Param("id"), c.Param("place")); err != nil {
		return err
	}
	return see(c, "/seances/"+c.Param("id")+"/signature")
}
