package reports

import "jalon/models"

// surveyTable lists what each sample at six months says: the estimate has a column of its own, beside what was counted.
func surveyTable(title string, lines []models.SurveyLine) Table {
	return tableOf("enquete", title, lines, []field[models.SurveyLine]{
		{column("code", "Code", 11), func(l models.SurveyLine) Cell { return text(l.Code) }},
		{column("libelle", "Libellé", 46), func(l models.SurveyLine) Cell { return text(l.Label) }},
		{column("mode", "Mode", 22), func(l models.SurveyLine) Cell {
			if l.Census {
				return text("recensement des autres")
			}
			return text("échantillon")
		}},
		{column("sorties_du", "Sorties du", 12), func(l models.SurveyLine) Cell { return day(l.Draw.ExitsFrom) }},
		{column("sorties_au", "au", 12), func(l models.SurveyLine) Cell { return day(l.Draw.ExitsUntil) }},
		{column("graine", "Graine du tirage", 12), func(l models.SurveyLine) Cell { return text(l.Draw.Seed) }},
		{column("tirage", "Tirage du", 12), func(l models.SurveyLine) Cell { return drawnOn(l) }},
		{measure("tires", "Inscriptions tirées", 12), func(l models.SurveyLine) Cell { return drawn(l, l.Draw.Size) }},
		{measure("sorties", "sur", 9), func(l models.SurveyLine) Cell { return drawn(l, l.Draw.Population) }},
		{measure("population", "Population de référence, échéance passée", 16), func(l models.SurveyLine) Cell { return number(l.Population) }},
		{measure("interrogees", "dont à interroger", 11), func(l models.SurveyLine) Cell { return number(l.Surveyed) }},
		{measure("reponses", "Réponses", 10), func(l models.SurveyLine) Cell { return number(l.Answered) }},
		{measure("taux", "Taux de réponse", 10), func(l models.SurveyLine) Cell { return share(l.Answered, l.Surveyed) }},
		{measure("positives", "Réponses positives", 11), func(l models.SurveyLine) Cell { return number(l.Positive) }},
		{measure("estimation", "Estimation", 11), func(l models.SurveyLine) Cell {
			if n, known := l.Estimate(); known {
				return number(n)
			}
			return Cell{}
		}},
		{column("methode", "Méthode", 60), func(l models.SurveyLine) Cell {
			if l.Census {
				return Cell{}
			}
			return text("Estimation = réponses positives ÷ réponses × population, arrondie. Tirage : les premières dans l'ordre du SHA-256 de « graine inscription ».")
		}},
	}).wide()
}

// drawn is a figure of a draw, nothing for a census.
func drawn(l models.SurveyLine, n int) Cell {
	if l.Census {
		return Cell{}
	}
	return number(n)
}

func drawnOn(l models.SurveyLine) Cell {
	if l.Census {
		return Cell{}
	}
	return day(models.DateOf(l.Draw.DrawnAt.Time))
}

// jsonSurvey is one line of the survey; the estimate is null when nobody answered.
type jsonSurvey struct {
	Code       string      `json:"code"`
	Census     bool        `json:"census"` // of the exits of no draw
	ExitsFrom  models.Date `json:"exits_from"`
	ExitsUntil models.Date `json:"exits_until"`
	Seed       string      `json:"seed"`
	Drawn      int         `json:"drawn"`
	Among      int         `json:"among"`
	Population int         `json:"population"`
	Surveyed   int         `json:"surveyed"`
	Answered   int         `json:"answered"`
	Positive   int         `json:"positive"`
	Estimate   *int        `json:"estimate"`
}

func jsonSurveyOf(l models.SurveyLine) jsonSurvey {
	j := jsonSurvey{l.Code, l.Census, l.Draw.ExitsFrom, l.Draw.ExitsUntil, l.Draw.Seed, l.Draw.Size, l.Draw.Population, l.Population, l.Surveyed, l.Answered, l.Positive, nil}
	if n, known := l.Estimate(); known {
		j.Estimate = &n
	}
	return j
}
