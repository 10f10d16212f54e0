package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"jalon/handlers"
	"jalon/models"
	"jalon/store"
)

// stopWithin is how long requests under way may last after a signal.
const stopWithin = 10 * time.Second

func (p *program) serveCommand() *cobra.Command {
	cmd := p.command("serve", "command.serve", none, func(cmd *cobra.Command, _ []string) error {
		options := p.database(true)
		options.Migrate = !p.settings.NoMigrate
		s, err := store.Open(cmd.Context(), options)
		if err != nil {
			return err
		}
		return errors.Join(p.serve(cmd.Context(), s), s.Close())
	})
	p.addOptions(cmd.Flags(), onServe)
	return cmd
}

func (p *program) serve(ctx context.Context, s *store.Store) error {
	listener, err := p.listen(ctx)
	if err != nil {
		return err
	}
	log := p.log()
	app, err := handlers.New(p.site(listener), s, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	log.Info("serving", "address", listener.Addr().String(), "engine", s.Engine(), "version", version())
	return p.serveSite(ctx, app, listener, log)
}

// listen takes the address, so that a taken one is a sentence and not a log line.
func (p *program) listen(ctx context.Context) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", p.settings.Listen)
	if err != nil {
		return nil, models.Refuse(models.Conflict, "command.cannot_listen", "Address", p.settings.Listen, "Cause", err.Error())
	}
	return listener, nil
}

// site is the part of the settings that the pages need.
func (p *program) site(listener net.Listener) handlers.Config {
	base := p.settings.BaseURL
	if base == "" {
		base = "http://" + listener.Addr().String()
	}
	return handlers.Config{BaseURL: base, TrustedProxies: p.settings.TrustedProxies, IdleTimeout: p.settings.IdleTimeout,
		AbsoluteTimeout: p.settings.AbsoluteTimeout, Version: version()}
}

// serveSite answers requests until the context ends, then lets those under way finish.
func (p *program) serveSite(ctx context.Context, app *handlers.App, listener net.Listener, log *slog.Logger) error {
	handler, err := app.Handler()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: p.settings.ReadTimeout,
		WriteTimeout: p.settings.WriteTimeout, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	ended := make(chan error, 1)
	ctx, stop := context.WithCancel(ctx)
	sent := p.settings.Mail.keepSending(ctx, app)
	defer func() {
		stop()
		<-sent
		app.Close() // the base is closed next
	}()
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	log.Info("stopping")
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		log.Warn("requests cut short", "error", err)
		return server.Close()
	}
	return nil
}

func (p *program) migrateCommand() *cobra.Command {
	return p.command("migrate", "command.migrate", none, func(cmd *cobra.Command, _ []string) error {
		return p.withStore(cmd.Context(), true, func(s *store.Store) error {
			version, err := s.SchemaVersion(cmd.Context())
			if err == nil {
				p.say("command.migrated", "Version", version)
			}
			return err
		})
	})
}
