package models

// foremPublic is the profile of the persons who entered, at entry (reports.md §8b).
var foremPublic = titled("forem", []breakdownRule{
	{
		code: "AGE", of: foremAge,
		values: []codeLabel{{"MOINS_25", "Moins de 25 ans"}, {"25_49", "25 à 49 ans"}, {"50_PLUS", "50 ans et plus"}},
	},
	{code: "NATIONALITE", of: nationalityGroup, values: nationalityGroups},
	{
		code: "INOCCUPATION", of: idleTime,
		values: []codeLabel{
			{"MOINS_6", "Moins de 6 mois"}, {"6_11", "6 à 11 mois"}, {"12_23", "12 à 23 mois"}, {"24_PLUS", "24 mois et plus"},
		},
	},
	{
		code: "MOTIF", of: func(p *Participation) string { return known(p.Snapshot.Ground) },
		values: []codeLabel{
			{"a", "a) Sans activité rémunérée"}, {"b", "b) Temps partiel involontaire"}, {"c", "c) Activité indépendante complémentaire"},
		},
	},
	{code: "DIPLOME", of: func(p *Participation) string { return known(p.Snapshot.ISCED) }, values: iscedValues()},
	{code: "REVENU", of: func(p *Participation) string { return known(p.Snapshot.Income) }},
	{code: "COMMUNE", of: communeOf, named: (*Participation).CommuneAtEntry},
	{
		code: "FRANCAIS", of: func(p *Participation) string { return known(p.Profile.FrenchLevel) },
		values: []codeLabel{{"A0", "A0"}, {"A1", "A1"}, {"A2", "A2"}, {"B1", "B1"}, {"B2", "B2"}, {"C1", "C1"}, {"C2", "C2"}},
	},
})

func iscedValues() []codeLabel {
	values := make([]codeLabel, len(iscedNames))
	for level, name := range iscedNames {
		values[level] = codeLabel{string(rune('0' + level)), name}
	}
	return values
}

// foremAge is the age group at entry; a year of birth alone may fall in two.
func foremAge(p *Participation) string {
	group := func(age int) string {
		switch {
		case age < 25:
			return "MOINS_25"
		case age < 50:
			return "25_49"
		default:
			return "50_PLUS"
		}
	}
	if !p.Age.Known || group(p.Age.Min) != group(p.Age.Max) {
		return ""
	}
	return group(p.Age.Min)
}

// idleTime is how long the person had been out of work at entry, in whole months.
func idleTime(p *Participation) string {
	since := p.Snapshot.UnemployedSince
	switch {
	case !since.Valid() || since > p.Entry:
		return ""
	case p.Entry < since.AddMonths(6):
		return "MOINS_6"
	case p.Entry < since.AddMonths(12):
		return "6_11"
	case p.Entry < since.AddMonths(24):
		return "12_23"
	default:
		return "24_PLUS"
	}
}

// foremResults is the result of each exit, the first that fits.
var foremResults = titled("forem", []breakdownRule{{
	code: "RESULTAT", of: foremResult,
	values: []codeLabel{
		{"EMPLOI", "Emploi"}, {"FORMATION", "Formation"}, {"STAGE_PFI", "Stage ou PFI"}, {"RECHERCHE", "Recherche active"},
		{"REORIENTATION", "Réorientation"}, {"SANS_SUITE", "Sans suite"},
	},
}})[0]

// foremResult reads the last labour-market event up to 28 days after the exit, then the training
// entered, then the reason of the exit.
func foremResult(p *Participation) string {
	switch p.LastLabourEvent {
	case "emploi", "independant":
		return "EMPLOI"
	case "contrat_formation":
		return "STAGE_PFI"
	}
	switch {
	case p.LastLabourEvent == "" && p.ExitReason == "emploi":
		return "EMPLOI"
	case p.EnteredTraining, p.ExitReason == "formation":
		return "FORMATION"
	case p.LastLabourEvent == "recherche", p.LastLabourEvent == "chomage":
		return "RECHERCHE"
	}
	switch p.ExitReason {
	case "reorientation":
		return "REORIENTATION"
	case "abandon", "perdu_de_vue", "demenagement":
		return "SANS_SUITE"
	}
	if p.LastLabourEvent != "" {
		return "SANS_SUITE"
	}
	return ""
}

// ForemResult is the French name of the result of a participation, "" without an exit.
func ForemResult(p *Participation) string {
	if p.Exit == "" {
		return ""
	}
	code := foremResult(p)
	for _, value := range foremResults.values {
		if value.code == code {
			return value.label
		}
	}
	return notRecordedLabel
}

var foremControls = []controlText{
	{"F01", Blocking, "Chaque répartition du public fait le total des entrées.", "Une répartition du public ne fait pas le total des entrées."},
	{"F02", Blocking, "Une seule participation par personne ; aucun double (nom, naissance, code postal).", "Des personnes sont inscrites deux fois : fusionnez les dossiers ou annulez une inscription."},
	{"F03", Blocking, "Naissance ≤ entrée ≤ sortie, dans les dates de l'opération.", "Des dates se contredisent ou sortent des dates de l'opération : corrigez l'entrée, la sortie ou la naissance."},
	{"F04", Blocking, "Heures = lignes de présence avec signature, sans chevauchement ni second bailleur.", "Des présences se chevauchent ou des heures ne correspondent pas aux présences : corrigez l'horaire."},
	{"F05", Warning, "Chaque personne entrée a son motif d'inoccupation (a, b ou c).", "Motif d'inoccupation non renseigné : demandez la preuve et encodez le motif."},
	{"F06", Warning, "Chaque sortie de plus de 28 jours a son résultat.", "Sortie de plus de 28 jours sans résultat : encodez la situation à la sortie."},
	{"F07", Warning, "Chaque présence a sa signature.", "Présences sans signature : leurs heures ne comptent pas."},
	{"F08", Warning, "Chaque personne entrée a sexe, naissance, situation et diplôme.", "Données d'entrée manquantes : complétez le dossier."},
	{"F10", Warning, "Chaque candidature venue du Forem et restée sans entrée a son retour au Forem.", "Candidatures venues du Forem sans entrée ni retour : faites le retour et notez sa date."},
	{"F09", Warning, "Aucune valeur du dernier rapport figé n'a changé.", "Des valeurs du dernier rapport figé ont changé (correction rétroactive)."},
}
