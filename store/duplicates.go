package store

import (
	"context"
	"slices"
	"strings"

	"jalon/models"
)

// Lookalike is somebody of the centre who may be the person being registered, as a directory card, with the reasons.
type Lookalike struct {
	models.Card
	Phone   string   `db:"phone"` // compared, never shown
	Email   string   `db:"email"` // compared, never shown
	Sex     string   `db:"sex"`
	Single  bool     `db:"single_name"`
	Reasons []string `db:"-"` // message keys
	Level   int      `db:"-"`
}

const (
	mostCompared = 400 // people fetched per clue
	mostShown    = 5   // lookalikes shown
)

// Lookalikes finds people of a centre who resemble an identity, the likest first. The full birth date and the telephone
// number take part in the comparison; the card shows neither.
func (s *Store) Lookalikes(ctx context.Context, cards, files models.Scope, centreID string, who models.Identity) ([]Lookalike, error) {
	clues, args := cluesOf(centreID, who)
	if clues == "" {
		return nil, nil
	}
	inCards, cardArgs := within(cards, models.KindCard)
	inFiles, fileArgs := within(files, models.KindParticipant)
	query := "select " + cardColumns(inFiles) + ", p.phone, p.email, p.sex, p.single_name from (" + clues + `) h
		cross join participants p where p.id = h.participant_id and p.centre_id = ? and ` + inCards
	args = slices.Concat(cardSelectArgs(files, fileArgs), args, []any{centreID}, cardArgs)
	var all []Lookalike
	if err := s.list(ctx, &all, query, args...); err != nil {
		return nil, err
	}
	likely := all[:0]
	for _, l := range all {
		r := models.Compare(who, models.Identity{Family: l.FamilyName, Given: l.GivenName, SingleName: l.Single, Birth: l.Birth,
			Phone: l.Phone, Email: l.Email, Sex: l.Sex})
		if r.Level >= models.Likely {
			l.Level, l.Reasons = r.Level, r.Reasons
			likely = append(likely, l)
		}
	}
	slices.SortStableFunc(likely, func(a, b Lookalike) int { return b.Level - a.Level })
	likely = likely[:min(len(likely), mostShown)]
	return likely, s.fillLookalikes(ctx, likely)
}

func (s *Store) fillLookalikes(ctx context.Context, all []Lookalike) error {
	cards := make([]models.Card, len(all))
	for i := range all {
		cards[i] = all[i].Card
	}
	err := s.fillCards(ctx, models.Scope{}, cards)
	for i := range all {
		all[i].Card = cards[i]
	}
	return err
}

// cluesOf is a union of index look-ups, one per clue, that yields participant_id.
func cluesOf(centreID string, who models.Identity) (string, []any) {
	var clues []string
	var args []any
	add := func(query string, values ...any) {
		clues = append(clues, "select * from ("+query+" limit ?) c"+string(rune('a'+len(clues))))
		args = append(append(args, values...), mostCompared)
	}
	if who.Birth.Full() && !who.Birth.Placeholder() {
		swapped := string(who.Birth[:5] + who.Birth[8:] + "-" + who.Birth[5:7])
		add("select id as participant_id from participants where birth in (?, ?) and centre_id = ?", string(who.Birth), swapped, centreID)
	}
	if who.Phone != "" {
		add("select id as participant_id from participants where phone_reversed = ? and centre_id = ?", models.ReversedDigits(who.Phone), centreID)
	}
	if who.Email != "" {
		add("select id as participant_id from participants where email = ? and email <> '' and centre_id = ?", who.Email, centreID)
	}
	if keys := models.NameKeys(who.Family, who.Given); len(keys) > 0 {
		values := []any{centreID}
		for _, k := range keys {
			values = append(values, k)
		}
		add(`select participant_id from participant_words where centre_id = ? and kind = 'k' and word in (`+marks(len(keys))+`)
			group by participant_id having count(*) >= ? order by count(*) desc`, append(values, min(2, len(keys)))...)
	}
	return strings.Join(clues, " union "), args
}
