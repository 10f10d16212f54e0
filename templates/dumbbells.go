package templates

import (
	"fmt"
	"strings"
)

// Dumbbells is the chart of things rated 0 to 4 over time (ux.md §4): one row each, from the first level to the latest.
// Every figure is also there in words, so that the chart reads as a list. Finding is the sentence that says what to see.
type Dumbbells struct {
	Finding  string
	Key      string // how to read the signs, "" where it was said already
	From, To string // words of the two ends of the scale
	Rows     []DumbbellRow
}

// DumbbellRow is one thing and the tracks of who rated it.
type DumbbellRow struct {
	Label  string
	Tracks []Dumbbell
}

// Dumbbell is one track, drawn in a box of 220 × 28: the levels 0 to 4 stand every 48 units from 14.
type Dumbbell struct {
	Who         string // "Accompagnement"
	Second      bool   // drawn as squares: never told by colour alone
	First, Last int    // levels
	Moves       bool   // rated more than once
	Arrow       string // "3 → 1"
	Words       string // "s'allège de 2"
	Spark       string // points of a line in a box of 64 × 20, "" below three ratings
}

// NewDumbbell places the levels somebody gave, oldest first; there is at least one.
func NewDumbbell(who string, second bool, levels []int) Dumbbell {
	return Dumbbell{Who: who, Second: second, First: levels[0], Last: levels[len(levels)-1], Moves: len(levels) > 1, Spark: spark(levels)}
}

// X1 and X2 are where the first and the last level stand.
func (d Dumbbell) X1() int { return levelX(d.First) }
func (d Dumbbell) X2() int { return levelX(d.Last) }

// Apart tells whether the two signs do not cover each other.
func (d Dumbbell) Apart() bool { return d.First != d.Last }

// LineEnds are the ends of the line between the two signs, at their edges; Tip is the arrow that ends it.
func (d Dumbbell) LineFrom() int { return d.X1() + d.toward(11) }
func (d Dumbbell) LineTo() int   { return d.X2() - d.toward(16) }

// Tip is the head of the arrow, as the points of a triangle.
func (d Dumbbell) Tip() string {
	end, back := d.X2()-d.toward(11), d.X2()-d.toward(18)
	return fmt.Sprintf("%d,14 %d,9.5 %d,18.5", end, back, back)
}

func (d Dumbbell) toward(n int) int {
	if d.Last < d.First {
		return -n
	}
	return n
}

// Square is where a square sign begins, around a level.
func (d Dumbbell) Square(x int) int { return x - 9 }

func levelX(level int) int { return 14 + 48*level }

// spark is the course of the levels; the heaviest is at the top.
func spark(levels []int) string {
	if len(levels) < 3 {
		return ""
	}
	points := make([]string, len(levels))
	for i, level := range levels {
		points[i] = fmt.Sprintf("%d,%d", 2+i*60/(len(levels)-1), 18-4*level)
	}
	return strings.Join(points, " ")
}
