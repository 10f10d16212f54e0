package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"jalon/models"
	"jalon/store"
)

// The invented follow-ups of seed lie between these days whatever the clock, so that figures can be compared
// (interchange.md §1).
const (
	seedFrom models.Date = "2025-01-01"
	seedTo   models.Date = "2026-06-30"
)

func (p *program) seedCommand() *cobra.Command {
	cmd := p.command("seed", "command.seed", none, p.seed)
	f := cmd.Flags()
	f.Int("persons", 0, p.t("option.seed.persons"))
	f.Uint64("seed", 1, p.t("option.seed.seed"))
	f.Int("followups", 10, p.t("option.seed.followups"))
	f.Bool("canary", false, p.t("option.seed.canary"))
	return cmd
}

func (p *program) seed(cmd *cobra.Command, _ []string) error {
	f := models.Fiction{From: seedFrom, To: seedTo}
	f.Persons, _ = cmd.Flags().GetInt("persons")
	f.FollowUps, _ = cmd.Flags().GetInt("followups")
	f.Seed, _ = cmd.Flags().GetUint64("seed")
	f.Canary, _ = cmd.Flags().GetBool("canary")
	if !cmd.Flags().Changed("persons") {
		return misuse("command.usage.missing_flag", "Flag", "--persons")
	}
	if f.Persons < 1 || f.Persons > 1_000_000 || f.FollowUps < 0 || f.FollowUps > 1000 {
		return misuse("command.usage.seed_numbers")
	}
	return p.withStore(cmd.Context(), true, func(s *store.Store) error { return p.seedStore(cmd.Context(), s, f) })
}

func (p *program) seedStore(ctx context.Context, s *store.Store, f models.Fiction) error {
	centre, err := p.centreOrNew(ctx, s, f.Canary)
	if err != nil {
		return err
	}
	scope, err := p.scope(centre, models.Create, models.KindImport)
	if err != nil {
		return err
	}
	options := store.SeedOptions{Centre: centre, Fiction: f, Progress: p.progress(f.Persons)}
	out := bufio.NewWriter(p.out)
	lines := json.NewEncoder(out)
	options.Each = func(person models.FictionalPerson) error {
		for _, c := range person.Canaries {
			if err := lines.Encode(c); err != nil {
				return err
			}
		}
		return nil
	}
	if err := errors.Join(s.Seed(ctx, scope, options), out.Flush()); err != nil {
		return err
	}
	p.tell("seed.done", "Count", f.Persons, "Centre", centre.Name)
	return nil
}

// centreOrNew finds the centre, or makes a « Centre » where there is none. Tokens are looked for in every field, so
// that a centre made for them has the national number switched on.
func (p *program) centreOrNew(ctx context.Context, s *store.Store, canary bool) (models.Centre, error) {
	centres, err := s.CentresByCode(ctx)
	if err != nil || len(centres) > 0 {
		if err != nil {
			return models.Centre{}, err
		}
		return p.centre(ctx, s)
	}
	c := models.Centre{Code: p.settings.Centre, Name: p.t("command.new_centre"), NISSEnabled: canary}
	if c.Code == "" {
		c.Code = "CENTRE"
	}
	return s.CreateCentre(ctx, c)
}

// progress shows how far long work is, when somebody looks.
func (p *program) progress(total int) func(int) {
	if !terminal(p.err) {
		return nil
	}
	return func(done int) {
		_, _ = fmt.Fprintf(p.err, "\r%s", p.t("command.progress", "Done", done, "Total", total))
		if done == total {
			p.line(p.err, "")
		}
	}
}
