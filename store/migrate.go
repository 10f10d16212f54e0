package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"testing/fstest"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// provider runs the numbered migrations with the tokens of this engine put in.
func (s *Store) provider() (*goose.Provider, error) {
	rendered := fstest.MapFS{}
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		text, err := migrations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		rendered[name[len("migrations/"):]] = &fstest.MapFile{Data: []byte(s.dialect.words().Replace(string(text)))}
	}
	return goose.NewProvider(s.dialect.goose(), s.writer.DB, rendered, goose.WithDisableGlobalRegistry(true))
}

// Migrate brings the schema, and the indexes the program fills itself, up to date.
func (s *Store) Migrate(ctx context.Context) error {
	p, err := s.provider()
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return s.reindexNames(ctx)
}

// Pending tells whether the schema is older than the program.
func (s *Store) Pending(ctx context.Context) (bool, error) {
	p, err := s.provider()
	if err != nil {
		return false, fmt.Errorf("migrations: %w", err)
	}
	pending, err := p.HasPending(ctx)
	if err != nil {
		return false, fmt.Errorf("migrations: %w", err)
	}
	return pending, nil
}
