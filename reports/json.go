package reports

import (
	"bufio"
	"bytes"
	"io"
	"iter"
	"slices"

	"jalon/models"
)

// JSON is the report as JSON, with the shape of interchange.md §3.
func JSON(d *Document) ([]byte, error) {
	var b bytes.Buffer
	if err := WriteJSON(&b, d); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// WriteJSON writes the report with the shape of interchange.md §3, element by element: lists are
// never null, unknown and open values are null. The Forem and SPW reports also hold their tables.
func WriteJSON(w io.Writer, d *Document) error {
	s := &jsonStream{out: bufio.NewWriter(w)}
	s.raw("{\n")
	s.value("kind", d.Kind)
	s.value("operation", d.Operation.Code)
	s.value("from", d.Period.From)
	s.value("to", d.Period.To)
	if d.handOver() != "" {
		s.value("as_of", d.AsOf)
	}
	s.value("settings", settingsOf(d))
	if d.Meta.Funder {
		list(s, "indicators", slices.Values(d.Indicators), func(c models.IndicatorCount) maskedIndicator { return maskedIndicatorOf(c, d.mask) })
	} else {
		list(s, "indicators", slices.Values(d.Indicators), jsonIndicatorOf)
	}
	list(s, "rates", slices.Values(d.Rates), func(r models.Rate) jsonRate { return jsonRate{r.Code, r.Numerator, r.Denominator, r.NotKnown} })
	if d.Kind == "fse" {
		list(s, "estimates", slices.Values(estimatesOf(d.Estimates)), func(e jsonEstimate) jsonEstimate { return e })
	}
	list(s, "participations", slices.Values(d.Participations), func(p *models.Participation) jsonParticipation {
		return jsonParticipationOf(p, d.Meta)
	})
	list(s, "hours", signedHours(d.Participations), func(h jsonHours) jsonHours { return h })
	list(s, "controls", slices.Values(d.Controls), func(c models.Control) jsonControl {
		return jsonControl{c.Code, c.Level, c.OK, c.Message, nonNil(c.Records)}
	})
	if len(d.Surveys) > 0 {
		list(s, "surveys", slices.Values(d.Surveys), jsonSurveyOf)
	}
	if d.withTables {
		s.tables(d.Tables)
	}
	s.raw("\n}\n")
	return s.flush()
}

// settingsOf is empty for a report of no operation.
func settingsOf(d *Document) any {
	if d.Operation.Code == "" {
		return struct{}{}
	}
	return jsonSettings{d.Rules.ShortHours, d.Rules.ShortDays, d.Rules.LongTerm, d.Rules.Background, d.Rules.Incomplete}
}

type jsonSettings struct {
	ShortHours int    `json:"seuil_court_heures"`
	ShortDays  int    `json:"seuil_court_jours"`
	LongTerm   string `json:"regle_cld"`
	Background string `json:"regle_origine"`
	Incomplete string `json:"regle_incomplet"`
}

type jsonIndicator struct {
	Code       string              `json:"code"`
	Label      string              `json:"label"`
	Period     models.GenderCounts `json:"period"`
	Cumulative models.GenderCounts `json:"cumulative"`
	Unknown    int                 `json:"unknown"`
}

func jsonIndicatorOf(c models.IndicatorCount) jsonIndicator {
	return jsonIndicator{c.Code, c.Label, c.Period, c.Cumulative, c.NotKnown}
}

// maskedIndicator is the line a funder reads.
type maskedIndicator struct {
	Code       string       `json:"code"`
	Label      string       `json:"label"`
	Period     maskedCounts `json:"period"`
	Cumulative maskedCounts `json:"cumulative"`
	Unknown    int          `json:"unknown"`
}

func maskedIndicatorOf(c models.IndicatorCount, mask genderMask) maskedIndicator {
	m := mask[c.Code]
	return maskedIndicator{c.Code, c.Label, maskedOf(c.Period, m.period), maskedOf(c.Cumulative, m.cumulative), c.NotKnown}
}

// jsonEstimate stands beside the count of the same code, never in its place.
type jsonEstimate struct {
	Code   string      `json:"code"`
	Value  int         `json:"value"`
	Method string      `json:"method"`
	Date   models.Date `json:"date"`
}

func estimatesOf(estimates map[string]models.Estimate) []jsonEstimate {
	var all []jsonEstimate
	for _, code := range models.EstimatedCodes {
		if e, set := estimates[code]; set {
			all = append(all, jsonEstimate{code, e.Value, e.Method, e.Date})
		}
	}
	return all
}

type jsonRate struct {
	Code        string `json:"code"`
	Numerator   int    `json:"numerator"`
	Denominator int    `json:"denominator"`
	Unknown     int    `json:"unknown"`
}

type jsonParticipation struct {
	Enrolment   string                     `json:"enrolment"`
	Person      string                     `json:"person"`
	Family      string                     `json:"family,omitempty"`
	Given       string                     `json:"given,omitempty"`
	Status      models.ParticipationStatus `json:"status"`
	Entry       *models.Date               `json:"entry"`
	Exit        *models.Date               `json:"exit"`
	SixMonths   *models.Date               `json:"six_months"`
	Age         *int                       `json:"age"`
	Labour      *models.LabourStatus       `json:"labour_status"`
	Provisional bool                       `json:"provisional"`
	Missing     []string                   `json:"missing"`
	Indicators  []string                   `json:"indicators"`
	Reasons     map[string]string          `json:"reasons"`
}

func jsonParticipationOf(p *models.Participation, meta Meta) jsonParticipation {
	j := jsonParticipation{
		Enrolment: p.Enrolment, Person: meta.person(p), Status: p.Status,
		Entry: orNull(p.Entry), Exit: orNull(p.Exit), SixMonths: orNull(p.SixMonths), Labour: orNull(p.Labour),
		Provisional: p.Provisional, Missing: nonNil(p.Missing), Indicators: p.Indicators.Codes(), Reasons: p.Reasons(),
	}
	if p.Age.Known && p.Age.Min == p.Age.Max {
		j.Age = &p.Age.Min
	}
	if meta.Nominative {
		j.Family, j.Given = p.Family, p.Given
	}
	if meta.Nominative || meta.Funder {
		j.Indicators = slices.DeleteFunc(j.Indicators, func(code string) bool { return slices.Contains(sensitiveIndicators, code) })
		for _, code := range sensitiveIndicators {
			delete(j.Reasons, code)
		}
	}
	return j
}

type jsonHours struct {
	Enrolment string `json:"enrolment"`
	Category  string `json:"category"`
	Month     string `json:"month"`
	Minutes   int    `json:"minutes"`
}

// signedHours are the hours a funder may count: attended and signed.
func signedHours(participations []*models.Participation) iter.Seq[jsonHours] {
	return func(yield func(jsonHours) bool) {
		for _, p := range participations {
			for _, line := range p.Hours {
				if line.Signed > 0 && !yield(jsonHours{p.Enrolment, line.Category, line.Month, line.Signed}) {
					return
				}
			}
		}
	}
}

type jsonControl struct {
	Code    string              `json:"code"`
	Level   models.ControlLevel `json:"level"`
	OK      bool                `json:"ok"`
	Message string              `json:"message"`
	Records []string            `json:"records"`
}

// orNull makes an unknown text null.
func orNull[T ~string](value T) *T {
	if value == "" {
		return nil
	}
	return &value
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
