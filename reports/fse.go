package reports

import (
	"fmt"
	"strconv"
	"strings"

	"jalon/models"
)

// FSE lays out the FSE+ report as the ten sheets of reports.md §8a.
func FSE(r *models.FSEReport, meta Meta) *Document {
	d := &Document{
		Kind: "fse", Title: "Rapport FSE+", Operation: r.Request.Operation, Period: r.Period, Rules: r.Rules, AsOf: r.Request.AsOf, Meta: meta,
		Indicators: r.Indicators, Rates: r.Rates, Participations: r.Participations, Controls: r.Controls,
	}
	started := having(r.Participations, (*models.Participation).Started)
	total := r.Count(models.TotalIndicator)
	d.Tables = []Table{
		d.cover("1 Couverture",
			line{"Participations comptées (cumul)", number(total.Cumulative.Total)},
			line{"dont fiches incomplètes", number(r.IncompleteCumulative.Total)},
			line{"Aides de courte durée, hors indicateurs", number(r.ExcludedShort)},
			line{"Inscriptions sans présence", number(r.NotStarted)},
			line{"Mention", text(CoFunding)}),
		outputsTable(r),
		resultsTable(r),
		participantsTable("4 Participants", started, meta),
		hoursTable("5 Heures", started),
		d.attendanceTable("6 Présences"),
		incompleteTable(started),
		sixMonthsTable(started),
		controlsTable("9 Contrôles", r.Controls),
		d.definitions("10 Définitions"),
	}
	d.Estimates = r.Request.Estimates
	d.explain("11 Explications", r)
	if len(r.Surveys) > 0 {
		d.Tables = append(d.Tables, surveyTable("12 Enquête à 6 mois", r.Surveys))
		d.Surveys = r.Surveys
	}
	d.Tables = append(d.Tables, d.traineeTable("Fiche stagiaire", started))
	return d.forReader()
}

// indicatorFields are the code and the label of a line.
var indicatorFields = []field[models.IndicatorCount]{
	{column("code", "Code", 11), func(c models.IndicatorCount) Cell { return text(c.Code) }},
	{column("libelle", "Libellé", 46), func(c models.IndicatorCount) Cell { return text(c.Label) }},
}

func linesOf(r *models.FSEReport, output bool) []models.IndicatorCount {
	var lines []models.IndicatorCount
	for _, line := range r.Indicators {
		if (models.IndicatorByCode(line.Code).Kind == models.Output) == output {
			lines = append(lines, line)
		}
	}
	return lines
}

func outputsTable(r *models.FSEReport) Table {
	fields := append(append([]field[models.IndicatorCount]{}, indicatorFields...), countFields()...)
	fields = append(append(fields, targetFields(r)...),
		field[models.IndicatorCount]{column("remarque", "Remarque ou estimation", 34), func(c models.IndicatorCount) Cell {
			return text(outputRemark(r, c))
		}},
	)
	return tableOf("realisations", "2 Réalisations", linesOf(r, true), fields).wide()
}

// TargetColumns are those that say what was promised.
var TargetColumns = []string{"cible", "realise"}

// targetFields are the target of a line and how much of it is done, empty without a target.
func targetFields(r *models.FSEReport) []field[models.IndicatorCount] {
	return []field[models.IndicatorCount]{
		{measure("cible", "Cible", 8), func(c models.IndicatorCount) Cell {
			target, _, set := r.Towards(c.Code)
			if !set {
				return Cell{}
			}
			return figure(target.Value, target.PublicID)
		}},
		{measure("realise", "% de la cible", 9), func(c models.IndicatorCount) Cell {
			target, done, _ := r.Towards(c.Code)
			return opened(share(done, target.Value), target.PublicID)
		}},
	}
}

// targetRemark says over which days a target is counted, when those are not all of the operation up to the as-of date.
func targetRemark(r *models.FSEReport, code string) string {
	target, done, set := r.Towards(code)
	if !set || done == r.Count(code).Cumulative.Total {
		return ""
	}
	return fmt.Sprintf("cible du %s au %s : %d sur %d", models.FrenchDate(target.FromOn), models.FrenchDate(target.DueOn), done, target.Value)
}

// outputRemark says what a figure leaves out. An estimate stands beside the count, never in its place.
func outputRemark(r *models.FSEReport, c models.IndicatorCount) string {
	var remarks []string
	if incomplete := r.IncompleteCumulative.Total; c.Code == models.TotalIndicator && incomplete > 0 {
		remarks = append(remarks, "dont fiches incomplètes : "+strconv.Itoa(incomplete))
	}
	if c.NotKnown > 0 {
		remarks = append(remarks, "donnée non renseignée : "+strconv.Itoa(c.NotKnown))
	}
	if remark := targetRemark(r, c.Code); remark != "" {
		remarks = append(remarks, remark)
	}
	if estimate, set := r.Request.Estimates[c.Code]; set {
		remarks = append(remarks, fmt.Sprintf("estimation : %d (%s, %s)", estimate.Value, estimate.Method, models.FrenchDate(estimate.Date)))
	}
	return strings.Join(remarks, " ; ")
}

func resultsTable(r *models.FSEReport) Table {
	rates := map[string]models.Rate{}
	for _, rate := range r.Rates {
		rates[rate.Code] = rate
	}
	fields := append(append([]field[models.IndicatorCount]{}, indicatorFields...),
		field[models.IndicatorCount]{column("population", "Population de référence", 34), func(c models.IndicatorCount) Cell {
			return text(models.IndicatorByCode(c.Code).On(r.Rules.Registry).Population)
		}})
	fields = append(fields, countFields()...)
	fields = append(fields,
		field[models.IndicatorCount]{measure("denominateur", "Effectif de référence (cumul)", 12), func(c models.IndicatorCount) Cell {
			return figure(rates[c.Code].Denominator, c.Code)
		}},
		field[models.IndicatorCount]{measure("taux", "Taux", 9), func(c models.IndicatorCount) Cell {
			return opened(share(rates[c.Code].Numerator, rates[c.Code].Denominator), c.Code)
		}},
		field[models.IndicatorCount]{measure("inconnus", "Inconnus", 9), func(c models.IndicatorCount) Cell {
			return figure(rates[c.Code].NotKnown, c.Code)
		}},
		field[models.IndicatorCount]{measure("provisoires", "Provisoires", 11), func(c models.IndicatorCount) Cell {
			return figure(c.Provisional, c.Code)
		}},
	)
	fields = append(fields, targetFields(r)...)
	return tableOf("resultats", "3 Résultats", linesOf(r, false), fields).wide()
}

// hoursOf is a line of hours with its enrolment.
type hoursOf struct {
	enrolment string
	line      models.HoursLine
}

func hoursTable(title string, participations []*models.Participation) Table {
	fields := []field[hoursOf]{
		{column("inscription", "Inscription", 19), func(h hoursOf) Cell { return text(h.enrolment) }},
		{column("categorie", "Catégorie", 28), func(h hoursOf) Cell { return text(h.line.Category) }},
		{column("mois", "Mois", 10), func(h hoursOf) Cell { return text(h.line.Month) }},
		{measure("prevues", "Heures prévues", 12), func(h hoursOf) Cell { return hours(h.line.Planned) }},
		{measure("signees", "Heures avec signature", 12), func(h hoursOf) Cell { return hours(h.line.Signed) }},
	}
	lines := func(yield func(hoursOf, error) bool) {
		for _, p := range participations {
			for _, line := range p.Hours {
				if !yield(hoursOf{p.Enrolment, line}, nil) {
					return
				}
			}
		}
	}
	return Table{Key: "heures", Title: title, Columns: columnsOf(fields), Rows: rowsOf(lines, fields)}
}

func incompleteTable(started []*models.Participation) Table {
	incomplete := having(started, func(p *models.Participation) bool { return p.Status == models.Incomplete })
	return tableOf("incompletes", "7 Fiches incomplètes", incomplete, []field[*models.Participation]{
		{column("inscription", "Inscription", 19), func(p *models.Participation) Cell { return text(p.Enrolment) }},
		{column("entree", "Entrée", 12), func(p *models.Participation) Cell { return day(p.Entry) }},
		{column("reference", "Personne de référence", 28), func(p *models.Participation) Cell { return text(p.Referent) }},
		{column("manque", "Données manquantes", 60), func(p *models.Participation) Cell { return text(missingOf(p)) }},
	}).wide()
}

func missingOf(p *models.Participation) string {
	names := make([]string, len(p.Missing))
	for i, datum := range p.Missing {
		names[i] = models.MissingName(datum)
	}
	return strings.Join(names, ", ")
}

func sixMonthsTable(started []*models.Participation) Table {
	left := having(started, func(p *models.Participation) bool { return p.Counts() && p.Exit != "" })
	return tableOf("suivi_6_mois", "8 Suivi 6 mois", left, []field[*models.Participation]{
		{column("inscription", "Inscription", 19), func(p *models.Participation) Cell { return text(p.Enrolment) }},
		{column("sortie", "Sortie", 12), func(p *models.Participation) Cell { return day(p.Exit) }},
		{column("echeance", "Échéance", 12), func(p *models.Participation) Cell { return day(p.SixMonths) }},
		{column("etat", "État", 16), func(p *models.Participation) Cell { return text(sixMonthState(p)) }},
		{measure("relances", "Relances", 9), func(p *models.Participation) Cell { return number(replyOf(p).Attempts) }},
		{column("date", "Date de la réponse", 14), func(p *models.Participation) Cell { return day(replyOf(p).Date) }},
		{column("situation", "Situation", 24), func(p *models.Participation) Cell { return text(models.EventName(replyOf(p).Status)) }},
		{column("amelioration", "Amélioration", 24), func(p *models.Participation) Cell {
			return text(models.ImprovementName(replyOf(p).Improvement))
		}},
	}).wide()
}

func replyOf(p *models.Participation) models.SixMonthAnswer {
	if p.SixMonthReply == nil {
		return models.SixMonthAnswer{}
	}
	return *p.SixMonthReply
}

func sixMonthState(p *models.Participation) string {
	switch {
	case p.SixMonthReply != nil:
		return "Réponse"
	case p.SixMonthsDue:
		return "À contacter"
	default:
		return "À venir"
	}
}
