package models

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Kinds of change between two runs.
const (
	ChangeNew         = "new"       // an enrolment that did not exist, or counted nowhere
	ChangeCancelled   = "cancelled" // the enrolment was cancelled
	ChangeMerged      = "merged"    // two files of one person are one
	ChangeErased      = "erased"
	ChangeLater       = "later" // happened after the first as-of date: no correction
	ChangeEntry       = "entry"
	ChangeExit        = "exit"
	ChangePresence    = "presence"
	ChangeSigned      = "signed" // more signed time
	ChangeFile        = "file"
	ChangeEntryData   = "entry_data" // the situation at entry, the diploma
	ChangeResult      = "result"
	ChangeSixMonths   = "six_months"
	ChangeAttestation = "attestation"
	ChangeRule        = "rule"
	ChangePeriod      = "period"
)

// changeNames count the changes of a kind: « 3 sorties corrigées ».
var changeNames = map[string][2]string{
	ChangeNew: {"inscription ajoutée", "inscriptions ajoutées"}, ChangeCancelled: {"inscription annulée", "inscriptions annulées"},
	ChangeMerged: {"dossier fusionné", "dossiers fusionnés"}, ChangeErased: {"dossier effacé", "dossiers effacés"},
	ChangeLater: {"fait plus récent", "faits plus récents"}, ChangeEntry: {"entrée corrigée", "entrées corrigées"},
	ChangeExit: {"sortie corrigée", "sorties corrigées"}, ChangePresence: {"présence corrigée", "présences corrigées"},
	ChangeSigned: {"nouvelle signature", "nouvelles signatures"}, ChangeFile: {"donnée du dossier corrigée", "données du dossier corrigées"},
	ChangeEntryData: {"donnée d'entrée corrigée", "données d'entrée corrigées"},
	ChangeResult:    {"événement encodé ou corrigé", "événements encodés ou corrigés"},
	ChangeSixMonths: {"réponse à 6 mois encodée ou corrigée", "réponses à 6 mois encodées ou corrigées"}, ChangeAttestation: {"attestation changée", "attestations changées"},
	ChangeRule: {"effet d'une règle changée", "effets d'une règle changée"}, ChangePeriod: {"autre période", "autres périodes"},
}

// Change is one reason for which an enrolment counts otherwise than before.
type Change struct {
	Kind string
	Text string // « sortie : 10/02/2026 → 12/02/2026 »
	fact string // label of the fact, "" for the others
}

// RowChange is one enrolment that entered or left a figure, and why.
type RowChange struct {
	ID, Ref string
	In      bool // it entered the figure
	Changes []Change
}

// LineChange is one figure before and after.
type LineChange struct {
	Code, Label   string
	Before, After int
	Rows          []RowChange
}

// Summary says why a figure moved: « 3 sorties corrigées, 1 inscription annulée ».
func (l LineChange) Summary() string {
	counts, order := map[string]int{}, []string{}
	for _, row := range l.Rows {
		kind := row.Changes[0].Kind
		if counts[kind] == 0 {
			order = append(order, kind)
		}
		counts[kind]++
	}
	slices.SortStableFunc(order, func(a, b string) int { return counts[b] - counts[a] })
	parts := make([]string, len(order))
	for i, kind := range order {
		parts[i] = strconv.Itoa(counts[kind]) + " " + changeNames[kind][min(counts[kind], 2)-1]
	}
	return strings.Join(parts, ", ")
}

// Comparison sets two runs of one report side by side.
type Comparison struct {
	Before, After Run
	// Rules are the settings that differ: « origine étrangère : BOTH → ONE ».
	Rules []string
}

// CompareRuns sets two runs side by side.
func CompareRuns(before, after Run) Comparison {
	c := Comparison{Before: before, After: after}
	for _, rule := range []struct{ label, before, after string }{
		{"aide de courte durée, heures", strconv.Itoa(before.Rules.ShortHours), strconv.Itoa(after.Rules.ShortHours)},
		{"aide de courte durée, jours", strconv.Itoa(before.Rules.ShortDays), strconv.Itoa(after.Rules.ShortDays)},
		{"chômage de longue durée", before.Rules.LongTerm, after.Rules.LongTerm},
		{"origine étrangère", before.Rules.Background, after.Rules.Background},
		{"fiche incomplète", before.Rules.Incomplete, after.Rules.Incomplete},
	} {
		if rule.before != rule.after {
			c.Rules = append(c.Rules, rule.label+" : "+rule.before+" → "+rule.after)
		}
	}
	return c
}

// Lines compares a column of every line of either run: the period or since the start, one gender or all.
func (c Comparison) Lines(period bool, gender string) []LineChange {
	var lines []LineChange
	at := map[string]int{}
	for _, run := range []Run{c.Before, c.After} {
		for _, line := range run.Lines {
			if _, known := at[line.Code]; known {
				continue
			}
			at[line.Code] = len(lines)
			f := Figure{line.Code, FigureCount, period, gender}
			lines = append(lines, LineChange{Code: line.Code, Label: line.Label, Before: c.Before.Size(f), After: c.After.Size(f)})
		}
	}
	c.eachRow(func(before, after RunRow) {
		for _, code := range linesOfEither(before, after) {
			f := Figure{code, FigureCount, period, gender}
			was, is := c.Before.has(before, f), c.After.has(after, f)
			if i, known := at[code]; known && was != is {
				lines[i].Rows = append(lines[i].Rows, RowChange{cmp.Or(after.ID, before.ID), cmp.Or(after.Ref, before.Ref), is, c.changes(before, after, code)})
			}
		}
	})
	return lines
}

// eachRow goes through both runs by enrolment; one that a run does not hold is the zero row.
func (c Comparison) eachRow(yield func(before, after RunRow)) {
	a, b := c.Before.Rows, c.After.Rows
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].ID < b[0].ID:
			yield(a[0], RunRow{})
			a = a[1:]
		case len(a) == 0 || b[0].ID < a[0].ID:
			yield(RunRow{}, b[0])
			b = b[1:]
		default:
			yield(a[0], b[0])
			a, b = a[1:], b[1:]
		}
	}
}

func linesOfEither(before, after RunRow) []string {
	codes := make([]string, 0, len(before.Lines)+len(after.Lines))
	for _, l := range before.Lines {
		codes = append(codes, l.Code)
	}
	for _, l := range after.Lines {
		if !slices.Contains(codes, l.Code) {
			codes = append(codes, l.Code)
		}
	}
	return codes
}

// changes are the reasons for which an enrolment counts otherwise for a line, the decisive one first; never none.
func (c Comparison) changes(before, after RunRow, line string) []Change {
	if change, only := c.membership(before, after); only {
		return []Change{change}
	}
	all := append(c.dates(before, after), factChanges(before, after)...)
	relevant := slices.DeleteFunc(slices.Clone(all), func(change Change) bool { return !decides(change, line, before.Status != after.Status) })
	switch {
	case len(relevant) > 0:
		return relevant
	case len(c.Rules) > 0:
		return []Change{{Kind: ChangeRule, Text: "règle : " + strings.Join(c.Rules, " ; ")}}
	case len(all) > 0:
		return all
	default:
		return []Change{{Kind: ChangePeriod, Text: "période du " + FrenchDate(c.After.From) + " au " + FrenchDate(c.After.To)}}
	}
}

// membership is the change of an enrolment that one of the runs does not count at all.
func (c Comparison) membership(before, after RunRow) (Change, bool) {
	switch {
	case after.Gone == RowMerged:
		return Change{Kind: ChangeMerged, Text: "fusion avec un autre dossier de la même personne"}, true
	case after.Gone == RowCancelled:
		return Change{Kind: ChangeCancelled, Text: "inscription annulée"}, true
	case after.ID == "":
		return Change{Kind: ChangeErased, Text: "dossier effacé"}, true
	case before.ID != "" && before.Gone == "":
		return Change{}, false
	case after.Entry > c.Before.To:
		return Change{Kind: ChangeLater, Text: "entrée le " + FrenchDate(after.Entry)}, true
	default:
		return Change{Kind: ChangeNew, Text: "inscription ajoutée ou rétablie depuis"}, true
	}
}

// dates are the changes of entry, exit and attended time.
func (c Comparison) dates(before, after RunRow) []Change {
	var changes []Change
	moved := func(kind, label string, was, is Date) {
		if was == is {
			return
		}
		if is > c.Before.To {
			kind = ChangeLater
		}
		changes = append(changes, Change{Kind: kind, Text: label + " : " + arrow(FrenchDate(was), FrenchDate(is))})
	}
	moved(ChangeEntry, "entrée", before.Entry, after.Entry)
	moved(ChangeExit, "sortie", before.Exit, after.Exit)
	if before.Signed != after.Signed || before.Days != after.Days {
		kind := ChangePresence
		if after.Signed > before.Signed {
			kind = ChangeSigned
		}
		if c.After.To > c.Before.To {
			kind = ChangeLater
		}
		changes = append(changes, Change{Kind: kind, Text: "présences avec signature : " + arrow(signedWords(before), signedWords(after))})
	}
	return changes
}

func signedWords(row RunRow) string {
	return FrenchDuration(row.Signed) + " sur " + countDays(row.Days)
}

func factChanges(before, after RunRow) []Change {
	var changes []Change
	for rank := range min(len(before.Facts), len(after.Facts), len(runFacts)) {
		if was, is := before.Facts[rank], after.Facts[rank]; was != is {
			fact := runFacts[rank]
			changes = append(changes, Change{fact.change, fact.label + " : " + arrow(was, is), fact.label})
		}
	}
	return changes
}

func arrow(was, is string) string {
	return cmp.Or(was, "non renseigné") + " → " + cmp.Or(is, "non renseigné")
}

// decisive are the facts that decide of a line, by the beginning of its code; those of completeness decide of every line.
var decisive = map[string][]string{
	"EECO02": {}, "EECO03": {"inoccupation depuis", "âge à l'entrée"}, "EECO04": {}, "EECO05": {},
	"EECO06": {}, "EECO07": {}, MiddleAgeGroup: {}, "EECO08": {}, "EECO09": {}, "EECO10": {}, "EECO11": {}, TotalIndicator: {},
	"EECO12": {"handicap"}, "EECO13": {"nationalités"}, "EECO14": {"pays de naissance du père", "pays de naissance de la mère"},
	"EECO15": {"minorité"}, "EECO16": {"exclusion liée au logement"}, "EECO17": {"degré d'urbanisation"},
	"EECR01": {"dernier événement"}, "EECR02": {"en formation", "formation commencée"}, "EECR03": {"qualification avec preuve"}, "EECR04": {"dernier événement"},
	"EECR05": {"situation à 6 mois"}, "EECR06": {"situation à 6 mois", "amélioration à 6 mois"},
	"AGE": {}, "NATIONALITE": {"nationalités"}, "INOCCUPATION": {"inoccupation depuis"}, "MOTIF": {"motif d'inoccupation"}, "DIPLOME": {},
	"REVENU": {"revenu"}, "COMMUNE": {"commune"}, "FRANCAIS": {"niveau de français"}, "RESULTAT": {"dernier événement", "formation commencée", "motif de sortie"},
	SPWObliged: {"public"}, SPWVolunteers: {"public"}, "PUBLIC": {"public"}, "ATTESTATIONS": {"attestation"}, "LANGUE": {"langue de contact"}, "DISPENSE": {"dispense"},
}

var completeness = []string{"sexe", "âge à l'entrée", "inscription au Forem", "travail", "en recherche et disponible", "diplôme"}

// decides tells whether a change can be why a line counts an enrolment otherwise. status: the record became complete or not.
func decides(change Change, line string, status bool) bool {
	topic, _, _ := strings.Cut(line, "_")
	facts, known := decisive[line]
	if !known {
		facts, known = decisive[topic]
	}
	result := strings.HasPrefix(line, "EECR") || topic == "RESULTAT"
	switch {
	case !known:
		return true
	case change.Kind == ChangeExit && change.fact == "":
		return result
	case change.Kind == ChangePresence || change.Kind == ChangeSigned:
		return status || line == "COMPLETS"
	case change.fact == "":
		return true
	case slices.Contains(facts, change.fact):
		return true
	default:
		return slices.Contains(completeness, change.fact) && (status || line != TotalIndicator)
	}
}

// Changed are the references of the enrolments that count otherwise in some line.
func (c Comparison) Changed() []string {
	var refs []string
	seen := map[string]bool{}
	for _, line := range c.Lines(false, "") {
		if personal(line.Code) {
			continue
		}
		for _, row := range line.Rows {
			if !seen[row.Ref] {
				seen[row.Ref] = true
				refs = append(refs, row.Ref)
			}
		}
	}
	return refs
}

// Detail says which figures moved and why: « EECO01 : 214 → 211 (3 sorties corrigées) ». It is "" when nothing did.
func (c Comparison) Detail() string {
	var parts []string
	for _, line := range c.Lines(false, "") {
		if len(line.Rows) > 0 || line.Before != line.After {
			parts = append(parts, strings.TrimSuffix(fmt.Sprintf("%s : %d → %d (%s)", line.Code, line.Before, line.After, line.Summary()), " ()"))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "Au " + FrenchDate(c.Before.To) + " : " + strings.Join(parts, " ; ") + "."
}

// Corrected says what kind of correction makes an enrolment count otherwise than in the run, « sortie corrigée » ; "" when it counts as it
// did or the run does not hold it. It says no fact, and nothing of the lines of Article 9: whoever opens the enrolment may read it.
func (r Run) Corrected(now RunRow) string {
	before, held := r.Row(now.ID)
	if !held {
		return ""
	}
	c := Comparison{Before: r, After: r}
	var kinds []string
	for _, code := range linesOfEither(before, now) {
		f := Figure{Line: code, Part: FigureCount}
		if personal(code) || r.has(before, f) == r.has(now, f) {
			continue
		}
		if name := changeNames[c.changes(before, now, code)[0].Kind][0]; !slices.Contains(kinds, name) {
			kinds = append(kinds, name)
		}
	}
	return strings.Join(kinds, ", ")
}

// personal tells that whose answer a line counts is not said (GDPR, Article 9): its figure is.
func personal(code string) bool { return code == "EECO12" || code == "EECO15" }
