package models

// PartTaken is a place somebody has in a session of a module, and what became of it.
type PartTaken struct {
	OnDate     Date   `db:"on_date"`
	StartsAt   string `db:"starts_at"`
	Attendance string `db:"attendance"`
}

// Prerequisite is the module that comes before the one of a session, and where somebody stands with it.
type Prerequisite struct {
	Title string
	State string // ConditionMet: followed; ConditionCheck: a place in a session to come that is earlier; ConditionUnmet
	On    Date   // when it was followed, or will be; "" = neither
}

// NewPrerequisite says where somebody stands with the part before, on the way to a session: one has followed it when one
// attended a session of it that began earlier. An absence is no way to it.
func NewPrerequisite(title string, s Session, taken []PartTaken) *Prerequisite {
	p := &Prerequisite{Title: title, State: ConditionUnmet}
	for _, t := range taken {
		if t.OnDate > s.OnDate || t.OnDate == s.OnDate && t.StartsAt >= s.StartsAt {
			continue
		}
		switch t.Attendance {
		case Present, Late:
			return &Prerequisite{Title: title, State: ConditionMet, On: t.OnDate}
		case "":
			p.State, p.On = ConditionCheck, t.OnDate
		}
	}
	return p
}

// Missing tells that the part before keeps somebody out of the session; none never does.
func (p *Prerequisite) Missing() bool { return p != nil && p.State == ConditionUnmet }

// SessionChoice is a session to come as somebody may enter it.
type SessionChoice struct {
	SessionRow
	Clash  *Error        // what they already have at that hour, nil when nothing
	Before *Prerequisite // nil when the module needs none
	Closed bool          // no place is left for them
}

// Suits tells whether nothing keeps the person out.
func (c SessionChoice) Suits() bool { return c.Clash == nil && !c.Before.Missing() && !c.Closed }
