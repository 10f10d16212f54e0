package reports

import (
	"fmt"
	"iter"
	"slices"

	"jalon/models"
)

// explanation is one line of the sheet: what one participation is for one topic, and on what that rests.
type explanation struct {
	topic         models.Topic
	participation *models.Participation
	answer        models.Answer
	outside       bool // the reader is outside the centre
	inPeriod      bool
}

var explanationFields = []field[*explanation]{
	{column("ligne", "Indicateur ou rubrique", 16), func(e *explanation) Cell { return text(e.topic.Code) }},
	{column("inscription", "Inscription", 19), func(e *explanation) Cell { return text(e.participation.Enrolment) }},
	{column("compte", "Compte", 10), func(e *explanation) Cell { return text(outcomeNames[e.answer.Outcome]) }},
	{column("valeur", "Ligne du rapport", 22), func(e *explanation) Cell { return text(e.answer.Line) }},
	{column("jour", "Compte le", 12), func(e *explanation) Cell { return countedDay(e.answer) }},
	{measure("periode", "Dans la période", 10), func(e *explanation) Cell { return bit(e.inPeriod) }},
	{column("motif", "Pourquoi", 60), func(e *explanation) Cell { return text(e.participation.Sentence(e.answer.Reason, e.answer.On)) }},
	{column("preuves", "Preuves", 80), func(e *explanation) Cell {
		return text(models.EvidenceText(e.participation.EvidenceOf(e.topic.Code), e.outside))
	}},
}

var outcomeNames = map[models.Outcome]string{models.Counted: "oui", models.NotCounted: "non", models.NotKnown: "inconnu"}

func countedDay(a models.Answer) Cell {
	if a.Outcome != models.Counted {
		return Cell{}
	}
	return day(a.On)
}

// explain adds the sheet that says of every participation and every topic whether it counts, why, and on what that rests.
// It is streamed; when one sheet cannot hold it, it goes on in the next.
func (d *Document) explain(title string, c models.Counting) {
	topics := d.topicsFor(c)
	each := max(1, (maxSheetLines-1)/max(1, len(topics)))
	for from := 0; from == 0 || from < c.Len(); from += each {
		key, name := "explications", title
		if from > 0 {
			n := from/each + 1
			key, name = fmt.Sprint(key, "_", n), fmt.Sprint(title, " ", n)
		}
		d.Tables = append(d.Tables, Table{Key: key, Title: name, Columns: columnsOf(explanationFields), Wide: true, BookOnly: true,
			Rows: rowsOf(d.explanations(c, topics, from, min(from+each, c.Len())), explanationFields)})
	}
}

// topicsFor are the ranks of what this reader may know of each participation. EECO18 and EECO19 count no persons.
func (d *Document) topicsFor(c models.Counting) []int {
	var ranks []int
	for rank, topic := range c.Topics() {
		if !d.Meta.Hides(topic.Code) && topic.Code != "EECO18" && topic.Code != "EECO19" {
			ranks = append(ranks, rank)
		}
	}
	return ranks
}

// Hides tells whether a topic is kept from this reader, person by person: names and data of Article 9 never go together,
// nor outside the centre.
func (m Meta) Hides(topic string) bool {
	return (m.Nominative || m.Funder) && slices.Contains(sensitiveIndicators, topic)
}

func (d *Document) explanations(c models.Counting, topics []int, from, to int) iter.Seq2[*explanation, error] {
	all := c.Topics()
	return func(yield func(*explanation, error) bool) {
		for i := from; i < to; i++ {
			for _, rank := range topics {
				e := explanation{all[rank], c.Participation(i), c.Answer(i, rank), d.Meta.Funder, false}
				e.inPeriod = e.answer.Outcome == models.Counted && d.Period.Contains(e.answer.On)
				if !yield(&e, nil) {
					return
				}
			}
		}
	}
}
