package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// standingLine says what one enrolment is worth for the report of its funder, and what is left to do about it.
type standingLine struct {
	Programme templates.Programme
	URL       string          // of the enrolment
	Verdict   templates.Badge // « Compte », « Ne compte pas »…
	As        string
	Why       string
	Missing   []templates.Link // data to ask, each with its form; no address when the role may not fill it
	Faults    []standingFault
	Source    string // the report and its day
}

// standingFault is a control of the report that the enrolment fails, with the page that settles it.
type standingFault struct {
	Text     string
	Blocking bool
	Fix      *templates.Action
}

// standingFix is where a fault or a missing datum is settled, and who may.
type standingFix struct{ action, kind, path, label string }

// Addresses start with the enrolment, or with the person when they start with "~".
var (
	fixEntry    = standingFix{models.Update, models.KindEnrolment, "/entree", "standing.fix.entry"}
	fixExit     = standingFix{models.Create, models.KindExit, "/sortie", "exit.save"}
	fixEvent    = standingFix{models.Create, models.KindExit, "/evenement", "event.add"}
	fixSix      = standingFix{models.Update, models.KindExit, "/six-mois", "six_months.save"}
	fixPaper    = standingFix{models.Create, models.KindAttestation, "/attestation", "attestation.title"}
	fixIdentity = standingFix{models.Update, models.KindParticipant, "~/profil/identite", "standing.fix.identity"}
	fixContact  = standingFix{models.Update, models.KindParticipant, "~/profil/contact", "standing.fix.contact"}
	fixHours    = standingFix{models.Update, models.KindFollowUp, "~?type=suivis", "standing.fix.hours"}
	fixRecord   = standingFix{models.Update, models.KindEnrolment, "", "standing.fix.record"}
)

// standingFixes leads from a control of a report to the page that settles it.
var standingFixes = map[string]standingFix{
	"C06": fixRecord, "C08": fixRecord, "C09": fixHours, "C12": fixExit, "C13": fixEvent, "C14": fixSix, "C15": fixContact, "C16": fixEvent,
	"C17": fixHours, "C18": fixIdentity, "C19": fixEntry,
	"F03": fixRecord, "F04": fixHours, "F05": fixEntry, "F06": fixEvent, "F07": fixHours,
	"S01": fixPaper, "S02": fixPaper, "S03": fixEntry, "S04": fixEntry, "S06": fixRecord, "S07": fixHours, "S08": fixPaper, "S09": fixEntry,
}

// missingFixes leads from a datum of the entry to its form.
var missingFixes = map[string]standingFix{models.MissingSex: fixIdentity, models.MissingBirth: fixIdentity,
	models.MissingLabour: fixEntry, models.MissingISCED: fixEntry}

// standingCard is « compte / ne compte pas, parce que… », an entry for each enrolment.
func (a *App) standingCard(c *gin.Context, access Access, p models.Participant, record models.Record) (any, error) {
	lines, err := a.standingLines(c, access, p.PublicID, record)
	if len(lines) == 0 {
		return nil, err
	}
	return lines, err
}

// standingLines judges every enrolment of a person within reach; nil when the role reads none.
func (a *App) standingLines(c *gin.Context, access Access, person string, record models.Record) ([]standingLine, error) {
	scope := a.scope(access, models.Read, models.KindEnrolment)
	if scope.Empty() {
		return nil, nil
	}
	all, err := a.Store.PersonFacts(ctx(c), scope, person)
	lines := make([]standingLine, len(all))
	for i, f := range all {
		lines[i] = a.standingLine(access, f, person, record)
	}
	return lines, err
}

func (a *App) standingLine(access Access, f store.PersonFacts, person string, record models.Record) standingLine {
	s := models.StandingOf(f.Operation, f.Facts, a.today())
	line := standingLine{Programme: a.programme(f.Operation.Programme), URL: "/inscriptions/" + f.Enrolment, Verdict: a.standingVerdict(s),
		As: a.standingAs(s), Why: a.standingWhy(s), Source: a.Texts.T("standing.source.none", "Operation", operationLabel(f.Operation))}
	if s.As == models.CountsForNoFunder {
		return line
	}
	line.Source = a.Texts.T("standing.source", "Funder", a.funder(f.Operation.Funder), "Date", models.FrenchDate(s.AsOf), "Operation", operationLabel(f.Operation))
	fix := func(x standingFix) string {
		if x.kind == "" || !a.scope(access, x.action, x.kind).Covers(record) {
			return ""
		}
		if rest, ofPerson := strings.CutPrefix(x.path, "~"); ofPerson {
			return personURL(person) + rest
		}
		return line.URL + x.path
	}
	for _, datum := range s.Missing {
		line.Missing = append(line.Missing, templates.Link{Label: models.MissingName(datum), URL: fix(missingFixes[datum])})
	}
	for _, control := range s.Failed {
		fault := standingFault{Text: control.Message, Blocking: control.Level == models.Blocking}
		if url := fix(standingFixes[control.Code]); url != "" {
			fault.Fix = &templates.Action{Label: a.Texts.T(standingFixes[control.Code].label), URL: url}
		}
		line.Faults = append(line.Faults, fault)
	}
	return line
}

func (a *App) standingVerdict(s models.Standing) templates.Badge {
	switch {
	case s.As == models.CountsForNoFunder:
		return templates.NewBadge("plain", a.Texts.T("standing.no_report"))
	case s.As == models.CountsNotStarted:
		return templates.NewBadge("neutral", a.Texts.T("standing.not_yet"))
	case !s.Counts:
		return templates.NewBadge("error", a.Texts.T("standing.not"))
	case s.Status == models.Incomplete || s.As == models.CountsUnsorted:
		return templates.NewBadge("warning", a.Texts.T("standing.counts"))
	}
	return templates.NewBadge("success", a.Texts.T("standing.counts"))
}

// standingAs says as what; what an incomplete record counts for is a rule of the operation.
func (a *App) standingAs(s models.Standing) string {
	key := "standing.as." + s.As
	if s.As == models.CountsIncomplete && s.Rules.Incomplete == models.IncompletePerVariable {
		key += ".per_variable"
	}
	return a.Texts.T(key)
}

// standingWhy gives the facts, their source and their date.
func (a *App) standingWhy(s models.Standing) string {
	switch s.As {
	case models.CountsForNoFunder:
		return ""
	case models.CountsNotStarted:
		return a.Texts.T("standing.why.not_started", "Date", models.FrenchDate(s.AsOf))
	}
	contact := s.First.Title
	if s.First.Kind == models.FollowUpContact {
		contact = join(", ", a.Texts.T("person.moment.followup"), a.word("person.mode.", s.First.Mode))
	}
	why := []string{a.Texts.T("standing.why.entry", "Date", models.FrenchDate(s.Entry), "Contact", contact)}
	facts := []any{"Hours", models.FrenchDuration(s.SignedMinutes), "Days", a.Texts.T("standing.days", "Count", s.SignedDays),
		"ShortHours", s.Rules.ShortHours, "ShortDays", a.Texts.T("standing.days", "Count", s.Rules.ShortDays)}
	if s.Rules.ShortHours > 0 && s.Rules.ShortDays > 0 {
		why = append(why, a.Texts.T("standing.why.threshold", facts...))
	} else {
		why = append(why, a.Texts.T("standing.why.everybody", facts...))
	}
	if s.Completed != "" {
		why = append(why, a.Texts.T("standing.why.completed", "Date", models.FrenchDate(s.Completed)))
	}
	if s.UnsignedMinutes > 0 {
		why = append(why, a.Texts.T("standing.why.unsigned", "Duration", models.FrenchDuration(s.UnsignedMinutes)))
	}
	return strings.Join(why, " ")
}
