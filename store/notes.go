package store

import (
	"context"
	"strings"

	"jalon/models"
)

const noteColumns = "id, public_id, centre_id, participant_id, followup_id, author_id, level, body_sealed"

// NoteView is a note with who wrote it and whom it is shared with.
type NoteView struct {
	models.Note
	Author         string      `db:"author"`
	AuthorPublicID string      `db:"author_public_id"`
	OnDate         models.Date `db:"on_date"` // of the follow-up
	Person         string      `db:"person"`  // public id
	FamilyName     string      `db:"family_name"`
	GivenName      string      `db:"given_name"`
	ReaderNames    []string    `db:"-"`
	ReaderIDs      []string    `db:"-"` // public ids
}

// Name is the person's as lists write it.
func (v NoteView) Name() string { return models.ListName(v.FamilyName, v.GivenName) }

// levelOfKind is the level of the notes a kind of the policy stands for, "" for another kind.
func levelOfKind(kind string) string {
	for _, level := range models.NoteLevels {
		if models.KindOfNote(level) == kind {
			return level
		}
	}
	return ""
}

const noteSource = `, coalesce(u.name, '') as author, coalesce(u.public_id, '') as author_public_id, f.on_date, p.public_id as person,
	p.family_name, p.given_name from notes n join participants p on p.id = n.participant_id join followups f on f.id = n.followup_id
	left join users u on u.id = n.author_id where `

// notesWhere reads the notes of one scope that meet a condition, opened, with their readers. A scope opens the notes of
// its own level and no other.
func (s *Store) notesWhere(ctx context.Context, scope models.Scope, condition string, values ...any) ([]NoteView, error) {
	level := levelOfKind(scope.Kind())
	if level == "" || scope.Empty() {
		return nil, nil
	}
	in, args := within(scope, scope.Kind())
	var all []NoteView
	err := s.list(ctx, &all, "select "+prefixed("n", noteColumns)+noteSource+in+" and n.level = ? and "+condition,
		append(append(args, level), values...)...)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := s.openNote(ctx, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s *Store) openNote(ctx context.Context, n *NoteView) error {
	box, err := s.box(ctx, n.ParticipantID)
	if err != nil {
		return err
	}
	if n.Body, err = box.Open("note", n.BodySealed); err != nil || n.Level != models.NoteShared {
		return err
	}
	var readers []struct {
		ID       string `db:"id"`
		PublicID string `db:"public_id"`
		Name     string `db:"name"`
	}
	err = s.list(ctx, &readers, `select u.id, u.public_id, u.name from note_readers d join users u on u.id = d.user_id
		where d.note_id = ? order by u.name`, n.ID)
	for _, r := range readers {
		n.Readers, n.ReaderIDs, n.ReaderNames = append(n.Readers, r.ID), append(n.ReaderIDs, r.PublicID), append(n.ReaderNames, r.Name)
	}
	return err
}

// NotesOf lists the notes of a follow-up: those of each scope, in the order of the scopes.
func (s *Store) NotesOf(ctx context.Context, followUpPublicID string, scopes ...models.Scope) ([]NoteView, error) {
	var all []NoteView
	for _, scope := range scopes {
		some, err := s.notesWhere(ctx, scope, "f.public_id = ? order by n.id", followUpPublicID)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// OpenSharedNote reads one note that a colleague shared by name, with its journal line. The file behind it stays closed.
func (s *Store) OpenSharedNote(ctx context.Context, scope models.Scope, publicID string) (NoteView, error) {
	var n NoteView
	err := s.Audited(ctx, scope, func(tx *Store) (models.JournalEntry, error) {
		found, err := tx.notesWhere(ctx, scope, "n.public_id = ?", publicID)
		if err == nil && len(found) == 0 {
			err = models.ErrNotFound
		}
		if err != nil {
			return models.JournalEntry{}, err
		}
		n = found[0]
		return models.JournalEntry{CentreID: n.CentreID, Record: n.PublicID, Participant: n.Person}, nil
	})
	return n, err
}

// SharedNote is a line of the list of notes shared with somebody; its text is on its own page.
type SharedNote struct {
	PublicID   string      `db:"public_id"`
	Author     string      `db:"author"`
	OnDate     models.Date `db:"on_date"`
	FamilyName string      `db:"family_name"`
	GivenName  string      `db:"given_name"`
}

// Name is the person's as lists write it.
func (n SharedNote) Name() string { return models.ListName(n.FamilyName, n.GivenName) }

// SharedNotes lists the latest notes that colleagues shared with the user, within a scope of shared notes.
func (s *Store) SharedNotes(ctx context.Context, scope models.Scope, limit int) ([]SharedNote, error) {
	condition, args := within(scope, models.KindNoteShared)
	var all []SharedNote
	err := s.list(ctx, &all, `select n.public_id, coalesce(u.name, '') as author, f.on_date, p.family_name, p.given_name
		from note_readers r join notes n on n.id = r.note_id join participants p on p.id = n.participant_id
		join followups f on f.id = n.followup_id left join users u on u.id = n.author_id
		where r.user_id = ? and f.cancelled_at is null and n.level = 'partage' and `+condition+" order by f.on_date desc, n.id desc limit ?",
		append(append([]any{scope.Actor().UserID}, args...), limit)...)
	return all, err
}

// writeNote adds the note of a follow-up, or replaces the one with n.PublicID. The scope is of the kind of its level; an
// empty text adds nothing. The former text is kept in the revisions of the note itself, so that it has the same reach.
func (s *Store) writeNote(ctx context.Context, scopes FollowUpScopes, f models.FollowUp, n models.Note) error {
	if n.PublicID == "" && strings.TrimSpace(n.Body) == "" {
		return nil
	}
	n.Body = models.PlainText(n.Body)
	if err := models.CheckNote(n).AsError(); err != nil {
		return err
	}
	if n.PublicID != "" {
		return s.replaceNote(ctx, scopes, f, n)
	}
	scope := scopes.Note
	record, err := s.personRecord(ctx, f.ParticipantID)
	if err != nil {
		return err
	}
	author := scope.Actor().UserID
	record.AuthorID = author
	if scope.Kind() != models.KindOfNote(n.Level) || scope.Action() != models.Create || !scope.Covers(record) {
		return models.ErrForbidden
	}
	n.ID, n.PublicID, n.CentreID, n.ParticipantID, n.FollowUpID = models.NewID(), models.NewPublicID(), f.CentreID, f.ParticipantID, f.ID
	n.AuthorID = nullable(author)
	box, err := s.box(ctx, f.ParticipantID)
	if err != nil {
		return err
	}
	n.BodySealed = box.Seal("note", n.Body)
	if err := s.insert(ctx, "notes", noteColumns, n); err != nil {
		return err
	}
	if err := s.mention(ctx, scope, f, n); err != nil {
		return err
	}
	return s.shareNote(ctx, n)
}

// replaceNote changes the text of a note. Its level changes only under the hand of its author: somebody else's note
// would disappear from the file, or appear in it.
func (s *Store) replaceNote(ctx context.Context, scopes FollowUpScopes, f models.FollowUp, n models.Note) error {
	scope := scopes.Former
	found, err := s.notesWhere(ctx, scope, "n.public_id = ? and n.followup_id = ?", n.PublicID, f.ID)
	if err != nil {
		return err
	}
	if len(found) == 0 || scope.Action() != models.Update {
		return models.ErrNotFound
	}
	before := found[0]
	mine := before.AuthorID != nil && *before.AuthorID == scope.Actor().UserID
	if !mine {
		n.Level, n.Readers = before.Level, before.Readers
	}
	if n.Level != before.Level && (scopes.Note.Kind() != models.KindOfNote(n.Level) || scopes.Note.Empty()) {
		return models.ErrForbidden
	}
	if before.Body == n.Body && before.Level == n.Level && sameTexts(before.Readers, n.Readers) {
		return nil
	}
	if err := s.keepRevision(ctx, scope, f.ParticipantID, models.KindOfNote(before.Level), before.ID, f.Version, "", before.Body); err != nil {
		return err
	}
	box, err := s.box(ctx, f.ParticipantID)
	if err != nil {
		return err
	}
	n.ID = before.ID
	_, err = s.exec(ctx, "update notes set level = ?, body_sealed = ? where id = ?", n.Level, sealedBody(box, n.Body), n.ID)
	if err != nil {
		return err
	}
	if err := s.mention(ctx, scope, f, n); err != nil {
		return err
	}
	return s.shareNote(ctx, n)
}

// sealedBody seals even an empty text: the row says that a note was there and was emptied.
func sealedBody(box Box, body string) []byte {
	if body == "" {
		return []byte{}
	}
	return box.Seal("note", body)
}

// shareNote names the readers of a shared note: colleagues of the centre, by id; the other levels have none.
func (s *Store) shareNote(ctx context.Context, n models.Note) error {
	if _, err := s.exec(ctx, "delete from note_readers where note_id = ?", n.ID); err != nil || n.Level != models.NoteShared {
		return err
	}
	for _, reader := range n.Readers {
		if err := s.colleague(ctx, n.CentreID, reader); err != nil {
			return err
		}
		_, err := s.exec(ctx, "insert into note_readers (note_id, user_id) values (?, ?) on conflict do nothing", n.ID, reader)
		if err != nil {
			return err
		}
	}
	return nil
}

// levelsOf names the levels of the notes that were shown, for the journal.
func levelsOf(notes []NoteView) string {
	var levels []string
	for _, n := range notes {
		levels = append(levels, n.Level)
	}
	return strings.Join(levels, ",")
}

func sameTexts(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for _, text := range a {
		found := false
		for _, other := range b {
			found = found || text == other
		}
		if !found {
			return false
		}
	}
	return true
}
