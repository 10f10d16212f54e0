package handlers

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// gapCard is one record: whom to call, what to ask, and where what is no simple datum is settled. One form for everything a
// person lacks, so that one call solves all.
type gapCard struct {
	Row, Name, URL string
	Phone, Call    string
	Facts          []string // year of birth, exit
	Fields         []templates.Field
	Links          []gapLink
	Action         string
	Next, From     string // the record that follows, the first of the page
	Reason         string
}

// gapLink is a gap that has a form of its own.
type gapLink struct {
	Label  string
	Action *templates.Action // nil when the role may not settle it
}

// gapAnswers keeps what was typed for one record.
type gapAnswers struct {
	sex, labour, isced, situation, phone, email, reason string
	birth                                               templates.Birth
	profile                                             models.Answers // profileAnswers
}

// profileAnswers are the questions of the grid that are those of the profile, editor and all.
var profileAnswers = []string{"no_contact", "place", "place_other", "place_confirmed", "father_birth_country", "mother_birth_country"}

// gapFixes leads from a gap without an editor to the page that settles it.
var gapFixes = map[string]standingFix{models.GapExitFirst: fixRecord, models.GapExitOut: fixRecord, models.GapEntryOut: fixHours, models.GapBirth: fixIdentity,
	models.GapOverlap: fixHours, models.GapSilent: fixExit, models.GapSixMonths: {models.Update, models.KindExit, "/six-mois", "call.answer"},
	models.GapProof: fixEvent, models.GapSignature: fixHours, models.GapAge: fixIdentity, models.GapStatus: fixEntry}

// gapCard makes the editors of a record with what was typed.
func (a *App) gapCard(access Access, f gapFilter, file gapFile, typed gapAnswers, problems models.Problems) gapCard {
	card := gapCard{Row: "dossier-" + file.Enrolment, Name: file.Name(), URL: personURL(file.Person), Action: f.url(file.Enrolment),
		Reason: orElse(typed.reason, a.Texts.T("readiness.reason.default"))}
	if a.may(access, models.Read, models.KindParticipant) {
		card.Phone, card.Call = models.DisplayPhone(file.Phone), file.Phone
	}
	if file.Birth != "" {
		card.Facts = append(card.Facts, a.Texts.T("readiness.birth", "Year", string(file.Birth[:4])))
	}
	if file.Exit != "" {
		card.Facts = append(card.Facts, a.Texts.T("readiness.exit", "Date", models.FrenchDate(file.Exit)))
	}
	for _, gap := range file.Gaps {
		fields := a.gapEditor(access, gap, typed, problems)
		for _, field := range fields {
			card.Fields = append(card.Fields, field.Wrong(a.problem(problems, field.Name)).Within(file.Enrolment))
		}
		if len(fields) == 0 {
			card.Links = append(card.Links, a.gapLink(access, f, file, gap))
		}
	}
	return card
}

// gapEditor is the question of a datum, none when it has a form of its own or when the role may not answer it.
func (a *App) gapEditor(access Access, gap string, typed gapAnswers, problems models.Problems) []templates.Field {
	label := a.Texts.T("readiness.gap." + gap)
	person, family := a.may(access, models.Update, models.KindParticipant), a.may(access, models.Update, models.KindProfile)
	q := asker{a, typed.profile, problems}
	switch {
	case gap == models.MissingSex && person:
		return []templates.Field{templates.Select("sex", label, typed.sex, a.codes("sex", models.SexCodes))}
	case gap == models.MissingBirth && person:
		return []templates.Field{templates.BirthDate("birth", label, typed.birth)}
	case gap == models.MissingLabour:
		return []templates.Field{templates.Select("labour", label, typed.labour, a.labourOptions())}
	case gap == models.MissingISCED:
		return []templates.Field{templates.Select("isced", label, typed.isced, a.codes("isced", enrolAnswers["isced"]))}
	case gap == models.GapAtExit && a.may(access, models.Create, models.KindExit):
		return []templates.Field{templates.Select("situation", label, typed.situation, a.codes("event", leavingSituations))}
	case gap == models.GapContact && person:
		return []templates.Field{templates.Phone("phone", a.Texts.T("person.phone"), typed.phone), templates.Email("email", a.Texts.T("readiness.email"), typed.email), q.check("no_contact")}
	case gap == models.GapFather && family:
		return []templates.Field{q.country("father_birth_country")}
	case gap == models.GapMother && family:
		return []templates.Field{q.country("mother_birth_country")}
	case gap == models.GapCommune && person:
		return append(append([]templates.Field{q.place()}, q.placeConfirmation()...), q.instead("place_other", ""))
	}
	return nil
}

// labourOptions are the situations at entry, each as one choice.
func (a *App) labourOptions() []templates.Option {
	options := make([]templates.Option, len(models.LabourChoices))
	for i, choice := range models.LabourChoices {
		options[i] = templates.Option{Value: choice, Label: a.Texts.T("readiness.labour." + strings.ReplaceAll(choice, ":", "."))}
	}
	return options
}

func (a *App) gapLink(access Access, f gapFilter, file gapFile, gap string) gapLink {
	link := gapLink{Label: a.Texts.T("readiness.gap." + gap)}
	fix := gapFixes[gap]
	if fix.kind == "" || !a.may(access, fix.action, fix.kind) {
		return link
	}
	address := "/inscriptions/" + file.Enrolment + fix.path
	if rest, ofPerson := strings.CutPrefix(fix.path, "~"); ofPerson {
		address = personURL(file.Person) + rest
	}
	if !strings.Contains(address, "?") && fix.path != "" {
		address += "?retour=" + backQuery(f.url("", "suite", file.Enrolment))
	}
	link.Action = &templates.Action{Label: a.Texts.T(fix.label), URL: address}
	return link
}

// focus puts the cursor in the first question of the record: « Enregistrer » goes down by itself.
func (card *gapCard) focus(on bool) {
	if on && len(card.Fields) > 0 {
		card.Fields[0].Autofocus = true
	}
}

// readGapAnswers reads what was posted for one record.
func readGapAnswers(c *gin.Context) gapAnswers {
	v := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	return gapAnswers{profile: postedAnswers(c, profileAnswers...), sex: v("sex"), labour: v("labour"), isced: v("isced"), situation: v("situation"), phone: v("phone"), email: v("email"), reason: v("reason"),
		birth: templates.Birth{Day: v("birth_day"), Month: v("birth_month"), Year: v("birth_year"), YearOnly: v("birth_year_only") != ""}}
}

// answers turns what was typed into what is written, or says what is wrong with it.
func (t gapAnswers) answers(reason string) (store.FileAnswers, models.Problems) {
	problems := models.Problems{}
	given := store.FileAnswers{Identity: models.Answers{}, Contact: models.Answers{}, Family: models.Answers{}, Labour: t.labour, ISCED: t.isced, Situation: t.situation, Reason: orElse(t.reason, reason)}
	put := func(to models.Answers, name, value string) {
		if value != "" {
			to[name] = value
		}
	}
	put(given.Identity, "sex", t.sex)
	if t.birth.Day+t.birth.Month+t.birth.Year != "" {
		for name, value := range map[string]string{"birth_day": t.birth.Day, "birth_month": t.birth.Month, "birth_year": t.birth.Year} {
			given.Identity[name] = value
		}
		given.Identity["birth_year_only"] = ""
		if t.birth.YearOnly {
			given.Identity["birth_year_only"] = "1"
		}
	}
	put(given.Contact, "phone", t.phone)
	put(given.Contact, "email", t.email)
	for _, name := range profileAnswers {
		if strings.HasSuffix(name, "_birth_country") {
			put(given.Family, name, t.profile[name])
		} else {
			put(given.Contact, name, t.profile[name])
		}
	}
	for name, check := range map[string]struct {
		value string
		codes []string
	}{"labour": {t.labour, models.LabourChoices}, "isced": {t.isced, enrolAnswers["isced"]}, "situation": {t.situation, leavingSituations}} {
		if check.value != "" && !slices.Contains(check.codes, check.value) {
			problems.Add(name, "field.not_in_list")
		}
	}
	return given, problems
}

// empty tells that nothing was answered.
func (t gapAnswers) empty() bool {
	for _, answer := range t.profile {
		if answer != "" {
			return false
		}
	}
	return t.sex+t.labour+t.isced+t.situation+t.phone+t.email+t.birth.Day+t.birth.Month+t.birth.Year == ""
}
