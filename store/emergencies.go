package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"jalon/models"
)

// EmergencyView is an urgent access as pages show it.
type EmergencyView struct {
	ID            string         `db:"id"`
	PublicID      string         `db:"public_id"`
	CentreID      string         `db:"centre_id"`
	ParticipantID string         `db:"participant_id"`
	UserID        string         `db:"user_id"`
	At            models.Instant `db:"at"`
	ExpiresAt     models.Instant `db:"expires_at"`
	Person        string         `db:"person"` // public id
	FamilyName    string         `db:"family_name"`
	GivenName     string         `db:"given_name"`
	Colleague     string         `db:"colleague"`
	Email         string         `db:"email"`
	ReasonSealed  []byte         `db:"reason_sealed"`
	Reason        string         `db:"-"`
	Unseen        bool           `db:"unseen"` // the reader has not said « Vu »
}

// Name is the person's as lists write it.
func (v EmergencyView) Name() string { return models.ListName(v.FamilyName, v.GivenName) }

// emergencySource takes the id of the reader first.
const emergencySource = `select y.id, y.public_id, y.centre_id, y.participant_id, y.user_id, y.at, y.reason_sealed, k.expires_at,
	p.public_id as person, p.family_name, p.given_name, u.name as colleague, u.email,
	exists (select 1 from notices t where t.record = y.public_id and t.user_id = ? and t.seen_at is null) as unseen
	from emergencies y join caseloads k on k.id = y.caseload_id join participants p on p.id = y.participant_id
	join users u on u.id = y.user_id where `

// OpenEmergency opens the file of a person of the scope to the user, for an hour: nobody is asked, everybody concerned is
// told. It gives the public id of the access; one that is open already is given again.
func (s *Store) OpenEmergency(ctx context.Context, scope models.Scope, personPublicID, reason string) (string, error) {
	if scope.Action() != models.Create {
		return "", models.ErrForbidden
	}
	if err := models.CheckEmergencyReason(reason).AsError(); err != nil {
		return "", err
	}
	e := EmergencyView{ID: models.NewID(), PublicID: models.NewPublicID(), UserID: scope.Actor().UserID, At: s.Now()}
	err := s.Atomically(ctx, func(tx *Store) error {
		condition, args := within(scope, models.KindEmergency)
		err := tx.get(ctx, &e, "select p.id as participant_id, p.centre_id from participants p where p.public_id = ? and "+condition,
			append([]any{personPublicID}, args...)...)
		if err != nil {
			return err
		}
		if open, err := tx.openAccess(ctx, e.UserID, e.ParticipantID); err != nil || open != "" {
			e.PublicID = open
			return err
		}
		if err := tx.mayOpen(ctx, e.UserID, e.ParticipantID); err != nil {
			return err
		}
		if err := tx.openEmergencyLine(ctx, e, reason); err != nil {
			return err
		}
		return tx.alert(ctx, scope, e, personPublicID)
	})
	return e.PublicID, err
}

// openAccess is the public id of the user's urgent access to a person that is in force, "" without one. The user is held until the
// end of the transaction, so that two requests are counted one after the other.
func (s *Store) openAccess(ctx context.Context, userID, participantID string) (string, error) {
	if _, err := s.exec(ctx, "update users set version = version where id = ?", userID); err != nil {
		return "", err
	}
	var open []string
	err := s.list(ctx, &open, `select y.public_id from emergencies y join caseloads k on k.id = y.caseload_id
		where y.user_id = ? and y.participant_id = ? and `+inForce, clocks(userID, participantID)...)
	return strings.Join(open[:min(1, len(open))], ""), err
}

// mayOpen refuses who accompanies the person anyway, and who opened too many files since yesterday.
func (s *Store) mayOpen(ctx context.Context, userID, participantID string) error {
	record, err := s.personRecord(ctx, participantID)
	if err != nil {
		return err
	}
	if slices.Contains(record.Caseload, userID) {
		return models.Refuse(models.Conflict, "emergency.already_open")
	}
	var n int
	err = s.get(ctx, &n, "select count(*) from emergencies where user_id = ? and at > ?", userID, models.InstantOf(s.Now().Add(-24*time.Hour)))
	if err == nil && n >= models.EmergencyLimit {
		problems := models.Problems{}
		problems.Add("reason", "emergency.problem.limit", "Max", models.EmergencyLimit)
		err = problems.AsError()
	}
	return err
}

func (s *Store) openEmergencyLine(ctx context.Context, e EmergencyView, reason string) error {
	box, err := s.box(ctx, e.ParticipantID)
	if err != nil {
		return err
	}
	line, err := s.openLine(ctx, models.CaseloadEmergency, e.CentreID, e.ParticipantID, e.UserID, s.Today(),
		models.InstantOf(e.At.Add(models.EmergencyMinutes*time.Minute)))
	if err != nil {
		return err
	}
	_, err = s.exec(ctx, `insert into emergencies (id, public_id, centre_id, participant_id, user_id, reason_sealed, at, caseload_id)
		values (?, ?, ?, ?, ?, ?, ?, ?)`, e.ID, e.PublicID, e.CentreID, e.ParticipantID, e.UserID, box.Seal("emergency reason", strings.TrimSpace(reason)), e.At, line)
	return err
}

// alert tells those who accompany the person, the coordination and the management.
func (s *Store) alert(ctx context.Context, scope models.Scope, e EmergencyView, person string) error {
	users, err := s.watchers(ctx, e.ParticipantID, e.CentreID, models.Coordinator, models.Manager)
	if err != nil {
		return err
	}
	n := models.Notice{Kind: models.NoticeEmergency, CentreID: e.CentreID, ParticipantID: e.ParticipantID, Record: e.PublicID}
	if err := s.notify(ctx, scope, n, users); err != nil {
		return err
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: e.CentreID, Record: e.PublicID, Participant: person})
}

// EndEmergency closes an urgent access of the user of the scope before its hour is over.
func (s *Store) EndEmergency(ctx context.Context, scope models.Scope, publicID string) (person string, err error) {
	if scope.Action() != models.Create {
		return "", models.ErrForbidden
	}
	err = s.Atomically(ctx, func(tx *Store) error {
		condition, args := within(scope, models.KindEmergency)
		user := scope.Actor().UserID
		var v EmergencyView
		err := tx.get(ctx, &v, emergencySource+"y.public_id = ? and y.user_id = ? and "+condition, append([]any{user, publicID, user}, args...)...)
		if err != nil {
			return err
		}
		person = v.Person
		now := tx.Now()
		if _, err := tx.exec(ctx, "update caseloads set expires_at = ? where kind = 'emergency' and expires_at > ? and id = (select caseload_id from emergencies where id = ?)",
			now, now, v.ID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID, Participant: v.Person, Detail: "end"})
	})
	return person, err
}

// Emergency finds one urgent access within a scope, with its reason.
func (s *Store) Emergency(ctx context.Context, scope models.Scope, publicID string) (EmergencyView, error) {
	condition, args := within(scope, models.KindEmergency)
	var v EmergencyView
	err := s.get(ctx, &v, emergencySource+"y.public_id = ? and "+condition, append([]any{scope.Actor().UserID, publicID}, args...)...)
	if err != nil {
		return v, err
	}
	box, err := s.box(ctx, v.ParticipantID)
	if err != nil {
		return v, err
	}
	v.Reason, err = box.Open("emergency reason", v.ReasonSealed)
	return v, err
}

// Emergencies lists the urgent accesses of a scope since a moment, the latest first.
func (s *Store) Emergencies(ctx context.Context, scope models.Scope, since models.Instant, limit int) ([]EmergencyView, error) {
	condition, args := within(scope, models.KindEmergency)
	values := append([]any{scope.Actor().UserID, since}, args...)
	narrow, more := inCentres(scope, "y.centre_id")
	if narrow != "" {
		condition, values = condition+" and "+narrow, append(values, more...)
	}
	var all []EmergencyView
	err := s.list(ctx, &all, emergencySource+"y.at >= ? and "+condition+" order by y.at desc, y.id desc limit ?", append(values, limit)...)
	return all, err
}

// OpenedPage is a page that was opened under an urgent access: the address of its route, without what it named.
type OpenedPage struct {
	At    models.Instant `db:"at"`
	Route string         `db:"detail"`
}

// OpenedPages lists the pages opened under an urgent access of a scope, in the order of the clock.
func (s *Store) OpenedPages(ctx context.Context, scope models.Scope, v EmergencyView) ([]OpenedPage, error) {
	if scope.Kind() != models.KindEmergency || scope.Empty() {
		return nil, models.ErrForbidden
	}
	var all []OpenedPage
	err := s.list(ctx, &all, `select at, detail from journal where participant = ? and user_id = ? and kind = 'emergency' and action = 'read'
		and record = ? order by seq limit 200`, v.Person, v.UserID, v.PublicID)
	return all, err
}

// SeeEmergency says that the user of the scope has read an alert: « Vu ».
func (s *Store) SeeEmergency(ctx context.Context, scope models.Scope, publicID string) error {
	if scope.Action() != models.Update {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Emergency(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if err := tx.seeRecord(ctx, publicID, scope.Actor().UserID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID, Participant: v.Person, Detail: "seen"})
	})
}

// UrgentAccess is an urgent access in force, for the banner of the pages it opens.
type UrgentAccess struct {
	Emergency     string         `db:"emergency"` // public id
	CentreID      string         `db:"centre_id"`
	ParticipantID string         `db:"participant_id"`
	Person        string         `db:"person"` // public id
	ExpiresAt     models.Instant `db:"expires_at"`
}

// namesPerson are the tables whose public ids stand in addresses of pages about a person; a test compares them with the
// schema.
var namesPerson = []string{"signatures", "enrolments", "derogations", "followups", "appointments", "notes", "registrations", "attestations", "assessments", "plan_goals",
	"plan_tasks", "plan_summaries", "referrals", "files", "relays", "emergencies", "drafts", "hours_elsewhere", "radar_snoozes", "outbox", "place_offers", "place_departures"}

// Urgent finds the urgent accesses of the actor under which a page is opened, by the public ids that its address holds: one for
// each person it names whose file is not open to the actor anyway, none for another page.
func (s *Store) Urgent(ctx context.Context, actor models.Actor, ids []string) ([]UrgentAccess, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var open []UrgentAccess
	err := s.list(ctx, &open, `select y.public_id as emergency, y.centre_id, y.participant_id, p.public_id as person, k.expires_at
		from caseloads k join emergencies y on y.caseload_id = k.id join participants p on p.id = k.participant_id
		where k.user_id = ? and k.kind = 'emergency' and `+inForce+" and not "+caseloadOfPerson+" order by y.at, y.id", append(clocks(actor.UserID), clocks(actor.UserID)...)...)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	people := "select id from participants where public_id in (" + marks(len(ids)) + ")"
	args := anys(ids)
	for _, table := range namesPerson {
		people += " union all select participant_id from " + table + " where participant_id is not null and public_id in (" + marks(len(ids)) + ")"
		args = append(args, anys(ids)...)
	}
	var about []string
	if err := s.list(ctx, &about, people, args...); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(open, func(u UrgentAccess) bool { return !slices.Contains(about, u.ParticipantID) }), nil
}

// JournalUrgent writes down that a page was opened under urgent accesses, a line for each person; route is the address of its
// kind of page.
func (s *Store) JournalUrgent(ctx context.Context, scope models.Scope, open []UrgentAccess, route string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		for _, u := range open {
			err := tx.journal(ctx, scope, models.JournalEntry{CentreID: u.CentreID, Action: models.Read, Kind: models.KindEmergency, Record: u.Emergency,
				Participant: u.Person, Reach: models.ReachEmergency, Detail: route})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// reachOf is the reach that opened a person to a scope: « emergency » when nothing else did.
func (s *Store) reachOf(ctx context.Context, scope models.Scope, person string) (string, error) {
	if person == "" || !someReach(scope, models.ReachEmergency) {
		return scope.Reach(), nil
	}
	user := scope.Actor().UserID
	var urgent bool
	err := s.get(ctx, &urgent, "select "+emergencyOfPerson+" and not "+caseloadOfPerson+" from participants p where p.public_id = ?",
		append(append(clocks(user), clocks(user)...), person)...)
	if err == nil && urgent {
		return models.ReachEmergency, nil
	}
	if models.CodeOf(err) == models.NotFound {
		err = nil
	}
	return scope.Reach(), err
}
