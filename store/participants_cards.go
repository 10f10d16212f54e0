package store

import (
	"context"
	"slices"

	"jalon/models"
)

// mineOfPerson: the actor accompanies the person, whatever else they may read.
const mineOfPerson = caseloadOfPerson

// cardColumns are a card and nothing more; inFiles is the condition under which the reader may open the file.
func cardColumns(inFiles string) string {
	return "p.id, p.public_id, p.centre_id, p.family_name, p.given_name, p.sort_name, p.birth, p.refnis, " + mineOfPerson + " as mine, " +
		inFiles + " as opens"
}

// cardSelectArgs are the arguments of cardColumns.
func cardSelectArgs(files models.Scope, fileArgs []any) []any {
	return append(clocks(files.Actor().UserID), fileArgs...)
}

// CardFilter narrows the list of people. Zero means everybody.
type CardFilter struct {
	Mine      bool   // people the reader accompanies
	Programme string // with a running or past enrolment in this dispositif, within the reader's reach
	Refnis    string
	State     string             // StateRunning, StateEnded or StateNone, of that dispositif if one is chosen
	Colleague string             // who accompanies: public id, or NobodyAccompanies
	Language  string             // spoken, or that of the messages
	French    string             // level
	Missing   string             // a datum of missingData that nobody asked
	Text      models.SearchQuery // beginnings of names
	After     string             // public id of the last card of the page before
	Before    string             // public id of the first card of the page after

	PermitDays int          // the residence document expires within so many days, or has (PermitExpired)
	QuietDays  int          // nobody saw the person for so many days
	Profiles   models.Scope // profiles to read: of others, those filters find nobody
}

// CardPage is one page of the list.
type CardPage struct {
	Cards    []models.Card
	Total    int
	Next     string // After of the next page, "" at the end
	Previous string // Before of the previous page, "" at the start
}

// PageSize is how many rows a list shows.
const PageSize = 50

// Cards lists people by name, a page at a time, with their number. The three scopes are those of Search.
func (s *Store) Cards(ctx context.Context, cards, files, enrolments models.Scope, f CardFilter) (CardPage, error) {
	var page CardPage
	if cards.Empty() {
		return page, nil
	}
	from, where, args, err := s.cardSource(ctx, cards, enrolments, f)
	if err != nil {
		return page, err
	}
	if err := s.get(ctx, &page.Total, "select count(*) from "+from+" where "+where, args...); err != nil {
		return page, err
	}
	inFiles, fileArgs := within(files, models.KindParticipant)
	edge, edgeArgs, err := s.cardEdge(ctx, cards, f)
	if err != nil {
		return page, err
	}
	order := " order by p.sort_name, p.id"
	if f.Before != "" {
		order = " order by p.sort_name desc, p.id desc"
	}
	args = slices.Concat(cardSelectArgs(files, fileArgs), args, edgeArgs, []any{PageSize + 1})
	query := pageOfCards(inFiles, from, where+edge, order)
	if err := s.list(ctx, &page.Cards, query, args...); err != nil {
		return page, err
	}
	page.trim(f)
	return page, s.fillCards(ctx, enrolments, page.Cards)
}

// pageOfCards finds the rows of a page first, and only then asks of each whether it opens.
func pageOfCards(inFiles, from, where, order string) string {
	return "select " + cardColumns(inFiles) + " from (select p.id as found from " + from + " where " + where + order + " limit ?) f" +
		" cross join participants p where p.id = f.found" + order
}

// trim drops the row that only says that there is more, and finds the edges.
func (page *CardPage) trim(f CardFilter) {
	more := len(page.Cards) > PageSize
	if more {
		page.Cards = page.Cards[:PageSize]
	}
	if f.Before != "" {
		slices.Reverse(page.Cards)
	}
	if len(page.Cards) == 0 {
		return
	}
	if first := page.Cards[0].PublicID; f.After != "" || f.Before != "" && more {
		page.Previous = first
	}
	if last := page.Cards[len(page.Cards)-1].PublicID; f.Before != "" || more {
		page.Next = last
	}
}

// cardSource is the from and where of the list: the narrowest set drives, the rest are conditions on p.
func (s *Store) cardSource(ctx context.Context, cards, enrolments models.Scope, f CardFilter) (from, where string, args []any, err error) {
	from = "participants p"
	inCards, cardArgs := within(cards, models.KindCard)
	where = inCards
	var conditions []any
	userID := cards.Actor().UserID
	switch {
	case !f.Text.Empty():
		centres, err := s.centresOf(ctx, cards)
		if err != nil {
			return "", "", nil, err
		}
		hits, hitArgs := hitsOf(f.Text, centres)
		filter, filterArgs := filterOf(f.Text)
		from, args = "("+hits+") h cross join participants p", hitArgs
		where, conditions = "p.id = h.participant_id and "+where+filter, slices.Concat(cardArgs, filterArgs)
		if f.Mine {
			where, conditions = where+" and "+mineOfPerson, append(conditions, clocks(userID)...)
		}
	case f.Mine:
		from = "(select distinct k.participant_id from caseloads k where k.user_id = ? and " + accompanies + ") h cross join participants p"
		args, where, conditions = clocks(userID), "p.id = h.participant_id and "+where, cardArgs
	default:
		conditions = cardArgs
	}
	if f.Refnis != "" {
		where, conditions = where+" and p.refnis = ?", append(conditions, f.Refnis)
	}
	narrow, values := s.narrowed(enrolments, f)
	where, conditions = where+narrow, append(conditions, values...)
	return from, where, append(args, conditions...), nil
}

// cardEdge continues after, or before, a card of the list. The address holds its public id, never a name.
func (s *Store) cardEdge(ctx context.Context, cards models.Scope, f CardFilter) (string, []any, error) {
	sign, publicID := ">", f.After
	if f.Before != "" {
		sign, publicID = "<", f.Before
	}
	if publicID == "" {
		return "", nil, nil
	}
	inCards, args := within(cards, models.KindCard)
	var edge models.Card
	err := s.get(ctx, &edge, "select p.id, p.sort_name from participants p where p.public_id = ? and "+inCards, append([]any{publicID}, args...)...)
	if err != nil {
		return "", nil, err
	}
	return " and (p.sort_name, p.id) " + sign + " (?, ?)", []any{edge.SortName, edge.ID}, nil
}

// Card finds the directory card of one person, within a scope of cards.
func (s *Store) Card(ctx context.Context, cards, files, enrolments models.Scope, publicID string) (models.Card, error) {
	inCards, cardArgs := within(cards, models.KindCard)
	inFiles, fileArgs := within(files, models.KindParticipant)
	var c models.Card
	err := s.get(ctx, &c, "select "+cardColumns(inFiles)+" from participants p where p.public_id = ? and "+inCards,
		slices.Concat(cardSelectArgs(files, fileArgs), []any{publicID}, cardArgs)...)
	if err != nil {
		return c, err
	}
	one := []models.Card{c}
	err = s.fillCards(ctx, enrolments, one)
	return one[0], err
}

// OpenCard is Card with its journal line.
func (s *Store) OpenCard(ctx context.Context, cards, files, enrolments models.Scope, publicID string) (models.Card, error) {
	var c models.Card
	err := s.Audited(ctx, cards, func(tx *Store) (models.JournalEntry, error) {
		var err error
		c, err = tx.Card(ctx, cards, files, enrolments, publicID)
		return models.JournalEntry{CentreID: c.CentreID, Record: c.PublicID, Participant: c.PublicID}, err
	})
	return c, err
}

// runningEnrolment: not closed by an exit after the last attended contact.
const runningEnrolment = `not exists (select 1 from exits x where x.enrolment_id = e.id and x.cancelled_at is null
	and not exists (select 1 from ` + attendedOf + ` contacts where contacts.on_date > x.on_date))`

// fillCards adds who accompanies, and the running dispositifs within the scope enrolments, for one page.
func (s *Store) fillCards(ctx context.Context, enrolments models.Scope, cards []models.Card) error {
	if len(cards) == 0 {
		return nil
	}
	ids, at := make([]any, len(cards)), map[string]*models.Card{}
	for i := range cards {
		ids[i], at[cards[i].ID] = cards[i].ID, &cards[i]
	}
	var names []personText
	err := s.list(ctx, &names, `select distinct k.participant_id, u.name as text from caseloads k join users u on u.id = k.user_id
		where k.participant_id in (`+marks(len(ids))+") and "+accompanies+" order by u.name", clocks(slices.Clone(ids)...)...)
	if err != nil {
		return err
	}
	for _, n := range names {
		at[n.ParticipantID].Referents = append(at[n.ParticipantID].Referents, n.Text)
	}
	if enrolments.Empty() {
		return nil
	}
	inEnrolments, args := within(enrolments, models.KindEnrolment)
	var codes []personText
	err = s.list(ctx, &codes, `select distinct e.participant_id, g.code as text, g.position from enrolments e join participants p on p.id = e.participant_id
		join operations o on o.id = e.operation_id join programmes g on g.code = o.programme
		where e.cancelled_at is null and e.participant_id in (`+marks(len(ids))+") and "+inEnrolments+" and "+runningEnrolment+" order by g.position",
		append(ids, args...)...)
	for _, c := range codes {
		at[c.ParticipantID].Programmes = append(at[c.ParticipantID].Programmes, c.Text)
	}
	return err
}

type personText struct {
	ParticipantID string `db:"participant_id"`
	Text          string `db:"text"`
	Position      int    `db:"position"`
}
