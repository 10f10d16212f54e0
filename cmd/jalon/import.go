package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"jalon/models"
	"jalon/reports"
	"jalon/store"
)

func (p *program) importCommand() *cobra.Command {
	cmd := p.command("import "+p.t("command.workbook"), "command.import", one(p.t("command.workbook")), p.importWorkbook)
	cmd.Flags().Bool("dry-run", false, p.t("option.import.dry_run"))
	cmd.Flags().String("format", "text", p.t("option.import.format"))
	return cmd
}

func (p *program) importWorkbook(cmd *cobra.Command, args []string) error {
	dry, _ := cmd.Flags().GetBool("dry-run")
	format, _ := cmd.Flags().GetString("format")
	if format != "text" && format != "json" {
		return misuse("command.usage.wrong_value", "Flag", "--format", "Value", format)
	}
	result, err := p.importFile(cmd.Context(), args[0], dry)
	var refusal *models.Error
	if errors.As(err, &refusal) && strings.HasPrefix(refusal.Key, "exchange.") { // the file as a whole
		result = models.ImportResult{DryRun: dry, Counts: map[string]int{}, Created: map[string]int{}, Updated: map[string]int{},
			Findings: []models.Finding{{Level: models.LevelError, Message: p.sentence(err)}}}
	} else if err != nil {
		return err
	}
	if shown := p.showImport(result, format, err == nil); shown != nil {
		return shown
	}
	if err == nil && !result.OK {
		err = models.Refuse(models.Invalid, "import.refused", "Count", count(result.Findings, models.LevelError))
	}
	return err
}

// importFile reads the workbook before it touches the database: a file that is refused creates nothing.
func (p *program) importFile(ctx context.Context, path string, dry bool) (models.ImportResult, error) {
	x, found, err := reports.ReadExchange(path)
	if err != nil {
		return models.ImportResult{}, err
	}
	var result models.ImportResult
	with := func(s *store.Store) error {
		result, err = p.importInto(ctx, s, x, store.ImportOptions{DryRun: dry, Found: found})
		return err
	}
	if dry && p.databaseAbsent() {
		err = p.withRehearsal(ctx, with)
		return result, err
	}
	err = p.withStore(ctx, true, with)
	return result, err
}

// errNotKept rolls back what an import that is refused, or only tried, did outside it: the new centre.
var errNotKept = errors.New("import not kept")

func (p *program) importInto(ctx context.Context, s *store.Store, x *models.Exchange, o store.ImportOptions) (models.ImportResult, error) {
	var result models.ImportResult
	err := s.Atomically(ctx, func(tx *store.Store) error {
		centre, err := p.centreOrNew(ctx, tx, false)
		if err != nil {
			return err
		}
		scope, err := p.scope(centre, models.Create, models.KindImport)
		if err != nil {
			return err
		}
		if result, err = tx.Import(ctx, scope, x, o); err == nil && (o.DryRun || !result.OK) {
			err = errNotKept
		}
		return err
	})
	if errors.Is(err, errNotKept) {
		err = nil
	}
	return result, err
}

// databaseAbsent tells that the database is a file that does not exist yet.
func (p *program) databaseAbsent() bool {
	if strings.Contains(p.settings.Database, "://") {
		return false
	}
	_, err := os.Stat(strings.TrimPrefix(p.settings.Database, "sqlite:"))
	return errors.Is(err, os.ErrNotExist)
}

// withRehearsal opens an empty database that is thrown away: a dry run does not even create the file.
func (p *program) withRehearsal(ctx context.Context, f func(s *store.Store) error) error {
	dir, err := os.MkdirTemp("", "jalon-import-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s, err := store.Open(ctx, store.Options{Database: filepath.Join(dir, "jalon.db"), KeyFile: filepath.Join(dir, "master.key"), Create: true, Migrate: true, Now: p.now})
	if err != nil {
		return err
	}
	return errors.Join(f(s), s.Close())
}

// showImport prints the result: findings and counts on the standard output.
func (p *program) showImport(result models.ImportResult, format string, read bool) error {
	if format == "json" {
		return json.NewEncoder(p.out).Encode(result)
	}
	if !read {
		return nil // the sentence of the refusal says it all
	}
	for _, f := range result.Findings {
		p.line(p.out, p.t("import."+f.Level)+" "+p.placeOf(f)+". "+f.Message)
	}
	for _, sheet := range models.ExchangeSheets {
		if n := result.Counts[sheet.Name()]; n > 0 && result.OK {
			p.say("import.sheet", "Sheet", sheet.Name(), "Count", n, "Created", result.Created[sheet.Name()], "Updated", result.Updated[sheet.Name()])
		}
	}
	switch {
	case result.OK && result.DryRun:
		p.say("import.rehearsed", "Count", count(result.Findings, models.LevelWarning))
	case result.OK:
		p.say("import.done", "Count", count(result.Findings, models.LevelWarning))
	}
	return nil
}

// placeOf says where a finding is and what was found: sheet, row, column, cell, value.
func (p *program) placeOf(f models.Finding) string {
	place := f.Sheet
	if f.Row > 0 {
		place += ", " + p.t("import.row", "Row", f.Row)
	}
	if f.Column != "" {
		place += ", " + f.Column
	}
	if f.Cell != "" {
		place += " (" + f.Cell + ")"
	}
	if f.Value != "" {
		place += models.Typo(", « " + f.Value + " »")
	}
	return place
}

func count(findings []models.Finding, level string) int {
	n := 0
	for _, f := range findings {
		if f.Level == level {
			n++
		}
	}
	return n
}
