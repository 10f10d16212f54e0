package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"jalon/models"
	"jalon/store"
)

func (p *program) setupCommand() *cobra.Command {
	cmd := p.command("setup", "command.setup", none, p.setup)
	f := cmd.Flags()
	f.String("code", "", p.t("option.setup.code"))
	f.String("name", "", p.t("option.setup.name"))
	f.String("admin-email", "", p.t("option.setup.email"))
	f.String("admin-name", "", p.t("option.setup.admin"))
	f.Bool("invite", false, p.t("option.setup.invite"))
	f.Bool("password-stdin", false, p.t("option.password_stdin"))
	f.Bool("no-second-factor", false, p.t("option.setup.no_second_factor"))
	p.addOptions(f, onAccounts)
	return cmd
}

// setupAnswers are what setup must know before it writes anything.
type setupAnswers struct {
	centre   models.Centre
	admin    models.User
	password string
}

func (p *program) setup(cmd *cobra.Command, _ []string) error {
	ctx := cmd.Context()
	if s, err := store.Open(ctx, p.database(false)); err == nil { // nobody is asked five questions to be refused after them
		if err := errors.Join(notInstalled(ctx, s), s.Close()); err != nil {
			return err
		}
	}
	a, err := p.setupAnswers(cmd)
	if err != nil {
		return err
	}
	return p.withStore(ctx, true, func(s *store.Store) error {
		var link string
		err := s.Atomically(ctx, func(tx *store.Store) error {
			err := notInstalled(ctx, tx)
			if err == nil {
				link, err = p.install(ctx, tx, a)
			}
			return err
		})
		if err != nil {
			return err
		}
		p.say("setup.done", "Centre", a.centre.Name, "Email", a.admin.Email)
		p.showLink(link)
		return nil
	})
}

func notInstalled(ctx context.Context, s *store.Store) error {
	centres, err := s.CentresByCode(ctx)
	if err == nil && len(centres) > 0 {
		err = models.Refuse(models.Conflict, "setup.done_already", "Centre", centres[0].Name)
	}
	return err
}

func (p *program) setupAnswers(cmd *cobra.Command) (setupAnswers, error) {
	var a setupAnswers
	for _, q := range []struct {
		flag, question string
		into           *string
	}{
		{"code", "setup.ask.code", &a.centre.Code}, {"name", "setup.ask.name", &a.centre.Name},
		{"admin-email", "setup.ask.email", &a.admin.Email}, {"admin-name", "setup.ask.admin", &a.admin.Name},
	} {
		var err error
		if *q.into, err = p.ask(cmd, q.flag, q.question); err != nil {
			return a, err
		}
	}
	plain, _ := cmd.Flags().GetBool("no-second-factor")
	a.centre.SecondFactorRequired = !plain
	var err error
	if a.admin.Email, err = models.NormaliseEmail(a.admin.Email); err != nil {
		return a, err
	}
	invite, _ := cmd.Flags().GetBool("invite")
	stdin, _ := cmd.Flags().GetBool("password-stdin")
	if !invite {
		a.password, err = p.password(stdin, a.admin.Email, a.admin.Name, a.centre.Name)
	}
	return a, err
}

// install writes the centre, its modules and its first administrator.
func (p *program) install(ctx context.Context, tx *store.Store, a setupAnswers) (link string, err error) {
	centre, err := tx.CreateCentre(ctx, a.centre)
	if err != nil {
		return "", err
	}
	if err := tx.SeedModules(ctx, centre.ID); err != nil {
		return "", err
	}
	scope, err := p.scope(centre, models.Create, models.KindUser)
	if err != nil {
		return "", err
	}
	user, err := tx.AddUser(ctx, scope, a.admin, models.Membership{CentreID: centre.ID, Role: models.Admin})
	if err != nil {
		return "", err
	}
	return p.admit(ctx, tx, scope, user, a.password)
}
