package reports

import (
	"strings"

	"jalon/models"
)

// Forem lays out the report to the Forem as the sheets of reports.md §8b.
func Forem(r *models.ForemReport, meta Meta) *Document {
	d := &Document{
		Kind: "forem", Title: "Rapport au Forem", Operation: r.Request.Operation, Period: r.Period, Rules: r.Rules, AsOf: r.Request.AsOf, Meta: meta,
		Indicators: r.Indicators(), Controls: r.Controls, withTables: true,
	}
	for _, p := range r.Participations {
		d.Participations = append(d.Participations, &p.Participation)
	}
	d.Tables = []Table{
		d.cover("Couverture",
			line{"Personnes entrées (période)", number(r.Entries.Period.Total)},
			line{"Personnes entrées (cumul)", number(r.Entries.Cumulative.Total)}),
		publicTable(r),
		recruitmentTable(r.Recruitment),
		modulesTable(r.Modules),
		assiduityTable(r, meta.Nominative),
		breakdownTable("resultats", "Résultats", []models.Breakdown{r.Results}),
		d.attendanceTable("Présences"),
		hoursTable("Heures", having(d.Participations, (*models.Participation).Started)),
		qualitativeTable(r.Qualitative),
		controlsTable("Contrôles", r.Controls),
		d.definitions("Définitions"),
	}
	d.explain("Explications", r)
	return d.forReader()
}

// groupedLine is a counted line with the characteristic it belongs to.
type groupedLine struct {
	group string
	count models.IndicatorCount
	// ofThings: what is counted has no sex, only a total.
	ofThings bool
}

func grouped(groups []models.Breakdown) []groupedLine {
	var lines []groupedLine
	for _, group := range groups {
		for _, count := range group.Lines {
			lines = append(lines, groupedLine{group: group.Title, count: count})
		}
	}
	return lines
}

func groupedTable(key, title string, lines []groupedLine) Table {
	fields := []field[groupedLine]{
		{column("caracteristique", "Caractéristique", 32), func(l groupedLine) Cell { return text(l.group) }},
		{column("valeur", "Valeur", 40), func(l groupedLine) Cell { return text(l.count.Label) }},
	}
	for _, counts := range countFields() {
		isTotal := strings.HasSuffix(counts.column.Key, "_total")
		fields = append(fields, field[groupedLine]{counts.column, func(l groupedLine) Cell {
			if l.ofThings && !isTotal {
				return Cell{}
			}
			return counts.cell(l.count)
		}})
	}
	return tableOf(key, title, lines, fields).wide()
}

func breakdownTable(key, title string, groups []models.Breakdown) Table {
	return groupedTable(key, title, grouped(groups))
}

func publicTable(r *models.ForemReport) Table {
	lines := append([]groupedLine{{group: "Ensemble", count: r.Entries}}, grouped(r.Public)...)
	return groupedTable("public", "Public", lines)
}

func recruitmentTable(candidates []models.RecruitmentLine) Table {
	return tableOf("recrutement", "Recrutement", candidates, []field[models.RecruitmentLine]{
		{column("reference", "Référence", 18), func(c models.RecruitmentLine) Cell { return text(c.Ref) }},
		{column("adressage", "Source d'adressage", 32), func(c models.RecruitmentLine) Cell { return text(c.Source) }},
		{column("date", "Date", 12), func(c models.RecruitmentLine) Cell { return day(c.Date) }},
		{column("entree", "Entrée", 10), func(c models.RecruitmentLine) Cell { return yesNo(c.Entered) }},
		{column("motif", "Motif", 40), func(c models.RecruitmentLine) Cell { return text(c.Reason) }},
		{column("retour", "Retour au Forem le", 14), func(c models.RecruitmentLine) Cell { return day(c.ReturnedOn) }},
	}).wide()
}

// ModuleLinePrefix begins the line of a module: it opens on its sessions.
const ModuleLinePrefix = "MODULE|"

func modulesTable(modules []models.ModuleLine) Table {
	open := func(c Cell, m models.ModuleLine) Cell { return opened(c, ModuleLinePrefix+m.Key()) }
	return tableOf("modules", "Modules", modules, []field[models.ModuleLine]{
		{column("module", "Module", 12), func(m models.ModuleLine) Cell { return text(m.Module) }},
		{column("intitule", "Intitulé", 44), func(m models.ModuleLine) Cell { return text(m.Title) }},
		{measure("prevues", "Séances prévues", 10), func(m models.ModuleLine) Cell { return open(number(m.Planned), m) }},
		{measure("tenues", "Séances tenues", 10), func(m models.ModuleLine) Cell { return open(number(m.Held), m) }},
		{measure("heures_prevues", "Heures prévues", 10), func(m models.ModuleLine) Cell { return open(hours(m.PlannedMinutes), m) }},
		{measure("heures_donnees", "Heures données", 10), func(m models.ModuleLine) Cell { return open(hours(m.HeldMinutes), m) }},
		{measure("inscrits", "Inscriptions", 12), func(m models.ModuleLine) Cell { return open(number(m.Registered), m) }},
		{measure("presents", "Présences", 10), func(m models.ModuleLine) Cell { return open(number(m.Attended), m) }},
	}).wide()
}

// assiduityTable counts the absences of each participation over the period.
func assiduityTable(r *models.ForemReport, nominative bool) Table {
	type participation = *models.ForemParticipation
	started := having(r.Participations, func(p participation) bool { return p.Started() })
	fields := []field[participation]{
		{column("inscription", "Inscription", 19), func(p participation) Cell { return text(p.Enrolment) }},
	}
	if nominative {
		fields = append(fields,
			field[participation]{column("nom", "Nom de famille", 22), func(p participation) Cell { return text(p.Family) }},
			field[participation]{column("prenom", "Prénom", 20), func(p participation) Cell { return text(p.Given) }})
	}
	fields = append(fields, []field[participation]{
		{column("entree", "Entrée", 12), func(p participation) Cell { return day(p.Entry) }},
		{measure("heures_prevues", "Heures prévues (période)", 11), func(p participation) Cell { return hours(p.InPeriod.Planned) }},
		{measure("heures_signees", "Heures avec signature (période)", 11), func(p participation) Cell { return hours(p.InPeriod.Signed) }},
		{measure("justifiees", "Absences excusées", 11), func(p participation) Cell { return number(p.InPeriod.Excused) }},
		{measure("non_justifiees", "Absences non excusées", 11), func(p participation) Cell { return number(p.InPeriod.Absent) }},
		{measure("a_preciser", "À préciser", 11), func(p participation) Cell { return number(p.InPeriod.ToSpecify) }},
		{measure("taux", "Taux (heures avec signature)", 11), func(p participation) Cell { return share(p.InPeriod.Signed, p.InPeriod.Planned) }},
		{measure("heures_cumul", "Heures avec signature (cumul)", 11), func(p participation) Cell { return hours(p.SinceStart.Signed) }},
		{column("sortie", "Sortie", 12), func(p participation) Cell { return day(p.Exit) }},
		{column("abandon", "Abandon", 10), func(p participation) Cell { return dropOut(&p.Participation) }},
		{column("motif", "Motif de sortie", 22), func(p participation) Cell { return text(models.ExitName(p.ExitReason)) }},
		{column("resultat", "Résultat", 18), func(p participation) Cell { return text(models.ForemResult(&p.Participation)) }},
	}...)
	return tableOf("assiduite", "Assiduité", started, fields).wide()
}

// dropOut is empty while the participation goes on.
func dropOut(p *models.Participation) Cell {
	switch {
	case p.Exit == "":
		return Cell{}
	case p.ExitReason == "abandon" || p.ExitReason == "perdu_de_vue":
		return text(models.Yes)
	default:
		return text(models.No)
	}
}

func qualitativeTable(answers []models.QualitativeAnswer) Table {
	return tableOf("qualitatif", "Qualitatif", answers, []field[models.QualitativeAnswer]{
		{column("question", "Question", 40), func(a models.QualitativeAnswer) Cell { return text(a.Question) }},
		{column("reponse", "Réponse", 100), func(a models.QualitativeAnswer) Cell { return text(a.Text) }},
	}).wide()
}
