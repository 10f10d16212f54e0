package store

import (
	"context"
	"slices"

	"jalon/models"
)

// Notice is something a colleague is to know, with the person it is about when it is about one.
type Notice struct {
	PublicID   string         `db:"public_id"`
	Kind       string         `db:"kind"`
	Record     string         `db:"record"` // public id of the note, the follow-up, the relais, the access or the passation
	At         models.Instant `db:"at"`
	SeenAt     models.Instant `db:"seen_at"`
	By         string         `db:"by_name"`
	Person     string         `db:"person"` // public id
	FamilyName string         `db:"family_name"`
	GivenName  string         `db:"given_name"`
}

// Name is the person's as lists write it.
func (n Notice) Name() string { return models.ListName(n.FamilyName, n.GivenName) }

// NoticeScopes are the proofs under which the names in notices are read: an empty one leaves its notices out, and what has
// left the reader's reach leaves their notices too.
type NoticeScopes struct{ Cards, Files, SharedNotes, Relays, Emergencies models.Scope }

// NoticeFilter narrows the list of notices.
type NoticeFilter struct {
	Kinds  []string // none = all
	Since  models.Instant
	Unseen bool
}

// NoticeLimit is how many notices of one sort a list shows.
const NoticeLimit = 50

const (
	noticeColumns = `select t.public_id, t.kind, t.record, t.at, t.seen_at, coalesce(u.name, '') as by_name, p.public_id as person,
		p.family_name, p.given_name from notices t join participants p on p.id = t.participant_id left join users u on u.id = t.by_user`
	bareNotices = `select t.public_id, t.kind, t.record, t.at, t.seen_at, coalesce(u.name, '') as by_name, '' as person,
		'' as family_name, '' as given_name from notices t left join users u on u.id = t.by_user`
)

// noticeQuery is one sort of notice and the scope its names are read under.
type noticeQuery struct {
	kinds []string
	scope models.Scope
	kind  string // of the scope, "" for notices about nobody
	query string
}

func (n NoticeScopes) queries() []noticeQuery {
	return []noticeQuery{
		{[]string{models.NoticeMention, models.NoticeRelayGiven}, n.Files, models.KindParticipant, noticeColumns},
		{[]string{models.NoticeMentionShared}, n.SharedNotes, models.KindNoteShared, noticeColumns + " join notes n on n.public_id = t.record"},
		{[]string{models.NoticeRelayAsked}, n.Relays, models.KindRelay, noticeColumns},
		{[]string{models.NoticeRelayAnswered}, n.Cards, models.KindCard, noticeColumns},
		{[]string{models.NoticeEmergency}, n.Emergencies, models.KindEmergency, noticeColumns},
		{[]string{models.NoticeHandover}, n.Cards, "", bareNotices},
	}
}

// Notices lists what the user of the scopes is to know, newest first.
func (s *Store) Notices(ctx context.Context, userID string, scopes NoticeScopes, f NoticeFilter) ([]Notice, error) {
	var all []Notice
	for _, q := range scopes.queries() {
		kinds := slices.DeleteFunc(q.kinds, func(k string) bool { return len(f.Kinds) > 0 && !slices.Contains(f.Kinds, k) })
		if q.scope.Empty() || len(kinds) == 0 {
			continue
		}
		query, args := noticeList(q, kinds, userID, f)
		var some []Notice
		if err := s.list(ctx, &some, query, args...); err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortStableFunc(all, func(a, b Notice) int { return b.At.Compare(a.At.Time) })
	return all, nil
}

func noticeList(q noticeQuery, kinds []string, userID string, f NoticeFilter) (string, []any) {
	query, args := q.query+" where t.user_id = ? and t.kind in ("+marks(len(kinds))+")", append([]any{userID}, anys(kinds)...)
	if f.Unseen {
		query += " and t.seen_at is null"
	}
	if !f.Since.IsZero() {
		query, args = query+" and t.at >= ?", append(args, f.Since)
	}
	if q.kind != "" {
		condition, values := within(q.scope, q.kind)
		query, args = query+" and "+condition, append(args, values...)
	}
	return query + " order by t.at desc limit ?", append(args, NoticeLimit)
}

// notify tells some colleagues, each once and never who did it, what happened.
func (s *Store) notify(ctx context.Context, scope models.Scope, n models.Notice, users []string) error {
	by := scope.Actor().UserID
	var told []string
	for _, user := range users {
		if user == by || slices.Contains(told, user) {
			continue
		}
		told = append(told, user)
		_, err := s.exec(ctx, `insert into notices (id, public_id, centre_id, user_id, kind, participant_id, record, by_user, at)
			values (?, ?, ?, ?, ?, ?, ?, ?, ?)`, models.NewID(), models.NewPublicID(), n.CentreID, user, n.Kind, nullable(n.ParticipantID), n.Record,
			nullable(by), s.Now())
		if err != nil {
			return err
		}
	}
	return nil
}

// watchers are who is told about a file: those who accompany the person, and the colleagues of the centre of some roles.
func (s *Store) watchers(ctx context.Context, participantID, centreID string, roles ...string) ([]string, error) {
	var users []string
	err := s.list(ctx, &users, "select distinct k.user_id from caseloads k where k.participant_id = ? and "+accompanies, clocks(participantID)...)
	if err != nil {
		return nil, err
	}
	var others []string
	err = s.list(ctx, &others, `select distinct m.user_id from memberships m join users u on u.id = m.user_id where m.centre_id = ?
		and u.disabled_at is null and (m.from_on is null or m.from_on <= ?) and (m.until_on is null or m.until_on >= ?) and m.role in (`+
		marks(len(roles))+")", append([]any{centreID, s.Today(), s.Today()}, anys(roles)...)...)
	return append(users, others...), err
}

// SeeNotice marks one notice of the user of a scope as seen.
func (s *Store) SeeNotice(ctx context.Context, scope models.Scope, publicID string) error {
	n, err := s.exec(ctx, "update notices set seen_at = coalesce(seen_at, ?) where user_id = ? and public_id = ?", s.Now(), scope.Actor().UserID, publicID)
	if err == nil && n == 0 {
		err = models.ErrNotFound
	}
	return err
}

// seeRecord marks the notices about one record as seen: those of one user, or of everybody when it no longer waits ("").
func (s *Store) seeRecord(ctx context.Context, record, userID string) error {
	query, args := "update notices set seen_at = ? where record = ? and seen_at is null", []any{s.Now(), record}
	if userID != "" {
		query, args = query+" and user_id = ?", append(args, userID)
	}
	_, err := s.exec(ctx, query, args...)
	return err
}
