package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// Sign is the keyed hash of text for one purpose: it proves that Jalon wrote it, and lets a short secret be
// recognised without being readable in the database.
func (k *Sealer) Sign(purpose, text string) string {
	return k.blindIndex("sign " + purpose + "\x1f" + text)
}

// Signed tells whether mark is the signature of text for that purpose.
func (k *Sealer) Signed(purpose, text, mark string) bool {
	return hmac.Equal([]byte(k.Sign(purpose, text)), []byte(mark))
}

// tokenHash is what is kept of a token. Tokens have 256 random bits: a plain hash cannot be turned back.
func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
