package models

import (
	"cmp"
	"maps"
	"os"
	"slices"
	"testing"
)

// What the matcher must reach on the third of the corpus that nobody looked at while tuning.
const (
	wantedRecall    = 0.95
	wantedPrecision = 0.90
)

// score counts the verdicts on pairs.
type score struct{ found, missed, mistaken, told int }

func scoreOf(pairs []labelledPair, held bool) score {
	var s score
	comparer := NewComparer()
	for _, p := range pairs {
		if p.held != held {
			continue
		}
		switch likely := comparer.Compare(p.a, p.b).Level >= Likely; {
		case p.same && likely:
			s.found++
		case p.same:
			s.missed++
		case likely:
			s.mistaken++
		default:
			s.told++
		}
	}
	return s
}

func (s score) recall() float64    { return float64(s.found) / float64(max(1, s.found+s.missed)) }
func (s score) precision() float64 { return float64(s.found) / float64(max(1, s.found+s.mistaken)) }

func TestCorpusHeldOut(t *testing.T) {
	pairs := corpus()
	s := scoreOf(pairs, true)
	n := s.found + s.missed + s.mistaken + s.told
	t.Logf("%d pairs, %d held out: recall %.3f, precision %.3f", len(pairs), n, s.recall(), s.precision())
	if len(pairs) < 2000 || n < len(pairs)/4 || n > len(pairs)*2/5 {
		t.Errorf("%d of %d pairs are held out", n, len(pairs))
	}
	if s.recall() < wantedRecall || s.precision() < wantedPrecision {
		t.Errorf("recall %.3f, precision %.3f on the held-out third, want %.2f and %.2f", s.recall(), s.precision(), wantedRecall, wantedPrecision)
	}
	if os.Getenv("JALON_CORPUS") != "" {
		seen := scoreOf(pairs, false)
		t.Logf("the others: recall %.3f, precision %.3f", seen.recall(), seen.precision())
		explainErrors(t, pairs)
	}
}

// explainErrors lists the errors of the part that may be looked at, by kind. JALON_CORPUS=1 go test -run Corpus -v ./models
func explainErrors(t *testing.T, pairs []labelledPair) {
	byKind := map[string][]labelledPair{}
	for _, p := range pairs {
		if !p.held && p.same != (Compare(p.a, p.b).Level >= Likely) {
			byKind[p.kind] = append(byKind[p.kind], p)
		}
	}
	kinds := slices.SortedFunc(maps.Keys(byKind), func(a, b string) int { return cmp.Compare(len(byKind[b]), len(byKind[a])) })
	for _, kind := range kinds {
		for _, p := range byKind[kind][:min(14, len(byKind[kind]))] {
			t.Logf("%-40s %3d same=%v level=%d\n   %+v\n   %+v", kind, len(byKind[kind]), p.same, Compare(p.a, p.b).Level, p.a, p.b)
		}
	}
}

// TestCorpusClues: a file is compared with those that share a clue; what the clues miss nobody sees.
func TestCorpusClues(t *testing.T) {
	var found, missed, clues, files int
	comparer := NewComparer()
	for _, p := range corpus() {
		clues, files = clues+len(p.a.Clues()), files+1
		if !p.same || !p.held || comparer.Compare(p.a, p.b).Level < Likely {
			continue
		}
		others := p.b.Clues()
		if slices.ContainsFunc(p.a.Clues(), func(clue string) bool { return slices.Contains(others, clue) }) {
			found++
			continue
		}
		missed++
		if os.Getenv("JALON_CORPUS") != "" {
			t.Logf("%s\n   %+v\n   %+v", p.kind, p.a, p.b)
		}
	}
	reached := float64(found) / float64(found+missed)
	t.Logf("clues reach %.3f of the resembling pairs, %.1f clues a file", reached, float64(clues)/float64(files))
	if reached < 0.99 {
		t.Errorf("clues reach %.3f of the resembling pairs, want 0.99", reached)
	}
}

// BenchmarkCorpus prints precision and recall on the held-out third, beside the time of one comparison.
func BenchmarkCorpus(b *testing.B) {
	pairs := corpus()
	s := scoreOf(pairs, true)
	comparer := NewComparer()
	for i := 0; b.Loop(); i++ {
		comparer.Compare(pairs[i%len(pairs)].a, pairs[i%len(pairs)].b)
	}
	b.ReportMetric(s.recall(), "recall")
	b.ReportMetric(s.precision(), "precision")
	b.ReportMetric(float64(s.found+s.missed+s.mistaken+s.told), "pairs")
}
