package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// enrolForm keeps what was typed for an enrolment or its snapshot.
type enrolForm struct {
	Requested, Lead                                       string
	Nationalities, Commune, Degurba                       string
	Forem, Ground, Work, Seeking, UnemployedSince         string
	Training, ISCED, Recognition, Income                  string
	Disability, Minority, Homeless                        string
	Referral, Audience, Convention, Exemption, Assessment string
	Derogation, Reason                                    string
	Session                                               string // public id: a place to take in the same gesture
	Version                                               int
}

var enrolFieldNames = []string{"requested", "audience", "convention", "assessment", "exemption", "referral", "forem", "ground", "work",
	"seeking", "unemployed_since", "training", "isced", "recognition", "income", "degurba", "nationalities", "commune",
	"disability", "minority", "homeless", "lead", "reason"}

func readEnrolForm(c *gin.Context) enrolForm {
	v := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	return enrolForm{Requested: v("requested"), Lead: v("lead"), Nationalities: v("nationalities"), Commune: v("commune"), Degurba: v("degurba"),
		Forem: v("forem"), Ground: v("ground"), Work: v("work"), Seeking: v("seeking"), UnemployedSince: v("unemployed_since"),
		Training: v("training"), ISCED: v("isced"), Recognition: v("recognition"), Income: v("income"), Disability: v("disability"),
		Minority: v("minority"), Homeless: v("homeless"), Referral: v("referral"), Audience: v("audience"), Convention: v("convention"),
		Exemption: v("exemption"), Assessment: v("assessment"), Derogation: v("derogation"), Reason: v("reason"), Session: v("seance"), Version: number(v("version"))}
}

// enrolFormOf shows what is recorded.
func enrolFormOf(e models.Enrolment) enrolForm {
	return enrolForm{Requested: models.FrenchDate(e.RequestedOn), Nationalities: e.Nationalities, Commune: e.Commune, Degurba: e.Degurba,
		Forem: e.Forem, Ground: e.Ground, Work: e.Work, Seeking: e.Seeking, UnemployedSince: french(e.UnemployedSince), Training: e.Training,
		ISCED: e.ISCED, Recognition: e.Recognition, Income: e.Income, Disability: e.Sensitive.Disability, Minority: e.Sensitive.Minority,
		Homeless: e.Sensitive.Homeless, Referral: e.Referral, Audience: e.Audience, Convention: e.Convention, Exemption: e.Exemption,
		Assessment: french(e.AssessmentOn), Version: e.Version}
}

// french shows a recorded date as it is typed; an answer in words stays.
func french(s string) string {
	if d := models.Date(s); d.Valid() {
		return models.FrenchDate(d)
	}
	return s
}

// enrolment turns what was typed into what is true, or says what is wrong.
func (f enrolForm) enrolment(today models.Date) (models.Enrolment, models.Problems) {
	problems := models.Problems{}
	e := models.Enrolment{Referral: f.Referral, Audience: f.Audience, Convention: f.Convention, Exemption: f.Exemption, Version: f.Version,
		Entry: models.Entry{Commune: f.Commune, Degurba: f.Degurba, Forem: f.Forem, Ground: f.Ground, Work: f.Work, Seeking: f.Seeking,
			Training: f.Training, ISCED: f.ISCED, Recognition: f.Recognition, Income: f.Income},
		Sensitive: models.Sensitive{Disability: f.Disability, Minority: f.Minority, Homeless: f.Homeless}}
	e.RequestedOn = typedDay(f.Requested, today, "requested", problems)
	e.UnemployedSince = typedDayOrAnswer(f.UnemployedSince, today, "unemployed_since", problems)
	e.AssessmentOn = typedDayOrAnswer(f.Assessment, today, "assessment", problems)
	e.Nationalities = typedNationalities(f.Nationalities, problems)
	for name, text := range map[string]string{"convention": f.Convention, "exemption": f.Exemption, "referral": f.Referral} {
		if _, err := models.CleanName(text); err != nil {
			problems.Add(name, "field.line")
		}
	}
	for name, text := range map[string]string{"derogation": f.Derogation, "reason": f.Reason} {
		if p, wrong := models.CheckReason(text)["reason"]; wrong && text != "" {
			problems.Add(name, p.Key, p.Args...)
		}
	}
	for name, answer := range map[string]string{"forem": f.Forem, "work": f.Work, "seeking": f.Seeking, "training": f.Training, "isced": f.ISCED,
		"recognition": f.Recognition, "degurba": f.Degurba, "ground": f.Ground, "audience": f.Audience, "income": f.Income,
		"disability": f.Disability, "minority": f.Minority, "homeless": f.Homeless} {
		if !knownAnswer(name, answer) {
			problems.Add(name, "field.not_in_list")
		}
	}
	return e, problems
}

func typedDay(s string, today models.Date, field string, problems models.Problems) models.Date {
	if s == "" {
		problems.Add(field, "date.required")
		return ""
	}
	d, problem := models.ParseTypedDate(s, today)
	if problem != "" {
		problems.Add(field, problem)
	} else if d > today {
		problems.Add(field, "date.future")
	}
	return d
}

// typedDayOrAnswer accepts a day, nothing, or « inconnu » and « refus ».
func typedDayOrAnswer(s string, today models.Date, field string, problems models.Problems) string {
	if s == "" || s == models.Unknown || s == models.Refused {
		return s
	}
	return string(typedDay(s, today, field, problems))
}

func typedNationalities(s string, problems models.Problems) string {
	var codes []string
	for _, typed := range models.SplitList(strings.ReplaceAll(s, ",", ";")) {
		code, ok := models.NormaliseNationality(strings.ToUpper(typed))
		if !ok {
			problems.Add("nationalities", "enrolment.nationality_unknown", "Code", typed)
			continue
		}
		codes = append(codes, code)
	}
	return models.JoinList(codes)
}

// enrolAnswers are the codes of each question, in the order shown; interchange.md §2.
var enrolAnswers = map[string][]string{
	"forem":       {"DEI", "DE_OCCUPE", "AUCUN"},
	"ground":      {"a", "b", "c"},
	"work":        {"aucun", "ale", "salarie", "salarie_partiel", "independant", "art60", "etudiant"},
	"seeking":     {"oui", "non"},
	"training":    {"oui", "non"},
	"isced":       {"0", "1", "2", "3", "4", "5", "6", "7", "8"},
	"recognition": {"reconnu", "non", "en_cours"},
	"income":      {"ris", "allocations", "mutuelle", "aucun", "autre"},
	"degurba":     {"1", "2", "3"},
	"audience":    {"oblige", "volontaire"},
	"disability":  {"oui", "non"}, "minority": {"oui", "non"}, "homeless": {"oui", "non"},
}

func knownAnswer(question, answer string) bool {
	if answer == "" || answer == models.Unknown || answer == models.Refused || question == "income" {
		return true // income is free text in imported files
	}
	for _, code := range enrolAnswers[question] {
		if code == answer {
			return true
		}
	}
	return false
}

// enrolFields are the questions of an enrolment, those of its dispositif first.
func (a *App) enrolFields(programme string, f enrolForm, problems models.Problems, colleagues []models.User) []templates.Field {
	var fields []templates.Field
	add := func(list ...templates.Field) { fields = append(fields, list...) }
	ask := func(name, value string) templates.Field {
		return templates.Radios(name, a.Texts.T("enrolment."+name), value, a.answers(name)).Wrong(a.problem(problems, name)).AsOptional()
	}
	text := func(name, value string) templates.Field {
		return templates.Text(name, a.Texts.T("enrolment."+name), value).Wrong(a.problem(problems, name)).AsOptional()
	}
	day := func(name, value string) templates.Field {
		return templates.Date(name, a.Texts.T("enrolment."+name), value).Wrong(a.problem(problems, name))
	}
	add(day("requested", f.Requested))
	switch programme {
	case models.M4H:
		add(ask("audience", f.Audience), text("convention", f.Convention), day("assessment", f.Assessment).AsOptional(), text("exemption", f.Exemption))
	case models.LLF:
		add(ask("forem", f.Forem), ask("ground", f.Ground), text("referral", f.Referral), ask("income", f.Income), ask("work", f.Work),
			day("unemployed_since", f.UnemployedSince).AsOptional())
	default:
		add(ask("forem", f.Forem), ask("work", f.Work), ask("seeking", f.Seeking), day("unemployed_since", f.UnemployedSince).AsOptional(),
			ask("training", f.Training))
	}
	if colleagues != nil {
		add(templates.Select("lead", a.Texts.T("enrolment.lead"), f.Lead, userOptions(colleagues)).Wrong(a.problem(problems, "lead")))
	}
	return fields
}

// answers are the choices of a question, then « ne sait pas » and « ne souhaite pas répondre », which are answers too.
func (a *App) answers(question string) []templates.Option {
	var options []templates.Option
	for _, code := range enrolAnswers[question] {
		key := "answer." + question + "." + code
		if code == models.Yes || code == models.No {
			key = "answer." + code
		}
		options = append(options, templates.Option{Value: code, Label: a.Texts.T(key)})
	}
	return append(options, templates.Option{Value: models.Unknown, Label: a.Texts.T("answer.inconnu")},
		templates.Option{Value: models.Refused, Label: a.Texts.T("answer.refus")})
}

func userOptions(users []models.User) []templates.Option {
	options := make([]templates.Option, len(users))
	for i, u := range users {
		options[i] = templates.Option{Value: u.PublicID, Label: u.Name}
	}
	return options
}
