package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"jalon/models"
	"jalon/store"
)

func (p *program) backupCommand() *cobra.Command {
	return p.command("backup "+p.t("command.file"), "command.backup", one(p.t("command.file")), func(cmd *cobra.Command, args []string) error {
		return p.withStore(cmd.Context(), false, func(s *store.Store) error {
			info, err := writeBackup(cmd.Context(), s, args[0])
			if err == nil {
				p.say("backup.done", "File", args[0], "Count", info.Rows, "Key", info.Key)
			}
			return err
		})
	})
}

// writeBackup writes beside the file and puts it in its place when it is complete: an interrupted backup leaves the
// one before untouched. A file that is no backup is never replaced.
func writeBackup(ctx context.Context, s *store.Store, path string) (store.Backup, error) {
	if err := replaceable(path, "backup.in_the_way", store.BackupMark); err != nil {
		return store.Backup{}, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".jalon-backup-*") // 0600
	if err != nil {
		return store.Backup{}, models.Refuse(models.Invalid, "backup.unwritable", "File", path, "Cause", err.Error())
	}
	defer func() { _ = os.Remove(f.Name()) }()
	info, err := s.Backup(ctx, f)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return info, err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return info, models.Refuse(models.Invalid, "backup.unwritable", "File", path, "Cause", err.Error())
	}
	return info, nil
}

// replaceable refuses, with the sentence of key, a file that is there, is not empty and begins with none of the marks:
// it is something else, a database say, and its name was given by mistake.
func replaceable(path, key string, marks ...string) error {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		return nil
	}
	if err != nil || !info.Mode().IsRegular() {
		return models.Refuse(models.Conflict, key, "File", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return models.Refuse(models.Conflict, key, "File", path)
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, 64)
	n, _ := io.ReadFull(f, head)
	if !slices.ContainsFunc(marks, func(mark string) bool { return bytes.HasPrefix(head[:n], []byte(mark)) }) {
		return models.Refuse(models.Conflict, key, "File", path)
	}
	return nil
}

func (p *program) restoreCommand() *cobra.Command {
	return p.command("restore "+p.t("command.file"), "command.restore", one(p.t("command.file")), func(cmd *cobra.Command, args []string) error {
		f, err := os.Open(args[0])
		if err != nil {
			return models.Refuse(models.NotFound, "backup.unreadable", "File", args[0], "Cause", err.Error())
		}
		defer func() { _ = f.Close() }()
		info, err := store.Restore(cmd.Context(), p.database(true), f)
		if err != nil {
			return err
		}
		p.say("backup.restored", "Count", info.Rows, "Moment", info.Created.In(brussels()).Format("02/01/2006 15:04"))
		return nil
	})
}

func (p *program) verifyCommand() *cobra.Command {
	return p.command("verify", "command.verify", none, func(cmd *cobra.Command, _ []string) error {
		return p.withStore(cmd.Context(), false, func(s *store.Store) error {
			v, err := s.Verify(cmd.Context())
			if err != nil {
				return err
			}
			return p.announce(s, v)
		})
	})
}

// announce says what a verification found.
func (p *program) announce(s *store.Store, v store.Verification) error {
	for _, found := range v.Damage {
		p.tell("verify.damage", "What", found)
	}
	if v.BrokenLine > 0 {
		p.tell("verify.journal", "Line", v.BrokenLine)
	}
	for _, run := range v.ChangedRuns {
		p.tell("verify.run", "Run", run)
	}
	for _, column := range v.Unreadable {
		p.tell("verify.sealed", "What", column)
	}
	if !v.Sound() {
		return models.Refuse(models.Conflict, "verify.unsound")
	}
	p.say("verify.sound", "Lines", v.Lines, "Sealed", v.Sealed, "Key", s.Sealer().Fingerprint())
	return nil
}
