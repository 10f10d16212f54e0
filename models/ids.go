package models

import (
	"crypto/rand"
	"encoding/base32"
	"strings"

	"github.com/google/uuid"
)

// NewID is a time-ordered key for inside use (UUID version 7); it never appears in a page or a file.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// NewPublicID is the opaque key shown outside: 80 random bits, 16 characters, nothing to guess or order.
func NewPublicID() string {
	var b [10]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails
	return strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
}

// NewToken is a 256-bit secret for links and cookies; only its hash is stored.
func NewToken() string {
	var b [32]byte
	_, _ = rand.Read(b[:])
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
}
