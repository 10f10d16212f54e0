package handlers

import "testing"

// What begins like a formula is none in the program that opens the file; a figure stays one.
func TestPlainCell(t *testing.T) {
	for typed, want := range map[string]string{"": "", "Amina": "Amina", "=1+1": "'=1+1", "-1": "-1", "-16": "-16", "-1+cmd": "'-1+cmd", "-": "'-",
		"+32470123456": "'+32470123456", "@x": "'@x", "12": "12"} {
		if got := plainCell(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}
