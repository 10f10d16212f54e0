package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jalon/store/storetest"
)

// line is what one command line gave.
type line struct {
	status   int
	out, err string
}

// machine gives a test a machine of its own: an empty folder, an account's settings, no JALON_ variable.
func machine(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(dir, "config"))
	for _, o := range options {
		for _, name := range []string{"JALON_" + strings.ToUpper(o.key()), "JALON_" + strings.ToUpper(o.key()) + "_FILE"} {
			t.Setenv(name, "")
			if err := os.Unsetenv(name); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

func command(t *testing.T, args ...string) line { return commandWith(t, "", args...) }

func commandWith(t *testing.T, input string, args ...string) line {
	t.Helper()
	var out, errs bytes.Buffer
	status := run(t.Context(), streams{strings.NewReader(input), &out, &errs}, args)
	return line{status, out.String(), errs.String()}
}

// done runs a command that must succeed.
func done(t *testing.T, args ...string) line {
	t.Helper()
	l := command(t, args...)
	if l.status != exitDone {
		t.Fatalf("jalon %s: status %d\n%s", strings.Join(args, " "), l.status, l.err)
	}
	return l
}

// TestStatuses: wrong usage is 2, a refused operation is 1 with one sentence, and neither writes anything.
func TestStatuses(t *testing.T) {
	dir := machine(t)
	for _, c := range []struct {
		args   string
		status int
		says   string
	}{
		{"", exitUsage, "Indiquez une commande"},
		{"bogus", exitUsage, "« bogus »"},
		{"help bogus", exitUsage, "« bogus »"},
		{"user", exitUsage, "Indiquez une commande"},
		{"user bogus", exitUsage, "« bogus »"},
		{"verify --bogus", exitUsage, "--bogus"},
		{"verify -z", exitUsage, "-z"},
		{"verify --database", exitUsage, "--database"},
		{"verify extra", exitUsage, "« extra »"},
		{"backup", exitUsage, "FICHIER"},
		{"backup a b", exitUsage, "« b »"},
		{"restore", exitUsage, "FICHIER"},
		{"report activity --year 2026 --operation GTJ --format json", exitUsage, "--operation"},
		{"report activity --year 2026 --to 2026-06-30 --format json", exitUsage, "--year"},
		{"report activity --format json", exitUsage, "--to"},
		{"seed", exitUsage, "--persons"},
		{"seed --persons many", exitUsage, "many"},
		{"seed --persons 0", exitUsage, "1 000 000"},
		{"setup", exitUsage, "--code"},
		{"user add --email a@b.example --name A --role boss", exitUsage, "boss"},
		{"user disable", exitUsage, "E-MAIL"},
		{"serve --idle-timeout soon", exitUsage, "soon"},
		{"serve --base-url jalon.example", exitUsage, "jalon.example"},
		{"serve --trusted-proxies proxy", exitUsage, "proxy"},
		{"verify --config absent.toml", exitUsage, "absent.toml"},
		{"verify", exitRefused, "n'existe pas"},
		{"backup b", exitRefused, "n'existe pas"},
		{"user list", exitRefused, "n'existe pas"},
		{"verify --database mysql://x", exitRefused, "postgres://"},
		{"verify --database postgres://127.0.0.1:1/x", exitRefused, "ne répond pas"},
		{"verify --database .", exitRefused, "dossier"},
		{"restore absent", exitRefused, "absent"},
	} {
		l := command(t, strings.Fields(c.args)...)
		text := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(l.err)
		if l.status != c.status || !strings.Contains(text, c.says) || strings.Contains(l.err, "⟦") {
			t.Errorf("jalon %s: status %d, want %d; says %q, want %q", c.args, l.status, c.status, l.err, c.says)
		}
		if c.status == exitRefused && strings.Count(l.err, "\n") != 1 {
			t.Errorf("jalon %s: %q is not one sentence", c.args, l.err)
		}
		if l.out != "" {
			t.Errorf("jalon %s: %q on the standard output", c.args, l.out)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestHelp: every command explains itself, in French, without touching anything.
func TestHelp(t *testing.T) {
	machine(t)
	p, err := newProgram(streams{strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range p.root().Commands() {
		l := done(t, c.Name(), "--help")
		if !strings.Contains(l.out, "--database") || strings.Contains(l.out, "⟦") || strings.Contains(l.out, "default") {
			t.Errorf("jalon %s --help:\n%s", c.Name(), l.out)
		}
		if again := done(t, "help", c.Name()); again.out != l.out {
			t.Errorf("jalon help %s differs from --help", c.Name())
		}
	}
	if l := done(t, "--version"); !strings.HasPrefix(l.out, "jalon ") {
		t.Errorf("--version: %q", l.out)
	}
}

// TestSettingsOrder: flag, then environment, then file, then default; a secret may be in a file.
func TestSettingsOrder(t *testing.T) {
	dir := machine(t)
	read := func(args ...string) settings {
		t.Helper()
		p, err := newProgram(streams{strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{}})
		if err != nil {
			t.Fatal(err)
		}
		root := p.root()
		cmd, rest, err := root.Find(append([]string{"serve"}, args...))
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.ParseFlags(rest); err != nil {
			t.Fatal(err)
		}
		s, err := loadSettings(cmd.Flags())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := read()
	if s.Database != filepath.Join("data", "jalon.db") || s.Listen != "127.0.0.1:8080" || s.KeyFile != filepath.Join(dir, "config", "jalon", "master.key") {
		t.Errorf("defaults: %+v", s)
	}
	if s := read("--data-dir", "d"); s.Database != filepath.Join("d", "jalon.db") {
		t.Errorf("the database does not follow the data: %+v", s)
	}
	write(t, "jalon.toml", "listen = \"10.0.0.1:1\"\ndatabase = \"file.db\"\ntrusted_proxies = [\"127.0.0.1\", \"10.0.0.0/8\"]\nidle_timeout = \"5m\"\n")
	s = read("--config", "jalon.toml")
	if s.Listen != "10.0.0.1:1" || s.Database != "file.db" || len(s.TrustedProxies) != 2 || s.IdleTimeout != 5*time.Minute {
		t.Errorf("file: %+v", s)
	}
	t.Setenv("JALON_CONFIG", "jalon.toml")
	t.Setenv("JALON_LISTEN", "10.0.0.2:2")
	write(t, "secret", "postgres://somebody:secret@127.0.0.1/jalon\n")
	t.Setenv("JALON_DATABASE_FILE", "secret")
	if s = read(); s.Listen != "10.0.0.2:2" || s.Database != "postgres://somebody:secret@127.0.0.1/jalon" {
		t.Errorf("environment: %+v", s)
	}
	if s = read("--listen", "10.0.0.3:3", "--database", "flag.db"); s.Listen != "10.0.0.3:3" || s.Database != "flag.db" {
		t.Errorf("flags: %+v", s)
	}
	write(t, "jalon.toml", "lisen = \"x\"\n")
	if l := command(t, "verify"); l.status != exitUsage || !strings.Contains(l.err, "lisen") {
		t.Errorf("a misspelt setting: %+v", l)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// everyEngine gives f the --database of an empty database of each engine.
func everyEngine(t *testing.T, f func(t *testing.T, database string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { machine(t); f(t, "data/essai.db") })
	t.Run("postgres", func(t *testing.T) { machine(t); f(t, storetest.EmptyPostgres(t)) })
}

func TestSetupAndAccounts(t *testing.T) {
	everyEngine(t, func(t *testing.T, db string) {
		setup := []string{"setup", "--code", "CAI", "--name", "Centre d'essai", "--admin-email", "Alex@Essai.example", "--admin-name", "Alex", "--database", db}
		l := done(t, setup...)
		if !strings.Contains(l.out, "http://127.0.0.1:8080/invitation/") {
			t.Errorf("no invitation: %q", l.out)
		}
		if l := command(t, setup...); l.status != exitRefused || !strings.Contains(l.err, "déjà") {
			t.Errorf("a second setup: %+v", l)
		}
		done(t, "--database", db, "seed", "--persons", "3", "--followups", "1")
		l = done(t, "user", "add", "--email", "odile@essai.example", "--name", "Odile", "--role", "auditor", "--operation", "GTJ", "--until", "2030-12-31",
			"--database="+db, "--base-url", "https://jalon.example/")
		if !strings.Contains(l.out, "https://jalon.example/invitation/") {
			t.Errorf("user add: %q", l.out)
		}
		if l := command(t, "user", "add", "--email", "x@essai.example", "--name", "X", "--role", "auditor", "--database", db); l.status != exitRefused {
			t.Errorf("an auditor without a mandate: %+v", l)
		}
		l = commandWith(t, "jonquille passerelle 42\n", "user", "--database", db, "reset", "odile@essai.example", "--password-stdin")
		if l.status != exitDone || strings.Contains(l.out, "http") {
			t.Errorf("reset with a password: %+v", l)
		}
		if l := commandWith(t, "odile\n", "user", "reset", "odile@essai.example", "--password-stdin", "--database", db); l.status != exitRefused {
			t.Errorf("a weak password: %+v", l)
		}
		done(t, "user", "disable", "odile@essai.example", "--database", db)
		l = done(t, "user", "list", "--database", db)
		for _, want := range []string{"alex@essai.example", "sans mot de passe", "odile@essai.example", "fermé"} {
			if !strings.Contains(l.out, want) {
				t.Errorf("user list lacks %q:\n%s", want, l.out)
			}
		}
		if l := command(t, "user", "disable", "nobody@essai.example", "--database", db); l.status != exitRefused {
			t.Errorf("disable nobody: %+v", l)
		}
		done(t, "verify", "--database", db)
	})
}

func TestSeedCanary(t *testing.T) {
	machine(t)
	l := done(t, "seed", "--persons", "12", "--canary", "--seed", "4")
	seen, fields, persons := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, text := range strings.Split(strings.TrimSpace(l.out), "\n") {
		var c struct{ Token, Field, Person, Kind string }
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if seen[c.Token] || c.Token == "" || c.Kind == "" {
			t.Errorf("token of %s of %s: %q used twice, or no kind", c.Field, c.Person, c.Token)
		}
		seen[c.Token], fields[c.Field], persons[c.Person] = true, true, true
	}
	if len(persons) != 12 || len(fields) < 25 {
		t.Errorf("%d persons, %d fields: %v", len(persons), len(fields), fields)
	}
	if l := command(t, "seed", "--persons", "12", "--seed", "4"); l.status != exitRefused || !strings.Contains(l.err, "--seed") {
		t.Errorf("the same seed again: %+v", l)
	}
	machine(t)
	if again := done(t, "seed", "--persons", "12", "--canary", "--seed", "4"); again.out != l.out {
		t.Error("the same seed gives other people in another database")
	}
}

func TestBackupCommands(t *testing.T) {
	everyEngine(t, func(t *testing.T, db string) {
		done(t, "seed", "--persons", "10", "--database", db)
		done(t, "backup", "nuit.jalon", "--database", db)
		info, err := os.Stat("nuit.jalon")
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("backup: %v, %v", info.Mode(), err)
		}
		done(t, "backup", "nuit.jalon", "--database", db) // the one before is replaced
		write(t, "lettre.txt", "Bonjour")
		if l := command(t, "backup", "lettre.txt", "--database", db); l.status != exitRefused {
			t.Errorf("backup over a letter: %+v", l)
		}
		done(t, "restore", "nuit.jalon", "--database", "copie.db")
		done(t, "verify", "--database", "sqlite:copie.db")
		if l := command(t, "restore", "nuit.jalon", "--database", "copie.db"); l.status != exitRefused {
			t.Errorf("restore over data: %+v", l)
		}
		if l := command(t, "restore", "nuit.jalon", "--database", "autre.db", "--key-file", "none.key"); l.status != exitRefused || !strings.Contains(l.err, "--key-file") {
			t.Errorf("restore without the key: %+v", l)
		}
		if _, err := os.Stat("autre.db"); err == nil {
			t.Error("a refused restore left a database")
		}
	})
}

func TestRoutes(t *testing.T) {
	dir := machine(t)
	var lines []routeLine
	if err := json.Unmarshal([]byte(done(t, "routes", "--json").out), &lines); err != nil {
		t.Fatal(err)
	}
	public := []string{"/connexion", "/deconnexion", "/invitation", "/mot-de-passe", "/sante", "/aide", "/accessibilite", "/borne", "/p", "/verifier"}
	for _, l := range lines {
		if l.Public != (l.Kind == "" && l.Action == "") || l.Roles == nil || l.Public != (len(l.Roles) == 0) {
			t.Errorf("%s %s: %+v", l.Method, l.Path, l)
		}
		allowed := false
		for _, prefix := range public {
			allowed = allowed || l.Path == prefix || strings.HasPrefix(l.Path, prefix+"/")
		}
		if l.Public && !allowed || strings.HasPrefix(l.Path, "/static") {
			t.Errorf("%s %s may not be public, or is no page", l.Method, l.Path)
		}
	}
	if len(lines) < 10 {
		t.Errorf("%d routes", len(lines))
	}
	if l := done(t, "routes"); strings.Count(l.out, "\n") != len(lines) {
		t.Errorf("the table has other lines than the JSON:\n%s", l.out)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("routes wrote %v", left)
	}
}

func TestDoctor(t *testing.T) {
	machine(t)
	if l := command(t, "doctor"); l.status != exitRefused || !strings.Contains(l.out, "✗") {
		t.Errorf("nothing installed: %+v", l)
	}
	done(t, "setup", "--code", "CAI", "--name", "Centre", "--admin-email", "a@essai.example", "--admin-name", "A", "--invite")
	if l := done(t, "doctor", "--base-url", "https://jalon.example"); strings.Contains(l.out, "⟦") || strings.Contains(l.out, "✗") {
		t.Errorf("a sound installation: %s", l.out)
	}
	if err := os.Chmod("data/jalon.db", 0o644); err != nil {
		t.Fatal(err)
	}
	if l := command(t, "doctor"); l.status != exitRefused || !strings.Contains(l.out, "chmod 600") {
		t.Errorf("a database open to others: %+v", l)
	}
}
