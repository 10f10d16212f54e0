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
	TitledStatement = titledStatement
	ViewsStatement  = viewsStatement
)

// CardStatement is the query behind Cards.
func (s *Store) CardStatement(ctx context.Context, cards, files, enrolments models.Scope, f CardFilter) (string, []any, error) {
	from, where, args, err := s.cardSource(ctx, cards, enrolments, f)
	inFiles, fileArgs := within(files, models.KindParticipant)
	return pageOfCards(inFiles, from, where, " order by p.sort_name, p.id"), slices.Concat(cardSelectArgs(files, fileArgs), args, []any{PageSize}), err
}
