package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"jalon/models"
)

// Lookalike is somebody of the centre who may be the person being registered, as a directory card, with the reasons.
type Lookalike struct {
	models.Card
	Reasons []string // message keys
	Level   int
}

const (
	mostCompared = 400 // files fetched per clue
	mostShown    = 5   // lookalikes shown
)

// comparedRow is what two files are compared by. The full birth date and the telephone number take part; no card shows them.
type comparedRow struct {
	ID                 string           `db:"id"`
	CentreID           string           `db:"centre_id"`
	LinkedTo           string           `db:"linked_to"` // the file it is read as, "" for one that is read by itself
	Family             string           `db:"family_name"`
	Given              string           `db:"given_name"`
	Preferred          string           `db:"preferred_name"`
	Single             bool             `db:"single_name"`
	Birth              models.BirthDate `db:"birth"`
	Phone              string           `db:"phone"`
	Email              string           `db:"email"`
	Sex                string           `db:"sex"`
	Countries          string           `db:"nationalities"`
	NISSHash           string           `db:"niss_hash"`
	models.Resemblance `db:"-"`
}

// comparedOf is the row of a person at hand.
func comparedOf(p models.Participant) comparedRow {
	return comparedRow{ID: p.ID, CentreID: p.CentreID, Family: p.FamilyName, Given: p.GivenName, Preferred: p.PreferredName, Single: p.SingleName,
		Birth: p.Birth, Phone: p.Phone, Email: p.Email, Sex: p.Sex, Countries: p.Nationalities, NISSHash: p.NISSHash}
}

const comparedColumns = `q.id, q.centre_id, coalesce(q.linked_to, '') as linked_to, q.family_name, q.given_name, q.preferred_name, q.single_name,
	q.birth, q.phone, q.email, q.sex, q.nationalities, q.niss_hash`

func (r comparedRow) identity() models.Identity {
	return models.Identity{Family: r.Family, Given: r.Given, SingleName: r.Single, Birth: r.Birth, Phone: r.Phone, Email: r.Email, Sex: r.Sex,
		Nationalities: r.Countries, NISS: r.NISSHash}
}

// Lookalikes finds people of a centre who resemble an identity, the likest first. A file that is read as another one is
// shown as that one.
func (s *Store) Lookalikes(ctx context.Context, cards, files models.Scope, centreID string, who models.Identity) ([]Lookalike, error) {
	inCards, cardArgs := within(cards, models.KindCard)
	found, err := s.resembling(ctx, centreID, who, "exists (select 1 from participants p where p.id = coalesce(q.linked_to, q.id) and "+inCards+")", cardArgs...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	var likest []Lookalike
	for _, r := range found {
		shown := r.ID
		if r.LinkedTo != "" {
			shown = r.LinkedTo
		}
		known := slices.ContainsFunc(likest, func(l Lookalike) bool { return l.ID == shown })
		if !known && len(likest) < mostShown {
			likest = append(likest, Lookalike{Card: models.Card{ID: shown}, Reasons: r.Reasons, Level: r.Level})
		}
	}
	return likest, s.fillLookalikes(ctx, files, likest)
}

// resembling finds files of a centre that resemble an identity, the likest first; condition narrows them by columns of q.
func (s *Store) resembling(ctx context.Context, centreID string, who models.Identity, condition string, args ...any) ([]comparedRow, error) {
	hits, hitArgs := hitsByClue(centreID, who.Clues())
	if hits == "" {
		return nil, nil
	}
	var all []comparedRow
	err := s.list(ctx, &all, "select "+comparedColumns+" from ("+hits+") h cross join participants q where q.id = h.participant_id and "+condition+
		" order by q.id", append(hitArgs, args...)...)
	if err != nil {
		return nil, err
	}
	comparer := models.NewComparer()
	likely := all[:0]
	for _, r := range all {
		if r.Resemblance = comparer.Compare(who, r.identity()); r.Level >= models.Likely {
			likely = append(likely, r)
		}
	}
	slices.SortStableFunc(likely, func(a, b comparedRow) int { return b.Level - a.Level })
	return likely, nil
}

// hitsByClue is a union of index look-ups, one per clue, that yields participant_id.
func hitsByClue(centreID string, clues []string) (string, []any) {
	var hits []string
	var args []any
	for _, clue := range clues {
		hits = append(hits, "select * from (select participant_id from participant_clues where centre_id = ? and clue = ? limit ?) c"+strconv.Itoa(len(hits)))
		args = append(args, centreID, clue, mostCompared)
	}
	return strings.Join(hits, " union "), args
}

// fillLookalikes completes the cards, of which only the ids are known.
func (s *Store) fillLookalikes(ctx context.Context, files models.Scope, all []Lookalike) error {
	inFiles, fileArgs := within(files, models.KindParticipant)
	ids := make([]any, len(all))
	for i := range all {
		ids[i] = all[i].ID
	}
	var cards []models.Card
	err := s.list(ctx, &cards, "select "+cardColumns(inFiles)+" from participants p where p.id in ("+marks(len(ids))+")",
		slices.Concat(cardSelectArgs(files, fileArgs), ids)...)
	if err != nil {
		return err
	}
	if err := s.fillCards(ctx, models.Scope{}, cards); err != nil {
		return err
	}
	for i := range all {
		at := slices.IndexFunc(cards, func(c models.Card) bool { return c.ID == all[i].ID })
		all[i].Card = cards[at]
	}
	return nil
}

// compared reads what a file is compared by.
func (s *Store) compared(ctx context.Context, participantID string) (comparedRow, error) {
	var r comparedRow
	return r, s.get(ctx, &r, "select "+comparedColumns+" from participants q where q.id = ?", participantID)
}

// indexPerson fills the indexes of a person anew, after a change of the names or of what files are compared by: the words for
// the search (with those of the files read as this one), the clues, and the pairs to look at.
func (s *Store) indexPerson(ctx context.Context, participantID string) error {
	r, err := s.compared(ctx, participantID)
	if err != nil {
		return err
	}
	if err := s.indexNames(ctx, r); err != nil {
		return err
	}
	return s.findPairsOf(ctx, r)
}

func (s *Store) indexNames(ctx context.Context, r comparedRow) error {
	for _, table := range []string{"participant_words", "participant_clues"} {
		if _, err := s.exec(ctx, "delete from "+table+" where participant_id = ?", r.ID); err != nil {
			return err
		}
	}
	names := []string{r.Family, r.Given, r.Preferred}
	var absorbed []comparedRow
	if err := s.list(ctx, &absorbed, "select "+comparedColumns+" from participants q where q.linked_to = ? order by q.id", r.ID); err != nil {
		return err
	}
	for _, a := range absorbed {
		names = append(names, a.Family, a.Given, a.Preferred)
	}
	if r.LinkedTo != "" {
		names = nil // searches find the file it is read as
	}
	return s.insertIndex(ctx, r, models.NameWords(names...))
}

func (s *Store) insertIndex(ctx context.Context, r comparedRow, words []string) error {
	insert := func(start, row string, texts []string, rest ...any) error {
		if len(texts) == 0 {
			return nil
		}
		var args []any
		for _, text := range texts {
			args = append(append(args, text), rest...)
		}
		_, err := s.exec(ctx, start+strings.TrimSuffix(strings.Repeat(row+", ", len(texts)), ", "), args...)
		return err
	}
	err := insert("insert into participant_words (word, kind, participant_id, centre_id) values ", "(?, 'w', ?, ?)", words, r.ID, r.CentreID)
	if err != nil {
		return err
	}
	return insert("insert into participant_clues (clue, participant_id, centre_id) values ", "(?, ?, ?)", r.identity().Clues(), r.ID, r.CentreID)
}

// tellApart remembers that p is none of the people named by public id; ids outside the centre are ignored.
func (s *Store) tellApart(ctx context.Context, p models.Participant, userID string, publicIDs []string) error {
	for _, publicID := range publicIDs {
		_, err := s.exec(ctx, `insert into distinct_persons (a_id, b_id, by_user, at)
			select case when o.id < p.id then o.id else p.id end, case when o.id < p.id then p.id else o.id end, ?, ?
			from participants o, participants p where o.public_id = ? and o.centre_id = p.centre_id and p.id = ? and o.id <> p.id
			on conflict do nothing`, nullable(userID), s.Now(), publicID, p.ID)
		if err != nil {
			return err
		}
	}
	return nil
}
