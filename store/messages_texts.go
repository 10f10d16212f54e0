package store

import (
	"context"
	"encoding/json"
	"fmt"

	"jalon/models"
)

const messageTextColumns = "id, public_id, centre_id, kind, language, version, content, created_by, created_at, reviewed_by, reviewed_at, french_version"

type messageTextRow struct {
	ID            string         `db:"id"`
	PublicID      string         `db:"public_id"`
	CentreID      string         `db:"centre_id"`
	Kind          string         `db:"kind"`
	Language      string         `db:"language"`
	Version       int            `db:"version"`
	Content       string         `db:"content"`
	CreatedBy     *string        `db:"created_by"`
	CreatedAt     models.Instant `db:"created_at"`
	ReviewedBy    *string        `db:"reviewed_by"`
	ReviewedAt    models.Instant `db:"reviewed_at"`
	FrenchVersion int            `db:"french_version"`
	Author        string         `db:"author"`
	Reader        string         `db:"reader"`
}

// MessageTexts are the last versions of the texts a centre made its own. They are no personal data: the scope may be of any kind
// that reaches the centre.
func (s *Store) MessageTexts(ctx context.Context, scope models.Scope, centreID string) ([]models.MessageText, error) {
	if !reachesCentre(scope, centreID) {
		return nil, models.ErrNotFound
	}
	return s.messageTexts(ctx, centreID)
}

func reachesCentre(scope models.Scope, centreID string) bool {
	for _, id := range scope.Centres() {
		if id == centreID {
			return true
		}
	}
	return false
}

func (s *Store) messageTexts(ctx context.Context, centreID string) ([]models.MessageText, error) {
	var rows []messageTextRow
	err := s.list(ctx, &rows, "select "+prefixed("t", messageTextColumns)+`, coalesce(u.name, '') as author, coalesce(v.name, '') as reader
		from message_texts t left join users u on u.id = t.created_by left join users v on v.id = t.reviewed_by
		where t.centre_id = ? and t.version = (select max(x.version) from message_texts x where x.centre_id = t.centre_id and x.kind = t.kind and x.language = t.language)
		order by t.kind, t.language`, centreID)
	texts := make([]models.MessageText, len(rows))
	for i, r := range rows {
		texts[i] = models.MessageText{Kind: r.Kind, Language: r.Language, Version: r.Version, By: r.Author, At: r.CreatedAt, ReviewedBy: r.Reader,
			ReviewedAt: r.ReviewedAt, FrenchVersion: r.FrenchVersion}
		if err := json.Unmarshal([]byte(r.Content), &texts[i].Parts); err != nil {
			return nil, fmt.Errorf("text %s %s: %w", r.Kind, r.Language, err)
		}
	}
	return texts, err
}

// WriteMessageText writes the next version of a text of a centre, read again already or not yet. t.Version is the one the form was
// opened with: models.ErrStale when there is a later one.
func (s *Store) WriteMessageText(ctx context.Context, scope models.Scope, centreID string, t models.MessageText, reviewed bool) error {
	if scope.Kind() != models.KindMessageText || scope.Action() != models.Update || !scope.Covers(models.Record{CentreID: centreID}) {
		return models.ErrNotFound
	}
	content, err := json.Marshal(t.Parts)
	if err != nil {
		return fmt.Errorf("text: %w", err)
	}
	return s.Atomically(ctx, func(tx *Store) error {
		last, err := tx.count(ctx, "select coalesce(max(version), 0) from message_texts where centre_id = ? and kind = ? and language = ?", centreID, t.Kind, t.Language)
		if err != nil {
			return err
		}
		if last != t.Version {
			return models.ErrStale
		}
		user := nullable(scope.Actor().UserID)
		row := messageTextRow{ID: models.NewID(), PublicID: models.NewPublicID(), CentreID: centreID, Kind: t.Kind, Language: t.Language, Version: last + 1,
			Content: string(content), CreatedBy: user, CreatedAt: tx.Now(), FrenchVersion: t.FrenchVersion}
		detail := "version"
		if reviewed {
			row.ReviewedBy, row.ReviewedAt, detail = user, tx.Now(), "reviewed"
		}
		if err := tx.insert(ctx, "message_texts", messageTextColumns, row); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: centreID, Record: row.PublicID, Detail: detail + " " + t.Kind + " " + t.Language})
	})
}

// MessageSettings are what a centre decides about its messages.
type MessageSettings struct {
	Name         string `db:"name"`
	Address      string `db:"address"`
	Phone        string `db:"message_phone"`
	ReminderDays int    `db:"reminder_days"` // before a session, 0 = no reminder
	Version      int    `db:"version"`
}

// MessageSettings of a centre, within a scope of any kind that reaches it.
func (s *Store) MessageSettings(ctx context.Context, scope models.Scope, centreID string) (MessageSettings, error) {
	if !reachesCentre(scope, centreID) {
		return MessageSettings{}, models.ErrNotFound
	}
	return s.messageSettings(ctx, centreID)
}

func (s *Store) messageSettings(ctx context.Context, centreID string) (MessageSettings, error) {
	var m MessageSettings
	err := s.get(ctx, &m, "select name, address, message_phone, reminder_days, version from centres where id = ?", centreID)
	return m, err
}

// SaveMessageSettings changes them.
func (s *Store) SaveMessageSettings(ctx context.Context, scope models.Scope, centreID string, m MessageSettings) error {
	if scope.Kind() != models.KindMessageText || scope.Action() != models.Update || !scope.Covers(models.Record{CentreID: centreID}) {
		return models.ErrNotFound
	}
	return s.Atomically(ctx, func(tx *Store) error {
		err := tx.change(ctx, "update centres set message_phone = ?, reminder_days = ?, version = version + 1 where id = ? and version = ?",
			m.Phone, m.ReminderDays, centreID, m.Version)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: centreID, Detail: "settings"})
	})
}
