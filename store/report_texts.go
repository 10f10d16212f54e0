package store

import (
	"context"

	"jalon/models"
)

// ReportText is one written part of a report.
type ReportText struct {
	Section string         `db:"section"`
	Body    string         `db:"body"`
	Author  string         `db:"author"`
	At      models.Instant `db:"at"`
	Version int            `db:"version"`
}

// ReportTexts reads the written parts of a report of one operation; period is the year it is about.
func (s *Store) ReportTexts(ctx context.Context, scope models.Scope, operationPublicID, kind, period string) (map[string]ReportText, error) {
	o, err := s.Operation(ctx, scope, operationPublicID)
	if err != nil {
		return nil, err
	}
	var rows []ReportText
	err = s.list(ctx, &rows, `select t.section, t.body, coalesce(u.name, '') as author, t.at, t.version
		from report_texts t left join users u on u.id = t.user_id where t.operation_id = ? and t.kind = ? and t.period = ?`, o.ID, kind, period)
	texts := map[string]ReportText{}
	for _, row := range rows {
		texts[row.Section] = row
	}
	return texts, err
}

// SaveReportText writes one part; version is the one that was shown, 0 for a new part.
func (s *Store) SaveReportText(ctx context.Context, scope models.Scope, operationPublicID, kind, period, section, body string, version int) error {
	return s.Atomically(ctx, func(tx *Store) error {
		o, err := tx.Operation(ctx, scope, operationPublicID)
		if err != nil {
			return err
		}
		author := nullable(scope.Actor().UserID)
		body = models.PlainText(body)
		err = tx.change(ctx, `insert into report_texts (operation_id, kind, period, section, body, user_id, at, version) values (?, ?, ?, ?, ?, ?, ?, 1)
			on conflict (operation_id, kind, period, section) do update set body = excluded.body, user_id = excluded.user_id, at = excluded.at,
			version = report_texts.version + 1 where report_texts.version = ?`, o.ID, kind, period, section, body, author, tx.Now(), version)
		if err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: o.CentreID, Record: o.PublicID, Detail: section + " " + period})
	})
}

// CentreName is the name of the centre of an operation in reach, for the cover of its report.
func (s *Store) CentreName(ctx context.Context, scope models.Scope, centreID string) (string, error) {
	condition, args := withinAnchor(scope, onOperation)
	var name string
	err := s.get(ctx, &name, `select c.name from centres c where c.id = ? and exists (select 1 from operations o where o.centre_id = c.id and `+condition+`)`,
		append([]any{centreID}, args...)...)
	return name, err
}

// JournalReport leaves the line of a report that is shown or taken away; without it, there is no report.
func (s *Store) JournalReport(ctx context.Context, scope models.Scope, o models.Operation, detail string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: o.CentreID, Record: o.PublicID, Detail: detail})
	})
}
