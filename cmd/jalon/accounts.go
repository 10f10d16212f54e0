package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"jalon/models"
	"jalon/store"
)

// password asks for a new password: twice on a terminal, without showing it; one line of the standard input when
// stdin is set. It returns "" when nobody can be asked: an invitation link is then made instead.
func (p *program) password(stdin bool, about ...string) (string, error) {
	var typed string
	switch {
	case stdin:
		line, err := p.lines.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read password: %w", err)
		}
		typed = strings.TrimRight(line, "\r\n")
	case terminal(p.in):
		var err error
		if typed, err = p.passwordTwice(); err != nil {
			return "", err
		}
	default:
		return "", nil
	}
	if problem := models.CheckPassword(typed, about...); problem != nil {
		return "", models.Refuse(models.Invalid, problem.Key, problem.Args...)
	}
	return typed, nil
}

func (p *program) passwordTwice() (string, error) {
	var typed [2]string
	for i, question := range []string{"setup.ask.password", "setup.ask.again"} {
		_, _ = fmt.Fprint(p.err, p.t(question)+" ")
		text, err := term.ReadPassword(int(os.Stdin.Fd()))
		p.line(p.err, "")
		if err != nil {
			return "", fmt.Errorf("read password: %w", err)
		}
		typed[i] = string(text)
	}
	if typed[0] != typed[1] {
		return "", models.Refuse(models.Invalid, "setup.passwords_differ")
	}
	return typed[0], nil
}

// ask gives the value of a flag, or asks for it on a terminal.
func (p *program) ask(cmd *cobra.Command, flag, question string) (string, error) {
	value, err := cmd.Flags().GetString(flag)
	if err != nil || value != "" {
		return strings.TrimSpace(value), err
	}
	if !terminal(p.in) {
		return "", misuse("command.usage.missing_flag", "Flag", "--"+flag)
	}
	_, _ = fmt.Fprint(p.err, p.t(question)+" ")
	line, err := p.lines.ReadString('\n')
	if value = strings.TrimSpace(line); value == "" {
		return "", misuse("command.usage.missing_flag", "Flag", "--"+flag)
	}
	return value, err
}

// admit gives an account its password, or prints the link by which the person chooses one.
func (p *program) admit(ctx context.Context, tx *store.Store, scope models.Scope, user models.User, password string) (link string, err error) {
	if password == "" {
		return p.link(ctx, tx, scope, user.PublicID)
	}
	hash, err := models.HashPassword(password)
	if err != nil {
		return "", err
	}
	return "", tx.GivePassword(ctx, scope, user.PublicID, hash)
}

// link is a one-time link, printed because mail may not be set up.
func (p *program) link(ctx context.Context, tx *store.Store, scope models.Scope, publicID string) (string, error) {
	token, purpose, err := tx.Invite(ctx, scope, publicID)
	if err != nil {
		return "", err
	}
	base := p.settings.BaseURL
	if base == "" {
		base = "http://" + p.settings.Listen
	}
	return base + linkPath[purpose] + token, nil
}

// linkPath is the page on which each link is used.
var linkPath = map[string]string{store.PurposeInvitation: "/invitation/", store.PurposeReset: "/mot-de-passe/"}

func (p *program) showLink(link string) {
	if link != "" {
		p.say("command.user.link.printed")
		p.line(p.out, link)
	}
}
