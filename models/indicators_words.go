package models

import "strconv"

// labourNames are nouns, so that they agree with nobody.
var labourNames = map[LabourStatus]string{Unemployed: "chômage", Employed: "emploi", Inactive: "inactivité"}

// LabourName is the French name of a situation at entry, "" when not known.
func LabourName(status LabourStatus) string { return labourNames[status] }

// missingNames are the data a record lacks, as people read them.
var missingNames = map[string]string{
	MissingSex: "sexe", MissingBirth: "date de naissance",
	MissingLabour: "situation professionnelle", MissingISCED: "niveau de diplôme",
}

// MissingName is the French name of a datum of Participation.Missing.
func MissingName(datum string) string { return missingNames[datum] }

// eventNames are the events and the situations six months later, as nouns.
var eventNames = map[string]string{
	"recherche": "recherche d'emploi", "emploi": "emploi", "independant": "activité indépendante",
	"contrat_formation": "contrat de formation (PFI)", "chomage": "chômage", "inactif": "inactivité",
	"fin_emploi": "fin d'emploi", "formation": "formation", "qualification": "qualification",
}

// EventName is the French name of an event type or of a six-month situation.
func EventName(code string) string { return nameOf(eventNames, code) }

// exitNames are the reasons of an exit.
var exitNames = map[string]string{
	"terme": "terme prévu", "emploi": "emploi", "formation": "formation", "abandon": "abandon",
	"reorientation": "réorientation", "perdu_de_vue": "personne perdue de vue",
	"demenagement": "déménagement", "autre": "autre",
}

// ExitName is the French name of the reason of an exit.
func ExitName(code string) string { return nameOf(exitNames, code) }

// presenceNames are the answers of an attendance list, as nouns.
var presenceNames = map[string]string{
	"present": "présence", "retard": "retard", "excuse": "absence excusée", "absent": "absence", "inscrit": "à préciser",
}

// PresenceName is the French name of a presence.
func PresenceName(code string) string { return nameOf(presenceNames, code) }

// improvementNames are the improvements found six months after the exit.
var improvementNames = map[string]string{
	"aucune": "aucune", "remuneration": "rémunération", "stable": "emploi stable", "temps_plein": "temps plein",
	"competence": "compétences plus élevées", "promotion": "promotion",
}

// ImprovementName is the French name of an improvement.
func ImprovementName(code string) string { return nameOf(improvementNames, code) }

// iscedNames are the levels of the international classification of education.
var iscedNames = [...]string{
	"Sans diplôme (CITE 0)", "Primaire, CEB (CITE 1)", "Secondaire inférieur (CITE 2)", "Secondaire supérieur (CITE 3)",
	"Post-secondaire (CITE 4)", "Supérieur court (CITE 5)", "Bachelier (CITE 6)", "Master (CITE 7)", "Doctorat (CITE 8)",
}

// ISCEDName is the French name of a level, "" when unknown.
func ISCEDName(level int) string {
	if level < 0 || level >= len(iscedNames) {
		return ""
	}
	return iscedNames[level]
}

// nameOf leaves unknown codes as they are: a report shows what was recorded.
func nameOf(names map[string]string, code string) string {
	if name, ok := names[code]; ok {
		return name
	}
	return code
}

func countDays(n int) string {
	if n < 2 {
		return strconv.Itoa(n) + " jour"
	}
	return strconv.Itoa(n) + " jours"
}
