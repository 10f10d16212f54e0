package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"jalon/models"
	"jalon/store"
)

// examination gathers what doctor finds: good points, advice, and faults that make it fail.
type examination struct {
	p      *program
	faults int
}

func (e *examination) good(key string, args ...any)   { e.p.line(e.p.out, "✓ "+e.p.t(key, args...)) }
func (e *examination) advise(key string, args ...any) { e.p.line(e.p.out, "! "+e.p.t(key, args...)) }
func (e *examination) fault(key string, args ...any) {
	e.faults++
	e.p.line(e.p.out, "✗ "+e.p.t(key, args...))
}

// refused is a fault that is already a sentence.
func (e *examination) refused(err error) {
	e.faults++
	e.p.line(e.p.out, "✗ "+e.p.sentence(err))
}

func (p *program) doctorCommand() *cobra.Command {
	cmd := p.command("doctor", "command.doctor", none, func(cmd *cobra.Command, _ []string) error {
		e := &examination{p: p}
		e.files()
		e.disk()
		e.database(cmd.Context())
		e.site()
		e.mail()
		if e.faults > 0 {
			return models.Refuse(models.Conflict, "doctor.faults", "Count", e.faults)
		}
		return nil
	})
	p.addOptions(cmd.Flags(), onServe)
	return cmd
}

// mail says by what messages leave.
func (e *examination) mail() {
	m := e.p.settings.Mail
	switch {
	case m.Folder != "":
		e.advise("doctor.mail.folder", "Folder", m.Folder)
	case m.Server != "":
		e.good("doctor.mail.server", "Server", m.Server)
	default:
		e.advise("doctor.mail.none")
	}
}

// files: nobody else on the machine may read the database or the key, and the key is not kept with the data.
func (e *examination) files() {
	if path, isFile := e.p.databaseFile(); isFile {
		e.private(path)
	} else {
		e.good("doctor.server")
	}
	e.private(e.p.settings.KeyFile)
	data, errData := filepath.Abs(e.p.settings.DataDir)
	key, errKey := filepath.Abs(e.p.settings.KeyFile)
	if errData == nil && errKey == nil && strings.HasPrefix(key, data+string(filepath.Separator)) {
		e.advise("doctor.key_with_data", "File", key)
	}
}

// databaseFile is the path of the SQLite file, false for PostgreSQL.
func (p *program) databaseFile() (string, bool) {
	path := strings.TrimPrefix(p.settings.Database, "sqlite:")
	return path, !strings.Contains(path, "://")
}

// private looks at one file; an absent one is told by what needs it.
func (e *examination) private(path string) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		e.fault("doctor.file.unreadable", "File", path)
	case info.Mode().Perm()&0o077 != 0:
		e.fault("doctor.file.open", "File", path, "Mode", fmt.Sprintf("%04o", info.Mode().Perm()))
	default:
		e.good("doctor.file.private", "File", path)
	}
}

// Free space below which doctor advises, and below which it finds a fault.
const (
	littleSpace = 1 << 30
	noSpace     = 100 << 20
)

func (e *examination) disk() {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(e.p.diskOf(), &fs); err != nil {
		if err := syscall.Statfs(".", &fs); err != nil {
			e.advise("doctor.disk.unknown")
			return
		}
	}
	free := fs.Bavail * uint64(fs.Bsize)
	args := []any{"Megabytes", models.FrenchNumber(int(free >> 20))}
	switch {
	case free < noSpace:
		e.fault("doctor.disk.full", args...)
	case free < littleSpace:
		e.advise("doctor.disk.little", args...)
	default:
		e.good("doctor.disk.fine", args...)
	}
}

// diskOf is the folder whose disk fills as the centre works: that of the SQLite file, wherever it is.
func (p *program) diskOf() string {
	if path, isFile := p.databaseFile(); isFile {
		return filepath.Dir(path)
	}
	return p.settings.DataDir
}

func (e *examination) database(ctx context.Context) {
	s, err := store.Open(ctx, e.p.database(false))
	if err != nil {
		e.refused(err)
		return
	}
	defer func() { _ = s.Close() }()
	h, err := s.Health(ctx)
	if err != nil {
		e.refused(err)
		return
	}
	e.good("doctor.schema", "Version", h.Schema, "Engine", map[string]string{"sqlite": "SQLite", "postgres": "PostgreSQL"}[s.Engine()])
	e.good("doctor.key", "Key", s.Sealer().Fingerprint())
	if h.Centres == 0 {
		e.fault("doctor.no_centre")
	} else if h.Admins == 0 {
		e.fault("doctor.no_admin")
	}
	if h.Latest.After(s.Now().Time) {
		e.fault("doctor.clock.back", "Moment", h.Latest.Format("2006-01-02 15:04 MST"))
	} else {
		e.good("doctor.clock", "Moment", s.Now().In(brussels()).Format("02/01/2006 15:04"))
	}
}

func (e *examination) site() {
	base := e.p.settings.BaseURL
	switch {
	case base == "":
		e.advise("doctor.base_url.none")
	case strings.HasPrefix(base, "http://") && !strings.HasPrefix(base, "http://127.0.0.1") && !strings.HasPrefix(base, "http://localhost"):
		e.fault("doctor.base_url.plain", "Address", base)
	default:
		e.good("doctor.base_url.fine", "Address", base)
	}
}
