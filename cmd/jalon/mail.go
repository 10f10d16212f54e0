package main

import (
	"context"
	"net"
	"net/http"
	"net/mail"
	"net/url"
	"sync"
	"time"

	"github.com/knadh/koanf/v2"

	"jalon/handlers"
	"jalon/messages"
)

// mailSettings is how messages leave: by a mail server or into a folder, for trials; SMS by an operator's address. Without
// any of them they wait on the page « Envois », to be copied or printed.
type mailSettings struct {
	Server, User, Password, From, Folder string
	SMSURL, SMSToken                     string
}

// How long one message may take, and how often what waits is looked at.
const (
	mailTimeout = 30 * time.Second
	sendEvery   = 30 * time.Second
)

func readMailSettings(k *koanf.Koanf) mailSettings {
	return mailSettings{Server: k.String("mail_server"), User: k.String("mail_user"), Password: k.String("mail_password"), From: k.String("mail_from"),
		Folder: k.String("mail_folder"), SMSURL: k.String("sms_url"), SMSToken: k.String("sms_token")}
}

func (m mailSettings) check() error {
	if m.Server != "" {
		if _, _, err := net.SplitHostPort(m.Server); err != nil {
			return misuse("command.settings.mail_server", "Value", m.Server)
		}
		if _, err := mail.ParseAddress(m.From); err != nil {
			return misuse("command.settings.mail_from", "Value", m.From)
		}
	}
	if u, err := url.Parse(m.SMSURL); m.SMSURL != "" && (err != nil || u.Host == "") {
		return misuse("command.settings.sms_url")
	}
	return nil
}

// transports are those that the settings name; a folder comes before a server, so that a trial never writes to people.
func (m mailSettings) transports() handlers.Transports {
	var out handlers.Transports
	switch {
	case m.Folder != "":
		folder := messages.Folder{Dir: m.Folder, From: or(m.From, "essai@jalon.example")}
		out.Mail, out.SMS = folder, folder
	case m.Server != "":
		out.Mail = messages.SMTP{Server: m.Server, User: m.User, Password: m.Password, From: m.From, Timeout: mailTimeout}
	}
	if m.SMSURL != "" && m.Folder == "" {
		out.SMS = messages.Gateway{URL: m.SMSURL, Token: m.SMSToken, Client: &http.Client{Timeout: mailTimeout}}
	}
	return out
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// keepSending does so beside the pages, makes the bundles that wait and counts the figures of the day; the channel closes once all have
// stopped.
func (m mailSettings) keepSending(ctx context.Context, app *handlers.App) <-chan struct{} {
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		var others sync.WaitGroup
		others.Go(func() { app.KeepBundling(ctx) })
		others.Go(func() { app.KeepFigures(ctx) })
		app.KeepSending(ctx, m.transports(), sendEvery)
		others.Wait()
	}()
	return stopped
}
