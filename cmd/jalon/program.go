package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/spf13/pflag"

	"jalon/locales"
	"jalon/models"
	"jalon/policies"
	"jalon/store"
)

// Exit statuses of interchange.md §1.
const (
	exitDone    = 0
	exitRefused = 1
	exitUsage   = 2
)

// streams are the standard ones, or those of a test.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// program is what every command works with.
type program struct {
	streams
	lines    *bufio.Reader // the standard input, line by line
	texts    *locales.Catalogue
	now      func() time.Time
	settings settings
}

func newProgram(s streams) (*program, error) {
	texts, err := locales.French()
	if err != nil {
		return nil, fmt.Errorf("texts: %w", err)
	}
	return &program{streams: s, lines: bufio.NewReader(s.in), texts: texts, now: time.Now}, nil
}

// t is a text of the catalogue.
func (p *program) t(key string, args ...any) string { return p.texts.T(key, args...) }

// say prints a text of the catalogue on the standard output.
func (p *program) say(key string, args ...any) { p.line(p.out, p.t(key, args...)) }

// tell prints a text of the catalogue beside the result, on the standard error.
func (p *program) tell(key string, args ...any) { p.line(p.err, p.t(key, args...)) }

func (p *program) line(w io.Writer, text string) { _, _ = fmt.Fprintln(w, text) }

// usageError is a command line that cannot be: a message key of the catalogue, its arguments, and status 2.
type usageError struct {
	key  string
	args []any
}

func (e usageError) Error() string { return e.key }

func misuse(key string, args ...any) error { return usageError{key, args} }

// conclude turns the error of a command into one sentence and a status.
func (p *program) conclude(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage):
		p.tell(usage.key, usage.args...)
		p.tell("command.see_help")
		return exitUsage
	default:
		p.line(p.err, p.sentence(err))
		return exitRefused
	}
}

// sentence is what an error says to the administrator. The cause of an unknown one is shown: it is their machine.
func (p *program) sentence(err error) string {
	var known *models.Error
	switch {
	case errors.Is(err, context.Canceled):
		return p.t("command.interrupted")
	case models.DiskFull(err):
		return p.t("error.disk_full")
	case errors.As(err, &known) && known.Code != models.Internal:
		return oneLine.Replace(p.t(known.Key, known.Args...))
	default:
		return oneLine.Replace(p.t("command.failed", "Cause", err.Error()))
	}
}

// oneLine keeps the causes that drivers spread over several lines in the sentence.
var oneLine = strings.NewReplacer("\n\t", " ", "\n", " ", "\t", " ")

// flagError says in French what cobra found wrong with a flag.
func flagError(err error) error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var wrong *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		name := "--" + unknown.GetSpecifiedName()
		if short := unknown.GetSpecifiedShortnames(); short != "" {
			name = "-" + short
		}
		return misuse("command.usage.unknown_flag", "Flag", name)
	case errors.As(err, &bare):
		return misuse("command.usage.bare_flag", "Flag", "--"+bare.GetSpecifiedName())
	case errors.As(err, &wrong):
		return misuse("command.usage.wrong_value", "Flag", "--"+wrong.GetFlag().Name, "Value", wrong.GetValue())
	default:
		return misuse("command.usage.unreadable", "Cause", err.Error())
	}
}

// database says how to open the database: create makes a missing file and brings an empty database up to date.
func (p *program) database(create bool) store.Options {
	return store.Options{Database: p.settings.Database, KeyFile: p.settings.KeyFile, Create: create, Migrate: create, Now: p.now}
}

// withStore opens the database for the time of f.
func (p *program) withStore(ctx context.Context, create bool, f func(s *store.Store) error) error {
	s, err := store.Open(ctx, p.database(create))
	if err != nil {
		return err
	}
	return errors.Join(f(s), s.Close())
}

// system is the actor of a command, in one centre. A command asks the gate like everybody.
func (p *program) system(centre models.Centre) (*policies.Gate, models.Actor, error) {
	gate, err := policies.NewGate()
	if err != nil {
		return nil, models.Actor{}, fmt.Errorf("gate: %w", err)
	}
	return gate, gate.System(centre.ID), nil
}

// scope is what a command may do in a centre.
func (p *program) scope(centre models.Centre, action, kind string) (models.Scope, error) {
	gate, actor, err := p.system(centre)
	if err != nil {
		return models.Scope{}, err
	}
	return gate.Scope(actor, action, kind)
}

// centre finds the centre of a command: that of --centre, or the only one.
func (p *program) centre(ctx context.Context, s *store.Store) (models.Centre, error) {
	centres, err := s.CentresByCode(ctx)
	if err != nil {
		return models.Centre{}, err
	}
	codes := ""
	for _, c := range centres {
		if c.Code == p.settings.Centre || p.settings.Centre == "" && len(centres) == 1 {
			return c, nil
		}
		codes += " " + c.Code
	}
	switch {
	case len(centres) == 0:
		return models.Centre{}, models.Refuse(models.NotFound, "command.no_centre")
	case p.settings.Centre == "":
		return models.Centre{}, misuse("command.usage.which_centre", "Codes", codes)
	default:
		return models.Centre{}, models.Refuse(models.NotFound, "command.unknown_centre", "Code", p.settings.Centre, "Codes", codes)
	}
}

// log writes JSON lines beside the result of the command.
func (p *program) log() *slog.Logger { return slog.New(slog.NewJSONHandler(p.err, nil)) }

// terminal tells whether somebody looks at a stream.
func terminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// version is that of the source the program was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "dev"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return "dev"
}

// brussels is the zone of the centre; it is linked into the program.
func brussels() *time.Location {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		return time.UTC
	}
	return zone
}
