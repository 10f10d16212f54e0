package models

import (
	"cmp"
	"slices"
	"strings"
)

// Readiness is how much of the FSE+ report of an operation is complete: counted by the report itself, all year.
type Readiness struct {
	Records  int // participations of EECO01
	Complete int
}

// Readiness of the report: complete and incomplete records make EECO01.
func (r *FSEReport) Readiness() Readiness {
	total := r.Count(TotalIndicator).Cumulative.Total
	return Readiness{Records: total, Complete: total - r.IncompleteCumulative.Total}
}

// ToComplete is how many records lack a datum.
func (r Readiness) ToComplete() int { return r.Records - r.Complete }

// Percent is the share of complete records, rounded down: 100 only when nothing is missing. An empty report lacks nothing.
func (r Readiness) Percent() int {
	if r.Records == 0 {
		return 100
	}
	return 100 * r.Complete / r.Records
}

// Count adds one judged enrolment.
func (r *Readiness) Count(p *Participation) {
	if p.Counts() {
		r.Records++
	}
	if p.Status == Complete {
		r.Complete++
	}
}

// Gaps other than the data of Participation.Missing: what the controls of the report ask of one record.
const (
	GapSilent    = "silence"      // C12: no presence for long, no exit
	GapAtExit    = "sortie"       // C13: no situation at the exit
	GapSixMonths = "six_mois"     // C14: six months elapsed without an answer
	GapContact   = "contact"      // C15: neither phone nor e-mail
	GapFather    = "pere"         // EECO14 not decided, the father's country of birth never asked
	GapMother    = "mere"         // … nor the mother's
	GapCommune   = "commune"      // EECO17: the commune never asked
	GapProof     = "preuve"       // C16: a qualification without its proof
	GapAge       = "age"          // C18: an age hard to believe
	GapStatus    = "nationalite"  // C19: a citizen of the Union among newcomers
	GapOverlap   = "horaire"      // C09: hours that overlap or disagree
	GapSignature = "signature"    // C17: counted, and nothing signed
	GapBirth     = "ne_apres"     // C08: birth after the entry
	GapEntryOut  = "entree_hors"  // C08: entry outside the operation
	GapExitOut   = "sortie_hors"  // C08: exit outside the operation
	GapExitFirst = "sortie_avant" // C08: an exit before the entry
)

// gapControls are the controls that one record can be asked about, with the gap each amounts to. C08 says which of its dates by
// dateFaults; C06 and C07 are settled on other pages.
var gapControls = map[string]string{"C09": GapOverlap, "C12": GapSilent, "C13": GapAtExit, "C14": GapSixMonths, "C15": GapContact, "C16": GapProof,
	"C17": GapSignature, "C18": GapAge, "C19": GapStatus}

// GapCodes lists every gap, what keeps a record incomplete first, then what contradicts itself, then what is merely missing: the
// order in which they are asked.
var GapCodes = []string{MissingSex, MissingBirth, MissingLabour, MissingISCED,
	GapExitFirst, GapBirth, GapEntryOut, GapExitOut, GapOverlap, GapSilent, GapAtExit, GapSixMonths, GapContact, GapFather, GapMother, GapCommune, GapProof, GapSignature, GapAge, GapStatus}

// GapsOf lists what the FSE+ report still asks of one enrolment, in the order of GapCodes, with the judgement of the report.
func GapsOf(operation Operation, facts EnrolmentFacts, today Date) (Participation, []string) {
	s := StandingOf(operation, facts, today)
	var gaps []string
	if s.Status == Incomplete {
		gaps = append(gaps, s.Missing...)
	}
	for _, control := range s.Failed {
		if gap, asked := gapControls[control.Code]; asked {
			gaps = append(gaps, gap)
		}
		if control.Code == "C08" {
			gaps = append(gaps, dateFaults(facts.until(s.AsOf), &s.Participation, operation)...)
		}
	}
	gaps = append(gaps, unaskedOf(&s.Participation)...)
	slices.SortFunc(gaps, func(a, b string) int { return cmp.Compare(slices.Index(GapCodes, a), slices.Index(GapCodes, b)) })
	return s.Participation, gaps
}

// unaskedOf are the data of a counted participation behind EECO14 and EECO17 that nobody has asked yet. « Demandé, inconnu » is an
// answer, and a country that would change nothing is not asked for.
func unaskedOf(p *Participation) []string {
	if !p.Counts() {
		return nil
	}
	var gaps []string
	for _, datum := range []struct {
		gap   string
		asked bool
	}{
		{GapFather, p.ForeignBackground != "" || p.Profile.FatherBirthCountry != ""},
		{GapMother, p.ForeignBackground != "" || p.Profile.MotherBirthCountry != ""},
		{GapCommune, p.Rural != "" || p.Profile.Commune != ""},
	} {
		if !datum.asked {
			gaps = append(gaps, datum.gap)
		}
	}
	return gaps
}

// LabourChoices are the answers that settle the situation at entry with one choice, as FIELD:CODE of the snapshot.
var LabourChoices = []string{"forem:DEI", "cherche:oui", "cherche:non", "travail:salarie", "travail:salarie_partiel", "travail:independant", "travail:art60"}

// SetLabour writes one of LabourChoices into the snapshot; the two other answers stay as they are.
func (e *Entry) SetLabour(choice string) {
	field, code, _ := strings.Cut(choice, ":")
	switch field {
	case "forem":
		e.Forem = code
	case "cherche":
		e.Seeking = code
	case "travail":
		e.Work = code
	}
}
