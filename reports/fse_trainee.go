package reports

import (
	"jalon/models"
)

// traineeCategories are the kinds of hours of the « fiche stagiaire » of 2014-2020 (reports.md §3.1), with the categories of Jalon
// that go there; the last one takes what has no place of its own, so that the sum holds.
var traineeCategories = []struct {
	key, label string
	of         []string
}{
	{"information", "Heures : information", []string{"information"}},
	{"orientation", "Heures : orientation, suivi", []string{"orientation", "suivi", "accompagnement individuel"}},
	{"mobilisation", "Heures : mobilisation", []string{"mobilisation"}},
	{"base", "Heures : apprentissage de base", []string{"apprentissage de base"}},
	{"projet", "Heures : module projet", []string{"module projet", "projet"}},
	{"mise_en_situation", "Heures : mise en situation professionnelle", []string{"mise en situation professionnelle", "stage"}},
	{"recherche", "Heures : recherche d'emploi", []string{"recherche d'emploi"}},
	{"mise_a_l_emploi", "Heures : mise à l'emploi", []string{"mise a l'emploi"}},
	{"autres", "Heures : autres catégories", nil},
}

// traineeYear is one participation in one year.
type traineeYear struct {
	*models.Participation
	year    string
	minutes map[string]int // signed, by key of traineeCategories
}

func traineeCategory(name string) string {
	folded := models.Fold(name)
	if name == models.CategoryIndividual {
		folded = "suivi"
	}
	for _, category := range traineeCategories {
		for _, of := range category.of {
			if folded == of {
				return category.key
			}
		}
	}
	return "autres"
}

// traineeYears are the years in which a participation has hours, the year of its entry at least.
func traineeYears(p *models.Participation) []traineeYear {
	years := []traineeYear{{p, string(p.Entry[:4]), map[string]int{}}}
	for _, line := range p.Hours { // ordered by month
		year := line.Month[:4]
		last := &years[len(years)-1]
		if line.Signed == 0 {
			continue
		}
		if year > last.year {
			years = append(years, traineeYear{p, year, map[string]int{}})
			last = &years[len(years)-1]
		}
		last.minutes[traineeCategory(line.Category)] += line.Signed
	}
	return years
}

// traineeTable is the list of fields of the « fiche stagiaire » of 2014-2020, one line per participation and year, to paste into the
// file the agency supplies. It follows the variant: names only in the nominative one, health never there.
func (d *Document) traineeTable(title string, started []*models.Participation) Table {
	var shownFields []field[traineeYear]
	add := func(f participantField) {
		if f.in(d.Meta) {
			shownFields = append(shownFields, field[traineeYear]{f.column, func(y traineeYear) Cell { return f.cell(y.Participation) }})
		}
	}
	for _, f := range traineeFields[:traineeLead] {
		add(f)
	}
	shownFields = append(shownFields, field[traineeYear]{measure("annee", "Année", 8), func(y traineeYear) Cell { return coded(y.year) }})
	for _, f := range traineeFields[traineeLead:] {
		add(f)
	}
	for _, category := range traineeCategories {
		shownFields = append(shownFields, field[traineeYear]{measure("heures_"+category.key, category.label, 12),
			func(y traineeYear) Cell { return hours(y.minutes[category.key]) }})
	}
	years := func(yield func(traineeYear, error) bool) {
		for _, p := range started {
			for _, year := range traineeYears(p) {
				if !yield(year, nil) {
					return
				}
			}
		}
	}
	return Table{Key: "fiche_stagiaire", Title: title, Columns: columnsOf(shownFields), Rows: rowsOf(years, shownFields), Wide: true}
}

// traineeLead is how many fields stand before the year.
const traineeLead = 3

var traineeFields = []participantField{
	shown("inscription", "Inscription", 19, func(p *models.Participation) Cell { return text(p.Enrolment) }),
	shown("nom", "Nom de famille", 22, func(p *models.Participation) Cell { return text(p.Family) }).nominative(),
	shown("prenom", "Prénom", 20, func(p *models.Participation) Cell { return text(p.Given) }).nominative(),
	shown("situation", "Situation professionnelle à l'entrée", 18, func(p *models.Participation) Cell { return text(models.LabourName(p.Labour)) }),
	shown("inoccupe_depuis", "Inoccupation depuis", 12, func(p *models.Participation) Cell { return day(p.Snapshot.UnemployedSince) }),
	shown("menage", "Ménage", 34, func(p *models.Participation) Cell { return text(householdWork(p.Profile.HouseholdWork)) }).identifies(),
	shown("enfants", "Enfants à charge", 10, func(p *models.Participation) Cell { return coded(p.Profile.Children) }).measured().identifies(),
	shown("diplome", "Niveau de diplôme", 30, func(p *models.Participation) Cell { return text(diplomaLevel(p)) }),
	shown("handicap", "Handicap", 11, func(p *models.Participation) Cell { return yesNo(p.Snapshot.Disability) }).article9(),
	shown("autre_difficulte", "Autre difficulté (logement)", 14, func(p *models.Participation) Cell { return yesNo(p.Snapshot.Homeless) }).identifies(),
	shown("entree", "Date d'entrée", 12, func(p *models.Participation) Cell { return day(p.Entry) }),
	shown("sortie", "Date de sortie", 12, func(p *models.Participation) Cell { return day(p.Exit) }),
	shown("type_sortie", "Type de sortie", 22, func(p *models.Participation) Cell { return text(models.ExitName(p.ExitReason)) }),
	shown("acquis", "Acquis en fin de formation", 28, func(p *models.Participation) Cell { return text(attainment(p)) }),
}

func householdWork(answer string) string {
	switch answer {
	case models.Yes:
		return "au moins une personne occupe un emploi"
	case models.No:
		return "sans emploi"
	default:
		return answer
	}
}

// diplomaLevel is the level of the « fiche stagiaire » for a CITE level, as declared.
func diplomaLevel(p *models.Participation) string {
	levels := []string{"sans diplôme", "CEB", "CE1D ou CESI", "CESS, CQ6, CE6P, 7P", "secondaire complémentaire", "bachelier, graduat", "bachelier, graduat", "master, licence", "master, licence"}
	if p.ISCED < 0 || p.ISCED >= len(levels) {
		return "non reconnu, inconnu"
	}
	return levels[p.ISCED]
}

func attainment(p *models.Participation) string {
	switch {
	case p.Exit == "":
		return ""
	case p.Qualified:
		return "titre, certificat ou diplôme, avec preuve"
	case p.UnprovenQualified:
		return "réussite à prouver"
	case p.HasExitData:
		return "pas d'acquis"
	default:
		return "non renseigné"
	}
}
