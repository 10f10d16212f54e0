package models

// ReportRequest is what a report is asked for: an operation, a period and what only people know.
type ReportRequest struct {
	Operation Operation
	// From defaults to 1 January of the year of To; To is the as-of date.
	From, To Date
	// AsOf is a day of hand-over after the end of the period, up to which results are read; "" is To.
	AsOf Date
	// Targets are the values promised to the funder, by code, as TargetsOn picks them.
	Targets map[string]Target
	// Estimates replace no count: they are printed beside it (EECO12 to EECO17 only).
	Estimates map[string]Estimate
}

// knownOn is the day up to which results are read.
func (q ReportRequest) knownOn() Date { return max(q.To, q.AsOf) }

// Estimate is an informed estimate of a figure that is not collected from everybody.
type Estimate struct {
	Value  int
	Method string
	Date   Date
}

// FSEReport is the FSE+ report of one operation. It is built by adding the facts of each enrolment,
// in any order, then Finish; it keeps no contact, so that its size does not grow with them.
type FSEReport struct {
	Request ReportRequest
	Period  Period
	Rules   OperationRules

	Indicators     []IndicatorCount
	Rates          []Rate
	Participations []*Participation
	Controls       []Control

	// Incomplete counts incomplete records among EECO01; they are in no other line under TOTAL_ONLY.
	IncompletePeriod, IncompleteCumulative GenderCounts
	ExcludedShort, NotStarted              int
	// Surveys are the samples at six months, empty in a census.
	Surveys []SurveyLine

	sheet   controlSheet
	records recordChecks
}

// NewFSEReport starts an empty report.
func NewFSEReport(request ReportRequest) *FSEReport {
	r := &FSEReport{
		Request: request, Period: ReportPeriod(request.From, request.To), Rules: request.Operation.Rules(),
		Participations: []*Participation{}, Surveys: surveyLines(request.Operation.Draws),
		Indicators: make([]IndicatorCount, len(Indicators)),
		sheet:      newControlSheet(fseControls),
		records:    recordChecks{identity: "C07", dates: "C08", hours: "C09", operation: request.Operation},
	}
	for rank := range Indicators {
		indicator := &Indicators[rank]
		r.Indicators[rank] = IndicatorCount{Code: indicator.Code, Label: indicator.On(r.Rules.Registry).Label}
		if indicator.reference != nil {
			r.Rates = append(r.Rates, Rate{Code: indicator.Code})
		}
	}
	return r
}

// Add counts one enrolment of the operation.
func (r *FSEReport) Add(facts EnrolmentFacts) {
	cut := facts.knownOn(r.Period.To, r.Request.knownOn())
	p := evaluate(cut, r.Rules, r.Period.To, r.Request.knownOn())
	r.countStatus(p)
	rate := 0
	for rank := range Indicators {
		r.countIndicator(rank, p)
		if Indicators[rank].reference != nil {
			r.countRate(rate, rank, p)
			rate++
		}
	}
	r.countSurvey(p)
	r.checkRecord(cut, p)
	r.Participations = append(r.Participations, p)
}

func (r *FSEReport) countStatus(p *Participation) {
	switch p.Status {
	case NotStarted:
		r.NotStarted++
	case ExcludedShort:
		r.ExcludedShort++
	case Incomplete:
		r.IncompleteCumulative.Add(p.Sex)
		if r.Period.Contains(p.Entry) {
			r.IncompletePeriod.Add(p.Sex)
		}
	}
}

func (r *FSEReport) countIndicator(rank int, p *Participation) {
	indicator, line := &Indicators[rank], &r.Indicators[rank]
	if p.Indicators&(1<<rank) != 0 {
		line.Cumulative.Add(p.Sex)
		if r.Period.Contains(indicator.CountedOn(p)) {
			line.Period.Add(p.Sex)
		}
		return
	}
	if p.Counts() && indicator.Kind == Output && indicator.Judge(p).Outcome == NotKnown {
		line.NotKnown++
	}
}

func (r *FSEReport) countRate(rate, rank int, p *Participation) {
	indicator := &Indicators[rank]
	if !indicator.Refers(p) {
		return
	}
	r.Rates[rate].Denominator++
	switch indicator.Judge(p).Outcome {
	case Counted:
		r.Rates[rate].Numerator++
	case NotKnown:
		r.Rates[rate].NotKnown++
		r.Indicators[rank].NotKnown++
	}
	if p.Provisional {
		r.Indicators[rank].Provisional++
	}
}

// Finish runs the controls on the whole. Nothing may be added afterwards.
func (r *FSEReport) Finish() {
	r.checkFigures()
	r.Controls = r.sheet.controls()
}

// Blocked tells whether a blocking control fails: such a report may be read, not frozen.
func (r *FSEReport) Blocked() bool { return blocked(r.Controls) }

func blocked(controls []Control) bool {
	for _, control := range controls {
		if control.Level == Blocking && !control.OK {
			return true
		}
	}
	return false
}

// Count is the line of an indicator; an unknown code is an empty line.
func (r *FSEReport) Count(code string) IndicatorCount {
	if rank, ok := indicatorRanks[code]; ok {
		return r.Indicators[rank]
	}
	return IndicatorCount{}
}
