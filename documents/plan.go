package documents

import (
	"slices"
	"strconv"

	"jalon/models"
)

// unprinted are the languages whose script needs shaping that this room does not do: they are printed from the page.
var unprinted = []string{"ar", "fa", "ps", "ti"}

// Prints tells whether the summary of a plan in a language of contact may be a PDF.
func Prints(language string) bool { return !slices.Contains(unprinted, language) }

// plan is the summary being written, from the top of a page to its end.
type plan struct {
	*paper
	models.SummaryContent
	y float64
}

const planEnd = 297 - margin - 8.0

// Plan prints the summary of an action plan on A4: what the person signs and takes home.
func Plan(t Texts, c models.SummaryContent) ([]byte, error) {
	p := &plan{paper: newPaper(t, "P", t("document.plan.title"), c.On), SummaryContent: c}
	p.SetFooterFunc(p.foot)
	p.AddPage()
	p.head()
	for _, g := range c.Goals {
		p.goal(g)
	}
	p.next()
	p.signatures()
	return p.bytes()
}

// both is a label in French and, after it, in the person's language.
func both(w models.SummaryWord) string {
	if w.Theirs == "" {
		return w.French
	}
	return w.French + " / " + w.Theirs
}

func (p *plan) label(key string) string { return both(p.Word(key)) }

// room starts a new page when less than height is left on this one.
func (p *plan) room(height float64) {
	if p.y+height > planEnd {
		p.AddPage()
		p.y = margin
	}
}

func (p *plan) head() {
	p.line(margin, margin, 110, p.Centre, "B", 11, "L")
	p.ink(true)
	p.line(margin, margin+6, 110, p.Contact, "", 8.5, "L")
	p.ink(false)
	p.SetFillColor(11, 92, 125)
	p.Rect(margin, 27, pageWidth, 1, "F")
	p.y = 32 + p.block(margin, 32, pageWidth, 20, p.label("title"), "B", 17) + 2
	p.y += p.block(margin, p.y, pageWidth, 12, p.label("intro"), "", 10.5) + 3
	p.fact("name", p.Person)
	p.fact("date", models.FrenchLongDate(p.On))
	p.y += 3
}

func (p *plan) fact(key, value string) {
	p.ink(true)
	p.block(margin, p.y, 60, 8, p.label(key), "", 9)
	p.ink(false)
	p.y += max(6, p.block(margin+62, p.y, pageWidth-62, 10, value, "B", 11)+1)
}

// goal prints a goal and its tasks.
func (p *plan) goal(g models.SummaryGoal) {
	p.room(24)
	p.SetFillColor(237, 241, 245)
	p.Rect(margin, p.y, pageWidth, 11, "F")
	title := both(g.Title)
	if g.Title.French == "" {
		title = g.Detail
	} else if g.Detail != "" {
		title += " · " + g.Detail
	}
	p.middle(margin+2, p.y, pageWidth-48, 11, title, "B", 11)
	if g.State.French != "" {
		p.middle(margin+pageWidth-44, p.y, 43, 11, both(g.State), "", 8.5)
	}
	p.y += 13
	for _, t := range g.Tasks {
		p.task(t)
	}
	p.y += 4
}

// task prints a box to tick, what is to be done, by whom and until when.
func (p *plan) task(t models.SummaryTask) {
	lines, step := p.fitted(pageWidth-96, 30, t.Text, "", 10.5)
	height := max(11, float64(len(lines))*step+3)
	p.room(height)
	p.Rect(margin+2, p.y+1, 4, 4, "D")
	if t.State.Key == "state."+models.PlanTaskDone {
		p.line(margin+1.7, p.y+0.8, 5, "✓", "B", 10, "L")
	}
	p.style("", 10.5)
	p.stack(margin+9, p.y+0.5, pageWidth-96, step, lines, "L")
	who := both(t.Who)
	if t.Other != "" {
		who = t.Other
	}
	p.block(margin+pageWidth-85, p.y+0.5, 44, height-1, who, "", 9)
	due := ""
	if t.DueOn != "" {
		due = p.label("due") + " " + models.FrenchDate(t.DueOn)
	}
	p.block(margin+pageWidth-40, p.y+0.5, 40, height-1, due, "", 9)
	p.y += height
	p.SetFillColor(213, 220, 227)
	p.Rect(margin, p.y-0.8, pageWidth, 0.2, "F")
}

// next prints the appointments and sessions to come.
func (p *plan) next() {
	if len(p.Next) == 0 {
		return
	}
	p.room(14)
	p.y += p.block(margin, p.y, pageWidth, 10, p.label("next"), "B", 11) + 1
	for _, n := range p.Next {
		p.room(6)
		text := models.FrenchLongDate(n.On)
		for _, more := range []string{models.FrenchTime(n.At), n.Title, n.Place} {
			if more != "" {
				text += " · " + more
			}
		}
		p.y += p.block(margin+2, p.y, pageWidth-2, 10, text, "", 10) + 1
	}
}

// signatures are the two boxes, with the date of the paper over them.
func (p *plan) signatures() {
	p.room(54)
	p.y += 6
	half := pageWidth/2 - 3
	for i, box := range []struct{ key, name string }{{"signature.person", p.Person}, {"signature.colleague", p.Colleague}} {
		x := margin + float64(i)*(half+6)
		p.Rect(x, p.y, half, 34, "D")
		p.ink(true)
		p.block(x+1, p.y+1, half-2, 9, p.label(box.key), "", 8.5)
		p.ink(false)
		p.line(x+1, p.y+28, half-2, box.name, "", 9, "L")
	}
	p.y += 38
	p.block(margin, p.y, pageWidth, 6, p.label("handed")+" : ____ / ____ / ________", "", 9)
}

// foot says on each page where it is, and that the translation is not reviewed.
func (p *plan) foot() {
	p.ink(true)
	width := pageWidth - 20.0
	if p.ToReview {
		p.block(margin, 297-margin-4, width, 8, p.label("review"), "", 7)
	}
	p.style("", 7.5)
	p.SetXY(210-margin-20, 297-margin-3)
	p.CellFormat(20, 3.75, p.t("document.page", "Page", strconv.Itoa(p.PageNo()), "Pages", "{pages}"), "", 0, "R", false, 0, "")
	p.ink(false)
}
