package models

import (
	"cmp"
	"slices"
	"strings"
)

// How the people of a bundle are chosen.
const (
	BundleAll    = "tous"
	BundleRandom = "hasard"
	BundleList   = "liste"
)

// BundleMethods are the ways in the order shown.
var BundleMethods = []string{BundleAll, BundleRandom, BundleList}

// States of a bundle. Only one that is ready is ever downloaded.
const (
	BundleWaiting   = "attente"
	BundleMaking    = "cours"
	BundleReady     = "prete"
	BundleFailed    = "echec"
	BundleWithdrawn = "retiree"
	BundleExpired   = "expiree"
)

// BundleDays is how long the content of a bundle is kept: an audit asks for it again within that time, or has it made again.
const BundleDays = 30

// MaxBundleList bounds the list of references that somebody types.
const MaxBundleList = 2000

// BundleCandidate is an enrolment that a bundle may hold: who attended something under the operation in the period.
type BundleCandidate struct {
	Enrolment    string `db:"enrolment"` // public id
	EnrolmentRef string `db:"enrolment_ref"`
	Person       string `db:"person"` // public id
	PersonRef    string `db:"person_ref"`
}

// BundleOrder is what is asked of a bundle.
type BundleOrder struct {
	From, To   Date
	Method     string
	Size       int    // of a random sample
	Seed       string // of a random sample
	List       string // references, one a line
	Nominative bool
	Scans      bool // pseudonymous only: documents and sheets that show names are joined all the same, and flagged
}

// Check says what is wrong with an order. The seed is any short text without line breaks.
func (o BundleOrder) Check() Problems {
	problems := Problems{}
	if o.From > o.To {
		problems.Add("du", "report.period_reversed")
	}
	switch o.Method {
	case BundleAll:
	case BundleRandom:
		if o.Size < 1 {
			problems.Add("nombre", "bundle.problem.size")
		}
		if seed := []rune(o.Seed); len(seed) < 1 || len(seed) > 40 || strings.ContainsAny(o.Seed, "\r\n") {
			problems.Add("graine", "bundle.problem.seed")
		}
	case BundleList:
		if n := len(listed(o.List)); n == 0 || n > MaxBundleList {
			problems.Add("liste", "bundle.problem.list", "Max", MaxBundleList)
		}
	default:
		problems.Add("methode", "bundle.problem.method")
	}
	return problems
}

func listed(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;", r) })
}

// Choose takes the people of the order among the candidates, in the order of their references. A reference of the list may be that
// of the person or of the enrolment; one that is unknown is a problem, and so is an empty population.
func (o BundleOrder) Choose(candidates []BundleCandidate) ([]BundleCandidate, Problems) {
	problems := Problems{}
	if len(candidates) == 0 {
		problems.Add("du", "bundle.problem.nobody")
		return nil, problems
	}
	candidates = slices.Clone(candidates)
	slices.SortFunc(candidates, func(a, b BundleCandidate) int {
		return cmp.Or(cmp.Compare(a.EnrolmentRef, b.EnrolmentRef), cmp.Compare(a.Enrolment, b.Enrolment))
	})
	keep := func(wanted []string, of ...func(BundleCandidate) string) (kept []BundleCandidate, missing []string) {
		asked, found := map[string]bool{}, map[string]bool{}
		for _, w := range wanted {
			asked[w] = true
		}
		for _, c := range candidates {
			i := slices.IndexFunc(of, func(f func(BundleCandidate) string) bool { return asked[f(c)] })
			if i >= 0 {
				found[of[i](c)] = true
				kept = append(kept, c)
			}
		}
		return kept, slices.DeleteFunc(slices.Clone(wanted), func(w string) bool { return found[w] })
	}
	enrolment := func(c BundleCandidate) string { return c.EnrolmentRef }
	switch o.Method {
	case BundleRandom:
		references := make([]string, len(candidates))
		for i, c := range candidates {
			references[i] = c.EnrolmentRef
		}
		kept, _ := keep(Draw(o.Seed, references, o.Size), enrolment)
		return kept, problems
	case BundleList:
		kept, missing := keep(listed(o.List), enrolment, func(c BundleCandidate) string { return c.PersonRef }, func(c BundleCandidate) string { return c.Person })
		if len(missing) > 0 {
			problems.Add("liste", "bundle.problem.unknown", "List", strings.Join(missing[:min(len(missing), 10)], ", "))
		}
		return kept, problems
	}
	return candidates, problems
}

// Bundle is one liasse as lists show it.
type Bundle struct {
	ID          string  `db:"id"`
	PublicID    string  `db:"public_id"`
	CentreID    string  `db:"centre_id"`
	OperationID string  `db:"operation_id"`
	FromOn      Date    `db:"from_on"`
	ToOn        Date    `db:"to_on"`
	Method      string  `db:"method"`
	Size        int     `db:"size"`
	Seed        string  `db:"seed"`
	Nominative  bool    `db:"nominative"`
	Scans       bool    `db:"scans"`
	Population  int     `db:"population"`
	Members     string  `db:"members"` // public ids of enrolments, separated by spaces
	State       string  `db:"state"`
	Problem     string  `db:"problem"` // key of the sentence that says why it failed
	Done        int     `db:"done"`
	Total       int     `db:"total"`
	Attempts    int     `db:"attempts"`
	Claim       string  `db:"claim"` // of the program that is making it
	LockedUntil Instant `db:"locked_until"`
	Wrapped     []byte  `db:"wrapped"`
	Chunks      int     `db:"chunks"`
	Bytes       int     `db:"bytes"`
	SHA256      string  `db:"sha256"`
	Software    string  `db:"software"`
	CreatedBy   *string `db:"created_by"`
	CreatedAt   Instant `db:"created_at"`
	ReadyAt     Instant `db:"ready_at"`
	ExpiresOn   Date    `db:"expires_on"`
	WithdrawnBy *string `db:"withdrawn_by"`
	WithdrawnAt Instant `db:"withdrawn_at"`
}

// Interrupted tells that nobody is making a bundle that somebody had begun: the program stopped half-way.
func (b Bundle) Interrupted(now Instant) bool {
	return b.State == BundleMaking && b.LockedUntil.Before(now.Time)
}

// Restarts tells whether a bundle may be begun again.
func (b Bundle) Restarts(now Instant) bool { return b.State == BundleFailed || b.Interrupted(now) }
