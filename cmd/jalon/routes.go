package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"jalon/handlers"
	"jalon/models"
)

// routeLine is one line of the table of routes (interchange.md §1).
type routeLine struct {
	Method string            `json:"method"`
	Path   string            `json:"path"`
	Kind   string            `json:"kind"`
	Action string            `json:"action"`
	Roles  map[string]string `json:"roles"` // role → reaches
	Public bool              `json:"public"`
}

func (p *program) routesCommand() *cobra.Command {
	cmd := p.command("routes", "command.routes", none, func(cmd *cobra.Command, _ []string) error {
		lines, err := routeLines()
		if err != nil {
			return err
		}
		if asked, _ := cmd.Flags().GetBool("json"); asked {
			out := json.NewEncoder(p.out)
			out.SetIndent("", "  ")
			return out.Encode(lines)
		}
		return p.printRoutes(lines)
	})
	cmd.Flags().Bool("json", false, p.t("option.json"))
	return cmd
}

// routeLines needs no database: the table is part of the program.
func routeLines() ([]routeLine, error) {
	app, err := handlers.New(handlers.Config{}, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	lines := []routeLine{}
	for _, r := range app.Routes() {
		line := routeLine{Method: r.Method, Path: r.Path, Kind: r.Kind, Action: r.Action, Public: r.Public, Roles: map[string]string{}}
		if !r.Public {
			line.Roles = app.Gate.Table(r.Action, r.Kind)
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func (p *program) printRoutes(lines []routeLine) error {
	w := tabwriter.NewWriter(p.out, 0, 4, 2, ' ', 0)
	for _, l := range lines {
		allowed := p.t("command.routes.public")
		if !l.Public {
			var roles []string
			for _, role := range models.Roles {
				if reach := l.Roles[role]; reach != "" {
					roles = append(roles, role+" ("+reach+")")
				}
			}
			allowed = strings.Join(roles, ", ")
		}
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s %s\t%s\n", l.Method, l.Path, l.Action, l.Kind, allowed); err != nil {
			return err
		}
	}
	return w.Flush()
}
