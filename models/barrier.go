package models

import (
	"cmp"
	"slices"
	"strconv"
)

// Barriers are the freins of domain.md §B, in the order they are asked. Their names are those of the topics of
// follow-ups; each has five written levels (locales, "barrier.level.").
var Barriers = []string{"langue", "diplome", "experience", "titre_sejour", "mobilite", "garde_enfants", "logement", "sante", "dettes",
	"numerique", "discrimination", "reseau", "marche", "confiance", "famille"}

// MaxLevel is the worst level of a frein (« bloquant »); 0 is none.
const MaxLevel = 4

// Rating is the answer about one frein: a level "0" to "4", or one of the two below, which are answers too.
type Rating string

// Answers that are no level: the subject did not come up, or the person would rather not say.
const (
	RatingNotRaised Rating = "non_aborde"
	RatingDeclined  Rating = "refus"
)

// Level is the level of a rating, false when it is none.
func (r Rating) Level() (int, bool) {
	n, err := strconv.Atoi(string(r))
	return n, err == nil && len(r) == 1 && n <= MaxLevel
}

// BarrierRating is the answer about one frein in one assessment: the counsellor's and the person's own.
type BarrierRating struct {
	Barrier    string `json:"barrier"`
	Counsellor Rating `json:"counsellor"`
	Person     Rating `json:"person"`
	CauseKind  string `json:"cause_kind,omitempty"` // CauseKinds: what made the counsellor's rating change
	Cause      string `json:"cause,omitempty"`      // public id of that record
}

// Assessment is one dated rating of the freins with the person.
type Assessment struct {
	ID            string  `db:"id"`
	PublicID      string  `db:"public_id"`
	CentreID      string  `db:"centre_id"`
	ParticipantID string  `db:"participant_id"`
	OnDate        Date    `db:"on_date"`
	UserID        *string `db:"user_id"`
	CancelledAt   Instant `db:"cancelled_at"`
	CancelledBy   *string `db:"cancelled_by"`
	CancelReason  string  `db:"cancel_reason"`
	CreatedBy     *string `db:"created_by"`
	CreatedAt     Instant `db:"created_at"`
	Version       int     `db:"version"`

	AssessmentContent `db:"-"`
	RatingsSealed     []byte `db:"ratings_sealed"`
}

// AssessmentContent is what is sealed of an assessment.
type AssessmentContent struct {
	Ratings []BarrierRating `json:"ratings"` // one per frein
	Remark  string          `json:"remark,omitempty"`
}

// Of is the rating of one frein, two « non abordé » when it has none.
func (a AssessmentContent) Of(barrier string) BarrierRating {
	for _, r := range a.Ratings {
		if r.Barrier == barrier {
			return r
		}
	}
	return BarrierRating{Barrier: barrier, Counsellor: RatingNotRaised, Person: RatingNotRaised}
}

// RatedPoint is a level on a day.
type RatedPoint struct {
	OnDate Date
	Level  int
}

// Track is the levels somebody gave one frein, oldest first.
type Track []RatedPoint

// First and Last are the ends of a track that is not empty.
func (t Track) First() RatedPoint { return t[0] }
func (t Track) Last() RatedPoint  { return t[len(t)-1] }

// Moves tells whether the frein was rated more than once: only then can it have changed.
func (t Track) Moves() bool { return len(t) > 1 }

// Change is how far the last level is from the first: below 0 the frein gets lighter.
func (t Track) Change() int {
	if !t.Moves() {
		return 0
	}
	return t.Last().Level - t.First().Level
}

// BarrierMove is one frein over all the assessments of a person.
type BarrierMove struct {
	Barrier    string
	Counsellor Track
	Person     Track
}

// Main is the counsellor's track, or the person's where the counsellor gave none.
func (m BarrierMove) Main() Track {
	if len(m.Counsellor) > 0 {
		return m.Counsellor
	}
	return m.Person
}

// BarrierMoves follows each frein through the assessments that were not cancelled. Freins never rated are absent. Those
// that got lighter most come first, then the heaviest (ux.md §4: « sorted by change »).
func BarrierMoves(assessments []Assessment) []BarrierMove {
	dated := inOrder(assessments)
	var moves []BarrierMove
	for _, code := range Barriers {
		m := BarrierMove{Barrier: code}
		for _, a := range dated {
			r := a.Of(code)
			m.Counsellor = m.Counsellor.with(a.OnDate, r.Counsellor)
			m.Person = m.Person.with(a.OnDate, r.Person)
		}
		if len(m.Main()) > 0 {
			moves = append(moves, m)
		}
	}
	slices.SortStableFunc(moves, func(a, b BarrierMove) int {
		return cmp.Or(cmp.Compare(a.Main().Change(), b.Main().Change()), cmp.Compare(b.Main().Last().Level, a.Main().Last().Level))
	})
	return moves
}

// inOrder is the assessments that were not cancelled, oldest first.
func inOrder(assessments []Assessment) []Assessment {
	dated := slices.DeleteFunc(slices.Clone(assessments), func(a Assessment) bool { return !a.CancelledAt.IsZero() })
	slices.SortStableFunc(dated, func(a, b Assessment) int { return cmp.Or(cmp.Compare(a.OnDate, b.OnDate), cmp.Compare(a.ID, b.ID)) })
	return dated
}

func (t Track) with(day Date, r Rating) Track {
	if level, rated := r.Level(); rated {
		return append(t, RatedPoint{day, level})
	}
	return t
}

// BarrierFinding sums the moves up: how many freins got lighter, heavier, or stayed, among those rated more than once.
type BarrierFinding struct {
	From, Until             Date // of the first and the last rating
	Lighter, Heavier, Still int
	Once                    int // freins rated once: no movement can be told yet
}

// FindingOf is what a chart of moves shows, in figures.
func FindingOf(moves []BarrierMove) BarrierFinding {
	var f BarrierFinding
	for _, m := range moves {
		t := m.Main()
		if f.From == "" || t.First().OnDate < f.From {
			f.From = t.First().OnDate
		}
		f.Until = max(f.Until, t.Last().OnDate)
		switch {
		case !t.Moves():
			f.Once++
		case t.Change() < 0:
			f.Lighter++
		case t.Change() > 0:
			f.Heavier++
		default:
			f.Still++
		}
	}
	return f
}
