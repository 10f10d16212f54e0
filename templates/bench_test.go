package templates

import (
	"io"
	"testing"
)

// Pages are parsed when the program starts, which may take half a second in all.
func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse(Files(), Funcs(helpers())); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	set, err := Parse(Files(), Funcs(helpers()))
	if err != nil {
		b.Fatal(err)
	}
	page := sample()
	for b.Loop() {
		if err := set.Render(io.Discard, "dev/person", page); err != nil {
			b.Fatal(err)
		}
	}
}
