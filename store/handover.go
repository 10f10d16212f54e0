package store

import (
	"context"
	"slices"

	"jalon/models"
)

// handedOver are the lines a passation hands over: the others end by themselves.
const handedOver = inForce + " and k.kind in ('lead', 'co', 'intake') and k.expires_at is null"

// HandoverColleague is somebody with people to hand over; their account may be closed already.
type HandoverColleague struct {
	ID       string `db:"id"`
	PublicID string `db:"public_id"`
	Name     string `db:"name"`
	People   int    `db:"people"`
}

// HandoverColleagues lists who accompanies people of a scope of passations, by name.
func (s *Store) HandoverColleagues(ctx context.Context, scope models.Scope) ([]HandoverColleague, error) {
	condition, args := within(scope, models.KindHandover)
	var all []HandoverColleague
	err := s.list(ctx, &all, `select u.id, u.public_id, u.name, count(distinct k.participant_id) as people from caseloads k
		join users u on u.id = k.user_id join participants p on p.id = k.participant_id where `+handedOver+" and "+condition+
		" group by u.id, u.public_id, u.name order by lower(u.name), u.id", slices.Concat(clocks(), args)...)
	return all, err
}

// HandoverReceivers lists the colleagues of the scope's centres who may receive people, with what they may open and how many they
// accompany, by user id.
func (s *Store) HandoverReceivers(ctx context.Context, scope models.Scope) (map[string]models.HandoverReceiver, error) {
	receivers := map[string]models.HandoverReceiver{}
	for _, centre := range scope.Centres() {
		colleagues, err := s.Colleagues(ctx, centre)
		if err != nil {
			return nil, err
		}
		for _, c := range colleagues {
			if !slices.Contains([]string{models.Counsellor, models.Coordinator, models.Manager}, c.Role) || c.CentreID != centre {
				continue
			}
			r, known := receivers[c.UserID]
			switch r.UserID = c.UserID; {
			case !known:
				r.Operations = c.Operations
			case len(c.Operations) == 0 || len(r.Operations) == 0:
				r.Operations = nil // one membership without a restriction is enough
			default:
				r.Operations = append(slices.Clone(r.Operations), c.Operations...)
			}
			receivers[c.UserID] = r
		}
	}
	var loads []struct {
		UserID string `db:"user_id"`
		People int    `db:"people"`
	}
	err := s.list(ctx, &loads, "select k.user_id, count(distinct k.participant_id) as people from caseloads k where "+accompanies+" group by k.user_id", clocks()...)
	for _, l := range loads {
		if r, known := receivers[l.UserID]; known {
			r.Load = l.People
			receivers[l.UserID] = r
		}
	}
	return receivers, err
}

// HandoverPeople lists the people of a scope whom a colleague accompanies, with what goes with them: five queries, however
// many they are.
func (s *Store) HandoverPeople(ctx context.Context, scope models.Scope, userID string) ([]models.HandoverPerson, error) {
	condition, args := within(scope, models.KindHandover)
	var lines []struct {
		ParticipantID string `db:"participant_id"`
		Person        string `db:"person"`
		FamilyName    string `db:"family_name"`
		GivenName     string `db:"given_name"`
		SortName      string `db:"sort_name"`
		Programme     string `db:"programme"`
	}
	err := s.list(ctx, &lines, `select distinct k.participant_id, p.public_id as person, p.family_name, p.given_name, p.sort_name, coalesce(o.programme, '') as programme
		from caseloads k join participants p on p.id = k.participant_id left join enrolments e on e.id = k.enrolment_id left join operations o on o.id = e.operation_id
		where k.user_id = ? and `+handedOver+" and "+condition+" order by p.sort_name, p.public_id, programme", slices.Concat(clocks(userID), args)...)
	if err != nil {
		return nil, err
	}
	var people []models.HandoverPerson
	for _, l := range lines {
		if n := len(people); n == 0 || people[n-1].Person != l.Person {
			people = append(people, models.HandoverPerson{ParticipantID: l.ParticipantID, Person: l.Person, FamilyName: l.FamilyName, GivenName: l.GivenName})
		}
		if last := &people[len(people)-1]; l.Programme != "" {
			last.Programmes = append(last.Programmes, l.Programme)
		}
	}
	return people, s.fillHandover(ctx, people, userID)
}

// fillHandover adds what goes with people, in one query each.
func (s *Store) fillHandover(ctx context.Context, people []models.HandoverPerson, userID string) error {
	at := map[string]*models.HandoverPerson{}
	for i := range people {
		at[people[i].ParticipantID] = &people[i]
	}
	var facts []struct {
		ParticipantID string      `db:"participant_id"`
		What          string      `db:"what"`
		Value         string      `db:"value"`
		Count         int         `db:"n"`
		On            models.Date `db:"on_date"`
	}
	for _, q := range s.handoverQueries(userID) {
		facts = facts[:0]
		if err := s.list(ctx, &facts, q.query, q.args...); err != nil {
			return err
		}
		for _, f := range facts {
			p, known := at[f.ParticipantID]
			switch {
			case !known:
			case f.What == "operation":
				p.Operations = append(p.Operations, f.Value)
			case f.What == "colleague":
				p.Accompanying = append(p.Accompanying, f.Value)
			case f.What == "appointment":
				p.Appointments, p.NextOn = f.Count, f.On
			default:
				p.Tasks = f.Count
			}
		}
	}
	return nil
}

// factQuery is one thing that goes with people.
type factQuery struct {
	query string
	args  []any
}

func (s *Store) handoverQueries(userID string) []factQuery {
	theirs := " in (select k.participant_id from caseloads k where k.user_id = ? and " + handedOver + ")"
	return []factQuery{
		{"select e.participant_id, 'operation' as what, e.operation_id as value, 0 as n, cast(null as date) as on_date from enrolments e where e.cancelled_at is null and e.participant_id" + theirs, clocks(userID)},
		{"select distinct k.participant_id, 'colleague' as what, k.user_id as value, 0 as n, cast(null as date) as on_date from caseloads k where k.user_id <> ? and " + accompanies + " and k.participant_id" + theirs,
			slices.Concat(clocks(userID), clocks(userID))},
		{"select a.participant_id, 'appointment' as what, '' as value, count(*) as n, min(a.on_date) as on_date from appointments a where a.user_id = ? and a.outcome = '' and a.on_date >= ? group by a.participant_id",
			[]any{userID, s.Today()}},
		{"select t.participant_id, 'task' as what, '' as value, count(*) as n, cast(null as date) as on_date from plan_tasks t where t.user_id = ? and t.state = 'a_faire' and t.cancelled_at is null and t.participant_id" + theirs + " group by t.participant_id",
			append([]any{userID}, clocks(userID)...)},
	}
}

// HandoverResult is what a passation did.
type HandoverResult struct {
	PublicID     string
	People       int
	Appointments int // that changed colleague
	Kept         int // appointments that could not: the receiver is expected elsewhere at that time
	Tasks        int
}

// handing is a passation under way.
type handing struct {
	*Store
	scope  models.Scope
	h      *models.Handover
	people map[string]models.HandoverPerson // by internal id
	to     map[string]string                // internal id of the person → user id
	result HandoverResult
}

// MakeHandover hands the people of h.To over, all or none, in one transaction.
func (s *Store) MakeHandover(ctx context.Context, scope models.Scope, h models.Handover) (HandoverResult, error) {
	var result HandoverResult
	if scope.Kind() != models.KindHandover || scope.Action() != models.Create || scope.Empty() {
		return result, models.ErrForbidden
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		if err := models.CheckHandover(h, tx.Today()).AsError(); err != nil {
			return err
		}
		h.ID, h.PublicID, h.CreatedBy, h.CreatedAt = models.NewID(), models.NewPublicID(), scope.Actor().UserID, tx.Now()
		w := &handing{Store: tx, scope: scope, h: &h, people: map[string]models.HandoverPerson{}, to: map[string]string{}}
		if err := w.prepare(ctx); err != nil {
			return err
		}
		steps := []func(context.Context) error{w.lines, w.appointments, w.tasks, w.tell}
		for _, step := range steps {
			if err := step(ctx); err != nil {
				return err
			}
		}
		result = w.result
		result.PublicID = h.PublicID
		return nil
	})
	return result, err
}

// prepare checks who hands over whom to whom.
func (w *handing) prepare(ctx context.Context) error {
	receivers, err := w.HandoverReceivers(ctx, w.scope)
	if err != nil {
		return err
	}
	people, err := w.HandoverPeople(ctx, w.scope, w.h.UserID)
	if err != nil {
		return err
	}
	problems := models.Problems{}
	for _, p := range people {
		to, chosen := w.h.To[p.Person]
		if !chosen {
			continue
		}
		r, known := receivers[to]
		switch {
		case !known || to == w.h.UserID:
			problems.Add("people", "handover.problem.receiver")
		case !r.MayReceive(p):
			problems.Add("people", "handover.problem.closed")
		}
		w.people[p.ParticipantID], w.to[p.ParticipantID] = p, to
	}
	if len(problems) > 0 {
		return problems.AsError()
	}
	if len(w.people) != len(w.h.To) {
		return models.Refuse(models.Conflict, "handover.changed")
	}
	return w.record(ctx)
}

// record holds the colleagues until the end of the transaction, in one order for all, and writes the passation down.
func (w *handing) record(ctx context.Context) error {
	for _, id := range slices.Sorted(slices.Values(append(valuesOf(w.to), w.h.UserID))) {
		if _, err := w.exec(ctx, "update users set version = version where id = ?", id); err != nil {
			return err
		}
	}
	for id := range w.people {
		if err := w.get(ctx, &w.h.CentreID, "select centre_id from participants where id = ?", id); err != nil {
			return err
		}
		break
	}
	w.result.People = len(w.people)
	_, err := w.exec(ctx, "insert into handovers (id, public_id, centre_id, user_id, kind, from_on, until_on, created_by, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		w.h.ID, w.h.PublicID, w.h.CentreID, w.h.UserID, w.h.Kind, w.h.FromOn, nullDate(w.h.UntilOn), w.h.CreatedBy, w.h.CreatedAt)
	return err
}

func valuesOf(m map[string]string) []string {
	var values []string
	for _, v := range m {
		if !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	return values
}

func (w *handing) move(ctx context.Context, what, recordID, participantID string, version int) error {
	_, err := w.exec(ctx, "insert into handover_moves (handover_id, what, record_id, participant_id, to_user, version) values (?, ?, ?, ?, ?, ?)",
		w.h.ID, what, recordID, participantID, w.to[participantID], version)
	return err
}

// lines gives the people to their new colleagues. For good, each line is closed and opened again under the other name, on the
// day; a cover is a line of its own, and the absent colleague keeps theirs.
func (w *handing) lines(ctx context.Context) error {
	if w.h.Kind == models.HandoverCover {
		return w.cover(ctx)
	}
	var all []models.CaseloadLine
	err := w.list(ctx, &all, "select k.id, k.centre_id, k.participant_id, k.enrolment_id, k.user_id, k.kind, k.from_on from caseloads k where "+handedOver+
		" and (k.user_id = ? or k.user_id in ("+marks(len(valuesOf(w.to)))+"))", append(append(clocks(), w.h.UserID), anys(valuesOf(w.to))...)...)
	if err != nil {
		return err
	}
	held := map[string]bool{}
	title := func(l models.CaseloadLine, user string) string {
		enrolment := ""
		if l.EnrolmentID != nil {
			enrolment = *l.EnrolmentID
		}
		return l.ParticipantID + " " + user + " " + l.Kind + " " + enrolment
	}
	for _, l := range all {
		held[title(l, l.UserID)] = true
	}
	for _, l := range all {
		to, handed := w.to[l.ParticipantID]
		if l.UserID != w.h.UserID || !handed {
			continue
		}
		if err := w.handLine(ctx, l, to, held[title(l, to)]); err != nil {
			return err
		}
		held[title(l, to)] = true
	}
	return nil
}

// cover opens the files until the end of a day.
func (w *handing) cover(ctx context.Context) error {
	for id, to := range w.to {
		line, err := w.openLine(ctx, models.CaseloadCover, w.h.CentreID, id, to, w.h.FromOn, endOf(w.h.UntilOn))
		if err == nil {
			err = w.move(ctx, "ouvert", line, id, 0)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// handLine closes one line on the day and opens it under the other name, unless the receiver has it already.
func (w *handing) handLine(ctx context.Context, l models.CaseloadLine, to string, held bool) error {
	statement, value := "update caseloads set until_on = ? where id = ?", any(w.h.FromOn)
	if w.h.FromOn > w.Today() {
		statement, value = "update caseloads set expires_at = ? where id = ?", endOf(w.h.FromOn.AddDays(-1))
	}
	if _, err := w.exec(ctx, statement, value, l.ID); err != nil {
		return err
	}
	if err := w.move(ctx, "ferme", l.ID, l.ParticipantID, 0); err != nil || held {
		return err
	}
	l.ID, l.UserID, l.FromOn = models.NewID(), to, w.h.FromOn
	if err := w.insert(ctx, "caseloads", "id, centre_id, participant_id, enrolment_id, user_id, kind, from_on", l); err != nil {
		return err
	}
	return w.move(ctx, "ouvert", l.ID, l.ParticipantID, 0)
}

// tell writes a line in the journal for each person, and tells the receivers.
func (w *handing) tell(ctx context.Context) error {
	n := models.Notice{Kind: models.NoticeHandover, CentreID: w.h.CentreID, Record: w.h.PublicID}
	if err := w.notify(ctx, w.scope, n, valuesOf(w.to)); err != nil {
		return err
	}
	for _, p := range w.people {
		err := w.journal(ctx, w.scope, models.JournalEntry{CentreID: w.h.CentreID, Record: w.h.PublicID, Participant: p.Person, Detail: w.h.Kind})
		if err != nil {
			return err
		}
	}
	return nil
}
