package handlers

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// appointmentForm keeps what was typed for an appointment.
type appointmentForm struct {
	Date, Time, Length, OtherLength, Mode, Place, Purpose string
	Office, Desk                                          string // public ids of locations; Desk may be elsewhere
	Interpreted, Service, Language, Interprets            string
	Colleague, Back                                       string
	Slot                                                  string // a free time offered: "2026-11-25 10:00"
	Version                                               int
}

// elsewhere is the choice of a place that is none of the centre's desks.
const elsewhere = "ailleurs"

var appointmentFieldNames = []string{"date", "heure", "duree", "mode", "bureau", "antenne", "lieu", "interprete_service", "interprete_langue", "interprete_nom", "motif", "collegue", "dispositif"}

// appointmentProblem finds the field of the form where a problem of the rules belongs.
var appointmentProblem = map[string]string{"time": "heure", "minutes": "duree", "place": "lieu", "purpose": "motif",
	"interpreter_service": "interprete_service", "interpreter_language": "interprete_langue", "interpreter_name": "interprete_nom"}

func readAppointmentForm(c *gin.Context) appointmentForm {
	v := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	f := appointmentForm{Date: v("date"), Time: v("heure"), Length: v("duree"), OtherLength: v("duree_autre"), Mode: v("mode"), Place: v("lieu"),
		Office: v("bureau"), Desk: v("antenne"), Interpreted: v("interprete"), Service: v("interprete_service"), Language: v("interprete_langue"),
		Interprets: v("interprete_nom"), Purpose: v("motif"), Colleague: v("collegue"), Back: v("retour"), Slot: v("creneau"), Version: number(v("version"))}
	if day, clock, offered := strings.Cut(f.Slot, " "); offered {
		if date, err := models.ParseDate(day); err == nil {
			f.Date, f.Time = models.FrenchDate(date), clock
		}
	}
	return f
}

// location is the public id of the location chosen for the mode, "" for none.
func (f appointmentForm) location() string {
	switch {
	case f.Mode == models.ModeOffice:
		return f.Office
	case f.Mode == models.ModeAway && f.Desk != elsewhere:
		return f.Desk
	}
	return ""
}

func (f appointmentForm) appointment(today models.Date) (models.Appointment, models.Problems) {
	problems := models.Problems{}
	a := models.Appointment{Mode: f.Mode, Purpose: f.Purpose, Version: f.Version}
	a.OnDate = typedFutureDay(f.Date, today, "date", problems)
	a.StartsAt = typedClock(f.Time, "heure", problems)
	a.Minutes = typedLength(f.Length, f.OtherLength, "duree", problems)
	if f.Mode == models.ModeAway && f.location() == "" {
		a.Place = f.Place
	}
	if f.Interpreted != "" {
		a.Interpreter = models.Interpreter{Interpreted: true, Service: f.Service, Language: f.Language, Interprets: f.Interprets}
	}
	return a, problems
}

// freshAppointment is the form as it opens: what the address says (a free time of the agenda, a line of shorthand), else an
// hour at the office with oneself.
func freshAppointment(c *gin.Context, access Access) appointmentForm {
	f := appointmentForm{Date: c.Query("date"), Time: c.Query("heure"), Length: "60", Mode: models.ModeOffice, Office: c.Query("lieu"),
		Colleague: access.User.PublicID, Back: localPath(c.Query("retour"))}
	if colleague := c.Query("collegue"); colleague != "" {
		f.Colleague = colleague
	}
	return f
}

// plannedQuery is what the address of the form holds besides the person, kept while one is being chosen.
func plannedQuery(c *gin.Context) url.Values {
	kept := url.Values{}
	for _, name := range []string{"date", "heure", "collegue", "lieu"} {
		if value := c.Query(name); value != "" && len(value) <= 40 {
			kept.Set(name, value)
		}
	}
	return kept
}

// withQuery is an address with its query, if there is one.
func withQuery(path string, values url.Values) string {
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// appointmentPage is the form of one appointment.
type appointmentPage struct {
	Page
	Name, Person, Heading string
	When, Length, Rest    []templates.Field
	Mode, Office, Desk    templates.Field // Office and Desk have no options where the centre lists none
	Place                 templates.Field
	Interpreted           templates.Field
	Interpreter           []templates.Field
	Hidden                []templates.Field
	Slots                 []templates.Option // free times to take instead of the one refused
	NoSlot                string             // said when there are none
	Action, Back, Button  string
}

func (a *App) appointmentPage(c *gin.Context, access Access, title, name, person string, f appointmentForm, problems models.Problems) (appointmentPage, error) {
	users, err := a.Store.PossibleReferents(ctx(c), access.Scope)
	if err != nil {
		return appointmentPage{}, err
	}
	t := a.Texts.T
	wrong := func(field templates.Field) templates.Field { return field.Wrong(a.problem(problems, field.Name)) }
	page := appointmentPage{Page: a.newPage(c, access, title), Name: name, Person: person, Heading: t(title),
		When: []templates.Field{wrong(templates.Date("date", t("followup.date"), f.Date)), wrong(templates.Time("heure", t("appointment.time"), f.Time))},
		Length: []templates.Field{wrong(templates.Radios("duree", t("followup.length"), f.Length, a.lengths())),
			templates.Number("duree_autre", t("followup.length.other"), f.OtherLength, t("followup.length.unit"))},
		Mode: wrong(templates.Radios("mode", t("followup.mode"), f.Mode, a.codes("mode", models.AppointmentModes))),
		Rest: []templates.Field{wrong(templates.Text("motif", t("appointment.purpose"), f.Purpose).With(t("appointment.purpose.hint")).AsOptional()),
			wrong(templates.Select("collegue", t("appointment.colleague"), f.Colleague, userOptions(users)))}}
	a.interpreterFields(&page, f, problems)
	page.Breadcrumb = []templates.Link{{URL: "/agenda", Label: t("nav.agenda")}, {URL: personURL(person), Label: t("person.trail")}}
	if err := a.locationFields(c, access, &page, f, problems); err != nil {
		return page, err
	}
	a.blame(&page.Page, problems, appointmentFieldNames...)
	return page, nil
}

func (a *App) interpreterFields(page *appointmentPage, f appointmentForm, problems models.Problems) {
	t := a.Texts.T
	wrong := func(field templates.Field) templates.Field {
		return field.AsOptional().Wrong(a.problem(problems, field.Name))
	}
	service := templates.Text("interprete_service", t("appointment.interpreter.service"), f.Service)
	service.Suggestions = []string{"SeTIS Wallonie", t("appointment.interpreter.relative"), t("appointment.interpreter.colleague")}
	page.Interpreted = templates.Check("interprete", t("appointment.interpreter"), f.Interpreted != "")
	page.Interpreter = []templates.Field{wrong(service),
		wrong(templates.Select("interprete_langue", t("appointment.interpreter.language"), f.Language, withNone("", languageOptions()))),
		wrong(templates.Text("interprete_nom", t("appointment.interpreter.name"), f.Interprets).With(t("appointment.interpreter.hint")))}
}

// withNone adds a first option for no answer.
func withNone(label string, options []templates.Option) []templates.Option {
	return append([]templates.Option{{Label: label}}, options...)
}

// locationFields ask where: at the centre, or at one of its desks, or elsewhere.
func (a *App) locationFields(c *gin.Context, access Access, page *appointmentPage, f appointmentForm, problems models.Problems) error {
	locations, err := a.Store.Locations(ctx(c), access.Scope, false)
	if err != nil {
		return err
	}
	t := a.Texts.T
	var offices, desks []templates.Option
	for _, l := range locations {
		option := templates.Option{Value: l.PublicID, Label: l.Name}
		if l.Desk {
			desks = append(desks, option)
		} else {
			offices = append(offices, option)
		}
	}
	if f.Desk == "" && len(desks) > 0 && f.Place != "" {
		f.Desk = elsewhere
	}
	if slices.ContainsFunc(desks, func(o templates.Option) bool { return o.Value == f.Office }) { // a free time at a desk
		f.Desk, f.Office = f.Office, ""
	}
	if len(offices) > 0 {
		page.Office = templates.Select("bureau", t("appointment.office"), f.Office, withNone(t("appointment.office.any"), offices)).Wrong(a.problem(problems, "bureau"))
	}
	if len(desks) > 0 {
		desks = append(withNone(t("appointment.desk.choose"), desks), templates.Option{Value: elsewhere, Label: t("appointment.desk.elsewhere")})
		page.Desk = templates.Select("antenne", t("appointment.desk"), f.Desk, desks).Wrong(a.problem(problems, "antenne"))
	}
	page.Place = templates.Text("lieu", t("followup.place"), f.Place).Sized("medium").Proposing(namesOf(locations)).Wrong(a.problem(problems, "lieu"))
	return nil
}

// checkedAppointment is what was typed, with the colleague and the location found.
func (a *App) checkedAppointment(c *gin.Context, access Access, form appointmentForm) (models.Appointment, models.Problems, error) {
	planned, problems := form.appointment(a.today())
	colleague, err := a.Store.PossibleReferent(ctx(c), access.Scope, form.Colleague)
	if models.CodeOf(err) == models.NotFound {
		problems.Add("collegue", "enrolment.not_a_colleague")
	} else if err != nil {
		return planned, problems, err
	}
	planned.UserID = colleague.ID
	if chosen := form.location(); chosen != "" {
		l, err := a.Store.Location(ctx(c), access.Scope, chosen)
		switch {
		case err != nil && models.CodeOf(err) != models.NotFound:
			return planned, problems, err
		case err != nil || !l.Serves(form.Mode) || !l.ClosedAt.IsZero():
			problems.Add(locationField(form), "appointment.problem.location")
		}
		planned.LocationID, planned.Place = &l.ID, l.Name
	}
	addProblems(problems, models.CheckAppointment(planned, a.today(), a.Store.Zone()), appointmentProblem)
	if place, wrong := problems["lieu"]; wrong && form.Mode == models.ModeAway && form.Desk == "" && a.hasDesks(c, access) {
		delete(problems, "lieu")
		problems.Add("antenne", place.Key, place.Args...)
	}
	return planned, problems, nil
}

func locationField(f appointmentForm) string {
	if f.Mode == models.ModeOffice {
		return "bureau"
	}
	return "antenne"
}

// hasDesks tells whether the form offers a list of desks.
func (a *App) hasDesks(c *gin.Context, access Access) bool {
	locations, err := a.Store.Locations(ctx(c), access.Scope, false)
	return err == nil && slices.ContainsFunc(locations, func(l models.Location) bool { return l.Desk })
}

// offerSlots adds free times to a form whose own was refused.
func (a *App) offerSlots(c *gin.Context, access Access, page *appointmentPage, planned models.Appointment, problems models.Problems) error {
	if !strings.HasPrefix(problems["heure"].Key, "appointment.clash.") {
		return nil
	}
	slots, err := a.Store.FreeSlots(ctx(c), access.Scope, page.Person, planned)
	for _, s := range slots {
		page.Slots = append(page.Slots, templates.Option{Value: string(s.OnDate) + " " + s.StartsAt,
			Label: a.Texts.T("appointment.slot", "Day", models.FrenchLongDate(s.OnDate), "Time", models.FrenchTime(s.StartsAt))})
	}
	if len(slots) == 0 {
		page.NoSlot = a.Texts.T("appointment.slots.none")
	}
	return err
}

func appointmentFormOf(v models.Appointment, colleague, location string) appointmentForm {
	f := appointmentForm{Date: models.FrenchDate(v.OnDate), Time: plainTime(v.StartsAt), Mode: v.Mode, Purpose: v.Purpose, Service: v.Service,
		Language: v.Language, Interprets: v.Interprets, Colleague: colleague, Version: v.Version}
	if v.Interpreted {
		f.Interpreted = "1"
	}
	switch {
	case location == "":
		f.Place = v.Place
	case v.Mode == models.ModeOffice:
		f.Office = location
	default:
		f.Desk = location
	}
	length := followUpForm{}
	length.setLength(v.Minutes)
	f.Length, f.OtherLength = length.Length, length.OtherLength
	return f
}

func hiddenVersion(version int) templates.Field {
	return templates.Hidden("version", strconv.Itoa(version))
}
