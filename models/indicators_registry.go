package models

// Indicators is the registry, in the order of Annex I of Regulation (EU) 2021/1057, with the age
// group 30 to 54 that the Annex leaves without a code. Labels: reports.md §1.2.
var Indicators = []Indicator{
	{
		Code: TotalIndicator, Kind: Output, rule: inTotal,
		Label:      "Nombre total de participants",
		Definition: "Une participation par personne et par opération, dès la première présence, même après un retour. Les aides de courte durée n'y sont pas ; les fiches incomplètes y sont.",
	},
	{
		Code: "EECO02", Kind: Output, rule: labourIs(Unemployed),
		Label:      "Chômeurs, y compris les chômeurs de longue durée",
		Definition: "À l'entrée : inscription au Forem comme demandeur d'emploi inoccupé ; sinon sans travail, en recherche et disponible.",
	},
	{
		Code: "EECO03", Kind: Output, rule: inLongTerm,
		Label:      "Chômeurs de longue durée",
		Definition: "Parmi EECO02 : inoccupation plus longue que la durée fixée par la règle de l'opération, à la date d'entrée.",
	},
	{
		Code: "EECO04", Kind: Output, rule: labourIs(Inactive),
		Label:      "Personnes inactives",
		Definition: "À l'entrée : ni au chômage ni au travail (pas de recherche ou pas de disponibilité, études comprises).",
	},
	{
		Code: "EECO05", Kind: Output, rule: labourIs(Employed),
		Label:      "Personnes exerçant un emploi, y compris les indépendants",
		Definition: "À l'entrée : travail salarié, indépendant ou article 60, sans inscription comme demandeur d'emploi inoccupé.",
	},
	{
		Code: "EECO06", Kind: Output, rule: bracketIs(Below18),
		Label:      "Nombre d'enfants de moins de 18 ans",
		Definition: "Âge à la date d'entrée.",
	},
	{
		Code: "EECO07", Kind: Output, rule: bracketIs(From18),
		Label:      "Jeunes âgés de 18 à 29 ans",
		Definition: "Âge à la date d'entrée.",
	},
	{
		Code: MiddleAgeGroup, Kind: Output, rule: bracketIs(From30),
		Label:      "Participants âgés de 30 à 54 ans (groupe sans code)",
		Definition: "Âge à la date d'entrée. Groupe absent de l'annexe I, montré pour que la somme des âges soit complète.",
	},
	{
		Code: "EECO08", Kind: Output, rule: bracketIs(From55),
		Label:      "Nombre de participants âgés de 55 ans et plus",
		Definition: "Âge à la date d'entrée.",
	},
	{
		Code: "EECO09", Kind: Output, rule: iscedIn(0, 2),
		Label:      "Titulaires d'un diplôme du premier cycle de l'enseignement secondaire ou inférieur (CITE 0 à 2)",
		Definition: "Niveau le plus élevé réussi à l'entrée, tel que déclaré, avec ou sans équivalence. Sans scolarité : niveau 0.",
	},
	{
		Code: "EECO10", Kind: Output, rule: iscedIn(3, 4),
		Label:      "Deuxième cycle du secondaire (CITE 3) ou post-secondaire (CITE 4)",
		Definition: "Niveau le plus élevé réussi à l'entrée, tel que déclaré, avec ou sans équivalence.",
	},
	{
		Code: "EECO11", Kind: Output, rule: iscedIn(5, 8),
		Label:      "Enseignement supérieur (CITE 5 à 8)",
		Definition: "Niveau le plus élevé réussi à l'entrée, tel que déclaré, avec ou sans équivalence.",
	},
	{
		Code: "EECO12", Kind: Output, rule: flag(func(p *Participation) string { return p.Disability }, "Pas de handicap déclaré à l'entrée."),
		Label:      "Participants handicapés",
		Definition: "Déclaration de la personne à l'entrée. Un refus de répondre ne compte pas.",
	},
	{
		Code: "EECO13", Kind: Output, rule: flag(func(p *Participation) string { return p.ThirdCountry }, "Nationalité d'un pays de l'Union européenne à l'entrée."),
		Label:      "Ressortissants de pays tiers",
		Definition: "Aucune nationalité de l'Union européenne (27) à l'entrée ; apatrides et nationalités indéterminées comprises.",
	},
	{
		Code: "EECO14", Kind: Output, rule: flag(func(p *Participation) string { return p.ForeignBackground }, "Parents nés en Belgique, selon la règle d'origine de l'opération."),
		Label:      "Participants d'origine étrangère",
		Definition: "Parents nés hors de Belgique : les deux, ou au moins un, selon la règle de l'opération.",
	},
	{
		Code: "EECO15", Kind: Output, rule: flag(func(p *Participation) string { return p.Minority }, "Pas d'appartenance à une minorité déclarée à l'entrée."),
		Label:      "Minorités (y compris les communautés marginalisées, comme les Roms)",
		Definition: "Déclaration de la personne seulement, jamais déduite d'une autre donnée.",
	},
	{
		Code: "EECO16", Kind: Output, rule: flag(func(p *Participation) string { return p.Homeless }, "Pas d'exclusion liée au logement à l'entrée."),
		Label:      "Sans-abri ou personnes touchées par l'exclusion liée au logement",
		Definition: "Situation à l'entrée (typologie ETHOS), centres d'accueil compris.",
	},
	{
		Code: "EECO17", Kind: Output, rule: flag(func(p *Participation) string { return p.Rural }, "Domicile hors zone rurale à l'entrée."),
		Label:      "Participants provenant de zones rurales",
		Definition: "Domicile à l'entrée dans une commune de degré d'urbanisation 3 (DEGURBA).",
	},
	{
		Code: "EECO18", Kind: Output, rule: notPersons,
		Label:      "Nombre d'administrations ou de services publics soutenus",
		Definition: "Toujours 0 : l'opération soutient des personnes.",
	},
	{
		Code: "EECO19", Kind: Output, rule: notPersons,
		Label:      "Nombre de micro, petites et moyennes entreprises soutenues",
		Definition: "Toujours 0 : l'opération soutient des personnes.",
	},
	{
		Code: "EECR01", Kind: Result, rule: searching, reference: exitedInactive,
		Label:      "Participants à la recherche d'un emploi au terme de leur participation",
		Population: "Sorties de personnes inactives à l'entrée",
		Definition: "Inactivité à l'entrée et recherche d'emploi ou chômage comme dernier événement, du début de la dernière période à la sortie + 28 jours.",
	},
	{
		Code: "EECR02", Kind: Result, rule: inTraining, reference: exitedUntrained,
		Label:      "Participants suivant un enseignement ou une formation au terme de leur participation",
		Population: "Sorties de personnes hors formation à l'entrée",
		Definition: "Pas d'enseignement ni de formation à l'entrée ; début d'une formation (ou d'un PFI) de la sortie à la sortie + 28 jours.",
	},
	{
		Code: "EECR03", Kind: Result, rule: qualified, reference: exited,
		Label:      "Participants obtenant une qualification au terme de leur participation",
		Population: "Toutes les sorties",
		Definition: "Qualification obtenue de l'entrée à la sortie + 28 jours, avec preuve.",
	},
	{
		Code: "EECR04", Kind: Result, rule: employed, reference: exitedWithoutWork,
		Label:      "Participants exerçant un emploi, y compris à titre indépendant, au terme de leur participation",
		Population: "Sorties de personnes au chômage ou inactives à l'entrée",
		Definition: "Chômage ou inactivité à l'entrée et emploi comme dernier événement, du début de la dernière période à la sortie + 28 jours.",
	},
	{
		Code: "EECR05", Kind: LongerTerm, rule: employedLater, reference: dueWithoutWork,
		Label:      "Participants exerçant un emploi, y compris à titre indépendant, six mois après la fin de leur participation",
		Population: "Chômage ou inactivité à l'entrée, six mois écoulés depuis la sortie",
		Definition: "Chômage ou inactivité à l'entrée et emploi à la sortie + 6 mois, quel que soit le jour de l'appel.",
	},
	{
		Code: "EECR06", Kind: LongerTerm, rule: improvedLater, reference: dueEmployed,
		Label:      "Participants jouissant d'une meilleure situation sur le marché du travail six mois après la fin de leur participation",
		Population: "Emploi à l'entrée, six mois écoulés depuis la sortie",
		Definition: "Emploi à l'entrée et, à la sortie + 6 mois, emploi stable, temps plein, compétences plus élevées ou promotion. Une hausse de salaire seule ne suffit pas.",
	},
}
