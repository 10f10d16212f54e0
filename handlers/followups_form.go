package handlers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// followUpForm keeps what was typed for a follow-up.
type followUpForm struct {
	Date, Start, Length, OtherLength       string
	Mode, Place, Presence, Signed          string
	Enrolment                              string // public id
	Topics                                 []string
	NoteID, Level, Note                    string
	Readers                                []string // public ids
	Next, NextText                         string
	NextDate, NextTime, NextLength, NextOn string
	NextMode, NextPlace                    string
	Tasks                                  []stepForm
	Group                                  groupForm
	Whole                                  bool // the change concerns every person of the contact
	Appointment, Back                      string
	Version                                int
	Again                                  bool
}

// followUpFieldNames is the order of the error summary.
var followUpFieldNames = []string{"date", "debut", "duree", "mode", "lieu", "presence", "signature", "dispositif", "themes", "note", "niveau",
	"avec", "suite", "suite_texte", "suite_date", "suite_heure", "suite_duree", "suite_mode", "suite_lieu", "suite_motif", "autre_nom"}

// otherLength is the chip that leads to the field « autre durée ».
const otherLength = "autre"

// followUpLengths are the durations one tap away, in minutes (ux.md, wireframe 3).
var followUpLengths = []string{"15", "30", "45", "60", "90"}

// Next steps.
const (
	nextNothing     = "aucune"
	nextAppointment = "rendez-vous"
	nextText        = "texte"
)

func readFollowUpForm(c *gin.Context) followUpForm {
	v := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	f := followUpForm{Date: v("date"), Start: v("debut"), Length: v("duree"), OtherLength: v("duree_autre"), Mode: v("mode"), Place: v("lieu"),
		Presence: v("presence"), Signed: v("signature"), Enrolment: v("dispositif"), Topics: c.PostFormArray("themes"), NoteID: v("note_ref"),
		Level: v("niveau"), Note: strings.ReplaceAll(v("note"), "\r\n", "\n"), Readers: c.PostFormArray("avec"), Next: v("suite"), NextText: v("suite_texte"), NextDate: v("suite_date"),
		NextTime: v("suite_heure"), NextLength: v("suite_duree"), NextOn: v("suite_motif"), Appointment: v("rendez_vous"), Back: v("retour"),
		NextMode: v("suite_mode"), NextPlace: v("suite_lieu"), Tasks: readStepForms(c), Group: readGroupForm(c), Whole: v("portee") == reachWhole,
		Version: number(v("version")), Again: v("encore") == "1"}
	for _, kept := range c.PostFormArray("garder") { // what a line of shorthand did not mean, and the colleague wants to keep
		f.Note = strings.TrimSpace(f.Note + "\n" + strings.TrimSpace(kept))
	}
	return f
}

// setLength chooses the chip of a duration, or « autre ».
func (f *followUpForm) setLength(minutes int) {
	f.Length, f.OtherLength = strconv.Itoa(minutes), ""
	if !slices.Contains(followUpLengths, f.Length) {
		f.Length, f.OtherLength = otherLength, f.Length
	}
}

// formOfFollowUp shows what is recorded.
func formOfFollowUp(v store.FollowUpView) followUpForm {
	f := followUpForm{Date: models.FrenchDate(v.OnDate), Start: plainTime(v.StartsAt), Mode: v.Mode, Place: v.Place, Presence: v.Presence, Signed: models.No,
		Enrolment: v.Enrolment, Topics: models.SplitList(v.Topics), Level: models.NoteFile, Next: nextNothing, NextText: v.NextStep, Version: v.Version}
	if v.Signed {
		f.Signed = models.Yes
	}
	if v.NextStep != "" {
		f.Next = nextText
	}
	f.setLength(v.Minutes)
	return f
}

// plainTime is a time as it is typed: "09:30" becomes 9h30.
func plainTime(clock string) string {
	if clock == "" {
		return ""
	}
	return strings.TrimPrefix(strings.Replace(clock, ":", "h", 1), "0")
}

// entry turns what was typed into what is true, or says what is wrong; what needs the database is the store's to say.
func (f followUpForm) entry(today models.Date) (store.FollowUpEntry, models.Problems) {
	problems := models.Problems{}
	e := store.FollowUpEntry{Enrolment: f.Enrolment, Appointment: f.Appointment, Again: f.Again,
		FollowUp: models.FollowUp{Mode: f.Mode, Presence: f.Presence, Signed: f.Signed == models.Yes, Topics: models.JoinList(f.Topics), Version: f.Version},
		Note:     models.Note{PublicID: f.NoteID, Level: f.Level, Body: f.Note}}
	e.FollowUp.OnDate = typedDay(f.Date, today, "date", problems)
	e.FollowUp.StartsAt = typedClock(f.Start, "debut", problems)
	e.FollowUp.Minutes = typedLength(f.Length, f.OtherLength, "duree", problems)
	if f.Mode == models.ModeAway {
		e.FollowUp.Place = f.Place
	}
	if f.Next == nextText {
		e.FollowUp.NextStep = f.NextText
	}
	if f.Signed != models.Yes && f.Signed != models.No {
		problems.Add("signature", "followup.problem.signed")
	}
	if f.Next == nextAppointment {
		e.Next = &models.Appointment{Mode: cmp.Or(f.NextMode, models.ModeOffice), Purpose: f.NextOn}
		if e.Next.Mode == models.ModeAway {
			e.Next.Place = f.NextPlace
		}
		e.Next.OnDate = typedFutureDay(f.NextDate, today, "suite_date", problems)
		e.Next.StartsAt = typedClock(f.NextTime, "suite_heure", problems)
		e.Next.Minutes = typedLength(f.NextLength, "", "suite_duree", problems)
	}
	e.Tasks, e.Whole = f.planTasks(today, problems), f.Whole
	return e, problems
}

// typedFutureDay reads a day that may be to come; which days are allowed is for the rule to say.
func typedFutureDay(s string, today models.Date, field string, problems models.Problems) models.Date {
	d, problem := models.ParseTypedDate(s, today)
	if problem != "" {
		problems.Add(field, problem)
	}
	return d
}

func typedClock(s, field string, problems models.Problems) string {
	clock, problem := models.ParseTypedTime(s)
	if problem != "" {
		problems.Add(field, problem)
	}
	return clock
}

// typedLength reads a chip, or the field beside it when « autre » is chosen, or nothing but the field was filled.
func typedLength(chip, other, field string, problems models.Problems) int {
	text := chip
	if chip == otherLength || chip == "" {
		text = other
	}
	minutes, problem := models.ParseMinutes(text)
	if problem != "" {
		problems.Add(field, problem)
	}
	return minutes
}

// followUpFields are the questions of the form, those that belong together in one group.
type followUpFields struct {
	When   []templates.Field // date, start
	Length []templates.Field
	Mode   templates.Field
	Place  templates.Field
	How    []templates.Field // presence, signature, dispositif
	Topics templates.Field
	Others templates.Field // the topics this colleague did not use lately
	Note   []templates.Field
	Share  templates.Field
	Next   templates.Field
	Then   []templates.Field // the appointment planned at once
	Where  []templates.Field // its mode and place
	Tasks  []templates.Field // two for each task
	Later  templates.Field   // a step in words
}

func (a *App) followUpFields(p followUpChoices, f followUpForm, problems models.Problems) followUpFields {
	wrong := func(field templates.Field) templates.Field { return field.Wrong(a.problem(problems, field.Name)) }
	t := a.Texts.T
	g := followUpFields{
		When: []templates.Field{wrong(templates.Date("date", t("followup.date"), f.Date)),
			wrong(templates.Time("debut", t("followup.start"), f.Start).With(t("followup.start.hint"))).AsOptional()},
		Length: []templates.Field{wrong(templates.Radios("duree", t("followup.length"), f.Length, a.lengths())),
			templates.Number("duree_autre", t("followup.length.other"), f.OtherLength, t("followup.length.unit"))},
		Mode:  wrong(templates.Radios("mode", t("followup.mode"), f.Mode, a.codes("mode", models.FollowUpModes))),
		Place: wrong(templates.Text("lieu", t("followup.place"), f.Place).Sized("medium").Proposing(p.Places)),
		How: []templates.Field{wrong(templates.Radios("presence", t("followup.presence"), f.Presence, a.codes("presence", models.Presences))),
			wrong(templates.Radios("signature", t("followup.signed"), f.Signed, a.codes("signed", []string{models.Yes, models.No})).With(t("followup.signed.hint"))),
			wrong(templates.Radios("dispositif", t("followup.programme"), f.Enrolment, p.Enrolments))},
		Topics: wrong(templates.Checkboxes("themes", t("followup.topics"), f.Topics, p.Recent).AsOptional()),
		Others: templates.Checkboxes("themes", t("followup.topics.others"), f.Topics, p.Others),
		Note: []templates.Field{wrong(templates.TextArea("note", t("followup.note"), f.Note, 4).With(t("followup.note.hint")).AsOptional()),
			wrong(templates.Radios("niveau", t("followup.level"), f.Level, p.Levels))},
		Share: wrong(templates.Checkboxes("avec", t("followup.readers"), f.Readers, p.Colleagues)),
		Next:  wrong(templates.Radios("suite", t("followup.next"), f.Next, p.Nexts)),
		Then: []templates.Field{wrong(templates.Date("suite_date", t("followup.next.date"), f.NextDate)),
			wrong(templates.Time("suite_heure", t("followup.next.time"), f.NextTime)),
			wrong(templates.Number("suite_duree", t("followup.length"), f.NextLength, t("followup.length.unit"))),
			wrong(templates.Text("suite_motif", t("appointment.purpose"), f.NextOn).AsOptional())},
		Where: []templates.Field{wrong(templates.Radios("suite_mode", t("followup.mode"), cmp.Or(f.NextMode, models.ModeOffice), a.codes("mode", models.AppointmentModes))),
			wrong(templates.Text("suite_lieu", t("followup.place"), f.NextPlace).Sized("medium").Proposing(p.Places))},
		Tasks: a.stepFields(f.Tasks, problems),
		Later: wrong(templates.Text("suite_texte", t("followup.next.text"), f.NextText)),
	}
	g.Others.ID = "autres-themes"
	return g
}

func (a *App) lengths() []templates.Option {
	var options []templates.Option
	for _, minutes := range followUpLengths {
		options = append(options, templates.Option{Value: minutes, Label: models.FrenchDuration(number(minutes))})
	}
	return append(options, templates.Option{Value: otherLength, Label: a.Texts.T("followup.length.choose")})
}

// followUpProblem finds the field of the form where a problem of the rules belongs.
var followUpProblem = map[string]string{"starts_at": "debut", "minutes": "duree", "place": "lieu", "topics": "themes", "next_step": "suite_texte",
	"level": "niveau", "readers": "avec", "next_date": "suite_date", "next_time": "suite_heure", "next_minutes": "suite_duree",
	"next_purpose": "suite_motif", "next_mode": "suite_mode", "next_place": "suite_lieu", "persons": "autre_nom"}

// addProblems shows problems named by the rules at the fields of the form.
func addProblems(problems, found models.Problems, names map[string]string) {
	for field, problem := range found {
		if name, renamed := names[field]; renamed {
			field = name
		}
		problems.Add(field, problem.Key, problem.Args...)
	}
}
