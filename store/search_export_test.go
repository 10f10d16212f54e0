package store

import (
	"context"
	"slices"

	"jalon/models"
)

// What the tests of query plans need to see.
var (
	SearchStatement = searchStatement
	HitsByClue      = hitsByClue
)

// CardStatement is the query behind Cards.
func (s *Store) CardStatement(ctx context.Context, cards, files models.Scope, f CardFilter) (string, []any, error) {
	from, where, args, err := s.cardSource(ctx, cards, models.Scope{}, f)
	inFiles, fileArgs := within(files, models.KindParticipant)
	return pageOfCards(inFiles, from, where, " order by p.sort_name, p.id"), slices.Concat(cardSelectArgs(files, fileArgs), args, []any{PageSize}), err
}
