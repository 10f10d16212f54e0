package templates

import (
	"strings"
	"testing"
)

func TestPercentOf(t *testing.T) {
	for _, c := range [][3]int{{1, 3, 33}, {2, 3, 67}, {5, 0, 0}, {12, 10, 100}, {0, 10, 0}} {
		if got := PercentOf(c[0], c[1]); got != c[2] {
			t.Errorf("%d of %d: %d, want %d", c[0], c[1], got, c[2])
		}
	}
}

// A month without a share leaves a gap, and nothing is drawn outside its box.
func TestChartLine(t *testing.T) {
	line := NewChartLine("LLF", []MonthShare{{"J", 100, 12}, {"F", -1, 0}, {"M", 0, 250}, {"A", 40, -1}})
	if n := strings.Count(line.Line, "M"); n != 2 {
		t.Errorf("%d strokes, want 2: %s", n, line.Line)
	}
	if n := strings.Count(line.Marks, "z"); n != 3 || line.Last != "40" || line.Months[3].On != "–" {
		t.Errorf("%d marks, last %s, months %+v", n, line.Last, line.Months)
	}
	full := make([]MonthShare, 12)
	for i := range full {
		full[i] = MonthShare{"J", 100, 250}
	}
	line = NewChartLine("GTJ", full)
	shown := 0
	for _, m := range line.Months {
		if m.On != "" {
			shown++
		}
	}
	if shown != 6 || line.LastX > 284 || line.LastY < 12 {
		t.Errorf("%d figures, last at %d,%d", shown, line.LastX, line.LastY)
	}
}

// The parts of a balance touch each other around the middle and stay in the box.
func TestChartBalances(t *testing.T) {
	for _, b := range NewChartBalances([][3]int{{0, 0, 7}, {9, 2, 1}, {0, 0, 0}}, func(int) (string, string) { return "", "" }) {
		if left, right := 100-b.Still/2-b.Worse, 100+b.Still/2+b.Better; left < 0 || right > 200 {
			t.Errorf("from %.1f to %.1f", left, right)
		}
	}
}

// The parts of a whole fill it.
func TestChartStack(t *testing.T) {
	parts := NewChartStack(make([]ChartPart, 3), []int{1, 0, 3})
	if last := parts[2]; last.X+last.Width != 100 || parts[1].Width != 0 || parts[0].Width != 25 {
		t.Errorf("parts: %+v", parts)
	}
}
