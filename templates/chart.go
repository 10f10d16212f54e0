package templates

import (
	"fmt"
	"strings"
)

// Chart is a chart with the sentence that says what to see, its table, and the file of its figures (ux.md §4). One of the drawings is
// filled, or Empty says why there is nothing to draw. Every figure stands beside its mark in words: no legend but
// that of the line across the weeks, never colour alone.
type Chart struct {
	Key, Title string // Key is its anchor
	Finding    string
	Definition string // what is counted, and over which days
	Legend     string // what the line across the weeks is, "" without one
	Empty      string
	Bars       []ChartBar
	Lines      []ChartLine
	Dots       []ChartDot
	Balances   []ChartBalance
	Stack      []ChartPart
	Weeks      []ChartWeeks
	Table      ChartTable
	CSV        string    // "" where there is no file
	More       Link      // the list behind it
	Ends       [2]string // words of the two ends of a scale
}

// ChartTable is the figures of a chart; the first cell of a row names it.
type ChartTable struct {
	Heads []string
	Rows  [][]string
}

// ChartBar is a bar from zero. Width, Before (same date last year), Expected and Target are shares of the longest bar, 0 to 100, -1 for
// none.
type ChartBar struct {
	Label, URL, Programme           string
	Text, Note                      string
	Width, Before, Expected, Target int
	State                           *Badge
}

// NewChartBar is a bar of part of whole, without marks.
func NewChartBar(label, text string, part, whole int) ChartBar {
	return ChartBar{Label: label, Text: text, Width: PercentOf(part, whole), Before: -1, Expected: -1, Target: -1}
}

// PercentOf is a share in per cent, rounded, within 0 to 100.
func PercentOf(part, whole int) int {
	if whole <= 0 {
		return 0
	}
	return max(0, min(100, (200*part+whole)/(2*whole)))
}

// ChartDot is a share of 0 to 100 on its line, in a box of 200 × 20.
type ChartDot struct {
	Label, Programme, Text string
	Percent                int
}

// X is where the dot stands.
func (d ChartDot) X() int { return 8 + 184*d.Percent/100 }

// Mark is the shape of the dot, as a path.
func (d ChartDot) Mark() string { return markPath(d.Programme, float64(d.X()), 10, 6) }

// ChartBalance is what got better to the right, what got worse to the left and what stayed in the middle, in a box of 200 × 14.
type ChartBalance struct {
	Label, Text          string
	Worse, Still, Better float64 // widths
}

// NewChartBalances draws rows of counts (worse, still, better) on one scale.
func NewChartBalances(rows [][3]int, words func(i int) (label, text string)) []ChartBalance {
	longest := 1.0
	for _, r := range rows {
		longest = max(longest, float64(r[0])+float64(r[1])/2, float64(r[2])+float64(r[1])/2)
	}
	balances := make([]ChartBalance, len(rows))
	for i, r := range rows {
		unit := 98 / longest
		balances[i] = ChartBalance{Worse: unit * float64(r[0]), Still: unit * float64(r[1]), Better: unit * float64(r[2])}
		balances[i].Label, balances[i].Text = words(i)
	}
	return balances
}

// StillX, WorseX and BetterX are where the three parts begin.
func (b ChartBalance) StillX() string  { return coordinate(100 - b.Still/2) }
func (b ChartBalance) WorseX() string  { return coordinate(100 - b.Still/2 - b.Worse) }
func (b ChartBalance) BetterX() string { return coordinate(100 + b.Still/2) }

// StillW, WorseW and BetterW are their widths.
func (b ChartBalance) StillW() string  { return coordinate(b.Still) }
func (b ChartBalance) WorseW() string  { return coordinate(b.Worse) }
func (b ChartBalance) BetterW() string { return coordinate(b.Better) }

// ChartPart is one part of a whole, in a box of 100 × 20. Tone numbers its fill from 1.
type ChartPart struct {
	Label, Text, Programme string
	Tone                   int
	X, Width               float64
}

// Class is the style of its fill.
func (p ChartPart) Class() string { return fmt.Sprint("tone-", p.Tone) }

// Left and Wide are where the part begins and how wide it is.
func (p ChartPart) Left() string { return coordinate(p.X) }
func (p ChartPart) Wide() string { return coordinate(p.Width) }

// NewChartStack lays the parts of a whole side by side.
func NewChartStack(parts []ChartPart, counts []int) []ChartPart {
	total, x := 0, 0.0
	for _, n := range counts {
		total += n
	}
	for i := range parts {
		parts[i].Tone, parts[i].X, parts[i].Width = i+1, x, 100*float64(counts[i])/float64(max(1, total))
		x += parts[i].Width
	}
	return parts
}

// ChartLine is one small multiple: a share of 0 to 100 month by month, in a box of 288 × 128.
type ChartLine struct {
	Label, Programme, Text string
	Line, Marks            string // paths
	Months                 []ChartMonth
	LastX, LastY           int // of the label of the last share
	Last                   string
}

// ChartMonth is one month of a line: its initial and how many it rests on ("" where there is no room).
type ChartMonth struct {
	X           int
	Initial, On string
}

// MonthShare is a share of a month; Percent is -1 when there is none, On -1 when it is not shown.
type MonthShare struct {
	Initial     string
	Percent, On int
}

// NewChartLine places the shares; a month without one leaves a gap.
func NewChartLine(programme string, months []MonthShare) ChartLine {
	line := ChartLine{Programme: programme}
	step := 240.0 / float64(max(1, len(months)))
	crowded := false
	for _, m := range months {
		crowded = crowded || m.On > 99 && step < 30
	}
	var path, marks strings.Builder
	drawn, before := false, -1
	for i, m := range months {
		x, y := 42+step*(float64(i)+0.5), 88-0.76*float64(m.Percent)
		month := ChartMonth{X: int(x), Initial: m.Initial}
		if !crowded || i%2 == len(months)%2 {
			if month.On = "–"; m.On >= 0 {
				month.On = fmt.Sprint(m.On)
			}
		}
		line.Months = append(line.Months, month)
		if m.Percent < 0 {
			drawn = false
			continue
		}
		letter := "L"
		if !drawn {
			letter = "M"
		}
		fmt.Fprintf(&path, "%s%.1f %.1f", letter, x, y)
		marks.WriteString(markPath(programme, x, y, 4))
		above := int(y) - 8
		if above < 12 || m.Percent < before && y < 78 { // the line comes from above
			above = int(y) + 18
		}
		drawn, line.Last, line.LastX, line.LastY, before = true, fmt.Sprint(m.Percent), int(x), above, m.Percent
	}
	line.LastX = min(line.LastX, 264)
	line.Line, line.Marks = path.String(), marks.String()
	return line
}

// ChartWeeks is one small multiple: bars week by week, each of parts, in a box of 288 × 84.
type ChartWeeks struct {
	Label, Text string
	Bars        []ChartWeek
	Initials    []ChartMonth
	Contract    string // path of the line of what was expected, "" without
}

// ChartWeek is one part of a bar.
type ChartWeek struct {
	Programme  string
	X, Y, W, H string
}

// WeekParts are the minutes of one week by part, in the order of the parts.
type WeekParts struct {
	Initial  string
	Minutes  []int
	Expected int // minutes, -1 when nothing is known
}

// NewChartWeeks draws weeks on a scale that ends at most (minutes of the fullest week of all, expected ones included).
func NewChartWeeks(programmes []string, weeks []WeekParts, most int) ChartWeeks {
	chart := ChartWeeks{}
	step := 280.0 / float64(max(1, len(weeks)))
	for i, week := range weeks {
		y, x := 64.0, 4+step*float64(i)
		for part, minutes := range week.Minutes {
			h := 60 * float64(minutes) / float64(max(1, most))
			if y -= h; minutes > 0 {
				chart.Bars = append(chart.Bars, ChartWeek{programmes[part], coordinate(x), coordinate(y), coordinate(step - 3), coordinate(max(h-0.75, 0.75))})
			}
		}
		if week.Expected >= 0 {
			chart.Contract += fmt.Sprintf("M%.2f %.2fh%.2f", x-1.5, 64-60*float64(week.Expected)/float64(max(1, most)), step)
		}
		if week.Initial != "" {
			chart.Initials = append(chart.Initials, ChartMonth{X: int(x), Initial: week.Initial})
		}
	}
	return chart
}

// markPath is the sign of a dispositif (Shape) around a point, r half its size.
func markPath(programme string, x, y, r float64) string {
	switch programme {
	case "M4H":
		return fmt.Sprintf("M%.1f %.1fh%.1fv%.1fh-%.1fz", x-r, y-r, 2*r, 2*r, 2*r)
	case "LLF":
		return fmt.Sprintf("M%.1f %.1fL%.1f %.1fH%.1fz", x, y-1.2*r, x+1.2*r, y+r, x-1.2*r)
	case "GTJ":
		return fmt.Sprintf("M%.1f %.1fa%.1f %.1f 0 1 0 %.1f 0a%.1f %.1f 0 1 0-%.1f 0z", x-r, y, r, r, 2*r, r, r, 2*r)
	}
	return fmt.Sprintf("M%.1f %.1fl%.1f %.1f-%.1f %.1f-%.1f-%.1fz", x, y-1.3*r, 1.3*r, 1.3*r, 1.3*r, 1.3*r, 1.3*r, 1.3*r)
}

func coordinate(f float64) string { return fmt.Sprintf("%.2f", f) }
