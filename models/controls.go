package models

// ControlLevel says what a failed control forbids: a blocking one forbids freezing the report.
type ControlLevel string

// The two levels.
const (
	Blocking ControlLevel = "blocking"
	Warning  ControlLevel = "warning"
)

// Control is one consistency check of a report, with the records that fail it.
type Control struct {
	Code    string
	Level   ControlLevel
	OK      bool
	Message string
	// Records are references of enrolments, never nil.
	Records []string
}

// controlText is what a control verifies and, when it fails, what to do.
type controlText struct {
	code  string
	level ControlLevel
	// rule is printed when the control holds, failure when it does not.
	rule, failure string
}

// controlSheet gathers the results of controls, in the order of their texts.
type controlSheet struct {
	texts   []controlText
	records map[string][]string
	failed  map[string]bool
	// details complete the message of a failure.
	details map[string]string
}

func newControlSheet(texts []controlText) controlSheet {
	return controlSheet{texts, map[string][]string{}, map[string]bool{}, map[string]string{}}
}

// check fails the control of that code unless the condition holds.
func (s *controlSheet) check(code string, holds bool) {
	if !holds {
		s.failed[code] = true
	}
}

// blame fails the control of that code because of one record.
func (s *controlSheet) blame(code, record string) {
	s.failed[code] = true
	s.records[code] = append(s.records[code], record)
}

// retroactive fails a control because a frozen report would be another one today.
func (s *controlSheet) retroactive(code string, c Comparison) {
	detail := c.Detail()
	if detail == "" {
		return
	}
	s.failed[code], s.details[code] = true, detail
	for _, ref := range c.Changed() {
		s.blame(code, ref)
	}
}

// controls lists the results; a record blamed twice is listed once.
func (s *controlSheet) controls() []Control {
	list := make([]Control, 0, len(s.texts))
	for _, text := range s.texts {
		control := Control{Code: text.code, Level: text.level, OK: !s.failed[text.code], Message: text.rule, Records: []string{}}
		if !control.OK {
			control.Message = text.failure
			if detail := s.details[text.code]; detail != "" {
				control.Message += " " + detail
			}
		}
		seen := make(map[string]bool, len(s.records[text.code]))
		for _, record := range s.records[text.code] {
			if !seen[record] {
				control.Records = append(control.Records, record)
			}
			seen[record] = true
		}
		list = append(list, control)
	}
	return list
}
