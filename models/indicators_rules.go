package models

import (
	"slices"
	"strings"
)

// The sentences that explain a verdict. They are read by the team and by auditors.
const (
	reasonNotStarted = "Aucune présence au {arrete} : la participation n'a pas commencé."
	reasonShort      = "Aide de courte durée ({heures} avec signature sur {jours}) : hors indicateurs."
	reasonIncomplete = "Fiche incomplète (manque : {manque}) : compte dans le total seulement."
	reasonCounted    = "Compte."
	reasonNoDatum    = "Donnée non renseignée à l'entrée."
	reasonNoLabour   = "Situation professionnelle à l'entrée non renseignée."
	reasonNoExit     = "Pas de sortie au {arrete}."
	reasonNotDue     = "Six mois après la sortie : le {six_mois}, après la date d'arrêté."
	reasonNoEvent    = "Aucun événement professionnel encodé jusqu'au {fenetre} (sortie + 28 jours)."
	reasonNoReply    = "Pas de réponse au suivi à 6 mois."
)

// reasonSituation is the sentence for whoever had another situation at the entry.
var reasonSituation = map[LabourStatus]string{
	Unemployed: "Situation à l'entrée : " + labourNames[Unemployed] + ".",
	Employed:   "Situation à l'entrée : " + labourNames[Employed] + ".",
	Inactive:   "Situation à l'entrée : " + labourNames[Inactive] + ".",
}

var counted = Verdict{Counted, reasonCounted}

func inTotal(*Participation) Verdict { return counted }

func notPersons(*Participation) Verdict {
	return Verdict{NotCounted, "L'opération soutient des personnes, ni administrations ni entreprises."}
}

func labourIs(status LabourStatus) func(*Participation) Verdict {
	return func(p *Participation) Verdict {
		switch p.Labour {
		case status:
			return counted
		case "":
			return Verdict{NotKnown, reasonNoLabour}
		default:
			return Verdict{NotCounted, reasonSituation[p.Labour]}
		}
	}
}

func inLongTerm(p *Participation) Verdict {
	switch {
	case p.LongTerm == Yes:
		return counted
	case p.Labour == "":
		return Verdict{NotKnown, reasonNoLabour}
	case p.LongTerm == "":
		return Verdict{NotKnown, "Date de début de l'inoccupation non renseignée."}
	case p.Labour != Unemployed:
		return Verdict{NotCounted, reasonSituation[p.Labour]}
	default:
		return Verdict{NotCounted, "Inoccupation trop courte à l'entrée pour être de longue durée."}
	}
}

func bracketIs(bracket AgeBracket) func(*Participation) Verdict {
	return func(p *Participation) Verdict {
		switch p.Bracket {
		case bracket:
			return counted
		case "":
			return Verdict{NotKnown, "Date de naissance absente ou trop imprécise pour donner la tranche d'âge."}
		default:
			return Verdict{NotCounted, "Âge à l'entrée dans une autre tranche."}
		}
	}
}

func iscedIn(lowest, highest int) func(*Participation) Verdict {
	return func(p *Participation) Verdict {
		switch {
		case p.ISCED < 0:
			return Verdict{NotKnown, "Niveau de diplôme à l'entrée non renseigné."}
		case p.ISCED < lowest || p.ISCED > highest:
			return Verdict{NotCounted, "Autre niveau de diplôme à l'entrée."}
		default:
			return counted
		}
	}
}

func flag(of func(*Participation) string, no string) func(*Participation) Verdict {
	return func(p *Participation) Verdict {
		switch of(p) {
		case Yes:
			return counted
		case "":
			return Verdict{NotKnown, reasonNoDatum}
		default:
			return Verdict{NotCounted, no}
		}
	}
}

func (p *Participation) outOfWork() bool { return p.Labour == Unemployed || p.Labour == Inactive }

func exited(p *Participation) bool            { return p.Exit != "" }
func exitedInactive(p *Participation) bool    { return exited(p) && p.Labour == Inactive }
func exitedUntrained(p *Participation) bool   { return exited(p) && p.InTraining == No }
func exitedWithoutWork(p *Participation) bool { return exited(p) && p.outOfWork() }
func dueWithoutWork(p *Participation) bool    { return p.SixMonthsDue && p.outOfWork() }
func dueEmployed(p *Participation) bool       { return p.SixMonthsDue && p.Labour == Employed }

var (
	jobEvents    = []string{"emploi", "independant"}
	searchEvents = []string{"recherche", "chomage"}
	improvements = []string{"stable", "temps_plein", "competence", "promotion"}
)

func searching(p *Participation) Verdict {
	if blocked, verdict := p.noExitFor(Inactive); blocked {
		return verdict
	}
	return p.lastEventIn(searchEvents)
}

func employed(p *Participation) Verdict {
	if blocked, verdict := p.noExitFor(Unemployed, Inactive); blocked {
		return verdict
	}
	return p.lastEventIn(jobEvents)
}

// noExitFor answers for whoever is outside the reference population of an immediate result.
func (p *Participation) noExitFor(statuses ...LabourStatus) (bool, Verdict) {
	switch {
	case p.Exit == "":
		return true, Verdict{NotCounted, reasonNoExit}
	case p.Labour == "":
		return true, Verdict{NotKnown, reasonNoLabour}
	case !slices.Contains(statuses, p.Labour):
		return true, Verdict{NotCounted, reasonSituation[p.Labour]}
	default:
		return false, Verdict{}
	}
}

func (p *Participation) lastEventIn(types []string) Verdict {
	switch {
	case slices.Contains(types, p.LastLabourEvent):
		return counted
	case p.LastLabourEvent == "":
		return Verdict{NotKnown, reasonNoEvent}
	default:
		return Verdict{NotCounted, "Dernier événement professionnel jusqu'au {fenetre} : {evenement}."}
	}
}

func inTraining(p *Participation) Verdict {
	switch {
	case p.Exit == "":
		return Verdict{NotCounted, reasonNoExit}
	case p.InTraining == Yes:
		return Verdict{NotCounted, "En formation à l'entrée déjà."}
	case p.InTraining == "":
		return Verdict{NotKnown, "Formation en cours à l'entrée : non renseigné."}
	case p.EnteredTraining:
		return counted
	default:
		return p.noLearning("Aucune formation commencée du {sortie} au {fenetre}.")
	}
}

func qualified(p *Participation) Verdict {
	switch {
	case p.Exit == "":
		return Verdict{NotCounted, reasonNoExit}
	case p.Qualified:
		return counted
	case p.UnprovenQualified:
		return Verdict{NotCounted, "Qualification sans preuve."}
	default:
		return p.noLearning("Aucune qualification obtenue de l'entrée au {fenetre}.")
	}
}

// noLearning tells « no » from « nobody encoded anything about this exit ».
func (p *Participation) noLearning(reason string) Verdict {
	if !p.HasExitData {
		return Verdict{NotKnown, "Aucune donnée de sortie encodée jusqu'au {fenetre} (sortie + 28 jours)."}
	}
	return Verdict{NotCounted, reason}
}

func employedLater(p *Participation) Verdict {
	if blocked, verdict := p.notDueFor(Unemployed, Inactive); blocked {
		return verdict
	}
	switch status := p.SixMonthStatus(); {
	case slices.Contains(jobEvents, status):
		return counted
	case status == "":
		return Verdict{NotKnown, reasonNoReply}
	default:
		return Verdict{NotCounted, "Situation six mois après la sortie : {situation_6_mois}."}
	}
}

func improvedLater(p *Participation) Verdict {
	if blocked, verdict := p.notDueFor(Employed); blocked {
		return verdict
	}
	switch improvement := p.Improvement(); {
	case slices.Contains(improvements, improvement):
		return counted
	case improvement == "":
		return Verdict{NotKnown, reasonNoReply}
	default:
		return Verdict{NotCounted, "Pas d'amélioration au sens du règlement six mois après la sortie."}
	}
}

func (p *Participation) notDueFor(statuses ...LabourStatus) (bool, Verdict) {
	blocked, verdict := p.noExitFor(statuses...)
	if !blocked && !p.SixMonthsDue {
		return true, Verdict{NotCounted, reasonNotDue}
	}
	return blocked, verdict
}

// Why explains, in French, why the participation counts or does not count for an indicator.
func (p *Participation) Why(code string) string {
	indicator := IndicatorByCode(code)
	if indicator == nil {
		return ""
	}
	return p.Sentence(indicator.Judge(p).Reason, "")
}

// Reasons explains every indicator the participation does not count for.
func (p *Participation) Reasons() map[string]string {
	reasons := make(map[string]string, len(Indicators))
	for rank := range Indicators {
		if p.Indicators&(1<<rank) == 0 {
			reasons[Indicators[rank].Code] = p.Sentence(Indicators[rank].Judge(p).Reason, "")
		}
	}
	return reasons
}

// Sentence puts the dates and words of the participation in place of the marks of a reason; on is the day that {jour} stands for.
func (p *Participation) Sentence(reason string, on Date) string {
	before, rest, marked := strings.Cut(reason, "{")
	if !marked {
		return reason
	}
	var b strings.Builder
	for marked {
		var mark string
		b.WriteString(before)
		mark, rest, _ = strings.Cut(rest, "}")
		b.WriteString(p.marked(mark, on))
		before, rest, marked = strings.Cut(rest, "{")
	}
	b.WriteString(before)
	return b.String()
}

// marked is what stands for a mark.
func (p *Participation) marked(mark string, on Date) string {
	switch mark {
	case "arrete":
		return FrenchDate(p.AsOf)
	case "sortie":
		return FrenchDate(p.Exit)
	case "fenetre":
		return FrenchDate(p.WindowEnd())
	case "six_mois":
		return FrenchDate(p.SixMonths)
	case "manque":
		missing := make([]string, len(p.Missing))
		for i, datum := range p.Missing {
			missing[i] = missingNames[datum]
		}
		return strings.Join(missing, ", ")
	case "heures":
		return FrenchDuration(p.SignedMinutes)
	case "jours":
		return countDays(p.SignedDays)
	case "evenement":
		return EventName(p.LastLabourEvent)
	case "situation_6_mois":
		return EventName(p.SixMonthStatus())
	default:
		return FrenchDate(on) // {jour}
	}
}
