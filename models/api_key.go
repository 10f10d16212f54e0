package models

import (
	"strings"
	"unicode/utf8"
)

// MaxAPIKeyDays bounds how long a key of a program lasts.
const MaxAPIKeyDays = 366

// APIKey lets a program read /api/v1. It reads nothing that its maker could not hand over: a funder's key has the rights of a
// funder reader, a centre's those of the pseudonymous reports.
type APIKey struct {
	ID         string   `db:"id"`
	PublicID   string   `db:"public_id"`
	CentreID   string   `db:"centre_id"`
	Name       string   `db:"name"`
	Funder     string   `db:"funder"` // "" = the centre itself
	KeyHash    string   `db:"key_hash"`
	Hint       string   `db:"hint"`       // last characters of the key, to tell keys apart
	ExpiresOn  Date     `db:"expires_on"` // last day
	CreatedBy  *string  `db:"created_by"`
	CreatedAt  Instant  `db:"created_at"`
	RevokedAt  Instant  `db:"revoked_at"` // zero: never
	RevokedBy  *string  `db:"revoked_by"`
	UsedAt     Instant  `db:"used_at"` // last call, zero: never
	Operations []string `db:"-"`       // internal ids; empty = no restriction
}

// Open tells whether the key still opens on a day.
func (k APIKey) Open(today Date) bool { return k.RevokedAt.IsZero() && today <= k.ExpiresOn }

// Actor is the program that holds the key, as the gate sees it: a role it already knows, in one centre, and nobody's account.
func (k APIKey) Actor() Actor {
	m := Membership{PublicID: k.PublicID, CentreID: k.CentreID, Role: Manager, Sharing: SharingReferent, Operations: k.Operations}
	if k.Funder != "" {
		m.Role, m.Funder = FunderReader, k.Funder
	}
	return Actor{Name: k.Name, Memberships: []Membership{m}}
}

// Check says what keeps a key from being made on a day.
func (k APIKey) Check(today Date) Problems {
	problems := Problems{}
	switch {
	case strings.TrimSpace(k.Name) == "":
		problems.Add("nom_cle", "api.problem.name")
	case utf8.RuneCountInString(k.Name) > MaxListName:
		problems.Add("nom_cle", "api.problem.long", "Count", MaxListName)
	}
	switch {
	case k.ExpiresOn == "":
		problems.Add("echeance", "api.problem.no_end")
	case k.ExpiresOn < today:
		problems.Add("echeance", "api.problem.past")
	case k.ExpiresOn > today.AddDays(MaxAPIKeyDays):
		problems.Add("echeance", "api.problem.far", "Date", FrenchDate(today.AddDays(MaxAPIKeyDays)))
	}
	return problems
}
