package store

import (
	"context"
	"strings"

	"jalon/models"
)

const actionColumns = `id, public_id, centre_id, kind, axis, themes, title, on_date, minutes, place, persons, institutions, companies, operation_id,
	note, cancelled_at, cancelled_by, created_by, created_at, version`

// ActionPageSize is how many actions a page of the list shows.
const ActionPageSize = 50

// ActionFilter narrows the list of actions; empty fields do not.
type ActionFilter struct {
	From, Until models.Date // both inclusive
	Kind, Axis  string
	Theme       string
	Partner     string // public id
	UserID      string // a colleague who took part
	Cancelled   bool   // those cancelled, instead of the others
	After       string // public id of the last action of the page before
}

// ActionView is an action with the operation it is charged to.
type ActionView struct {
	models.CentreAction
	OperationPublicID string `db:"operation_public_id"`
	OperationCode     string `db:"operation_code"`
}

const actionView = `, coalesce(o.public_id, '') as operation_public_id, coalesce(o.code, '') as operation_code from actions x
	join centres c on c.id = x.centre_id left join operations o on o.id = x.operation_id where `

// Actions lists one page of the actions within a scope, newest first, and tells whether more follow.
func (s *Store) Actions(ctx context.Context, scope models.Scope, f ActionFilter) ([]ActionView, bool, error) {
	query, args, err := s.actionList(ctx, scope, f)
	if err != nil {
		return nil, false, err
	}
	var all []ActionView
	if err := s.list(ctx, &all, query+" limit ?", append(args, ActionPageSize+1)...); err != nil {
		return nil, false, err
	}
	more := len(all) > ActionPageSize
	all = all[:min(len(all), ActionPageSize)]
	return all, more, s.fillActions(ctx, all)
}

// ExportActions hands over the whole list in pieces, newest first, after writing that somebody took it out.
func (s *Store) ExportActions(ctx context.Context, scope models.Scope, f ActionFilter, take func([]ActionView) error) error {
	err := s.Atomically(ctx, func(tx *Store) error {
		for _, centre := range scope.Centres() {
			if err := tx.journal(ctx, scope, models.JournalEntry{CentreID: centre, Action: models.Export}); err != nil {
				return err
			}
		}
		return nil
	})
	for more := true; more && err == nil; {
		var page []ActionView
		if page, more, err = s.Actions(ctx, scope, f); err == nil && len(page) > 0 {
			f.After, err = page[len(page)-1].PublicID, take(page)
		}
	}
	return err
}

func (s *Store) actionList(ctx context.Context, scope models.Scope, f ActionFilter) (string, []any, error) {
	where, args := actionWhere(scope, f)
	if f.After != "" {
		last, err := s.Action(ctx, scope, f.After)
		if err != nil {
			return "", nil, err
		}
		where, args = where+" and (x.on_date, x.id) < (?, ?)", append(args, last.OnDate, last.ID)
	}
	return "select " + prefixed("x", actionColumns) + actionView + where + " order by x.on_date desc, x.id desc", args, nil
}

func actionWhere(scope models.Scope, f ActionFilter) (string, []any) {
	where, args := within(scope, models.KindAction)
	add := func(part string, values ...any) { where, args = where+" and "+part, append(args, values...) }
	if narrow, values := inCentres(scope, "x.centre_id"); narrow != "" {
		add(narrow, values...)
	}
	if f.Cancelled {
		add("x.cancelled_at is not null")
	} else {
		add("x.cancelled_at is null")
	}
	for _, part := range []struct{ condition, value string }{{"x.on_date >= ?", string(f.From)}, {"x.on_date <= ?", string(f.Until)}, {"x.kind = ?", f.Kind}, {"x.axis = ?", f.Axis},
		{"exists (select 1 from action_colleagues k where k.action_id = x.id and k.user_id = ?)", f.UserID},
		{"exists (select 1 from action_partners k join partners r on r.id = k.partner_id where k.action_id = x.id and r.public_id = ?)", f.Partner}} {
		if part.value != "" {
			add(part.condition, part.value)
		}
	}
	if f.Theme != "" {
		add("';' || x.themes || ';' like ? escape '!'", "%;"+likeText.Replace(f.Theme)+";%")
	}
	return where, args
}

// Action finds one action by public id, within the scope.
func (s *Store) Action(ctx context.Context, scope models.Scope, publicID string) (ActionView, error) {
	condition, args := within(scope, models.KindAction)
	all := make([]ActionView, 1)
	err := s.get(ctx, &all[0], "select "+prefixed("x", actionColumns)+actionView+"x.public_id = ? and "+condition, append([]any{publicID}, args...)...)
	if err != nil {
		return all[0], err
	}
	return all[0], s.fillActions(ctx, all)
}

// fillActions adds who took part, for all of them at once.
func (s *Store) fillActions(ctx context.Context, all []ActionView) error {
	if len(all) == 0 {
		return nil
	}
	at, ids := map[string]*ActionView{}, make([]any, len(all))
	for i := range all {
		at[all[i].ID], ids[i] = &all[i], all[i].ID
	}
	type row struct {
		models.NamedRow
		ActionID string `db:"action_id"`
	}
	read := func(query string, take func(a *ActionView, r models.NamedRow)) error {
		var rows []row
		err := s.list(ctx, &rows, query+" where k.action_id in ("+marks(len(ids))+") order by r.name, r.id", ids...)
		for _, r := range rows {
			take(at[r.ActionID], r.NamedRow)
		}
		return err
	}
	err := read("select k.action_id, r.id, r.public_id, r.name from action_colleagues k join users r on r.id = k.user_id",
		func(a *ActionView, r models.NamedRow) { a.Colleagues = append(a.Colleagues, r) })
	if err != nil {
		return err
	}
	return read("select k.action_id, r.id, r.public_id, r.name from action_partners k join partners r on r.id = k.partner_id",
		func(a *ActionView, r models.NamedRow) { a.Partners = append(a.Partners, r) })
}

// ActionChoices are who may be named in an action of the centres of a scope: colleagues of today, open partners.
func (s *Store) ActionChoices(ctx context.Context, scope models.Scope) (colleagues, partners []models.NamedRow, err error) {
	condition, args := within(scope, models.KindAction)
	err = s.list(ctx, &colleagues, `select distinct u.id, u.public_id, u.name from users u join memberships m on m.user_id = u.id join centres c on c.id = m.centre_id
		where m.role in ('counsellor', 'coordinator', 'trainer', 'reception', 'manager') and u.disabled_at is null
		and (m.until_on is null or m.until_on >= ?) and `+condition+" order by u.name, u.id", append([]any{s.Today()}, args...)...)
	if err != nil {
		return nil, nil, err
	}
	err = s.list(ctx, &partners, `select r.id, r.public_id, r.name from partners r join centres c on c.id = r.centre_id
		where r.closed_at is null and `+condition+" order by r.sort_name, r.id", args...)
	return colleagues, partners, err
}

// CreateAction records an action of a centre of the scope.
func (s *Store) CreateAction(ctx context.Context, scope models.Scope, a models.CentreAction) (models.CentreAction, error) {
	if scope.Kind() != models.KindAction || scope.Action() != models.Create || !scope.Covers(models.Record{CentreID: a.CentreID}) {
		return a, models.ErrForbidden
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		a.ID, a.PublicID, a.Version, a.CreatedAt, a.CreatedBy = models.NewID(), models.NewPublicID(), 1, tx.Now(), nullable(scope.Actor().UserID)
		if err := tx.acceptableAction(ctx, &a, nil, nil); err != nil {
			return err
		}
		if err := tx.insert(ctx, "actions", actionColumns, a); err != nil {
			return err
		}
		if err := tx.nameInAction(ctx, a); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: a.CentreID, Record: a.PublicID})
	})
	return a, err
}

// UpdateAction changes an action under the version its form was opened with. Who took part may have left since.
func (s *Store) UpdateAction(ctx context.Context, scope models.Scope, a models.CentreAction) error {
	return s.changeAction(ctx, scope, models.Update, a.PublicID, "", func(tx *Store, before ActionView) error {
		a.ID, a.CentreID = before.ID, before.CentreID
		if err := tx.acceptableAction(ctx, &a, before.Colleagues, before.Partners); err != nil {
			return err
		}
		err := tx.change(ctx, `update actions set kind = ?, axis = ?, themes = ?, title = ?, on_date = ?, minutes = ?, place = ?, persons = ?, institutions = ?,
			companies = ?, operation_id = ?, note = ?, version = version + 1 where id = ? and version = ?`, a.Kind, a.Axis, a.Themes, a.Title, a.OnDate, a.Minutes,
			a.Place, a.Persons, a.Institutions, a.Companies, a.OperationID, a.Note, a.ID, a.Version)
		if err != nil {
			return err
		}
		for _, table := range []string{"action_colleagues", "action_partners"} {
			if _, err := tx.exec(ctx, "delete from "+table+" where action_id = ?", a.ID); err != nil {
				return err
			}
		}
		return tx.nameInAction(ctx, a)
	})
}

// CancelAction takes an action out of the lists and the reports, or restores it.
func (s *Store) CancelAction(ctx context.Context, scope models.Scope, publicID string, cancelled bool) error {
	at, by, detail := models.Instant{}, nullable(""), "restored"
	if cancelled {
		at, by, detail = s.Now(), nullable(scope.Actor().UserID), "cancelled"
	}
	return s.changeAction(ctx, scope, models.Cancel, publicID, detail, func(tx *Store, before ActionView) error {
		return tx.change(ctx, "update actions set cancelled_at = ?, cancelled_by = ?, version = version + 1 where id = ?", at, by, before.ID)
	})
}

func (s *Store) changeAction(ctx context.Context, scope models.Scope, action, publicID, detail string, change func(tx *Store, before ActionView) error) error {
	if scope.Action() != action {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		before, err := tx.Action(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if err := change(tx, before); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: before.CentreID, Record: before.PublicID, Detail: detail})
	})
}

// acceptableAction checks what was typed, and that everything named belongs to the centre; what the action named before may stay.
func (s *Store) acceptableAction(ctx context.Context, a *models.CentreAction, colleagues, partners []models.NamedRow) error {
	a.Title, a.Place = strings.Join(strings.Fields(a.Title), " "), strings.Join(strings.Fields(a.Place), " ")
	a.Note = models.PlainText(a.Note)
	if err := models.CheckAction(*a).AsError(); err != nil {
		return err
	}
	if len(a.Partners) > models.MaxActionPartners {
		return models.Refuse(models.Invalid, "action.problem.partners", "Max", models.MaxActionPartners)
	}
	named := []struct {
		query       string
		rows, known []models.NamedRow
	}{
		{"select count(distinct user_id) from memberships where centre_id = ? and user_id in (?)", a.Colleagues, colleagues},
		{"select count(*) from partners where centre_id = ? and id in (?)", a.Partners, partners},
	}
	if a.OperationID != nil {
		named = append(named, struct {
			query       string
			rows, known []models.NamedRow
		}{"select count(*) from operations where centre_id = ? and id in (?)", []models.NamedRow{{ID: *a.OperationID}}, nil})
	}
	for _, n := range named {
		ids := idsBeside(n.rows, n.known)
		if len(ids) == 0 {
			continue
		}
		found, err := s.count(ctx, replaceMark(n.query, len(ids)), append([]any{a.CentreID}, ids...)...)
		if err != nil {
			return err
		}
		if found != len(ids) {
			return models.ErrNotFound
		}
	}
	return nil
}

// idsBeside are the ids of rows that are not among those known.
func idsBeside(rows, known []models.NamedRow) []any {
	seen := map[string]bool{}
	for _, r := range known {
		seen[r.ID] = true
	}
	var ids []any
	for _, r := range rows {
		if !seen[r.ID] {
			seen[r.ID] = true
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func (s *Store) nameInAction(ctx context.Context, a models.CentreAction) error {
	for _, id := range idsBeside(a.Colleagues, nil) {
		if _, err := s.exec(ctx, "insert into action_colleagues (action_id, user_id) values (?, ?)", a.ID, id); err != nil {
			return err
		}
	}
	for _, id := range idsBeside(a.Partners, nil) {
		if _, err := s.exec(ctx, "insert into action_partners (action_id, partner_id) values (?, ?)", a.ID, id); err != nil {
			return err
		}
	}
	return nil
}
