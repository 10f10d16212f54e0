package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"jalon/models"
	"jalon/store"
)

func (p *program) userCommand() *cobra.Command {
	cmd := p.command("user", "command.user", cobra.ArbitraryArgs, p.noSuchCommand)
	add := p.command("add", "command.user.add", none, p.userAdd)
	f := add.Flags()
	f.String("email", "", p.t("option.user.email"))
	f.String("name", "", p.t("option.user.name"))
	f.String("role", "", p.t("option.user.role", "Roles", strings.Join(models.Roles, ", ")))
	f.String("funder", "", p.t("option.user.funder"))
	f.StringSlice("operation", nil, p.t("option.user.operation"))
	f.String("from", "", p.t("option.user.from"))
	f.String("until", "", p.t("option.user.until"))
	f.Bool("nominative", false, p.t("option.user.nominative"))
	f.Bool("password-stdin", false, p.t("option.password_stdin"))
	list := p.command("list", "command.user.list", none, p.userList)
	disable := p.command("disable "+p.t("command.email"), "command.user.disable", one(p.t("command.email")), p.userDisable)
	disable.Flags().Bool("undo", false, p.t("option.user.undo"))
	reset := p.command("reset "+p.t("command.email"), "command.user.reset", one(p.t("command.email")), p.userReset)
	reset.Flags().Bool("second-factor", false, p.t("option.user.second_factor"))
	reset.Flags().Bool("password-stdin", false, p.t("option.password_stdin"))
	p.addOptions(add.Flags(), onAccounts)
	p.addOptions(reset.Flags(), onAccounts)
	cmd.AddCommand(add, list, disable, reset)
	return cmd
}

// onUsers opens the store and asks the gate for the accounts of the centre.
func (p *program) onUsers(ctx context.Context, action string, f func(tx *store.Store, centre models.Centre, scope models.Scope) error) error {
	return p.withStore(ctx, false, func(s *store.Store) error {
		centre, err := p.centre(ctx, s)
		if err != nil {
			return err
		}
		scope, err := p.scope(centre, action, models.KindUser)
		if err != nil {
			return err
		}
		return s.Atomically(ctx, func(tx *store.Store) error { return f(tx, centre, scope) })
	})
}

func (p *program) userAdd(cmd *cobra.Command, _ []string) error {
	user, membership, operations, err := newAccount(cmd)
	if err != nil {
		return err
	}
	stdin, _ := cmd.Flags().GetBool("password-stdin")
	password := ""
	if stdin {
		if password, err = p.password(true, user.Email, user.Name); err != nil {
			return err
		}
	}
	return p.onUsers(cmd.Context(), models.Create, func(tx *store.Store, centre models.Centre, scope models.Scope) error {
		ctx := cmd.Context()
		membership.CentreID = centre.ID
		if membership.Operations, err = p.operationIDs(ctx, tx, centre, operations); err != nil {
			return err
		}
		for _, problem := range models.CheckMembership(membership) {
			return models.Refuse(models.Invalid, problem.Key, problem.Args...)
		}
		added, err := tx.AddUser(ctx, scope, user, membership)
		if err != nil {
			return err
		}
		p.say("command.user.added", "Email", added.Email, "Role", p.t("role."+membership.Role))
		if !added.Invited() {
			return nil // the person has an account already: one more role
		}
		link, err := p.admit(ctx, tx, scope, added, password)
		p.showLink(link)
		return err
	})
}

var funders = []string{models.FunderSPW, models.FunderForem, models.FunderFSE}

// newAccount reads the flags of user add.
func newAccount(cmd *cobra.Command) (models.User, models.Membership, []string, error) {
	f := cmd.Flags()
	text := func(name string) string { value, _ := f.GetString(name); return strings.TrimSpace(value) }
	for _, required := range []string{"email", "name", "role"} {
		if text(required) == "" {
			return models.User{}, models.Membership{}, nil, misuse("command.usage.missing_flag", "Flag", "--"+required)
		}
	}
	user, m := models.User{Name: text("name")}, models.Membership{Role: text("role"), Funder: strings.ToUpper(text("funder"))}
	m.Nominative, _ = f.GetBool("nominative")
	operations, _ := f.GetStringSlice("operation")
	if !slices.Contains(models.Roles, m.Role) {
		return user, m, nil, misuse("command.usage.role", "Role", m.Role, "Roles", strings.Join(models.Roles, ", "))
	}
	if m.Funder != "" && !slices.Contains(funders, m.Funder) {
		return user, m, nil, misuse("command.usage.funder", "Funder", m.Funder)
	}
	var err error
	if user.Email, err = models.NormaliseEmail(text("email")); err != nil {
		return user, m, nil, err
	}
	for name, into := range map[string]*models.Date{"from": &m.FromOn, "until": &m.UntilOn} {
		if *into, err = models.ParseDate(text(name)); err != nil {
			return user, m, nil, misuse("command.usage.wrong_value", "Flag", "--"+name, "Value", text(name))
		}
	}
	return user, m, operations, nil
}

// operationIDs finds operations of the centre by their codes.
func (p *program) operationIDs(ctx context.Context, tx *store.Store, centre models.Centre, codes []string) ([]string, error) {
	scope, err := p.scope(centre, models.Read, models.KindOperation)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, code := range codes {
		o, err := tx.OperationByCode(ctx, scope, centre.ID, code)
		if err != nil {
			return nil, models.Refuse(models.NotFound, "command.unknown_operation", "Code", code)
		}
		ids = append(ids, o.ID)
	}
	return ids, nil
}

func (p *program) userList(cmd *cobra.Command, _ []string) error {
	return p.onUsers(cmd.Context(), models.Read, func(tx *store.Store, _ models.Centre, scope models.Scope) error {
		colleagues, err := tx.Users(cmd.Context(), scope)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(p.out, 0, 4, 2, ' ', 0)
		for _, c := range colleagues {
			var roles []string
			for _, m := range c.Memberships {
				roles = append(roles, strings.TrimSpace(m.Role+" "+m.Funder))
			}
			if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", c.Email, c.Name, strings.Join(roles, ", "), p.t(state(c.User))); err != nil {
				return err
			}
		}
		return w.Flush()
	})
}

// state is the message key of what the account can do.
func state(u models.User) string {
	switch {
	case u.Disabled():
		return "command.user.state.disabled"
	case u.Invited():
		return "command.user.state.invited"
	case u.TOTPSecret != nil:
		return "command.user.state.second_factor"
	}
	return "command.user.state.active"
}

// colleague finds an account of the scope by its e-mail.
func colleague(ctx context.Context, tx *store.Store, scope models.Scope, email string) (models.Account, error) {
	colleagues, err := tx.Users(ctx, scope)
	if err != nil {
		return models.Account{}, err
	}
	i := slices.IndexFunc(colleagues, func(c models.Account) bool { return c.Email == models.FoldEmail(email) })
	if i < 0 {
		return models.Account{}, models.Refuse(models.NotFound, "command.unknown_user", "Email", email)
	}
	return colleagues[i], nil
}

func (p *program) userDisable(cmd *cobra.Command, args []string) error {
	undo, _ := cmd.Flags().GetBool("undo")
	return p.onUsers(cmd.Context(), models.Update, func(tx *store.Store, _ models.Centre, scope models.Scope) error {
		c, err := colleague(cmd.Context(), tx, scope, args[0])
		if err != nil {
			return err
		}
		if err := tx.DisableUser(cmd.Context(), scope, c.PublicID, !undo); err != nil {
			return err
		}
		p.say(map[bool]string{true: "command.user.enabled", false: "command.user.disabled"}[undo], "Email", c.Email)
		return nil
	})
}

func (p *program) userReset(cmd *cobra.Command, args []string) error {
	stdin, _ := cmd.Flags().GetBool("password-stdin")
	factor, _ := cmd.Flags().GetBool("second-factor")
	return p.onUsers(cmd.Context(), models.Update, func(tx *store.Store, _ models.Centre, scope models.Scope) error {
		ctx := cmd.Context()
		c, err := colleague(ctx, tx, scope, args[0])
		if err != nil {
			return err
		}
		if factor {
			if err := tx.ResetSecondFactor(ctx, scope, c.PublicID); err != nil {
				return err
			}
		}
		password := ""
		if stdin {
			if password, err = p.password(true, c.Email, c.Name); err != nil {
				return err
			}
		}
		link, err := p.admit(ctx, tx, scope, c.User, password)
		if err != nil {
			return err
		}
		p.say("command.user.reset_done", "Email", c.Email)
		p.showLink(link)
		return nil
	})
}
