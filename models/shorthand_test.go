package models

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// shorthandToday is a Tuesday.
var shorthandToday = ShorthandContext{Today: "2026-11-24", Places: []string{"Gembloux", "Andenne", "Ciney", "Dinant", "Couvin", "Maison de l'emploi de Ciney"}}

// told writes what a line was taken for, in one line.
func told(s Shorthand) string {
	var parts []string
	add := func(name, value string) {
		if value != "" && value != "0" {
			parts = append(parts, name+"="+value)
		}
	}
	add("person", strings.Join(s.Persons, "+"))
	add("programme", s.Programme)
	add("date", string(s.OnDate))
	add("start", s.StartsAt)
	add("minutes", strconv.Itoa(s.Minutes))
	add("mode", s.Mode)
	add("place", s.Place)
	add("presence", s.Presence)
	add("signed", s.Signed)
	add("topics", strings.Join(s.Topics, "+"))
	add("note", strings.ReplaceAll(s.Note, "\n", "/"))
	for _, t := range s.Tasks {
		add("task", strings.TrimSpace(t.Text+" "+string(t.DueOn)))
	}
	if n := s.Next; n != nil {
		words := strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s %s %s", n.OnDate, n.StartsAt, minutesOr(n.Minutes), n.Mode, n.Place, n.Purpose)), " ")
		parts = append(parts, "next="+words)
	}
	for _, q := range s.Questions {
		var choices []string
		for _, c := range q.Choices {
			choices = append(choices, c.Line)
		}
		add("ask", q.Kind+"("+q.Text+": "+strings.Join(choices, " / ")+")")
	}
	add("unknown", strings.Join(s.Unknown, " / "))
	return strings.Join(parts, " | ")
}

func minutesOr(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n) + "min"
}

// Each line of testdata/shorthand.tsv is what a colleague types, a tab, and all that is understood of it, on Tuesday
// 24/11/2026. A line in Go quotes holds signs that an editor would hide. With SHORTHAND_UPDATE=1 the file is written again:
// read the difference.
func TestShorthandCorpus(t *testing.T) {
	file, update := "testdata/shorthand.tsv", os.Getenv("SHORTHAND_UPDATE") != ""
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	var out strings.Builder
	lines := 0
	scan := bufio.NewScanner(in)
	for scan.Scan() {
		text := scan.Text()
		if strings.HasPrefix(text, "#") || text == "" {
			fmt.Fprintln(&out, text)
			continue
		}
		typed, want, _ := strings.Cut(text, "\t")
		line := typed
		if unquoted, err := strconv.Unquote(typed); err == nil {
			line = unquoted
		}
		lines++
		got := told(ParseShorthand(line, shorthandToday))
		fmt.Fprintf(&out, "%s\t%s\n", typed, got)
		if got != want && !update {
			t.Errorf("%s\n got %s\nwant %s", typed, got, want)
		}
		checkSpans(t, line)
	}
	if lines < 150 {
		t.Errorf("only %d lines", lines)
	}
	if update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// checkSpans: every character of the line lies in exactly one span, and what is unknown is shown.
func checkSpans(t *testing.T, line string) {
	t.Helper()
	s := ParseShorthand(line, shorthandToday)
	end, unknown := 0, 0
	for _, span := range s.Spans {
		if span.From != end || span.To <= span.From || span.Kind == "" {
			t.Fatalf("%q: spans %+v", line, s.Spans)
		}
		if span.Kind == SpanUnknown {
			unknown++
		}
		if utf8.ValidString(line) && !utf8.ValidString(line[span.From:span.To]) {
			t.Fatalf("%q: a span cuts a character: %+v", line, span)
		}
		end = span.To
	}
	if end != len(line) {
		t.Fatalf("%q: spans end at %d of %d", line, end, len(line))
	}
	if unknown != len(s.Unknown) {
		t.Fatalf("%q: %d unknown spans, %d shown", line, unknown, len(s.Unknown))
	}
}

// Whatever is typed, the parser answers, and accounts for every character.
func TestShorthandNeverLosesACharacter(t *testing.T) {
	pieces := []string{"Amina", "45min", "rdv", "10", "12/03", "10h", "à faire:", "tâche", "note:", ",", ";", "+", "lundi", "passé", "prochain", "3/4", "h", "«", "»", "\"", "'",
		"perm", "@", "Gembloux", "dans", "2", "sem.", "il y a", "et", "\u202e", "\u0000", "😀", "<script>", "الخطيب", "½", "999999999999", "31/02", "le", "sam", "\n", "d'", "ici", "\xff", "9h-10h30", "pour", "."}
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var line strings.Builder
		for range r.IntN(14) {
			line.WriteString(pieces[r.IntN(len(pieces))])
			if r.IntN(3) > 0 {
				line.WriteByte(' ')
			}
		}
		checkSpans(t, line.String())
	}
}

func FuzzShorthand(f *testing.F) {
	f.Add("Amina 45min CV, rdv 12/03 10h")
	f.Add("à faire: lettre pour lundi; \u202e 31/02 @")
	f.Fuzz(func(t *testing.T, line string) { checkSpans(t, line) })
}

// The answer to a question is a line that no longer raises it.
func TestShorthandChoicesSettle(t *testing.T) {
	for _, line := range []string{"Amina 10 CV", "Amina 5h CV", "Amina 3/4 CV", "Amina mardi 45min", "Amina 45min 1h CV", "Amina 45min, rdv vendredi prochain 10h", "Amina 30/11 45min"} {
		s := ParseShorthand(line, shorthandToday)
		if len(s.Questions) != 1 || len(s.Questions[0].Choices) < 2 {
			t.Errorf("%s: %+v", line, s.Questions)
			continue
		}
		for _, c := range s.Questions[0].Choices {
			if again := ParseShorthand(c.Line, shorthandToday); len(again.Persons) != 1 || len(again.Questions) > 0 && again.Questions[0].Kind == s.Questions[0].Kind {
				t.Errorf("%s: %q asks again: %+v", line, c.Line, again.Questions)
			}
		}
	}
}
