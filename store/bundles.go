package store

import (
	"context"
	"fmt"
	"strings"

	"jalon/models"
)

const bundleColumns = `id, public_id, centre_id, operation_id, from_on, to_on, method, size, seed, nominative, scans, population, members, state, problem,
	done, total, attempts, claim, locked_until, wrapped, chunks, bytes, sha256, software, created_by, created_at, ready_at, expires_on, withdrawn_by, withdrawn_at`

// BundleView is a bundle with who asked for it and of which operation it is.
type BundleView struct {
	models.Bundle
	Author    string `db:"author"`
	Operation string `db:"operation"` // public id
	Code      string `db:"code"`
	Programme string `db:"programme"`
	Title     string `db:"title"`
	Centre    string `db:"centre"`
}

const bundleSource = `, coalesce(u.name, '') as author, o.public_id as operation, o.code, o.programme, o.title, c.name as centre
	from bundles b join operations o on o.id = b.operation_id join centres c on c.id = b.centre_id left join users u on u.id = b.created_by where `

// BundleCandidates are the enrolments of an operation under which something was attended in a period: the population of a sample.
func (s *Store) BundleCandidates(ctx context.Context, scope models.Scope, operationPublicID string, from, to models.Date) ([]models.BundleCandidate, error) {
	condition, args := within(scope, models.KindBundle)
	var all []models.BundleCandidate
	err := s.list(ctx, &all, `select e.public_id as enrolment, `+refOf("e")+` as enrolment_ref, p.public_id as person, `+refOf("p")+` as person_ref
		from operations o join enrolments e on e.operation_id = o.id join participants p on p.id = e.participant_id
		where e.cancelled_at is null and o.public_id = ? and (
			exists (select 1 from followups f where f.enrolment_id = e.id and f.cancelled_at is null and f.presence = 'present' and f.mode <> 'demarche' and f.on_date between ? and ?)
			or exists (select 1 from registrations r join sessions s on s.id = r.session_id where r.enrolment_id = e.id and s.operation_id = o.id and r.place = 'inscrit'
				and r.attendance in ('present', 'retard') and s.status <> 'cancelled' and s.on_date between ? and ?)) and `+condition+" order by e.id",
		append([]any{operationPublicID, from, to, from, to}, args...)...)
	return all, err
}

// CreateBundle asks for a bundle: who is in it is drawn now, and never changes. It is made in the background. An order that
// cannot be carried out is models.Problems, by field.
func (s *Store) CreateBundle(ctx context.Context, scope models.Scope, operationPublicID string, order models.BundleOrder, software string) (string, error) {
	if scope.Kind() != models.KindBundle || scope.Action() != models.Create {
		return "", models.ErrForbidden
	}
	if err := order.Check().AsError(); err != nil {
		return "", err
	}
	b := models.Bundle{ID: models.NewID(), PublicID: models.NewPublicID(), FromOn: order.From, ToOn: order.To, Method: order.Method, Nominative: order.Nominative, Scans: order.Scans,
		State: models.BundleWaiting, Software: software, CreatedBy: nullable(scope.Actor().UserID), CreatedAt: s.Now()}
	err := s.Atomically(ctx, func(tx *Store) error {
		o, err := tx.Operation(ctx, scope, operationPublicID)
		if err != nil {
			return err
		}
		candidates, err := tx.BundleCandidates(ctx, scope, operationPublicID, order.From, order.To)
		if err != nil {
			return err
		}
		chosen, problems := order.Choose(candidates)
		if err := problems.AsError(); err != nil {
			return err
		}
		var members []string
		for _, c := range chosen {
			members = append(members, c.Enrolment)
		}
		b.CentreID, b.OperationID, b.Population, b.Total, b.Members = o.CentreID, o.ID, len(candidates), len(chosen), strings.Join(members, " ")
		if order.Method == models.BundleRandom {
			b.Size, b.Seed = order.Size, order.Seed
		}
		if err := tx.insert(ctx, "bundles", bundleColumns, b); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: o.CentreID, Record: b.PublicID,
			Detail: fmt.Sprintf("%s %s %s %d/%d nominative %v", b.Method, b.FromOn, b.ToOn, b.Total, b.Population, b.Nominative)})
	})
	return b.PublicID, err
}

// bundlesStatement is the query behind Bundles.
func bundlesStatement(scope models.Scope, operationPublicID string, before models.Bundle, limit int) (string, []any) {
	condition, args := within(scope, models.KindBundle)
	query := "select " + prefixed("b", bundleColumns) + bundleSource + condition + " and o.public_id = ?"
	args = append(args, operationPublicID)
	if before.ID != "" {
		query += " and (b.created_at, b.id) < (?, ?)"
		args = append(args, before.CreatedAt, before.ID)
	}
	return query + " order by b.created_at desc, b.id desc limit ?", append(args, limit)
}

// Bundles lists the bundles of an operation, the latest first, those before another one when it is given.
func (s *Store) Bundles(ctx context.Context, scope models.Scope, operationPublicID string, before models.Bundle, limit int) ([]BundleView, error) {
	query, args := bundlesStatement(scope, operationPublicID, before, limit)
	var all []BundleView
	err := s.list(ctx, &all, query, args...)
	return all, err
}

// Bundle finds one bundle by its public id, within the scope.
func (s *Store) Bundle(ctx context.Context, scope models.Scope, publicID string) (BundleView, error) {
	condition, args := within(scope, models.KindBundle)
	var b BundleView
	err := s.get(ctx, &b, "select "+prefixed("b", bundleColumns)+bundleSource+condition+" and b.public_id = ?", append(args, publicID)...)
	return b, err
}

// RestartBundle begins a bundle again that failed or was cut short, with the same people.
func (s *Store) RestartBundle(ctx context.Context, scope models.Scope, publicID string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		b, err := tx.Bundle(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if scope.Action() != models.Create || !b.Restarts(tx.Now()) {
			return models.Refuse(models.Conflict, "bundle.problem.running")
		}
		if _, err := tx.exec(ctx, "update bundles set state = 'attente', problem = '', done = 0, attempts = 0, claim = '', locked_until = null, created_by = ? where id = ?",
			nullable(scope.Actor().UserID), b.ID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: b.CentreID, Record: b.PublicID, Detail: "restart"})
	})
}

// WithdrawBundle forgets the content of a bundle before it expires, or stops making it. The line of the list stays.
func (s *Store) WithdrawBundle(ctx context.Context, scope models.Scope, publicID string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		b, err := tx.Bundle(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if scope.Action() != models.Cancel {
			return models.ErrForbidden
		}
		if err := tx.forgetBundle(ctx, b.ID, models.BundleWithdrawn); err != nil {
			return err
		}
		if _, err := tx.exec(ctx, "update bundles set withdrawn_at = ?, withdrawn_by = ? where id = ?", tx.Now(), nullable(scope.Actor().UserID), b.ID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: b.CentreID, Record: b.PublicID})
	})
}

// forgetBundle drops the key, then the content.
func (s *Store) forgetBundle(ctx context.Context, id, state string) error {
	if _, err := s.exec(ctx, "update bundles set state = ?, claim = '', locked_until = null, wrapped = null where id = ?", state, id); err != nil {
		return err
	}
	_, err := s.exec(ctx, "delete from bundle_chunks where bundle_id = ?", id)
	return err
}

// OpenBundle finds a bundle to take away and writes it down, before the first byte goes out.
func (s *Store) OpenBundle(ctx context.Context, scope models.Scope, publicID string) (BundleView, error) {
	var b BundleView
	err := s.Audited(ctx, scope, func(tx *Store) (models.JournalEntry, error) {
		var err error
		if b, err = tx.Bundle(ctx, scope, publicID); err != nil {
			return models.JournalEntry{}, err
		}
		if b.State != models.BundleReady || b.ExpiresOn < tx.Today() {
			return models.JournalEntry{}, models.Refuse(models.Conflict, "bundle.problem.not_ready")
		}
		there, err := tx.count(ctx, "select count(*) from bundle_chunks where bundle_id = ? and claim = ?", b.ID, b.Claim)
		if err == nil && there != b.Chunks { // restored from a backup
			err = models.Refuse(models.Conflict, "bundle.problem.gone")
		}
		return models.JournalEntry{CentreID: b.CentreID, Record: b.PublicID, Detail: "sha256 " + b.SHA256}, err
	})
	return b, err
}

// BundleContent gives the content of a bundle that OpenBundle opened, piece after piece.
func (s *Store) BundleContent(ctx context.Context, b models.Bundle, write func([]byte) error) error {
	box, err := s.sealer.PersonBox(b.ID, b.Wrapped)
	if err != nil {
		return err
	}
	for position := range b.Chunks {
		var sealed []byte
		err := s.get(ctx, &sealed, "select content from bundle_chunks where bundle_id = ? and claim = ? and position = ?", b.ID, b.Claim, position)
		if err != nil {
			return fmt.Errorf("piece %d of bundle %s: %w", position, b.PublicID, err)
		}
		part, err := box.Open(bundlePiece(position), sealed)
		if err != nil {
			return err
		}
		if err := write([]byte(part)); err != nil {
			return err
		}
	}
	return nil
}

// bundlePiece is part of what the seal protects: a piece opens nowhere but in its place.
func bundlePiece(position int) string { return fmt.Sprintf("bundle piece %d", position) }
