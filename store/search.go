package store

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"jalon/models"
)

// mostHits bounds what one search looks at; beyond it the reader is asked for another letter.
const mostHits = 500

// SearchResult is what a search found: the first cards, one's own people first, and how many there are in all.
type SearchResult struct {
	Cards []models.Card
	Total int
	More  bool // Total is a lower bound
}

// Search finds people by any part of a name, birth, last digits of the GSM or file number: cards within the scope
// cards; files (kind participant) says which of them the reader may open, enrolments which dispositifs show.
func (s *Store) Search(ctx context.Context, cards, files, enrolments models.Scope, q models.SearchQuery, limit int) (SearchResult, error) {
	var result SearchResult
	if q.Empty() || cards.Empty() {
		return result, nil
	}
	centres, err := s.centresOf(ctx, cards)
	if err != nil {
		return result, err
	}
	query, args := searchStatement(cards, files, q, centres, false, limit)
	var rows []countedCard
	if err := s.list(ctx, &rows, query, args...); err != nil {
		return result, err
	}
	if len(rows) > 0 {
		result.Total, result.More = rows[0].Total, rows[0].Total > mostHits
	}
	if result.More { // own people may lie beyond the bound: look for them alone
		query, args = searchStatement(cards, files, q, centres, true, limit)
		var own []countedCard
		if err := s.list(ctx, &own, query, args...); err != nil {
			return result, err
		}
		rows = append(own, rows...)
		result.Total = mostHits
	}
	result.Cards = distinctCards(rows, limit)
	return result, s.fillCards(ctx, enrolments, result.Cards)
}

type countedCard struct {
	models.Card
	Total int `db:"total"`
}

func distinctCards(rows []countedCard, limit int) []models.Card {
	var cards []models.Card
	for _, row := range rows {
		known := slices.ContainsFunc(cards, func(c models.Card) bool { return c.ID == row.ID })
		if !known && len(cards) < limit {
			cards = append(cards, row.Card)
		}
	}
	return cards
}

// searchStatement is the one query of a search: a bounded set of hits from indexes, then their rows. With own, only
// people the actor accompanies.
func searchStatement(cards, files models.Scope, q models.SearchQuery, centres []string, own bool, limit int) (string, []any) {
	inCards, cardArgs := within(cards, models.KindCard)
	inFiles, fileArgs := within(files, models.KindParticipant)
	hits, hitArgs := hitsOf(q, centres)
	filter, filterArgs := filterOf(q)
	if own && len(q.Words) == 0 { // a year alone has thousands of hits: the caseload is read instead
		hits, hitArgs = "select distinct k.participant_id from caseloads k where k.user_id = ? and "+accompanies, clocks(cards.Actor().UserID)
		filter, filterArgs = bornOrCalled(q)
	} else if own {
		filter += " and " + mineOfPerson
		filterArgs = append(filterArgs, clocks(cards.Actor().UserID)...)
	}
	bound := mostHits + 1
	if own {
		bound = mostHits // enough, and stops early
	}
	found := "select p.id as found, " + mineOfPerson + " as own, p.sort_name from (" + hits + ") h cross join participants p where p.id = h.participant_id and " +
		inCards + filter + " limit ?"
	first := "select f.found, count(*) over () as total from (" + found + ") f order by f.own desc, f.sort_name, f.found limit ?"
	query := "select " + cardColumns(inFiles) + ", g.total from (" + first + ") g cross join participants p where p.id = g.found order by mine desc, p.sort_name, p.id"
	return query, slices.Concat(cardSelectArgs(files, fileArgs), clocks(cards.Actor().UserID), hitArgs, cardArgs, filterArgs, []any{bound, limit})
}

// hitsOf yields participant_id from indexes alone.
func hitsOf(q models.SearchQuery, centres []string) (string, []any) {
	var parts []string
	var args []any
	add := func(query string, values ...any) {
		parts, args = append(parts, query), append(args, values...)
	}
	inCentres := "in (" + marks(len(centres)) + ")"
	switch {
	case len(q.Words) > 0:
		for _, word := range q.Words {
			add("select participant_id from participant_words where centre_id "+inCentres+" and kind = 'w' and word >= ? and word < ?",
				append(anys(centres), word, prefixEnd(word))...)
		}
		if q.PublicID == "" {
			return strings.Join(parts, " intersect "), args
		}
		names := "select participant_id from (" + strings.Join(parts, " intersect ") + ") n"
		return names + " union select id as participant_id from participants where public_id = ?", append(args, q.PublicID)
	case q.PublicID != "":
		add("select id as participant_id from participants where public_id = ?", q.PublicID)
	}
	if len(parts) == 0 && q.Birth != "" {
		add("select id as participant_id from participants where birth >= ? and birth < ? and centre_id "+inCentres,
			append([]any{string(q.Birth), prefixEnd(string(q.Birth))}, anys(centres)...)...)
	}
	if q.Digits != "" && (len(parts) == 0 || q.Either) {
		add("select id as participant_id from participants where phone_reversed >= ? and phone_reversed < ? and centre_id "+inCentres,
			append([]any{q.Digits, prefixEnd(q.Digits)}, anys(centres)...)...)
	}
	return strings.Join(parts, " union "), args
}

// bornOrCalled is what hitsOf finds without a name, as a condition on p.
func bornOrCalled(q models.SearchQuery) (string, []any) {
	var parts []string
	var args []any
	add := func(column, prefix string) {
		parts, args = append(parts, column+" >= ? and "+column+" < ?"), append(args, prefix, prefixEnd(prefix))
	}
	if q.Birth != "" {
		add("p.birth", string(q.Birth))
	}
	if q.Digits != "" && (len(parts) == 0 || q.Either) {
		add("p.phone_reversed", q.Digits)
	}
	if q.PublicID != "" {
		parts, args = append(parts, "p.public_id = ?"), append(args, q.PublicID)
	}
	filter := " and (" + strings.Join(parts, " or ") + ")"
	if narrow, more := filterOf(q); narrow != "" {
		filter, args = filter+narrow, append(args, more...)
	}
	return filter, args
}

// filterOf narrows the hits by what else was typed beside a name.
func filterOf(q models.SearchQuery) (string, []any) {
	if q.Either {
		return "", nil
	}
	filter, args := "", []any(nil)
	if q.Birth != "" {
		filter, args = filter+" and p.birth >= ? and p.birth < ?", append(args, string(q.Birth), prefixEnd(string(q.Birth)))
	}
	if q.Digits != "" {
		filter, args = filter+" and p.phone_reversed >= ? and p.phone_reversed < ?", append(args, q.Digits, prefixEnd(q.Digits))
	}
	return filter, args
}

// prefixEnd is the first text after every text that begins with prefix, in the order of bytes.
func prefixEnd(prefix string) string {
	last, size := utf8.DecodeLastRuneInString(prefix)
	return prefix[:len(prefix)-size] + string(last+1)
}

func anys(texts []string) []any {
	values := make([]any, len(texts))
	for i, t := range texts {
		values[i] = t
	}
	return values
}

// centresOf lists the centres a scope of cards looks into; a network scope looks into all.
func (s *Store) centresOf(ctx context.Context, scope models.Scope) ([]string, error) {
	for _, g := range scope.Grants(scope.Kind()) {
		if g.Reach == models.ReachNetwork {
			var all []string
			return all, s.list(ctx, &all, "select id from centres order by id")
		}
	}
	return scope.Centres(), nil
}
