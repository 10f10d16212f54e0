package store

import (
	"context"
	"strings"

	"jalon/models"
)

const (
	partnerColumns = `id, public_id, centre_id, kind, name, sort_name, refnis, phone, email, website, note, closed_at, closed_by, created_by,
	created_at, version`
	contactColumns = "id, public_id, partner_id, name, job, phone, email, left_at"
)

// PartnerPageSize is how many partners a page of the directory shows.
const PartnerPageSize = 50

// PartnerFilter narrows the directory; empty fields do not.
type PartnerFilter struct {
	Text   string // part of the name
	Kind   string
	Refnis string
	Closed bool   // those no longer worked with, instead of the others
	After  string // public id of the last partner of the page before
}

// PartnerPage is one page of the directory; Next is the After of the following one, "" at the end.
type PartnerPage struct {
	Partners []models.Partner
	Next     string
}

// Partners lists the directory within a scope, by name, with the people to call.
func (s *Store) Partners(ctx context.Context, scope models.Scope, f PartnerFilter) (PartnerPage, error) {
	query, args, err := s.partnerList(ctx, scope, f)
	if err != nil {
		return PartnerPage{}, err
	}
	var page PartnerPage
	if err := s.list(ctx, &page.Partners, query, args...); err != nil {
		return page, err
	}
	if len(page.Partners) > PartnerPageSize {
		page.Partners = page.Partners[:PartnerPageSize]
		page.Next = page.Partners[PartnerPageSize-1].PublicID
	}
	for i := range page.Partners {
		if err := s.fillContacts(ctx, &page.Partners[i]); err != nil {
			return page, err
		}
	}
	return page, nil
}

func (s *Store) partnerList(ctx context.Context, scope models.Scope, f PartnerFilter) (string, []any, error) {
	condition, args := within(scope, models.KindPartner)
	if narrow, values := inCentres(scope, "r.centre_id"); narrow != "" {
		condition, args = condition+" and "+narrow, append(args, values...)
	}
	add := func(part string, values ...any) { condition, args = condition+" and "+part, append(args, values...) }
	if f.Closed {
		add("r.closed_at is not null")
	} else {
		add("r.closed_at is null")
	}
	if text := models.Fold(strings.TrimSpace(f.Text)); text != "" {
		add(`r.sort_name like ? escape '\'`, "%"+strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text)+"%")
	}
	if f.Kind != "" {
		add("r.kind = ?", f.Kind)
	}
	if f.Refnis != "" {
		add("r.refnis = ?", f.Refnis)
	}
	if f.After != "" {
		last, err := s.Partner(ctx, scope, f.After)
		if err != nil {
			return "", nil, err
		}
		add("(r.sort_name > ? or r.sort_name = ? and r.id > ?)", last.SortName, last.SortName, last.ID)
	}
	return "select " + prefixed("r", partnerColumns) + " from partners r join centres c on c.id = r.centre_id where " + condition +
		" order by r.sort_name, r.id limit ?", append(args, PartnerPageSize+1), nil
}

// Partner finds one partner by public id, within the scope, with the people who answer there.
func (s *Store) Partner(ctx context.Context, scope models.Scope, publicID string) (models.Partner, error) {
	condition, args := within(scope, models.KindPartner)
	var p models.Partner
	err := s.get(ctx, &p, "select "+prefixed("r", partnerColumns)+` from partners r join centres c on c.id = r.centre_id
		where r.public_id = ? and `+condition, append([]any{publicID}, args...)...)
	if err != nil {
		return p, err
	}
	return p, s.fillContacts(ctx, &p)
}

func (s *Store) fillContacts(ctx context.Context, p *models.Partner) error {
	return s.list(ctx, &p.Contacts, "select "+contactColumns+" from partner_contacts where partner_id = ? and left_at is null order by id", p.ID)
}

// CreatePartner adds an organisation to the directory of a centre of the scope; a name already there is refused.
func (s *Store) CreatePartner(ctx context.Context, scope models.Scope, p models.Partner) (models.Partner, error) {
	if scope.Kind() != models.KindPartner || scope.Action() != models.Create || !scope.Covers(models.Record{CentreID: p.CentreID}) {
		return p, models.ErrForbidden
	}
	err := s.Atomically(ctx, func(tx *Store) error {
		p.ID, p.PublicID, p.Version, p.CreatedAt = models.NewID(), models.NewPublicID(), 1, tx.Now()
		p.SortName, p.CreatedBy = models.Fold(p.Name), nullable(scope.Actor().UserID)
		if err := tx.acceptablePartner(ctx, p); err != nil {
			return err
		}
		if err := tx.insert(ctx, "partners", partnerColumns, p); err != nil {
			return err
		}
		if err := tx.writeContacts(ctx, p, nil); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: p.CentreID, Record: p.PublicID})
	})
	return p, err
}

// acceptablePartner checks what was typed, and that no other partner of the centre has the name.
func (s *Store) acceptablePartner(ctx context.Context, p models.Partner) error {
	places, err := s.Places(ctx)
	if err != nil {
		return err
	}
	if err := models.CheckPartner(p, places).AsError(); err != nil {
		return err
	}
	taken, err := s.count(ctx, "select count(*) from partners where centre_id = ? and sort_name = ? and id <> ?", p.CentreID, p.SortName, p.ID)
	if err == nil && taken > 0 {
		return models.Refuse(models.Conflict, "partner.problem.taken")
	}
	return err
}

// writeContacts keeps the people of a partner as typed: a new line is added, a known one changed, one that is gone
// leaves. Nobody is erased.
func (s *Store) writeContacts(ctx context.Context, p models.Partner, before []models.PartnerContact) error {
	kept := map[string]bool{}
	for _, c := range p.Contacts {
		if c.Empty() {
			continue
		}
		if c.PublicID == "" {
			c.ID, c.PublicID, c.PartnerID = models.NewID(), models.NewPublicID(), p.ID
			if err := s.insert(ctx, "partner_contacts", contactColumns, c); err != nil {
				return err
			}
			continue
		}
		kept[c.PublicID] = true
		_, err := s.exec(ctx, "update partner_contacts set name = ?, job = ?, phone = ?, email = ? where public_id = ? and partner_id = ?",
			c.Name, c.Job, c.Phone, c.Email, c.PublicID, p.ID)
		if err != nil {
			return err
		}
	}
	for _, c := range before {
		if kept[c.PublicID] {
			continue
		}
		if _, err := s.exec(ctx, "update partner_contacts set left_at = ? where id = ?", s.Now(), c.ID); err != nil {
			return err
		}
	}
	return nil
}

// UpdatePartner changes a partner and its people, under the version its form was opened with.
func (s *Store) UpdatePartner(ctx context.Context, scope models.Scope, p models.Partner) error {
	return s.changePartner(ctx, scope, p.PublicID, func(tx *Store, before models.Partner) error {
		p.ID, p.CentreID, p.SortName = before.ID, before.CentreID, models.Fold(p.Name)
		if err := tx.acceptablePartner(ctx, p); err != nil {
			return err
		}
		err := tx.change(ctx, `update partners set kind = ?, name = ?, sort_name = ?, refnis = ?, phone = ?, email = ?, website = ?, note = ?,
			version = version + 1 where id = ? and version = ?`, p.Kind, p.Name, p.SortName, p.Refnis, p.Phone, p.Email, p.Website, p.Note, p.ID, p.Version)
		if err != nil {
			return err
		}
		return tx.writeContacts(ctx, p, before.Contacts)
	})
}

// ClosePartner takes a partner out of the directory, or puts it back; what was written about it stays.
func (s *Store) ClosePartner(ctx context.Context, scope models.Scope, publicID string, closed bool) error {
	return s.changePartner(ctx, scope, publicID, func(tx *Store, before models.Partner) error {
		var at models.Instant
		var by *string
		if closed {
			at, by = tx.Now(), nullable(scope.Actor().UserID)
		}
		return tx.change(ctx, "update partners set closed_at = ?, closed_by = ?, version = version + 1 where id = ?", at, by, before.ID)
	})
}

func (s *Store) changePartner(ctx context.Context, scope models.Scope, publicID string, change func(tx *Store, before models.Partner) error) error {
	if scope.Action() != models.Update {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		before, err := tx.Partner(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if err := change(tx, before); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: before.CentreID, Record: before.PublicID})
	})
}
