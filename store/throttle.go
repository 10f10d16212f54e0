package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Bucket bounds attempts: Burst at once, then one every Refill.
type Bucket struct {
	Key    string
	Burst  int
	Refill time.Duration
}

// Take counts one attempt against each bucket, all or none, and tells whether it is allowed. One conditional
// statement per bucket: attempts sent in parallel are counted like the others.
func (s *Store) Take(ctx context.Context, buckets ...Bucket) (bool, error) {
	allowed := true
	err := s.Atomically(ctx, func(tx *Store) error {
		for _, b := range buckets {
			taken, err := tx.take(ctx, b)
			if err != nil {
				return err
			}
			if !taken {
				return errRollback
			}
		}
		return nil
	})
	if errors.Is(err, errRollback) {
		allowed, err = false, nil
	}
	if err != nil {
		return false, fmt.Errorf("throttle: %w", err)
	}
	return allowed, nil
}

func (s *Store) take(ctx context.Context, b Bucket) (bool, error) {
	now, refill := s.Now().UnixMilli(), b.Refill.Milliseconds()
	_, err := s.exec(ctx, "insert into throttles (key, busy_until) values (?, ?) on conflict (key) do nothing", b.Key, int64(0))
	if err != nil {
		return false, err
	}
	n, err := s.exec(ctx, `update throttles set busy_until = case when busy_until > cast(? as bigint) then busy_until else cast(? as bigint) end + cast(? as bigint)
		where key = ? and busy_until <= cast(? as bigint)`, now, now, refill, b.Key, now+int64(b.Burst-1)*refill)
	return n == 1, err
}

// Full tells, without counting anything, that one of the buckets allows nothing more for now.
func (s *Store) Full(ctx context.Context, buckets ...Bucket) (bool, error) {
	now := s.Now().UnixMilli()
	for _, b := range buckets {
		var n int
		err := s.get(ctx, &n, "select count(*) from throttles where key = ? and busy_until > ?", b.Key, now+int64(b.Burst-1)*b.Refill.Milliseconds())
		if err != nil {
			return false, fmt.Errorf("throttle: %w", err)
		}
		if n > 0 {
			return true, nil
		}
	}
	return false, nil
}

// GiveBack uncounts an attempt that succeeded.
func (s *Store) GiveBack(ctx context.Context, buckets ...Bucket) error {
	return s.Atomically(ctx, func(tx *Store) error {
		for _, b := range buckets {
			if _, err := tx.exec(ctx, "update throttles set busy_until = busy_until - ? where key = ?", b.Refill.Milliseconds(), b.Key); err != nil {
				return fmt.Errorf("throttle: %w", err)
			}
		}
		return nil
	})
}
