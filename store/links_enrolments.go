package store

import (
	"context"
	"slices"
	"strings"

	"jalon/models"
)

// A person is counted once in an operation: of two enrolments in one, that of the kept file goes on. What hung on the other one
// hangs on it, and the entry is that of whichever began first (reports.md: the state at the first attended contact).

// twinEnrolments are two enrolments in one operation.
type twinEnrolments struct {
	Kept    string      `db:"kept"`
	Other   string      `db:"other"`
	KeptOn  models.Date `db:"kept_on"` // day of the entry, "" before
	OtherOn models.Date `db:"other_on"`
}

func (m *linker) mergeEnrolments(ctx context.Context) error {
	var twins []twinEnrolments
	err := m.store.list(ctx, &twins, `select o.id as other, o.frozen_on as other_on, k.id as kept, k.frozen_on as kept_on
		from link_moves v join enrolments o on o.id = v.row_id
		join enrolments k on k.participant_id = o.participant_id and k.operation_id = o.operation_id and k.cancelled_at is null
			and k.id not in (select row_id from link_moves where link_id = v.link_id and table_name = v.table_name)
		where v.link_id = ? and v.table_name = 'enrolments' and o.cancelled_at is null order by o.id, k.id`, m.link.ID)
	if err != nil {
		return err
	}
	for i, pair := range twins {
		if i > 0 && pair.Other == twins[i-1].Other {
			continue // an old import enrolled the kept person twice: the first goes on
		}
		if err := m.mergeTwins(ctx, pair); err != nil {
			return err
		}
	}
	return nil
}

func (m *linker) mergeTwins(ctx context.Context, pair twinEnrolments) error {
	for _, k := range enrolmentTables(m.keys) {
		if err := m.moveToTwin(ctx, k, pair); err != nil {
			return err
		}
	}
	if pair.OtherOn != "" && (pair.KeptOn == "" || pair.OtherOn < pair.KeptOn) {
		if err := m.takeEntry(ctx, pair); err != nil {
			return err
		}
	}
	if err := m.note(ctx, "enrolments", mergedInto, []string{pair.Other}, "", pair.Kept); err != nil {
		return err
	}
	_, err := m.store.exec(ctx, "update enrolments set cancelled_at = ?, cancelled_by = ?, cancel_reason = ? where id = ?",
		m.link.CreatedAt, m.link.CreatedBy, mergedInto, pair.Other)
	return err
}

// moveToTwin moves what hangs on the other enrolment, but for what the kept one has already: its answer after six months, a
// place given up in the same session.
func (m *linker) moveToTwin(ctx context.Context, k foreignKey, pair twinEnrolments) error {
	condition, args := "t."+k.Column+" = ?", []any{pair.Other}
	switch k.Table {
	case "six_months":
		condition, args = condition+" and not exists (select 1 from six_months w where w.enrolment_id = ?)", append(args, pair.Kept)
	case "registrations":
		condition, args = condition+" and not exists (select 1 from registrations w where w.enrolment_id = ? and w.session_id = t.session_id)", append(args, pair.Kept)
	}
	rows, err := m.store.keysOfRows(ctx, k.Table, condition, args...)
	if err != nil {
		return err
	}
	if err := m.note(ctx, k.Table, k.Column, rows, pair.Other, pair.Kept); err != nil {
		return err
	}
	for _, row := range rows {
		if _, err := m.store.exec(ctx, "update "+k.Table+" as t set "+k.Column+" = ? where "+keyOf(k.Table)+" = ?", pair.Kept, row); err != nil {
			return err
		}
	}
	return nil
}

// entryOnly are the columns of the entry that do not begin with entry_.
var entryOnly = []string{"frozen_on", "requested_on", "sensitive_sealed", "audience", "convention", "exemption", "assessment_on"}

// takeEntry writes the earlier entry over that of the kept enrolment.
func (m *linker) takeEntry(ctx context.Context, pair twinEnrolments) error {
	return m.patched(ctx, "enrolments", pair.Kept, func() error {
		var sets []string
		for _, column := range strings.Split(enrolmentColumns, ",") {
			if column = strings.TrimSpace(column); strings.HasPrefix(column, "entry_") || slices.Contains(entryOnly, column) {
				sets = append(sets, column+" = (select o."+column+" from enrolments o where o.id = ?)")
			}
		}
		args := make([]any, len(sets), len(sets)+1)
		for i := range args {
			args[i] = pair.Other
		}
		_, err := m.store.exec(ctx, "update enrolments set "+strings.Join(sets, ", ")+" where id = ?", append(args, pair.Kept)...)
		return err
	})
}
