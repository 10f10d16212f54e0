package models

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// Pseudonym names a person to one funder: always the same in its operations, never that of another funder, so that two funders cannot
// put their lists together (security.md, funder crawl). It rests on the public id, 80 random bits that no funder reads.
func (p *Participation) Pseudonym(funder string) string {
	sum := sha256.Sum256([]byte("pseudonym:" + funder + ":" + p.PersonID))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10]))
}
