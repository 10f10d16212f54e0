package store

import (
	"fmt"
	"slices"
	"strings"

	"jalon/models"
)

// anchor says where the rows of a kind hang: the aliases a query must join for within to work.
type anchor int

const (
	onParticipant anchor = iota // alias p: participants
	onEnrolment                 // aliases p and e: a row of one enrolment
	onSession                   // alias s: sessions
	onOperation                 // alias o: operations
	onNote                      // aliases p and n: notes
	onAppointment               // aliases p and a: appointments, which may have no enrolment
	onScan                      // alias z: scans, which may have no session yet
	onCentre                    // alias c: centres (settings, users, journal)
)

var anchors = map[string]anchor{
	models.KindCard: onParticipant, models.KindParticipant: onParticipant, models.KindProfile: onParticipant,
	models.KindSensitive: onParticipant, models.KindNISS: onParticipant, models.KindBarrier: onParticipant, models.KindPlan: onParticipant,
	models.KindRelay: onParticipant, models.KindEmergency: onParticipant, models.KindHandover: onParticipant,
	models.KindRadar:   onParticipant,
	models.KindLink:    onParticipant,
	models.KindMessage: onParticipant, models.KindMessageText: onCentre,
	models.KindEnrolment: onEnrolment, models.KindDerogation: onEnrolment, models.KindExit: onEnrolment,
	models.KindFollowUp: onEnrolment, models.KindAttestation: onEnrolment, models.KindRegistration: onEnrolment,
	models.KindAppointment: onAppointment,
	models.KindNote:        onNote, models.KindNoteShared: onNote, models.KindNoteConfidence: onNote,
	models.KindSession: onSession, models.KindAttendance: onSession, models.KindScan: onScan,
	models.KindOperation: onOperation, models.KindReport: onOperation, models.KindReportNominal: onOperation, models.KindReportEntry: onOperation, models.KindReportRun: onOperation, models.KindProject: onOperation,
	models.KindSteering: onOperation, models.KindTarget: onOperation, models.KindFunderLink: onCentre,
	models.KindLedger: onOperation, models.KindBundle: onOperation,
	models.KindDocument: onParticipant, models.KindReferral: onParticipant, models.KindPartner: onCentre,
	models.KindAction: onCentre, models.KindActivity: onCentre, models.KindActivityRun: onCentre,
	models.KindClosure: onCentre, models.KindAbsence: onCentre,
	models.KindModule: onCentre, models.KindSettings: onCentre, models.KindUser: onCentre, models.KindJournal: onCentre,
	models.KindImport: onCentre, models.KindHome: onCentre, models.KindAPIKey: onCentre,
}

// within renders a scope as a condition on the aliases of its kind's anchor. It is the only place where a
// scope becomes SQL; a scope that answers another question, or nothing, is "1 = 0".
// A file that is read as another one is within none.
func within(scope models.Scope, kind string) (string, []any) {
	a, known := anchors[kind]
	if !known {
		return "1 = 0", nil
	}
	condition, args := granted(scope, kind, a)
	if a == onParticipant {
		condition = "(" + condition + " and p.linked_to is null)"
	}
	return condition, args
}

// granted is the scope's grants as one condition.
func granted(scope models.Scope, kind string, a anchor) (string, []any) {
	var reasons, seen []string
	var args []any
	for _, g := range scope.Grants(kind) {
		if g.Reach == models.ReachNetwork {
			return "1 = 1", nil
		}
		condition, values := reason(a, g)
		said := condition + fmt.Sprint(values)
		if condition == "" || slices.Contains(seen, said) {
			continue // two roles of the same reach say the same: once, so that a list keeps its index
		}
		seen = append(seen, said)
		reasons = append(reasons, "("+condition+")")
		args = append(args, values...)
	}
	if len(reasons) == 0 {
		return "1 = 0", nil
	}
	return "(" + strings.Join(reasons, " or ") + ")", args
}

// withinAnchor is within for a scope of any kind that hangs on the given anchor; of another kind it reaches nothing.
func withinAnchor(scope models.Scope, wanted anchor) (string, []any) {
	if a, known := anchors[scope.Kind()]; !known || a != wanted {
		return "1 = 0", nil
	}
	return within(scope, scope.Kind())
}

// reason is one grant as SQL: the centre, the reach, and the list of operations if the membership has one.
func reason(a anchor, g models.Grant) (string, []any) {
	reach, args := reachCondition(a, g)
	if reach == "" {
		return "", nil
	}
	condition := centreColumn[a] + " = ? and " + reach
	args = append([]any{g.CentreID}, args...)
	if len(g.Operations) > 0 {
		condition += " and " + replaceMark(operationCondition[a], len(g.Operations))
		for _, id := range g.Operations {
			args = append(args, id)
		}
	}
	return condition, args
}

var centreColumn = map[anchor]string{onParticipant: "p.centre_id", onEnrolment: "e.centre_id", onSession: "s.centre_id",
	onOperation: "o.centre_id", onNote: "n.centre_id", onAppointment: "a.centre_id", onScan: "z.centre_id", onCentre: "c.id"}

const personEnrolled = "exists (select 1 from enrolments x where x.participant_id = p.id and x.cancelled_at is null and x.operation_id in (?))"

var operationCondition = map[anchor]string{
	onParticipant: personEnrolled, onNote: personEnrolled, onAppointment: personEnrolled,
	onEnrolment: "e.operation_id in (?)", onSession: "s.operation_id in (?)", onOperation: "o.id in (?)",
	onScan:   "exists (select 1 from sessions zs where zs.id = z.session_id and zs.operation_id in (?))",
	onCentre: "1 = 0 and '' in (?)",
}

const (
	sessionsOfPerson = `exists (select 1 from registrations r join session_trainers t on t.session_id = r.session_id
		where r.participant_id = p.id and r.place <> 'annule' and t.user_id = ?)`
	fundedPerson = `exists (select 1 from enrolments x join operations xo on xo.id = x.operation_id
		where x.participant_id = p.id and x.cancelled_at is null and xo.funder = ?)`
)

// reachCondition maps reach × anchor to SQL; an absent pair grants nothing.
func reachCondition(a anchor, g models.Grant) (string, []any) {
	switch g.Reach {
	case models.ReachCentre:
		return "1 = 1", nil
	case models.ReachMandate:
		if len(g.Operations) == 0 {
			return "", nil
		}
		return "1 = 1", nil // the operations of the mandate are the restriction
	case models.ReachAuthor:
		return map[anchor]string{onNote: "n.author_id = ?", onAppointment: "a.user_id = ?", onScan: "z.created_by = ?"}[a], []any{g.UserID}
	case models.ReachNamed:
		return map[anchor]string{onNote: "exists (select 1 from note_readers d where d.note_id = n.id and d.user_id = ?)"}[a], []any{g.UserID}
	case models.ReachCaseload:
		if a == onSession || a == onScan || a == onOperation || a == onCentre {
			return "", nil
		}
		return caseloadOfPerson, clocks(g.UserID)
	case models.ReachEmergency:
		if a == onSession || a == onScan || a == onOperation || a == onCentre {
			return "", nil
		}
		if len(g.Persons) == 0 {
			return emergencyOfPerson, clocks(g.UserID)
		}
		return emergencyOfPerson + " and p.id in (" + marks(len(g.Persons)) + ")", append(clocks(g.UserID), anys(g.Persons)...)
	case models.ReachSessions:
		return map[anchor]string{onParticipant: sessionsOfPerson, onEnrolment: sessionsOfPerson,
			onSession: "exists (select 1 from session_trainers t where t.session_id = s.id and t.user_id = ?)",
			onScan:    "exists (select 1 from session_trainers t where t.session_id = z.session_id and t.user_id = ?)"}[a], []any{g.UserID}
	case models.ReachFunder:
		return map[anchor]string{onParticipant: fundedPerson, onOperation: "o.funder = ?",
			onEnrolment: "exists (select 1 from operations xo where xo.id = e.operation_id and xo.funder = ?)",
			onSession:   "exists (select 1 from operations xo where xo.id = s.operation_id and xo.funder = ?)",
			onScan:      "exists (select 1 from sessions zs join operations xo on xo.id = zs.operation_id where zs.id = z.session_id and xo.funder = ?)"}[a], []any{g.Funder}
	default:
		return "", nil
	}
}

// replaceMark gives the list "(?)" of a condition its n places.
func replaceMark(condition string, n int) string {
	return strings.Replace(condition, "(?)", "("+marks(n)+")", 1)
}

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }
