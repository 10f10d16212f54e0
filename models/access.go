package models

import "slices"

// Roles of product.md §4. Plain strings: casbin compares words, not Go types.
const (
	Counsellor   = "counsellor"
	Coordinator  = "coordinator"
	Trainer      = "trainer"
	Reception    = "reception"
	Manager      = "manager"
	FunderReader = "funder_reader"
	Admin        = "admin"
	Auditor      = "auditor"
)

// Roles lists the eight roles in the order of the documentation.
var Roles = []string{Counsellor, Coordinator, Trainer, Reception, Manager, FunderReader, Admin, Auditor}

// Reaches: which rows a rule opens.
const (
	ReachCaseload  = "caseload" // persons the user accompanies (lead or co-referent, or registered by them)
	ReachSessions  = "sessions" // sessions the user gives, and the people registered in them
	ReachCentre    = "centre"
	ReachFunder    = "funder"    // the operations of the membership's funder
	ReachMandate   = "mandate"   // the operations of a dated mandate
	ReachNetwork   = "network"   // all centres
	ReachEmergency = "emergency" // persons whose file the user opened as an urgent access, less than an hour ago
	ReachAuthor    = "author"    // what the user wrote
	ReachNamed     = "named"     // what a colleague shared with the user by name
	ReachSelf      = "self"      // the user's own account
)

// Reaches lists every reach a policy may name.
var Reaches = []string{ReachCaseload, ReachEmergency, ReachSessions, ReachCentre, ReachFunder, ReachMandate, ReachNetwork, ReachAuthor, ReachNamed, ReachSelf}

// Actions on objects.
const (
	Read   = "read"
	Create = "create"
	Update = "update"
	Cancel = "cancel" // undo an error with a reason; nothing is erased
	Close  = "close"
	Export = "export"
)

// Actions lists every action a policy may name.
var Actions = []string{Read, Create, Update, Cancel, Close, Export}

// Kinds of object. A participant is identity and contact; what is more sensitive is a kind of its own.
const (
	KindHome           = "home"
	KindAccount        = "account"     // one's own account
	KindCard           = "card"        // directory card: name, birth year, commune, referents
	KindParticipant    = "participant" // identity and contact
	KindProfile        = "profile"     // languages, residence document, education, household
	KindSensitive      = "sensitive"   // disability, minority, housing exclusion (GDPR art. 9 and near)
	KindNISS           = "niss"
	KindEnrolment      = "enrolment"
	KindDerogation     = "derogation"
	KindExit           = "exit" // exits, later events, six-month follow-up
	KindFollowUp       = "followup"
	KindNote           = "note"            // level « dossier »
	KindNoteShared     = "note_shared"     // level « partagé »
	KindNoteConfidence = "note_confidence" // level « confidence »
	KindAppointment    = "appointment"
	KindBarrier        = "barrier"   // assessments of the freins
	KindPlan           = "plan"      // goals, tasks and summaries of the action plan
	KindRelay          = "relay"     // a relais asked for or given
	KindEmergency      = "emergency" // an urgent access
	KindHandover       = "handover"  // a passation
	KindRadar          = "radar"     // signals of dropping out, and their snoozes
	KindClosure        = "closure"   // days without sessions
	KindAbsence        = "absence"   // days on which a colleague is away
	KindModule         = "module"
	KindSession        = "session"
	KindRegistration   = "registration"
	KindAttendance     = "attendance"
	KindScan           = "scan" // pages of signed sheets that came back
	KindAttestation    = "attestation"
	KindDocument       = "document" // files of a person
	KindPartner        = "partner"
	KindAction         = "action"   // an action of the centre: nobody accompanied is in it
	KindActivity       = "activity" // the yearly activity report of the centre: aggregates only
	KindProject        = "project"  // the sums of a project of several centres: aggregates only
	KindReferral       = "referral"
	KindOperation      = "operation"
	KindReport         = "report"            // pseudonymous
	KindReportNominal  = "report_nominative" // with names
	KindReportEntry    = "report_entry"      // recruitment, qualitative part
	KindReportRun      = "report_run"        // a frozen report
	KindActivityRun    = "activity_run"      // a frozen activity report of the centre: aggregates only
	KindSteering       = "steering"          // the figures of « Pilotage »
	KindTarget         = "target"            // what an operation should reach
	KindFunderLink     = "funder_link"       // an address that shows a funder its figures
	KindLedger         = "ledger"            // attended minutes of all operations, and the time sheets of colleagues
	KindBundle         = "bundle"            // « liasse de contrôle »
	KindLink           = "link"              // two files of one person read as one
	KindImport         = "import"
	KindMessage        = "message"      // to a person, and how they want to be reached
	KindMessageText    = "message_text" // what messages say
	KindSettings       = "settings"
	KindUser           = "user"
	KindJournal        = "journal"
	KindList           = "list"    // custom lists one made, and those shared; their lines are under their own kinds
	KindAPIKey         = "api_key" // keys of programs that read reports
)

// Kinds lists every kind a policy may name.
var Kinds = []string{KindHome, KindAccount, KindCard, KindParticipant, KindProfile, KindSensitive, KindNISS, KindEnrolment,
	KindDerogation, KindExit, KindFollowUp, KindNote, KindNoteShared, KindNoteConfidence, KindAppointment, KindBarrier, KindPlan, KindRelay, KindEmergency, KindHandover, KindRadar, KindClosure, KindAbsence, KindModule,
	KindSession, KindRegistration, KindAttendance, KindScan, KindAttestation, KindDocument, KindPartner, KindAction, KindActivity, KindProject, KindReferral, KindOperation, KindReport, KindReportNominal,
	KindReportEntry, KindReportRun, KindActivityRun, KindSteering, KindTarget, KindFunderLink, KindLink, KindImport, KindMessage, KindMessageText, KindSettings, KindUser, KindJournal,
	KindList, KindAPIKey,
	KindLedger, KindBundle}

// Sharing presets of a centre.
const (
	SharingReferent = "referent" // a counsellor reads the files of their own caseload
	SharingTeam     = "equipe"   // every counsellor of the centre reads every file
)

// Membership is one role of one user in one centre: the subject of every access rule.
type Membership struct {
	ID         string   `db:"id"`
	PublicID   string   `db:"public_id"`
	UserID     string   `db:"user_id"`
	CentreID   string   `db:"centre_id"`
	Role       string   `db:"role"`
	Funder     string   `db:"funder"`
	FromOn     Date     `db:"from_on"`
	UntilOn    Date     `db:"until_on"`
	Nominative bool     `db:"nominative"` // an auditor's mandate that says names may be seen
	Network    bool     `db:"network"`    // a manager shared by all centres
	Sharing    string   `db:"sharing"`    // the centre's preset
	CentreName string   `db:"centre_name"`
	Operations []string `db:"-"` // ids; empty = no restriction (except for an auditor: none)
}

// ActiveOn tells whether the membership gives anything that day.
func (m Membership) ActiveOn(day Date) bool {
	return (m.FromOn == "" || m.FromOn <= day) && (m.UntilOn == "" || day <= m.UntilOn)
}

// Actor is who acts: a signed-in user with the memberships in force, or the system itself for a command.
type Actor struct {
	UserID      string
	Name        string
	Memberships []Membership
	System      bool // a command of the operating system's account, written « système » in the journal
}

// HasRole tells whether one of the memberships is of that role.
func (a Actor) HasRole(roles ...string) bool {
	return slices.ContainsFunc(a.Memberships, func(m Membership) bool { return slices.Contains(roles, m.Role) })
}

// Grant is one reach of one membership.
type Grant struct {
	Reach      string
	Role       string
	UserID     string
	CentreID   string
	Funder     string
	Operations []string
	Persons    []string // internal ids: with some, the grant reaches these persons only (an urgent access opens whom a page names)
}

// Record is what a grant needs to know of one row to decide. Fields that do not apply stay empty.
type Record struct {
	PersonID   string // internal id of the person the row is about, empty for a row about nobody
	CentreID   string
	Caseload   []string // users who accompany the person
	Emergency  []string // users who opened the file as an urgent access
	Operations []string // operations of the row (of the person's enrolments, for a person)
	Funders    []string // funders of those operations
	Trainers   []string // trainers of the row (of the person's sessions, for a person)
	AuthorID   string
	Named      []string
}

// Covers evaluates the grant for one record; store's SQL says the same thing for lists.
func (g Grant) Covers(r Record) bool {
	if g.Reach == ReachNetwork {
		return true
	}
	if r.CentreID != g.CentreID || !g.withinOperations(r) || len(g.Persons) > 0 && !slices.Contains(g.Persons, r.PersonID) {
		return false
	}
	switch g.Reach {
	case ReachCentre:
		return true
	case ReachCaseload:
		return slices.Contains(r.Caseload, g.UserID)
	case ReachEmergency:
		return slices.Contains(r.Emergency, g.UserID)
	case ReachSessions:
		return slices.Contains(r.Trainers, g.UserID)
	case ReachFunder:
		return g.Funder != "" && slices.Contains(r.Funders, g.Funder)
	case ReachMandate:
		return len(g.Operations) > 0
	case ReachAuthor:
		return r.AuthorID == g.UserID
	case ReachNamed:
		return slices.Contains(r.Named, g.UserID)
	default:
		return false
	}
}

// withinOperations holds a colleague paid by one project, and an auditor, to their operations.
func (g Grant) withinOperations(r Record) bool {
	if len(g.Operations) == 0 {
		return true
	}
	return slices.ContainsFunc(r.Operations, func(op string) bool { return slices.Contains(g.Operations, op) })
}

// Scope is the proof that the gate was asked: the rows of one kind on which one action is allowed.
// It is opaque; the zero scope reaches nothing, and a scope of notes opens no participants.
type Scope struct {
	actor        Actor
	kind, action string
	grants       []Grant
}

// NewScope is called by policies and by tests only (a linter rule).
func NewScope(actor Actor, kind, action string, grants ...Grant) Scope {
	return Scope{actor: actor, kind: kind, action: action, grants: grants}
}

// Grants are the grants of the scope if it answers the question asked about kind, else none.
func (s Scope) Grants(kind string) []Grant {
	if s.kind != kind {
		return nil
	}
	return s.grants
}

// Kind and Action say what was asked of the gate; Actor who asked.
func (s Scope) Kind() string   { return s.kind }
func (s Scope) Action() string { return s.action }
func (s Scope) Actor() Actor   { return s.actor }

// Empty tells that the scope reaches nothing at all.
func (s Scope) Empty() bool { return len(s.grants) == 0 }

// Covers tells whether one record is within the scope.
func (s Scope) Covers(r Record) bool {
	return slices.ContainsFunc(s.grants, func(g Grant) bool { return g.Covers(r) })
}

// Without is the scope less the grants of one reach.
func (s Scope) Without(reach string) Scope {
	s.grants = slices.DeleteFunc(slices.Clone(s.grants), func(g Grant) bool { return g.Reach == reach })
	return s
}

// Among is the scope with the grants of one reach held to some persons (internal ids); without persons they are left out.
func (s Scope) Among(reach string, persons []string) Scope {
	if len(persons) == 0 {
		return s.Without(reach)
	}
	s.grants = slices.Clone(s.grants)
	for i := range s.grants {
		if s.grants[i].Reach == reach {
			s.grants[i].Persons = persons
		}
	}
	return s
}

// In is the scope held to one centre.
func (s Scope) In(centreID string) Scope {
	var grants []Grant
	for _, g := range s.grants {
		if g.Reach == ReachNetwork {
			g.Reach, g.CentreID = ReachCentre, centreID
		}
		if g.CentreID == centreID {
			grants = append(grants, g)
		}
	}
	s.grants = grants
	return s
}

// Reach names the reaches of the scope, for the journal.
func (s Scope) Reach() string {
	if len(s.grants) == 0 {
		return ""
	}
	return s.grants[0].Reach
}

// Centres lists the centres in which something can be done, without repetition.
func (s Scope) Centres() []string {
	var ids []string
	for _, g := range s.grants {
		if !slices.Contains(ids, g.CentreID) {
			ids = append(ids, g.CentreID)
		}
	}
	return ids
}
