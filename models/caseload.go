package models

// Kinds of line of a caseload: who accompanies a person, and by what title.
const (
	CaseloadLead      = "lead"      // of an enrolment
	CaseloadCo        = "co"        // of an enrolment
	CaseloadIntake    = "intake"    // registered the person
	CaseloadRelay     = "relay"     // added at somebody's request, or given the file (product.md §4)
	CaseloadCover     = "cover"     // stands in for an absent colleague
	CaseloadEmergency = "emergency" // opened the file without anybody's leave
)

// CaseloadLine is one line of the caseload: a colleague, a person, and how long.
type CaseloadLine struct {
	ID            string  `db:"id"`
	CentreID      string  `db:"centre_id"`
	ParticipantID string  `db:"participant_id"`
	EnrolmentID   *string `db:"enrolment_id"`
	UserID        string  `db:"user_id"`
	Kind          string  `db:"kind"`
	FromOn        Date    `db:"from_on"`
	UntilOn       Date    `db:"until_on"`   // the day somebody ended it, "" while nobody did
	ExpiresAt     Instant `db:"expires_at"` // when it ends by itself, zero = no end in sight
}

// InForce tells whether the line gives access at that moment of that day: it has begun, nobody ended it, and it has not ended
// by itself. The store says the same in SQL for lists.
func (l CaseloadLine) InForce(today Date, now Instant) bool {
	return l.UntilOn == "" && l.FromOn <= today && (l.ExpiresAt.IsZero() || now.Before(l.ExpiresAt.Time))
}

// AddCaseload adds to a record what lines in force say: who accompanies, and who opened the file as an urgent access. The
// latter accompanies nobody.
func (r *Record) AddCaseload(lines []CaseloadLine, today Date, now Instant) {
	for _, l := range lines {
		switch {
		case !l.InForce(today, now):
		case l.Kind == CaseloadEmergency:
			r.Emergency = append(r.Emergency, l.UserID)
		default:
			r.Caseload = append(r.Caseload, l.UserID)
		}
	}
}
