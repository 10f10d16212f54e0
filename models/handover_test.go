package models

import (
	"fmt"
	"maps"
	"testing"
	"time"
)

func TestSpread(t *testing.T) {
	crowd := func(n int) (people []HandoverPerson) {
		for i := range n {
			people = append(people, HandoverPerson{Person: fmt.Sprintf("p%02d", i), FamilyName: fmt.Sprintf("n%02d", i), Programmes: []string{[]string{LLF, GTJ}[i%2]},
				Operations: []string{[]string{"llf", "gtj"}[i%2]}})
		}
		return people
	}
	count := func(to map[string]string) map[string]int {
		n := map[string]int{}
		for _, user := range to {
			n[user]++
		}
		return n
	}
	known := crowd(4)
	known[0].Accompanying, known[1].Accompanying, known[2].Accompanying = []string{"b"}, []string{"b"}, []string{"b"}
	for name, c := range map[string]struct {
		people    []HandoverPerson
		receivers []HandoverReceiver
		want      map[string]int
	}{
		"one":                         {crowd(5), []HandoverReceiver{{UserID: "a"}}, map[string]int{"a": 5}},
		"equal parts":                 {crowd(6), []HandoverReceiver{{UserID: "a"}, {UserID: "b"}, {UserID: "c"}}, map[string]int{"a": 2, "b": 2, "c": 2}},
		"the rest to who has fewest":  {crowd(3), []HandoverReceiver{{UserID: "a", Load: 40}, {UserID: "b", Load: 12}}, map[string]int{"a": 1, "b": 2}},
		"known people, but no more":   {known, []HandoverReceiver{{UserID: "a"}, {UserID: "b"}}, map[string]int{"a": 2, "b": 2}},
		"paid by one operation":       {crowd(4), []HandoverReceiver{{UserID: "a"}, {UserID: "b", Operations: []string{"gtj"}}}, map[string]int{"a": 2, "b": 2}},
		"nobody may":                  {crowd(1), []HandoverReceiver{{UserID: "b", Operations: []string{"gtj"}}}, map[string]int{}},
		"nobody to receive":           {crowd(2), nil, map[string]int{}},
		"nobody to hand over":         {nil, []HandoverReceiver{{UserID: "a"}}, map[string]int{}},
		"more colleagues than people": {crowd(1), []HandoverReceiver{{UserID: "a", Load: 3}, {UserID: "b", Load: 2}}, map[string]int{"b": 1}},
	} {
		to := Spread(c.people, c.receivers)
		if got := count(to); !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if again := Spread(c.people, c.receivers); !maps.Equal(to, again) {
			t.Errorf("%s: another answer to the same question", name)
		}
	}
	to := Spread(known, []HandoverReceiver{{UserID: "a"}, {UserID: "b"}})
	if to["p00"] != "b" || to["p01"] != "b" || to["p03"] != "a" {
		t.Errorf("people went to %v", to)
	}
}

func TestCheckHandover(t *testing.T) {
	to := map[string]string{"p": "u"}
	for name, c := range map[string]struct {
		h     Handover
		field string
	}{
		"right":              {Handover{Kind: HandoverForGood, FromOn: "2026-11-24", To: to}, ""},
		"cover":              {Handover{Kind: HandoverCover, FromOn: "2026-11-24", UntilOn: "2026-11-24", To: to}, ""},
		"no date":            {Handover{Kind: HandoverForGood, To: to}, "from_on"},
		"past":               {Handover{Kind: HandoverForGood, FromOn: "2026-11-23", To: to}, "from_on"},
		"far":                {Handover{Kind: HandoverForGood, FromOn: "2028-11-23", To: to}, "from_on"},
		"cover without end":  {Handover{Kind: HandoverCover, FromOn: "2026-11-24", To: to}, "until_on"},
		"ends before":        {Handover{Kind: HandoverCover, FromOn: "2026-11-26", UntilOn: "2026-11-25", To: to}, "until_on"},
		"nobody handed over": {Handover{Kind: HandoverForGood, FromOn: "2026-11-24"}, "people"},
	} {
		problems := CheckHandover(c.h, "2026-11-24")
		if c.field == "" && len(problems) > 0 || c.field != "" && !problems.Has(c.field) {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestHandoverMayBeUndone(t *testing.T) {
	made := InstantOf(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC))
	h := Handover{CreatedAt: made}
	if !h.MayUndo(InstantOf(made.Add(7*24*time.Hour-time.Second))) || h.MayUndo(InstantOf(made.Add(7*24*time.Hour))) {
		t.Error("not seven days")
	}
	h.UndoneAt = made
	if h.MayUndo(made) {
		t.Error("undone twice")
	}
}
