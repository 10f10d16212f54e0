package reports

import (
	"jalon/models"
)

// Forem lays out the report to the Forem as the sheets of reports.md §8b.
func Forem(r *models.ForemReport, meta Meta) *Document {
	d := &Document{
		Kind: "forem", Title: "Rapport au Forem", Operation: r.Request.Operation, Period: r.Period, Rules: r.Rules, Meta: meta,
		Indicators: r.Indicators(), Controls: r.Controls, withTables: true,
	}
	for i := range r.Participations {
		d.Participations = append(d.Participations, &r.Participations[i].Participation)
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
		qualitativeTable(r.Qualitative),
		controlsTable("Contrôles", r.Controls),
	}
	return d
}

// groupedLine is a counted line with the characteristic it belongs to.
type groupedLine struct {
	group string
	count models.IndicatorCount
}

func grouped(groups []models.Breakdown) []groupedLine {
	var lines []groupedLine
	for _, group := range groups {
		for _, count := range group.Lines {
			lines = append(lines, groupedLine{group.Title, count})
		}
	}
	return lines
}

func groupedTable(key, title string, lines []groupedLine) Table {
	fields := []field[groupedLine]{
		{Column{"caracteristique", "Caractéristique", 32}, func(l *groupedLine) Cell { return text(l.group) }},
		{Column{"valeur", "Valeur", 40}, func(l *groupedLine) Cell { return text(l.count.Label) }},
	}
	for _, counts := range countFields() {
		fields = append(fields, field[groupedLine]{counts.column, func(l *groupedLine) Cell { return counts.cell(&l.count) }})
	}
	return tableOf(key, title, lines, fields).wide()
}

func breakdownTable(key, title string, groups []models.Breakdown) Table {
	return groupedTable(key, title, grouped(groups))
}

func publicTable(r *models.ForemReport) Table {
	lines := append([]groupedLine{{"Ensemble", r.Entries}}, grouped(r.Public)...)
	return groupedTable("public", "Public", lines)
}

func recruitmentTable(candidates []models.RecruitmentLine) Table {
	return tableOf("recrutement", "Recrutement", candidates, []field[models.RecruitmentLine]{
		{Column{"reference", "Référence", 18}, func(c *models.RecruitmentLine) Cell { return text(c.Ref) }},
		{Column{"adressage", "Source d'adressage", 32}, func(c *models.RecruitmentLine) Cell { return text(c.Source) }},
		{Column{"date", "Date", 12}, func(c *models.RecruitmentLine) Cell { return day(c.Date) }},
		{Column{"entree", "Entrée", 10}, func(c *models.RecruitmentLine) Cell { return yesNo(c.Entered) }},
		{Column{"motif", "Motif", 40}, func(c *models.RecruitmentLine) Cell { return text(c.Reason) }},
		{Column{"retour", "Retour au Forem le", 14}, func(c *models.RecruitmentLine) Cell { return day(c.ReturnedOn) }},
	}).wide()
}

func modulesTable(modules []models.ModuleLine) Table {
	return tableOf("modules", "Modules", modules, []field[models.ModuleLine]{
		{Column{"module", "Module", 12}, func(m *models.ModuleLine) Cell { return text(m.Module) }},
		{Column{"intitule", "Intitulé", 44}, func(m *models.ModuleLine) Cell { return text(m.Title) }},
		{Column{"prevues", "Séances prévues", 10}, func(m *models.ModuleLine) Cell { return number(m.Planned) }},
		{Column{"tenues", "Séances tenues", 10}, func(m *models.ModuleLine) Cell { return number(m.Held) }},
		{Column{"heures_prevues", "Heures prévues", 10}, func(m *models.ModuleLine) Cell { return hours(m.PlannedMinutes) }},
		{Column{"heures_donnees", "Heures données", 10}, func(m *models.ModuleLine) Cell { return hours(m.HeldMinutes) }},
		{Column{"inscrits", "Inscriptions", 12}, func(m *models.ModuleLine) Cell { return number(m.Registered) }},
		{Column{"presents", "Présences", 10}, func(m *models.ModuleLine) Cell { return number(m.Attended) }},
	}).wide()
}

// assiduityTable counts the absences of each participation over the period.
func assiduityTable(r *models.ForemReport, nominative bool) Table {
	type participation = models.ForemParticipation
	started := startedOnly(r.Participations, func(p *participation) *models.Participation { return &p.Participation })
	fields := []field[participation]{
		{Column{"inscription", "Inscription", 18}, func(p *participation) Cell { return text(p.Enrolment) }},
	}
	if nominative {
		fields = append(fields,
			field[participation]{Column{"nom", "Nom de famille", 22}, func(p *participation) Cell { return text(p.Family) }},
			field[participation]{Column{"prenom", "Prénom", 20}, func(p *participation) Cell { return text(p.Given) }})
	}
	fields = append(fields, []field[participation]{
		{Column{"entree", "Entrée", 12}, func(p *participation) Cell { return day(p.Entry) }},
		{Column{"heures_prevues", "Heures prévues (période)", 11}, func(p *participation) Cell { return hours(p.InPeriod.Planned) }},
		{Column{"heures_signees", "Heures avec signature (période)", 11}, func(p *participation) Cell { return hours(p.InPeriod.Signed) }},
		{Column{"justifiees", "Absences excusées", 11}, func(p *participation) Cell { return number(p.InPeriod.Excused) }},
		{Column{"non_justifiees", "Absences non excusées", 11}, func(p *participation) Cell { return number(p.InPeriod.Absent) }},
		{Column{"a_preciser", "À préciser", 11}, func(p *participation) Cell { return number(p.InPeriod.ToSpecify) }},
		{Column{"taux", "Taux (heures avec signature)", 11}, func(p *participation) Cell { return share(p.InPeriod.Signed, p.InPeriod.Planned) }},
		{Column{"heures_cumul", "Heures avec signature (cumul)", 11}, func(p *participation) Cell { return hours(p.SinceStart.Signed) }},
		{Column{"sortie", "Sortie", 12}, func(p *participation) Cell { return day(p.Exit) }},
		{Column{"abandon", "Abandon", 10}, func(p *participation) Cell { return dropOut(&p.Participation) }},
		{Column{"motif", "Motif de sortie", 22}, func(p *participation) Cell { return text(models.ExitName(p.ExitReason)) }},
		{Column{"resultat", "Résultat", 18}, func(p *participation) Cell { return text(models.ForemResult(&p.Participation)) }},
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
		{Column{"question", "Question", 40}, func(a *models.QualitativeAnswer) Cell { return text(a.Question) }},
		{Column{"reponse", "Réponse", 100}, func(a *models.QualitativeAnswer) Cell { return text(a.Text) }},
	}).wide()
}
