package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"jalon/models"
	"jalon/reports"
	"jalon/store"
)

func (p *program) exportCommand() *cobra.Command {
	return p.command("export "+p.t("command.workbook"), "command.export", one(p.t("command.workbook")), func(cmd *cobra.Command, args []string) error {
		return p.withStore(cmd.Context(), false, func(s *store.Store) error {
			if err := p.exportFile(cmd.Context(), s, args[0]); err != nil {
				return err
			}
			p.say("export.done", "File", args[0])
			return nil
		})
	})
}

// exportFile writes beside the file and puts it in its place when it is complete.
func (p *program) exportFile(ctx context.Context, s *store.Store, path string) error {
	centre, err := p.centre(ctx, s)
	if err != nil {
		return err
	}
	scope, err := p.scope(centre, models.Export, models.KindImport)
	if err != nil {
		return err
	}
	return replaceFile(path, func(w io.Writer) error {
		return s.Export(ctx, scope, func(stream models.ExchangeStream) error { return reports.WriteExchange(w, stream) })
	})
}

// workbookMark begins a workbook, reportMark a report as JSON.
const (
	workbookMark = "PK\x03\x04"
	reportMark   = "{"
)

// replaceFile writes a whole file or leaves what was there; it is readable by its owner only.
func replaceFile(path string, write func(io.Writer) error) error {
	if err := replaceable(path, "export.in_the_way", workbookMark); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".jalon-*") // 0600
	if err != nil {
		return models.Refuse(models.Invalid, "export.unwritable", "File", path, "Cause", err.Error())
	}
	defer func() { _ = os.Remove(f.Name()) }()
	if err := errors.Join(write(f), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return models.Refuse(models.Invalid, "export.unwritable", "File", path, "Cause", err.Error())
	}
	return nil
}
