package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"jalon/models"
)

// findPairsOf replaces the pairs a person is part of.
func (s *Store) findPairsOf(ctx context.Context, r comparedRow) error {
	if _, err := s.exec(ctx, "delete from duplicate_pairs where a_id = ? or b_id = ?", r.ID, r.ID); err != nil {
		return err
	}
	if r.LinkedTo != "" {
		return nil
	}
	apart, err := s.apartFrom(ctx, r.ID)
	if err != nil {
		return err
	}
	found, err := s.resembling(ctx, r.CentreID, r.identity(), "q.id <> ? and q.linked_to is null", r.ID)
	if err != nil {
		return err
	}
	for _, other := range found {
		if slices.Contains(apart, other.ID) {
			continue
		}
		_, err := s.exec(ctx, "insert into duplicate_pairs (a_id, b_id, centre_id, level, found_at) values (?, ?, ?, ?, ?)",
			min(r.ID, other.ID), max(r.ID, other.ID), r.CentreID, other.Level, s.Now())
		if err != nil {
			return err
		}
	}
	return nil
}

// apartFrom lists whom a colleague has told apart from a person: what was said of a file that is now read as another one holds for that one.
func (s *Store) apartFrom(ctx context.Context, participantID string) ([]string, error) {
	var ids []string
	return ids, s.list(ctx, &ids, `select coalesce(o.linked_to, o.id) from participants q join distinct_persons x on x.a_id = q.id join participants o on o.id = x.b_id
			where q.id = ? or q.linked_to = ?
		union select coalesce(o.linked_to, o.id) from participants q join distinct_persons x on x.b_id = q.id join participants o on o.id = x.a_id
			where q.id = ? or q.linked_to = ?`, participantID, participantID, participantID, participantID)
}

// largestGroup bounds a pass: a clue that more files share (the telephone of a reception centre) tells nothing by itself.
const largestGroup = 400

// FindPairs looks for every pair of a centre that resembles: after an import, and when the program compares otherwise than
// before. It takes the place of whatever was found before.
func (s *Store) FindPairs(ctx context.Context, centreID string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		var rows []comparedRow
		err := tx.list(ctx, &rows, "select "+comparedColumns+" from participants q where q.centre_id = ? and q.linked_to is null order by q.id", centreID)
		if err != nil {
			return err
		}
		known, err := tx.toldApart(ctx, centreID)
		if err != nil {
			return err
		}
		if _, err := tx.exec(ctx, "delete from duplicate_pairs where centre_id = ?", centreID); err != nil {
			return err
		}
		out := tx.bulk("duplicate_pairs", "a_id, b_id, centre_id, level, found_at")
		for _, p := range likelyPairs(rows, known) {
			if err := out.add(ctx, rows[p.a].ID, rows[p.b].ID, centreID, p.level, tx.Now()); err != nil {
				return err
			}
		}
		return out.flush(ctx)
	})
}

// toldApart lists the pairs of a centre that a colleague has told apart, as the files they are read as.
func (s *Store) toldApart(ctx context.Context, centreID string) (map[pair]bool, error) {
	known := map[pair]bool{}
	return known, s.each(ctx, `select coalesce(a.linked_to, a.id), coalesce(b.linked_to, b.id) from distinct_persons x
		join participants a on a.id = x.a_id join participants b on b.id = x.b_id where a.centre_id = ?`, []any{centreID},
		func(rows *sqlx.Rows) error {
			var one, other string
			err := rows.Scan(&one, &other)
			known[pair{min(one, other), max(one, other)}] = true
			return err
		})
}

// likelyPair is a pair of places in a list of files.
type likelyPair struct{ a, b, level int }

// likelyPairs compares the files that share a clue; each pair once.
func likelyPairs(rows []comparedRow, known map[pair]bool) []likelyPair {
	groups := map[string][]int{}
	identities := make([]models.Identity, len(rows))
	clues := make([][]string, len(rows))
	for i := range rows {
		identities[i] = rows[i].identity()
		clues[i] = identities[i].Clues()
		for _, clue := range clues[i] {
			groups[clue] = append(groups[clue], i)
		}
	}
	comparer := models.NewComparer()
	var pairs []likelyPair
	met := make([]int, len(rows)) // the file each one was last compared with, plus one
	for a := range rows {
		for _, clue := range clues[a] {
			group := groups[clue]
			if len(group) > largestGroup {
				continue
			}
			at, _ := slices.BinarySearch(group, a+1)
			for _, b := range group[at:] {
				if met[b] == a+1 {
					continue
				}
				met[b] = a + 1
				if level := comparer.Compare(identities[a], identities[b]).Level; level >= models.Likely && !known[pair{min(rows[a].ID, rows[b].ID), max(rows[a].ID, rows[b].ID)}] {
					pairs = append(pairs, likelyPair{a, b, level})
				}
			}
		}
	}
	return pairs
}

// reindexNames fills the name indexes again when the program reads names otherwise than the one that filled them.
func (s *Store) reindexNames(ctx context.Context) error {
	const key = "name_index"
	var version string
	err := s.get(ctx, &version, "select value from meta where key = ?", key)
	if version == models.NameIndexVersion || err != nil && !errors.Is(err, models.ErrNotFound) {
		return err
	}
	return s.Atomically(ctx, func(tx *Store) error {
		var rows []comparedRow
		if err := tx.list(ctx, &rows, "select "+comparedColumns+" from participants q order by q.id"); err != nil {
			return err
		}
		centres := map[string]bool{}
		for _, r := range rows {
			centres[r.CentreID] = true
			if err := tx.indexNames(ctx, r); err != nil {
				return fmt.Errorf("index names: %w", err)
			}
		}
		for centreID := range centres {
			if err := tx.FindPairs(ctx, centreID); err != nil {
				return fmt.Errorf("find duplicates: %w", err)
			}
		}
		_, err := tx.exec(ctx, "insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value", key, models.NameIndexVersion)
		return err
	})
}
