package handlers

import (
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

var (
	exitReasons = []string{"terme", "emploi", "formation", "abandon", "reorientation", "perdu_de_vue", "demenagement", "autre"}
	// leavingSituations are the facts that funders count from the exit, then the two answers that are none.
	leavingSituations = []string{"emploi", "independant", "contrat_formation", "formation", "recherche", "chomage", "inactif", models.Unknown, models.Refused}
	// placeChoices: what becomes of the places in sessions to come.
	placeChoices = []string{"annuler", "garder"}
)

// leavingForm reads and draws the form of an exit: date, situation, reason, proof, and what only some people need.
type leavingForm struct {
	a        *App
	c        *gin.Context
	problems models.Problems
	leaving  models.Leaving
}

// recordExit: GET and POST /inscriptions/:id/sortie.
func (a *App) recordExit(c *gin.Context, access Access) error {
	scopes := store.LeavingScopes{Exit: access.Scope, Entry: a.scope(access, models.Update, models.KindEnrolment),
		Sessions: a.scope(access, models.Read, models.KindSession), Places: a.scope(access, models.Cancel, models.KindRegistration)}
	var places []store.PlaceToCome
	if !scopes.Places.Empty() {
		var err error
		if places, err = a.Store.PlacesToCome(ctx(c), scopes.Places, c.Param("id")); err != nil {
			return err
		}
	}
	var leaving models.Leaving
	return a.outcomeForm(c, access, "exit", "/sortie", func(v store.EnrolmentView, problems models.Problems) []templates.Field {
		f := leavingForm{a, c, problems, models.Leaving{Reason: a.Texts.T("exit.entry_reason")}}
		fields := append(f.exit(), f.places(places)...)
		if !scopes.Entry.Empty() {
			fields = append(fields, f.missing(v)...)
		}
		leaving = f.leaving
		return fields
	}, func(tx *store.Store, v store.EnrolmentView) (string, error) {
		left, err := tx.Leave(ctx(c), scopes, v.PublicID, leaving)
		if left.Cancel && len(places) > 0 {
			return "", err // places given back may be taken by others already: the exit is cancelled from its page
		}
		return "/inscriptions/" + v.PublicID + "/sorties/" + left.Exit.PublicID + "/defaire?fait=" + left.Situation.PublicID, err
	})
}

// exit are the four questions of every exit, and a precision.
func (f *leavingForm) exit() []templates.Field {
	a, c, problems, l := f.a, f.c, f.problems, &f.leaving
	date := typed(c, "date", models.FrenchDate(a.today()))
	l.Exit.OnDate = a.postedDay(c, "date", date, problems)
	situation := chosen(c, "situation", leavingSituations, problems, "exit.situation_required")
	if situation == models.Unknown || situation == models.Refused {
		l.Exit.Declined = situation
	} else {
		l.Situation.Type = situation
	}
	l.Exit.Reason = chosen(c, "motif", exitReasons, problems, "exit.reason_required")
	l.Situation.Proof = listed(c, "preuve", models.YesNo, problems)
	l.Exit.Detail = typedLine(c, "detail", problems)
	l.Situation.Detail = l.Exit.Detail
	return []templates.Field{
		templates.Date("date", a.Texts.T("exit.date"), date).Wrong(a.problem(problems, "date")),
		templates.Radios("situation", a.Texts.T("exit.situation"), situation, a.codes("event", leavingSituations)).With(a.Texts.T("exit.situation.hint")).Wrong(a.problem(problems, "situation")),
		templates.Radios("motif", a.Texts.T("exit.reason"), l.Exit.Reason, a.codes("exit_reason", exitReasons)).Wrong(a.problem(problems, "motif")),
		templates.Radios("preuve", a.Texts.T("exit.proof"), l.Situation.Proof, a.codes("proof", models.YesNo)).With(a.Texts.T("exit.proof.hint")).AsOptional().Wrong(a.problem(problems, "preuve")),
		templates.Text("detail", a.Texts.T("exit.detail"), l.Exit.Detail).With(a.Texts.T("exit.detail.hint")).Wrong(a.problem(problems, "detail")).AsOptional(),
	}
}

// places asks what becomes of the places in sessions to come; nothing when there are none.
func (f *leavingForm) places(places []store.PlaceToCome) []templates.Field {
	if len(places) == 0 {
		return nil
	}
	choice := chosen(f.c, "seances", placeChoices, f.problems, "exit.places_required")
	f.leaving.Cancel = choice == "annuler"
	list := ""
	for i, p := range places {
		if i > 0 {
			list += " · "
		}
		list += models.FrenchDate(p.OnDate) + " " + p.Title
	}
	return []templates.Field{templates.Radios("seances", f.a.Texts.T("exit.places", "Count", len(places)), choice, f.a.codes("places", placeChoices)).
		With(list).Wrong(f.a.problem(f.problems, "seances"))}
}

// askedOnLeaving are the questions of the snapshot that settle each datum the FSE+ report misses.
var askedOnLeaving = map[string][]string{models.MissingLabour: {"forem", "work", "seeking"}, models.MissingISCED: {"isced"}}

// missing asks, once, what the report of the funder still misses of the entry. « Demandé, inconnu » is an answer.
func (f *leavingForm) missing(v store.EnrolmentView) []templates.Field {
	if v.Funder != models.FunderFSE || v.FrozenOn == "" {
		return nil
	}
	var asked []string
	for _, datum := range models.MissingAtEntry("F", "2000-01-01", v.Entry, v.FrozenOn) { // sex and birth belong to the profile
		asked = append(asked, askedOnLeaving[datum]...)
	}
	form := enrolFormOf(v.Enrolment)
	answers := map[string]*string{"forem": &form.Forem, "work": &form.Work, "seeking": &form.Seeking, "isced": &form.ISCED}
	changed := false
	for _, name := range asked {
		if answer := typed(f.c, name, *answers[name]); answer != *answers[name] {
			*answers[name], changed = answer, true
		}
	}
	if e, problems := form.enrolment(f.a.today()); changed {
		e.PublicID, e.Sensitive, e.RequestedOn = v.PublicID, v.Sensitive, v.RequestedOn
		f.leaving.Entry = &e
		for _, name := range asked {
			if p, wrong := problems[name]; wrong {
				f.problems.Add(name, p.Key, p.Args...)
			}
		}
	}
	fields := f.a.snapshotFields(v, form, f.problems, false)
	return slices.DeleteFunc(fields, func(field templates.Field) bool { return !slices.Contains(asked, field.Name) })
}
