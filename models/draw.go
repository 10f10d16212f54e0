package models

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Draw takes n of the references at random, so that whoever has the seed and the references draws the same ones, with any
// tool: they are ordered by the SHA-256 of « seed:reference », written in hexadecimal, and the first n are taken. The order in which the
// references come does not matter, and a larger sample holds the smaller one.
func Draw(seed string, references []string, n int) []string {
	type ranked struct{ reference, rank string }
	all := make([]ranked, len(references))
	for i, r := range references {
		sum := sha256.Sum256([]byte(seed + ":" + r))
		all[i] = ranked{r, hex.EncodeToString(sum[:])}
	}
	slices.SortFunc(all, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
	n = min(max(n, 0), len(all))
	drawn := make([]string, 0, n)
	for _, r := range all[:n] {
		drawn = append(drawn, r.reference)
	}
	return drawn
}
