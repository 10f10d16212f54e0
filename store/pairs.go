package store

import (
	"context"
	"slices"

	"jalon/models"
)

// Pair is two files that resemble, as cards, with the reasons.
type Pair struct {
	A, B    models.Card
	Reasons []string // message keys
	Both    bool     // both are within the scope that was asked, so that they may be read as one
}

// mostPairs is how many pairs the page shows: those looked at leave it, the next ones come.
const mostPairs = 50

// pairIDs is a row of duplicate_pairs.
type pairIDs struct {
	A string `db:"a_id"`
	B string `db:"b_id"`
}

// Pairs lists the pairs of which at least one file is within the scope, the likest first, and says how many there are in all.
func (s *Store) Pairs(ctx context.Context, scope, cards, files models.Scope) ([]Pair, int, error) {
	where, args, err := s.pairsWithin(ctx, scope)
	if err != nil {
		return nil, 0, err
	}
	total, err := s.count(ctx, "select count(*) from duplicate_pairs d where "+where, args...)
	if err != nil || total == 0 {
		return nil, 0, err
	}
	var rows []pairIDs
	err = s.list(ctx, &rows, "select d.a_id, d.b_id from duplicate_pairs d where "+where+" order by d.level desc, d.a_id desc, d.b_id desc limit ?", append(args, mostPairs)...)
	if err != nil {
		return nil, 0, err
	}
	pairs, err := s.fillPairs(ctx, scope, cards, files, rows)
	return pairs, total, err
}

func (s *Store) pairsWithin(ctx context.Context, scope models.Scope) (string, []any, error) {
	centres, err := s.centresOf(ctx, scope)
	if err != nil || len(centres) == 0 {
		return "1 = 0", nil, err
	}
	condition, args := within(scope, models.KindLink)
	return "d.centre_id in (" + marks(len(centres)) + ") and exists (select 1 from participants p where p.id in (d.a_id, d.b_id) and " + condition + ")",
		append(anys(centres), args...), nil
}

// fillPairs reads the cards of both files; a pair with a card out of reach is left out.
func (s *Store) fillPairs(ctx context.Context, scope, cards, files models.Scope, rows []pairIDs) ([]Pair, error) {
	var ids []any
	for _, r := range rows {
		ids = append(ids, r.A, r.B)
	}
	inCards, cardArgs := within(cards, models.KindCard)
	inFiles, fileArgs := within(files, models.KindParticipant)
	inScope, scopeArgs := within(scope, models.KindLink)
	var found []struct {
		models.Card
		Reached bool `db:"reached"`
	}
	err := s.list(ctx, &found, "select "+cardColumns(inFiles)+", "+inScope+" as reached from participants p where p.id in ("+marks(len(ids))+") and "+inCards,
		slices.Concat(cardSelectArgs(files, fileArgs), scopeArgs, ids, cardArgs)...)
	if err != nil {
		return nil, err
	}
	all, reached := make([]models.Card, len(found)), map[string]bool{}
	for i, f := range found {
		all[i], reached[f.ID] = f.Card, f.Reached
	}
	if err := s.fillCards(ctx, models.Scope{}, all); err != nil {
		return nil, err
	}
	compared, err := s.comparedAll(ctx, ids)
	if err != nil {
		return nil, err
	}
	comparer, at := models.NewComparer(), func(id string) int { return slices.IndexFunc(all, func(c models.Card) bool { return c.ID == id }) }
	var pairs []Pair
	for _, r := range rows {
		if a, b := at(r.A), at(r.B); a >= 0 && b >= 0 {
			pairs = append(pairs, Pair{A: all[a], B: all[b], Both: reached[r.A] && reached[r.B],
				Reasons: comparer.Compare(compared[r.A].identity(), compared[r.B].identity()).Reasons})
		}
	}
	return pairs, nil
}

func (s *Store) comparedAll(ctx context.Context, ids []any) (map[string]comparedRow, error) {
	var rows []comparedRow
	err := s.list(ctx, &rows, "select "+comparedColumns+" from participants q where q.id in ("+marks(len(ids))+")", ids...)
	byID := make(map[string]comparedRow, len(rows))
	for _, r := range rows {
		byID[r.ID] = r
	}
	return byID, err
}

// Pair finds two files by public id, of which at least one is within the scope.
func (s *Store) Pair(ctx context.Context, scope, cards, files models.Scope, a, b string) (Pair, error) {
	rows, _, err := s.pairOf(ctx, scope, a, b)
	if err != nil {
		return Pair{}, err
	}
	pairs, err := s.fillPairs(ctx, scope, cards, files, []pairIDs{rows})
	if err != nil || len(pairs) == 0 {
		return Pair{}, orNotFound(err)
	}
	return pairs[0], nil
}

func orNotFound(err error) error {
	if err == nil {
		return models.ErrNotFound
	}
	return err
}

// pairOf finds the ids of two files of one centre that are read by themselves, of which at least one is within the scope.
func (s *Store) pairOf(ctx context.Context, scope models.Scope, a, b string) (pairIDs, models.Participant, error) {
	condition, args := within(scope, models.KindLink)
	var found struct {
		pairIDs
		CentreID string `db:"centre_id"`
	}
	err := s.get(ctx, &found, `select x.id as a_id, y.id as b_id, x.centre_id from participants x join participants y on y.centre_id = x.centre_id
		where x.public_id = ? and y.public_id = ? and x.id <> y.id and x.linked_to is null and y.linked_to is null
		and exists (select 1 from participants p where p.id in (x.id, y.id) and `+condition+")", append([]any{a, b}, args...)...)
	return found.pairIDs, models.Participant{ID: found.A, PublicID: a, CentreID: found.CentreID}, err
}

// TellApart remembers that two files are two persons': the pair is never proposed again.
func (s *Store) TellApart(ctx context.Context, scope models.Scope, a, b string) error {
	return s.judgePair(ctx, scope, a, b, "distinct", func(tx *Store, ids pairIDs, p models.Participant) error {
		if err := tx.tellApart(ctx, p, scope.Actor().UserID, []string{b}); err != nil {
			return err
		}
		_, err := tx.exec(ctx, "delete from duplicate_pairs where a_id = ? and b_id = ?", min(ids.A, ids.B), max(ids.A, ids.B))
		return err
	})
}

// TakeBackApart undoes TellApart: the pair is proposed again if the files resemble.
func (s *Store) TakeBackApart(ctx context.Context, scope models.Scope, a, b string) error {
	return s.judgePair(ctx, scope, a, b, "undo", func(tx *Store, ids pairIDs, _ models.Participant) error {
		if _, err := tx.exec(ctx, "delete from distinct_persons where a_id = ? and b_id = ?", min(ids.A, ids.B), max(ids.A, ids.B)); err != nil {
			return err
		}
		r, err := tx.compared(ctx, ids.A)
		if err != nil {
			return err
		}
		return tx.findPairsOf(ctx, r)
	})
}

func (s *Store) judgePair(ctx context.Context, scope models.Scope, a, b, detail string, change func(*Store, pairIDs, models.Participant) error) error {
	if scope.Kind() != models.KindLink || scope.Action() != models.Create {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		ids, p, err := tx.pairOf(ctx, scope, a, b)
		if err != nil {
			return err
		}
		if err := change(tx, ids, p); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: p.CentreID, Record: b, Participant: a, Detail: detail})
	})
}

// LinkedFile is a link in force, as pages show it.
type LinkedFile struct {
	PublicID string         `db:"public_id"`
	Kept     string         `db:"kept"` // public id of the file that is read
	Family   string         `db:"family_name"`
	Given    string         `db:"given_name"`
	Former   string         `db:"former"` // name of the absorbed file
	FormerOf string         `db:"former_given"`
	By       string         `db:"by_name"`
	At       models.Instant `db:"created_at"`
	Last     bool           `db:"last"` // the one to undo first
}

// Name and FormerName are how lists write the two.
func (l LinkedFile) Name() string       { return models.ListName(l.Family, l.Given) }
func (l LinkedFile) FormerName() string { return models.ListName(l.Former, l.FormerOf) }

// Links lists the links in force within the scope, the last one first; of one kept file when personPublicID is given.
func (s *Store) Links(ctx context.Context, scope models.Scope, personPublicID string) ([]LinkedFile, error) {
	if personPublicID == "" {
		return s.linksWhere(ctx, scope, "1 = 1")
	}
	return s.linksWhere(ctx, scope, "p.public_id = ?", personPublicID)
}

// LinkOf finds one link in force within the scope.
func (s *Store) LinkOf(ctx context.Context, scope models.Scope, publicID string) (LinkedFile, error) {
	found, err := s.linksWhere(ctx, scope, "l.public_id = ?", publicID)
	if err != nil || len(found) == 0 {
		return LinkedFile{}, orNotFound(err)
	}
	return found[0], nil
}

func (s *Store) linksWhere(ctx context.Context, scope models.Scope, narrowed string, args ...any) ([]LinkedFile, error) {
	condition, scopeArgs := within(scope, models.KindLink)
	var all []LinkedFile
	err := s.list(ctx, &all, `select l.public_id, p.public_id as kept, p.family_name, p.given_name, o.family_name as former, o.given_name as former_given,
		coalesce(u.name, '') as by_name, l.created_at,
		not exists (select 1 from links x where x.kept_id = l.kept_id and x.cancelled_at is null and x.id > l.id) as last
		from links l join participants p on p.id = l.kept_id join participants o on o.id = l.absorbed_id left join users u on u.id = l.created_by
		where l.cancelled_at is null and `+narrowed+" and "+condition+" order by l.id desc limit ?", slices.Concat(args, scopeArgs, []any{mostPairs})...)
	return all, err
}
