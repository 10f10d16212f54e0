package reports

import (
	"slices"
	"strconv"
	"strings"

	"jalon/models"
)

// participantField is a column of the list of participants, and the variants that show it.
type participantField struct {
	field[*models.Participation]
	// names: only in the nominative variant. sensitive: Article 9, never in the nominative variant.
	names, sensitive bool
	// identifying: with a commune and a nationality one finds the person; with the sex, a cell that is masked. Not for a funder.
	identifying bool
}

func shown(key, label string, width float64, cell func(*models.Participation) Cell) participantField {
	return participantField{field: field[*models.Participation]{column(key, label, width), cell}}
}

// measured is a column of figures.
func (f participantField) measured() participantField {
	f.column.Right = true
	return f
}

func (f participantField) nominative() participantField {
	f.names = true
	return f
}

func (f participantField) article9() participantField {
	f.sensitive = true
	return f
}

func (f participantField) identifies() participantField {
	f.identifying = true
	return f
}

// in tells whether a variant shows the column.
func (f participantField) in(meta Meta) bool {
	return (!f.names || meta.Nominative) && (!f.sensitive || !meta.Nominative && !meta.Funder) && (!f.identifying || !meta.Funder)
}

// participantFields are the fields of reports.md §5, in an order a manager can paste.
var participantFields = []participantField{
	shown("inscription", "Inscription", 19, func(p *models.Participation) Cell { return text(p.Enrolment) }),
	shown("personne", "Personne", 19, func(p *models.Participation) Cell { return text(p.Person) }),
	shown("nom", "Nom de famille", 22, func(p *models.Participation) Cell { return text(p.Family) }).nominative(),
	shown("prenom", "Prénom", 20, func(p *models.Participation) Cell { return text(p.Given) }).nominative(),
	shown("naissance", "Naissance", 12, birthCell).nominative(),
	shown("statut", "Statut de la fiche", 18, func(p *models.Participation) Cell { return text(statusNames[p.Status]) }),
	shown("manque", "Données manquantes", 26, func(p *models.Participation) Cell { return text(missingOf(p)) }),
	shown("entree", "Entrée", 12, func(p *models.Participation) Cell { return day(p.Entry) }),
	shown("sortie", "Sortie", 12, func(p *models.Participation) Cell { return day(p.Exit) }),
	shown("motif", "Motif de sortie", 18, func(p *models.Participation) Cell { return text(models.ExitName(p.ExitReason)) }),
	shown("periodes", "Périodes", 26, func(p *models.Participation) Cell { return text(spellsOf(p)) }),
	shown("provisoire", "Résultats provisoires", 12, func(p *models.Participation) Cell { return bit(p.Provisional) }).measured(),
	shown("sexe", "Sexe", 8, func(p *models.Participation) Cell { return text(p.Sex) }).identifies(),
	shown("age", "Âge à l'entrée", 9, ageCell).measured(),
	shown("nationalites", "Nationalités à l'entrée", 16, func(p *models.Participation) Cell {
		return text(strings.Join(p.NationalitiesAtEntry(), "; "))
	}),
	shown("pere", "Naissance du père (pays)", 11, func(p *models.Participation) Cell { return text(p.Profile.FatherBirthCountry) }).identifies(),
	shown("mere", "Naissance de la mère (pays)", 11, func(p *models.Participation) Cell { return text(p.Profile.MotherBirthCountry) }).identifies(),
	shown("situation", "Situation à l'entrée", 14, func(p *models.Participation) Cell { return text(models.LabourName(p.Labour)) }),
	shown("forem", "Forem", 12, func(p *models.Participation) Cell { return text(p.Snapshot.Forem) }),
	shown("travail", "Travail", 15, func(p *models.Participation) Cell { return text(p.Snapshot.Work) }),
	shown("cherche", "En recherche et disponible", 11, func(p *models.Participation) Cell { return yesNo(p.Snapshot.Seeking) }),
	shown("inoccupe_depuis", "Inoccupation depuis", 12, func(p *models.Participation) Cell { return day(p.Snapshot.UnemployedSince) }),
	shown("revenu", "Revenu", 14, func(p *models.Participation) Cell { return text(p.Snapshot.Income) }),
	shown("en_formation", "En formation à l'entrée", 11, func(p *models.Participation) Cell { return yesNo(p.Snapshot.InTraining) }),
	shown("cite", "CITE", 8, func(p *models.Participation) Cell { return coded(p.Snapshot.ISCED) }).measured(),
	shown("equivalence", "Équivalence", 12, func(p *models.Participation) Cell { return text(p.Snapshot.Equivalence) }),
	shown("handicap", "Handicap", 11, func(p *models.Participation) Cell { return yesNo(p.Snapshot.Disability) }).article9(),
	shown("minorite", "Minorité", 11, func(p *models.Participation) Cell { return yesNo(p.Snapshot.Minority) }).article9(),
	shown("sans_abri", "Exclusion liée au logement", 11, func(p *models.Participation) Cell { return yesNo(p.Snapshot.Homeless) }).identifies(),
	shown("commune", "Commune", 20, func(p *models.Participation) Cell { return text(p.CommuneAtEntry()) }).identifies(),
	shown("degurba", "DEGURBA", 10, func(p *models.Participation) Cell { return coded(p.Snapshot.Degurba) }).measured(),
	shown("heures", "Heures avec signature", 11, func(p *models.Participation) Cell { return hours(p.SignedMinutes) }).measured(),
	shown("dernier_evenement", "Dernier événement professionnel", 22, func(p *models.Participation) Cell {
		return text(models.EventName(p.LastLabourEvent))
	}),
	shown("six_mois", "Échéance à 6 mois", 12, func(p *models.Participation) Cell { return day(p.SixMonths) }),
	shown("situation_6_mois", "Situation à 6 mois", 20, func(p *models.Participation) Cell { return text(models.EventName(p.SixMonthStatus())) }),
	shown("amelioration", "Amélioration à 6 mois", 20, func(p *models.Participation) Cell { return text(models.ImprovementName(p.Improvement())) }),
}

// sensitiveIndicators are those of Article 9 (Annex I, mark **).
var sensitiveIndicators = []string{"EECO12", "EECO15"}

// participantsTable is one row per participation, with one 0/1 column per indicator.
func participantsTable(title string, participations []*models.Participation, meta Meta) Table {
	var fields []field[*models.Participation]
	for _, f := range participantFields {
		if f.column.Key == "personne" {
			f.cell = func(p *models.Participation) Cell { return text(meta.person(p)) }
		}
		if f.in(meta) {
			fields = append(fields, f.field)
		}
	}
	for i := range models.Indicators {
		code := models.Indicators[i].Code
		if (meta.Nominative || meta.Funder) && slices.Contains(sensitiveIndicators, code) {
			continue
		}
		fields = append(fields, shown(code, code, 9, func(p *models.Participation) Cell { return bit(p.Indicators.Has(code)) }).measured().field)
	}
	return tableOf("participants", title, participations, fields).wide()
}

var statusNames = map[models.ParticipationStatus]string{
	models.Complete: "complète", models.Incomplete: "incomplète",
	models.ExcludedShort: "aide de courte durée", models.NotStarted: "sans présence",
}

// birthCell is a date, or a year alone.
func birthCell(p *models.Participation) Cell {
	if p.Profile.Birth.Full() {
		return day(models.Date(p.Profile.Birth))
	}
	return text(string(p.Profile.Birth))
}

// ageCell is a number of years, or the two a year of birth alone leaves open.
func ageCell(p *models.Participation) Cell {
	switch {
	case !p.Age.Known:
		return Cell{}
	case p.Age.Min == p.Age.Max:
		return number(p.Age.Min)
	default:
		return text(strconv.Itoa(p.Age.Min) + "-" + strconv.Itoa(p.Age.Max))
	}
}

// spellsOf writes the periods of attendance: « 05/01/2026 – 10/02/2026 ; 02/03/2026 – … ».
func spellsOf(p *models.Participation) string {
	spells := make([]string, len(p.Spells))
	for i, spell := range p.Spells {
		end := "…"
		if spell.To != "" {
			end = models.FrenchDate(spell.To)
		}
		spells[i] = models.FrenchDate(spell.From) + " – " + end
	}
	return strings.Join(spells, " ; ")
}
