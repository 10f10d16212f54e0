package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// placeLine is a person with a place, or on the waiting list.
type placeLine struct {
	Name        string
	URL         string // of the person, "" for those who may not open it
	Attendance  templates.Badge
	Told        []templates.Badge // what they were told, and what they announced
	CancelURL   string
	Rank        string   // « 1re », of people who wait
	Why         []string // what their rank rests on
	Offer       templates.Badge
	OfferURL    string // proposes a free place; of the first in line only
	PromoteURL  string // gives it at once
	Passing     bool   // it would pass before somebody: a reason is asked
	AcceptURL   string // of an open offer, with the two that follow
	RefuseURL   string
	WithdrawURL string
}

// fillPlaces adds the names the reader may see: whole sessions under attendance, their own persons under registrations.
func (a *App) fillPlaces(c *gin.Context, access Access, page *sessionPage) error {
	seen := map[string]bool{}
	for _, kind := range []string{models.KindRegistration, models.KindAttendance} {
		scope := a.scope(access, models.Read, kind)
		page.MaySee = page.MaySee || !scope.Empty()
		rows, err := a.Store.Registrations(ctx(c), scope, page.Session.PublicID)
		if err != nil {
			return err
		}
		told, err := a.Store.ToldAbout(ctx(c), scope, page.Session.PublicID)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if seen[r.PublicID] {
				continue
			}
			seen[r.PublicID] = true
			line := a.placeLine(access, page.Session, r, kind == models.KindRegistration)
			line.Told = a.toldBadges(told[r.PublicID])
			if told[r.PublicID].State == models.MessageToPrint && a.may(access, models.Read, models.KindMessage) {
				page.Letters++
			}
			if r.Place == models.PlaceWaiting {
				page.Waiting = append(page.Waiting, line)
			} else {
				page.People = append(page.People, line)
			}
		}
	}
	page.Hidden = page.Session.Registered + page.Session.Waiting - len(seen)
	if len(page.Waiting) > 0 {
		page.Rule = a.waitingRule(page.Session.Programme)
	}
	return nil
}

// waitingRule is the order of a waiting list, in words, as models.RankWaiting applies it.
func (a *App) waitingRule(programme string) []string {
	keys := []string{"waiting.rule.waited", "waiting.rule.queue", "waiting.rule.missed"}
	if programme == models.M4H {
		keys = append([]string{"waiting.rule.obliged"}, keys...)
	}
	rule := make([]string, len(keys))
	for i, key := range keys {
		rule[i] = a.Texts.T(key)
	}
	return rule
}

// nameOfPlace is the name in a list of a session, with the year of birth of namesakes.
func nameOfPlace(r models.RegistrationRow) string {
	name := displayName(r.FamilyName, r.GivenName)
	if r.BirthYear == "" {
		return name
	}
	return name + " (" + r.BirthYear + ")"
}

func (a *App) placeLine(access Access, s models.SessionRow, r models.RegistrationRow, mayOpen bool) placeLine {
	line := placeLine{Name: nameOfPlace(r)}
	if s.OnDate <= a.today() && r.Place == models.PlaceTaken {
		line.Attendance = a.attendanceBadge(r.Attendance)
	}
	if r.Place == models.PlaceWaiting {
		line.Rank, line.Why = a.rank(r.Waiter.Rank), a.why(r.Waiter)
	}
	if !mayOpen {
		return line
	}
	if a.may(access, models.Read, models.KindParticipant) {
		line.URL = "/personnes/" + r.ParticipantPublicID
	}
	if s.Status != models.SessionPlanned {
		return line
	}
	if !r.Attended() && a.may(access, models.Cancel, models.KindRegistration) {
		line.CancelURL = "/places/" + r.PublicID + "/annulation"
	}
	if r.Place == models.PlaceWaiting && a.may(access, models.Create, models.KindRegistration) {
		a.waitingLine(&line, s, r)
	}
	return line
}

// waitingLine says what may be done now for somebody who waits.
func (a *App) waitingLine(line *placeLine, s models.SessionRow, r models.RegistrationRow) {
	place := "/places/" + r.PublicID
	switch r.Offer.State {
	case models.OfferOpen:
		line.Offer = templates.NewBadge("info", a.Texts.T("offer.state.offerte", "When", a.moment(r.Offer.ExpiresAt)))
		offer := "/offres/" + r.Offer.PublicID
		line.AcceptURL, line.RefuseURL, line.WithdrawURL = offer+"/acceptation", offer+"/refus", offer+"/retrait"
		return
	case models.OfferExpired:
		line.Offer = templates.NewBadge("warning", a.Texts.T("offer.state.expiree", "When", a.moment(r.Offer.ExpiresAt)))
	}
	switch {
	case r.Next && s.Begins(a.Store.Zone()).After(a.Store.Now().Time):
		line.OfferURL, line.PromoteURL = place+"/offre", place+"/attribution"
	case r.Next:
		line.PromoteURL = place + "/attribution"
	case !s.Full():
		line.PromoteURL, line.Passing = place+"/attribution", true
	}
}

// rank is « 1re », « 2e »: the rank of a person.
func (a *App) rank(n int) string { return a.Texts.T("waiting.rank", "Count", n) }

// why says in words what a rank rests on.
func (a *App) why(w models.Waiter) []string {
	var why []string
	if w.Missed > 0 {
		why = append(why, a.Texts.T("waiting.why.missed"))
	}
	if w.Obliged {
		why = append(why, a.Texts.T("waiting.why.obliged"))
	}
	if w.Waited > 0 {
		why = append(why, a.Texts.T("waiting.why.waited", "Count", w.Waited))
	}
	return append(why, a.Texts.T("waiting.why.queue", "Count", w.Queue))
}

// cancelPlace: GET and POST /places/:id/annulation. Why a place is given up is asked; too late is said.
func (a *App) cancelPlace(c *gin.Context, access Access) error {
	r, n, err := a.placeAsked(c, access)
	if err != nil {
		return err
	}
	reason, problems := c.PostForm("reason"), models.Problems{}
	if c.Request.Method == "POST" {
		if models.KnownDeparture(reason) {
			session, err := a.Store.GiveUpPlace(ctx(c), a.scope(access, models.Read, models.KindSession), access.Scope, r.PublicID, reason)
			if err != nil {
				return err
			}
			a.flashUndo(c, "/places/"+r.PublicID+"/retablir", "registration.cancelled")
			return see(c, "/seances/"+session)
		}
		problems.Add("reason", "departure.problem.reason")
	}
	options := make([]templates.Option, len(models.DepartureReasons))
	for i, code := range models.DepartureReasons {
		options[i] = templates.Option{Value: code, Label: a.Texts.T("departure.reason." + code)}
	}
	question := confirmPlace{key: "departure", path: "/annulation", text: a.Texts.T("departure.text", "Name", nameOfPlace(r), "Title", n.Title, "Date", models.FrenchLongDate(n.OnDate)),
		fields: []templates.Field{templates.Radios("reason", a.Texts.T("departure.reason"), reason, options).Wrong(a.problem(problems, "reason"))}}
	if r.Place == models.PlaceTaken && a.Store.IsLate(n.Session, "autre") {
		question.consequences = []string{a.Texts.T("departure.late", "Hours", models.LateHours)}
	}
	return a.confirmPlace(c, access, r, n, question, problems)
}

// promotePlace: GET and POST /places/:id/attribution. Whoever is not first in line gets the place for a reason.
func (a *App) promotePlace(c *gin.Context, access Access) error {
	r, n, err := a.placeAsked(c, access)
	if err != nil {
		return err
	}
	reason, problems := strings.TrimSpace(c.PostForm("reason")), models.Problems{}
	asked := c.Request.Method == "POST" && c.Request.PostForm.Has("reason")
	if asked {
		problems = models.CheckReason(reason)
	}
	if c.Request.Method == "POST" && len(problems) == 0 {
		session, err := a.Store.PromotePlace(ctx(c), a.scope(access, models.Read, models.KindSession), access.Scope, r.PublicID, reason)
		if err == nil {
			a.flash(c, "success", "registration.promoted")
			return see(c, "/seances/"+session)
		}
		if !asProblem(err, problems, "reason") {
			return err
		}
	}
	question := confirmPlace{key: "promotion", path: "/attribution", text: a.Texts.T("promotion.text", "Name", nameOfPlace(r), "Title", n.Title, "Date", models.FrenchLongDate(n.OnDate)),
		fields: []templates.Field{templates.TextArea("reason", a.Texts.T("session.reason"), reason, 3).With(a.Texts.T("session.reason.hint")).Wrong(a.problem(problems, "reason"))}}
	return a.confirmPlace(c, access, r, n, question, problems)
}

// placeAsked finds a place of the scope and its session.
func (a *App) placeAsked(c *gin.Context, access Access) (models.RegistrationRow, models.SessionRow, error) {
	r, session, err := a.Store.Place(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return r, models.SessionRow{}, err
	}
	n, err := a.Store.Session(ctx(c), a.scope(access, models.Read, models.KindSession), session)
	return r, n, err
}

// confirmPlace is a question about one place.
type confirmPlace struct {
	key, path, text string // texts: key.title, .save
	consequences    []string
	fields          []templates.Field
}

func (a *App) confirmPlace(c *gin.Context, access Access, r models.RegistrationRow, n models.SessionRow, q confirmPlace, problems models.Problems) error {
	page := confirmSessionPage{Page: a.newPage(c, access, q.key+".title")}
	page.Breadcrumb = a.sessionTrail(n, false)
	page.Confirm = templates.Confirm{Title: a.Texts.T(q.key + ".title"), Text: q.text, Consequences: q.consequences, Fields: q.fields,
		Action: "/places/" + r.PublicID + q.path, Button: a.Texts.T(q.key + ".save"), CancelURL: "/seances/" + n.PublicID, CancelLabel: a.Texts.T("session.back")}
	page.Summary = templates.Problems(q.fields...)
	return a.showForm(c, "sessions/confirm", page, problems)
}

// restorePlace: POST /places/:id/retablir, the « Annuler » of the message after a cancellation.
func (a *App) restorePlace(c *gin.Context, access Access) error {
	session, err := a.Store.RestorePlace(ctx(c), a.scope(access, models.Read, models.KindSession), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	a.flash(c, "success", "registration.restored")
	return see(c, "/seances/"+session)
}

// offerPlace: POST /places/:id/offre. The offer and the message that tells of it are one gesture; a second offer is told again.
func (a *App) offerPlace(c *gin.Context, access Access) error {
	var o models.Offer
	var session string
	err := a.Store.Atomically(ctx(c), func(tx *store.Store) (err error) {
		if o, session, err = tx.OfferPlace(ctx(c), a.scope(access, models.Read, models.KindSession), access.Scope, c.Param("id")); err != nil {
			return err
		}
		return a.tellOffer(c, access, tx, session, o)
	})
	if err != nil {
		return err
	}
	a.flashUndo(c, "/offres/"+o.PublicID+"/retrait", "offer.made", "When", a.moment(o.ExpiresAt))
	return see(c, "/seances/"+session)
}

// tellOffer queues the message « place proposée » for somebody who waits, when the role writes messages.
func (a *App) tellOffer(c *gin.Context, access Access, tx *store.Store, session string, o models.Offer) error {
	messages := a.scope(access, models.Create, models.KindMessage)
	who, err := tx.RecipientOf(ctx(c), messages, c.Param("id"))
	if models.CodeOf(err) == models.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	n, err := tx.Session(ctx(c), a.scope(access, models.Read, models.KindSession), session)
	if err != nil {
		return err
	}
	writer, err := NewMessageWriter(ctx(c), tx, a.Config.BaseURL, messages, n, models.MessagePlace)
	if err != nil {
		return err
	}
	writer.Matter = o.PublicID
	_, err = writer.Queue(ctx(c), tx, messages, []store.Recipient{who}, models.NewPublicID())
	return err
}

// acceptOffer: POST /offres/:id/acceptation.
func (a *App) acceptOffer(c *gin.Context, access Access) error {
	session, err := a.Store.AcceptOffer(ctx(c), a.scope(access, models.Read, models.KindSession), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	a.flash(c, "success", "offer.accepted")
	return see(c, "/seances/"+session)
}

// refuseOffer: POST /offres/:id/refus.
func (a *App) refuseOffer(c *gin.Context, access Access) error {
	session, place, err := a.Store.RefuseOffer(ctx(c), a.scope(access, models.Read, models.KindSession), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	a.flashUndo(c, "/places/"+place+"/retablir", "offer.refused")
	return see(c, "/seances/"+session)
}

// withdrawOffer: POST /offres/:id/retrait, also the « Annuler » of the message after an offer.
func (a *App) withdrawOffer(c *gin.Context, access Access) error {
	session, err := a.Store.WithdrawOffer(ctx(c), a.scope(access, models.Read, models.KindSession), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	a.flash(c, "success", "offer.withdrawn")
	return see(c, "/seances/"+session)
}
