package store

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"jalon/models"
)

// Export gives write the content of the exchange workbook of the scope's centre, one row at a time, as the database
// was when it began. It holds what the sheets can hold: nothing cancelled, no note but those of level « dossier »,
// no waiting list, no national number (never in a default export, and an empty database would not keep it).
// Rows come in the order they were recorded, so that importing and exporting again gives the same content.
func (s *Store) Export(ctx context.Context, scope models.Scope, write func(models.ExchangeStream) error) error {
	centres := scope.Centres()
	if scope.Kind() != models.KindImport || scope.Action() != models.Export || len(centres) != 1 {
		return models.ErrForbidden
	}
	err := s.Audited(ctx, scope, func(*Store) (models.JournalEntry, error) {
		return models.JournalEntry{CentreID: centres[0], Detail: "exchange"}, nil
	})
	if err != nil {
		return err
	}
	return s.snapshot(ctx, func(tx *Store) error {
		e := &exporter{ctx: ctx, store: tx, centre: centres[0]}
		unsure, err := e.unknownAnswers()
		if err != nil {
			return err
		}
		e.unsure = unsure
		groups, err := tx.count(ctx, "select count(*) from followups where centre_id = ? and group_id <> '' and cancelled_at is null", e.centre)
		if err != nil {
			return err
		}
		return write(models.ExchangeStream{
			Grouped:    groups > 0,
			Operations: e.operations(), Modules: e.modules(), Persons: e.persons(), Enrolments: e.enrolments(),
			FollowUps: e.followUps(), Sessions: e.sessions(), Attendances: e.attendances(), Exits: e.exits(),
			Events: e.events(), SixMonths: e.sixMonths(), Attestations: e.attestations(),
		})
	})
}

// exporter streams the sheets of one centre. It lives for one export, hence the context inside: an iterator has no
// other way to it.
type exporter struct {
	ctx    context.Context
	store  *Store
	centre string
	unsure map[pair]string // record and field → inconnu or refus
	owner  string          // the person whose box is at hand
	box    Box
}

func (e *exporter) unknownAnswers() (map[pair]string, error) {
	answers := map[pair]string{}
	return answers, e.store.each(e.ctx, "select record_id, field, answer from unknown_answers", nil, func(rows *sqlx.Rows) error {
		var key pair
		var answer string
		err := rows.Scan(&key.a, &key.b, &answer)
		answers[key] = answer
		return err
	})
}

// said is what the imported cell said, as long as the column holds nothing else.
func (e *exporter) said(recordID, field, code, nothing string) string {
	if answer := e.unsure[pair{recordID, field}]; answer != "" && code == nothing {
		return answer
	}
	return code
}

// open is the key of the person of the current row.
func (e *exporter) open(participantID string, wrapped []byte) (Box, error) {
	if e.owner == participantID {
		return e.box, nil
	}
	box, err := e.store.sealer.PersonBox(participantID, wrapped)
	e.owner, e.box = participantID, box
	return box, err
}

var errStop = errors.New("the reader has enough")

// streamRows runs a query and gives each row, scanned into a struct, through convert.
func streamRows[R, T any](e *exporter, query string, convert func(*R) (T, error), before ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		err := e.store.each(e.ctx, query, append(slices.Clone(before), e.centre), func(rows *sqlx.Rows) error {
			var row R
			if err := rows.StructScan(&row); err != nil {
				return err
			}
			value, err := convert(&row)
			if err != nil {
				return err
			}
			if !yield(value, nil) {
				return errStop
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			var none T
			yield(none, err)
		}
	}
}

// refOf is the external reference when there is one, else Jalon's own.
func refOf(alias string) string {
	return "case when " + alias + ".external_ref = '' then " + alias + ".public_id else " + alias + ".external_ref end"
}

// list is the values of a column that holds several.
func splitList(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ";")
}

// fullDate leaves out what a date cell cannot hold: a year alone, inconnu, refus.
func fullDate(text string) models.Date {
	if d := models.Date(text); d.Valid() {
		return d
	}
	return ""
}

func yesNo(yes bool) string {
	if yes {
		return models.Yes
	}
	return models.No
}
