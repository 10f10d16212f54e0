package models

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Instant is a moment, always UTC, to the millisecond; the zero Instant is "never".
type Instant struct{ time.Time }

// InstantOf is t in UTC, cut to the millisecond so that both engines keep the same value.
func InstantOf(t time.Time) Instant { return Instant{t.UTC().Truncate(time.Millisecond)} }

// Scan reads a timestamp column of either engine.
func (i *Instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		i.Time = time.Time{}
	case time.Time:
		*i = InstantOf(v)
	case string:
		return i.parse(v)
	case []byte:
		return i.parse(string(v))
	default:
		return fmt.Errorf("instant: cannot read %T", src)
	}
	return nil
}

func (i *Instant) parse(s string) error {
	for _, layout := range []string{"2006-01-02 15:04:05.999999999-07:00", time.RFC3339Nano} {
		if t, err := time.Parse(layout, s); err == nil {
			*i = InstantOf(t)
			return nil
		}
	}
	return fmt.Errorf("instant: cannot read %q", s)
}

// Value writes "never" as NULL.
func (i Instant) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil
	}
	return i.UTC(), nil
}
