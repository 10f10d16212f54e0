package reports

import (
	"slices"
	"strings"

	"jalon/models"
)

// ActivityKind is the code of the yearly activity report.
const ActivityKind = "activite"

// Activity lays out the activity report of a centre; words gives the name of an axis, a theme or a kind of action.
func Activity(a *models.Activity, meta Meta, words func(question, code string) string) *Document {
	d := &Document{Kind: ActivityKind, Title: "Rapport d'activité", Period: a.Period, Meta: meta, Controls: a.Controls, withTables: true}
	d.Indicators = []models.IndicatorCount{a.Followed}
	for _, group := range a.Public {
		d.Indicators = append(d.Indicators, group.Lines...)
	}
	d.Tables = []Table{
		d.activityCover(a),
		activityTable(a, words),
		activityPublicTable(a),
		actionsTable(a, words),
		controlsTable("Contrôles", a.Controls),
		registryTable("Définitions", models.RegistryOf(ActivityKind, "", a.Period.To)),
	}
	return d
}

func (d *Document) activityCover(a *models.Activity) Table {
	lines := []line{
		{"Rapport", text(d.Title)}, {"Centre", text(d.Meta.Centre)},
		{"Période : du", day(d.Period.From)}, {"Période : au (date d'arrêté)", day(d.Period.To)},
		{"Personnes accompagnées", number(a.Followed.Period.Total)}, {"Actions du centre", number(len(a.Actions))},
		{"Responsable", text(d.Meta.Responsible)},
	}
	lines = append(append(lines, d.Meta.frozenLines()...),
		line{"Logiciel", text(strings.TrimSpace("Jalon " + d.Meta.Version))}, line{"Date d'édition", day(d.Meta.ProducedOn)})
	return tableOf("couverture", "Couverture", lines, lineFields)
}

func activityTable(a *models.Activity, words func(question, code string) string) Table {
	type l = models.ActivityLine
	cell := func(key, label string, kind func(int) Cell, of func(l) int) field[l] {
		return field[l]{measure(key, label, 13), func(x l) Cell { return activityCell(kind(of(x)), key, x) }}
	}
	count := func(key, label string, of func(l) int) field[l] { return cell(key, label, number, of) }
	length := func(key, label string, of func(l) int) field[l] { return cell(key, label, hours, of) }
	return tableOf("axes", "Axes et thèmes", a.Lines, []field[l]{
		{column("axe", "Axe", 26), func(x l) Cell { return text(axisName(x.Axis, words)) }},
		{column("theme", "Thème", 26), func(x l) Cell { return text(themeName(x.Theme, words)) }},
		count("personnes", "Personnes accompagnées", func(x l) int { return x.Persons }),
		count("suivis", "Suivis individuels", func(x l) int { return x.FollowUps }),
		length("heures_suivis", "Heures de suivi", func(x l) int { return x.FollowUpMinutes }),
		count("seances", "Séances collectives", func(x l) int { return x.Sessions }),
		length("heures_seances", "Heures-personnes en séance", func(x l) int { return x.SessionMinutes }),
		count("actions", "Actions", func(x l) int { return x.Actions }),
		length("heures_actions", "Heures d'action", func(x l) int { return x.ActionMinutes }),
		length("travail_actions", "Heures de travail en action", func(x l) int { return x.StaffMinutes }),
		count("partenaires", "Partenaires", func(x l) int { return x.Partners }),
		count("public", "Personnes touchées", func(x l) int { return x.Reached }),
		count("institutions", "Institutions touchées", func(x l) int { return x.Institutions }),
		count("entreprises", "Entreprises touchées", func(x l) int { return x.Companies }),
		count("public_nr", "Actions au public non renseigné", func(x l) int { return x.NotRecorded }),
	}).wide()
}

// activityCell opens on persons or on actions, according to its column. No action is without a theme: that line has none to list.
func activityCell(c Cell, column string, l models.ActivityLine) Cell {
	if !slices.Contains(models.ActivityColumns, column) && l.Theme == models.NotRecordedTheme {
		return c
	}
	return opened(c, l.LineCode())
}

// ActivityLineName is « Accompagnement, Logement » for the code of a line.
func ActivityLineName(code string, words func(question, code string) string) string {
	axis, theme, _ := strings.Cut(code, "|")
	if theme == "" {
		return axisName(axis, words)
	}
	return axisName(axis, words) + ", " + themeName(theme, words)
}

func axisName(axis string, words func(question, code string) string) string {
	if axis == "" {
		return "Tous les axes"
	}
	return words("axis", axis)
}

func themeName(theme string, words func(question, code string) string) string {
	switch theme {
	case "":
		return "Ensemble"
	case models.NotRecordedTheme:
		return "Non renseigné"
	default:
		return words("theme", theme)
	}
}

func activityPublicTable(a *models.Activity) Table {
	lines := append([]groupedLine{{group: "Ensemble", count: a.Followed}}, grouped(a.Public)...)
	fields := []field[groupedLine]{
		{column("caracteristique", "Caractéristique", 28), func(l groupedLine) Cell { return text(l.group) }},
		{column("valeur", "Valeur", 40), func(l groupedLine) Cell { return text(l.count.Label) }},
	}
	for _, gender := range models.Genders {
		fields = append(fields, field[groupedLine]{measure("periode_"+strings.ToLower(gender), genderLabels[gender], 10),
			func(l groupedLine) Cell { return figure(l.count.Period.Of(gender), l.count.Code) }})
	}
	fields = append(fields, field[groupedLine]{measure("periode_total", "Total", 10), func(l groupedLine) Cell { return figure(l.count.Period.Total, l.count.Code) }})
	return tableOf("public", "Public accompagné", lines, fields).wide()
}

func actionsTable(a *models.Activity, words func(question, code string) string) Table {
	type x = models.CentreAction
	known := func(n *int) Cell {
		if n == nil {
			return Cell{}
		}
		return number(*n)
	}
	return tableOf("actions", "Actions", a.Actions, []field[x]{
		{column("date", "Date", 12), func(a x) Cell { return day(a.OnDate) }},
		{column("objet", "Objet", 44), func(a x) Cell { return text(a.Title) }},
		{column("type", "Type", 20), func(a x) Cell { return text(words("action_kind", a.Kind)) }},
		{column("axe", "Axe", 20), func(a x) Cell { return text(words("axis", a.Axis)) }},
		{column("themes", "Thèmes", 32), func(a x) Cell {
			var names []string
			for _, theme := range models.SplitList(a.Themes) {
				names = append(names, words("theme", theme))
			}
			return text(strings.Join(names, ", "))
		}},
		{measure("heures", "Heures", 9), func(a x) Cell { return hours(a.Minutes) }},
		{measure("travail", "Heures de travail", 9), func(a x) Cell { return hours(a.StaffMinutes()) }},
		{column("equipe", "Équipe", 28), func(a x) Cell { return text(namesOf(a.Colleagues)) }},
		{column("partenaires", "Partenaires", 36), func(a x) Cell { return text(namesOf(a.Partners)) }},
		{measure("personnes", "Personnes", 10), func(a x) Cell { return known(a.Persons) }},
		{measure("institutions", "Institutions", 10), func(a x) Cell { return known(a.Institutions) }},
		{measure("entreprises", "Entreprises", 10), func(a x) Cell { return known(a.Companies) }},
		{column("lieu", "Lieu", 24), func(a x) Cell { return text(a.Place) }},
	}).wide()
}

func namesOf(rows []models.NamedRow) string {
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.Name
	}
	return strings.Join(names, ", ")
}

// definitions is the registry of a report as it holds for the operation.
func (d *Document) definitions(title string) Table {
	return registryTable(title, models.RegistryOf(d.Kind, d.Operation.StartsOn, d.Period.To))
}

// registryTable prints what each figure is, under which version of the registry.
func registryTable(title string, entries []models.RegistryEntry) Table {
	return tableOf("definitions", title, entries, []field[models.RegistryEntry]{
		{column("code", "Code", 15), func(e models.RegistryEntry) Cell { return text(e.Code) }},
		{column("libelle", "Libellé", 40), func(e models.RegistryEntry) Cell { return text(e.Label) }},
		{column("population", "Population de référence", 34), func(e models.RegistryEntry) Cell { return text(e.Population) }},
		{column("definition", "Définition", 70), func(e models.RegistryEntry) Cell { return text(e.Definition) }},
		{column("regle", "Règle", 22), func(e models.RegistryEntry) Cell { return text(e.Rule) }},
		{column("source", "Source", 44), func(e models.RegistryEntry) Cell { return text(e.Source) }},
		{column("du", "Valable du", 12), func(e models.RegistryEntry) Cell { return day(e.From) }},
		{column("au", "Valable au", 12), func(e models.RegistryEntry) Cell { return day(e.Until) }},
	}).wide()
}
