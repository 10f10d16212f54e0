package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// root is the tree of commands.
func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use: "jalon", Short: p.t("command.short"), Version: version(), SilenceErrors: true, SilenceUsage: true,
		Args: cobra.ArbitraryArgs, DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error { return p.noSuchCommand(cmd, args) },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			p.settings, err = loadSettings(cmd.Flags())
			return err
		},
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(p.helpCommand(root))
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.err)
	cobra.AddTemplateFunc("options", describe)
	root.SetUsageTemplate(p.helpTemplate())
	root.SetHelpTemplate("{{with (or .Long .Short)}}{{.}}\n\n{{end}}{{.UsageString}}")
	root.SetVersionTemplate("jalon {{.Version}}\n")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return flagError(err) })
	root.PersistentFlags().BoolP("help", "h", false, p.t("option.help"))
	root.Flags().Bool("version", false, p.t("option.version"))
	p.addOptions(root.PersistentFlags(), everywhere)
	root.AddCommand(p.demoCommand(), p.serveCommand(), p.setupCommand(), p.migrateCommand(), p.userCommand(), p.seedCommand(), p.routesCommand(),
		p.importCommand(), p.exportCommand(), p.reportCommand(), p.backupCommand(), p.restoreCommand(), p.verifyCommand(), p.doctorCommand())
	return root
}

func (p *program) helpCommand(root *cobra.Command) *cobra.Command {
	return p.command("help", "command.help", cobra.ArbitraryArgs, func(_ *cobra.Command, args []string) error {
		found, rest, err := root.Find(args)
		if err != nil || len(rest) > 0 {
			return misuse("command.usage.unknown", "Command", args[0])
		}
		return found.Help()
	})
}

// noSuchCommand answers a line without a command, or with one that does not exist.
func (p *program) noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return misuse("command.usage.unknown", "Command", args[0])
	}
	p.line(p.err, cmd.UsageString())
	return misuse("command.usage.none")
}

// none refuses arguments.
func none(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return misuse("command.usage.too_many", "Argument", args[0])
	}
	return nil
}

// one asks for exactly one argument, which the help calls name.
func one(name string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return misuse("command.usage.missing", "Argument", name)
		case len(args) > 1:
			return misuse("command.usage.too_many", "Argument", args[1])
		}
		return nil
	}
}

// command makes a command from its line of use, its words and what it does.
func (p *program) command(use, short string, args cobra.PositionalArgs, do func(cmd *cobra.Command, args []string) error) *cobra.Command {
	return &cobra.Command{Use: use, Short: p.t(short), Args: args, RunE: do, DisableFlagsInUseLine: true}
}

// describe lists options one a line, without the English words of the library.
func describe(flags *pflag.FlagSet) string {
	var lines strings.Builder
	flags.VisitAll(func(f *pflag.Flag) {
		name := "    --" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", --" + f.Name
		}
		if f.Value.Type() != "bool" {
			name += " …"
		}
		if !f.Hidden {
			fmt.Fprintf(&lines, "  %-26s %s\n", name, f.Usage)
		}
	})
	return strings.TrimRight(lines.String(), "\n")
}

func (p *program) helpTemplate() string {
	return p.t("command.help.use") + `
  {{.UseLine}}{{if .HasAvailableSubCommands}}{{if .HasParent}} …{{end}}

` + p.t("command.help.commands") + `{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name 9}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

` + p.t("command.help.options") + `
{{options .LocalFlags}}{{end}}{{if .HasAvailableInheritedFlags}}

` + p.t("command.help.everywhere") + `
{{options .InheritedFlags}}{{end}}

` + p.t("command.help.settings") + `
`
}
