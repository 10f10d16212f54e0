package reports

import (
	"strings"

	"jalon/models"
)

// SPW lays out the report of the 4-hour module as the sheets of reports.md §8c.
func SPW(r *models.SPWReport, meta Meta) *Document {
	d := &Document{
		Kind: "spw", Title: "Rapport au SPW : module de 4 heures", Operation: r.Request.Operation, Period: r.Period,
		Rules: r.Rules, AsOf: r.Request.AsOf, Meta: meta, Indicators: r.Indicators(), Controls: r.Controls, withTables: true,
	}
	for _, p := range r.Participations {
		d.Participations = append(d.Participations, &p.Participation)
	}
	d.Tables = []Table{
		d.cover("Couverture", line{"Mesure du module complet", text("4 heures avec signature, toutes séances et tous opérateurs")}),
		summaryTable(r),
		d.newcomersTable(r),
		sessionsTable(r),
		controlsTable("Contrôles", r.Controls),
		d.definitions("Définitions"),
	}
	d.explain("Explications", r)
	return d.forReader()
}

// SessionsLine is the line that counts sessions: it opens on their sheet, not on persons.
const SessionsLine = "SEANCES"

// summaryTable counts sessions, then persons: sessions have a total only.
func summaryTable(r *models.SPWReport) Table {
	var held, heldInPeriod models.GenderCounts
	for _, session := range r.Sessions {
		if session.Held() {
			held.Total++
			if r.Period.Contains(session.Date) {
				heldInPeriod.Total++
			}
		}
	}
	lines := []groupedLine{{
		group: "Séances", ofThings: true,
		count: models.IndicatorCount{Code: SessionsLine, Label: "Séances tenues", Period: heldInPeriod, Cumulative: held},
	}}
	for _, total := range r.Totals {
		lines = append(lines, groupedLine{group: "Participants", count: total})
	}
	lines = append(lines, grouped(append(append([]models.Breakdown{}, r.Groups...), r.Exemptions))...)
	return groupedTable("synthese", "Synthèse", lines)
}

func (d *Document) newcomersTable(r *models.SPWReport) Table {
	type participation = *models.SPWParticipation
	started := having(r.Participations, func(p participation) bool { return p.Started() })
	fields := []field[participation]{
		{column("inscription", "Inscription", 19), func(p participation) Cell { return text(p.Enrolment) }},
	}
	if d.Meta.Nominative {
		fields = append(fields,
			field[participation]{column("nom", "Nom de famille", 22), func(p participation) Cell { return text(p.Family) }},
			field[participation]{column("prenom", "Prénom", 20), func(p participation) Cell { return text(p.Given) }})
	}
	fields = append(fields, []field[participation]{
		{column("convention", "N° de convention", 16), func(p participation) Cell { return text(p.Snapshot.Convention) }},
		{column("public", "Public", 12), func(p participation) Cell { return text(publicNames[p.Snapshot.Public]) }},
		{column("primo_arrivant", "Primo-arrivance", 11), func(p participation) Cell { return yesNo(p.NewcomerAtEntry()) }},
		{column("bilan", "Date du bilan social", 12), func(p participation) Cell { return day(p.Snapshot.AssessmentDate) }},
		{column("dates", "Dates", 26), func(p participation) Cell { return text(daysOf(p.Days)) }},
		{measure("heures", "Heures avec signature", 11), func(p participation) Cell { return hours(p.SignedMinutes) }},
		{column("complet", "Module complet", 10), func(p participation) Cell { return text(completion(p)) }},
		{column("attestation", "N° d'attestation", 16), func(p participation) Cell { return text(attestationNumbers(p.Attestations)) }},
		{column("attestation_date", "Date de l'attestation", 12), func(p participation) Cell { return attestationDay(p.Attestations) }},
		{column("operateur", "Opérateur", 12), func(p participation) Cell { return text(strings.Join(p.Operators, "; ")) }},
		{column("interprete", "Interprète", 16), func(p participation) Cell { return text(strings.Join(p.Interpreters, "; ")) }},
		{measure("heures_ailleurs", "Heures ailleurs, avec preuve", 11), func(p participation) Cell { return hours(p.ProvenMinutes) }},
		{column("premiere", "Première présence", 12), func(p participation) Cell { return day(p.Entry) }},
	}...)
	return tableOf("participants", "Participants", started, fields).wide()
}

var publicNames = map[string]string{models.PublicObliged: "obligation", models.PublicVolunteer: "volontariat"}

func daysOf(days []models.Date) string {
	list := make([]string, len(days))
	for i, d := range days {
		list[i] = models.FrenchDate(d)
	}
	return strings.Join(list, " ; ")
}

func completion(p *models.SPWParticipation) string {
	if p.CompletedOn != "" {
		return models.Yes
	}
	return models.No
}

func attestationNumbers(attestations []models.AttestationFact) string {
	numbers := make([]string, len(attestations))
	for i, a := range attestations {
		numbers[i] = a.Number
	}
	return strings.Join(numbers, "; ")
}

// attestationDay is that of the last attestation.
func attestationDay(attestations []models.AttestationFact) Cell {
	if len(attestations) == 0 {
		return Cell{}
	}
	return day(attestations[len(attestations)-1].Date)
}

func sessionsTable(r *models.SPWReport) Table {
	return tableOf("seances", "Séances", r.Sessions, []field[models.SessionLine]{
		{column("seance", "Séance", 19), func(s models.SessionLine) Cell { return text(s.Ref) }},
		{column("intitule", "Intitulé", 34), func(s models.SessionLine) Cell { return text(s.Title) }},
		{column("date", "Date", 12), func(s models.SessionLine) Cell { return day(s.Date) }},
		{column("debut", "Début", 8), func(s models.SessionLine) Cell { return text(s.Start) }},
		{column("fin", "Fin", 8), func(s models.SessionLine) Cell { return text(s.End) }},
		{column("lieu", "Lieu", 20), func(s models.SessionLine) Cell { return text(s.Place) }},
		{column("operateur", "Opérateur", 11), func(s models.SessionLine) Cell { return text(operatorOf(s)) }},
		{column("interprete", "Interprète", 16), func(s models.SessionLine) Cell { return text(s.Interpreter) }},
		{column("intervenant", "Intervention", 24), func(s models.SessionLine) Cell { return text(s.Staff) }},
		{measure("inscrits", "Inscriptions", 12), func(s models.SessionLine) Cell { return number(s.Registered) }},
		{measure("presents", "Présences", 10), func(s models.SessionLine) Cell { return number(s.Attended) }},
		{measure("signatures", "Signatures", 10), func(s models.SessionLine) Cell { return number(s.Signed) }},
		{measure("heures", "Heures-personnes avec signature", 16), func(s models.SessionLine) Cell { return hours(s.SignedMinutes) }},
	}).wide()
}

func operatorOf(s models.SessionLine) string {
	if s.Operator == "" {
		return models.OperatorCentre
	}
	return s.Operator
}
