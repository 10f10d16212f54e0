package handlers

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// personFrame is what every page of a person shows: the identity bar and the sections.
type personFrame struct {
	Identity templates.Identity
	Tabs     []templates.Tab
}

// personPage is a person's course: what happened, what comes next, who may look.
type personPage struct {
	personFrame
	Page
	Timeline   []templates.Entry
	Kinds      []templates.Tab // « Tout », « Suivis », « Séances »…
	Programmes []templates.Tab // « Tous les dispositifs », « LLF »…; none when there is no choice
	Older      string
	Empty      templates.Empty
	Cards      []personCard
	Radar      []radarLine
	Limited    bool // identity and contact only
	Contact    []answerRow
	Edit       string // where contact is changed, "" when the role may not
}

// timelineKinds are the choices above the timeline.
var timelineKinds = []struct {
	slug  string
	kinds []string
}{
	{"", nil}, {"suivis", []string{models.MomentFollowUp}}, {"seances", []string{models.MomentSession, models.MomentDeparture}},
	{"inscriptions", []string{models.MomentEnrolment, models.MomentExit, models.MomentEvent}},
	{"freins", []string{models.MomentAssessment, models.MomentSummary}}, {"documents", []string{models.MomentAttestation, models.MomentFile}}, {"orientations", []string{models.MomentReferral}},
}

// showPerson: GET /personnes/:id. Opening a file is written down, in the same transaction.
func (a *App) showPerson(c *gin.Context, access Access) error {
	p, err := a.Store.OpenParticipant(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	full, err := a.Store.Participant(ctx(c), a.profileScope(access), p.PublicID)
	mayProfile := err == nil
	if mayProfile {
		p = full
	} else if models.CodeOf(err) != models.NotFound {
		return err
	}
	page := personPage{Page: a.newPage(c, access, "person.title"), Limited: !mayProfile}
	page.Breadcrumb = []templates.Link{{URL: "/personnes", Label: a.Texts.T("nav.persons")}}
	record, err := a.Store.PersonRecord(ctx(c), access.Scope, p.PublicID)
	if err != nil {
		return err
	}
	if page.personFrame, err = a.personFrame(c, access, p, record, mayProfile, "course"); err != nil {
		return err
	}
	if page.Limited {
		contact, _ := models.SectionOf(models.SectionContact)
		page.Contact = a.answerRows(a.sectionFields(contact.Key, contact.Read(p), nil))
		if a.may(access, models.Update, models.KindParticipant) {
			page.Edit = sectionURL(p.PublicID, contact.Key)
		}
	}
	if err := a.fillCourse(c, access, &page, p, record); err != nil {
		return err
	}
	if page.Radar, err = a.radarOf(c, access, p.PublicID); err != nil {
		return err
	}
	return a.show(c, "persons/show", page)
}

// courseQuery is what the address of a timeline says: which kind of moment, which dispositif, before which day.
type courseQuery struct{ person, kind, programme, before string }

func readCourse(c *gin.Context, person string) courseQuery {
	return courseQuery{person: person, kind: c.Query("type"), programme: c.Query("dispositif"), before: c.Query("avant")}
}

func (q courseQuery) url() string {
	values := url.Values{}
	for name, value := range map[string]string{"type": q.kind, "dispositif": q.programme, "avant": q.before} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if len(values) == 0 {
		return personURL(q.person)
	}
	return personURL(q.person) + "?" + values.Encode()
}

// fillCourse draws the timeline with its filters: kinds of moment, and the dispositifs of the person.
func (a *App) fillCourse(c *gin.Context, access Access, page *personPage, p models.Participant, record models.Record) error {
	q := readCourse(c, p.PublicID)
	filter := store.TimelineFilter{Programme: q.programme}
	filter.Before, _ = models.ParseDate(q.before)
	for _, k := range timelineKinds {
		if q.kind == k.slug {
			filter.Kinds = k.kinds
		}
		page.Kinds = append(page.Kinds, templates.Tab{Label: a.Texts.T("person.timeline." + orElse(k.slug, "tout")), Current: q.kind == k.slug,
			URL: courseQuery{person: q.person, kind: k.slug, programme: q.programme}.url()})
	}
	page.Programmes = a.programmeTabs(q, page.Identity.Programmes)
	moments, next, err := a.Store.Timeline(ctx(c), a.timelineScopes(access), p.PublicID, filter)
	if err != nil {
		return err
	}
	page.Timeline = a.entries(moments)
	if next != "" {
		page.Older = courseQuery{person: q.person, kind: q.kind, programme: q.programme, before: string(next)}.url()
	}
	page.Empty = a.emptyCourse(access, q, p, record)
	page.Cards, err = a.personCards(c, access, p, record)
	return err
}

// programmeTabs are the dispositifs of a person, as a second filter; one alone needs none.
func (a *App) programmeTabs(q courseQuery, badges []templates.Programme) []templates.Tab {
	var codes []string
	for _, badge := range badges {
		if !slices.Contains(codes, badge.Code) {
			codes = append(codes, badge.Code)
		}
	}
	if len(codes) < 2 && q.programme == "" {
		return nil
	}
	tabs := []templates.Tab{{Label: a.Texts.T("person.timeline.programmes"), URL: courseQuery{person: q.person, kind: q.kind}.url(), Current: q.programme == ""}}
	for _, code := range codes {
		tabs = append(tabs, templates.Tab{Label: code, Note: code, URL: courseQuery{person: q.person, kind: q.kind, programme: code}.url(), Current: q.programme == code})
	}
	return tabs
}

// emptyCourse says why the timeline is empty: a filter, or a file that begins.
func (a *App) emptyCourse(access Access, q courseQuery, p models.Participant, record models.Record) templates.Empty {
	switch {
	case q.kind != "" || q.programme != "":
		return templates.Empty{Text: a.Texts.T("person.timeline.none"), Action: templates.Link{URL: personURL(p.PublicID), Label: a.Texts.T("filter.clear")}}
	case a.scope(access, models.Create, models.KindFollowUp).Covers(record):
		return templates.Empty{Text: a.Texts.T("person.timeline.first"), Action: templates.Link{URL: followUpURL(p), Label: a.Texts.T("person.encode_followup")}}
	}
	return templates.Empty{Text: a.Texts.T("person.timeline.empty")}
}

func followUpURL(p models.Participant) string { return "/suivis/nouveau?personne=" + p.PublicID }

func (a *App) timelineScopes(access Access) store.TimelineScopes {
	read := func(kind string) models.Scope { return a.scope(access, models.Read, kind) }
	return store.TimelineScopes{Barriers: read(models.KindBarrier), Plans: read(models.KindPlan), FollowUps: read(models.KindFollowUp), Registrations: read(models.KindRegistration), Enrolments: read(models.KindEnrolment),
		Exits: read(models.KindExit), Attestations: read(models.KindAttestation), Appointments: read(models.KindAppointment),
		Files: read(models.KindDocument), Referrals: read(models.KindReferral)}
}

// visibleTo asks the gate for each colleague in turn: the answer is the rule itself, not a description of it.
func (a *App) visibleTo(colleagues []store.Colleague, record models.Record) []templates.Row {
	var rows []templates.Row
	for _, role := range models.Roles {
		names := ""
		for _, colleague := range colleagues {
			actor := models.Actor{UserID: colleague.UserID, Memberships: []models.Membership{colleague.Membership}}
			scope, err := a.Gate.Scope(actor, models.Read, models.KindParticipant)
			if colleague.Role != role || err != nil || !scope.Covers(record) {
				continue
			}
			if names != "" {
				names += ", "
			}
			names += colleague.Name
		}
		if names != "" {
			rows = append(rows, templates.Row{Label: a.Texts.T("role." + role), Value: names})
		}
	}
	return rows
}

// personFrame draws the identity bar: name, age, languages, contact, dispositifs, and what the role may do next.
func (a *App) personFrame(c *gin.Context, access Access, p models.Participant, record models.Record, mayProfile bool, tab string) (personFrame, error) {
	frame := personFrame{Identity: templates.Identity{Name: p.Name(), Facts: a.personFacts(p)}}
	var err error
	if frame.Identity.Programmes, err = a.personProgrammes(c, access, p); err != nil {
		return frame, err
	}
	actions := []struct{ action, kind, url, label, icon string }{
		{models.Create, models.KindFollowUp, followUpURL(p), "person.encode_followup", "notes"},
		{models.Create, models.KindAppointment, "/rendez-vous/nouveau?personne=" + p.PublicID, "person.appointment", "calendar-plus"},
		{models.Create, models.KindEnrolment, personURL(p.PublicID) + "/inscription", "person.enrol", "user-plus"},
	}
	for _, x := range actions {
		if a.scope(access, x.action, x.kind).Covers(record) {
			frame.Identity.Actions = append(frame.Identity.Actions, templates.Action{Label: a.Texts.T(x.label), URL: x.url, Icon: x.icon, Primary: len(frame.Identity.Actions) == 0})
		}
	}
	missing := 0
	for _, s := range models.Sections {
		if (s.Kind == models.KindParticipant || s.Kind == models.KindProfile && mayProfile) && s.State(p) != models.TaskDone {
			missing++
		}
	}
	note := ""
	if missing > 0 {
		note = a.Texts.T("person.tab.missing", "Count", missing)
	}
	add := func(key, path, note string) {
		frame.Tabs = append(frame.Tabs, templates.Tab{Label: a.Texts.T("person.tab." + key), URL: personURL(p.PublicID) + path, Note: note, Current: tab == key})
	}
	// The sections of a person, in order: one line each, absent when the role may not see it.
	add("course", "", "")
	add("profile", "/profil", note)
	if a.scope(access, models.Read, models.KindDocument).Covers(record) {
		add("documents", "/documents", "")
	}
	if a.scope(access, models.Read, models.KindReferral).Covers(record) {
		add("referrals", "/orientations", "")
	}
	if a.scope(access, models.Read, models.KindBarrier).Covers(record) {
		add("barriers", "/freins", "")
	}
	if a.scope(access, models.Read, models.KindPlan).Covers(record) {
		add("plan", "/plan", "")
	}
	if a.scope(access, models.Read, models.KindFollowUp).Covers(record) {
		add("briefing", "/fiche", "")
	}
	return frame, nil
}

// personFacts are the short texts under the name.
func (a *App) personFacts(p models.Participant) []string {
	var facts []string
	add := func(text string) {
		if text != "" && !slices.Contains(models.DeclinedAnswers, text) {
			facts = append(facts, text)
		}
	}
	if lowest, highest := p.Birth.AgeRangeOn(a.today()); lowest >= 0 && lowest == highest {
		add(a.Texts.T("person.age", "Count", highest))
	} else if lowest >= 0 {
		add(a.Texts.T("person.age_range", "Low", strconv.Itoa(lowest), "High", strconv.Itoa(highest)))
	}
	add(models.LanguageName(p.ContactLanguage))
	if slices.Contains(models.FrenchLevels, p.FrenchLevel) {
		add(a.Texts.T("person.french", "Level", p.FrenchLevel))
	}
	switch {
	case p.Phone != "":
		add(models.DisplayPhone(p.Phone))
	case p.Landline != "":
		add(models.DisplayPhone(p.Landline))
	default:
		add(p.Email)
	}
	add(a.communes().Name(p.Refnis))
	return facts
}

// personProgrammes are the badges of the enrolments, with where each stands: « M4H 3 h / 4 h ».
func (a *App) personProgrammes(c *gin.Context, access Access, p models.Participant) ([]templates.Programme, error) {
	scope := a.scope(access, models.Read, models.KindEnrolment)
	if scope.Empty() {
		return nil, nil
	}
	enrolments, err := a.Store.EnrolmentsOf(ctx(c), scope, p.PublicID)
	if err != nil {
		return nil, err
	}
	var badges []templates.Programme
	for _, e := range enrolments {
		if !e.CancelledAt.IsZero() {
			continue
		}
		badge := a.programme(e.Programme)
		badge.Note = a.Texts.T("enrolment.state." + e.State())
		if e.Programme == models.M4H && e.State() == "en_cours" {
			if badge.Note, err = a.hoursNote(c, access, e.PublicID, badge.Note); err != nil {
				return nil, err
			}
		}
		badges = append(badges, badge)
	}
	return badges, nil
}

// hoursNote is « 3 h / 4 h » for the 4-hour module, or otherwise where the role may not see presences.
func (a *App) hoursNote(c *gin.Context, access Access, enrolment, otherwise string) (string, error) {
	hours, err := a.Store.HoursOf(ctx(c), a.scope(access, models.Read, models.KindRegistration), enrolment)
	if models.CodeOf(err) == models.NotFound && err != nil {
		return otherwise, nil
	}
	return models.FrenchDuration(hours.Signed()) + " / " + models.FrenchDuration(hours.Threshold), err
}
