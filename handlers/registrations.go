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
}

// candidateLine is a person who may be registered, or who is already.
type candidateLine struct {
	Enrolment string // public id, the value of the box
	Name      string
	Year      string
	State     string // what they have already, "" when nothing
	URL       string // where to go first (enrol)
	Checked   bool
}

// askRegister: GET /seances/:id/inscriptions, with ?inscription= one person found by the search.
func (a *App) askRegister(c *gin.Context, access Access) error {
	return a.registerPage(c, access, "", c.Query("inscription"), nil)
}

// searchRegister: POST /seances/:id/inscriptions/recherche. A POST keeps names out of addresses.
func (a *App) searchRegister(c *gin.Context, access Access) error {
	return a.registerPage(c, access, strings.TrimSpace(c.PostForm("q")), "", nil)
}

func (a *App) registerPage(c *gin.Context, access Access, searched, enrolment string, problems []string) error {
	r, err := a.Store.Session(ctx(c), a.scope(access, models.Read, models.KindSession), c.Param("id"))
	if err != nil {
		return err
	}
	page := registerPage{Page: a.newPage(c, access, "registration.add"), Session: r, Programme: a.programme(r.Programme), Places: a.places(r),
		Searched: searched, Full: r.Full(), Problems: problems}
	page.Breadcrumb = []Link{{URL: "/seances", Label: a.Texts.T("session.list.title")}, {URL: "/seances/" + r.PublicID, Label: a.Texts.T("session.title")}}
	people, err := a.Store.SeatCandidates(ctx(c), access.Scope, r, searched, enrolment, candidatesShown+1)
	if err != nil {
		return err
	}
	if page.More = len(people) > candidatesShown; page.More {
		people = people[:candidatesShown]
	}
	for _, p := range people {
		page.Candidates = append(page.Candidates, candidateLine{Enrolment: p.EnrolmentPublicID, Name: displayName(p.FamilyName, p.GivenName),
			Year: p.BirthYear(), State: a.placeState(p.Place), Checked: enrolment != ""})
	}
	outside, err := a.Store.OutsideCandidates(ctx(c), a.scope(access, models.Read, models.KindParticipant), r, searched, candidatesShown)
	if err != nil {
		return err
	}
	for _, p := range outside {
		page.Outside = append(page.Outside, candidateLine{Name: displayName(p.FamilyName, p.GivenName), Year: p.BirthYear(),
			URL: "/personnes/" + p.ParticipantPublicID + "/inscription/" + r.OperationPublicID})
	}
	for _, text := range problems {
		page.Summary = append(page.Summary, FieldError{Text: text})
	}
	if len(problems) > 0 {
		return a.refuse(c, "sessions/register", page)
	}
	return a.show(c, "sessions/register", page)
}

// placeState says what a candidate has in this session already.
func (a *App) placeState(place string) string {
	if place == "" || place == models.PlaceCancelled {
		return ""
	}
	return a.Texts.T("registration.place." + place)
}

// register: POST /seances/:id/inscriptions. Each person is saved alone: one who cannot come holds up nobody.
func (a *App) register(c *gin.Context, access Access) error {
	enrolments := c.PostFormArray("inscription")
	if len(enrolments) == 0 {
		return a.registerPage(c, access, "", "", []string{a.Texts.T("registration.problem.nobody")})
	}
	sessions := a.scope(access, models.Read, models.KindSession)
	var problems []string
	taken, waiting, undo := 0, 0, url.Values{}
	for _, enrolment := range enrolments {
		r, err := a.Store.Register(ctx(c), sessions, access.Scope, c.Param("id"), enrolment)
		if refusal, ok := asRefusal(err); ok && (refusal.Code == models.Invalid || refusal.Code == models.Conflict) {
			problems = append(problems, a.Texts.T(refusal.Key, refusal.Args...))
		} else if err != nil {
			return err
		} else {
			undo.Add("place", r.PublicID)
			if r.Place == models.PlaceWaiting {
				waiting++
			} else {
				taken++
			}
		}
	}
	if len(problems) > 0 {
		if taken+waiting > 0 {
			problems = append(problems, a.Texts.T("registration.partly", "Count", taken+waiting))
		}
		return a.registerPage(c, access, "", "", problems)
	}
	done := notice{Kind: "success", Key: "registration.done", Args: []any{"Count", taken}, Undo: "/seances/" + c.Param("id") + "/inscriptions/defaire?" + undo.Encode()}
	if waiting > 0 {
		done.Kind, done.Key, done.Args = "warning", "registration.some_waiting", []any{"Count", waiting, "Taken", taken}
	}
	a.setFlash(c, done)
	return see(c, "/seances/"+c.Param("id"))
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
