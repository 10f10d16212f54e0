package models

// fseRule is a computation that the registry names: who counts and, for a result, among whom.
type fseRule struct {
	rule      func(*Participation) Verdict
	reference func(*Participation) bool
}

// fseRules are the computations of the FSE+ report (reports.md §6).
var fseRules = map[string]fseRule{
	"total":                 {inTotal, nil},
	"situation_chomage":     {labourIs(Unemployed), nil},
	"chomage_longue_duree":  {inLongTerm, nil},
	"situation_inactivite":  {labourIs(Inactive), nil},
	"situation_emploi":      {labourIs(Employed), nil},
	"age_moins_18":          {bracketIs(Below18), nil},
	"age_18_29":             {bracketIs(From18), nil},
	"age_30_54":             {bracketIs(From30), nil},
	"age_55_plus":           {bracketIs(From55), nil},
	"cite_0_2":              {iscedIn(0, 2), nil},
	"cite_3_4":              {iscedIn(3, 4), nil},
	"cite_5_8":              {iscedIn(5, 8), nil},
	"handicap":              {flag(func(p *Participation) string { return p.Disability }, "Pas de handicap déclaré à l'entrée."), nil},
	"pays_tiers":            {flag(func(p *Participation) string { return p.ThirdCountry }, "Nationalité d'un pays de l'Union européenne à l'entrée."), nil},
	"origine_etrangere":     {flag(func(p *Participation) string { return p.ForeignBackground }, "Parents nés en Belgique, selon la règle d'origine de l'opération."), nil},
	"minorite":              {flag(func(p *Participation) string { return p.Minority }, "Pas d'appartenance à une minorité déclarée à l'entrée."), nil},
	"sans_abri":             {flag(func(p *Participation) string { return p.Homeless }, "Pas d'exclusion liée au logement à l'entrée."), nil},
	"zone_rurale":           {flag(func(p *Participation) string { return p.Rural }, "Domicile hors zone rurale à l'entrée."), nil},
	"toujours_zero":         {notPersons, nil},
	"sortie_recherche":      {searching, exitedInactive},
	"sortie_formation":      {inTraining, exitedUntrained},
	"sortie_qualification":  {qualified, exited},
	"sortie_emploi":         {employed, exitedWithoutWork},
	"six_mois_emploi":       {employedLater, dueWithoutWork},
	"six_mois_amelioration": {improvedLater, dueEmployed},
}

// Indicators is the registry of the FSE+ report as it is today, in the order of Annex I of Regulation (EU) 2021/1057, with the age
// group 30 to 54 that the Annex leaves without a code.
var Indicators = indicatorsFrom(Registry)

// indicatorsFrom makes an indicator of each code of the FSE+, with its earlier versions behind it.
func indicatorsFrom(registry []RegistryEntry) []Indicator {
	var all []Indicator
	for _, e := range registry {
		if e.Report != "fse" {
			continue
		}
		computed, known := fseRules[e.Rule]
		if !known {
			panic("registry: no rule " + e.Rule)
		}
		i := Indicator{RegistryEntry: e, rule: computed.rule, reference: computed.reference}
		if last := len(all) - 1; last >= 0 && all[last].Code == e.Code {
			i.earlier = append(all[last].earlier, all[last])
			all[last] = i
			continue
		}
		all = append(all, i)
	}
	return all
}

// On is the version of the indicator for an operation that starts on a day; without a day, that of today.
func (i *Indicator) On(start Date) *Indicator {
	if len(i.earlier) == 0 || start == "" || start >= i.From {
		return i
	}
	for k := len(i.earlier) - 1; k > 0; k-- {
		if start >= i.earlier[k].From {
			return &i.earlier[k]
		}
	}
	return &i.earlier[0]
}
