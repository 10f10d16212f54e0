package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A disk that fills while a file is written leaves the file of yesterday and nothing else, and says so in words.
func TestFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("this system has no device that is always full")
	}
	defer func() { _ = full.Close() }()
	write := func(w io.Writer) error {
		_, before := io.WriteString(w, workbookMark+"half of it")
		_, err := io.WriteString(full, "the rest")
		return errors.Join(before, err)
	}
	p, err := newProgram(streams{strings.NewReader(""), io.Discard, io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "x.xlsx")
	if err := os.WriteFile(file, []byte(workbookMark+"yesterday"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{"export": replaceFile(file, write), "report": p.output(file, write)} {
		if err == nil || !strings.HasPrefix(p.sentence(err), "Le disque est plein") {
			t.Errorf("%s: %s, %v", name, p.sentence(err), err)
		}
	}
	content, err := os.ReadFile(file)
	left, _ := os.ReadDir(dir)
	if err != nil || string(content) != workbookMark+"yesterday" || len(left) != 1 {
		t.Errorf("%q, %d files, %v", content, len(left), err)
	}
}

// doctor looks at the disk of the database, not at another.
func TestDiskOfTheDatabase(t *testing.T) {
	for database, want := range map[string]string{"/srv/jalon/jalon.db": "/srv/jalon", "sqlite:here/jalon.db": "here", "postgres://db.example/jalon": "data"} {
		p := program{settings: settings{Database: database, DataDir: "data"}}
		if got := p.diskOf(); got != want {
			t.Errorf("%s: %s, want %s", database, got, want)
		}
	}
}
