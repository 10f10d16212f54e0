package models

// Module is a kind of collective session, in the catalogue of a centre.
type Module struct {
	ID        string  `db:"id"`
	PublicID  string  `db:"public_id"`
	CentreID  string  `db:"centre_id"`
	Code      string  `db:"code"`
	Programme string  `db:"programme"`
	Title     string  `db:"title"`
	Theme     string  `db:"theme"`
	Goal      string  `db:"goal"`
	Minutes   *int    `db:"minutes"`
	Capacity  *int    `db:"capacity"`
	Category  string  `db:"category"`
	Counting  string  `db:"counting"` // horloge, fixe, duree; "" = duree
	Active    bool    `db:"active"`
	Version   int     `db:"version"`
	CreatedAt Instant `db:"created_at"`
	Content   string  `db:"content"`
	Material  string  `db:"material"`
	Language  string  `db:"language"`   // code of the language it is given in; "" = French
	Laptops   int     `db:"laptops"`    // needed in the room
	AfterCode string  `db:"after_code"` // module that comes before, "" = none
	Trainers  []User  `db:"-"`          // who usually gives it: id, public id and name only
}

// Session is one dated run of a module.
type Session struct {
	ID           string  `db:"id"`
	PublicID     string  `db:"public_id"`
	CentreID     string  `db:"centre_id"`
	OperationID  string  `db:"operation_id"`
	ModuleID     *string `db:"module_id"`
	ModuleCode   string  `db:"module_code"` // as imported, when the module is unknown
	ExternalRef  string  `db:"external_ref"`
	Title        string  `db:"title"`
	OnDate       Date    `db:"on_date"`
	StartsAt     string  `db:"starts_at"` // "09:00", Europe/Brussels
	EndsAt       string  `db:"ends_at"`
	Place        string  `db:"place"`
	Room         string  `db:"room"`
	Capacity     *int    `db:"capacity"`
	Operator     string  `db:"operator"` // CRI, FOREM; "" = CRI
	Interpreter  string  `db:"interpreter"`
	Status       string  `db:"status"` // planned, closed, cancelled
	StatusReason string  `db:"status_reason"`
	ClosedAt     Instant `db:"closed_at"`
	ClosedBy     *string `db:"closed_by"`
	CreatedBy    *string `db:"created_by"`
	CreatedAt    Instant `db:"created_at"`
	Version      int     `db:"version"`
	SeriesID     *string `db:"series_id"`
	LocationID   *string `db:"location_id"` // nil where the place was typed; Place always holds the name
	RoomID       *string `db:"room_id"`
	Laptops      int     `db:"laptops"` // brought to the room
	SessionRule
}

// SessionRule is the rule of counting of the module on the day a session was planned. A later change of the catalogue never
// rewrites the past.
type SessionRule struct {
	Counting       string `db:"counting"`
	ModuleMinutes  *int   `db:"module_minutes"`
	ModuleCategory string `db:"module_category"`
}

// Rule is what a session planned today keeps of the module.
func (m Module) Rule() SessionRule { return SessionRule{m.Counting, m.Minutes, m.Category} }

// Places of a registration.
const (
	PlaceTaken     = "inscrit"
	PlaceWaiting   = "attente"
	PlaceCancelled = "annule"
)

// What became of a place; "" = to be specified.
const (
	Present = "present"
	Late    = "retard"
	Excused = "excuse"
	Absent  = "absent"
)

// Registration is a place in a session and what became of it.
type Registration struct {
	ID            string  `db:"id"`
	PublicID      string  `db:"public_id"`
	CentreID      string  `db:"centre_id"`
	SessionID     string  `db:"session_id"`
	ParticipantID string  `db:"participant_id"`
	EnrolmentID   string  `db:"enrolment_id"`
	Place         string  `db:"place"`      // inscrit, attente, annule
	Attendance    string  `db:"attendance"` // present, retard, excuse, absent; "" = to be specified
	Minutes       *int    `db:"minutes"`    // clock minutes, when counted by the clock
	LeftEarly     int     `db:"left_early"` // minutes before the end
	Signed        bool    `db:"signed"`
	CannotSign    bool    `db:"cannot_sign"` // said on the tablet: a colleague certifies, or paper
	ArrivedAt     Instant `db:"arrived_at"`  // said at the door, not confirmed
	MarkedAt      Instant `db:"marked_at"`
	MarkedBy      *string `db:"marked_by"`
	Queue         *int    `db:"queue"` // order of arrival on the waiting list
	CreatedBy     *string `db:"created_by"`
	CreatedAt     Instant `db:"created_at"`
	Version       int     `db:"version"`
}

// Recruitment is one candidate of a Forem project, whether or not they entered it.
type Recruitment struct {
	ID          string  `db:"id"`
	PublicID    string  `db:"public_id"`
	CentreID    string  `db:"centre_id"`
	OperationID string  `db:"operation_id"`
	EnrolmentID *string `db:"enrolment_id"`
	Candidate   string  `db:"candidate"` // free reference, never a name
	Source      string  `db:"source"`
	OnDate      Date    `db:"on_date"`
	Entered     string  `db:"entered"`
	Reason      string  `db:"reason"`
	ReturnedOn  Date    `db:"returned_on"`
	Version     int     `db:"version"`
	CreatedAt   Instant `db:"created_at"`
}
