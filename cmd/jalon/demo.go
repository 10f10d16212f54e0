package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"jalon/handlers"
	"jalon/models"
	"jalon/store"
)

// demoAccount is one account of the demonstration, as --json prints it.
type demoAccount struct {
	Role     string `json:"role"`
	Email    string `json:"email"`
	Password string `json:"password"`
	Funder   string `json:"funder"`
	name     string
	id       string
}

// demoAccounts: every role once; two counsellors, so that each can be seen not to see the other's people.
func demoAccounts(password string) []demoAccount {
	return []demoAccount{
		{models.Counsellor, "nadia@demo.example", password, "", "Nadia Lambert", ""},
		{models.Counsellor, "simon@demo.example", password, "", "Simon Dubois", ""},
		{models.Coordinator, "claire@demo.example", password, "", "Claire Renard", ""},
		{models.Trainer, "thomas@demo.example", password, "", "Thomas Toussaint", ""},
		{models.Reception, "rita@demo.example", password, "", "Rita Peeters", ""},
		{models.Manager, "marc@demo.example", password, "", "Marc Marchal", ""},
		{models.FunderReader, "fanny@demo.example", password, models.FunderFSE, "Fanny Gillet", ""},
		{models.Admin, "alex@demo.example", password, "", "Alex Servais", ""},
		{models.Auditor, "odile@demo.example", password, "", "Odile Lejeune", ""},
	}
}

func (p *program) demoCommand() *cobra.Command {
	cmd := p.command("demo", "command.demo", none, func(cmd *cobra.Command, _ []string) error {
		dir, err := os.MkdirTemp("", "jalon-demo-")
		if err != nil {
			return err
		}
		p.settings.Database, p.settings.KeyFile = filepath.Join(dir, "jalon.db"), filepath.Join(dir, "master.key")
		p.settings.Mail.Folder = filepath.Join(dir, "envois")
		return errors.Join(p.demo(cmd), os.RemoveAll(dir))
	})
	p.addOptions(cmd.Flags(), onDemo)
	cmd.Flags().Bool("json", false, p.t("option.demo.json"))
	return cmd
}

func (p *program) demo(cmd *cobra.Command) error {
	ctx := cmd.Context()
	listener, err := p.demoListener(cmd)
	if err != nil {
		return err
	}
	return p.withStore(ctx, true, func(s *store.Store) error {
		accounts, err := p.fillDemo(ctx, s)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		log := slog.New(slog.NewTextHandler(p.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
		site := p.site(listener)
		site.Demo = true
		app, err := handlers.New(site, s, log)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		asJSON, _ := cmd.Flags().GetBool("json")
		if err := p.introduce(site.BaseURL, accounts, asJSON); err != nil {
			return errors.Join(err, listener.Close())
		}
		return p.serveSite(ctx, app, listener, log)
	})
}

// demoListener takes the address asked for; when none was asked for and the usual one is taken, any other.
func (p *program) demoListener(cmd *cobra.Command) (net.Listener, error) {
	listener, err := p.listen(cmd.Context())
	if err != nil && !cmd.Flags().Changed("listen") {
		p.settings.Listen = "127.0.0.1:0"
		return p.listen(cmd.Context())
	}
	return listener, err
}

func (p *program) introduce(address string, accounts []demoAccount, asJSON bool) error {
	if asJSON {
		p.tell("demo.address", "Address", address)
		lines := json.NewEncoder(p.out)
		for _, a := range accounts {
			if err := lines.Encode(a); err != nil {
				return err
			}
		}
		return nil
	}
	p.say("demo.welcome", "Address", address, "Password", accounts[0].Password)
	w := tabwriter.NewWriter(p.out, 0, 4, 2, ' ', 0)
	for _, a := range accounts {
		if _, err := fmt.Fprintf(w, "  %s\t%s\t%s %s\n", a.Email, a.name, p.t("role."+a.Role), a.Funder); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	p.say("demo.stop")
	return nil
}

// fillDemo invents a centre whose history ends yesterday and whose plans begin today.
func (p *program) fillDemo(ctx context.Context, s *store.Store) ([]demoAccount, error) {
	today := s.Today()
	f := models.Fiction{Seed: 1, Persons: 220, FollowUps: 5, Varied: true, From: models.Date(fmt.Sprintf("%d-01-01", today.Year()-1)),
		To: today.AddDays(-1), Planned: today.AddDays(45)}
	centre, err := s.CreateCentre(ctx, models.Centre{Code: "DEMO", Name: p.t("demo.centre"), Address: "Rue de l'Exemple 1, 5000 Namur",
		Contact: "accueil@demo.example", Signatory: "Marc Marchal"})
	if err != nil {
		return nil, err
	}
	accounts := demoAccounts(readablePassword())
	if err := p.openAccounts(ctx, s, centre, accounts); err != nil {
		return nil, err
	}
	scope, err := p.scope(centre, models.Create, models.KindImport)
	if err != nil {
		return nil, err
	}
	extras := demoExtras{program: p, store: s, centre: centre}
	err = s.Seed(ctx, scope, store.SeedOptions{Centre: centre, Fiction: f, Each: extras.notice,
		Counsellors: []string{accounts[0].id, accounts[1].id}, Trainers: []string{accounts[3].id, accounts[2].id}})
	if err != nil {
		return nil, err
	}
	if err := extras.add(ctx, today); err != nil {
		return nil, err
	}
	return accounts, p.mandate(ctx, s, centre, accounts[len(accounts)-1])
}

// openAccounts makes the accounts, but the auditor's, whose operation does not exist yet. The password is the same
// for all, so that it is hashed once.
func (p *program) openAccounts(ctx context.Context, s *store.Store, centre models.Centre, accounts []demoAccount) error {
	scope, err := p.scope(centre, models.Create, models.KindUser)
	if err != nil {
		return err
	}
	hash, err := models.HashPassword(accounts[0].Password)
	if err != nil {
		return err
	}
	for i := range accounts {
		a := &accounts[i]
		m := models.Membership{CentreID: centre.ID, Role: a.Role, Funder: a.Funder}
		user, err := s.AddUser(ctx, scope, models.User{Email: a.Email, Name: a.name}, m)
		if err != nil {
			return err
		}
		if a.id = user.ID; err == nil {
			err = s.GivePassword(ctx, scope, user.PublicID, hash)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mandate gives the auditor three months on Go to Job.
func (p *program) mandate(ctx context.Context, s *store.Store, centre models.Centre, auditor demoAccount) error {
	operations, err := p.operationIDs(ctx, s, centre, []string{models.GTJ})
	if err != nil {
		return err
	}
	scope, err := p.scope(centre, models.Update, models.KindUser)
	if err != nil {
		return err
	}
	c, err := colleague(ctx, s, scope, auditor.Email)
	if err != nil {
		return err
	}
	m := c.Memberships[0]
	m.Operations, m.FromOn, m.UntilOn = operations, s.Today(), s.Today().AddMonths(3)
	return s.SaveMembership(ctx, scope, m)
}

// readablePassword is new at each start, so that a demonstration left running is not open to who read the guide.
func readablePassword() string {
	words := []string{"sapin", "ruche", "panier", "tulipe", "canal", "moulin", "verger", "plume", "galet", "renard", "tisane", "lampion", "cerise",
		"fanfare", "sentier", "gaufre", "marelle", "boussole", "jonquille", "passerelle"}
	return fmt.Sprintf("%s-%s-%s-%03d", words[rand.IntN(len(words))], words[rand.IntN(len(words))], words[rand.IntN(len(words))], rand.IntN(1000))
}
