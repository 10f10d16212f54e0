package models

import (
	"fmt"
	"slices"
)

// fseControls are the controls of reports.md §7, in order: what each verifies, and what to do when
// it fails.
var fseControls = []controlText{
	{"C01", Blocking, "EECO01 = F + M + X + non renseigné = nombre de participations listées.", "EECO01 ne correspond pas aux participations listées."},
	{"C02", Blocking, "EECO02 + 04 + 05 et EECO09 + 10 + 11 = EECO01 moins les fiches incomplètes.", "Les situations ou les diplômes ne font pas le total des fiches complètes."},
	{"C03", Blocking, "EECO06 + 07 + 08 + groupe 30-54 ans = EECO01 moins les fiches incomplètes.", "Les tranches d'âge ne font pas le total des fiches complètes."},
	{"C04", Blocking, "EECO03 ≤ EECO02 et EECO12 à 17 ≤ EECO01 moins les fiches incomplètes, par sexe aussi.", "Une partie dépasse le tout dont elle est tirée."},
	{"C05", Blocking, "Chaque résultat reste dans sa population d'origine (cumulé).", "Un résultat dépasse la population dont il est tiré."},
	{"C06", Blocking, "Aucune participation ne compte à la fois pour EECR01 et EECR04.", "Des participations comptent à la fois pour EECR01 et EECR04."},
	{"C07", Blocking, "Une seule participation par personne ; aucun double (nom, naissance, code postal).", "Des personnes sont inscrites deux fois : fusionnez les dossiers ou annulez une inscription."},
	{"C08", Blocking, "Naissance ≤ entrée ≤ sortie ≤ date d'arrêté, dans les dates de l'opération.", "Des dates se contredisent ou sortent des dates de l'opération : corrigez l'entrée, la sortie ou la naissance."},
	{"C09", Blocking, "Heures = lignes de présence avec signature, sans chevauchement ni second bailleur.", "Des présences se chevauchent ou des heures ne correspondent pas aux présences : corrigez l'horaire."},
	{"C10", Blocking, "EECO18 = EECO19 = 0.", "EECO18 et EECO19 doivent rester à 0 : l'opération soutient des personnes."},
	{"C11", Warning, "Au plus 10 % de fiches incomplètes.", "Trop de fiches incomplètes : complétez les données d'entrée."},
	{"C12", Warning, "Aucune participation ouverte sans présence depuis plus de 90 jours.", "Aucune présence depuis plus de 90 jours : encodez la sortie."},
	{"C13", Warning, "Chaque sortie de plus de 28 jours a ses données de sortie.", "Sortie de plus de 28 jours sans donnée : encodez la situation à la sortie."},
	{"C14", Warning, "Chaque échéance de six mois a son suivi.", "Six mois écoulés sans suivi : contactez la personne."},
	{"C15", Warning, "Chaque personne a un numéro ou une adresse e-mail.", "Ni téléphone ni e-mail : le suivi à 6 mois sera impossible."},
	{"C16", Warning, "Chaque qualification a sa preuve.", "Qualification sans preuve : elle ne compte pas tant que la preuve manque."},
	{"C17", Warning, "Chaque participation comptée a au moins une présence avec signature.", "Participation comptée sans aucune présence avec signature : retrouvez la feuille de présences."},
	{"C18", Warning, "Âge à l'entrée entre 15 et 75 ans.", "Âge à l'entrée sous 15 ans ou au-dessus de 75 ans : vérifiez la naissance."},
	{"C19", Warning, "Aucune nationalité de l'Union chez une personne primo-arrivante.", "Nationalité de l'Union et primo-arrivance à la fois : vérifiez l'une des deux."},
	{"C20", Warning, "Aucune valeur du dernier rapport figé n'a changé.", "Des valeurs du dernier rapport figé ont changé (correction rétroactive)."},
	{"C21", Warning, "Aucune case de 1 à 4 personnes.", "Des cases comptent de 1 à 4 personnes : masquez-les dans toute publication."},
}

// Thresholds of the warnings (reports.md §7).
const (
	amberShare   = 10 // per cent of incomplete records
	redShare     = 35
	silentDays   = 90
	lowestAge    = 15
	highestAge   = 75
	smallestCell = 5
)

// checkRecord runs the controls that one enrolment can fail alone. facts end at the as-of date.
func (r *FSEReport) checkRecord(facts EnrolmentFacts, p *Participation) {
	if p.Indicators.Has("EECR01") && p.Indicators.Has("EECR04") {
		r.sheet.blame("C06", p.Enrolment)
	}
	r.records.check(&r.sheet, facts, p)
	if p.Counts() {
		r.warn(p)
	}
}

// warn runs the warnings about a counted participation.
func (r *FSEReport) warn(p *Participation) {
	european := slices.ContainsFunc(p.NationalitiesAtEntry(), IsEU27)
	for _, warning := range []struct {
		code  string
		fails bool
	}{
		{"C12", p.Exit == "" && p.LastContact.AddDays(silentDays) < p.AsOf},
		{"C13", p.Exit != "" && p.WindowEnd() < p.KnownOn && !p.HasExitData && !p.ExitAsked},
		{"C14", p.SixMonthsDue && p.SixMonthReply == nil && r.Request.Operation.Draws.Asks(p.ID, p.Exit)},
		{"C15", !p.Profile.HasPhone && !p.Profile.HasEmail},
		{"C16", p.UnprovenQualified && !p.Qualified},
		{"C17", p.SignedDays == 0},
		{"C18", p.Age.Known && (p.Age.Max < lowestAge || p.Age.Min > highestAge)},
		{"C19", european && p.Snapshot.Public == "oblige"},
	} {
		if warning.fails {
			r.sheet.blame(warning.code, p.Enrolment)
		}
	}
}

// checkFigures runs the controls on the counted lines.
func (r *FSEReport) checkFigures() {
	r.checkTotal()
	for _, side := range []struct {
		of         func(IndicatorCount) GenderCounts
		incomplete GenderCounts
	}{
		{func(c IndicatorCount) GenderCounts { return c.Period }, r.IncompletePeriod},
		{func(c IndicatorCount) GenderCounts { return c.Cumulative }, r.IncompleteCumulative},
	} {
		r.checkSums(func(code string) GenderCounts { return side.of(r.Count(code)) }, side.incomplete)
	}
	r.checkResults()
	r.checkIncomplete()
	for _, line := range r.Indicators {
		for _, gender := range Genders {
			small := func(n int) bool { return n > 0 && n < smallestCell }
			r.sheet.check("C21", !small(line.Period.Of(gender)) && !small(line.Cumulative.Of(gender)))
		}
	}
}

func (r *FSEReport) checkTotal() {
	total, listed := r.Count(TotalIndicator).Cumulative, 0
	for _, p := range r.Participations {
		if p.Counts() {
			listed++
		}
	}
	r.sheet.check("C01", total.Total == total.F+total.M+total.X+total.NR && total.Total == listed)
}

// checkSums: under TOTAL_ONLY exclusive groups add up to the complete records; when what is known of
// incomplete records counts too, they may not exceed the total.
func (r *FSEReport) checkSums(count func(string) GenderCounts, incomplete GenderCounts) {
	whole := count(TotalIndicator)
	addsUp := func(sum GenderCounts) bool { return sum.within(whole) }
	if r.Rules.Incomplete == IncompleteTotalOnly {
		whole = whole.minus(incomplete)
		addsUp = func(sum GenderCounts) bool { return sum == whole }
	}
	sum := func(codes ...string) (total GenderCounts) {
		for _, code := range codes {
			total = total.plus(count(code))
		}
		return total
	}
	r.sheet.check("C02", addsUp(sum("EECO02", "EECO04", "EECO05")) && addsUp(sum("EECO09", "EECO10", "EECO11")))
	r.sheet.check("C03", addsUp(sum("EECO06", "EECO07", "EECO08", MiddleAgeGroup)))
	r.sheet.check("C04", count("EECO03").within(count("EECO02")))
	for _, code := range []string{"EECO12", "EECO13", "EECO14", "EECO15", "EECO16", "EECO17"} {
		r.sheet.check("C04", count(code).within(whole))
	}
	r.sheet.check("C10", count("EECO18").Total == 0 && count("EECO19").Total == 0)
}

// checkResults holds on cumulative figures only: a result may belong to a later year than its output.
func (r *FSEReport) checkResults() {
	count := func(code string) GenderCounts { return r.Count(code).Cumulative }
	withoutWork := count("EECO02").plus(count("EECO04"))
	for code, population := range map[string]GenderCounts{
		"EECR01": count("EECO04"), "EECR04": withoutWork, "EECR05": withoutWork,
		"EECR06": count("EECO05"), "EECR02": count(TotalIndicator), "EECR03": count(TotalIndicator),
	} {
		r.sheet.check("C05", count(code).within(population))
	}
}

func (r *FSEReport) checkIncomplete() {
	incomplete, total := r.IncompleteCumulative.Total, r.Count(TotalIndicator).Cumulative.Total
	if incomplete*100 <= total*amberShare {
		return
	}
	for _, p := range r.Participations {
		if p.Status == Incomplete {
			r.sheet.blame("C11", p.Enrolment)
		}
	}
	level := "seuil d'alerte : 10 %"
	if incomplete*100 > total*redShare {
		level = "seuil critique : 35 %"
	}
	r.sheet.details["C11"] = fmt.Sprintf("Fiches incomplètes : %d sur %d (%s).", incomplete, total, level)
}
