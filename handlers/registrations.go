package handlers

import (
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// candidatesShown is how many people one search shows.
const candidatesShown = 50

// registerPage adds people to a session: those enrolled in its operation, then those to enrol first.
type registerPage struct {
	Page
	Session    models.SessionRow
	Programme  templates.Programme
	Places     *templates.Meter
	Searched   string
	Candidates []candidateLine
	Outside    []candidateLine
	More       bool // the list was cut: narrow the search
	Full       bool
	Problems   []string
	Views      []templates.Tab // saved views of persons to choose from
	Waits      string          // « Liste d'attente (2e) »: what the next person gets
	AskReason  bool            // somebody listed has not followed the part before
	MayDecide  bool            // coordination: may register them, for a reason
	Reason     templates.Field
	WalkIn     bool        // asked from the roll call: whoever gets a place is there
	NewURL     string      // « Créer le dossier », "" for who may not
	Over       bool        // the session is full, and the reader may add somebody all the same
	Seated     []placeLine // who is in the session already, as far as the reader may see
}

// candidateLine is a person who may be registered, or who is already.
type candidateLine struct {
	Enrolment string // public id, the value of the box
	Name      string
	Year      string
	State     string // what they have already, "" when nothing
	URL       string // where to go first (enrol)
	Checked   bool
	Clash     string // what they already have at that hour
	Before    *templates.Condition
	// Conditions of the dispositif that are not met, or rest on nothing yet: of people to enrol first.
	Conditions []templates.Condition
}

// askRegister: GET /seances/:id/inscriptions, with ?inscription= one person found by the search.
func (a *App) askRegister(c *gin.Context, access Access) error {
	var enrolments []string
	if chosen := c.Query("inscription"); chosen != "" {
		enrolments = []string{chosen}
	}
	return a.registerPage(c, access, "", enrolments, nil)
}

// searchRegister: POST /seances/:id/inscriptions/recherche. A POST keeps names out of addresses.
func (a *App) searchRegister(c *gin.Context, access Access) error {
	return a.registerPage(c, access, strings.TrimSpace(c.PostForm("q")), nil, nil)
}

// registerPage asks who gets a place; enrolments are those already chosen, ticked.
func (a *App) registerPage(c *gin.Context, access Access, searched string, enrolments, problems []string) error {
	r, err := a.Store.Session(ctx(c), a.scope(access, models.Read, models.KindSession), c.Param("id"))
	if err != nil {
		return err
	}
	page := registerPage{Page: a.newPage(c, access, "registration.add"), Session: r, Programme: a.programme(r.Programme), Places: a.places(r),
		Searched: searched, Full: r.Full(), Problems: problems, WalkIn: c.Query("appel") == "1" || c.PostForm("appel") == "1"}
	page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}, {URL: "/seances/" + r.PublicID, Label: a.Texts.T("session.title")}}
	if page.Full {
		page.Waits = a.Texts.T("registration.waits", "Rank", a.rank(r.Waiting+1))
	}
	if err := a.fillCandidates(c, access, &page, enrolments); err != nil {
		return err
	}
	if err := a.fillSeated(c, access, &page); err != nil {
		return err
	}
	page.MayDecide = a.may(access, models.Create, models.KindDerogation)
	page.Over = page.WalkIn && page.Full && page.MayDecide && r.OnDate <= a.today()
	page.Reason = a.seatReason(page.Over, c.PostForm("motif"))
	if a.may(access, models.Create, models.KindParticipant) && a.may(access, models.Create, models.KindEnrolment) {
		page.NewURL = "/personnes/nouvelle?" + page.thisSeat()
	}
	for _, text := range problems {
		page.Summary = append(page.Summary, FieldError{Text: text})
	}
	if len(problems) > 0 {
		return a.refuse(c, "sessions/register", page)
	}
	return a.show(c, "sessions/register", page)
}

// seatReason asks why somebody gets a place that the rules do not give.
func (a *App) seatReason(over bool, typed string) templates.Field {
	label, hint := "registration.reason", "registration.reason.hint"
	if over {
		label, hint = "registration.over.reason", "registration.over.hint"
	}
	return templates.Text("motif", a.Texts.T(label), typed).With(a.Texts.T(hint)).AsOptional()
}

// fillCandidates lists who may be registered: found by name, of a saved view, or everybody of the operation.
func (a *App) fillCandidates(c *gin.Context, access Access, page *registerPage, enrolments []string) error {
	r := page.Session
	chosen, err := a.viewOfPersons(c, access, page)
	if err != nil {
		return err
	}
	var people []models.SeatCandidate
	if c.Query("vue") == "" {
		people, err = a.Store.SeatCandidates(ctx(c), access.Scope, r, page.Searched, enrolments, candidatesShown+1)
	} else {
		people, err = a.Store.ChosenCandidates(ctx(c), access.Scope, r, chosen)
	}
	if err != nil {
		return err
	}
	if page.More = len(people) > candidatesShown && c.Query("vue") == ""; page.More {
		people = people[:candidatesShown]
	}
	for _, p := range people {
		line := candidateLine{Enrolment: p.EnrolmentPublicID, Name: displayName(p.FamilyName, p.GivenName), Year: p.BirthYear(),
			State: a.placeState(p.Place), Checked: len(enrolments) > 0, Before: a.prerequisite(p.Before)}
		page.AskReason = page.AskReason || line.State == "" && p.Before.Missing()
		if line.State == "" && p.Clash != nil {
			line.Clash = a.Texts.T(p.Clash.Key, p.Clash.Args...)
		}
		page.Candidates = append(page.Candidates, line)
	}
	return a.fillOutside(c, access, page)
}

// fillOutside lists people who are not enrolled in the operation, with the conditions that are not met or rest on nothing: one form
// enrols them and gives them the place.
func (a *App) fillOutside(c *gin.Context, access Access, page *registerPage) error {
	r := page.Session
	outside, err := a.Store.OutsideCandidates(ctx(c), a.scope(access, models.Read, models.KindParticipant), r, page.Searched, candidatesShown)
	if err != nil || len(outside) == 0 {
		return err
	}
	ids := make([]string, len(outside))
	for i, p := range outside {
		ids[i] = p.ParticipantPublicID
	}
	profiles, err := a.Store.Profiles(ctx(c), a.profileScope(access), ids)
	if err != nil {
		return err
	}
	operation, err := a.Store.Operation(ctx(c), a.scope(access, models.Read, models.KindOperation), r.OperationPublicID)
	if err != nil {
		return err
	}
	for _, p := range outside {
		line := candidateLine{Name: displayName(p.FamilyName, p.GivenName), Year: p.BirthYear(),
			URL: "/personnes/" + p.ParticipantPublicID + "/inscription/" + r.OperationPublicID + "?" + page.thisSeat()}
		if person, known := profiles[p.ParticipantPublicID]; known {
			line.Conditions = a.openConditions(operation, person)
		}
		page.Outside = append(page.Outside, line)
	}
	return nil
}

// openConditions are those of a dispositif that a person's file does not meet, or does not settle: what the form of the enrolment
// asks anyway is left out.
func (a *App) openConditions(o models.Operation, person models.Participant) []templates.Condition {
	var open []templates.Condition
	for _, c := range models.Eligibility(o, candidateOf(person, models.Enrolment{}, a.today())) {
		switch {
		case c.State == models.ConditionUnmet:
			open = append(open, templates.Condition{State: "unmet", Label: a.Texts.T("registration.unmet", "Condition", a.Texts.T(c.Key))})
		case c.State == models.ConditionCheck && c.Section != "":
			open = append(open, templates.Condition{State: "unknown", Label: a.Texts.T("registration.unknown", "Condition", a.Texts.T(c.Key))})
		}
	}
	return open
}

// thisSeat says, in an address, which place is to be taken, and whether the person stands at the door.
func (p registerPage) thisSeat() string {
	if p.WalkIn {
		return query("seance", p.Session.PublicID, "appel", "1")
	}
	return query("seance", p.Session.PublicID)
}

// viewOfPersons offers the saved views of persons, and finds who is in the one that is open, by public id.
func (a *App) viewOfPersons(c *gin.Context, access Access, page *registerPage) ([]string, error) {
	views, err := a.Store.Views(ctx(c), a.scope(access, models.Read, models.KindAccount), models.ListPersons)
	if err != nil {
		return nil, err
	}
	at := "/seances/" + page.Session.PublicID + "/inscriptions"
	for _, v := range views {
		current := v.PublicID == c.Query("vue")
		page.Views = append(page.Views, templates.Tab{Label: v.Name, URL: at + "?vue=" + v.PublicID, Current: current})
		if !current {
			continue
		}
		filters, err := url.ParseQuery(v.Query)
		if err != nil {
			return nil, err
		}
		cards, files, enrolments := a.cardScopes(access)
		found, err := a.Store.Cards(ctx(c), cards, files, enrolments, a.cardFilter(access, readPersonFilters(c, filters.Get), ""))
		if err != nil {
			return nil, err
		}
		chosen := make([]string, len(found.Cards))
		for i, card := range found.Cards {
			chosen[i] = card.PublicID
		}
		return chosen, nil
	}
	return nil, nil
}

// fillSeated lists who is in the session already, so that one sees what one has just done.
func (a *App) fillSeated(c *gin.Context, access Access, page *registerPage) error {
	rows, err := a.Store.Registrations(ctx(c), a.scope(access, models.Read, models.KindRegistration), page.Session.PublicID)
	for _, r := range rows {
		page.Seated = append(page.Seated, a.placeLine(access, page.Session, r, true))
	}
	return err
}

// placeState says what a candidate has in this session already.
func (a *App) placeState(place string) string {
	if place == "" || place == models.PlaceCancelled {
		return ""
	}
	return a.Texts.T("registration.place." + place)
}

// registered is what became of people registered together.
type registered struct {
	taken, waiting int
	places         []string // public ids, to undo
	seated         []string // those that are not on the waiting list
	left           []string // enrolments that were refused
	problems       []string
}

// registerAll saves each person alone: one who cannot come holds up nobody.
func (a *App) registerAll(c *gin.Context, access Access, enrolments []string) (registered, error) {
	var done registered
	sessions, derogations := a.scope(access, models.Read, models.KindSession), a.scope(access, models.Create, models.KindDerogation)
	give := a.Store.RegisterDespite
	if c.PostForm("surnombre") == "1" {
		give = a.Store.RegisterOver
	}
	for _, enrolment := range enrolments {
		r, err := give(ctx(c), sessions, access.Scope, derogations, c.Param("id"), enrolment, strings.TrimSpace(c.PostForm("motif")))
		if refusal, ok := asRefusal(err); ok && (refusal.Code == models.Invalid || refusal.Code == models.Conflict) {
			done.problems, done.left = append(done.problems, a.Texts.T(refusal.Key, refusal.Args...)), append(done.left, enrolment)
			continue
		}
		if err != nil {
			return done, err
		}
		done.places = append(done.places, r.PublicID)
		if r.Place == models.PlaceWaiting {
			done.waiting++
			continue
		}
		done.taken++
		done.seated = append(done.seated, r.PublicID)
	}
	return done, nil
}

// register: POST /seances/:id/inscriptions.
func (a *App) register(c *gin.Context, access Access) error {
	enrolments, arrived := c.PostFormArray("inscription"), c.PostForm("appel") == "1"
	if len(enrolments) == 0 {
		return a.registerPage(c, access, "", nil, []string{a.Texts.T("registration.problem.nobody")})
	}
	people, err := a.registerAll(c, access, enrolments)
	if err != nil {
		return err
	}
	if arrived {
		people.problems = append(people.problems, a.walkIn(c, access, people.seated)...)
	}
	if len(people.problems) > 0 {
		if n := len(people.places); n > 0 {
			people.problems = append(people.problems, a.Texts.T("registration.partly", "Count", n))
		}
		return a.registerPage(c, access, "", people.left, people.problems)
	}
	done := notice{Kind: "success", Key: "registration.done", Args: []any{"Count", people.taken}}
	if people.waiting > 0 {
		done.Kind, done.Key, done.Args = "warning", "registration.some_waiting", []any{"Count", people.waiting, "Taken", people.taken}
	}
	if !arrived || people.taken == 0 { // somebody who is marked as there keeps the place
		done.Undo = "/seances/" + c.Param("id") + "/inscriptions/defaire?" + url.Values{"place": people.places}.Encode()
	}
	a.setFlash(c, done)
	switch {
	case arrived:
		return see(c, "/seances/"+c.Param("id")+"/presences")
	case c.PostForm("suite") == "1": // found by the keyboard: on to the next one
		return see(c, "/seances/"+c.Param("id")+"/inscriptions")
	}
	if back := localPath(c.PostForm("retour")); strings.HasPrefix(back, "/personnes/") {
		return see(c, back)
	}
	return see(c, "/seances/"+c.Param("id"))
}

// walkIn marks as present people who came without a place and have just been given one, and says who could not be.
func (a *App) walkIn(c *gin.Context, access Access, places []string) []string {
	var problems []string
	for _, place := range places {
		_, err := a.Store.MarkAttendance(ctx(c), a.scope(access, models.Update, models.KindAttendance), c.Param("id"), place, models.Mark{Attendance: models.Present})
		if refusal, ok := asRefusal(err); ok {
			problems = append(problems, a.Texts.T(refusal.Key, refusal.Args...))
		} else if err != nil {
			a.Log.Error("walk-in", "request", requestID(c), "error", err)
			problems = append(problems, a.Texts.T("registration.walk_in.not_marked"))
		}
	}
	return problems
}

// undoRegister: POST /seances/:id/inscriptions/defaire?place=…, the « Annuler » of the message after registering.
func (a *App) undoRegister(c *gin.Context, access Access) error {
	sessions, places := a.scope(access, models.Read, models.KindSession), c.QueryArray("place")
	if len(places) == 0 {
		return models.ErrNotFound
	}
	err := a.Store.Atomically(ctx(c), func(tx *store.Store) error {
		for _, place := range places {
			session, err := tx.CancelPlace(ctx(c), sessions, access.Scope, place)
			if err != nil {
				return err
			}
			if session != c.Param("id") {
				return models.ErrNotFound
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	a.flash(c, "success", "registration.undone")
	return see(c, "/seances/"+c.Param("id"))
}
