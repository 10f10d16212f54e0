package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"time"

	"jalon/models"
)

const (
	bundleChunk    = 256 << 10 // bytes sealed together: what is in memory while a bundle is written or read
	bundleAttempts = 3         // a bundle that stops the program every time is not tried for ever
)

// ClaimBundle takes the next bundle to make and holds it for lock: several programs may look, and what one that died had begun is
// begun again from nothing, with a new key. models.ErrNotFound when there is none.
func (s *Store) ClaimBundle(ctx context.Context, lock time.Duration) (BundleView, error) {
	var b BundleView
	err := s.Atomically(ctx, func(tx *Store) error {
		now, claim := tx.Now(), models.NewID()
		var id string
		err := tx.getWriting(ctx, &id, `update bundles set state = 'cours', claim = ?, locked_until = ?, attempts = attempts + 1, done = 0, problem = '', chunks = 0, bytes = 0
			where id = (select id from bundles where state = 'attente' or (state = 'cours' and locked_until < ? and attempts < ?) order by created_at, id limit 1)
			and (state = 'attente' or locked_until < ?) returning id`, claim, models.InstantOf(now.Add(lock)), now, bundleAttempts, now)
		if err != nil {
			return err
		}
		if _, err := tx.exec(ctx, "delete from bundle_chunks where bundle_id = ?", id); err != nil {
			return err
		}
		if _, err := tx.exec(ctx, "update bundles set wrapped = ? where id = ?", tx.sealer.NewPersonKey(id), id); err != nil {
			return err
		}
		return tx.get(ctx, &b, "select "+prefixed("b", bundleColumns)+bundleSource+"b.id = ?", id)
	})
	return b, err
}

// BundleProgress says how many people are done and holds the bundle longer. models.ErrStale: it was withdrawn, or another program has it.
func (s *Store) BundleProgress(ctx context.Context, b models.Bundle, done int, lock time.Duration) error {
	return s.change(ctx, "update bundles set done = ?, locked_until = ? where id = ? and state = 'cours' and claim = ?",
		done, models.InstantOf(s.Now().Add(lock)), b.ID, b.Claim)
}

// FailBundle keeps the sentence that says why a bundle could not be made, and frees what had been written: on a full disk that comes first.
func (s *Store) FailBundle(ctx context.Context, b models.Bundle, problem string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		if _, err := tx.exec(ctx, "delete from bundle_chunks where bundle_id = ? and claim = ?", b.ID, b.Claim); err != nil {
			return err
		}
		_, err := tx.exec(ctx, "update bundles set state = 'echec', problem = ?, wrapped = null, locked_until = null where id = ? and state = 'cours' and claim = ?", problem, b.ID, b.Claim)
		return err
	})
}

// ExpireBundles forgets the content of those whose time is over, and gives up those that stopped the program each time.
func (s *Store) ExpireBundles(ctx context.Context) error {
	var over []string
	if err := s.list(ctx, &over, "select id from bundles where state = 'prete' and expires_on < ?", s.Today()); err != nil {
		return err
	}
	for _, id := range over {
		if err := s.Atomically(ctx, func(tx *Store) error { return tx.forgetBundle(ctx, id, models.BundleExpired) }); err != nil {
			return err
		}
	}
	_, err := s.exec(ctx, "update bundles set state = 'echec', problem = 'bundle.problem.interrupted', wrapped = null where state = 'cours' and locked_until < ? and attempts >= ?", s.Now(), bundleAttempts)
	return err
}

// BundleAuthor is who a bundle is made for: with their rights, as they are when it is made.
func (s *Store) BundleAuthor(ctx context.Context, b models.Bundle) (models.Actor, error) {
	if b.CreatedBy == nil {
		return models.Actor{}, models.ErrForbidden
	}
	var u models.User
	if err := s.get(ctx, &u, "select "+userColumns+" from users where id = ? and disabled_at is null", *b.CreatedBy); err != nil {
		return models.Actor{}, err
	}
	return s.ActorOf(ctx, u)
}

// BundleWriter writes the content of a claimed bundle: each piece is sealed and stored as soon as it is full.
type BundleWriter struct {
	ctx     context.Context
	s       *Store
	bundle  models.Bundle
	box     Box
	pending []byte
	chunks  int
	bytes   int
	sum     hash.Hash
}

// WriteBundle starts the content of a claimed bundle.
func (s *Store) WriteBundle(ctx context.Context, b models.Bundle) (*BundleWriter, error) {
	box, err := s.sealer.PersonBox(b.ID, b.Wrapped)
	return &BundleWriter{ctx: ctx, s: s, bundle: b, box: box, pending: make([]byte, 0, bundleChunk), sum: sha256.New()}, err
}

// Write takes more of the content.
func (w *BundleWriter) Write(p []byte) (int, error) {
	_, _ = w.sum.Write(p)
	w.bytes += len(p)
	for rest := p; len(rest) > 0; {
		n := min(len(rest), bundleChunk-len(w.pending))
		w.pending, rest = append(w.pending, rest[:n]...), rest[n:]
		if len(w.pending) == bundleChunk {
			if err := w.flush(); err != nil {
				return 0, err
			}
		}
	}
	return len(p), nil
}

func (w *BundleWriter) flush() error {
	id := fmt.Sprintf("%s.%s.%06d", w.bundle.ID, w.bundle.Claim, w.chunks)
	_, err := w.s.exec(w.ctx, "insert into bundle_chunks (id, bundle_id, claim, position, content) values (?, ?, ?, ?, ?)",
		id, w.bundle.ID, w.bundle.Claim, w.chunks, w.box.Seal(bundlePiece(w.chunks), string(w.pending)))
	w.pending, w.chunks = w.pending[:0], w.chunks+1
	return err
}

// Finish stores the last piece and makes the bundle ready, in one write: until then nobody sees any of it.
func (w *BundleWriter) Finish() error {
	if len(w.pending) > 0 {
		if err := w.flush(); err != nil {
			return err
		}
	}
	return w.s.Atomically(w.ctx, func(tx *Store) error {
		digest := hex.EncodeToString(w.sum.Sum(nil))
		err := tx.change(w.ctx, `update bundles set state = 'prete', done = total, chunks = ?, bytes = ?, sha256 = ?, ready_at = ?, expires_on = ?, locked_until = null
			where id = ? and state = 'cours' and claim = ?`, w.chunks, w.bytes, digest, tx.Now(), tx.Today().AddDays(models.BundleDays), w.bundle.ID, w.bundle.Claim)
		if err != nil {
			return err
		}
		return tx.journal(w.ctx, models.Scope{}, models.JournalEntry{CentreID: w.bundle.CentreID, Record: w.bundle.PublicID, Kind: models.KindBundle, Action: models.Create,
			Reach: "system", Detail: "sha256 " + digest})
	})
}
