package reports

import (
	"cmp"
	"strings"

	"jalon/models"
)

// ProjectKind is the code of the report of a project of several centres.
const ProjectKind = "projet"

// Project lays out the sums of a project, per priority, objective, zone and gender.
func Project(p models.Project, meta Meta) *Document {
	d := &Document{Kind: ProjectKind, Title: "Projet commun", Period: p.Period, Meta: meta, withTables: true}
	d.Tables = []Table{
		tableOf("couverture", "Couverture", []line{
			{"Rapport", text(d.Title)}, {"Code du projet", text(p.Code)}, {"Centres", text(meta.Centre)},
			{"Période : du", day(p.Period.From)}, {"Période : au (date d'arrêté)", day(p.Period.To)},
			{"Opérations", number(len(p.Operations))}, {"Mesure", text("Participations de chaque opération, additionnées. Une personne suivie dans deux centres compte dans chacun.")},
			{"Responsable", text(meta.Responsible)}, {"Logiciel", text(strings.TrimSpace("Jalon " + meta.Version))}, {"Date d'édition", day(meta.ProducedOn)},
		}, lineFields),
		projectSums(p),
		projectOperations(p),
		registryTable("Définitions", models.RegistryOf("fse", "", p.Period.To)),
	}
	return d
}

// projectLine is one figure of one group.
type projectLine struct {
	group models.ProjectGroup
	whole bool
	count models.IndicatorCount
}

func projectSums(p models.Project) Table {
	var lines []projectLine
	for i, group := range p.Groups {
		for _, count := range group.Lines {
			lines = append(lines, projectLine{group, i == len(p.Groups)-1, count})
		}
	}
	part := func(of func(models.ProjectGroup) string) func(projectLine) Cell {
		return func(l projectLine) Cell {
			if l.whole {
				return text("Ensemble")
			}
			return text(cmp.Or(of(l.group), "Non renseigné"))
		}
	}
	fields := []field[projectLine]{
		{column("code", "Code", 11), func(l projectLine) Cell { return text(l.count.Code) }},
		{column("libelle", "Libellé", 44), func(l projectLine) Cell { return text(l.count.Label) }},
		{column("priorite", "Priorité", 14), part(func(g models.ProjectGroup) string { return g.Priority })},
		{column("objectif", "Objectif spécifique", 14), part(func(g models.ProjectGroup) string { return g.Objective })},
		{column("zone", "Zone", 14), part(func(g models.ProjectGroup) string { return g.Zone })},
	}
	for _, counts := range countFields() {
		fields = append(fields, field[projectLine]{counts.column, func(l projectLine) Cell {
			cell := counts.cell(l.count)
			cell.Line = "" // sums of several centres open on nobody
			return cell
		}})
	}
	fields = append(fields, field[projectLine]{measure("inconnus", "Donnée non renseignée", 12), func(l projectLine) Cell { return number(l.count.NotKnown) }})
	return tableOf("sommes", "Sommes", lines, fields).wide()
}

func projectOperations(p models.Project) Table {
	type o = models.ProjectOperation
	return tableOf("operations", "Opérations", p.Operations, []field[o]{
		{column("operation", "Opération", 16), func(x o) Cell { return text(x.Operation.Code) }},
		{column("centre", "Centre", 30), func(x o) Cell { return text(x.Centre) }},
		{column("intitule", "Intitulé", 36), func(x o) Cell { return text(x.Operation.Title) }},
		{column("numero", "Numéro", 16), func(x o) Cell { return text(x.Operation.Number) }},
		{column("priorite", "Priorité", 14), func(x o) Cell { return text(x.Operation.Priority) }},
		{column("objectif", "Objectif spécifique", 14), func(x o) Cell { return text(x.Operation.Objective) }},
		{column("zone", "Zone", 14), func(x o) Cell { return text(x.Operation.Zone) }},
		{column("debut", "Début", 12), func(x o) Cell { return day(x.Operation.StartsOn) }},
		{column("fin", "Fin", 12), func(x o) Cell { return day(x.Operation.EndsOn) }},
		{measure("total", "Participations (cumul)", 12), func(x o) Cell {
			return figure(x.Report.Count(models.TotalIndicator).Cumulative.Total, x.Operation.PublicID)
		}},
		{measure("incompletes", "dont fiches incomplètes", 12), func(x o) Cell { return figure(x.Report.IncompleteCumulative.Total, x.Operation.PublicID) }},
		{column("regles", "Paramètres", 70), func(x o) Cell { return text(RulesText(x.Report.Rules)) }},
		{measure("bloquants", "Contrôles bloquants", 12), func(x o) Cell { return figure(failedBlocking(x.Report.Controls), x.Operation.PublicID) }},
	}).wide()
}

func failedBlocking(controls []models.Control) int {
	failed := having(controls, func(c models.Control) bool { return !c.OK && c.Level == models.Blocking })
	return len(failed)
}
