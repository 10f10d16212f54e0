package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	"jalon/handlers"
	"jalon/models"
	"jalon/reports"
	"jalon/store"
)

// reportOptions is the line of « jalon report ».
type reportOptions struct {
	kind, operation, from, to, asOf, format, out string
	nominative                                   bool
	year                                         int
	period                                       models.Period
	handOver                                     models.Date
}

func (p *program) reportCommand() *cobra.Command {
	var o reportOptions
	cmd := p.command("report KIND", "command.report", one("KIND"), func(cmd *cobra.Command, args []string) error {
		o.kind = args[0]
		if err := o.check(); err != nil {
			return err
		}
		write := p.report
		if o.kind == activityKind {
			write = p.activity
		}
		return p.withStore(cmd.Context(), false, func(s *store.Store) error { return write(cmd.Context(), s, o) })
	})
	cmd.Long = p.t("command.report.long")
	flags := cmd.Flags()
	flags.StringVar(&o.operation, "operation", "", p.t("option.report.operation"))
	flags.StringVar(&o.from, "from", "", p.t("option.report.from"))
	flags.StringVar(&o.to, "to", "", p.t("option.report.to"))
	flags.StringVar(&o.asOf, "as-of", "", p.t("option.report.as_of"))
	flags.IntVar(&o.year, "year", 0, p.t("option.report.year"))
	flags.StringVar(&o.format, "format", "", p.t("option.report.format"))
	flags.StringVar(&o.out, "out", "", p.t("option.report.out"))
	flags.BoolVar(&o.nominative, "nominative", false, p.t("option.report.nominative"))
	return cmd
}

// check finds what cannot be on the line before anything is opened.
func (o *reportOptions) check() error {
	switch {
	case o.kind != activityKind && handlers.ReportKinds[o.kind] == "":
		return misuse("command.report.kind", "Kind", o.kind)
	case o.kind != activityKind && o.operation == "":
		return misuse("command.usage.missing", "Argument", "--operation")
	case o.kind == activityKind && (o.operation != "" || o.asOf != "" || o.nominative):
		return misuse("command.report.activity")
	case o.year != 0 && (o.year < 1990 || o.year > 2200 || o.from != "" || o.to != ""):
		return misuse("command.report.year")
	}
	if o.year != 0 {
		o.from, o.to = fmt.Sprintf("%d-01-01", o.year), fmt.Sprintf("%d-12-31", o.year)
	}
	switch {
	case o.to == "":
		return misuse("command.usage.missing", "Argument", "--to")
	case !slices.Contains([]string{"json", "xlsx"}, o.format):
		return misuse("command.report.formats")
	case o.format == "xlsx" && o.out == "" && isatty.IsTerminal(os.Stdout.Fd()):
		return misuse("command.usage.missing", "Argument", "--out")
	}
	for _, d := range []struct {
		typed string
		day   *models.Date
	}{{o.to, &o.period.To}, {o.from, &o.period.From}, {o.asOf, &o.handOver}} {
		day, err := models.ParseDate(d.typed)
		if err != nil {
			return misuse("command.usage.date", "Value", d.typed)
		}
		*d.day = day
	}
	switch {
	case o.period.From > o.period.To:
		return misuse("command.report.period")
	case o.handOver != "" && o.handOver < o.period.To:
		return misuse("command.report.as_of")
	}
	return nil
}

// activityKind is the yearly report of the centre: of no operation, without names or hand-over.
const activityKind = "activity"

// activity writes the activity report.
func (p *program) activity(ctx context.Context, s *store.Store, o reportOptions) error {
	centre, err := p.centre(ctx, s)
	if err != nil {
		return err
	}
	order := handlers.ActivityOrder{Period: models.Period{From: cmp.Or(o.period.From, models.ReportPeriod("", o.period.To).From), To: o.period.To}, Version: version(), Texts: p.texts}
	if order.Scope, err = p.scope(centre, models.Export, models.KindActivity); err != nil {
		return err
	}
	if order.Actions, err = p.scope(centre, models.Read, models.KindAction); err != nil {
		return err
	}
	document, err := handlers.CompileActivity(ctx, s, order)
	if err != nil {
		return err
	}
	return p.written(o, document)
}

func (p *program) report(ctx context.Context, s *store.Store, o reportOptions) error {
	centre, err := p.centre(ctx, s)
	if err != nil {
		return err
	}
	kind := models.KindReport
	if o.nominative {
		kind = models.KindReportNominal
	}
	scope, err := p.scope(centre, models.Export, kind)
	if err != nil {
		return err
	}
	operation, err := s.OperationByCode(ctx, scope, centre.ID, o.operation)
	if models.CodeOf(err) == models.NotFound {
		return models.Refuse(models.NotFound, "command.report.no_operation", "Code", o.operation)
	}
	if err != nil {
		return err
	}
	// Twice as many collections keep the report of 20,000 people below 150 MB; it takes little longer.
	defer debug.SetGCPercent(debug.SetGCPercent(50))
	document, err := handlers.Compile(ctx, s, scope, handlers.ReportOrder{Kind: o.kind, Operation: operation, From: o.period.From, To: o.period.To, AsOf: o.handOver,
		Nominative: o.nominative, Centre: centre.Name, Version: version()})
	if err != nil {
		return err
	}
	return p.written(o, document)
}

// written writes a report in the format asked for.
func (p *program) written(o reportOptions, document *reports.Document) error {
	return p.output(o.out, func(w io.Writer) error {
		if o.format == "json" {
			return reports.WriteJSON(w, document)
		}
		return reports.WriteWorkbook(w, document)
	})
}

// output writes to the standard output or to a file, which appears only when it is whole.
func (p *program) output(file string, write func(w io.Writer) error) error {
	if file == "" {
		return write(p.out)
	}
	if err := replaceable(file, "export.in_the_way", workbookMark, reportMark); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), ".jalon-*")
	if err != nil {
		return models.Refuse(models.Invalid, "command.unwritable", "File", file, "Cause", err.Error())
	}
	defer func() { _ = os.Remove(temporary.Name()) }()
	if err := errors.Join(write(temporary), temporary.Close()); err != nil {
		return err
	}
	if err := os.Rename(temporary.Name(), file); err != nil {
		return models.Refuse(models.Invalid, "command.unwritable", "File", file, "Cause", err.Error())
	}
	return nil
}
