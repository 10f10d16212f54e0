package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"jalon/models"
)

// Restore puts a backup back into the database o names, which must be absent or empty. The whole file is read once
// before anything is written: a truncated or altered one is refused and changes nothing. Then everything is written
// in one transaction. A backup of an older version is brought up to date.
func Restore(ctx context.Context, o Options, file io.ReadSeeker) (Backup, error) {
	info, err := CheckBackup(ctx, o, file)
	if err != nil {
		return info, err
	}
	d, err := dialectOf(o.Database)
	if err != nil {
		return info, err
	}
	fresh := d.prepare(false) != nil
	if err := d.prepare(true); err != nil {
		return info, err
	}
	if err = restoreInto(ctx, d, o, info.Schema, file); err != nil && fresh {
		if lite, ok := d.(sqlite); ok {
			err = errors.Join(err, lite.remove())
		}
	}
	return info, err
}

// remove undoes the creation of a file.
func (d sqlite) remove() error {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(d.path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

func restoreInto(ctx context.Context, d dialect, o Options, schema int64, file io.ReadSeeker) error {
	writer, reader, err := d.open()
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	s := &Store{dialect: d, writer: writer, reader: reader, now: o.Now}
	defer func() { _ = s.Close() }()
	if err := s.prepareRestore(ctx, schema); err != nil {
		return err
	}
	content, _, err := openBackup(o.KeyFile, file)
	if err != nil {
		return err
	}
	err = s.Atomically(ctx, func(tx *Store) error {
		if err := tx.expectManyRows(ctx); err != nil {
			return err
		}
		if err := tx.empty(ctx); err != nil {
			return err
		}
		return readBackup(content, (&loader{store: tx}).load(ctx))
	})
	if err != nil {
		return err
	}
	return s.Migrate(ctx)
}

// prepareRestore makes the empty schema of the backup's version.
func (s *Store) prepareRestore(ctx context.Context, schema int64) error {
	p, err := s.provider()
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return models.Refuse(models.Invalid, "store.unreachable", "Cause", err.Error())
	}
	if schema > target {
		return models.Refuse(models.Invalid, "backup.newer")
	}
	if current > 0 {
		var used bool
		if err := s.get(ctx, &used, "select exists (select 1 from centres) or exists (select 1 from users)"); err != nil {
			return err
		}
		if used || current > schema {
			return models.Refuse(models.Conflict, "backup.not_empty")
		}
	}
	if _, err := p.UpTo(ctx, schema); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// empty removes what the migrations themselves put in the tables: the backup holds it.
func (s *Store) empty(ctx context.Context) error {
	tables, err := keptTables()
	if err != nil {
		return err
	}
	for _, table := range slices.Backward(tables) {
		if _, err := s.exec(ctx, "delete from "+table); err != nil {
			return err
		}
	}
	return nil
}

// CheckBackup reads a backup to its end without writing anything, and says what it holds.
func CheckBackup(_ context.Context, o Options, file io.ReadSeeker) (Backup, error) {
	content, line, err := openBackup(o.KeyFile, file)
	if err != nil {
		return Backup{Key: line.Key}, err
	}
	info := Backup{}
	err = readBackup(content, func(part *backupPart, _ []byte) error {
		switch {
		case part == nil:
			info.Rows++
		case part.Backup != nil:
			info = *part.Backup
		case part.Table != "":
			info.Tables++
		}
		return nil
	})
	info.Key = line.Key
	return info, err
}

// openBackup decrypts a file from its beginning. The key must exist: a fresh one would open nothing.
func openBackup(keyFile string, file io.ReadSeeker) (io.Reader, backupLine, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, backupLine{}, err
	}
	in := bufio.NewReaderSize(file, chunkSize)
	line, raw, err := readBackupLine(in)
	if err != nil {
		return nil, line, err
	}
	key, err := readKey(keyFile, false)
	if err != nil {
		return nil, line, models.Refuse(models.Invalid, "backup.key_missing", "Key", line.Key, "File", keyFile)
	}
	sealer, err := newSealer(key)
	if err != nil {
		return nil, line, err
	}
	if sealer.finger != line.Key {
		return nil, line, models.Refuse(models.Invalid, "backup.wrong_key", "Key", line.Key, "Own", sealer.finger, "File", keyFile)
	}
	c, err := newChunks(sealer, line, raw)
	return &backupReader{chunks: c, in: in}, line, err
}

// readBackup gives f every part and every row, as JSON, and refuses a content that does not end as it should.
func readBackup(content io.Reader, f func(part *backupPart, row []byte) error) error {
	unzipped, err := gzip.NewReader(content)
	if err != nil {
		return errAltered
	}
	lines := bufio.NewReaderSize(unzipped, chunkSize)
	ended := false
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 && ended {
			return nil
		}
		if err != nil {
			return errAltered
		}
		if line[0] == '[' {
			err = f(nil, line)
		} else {
			var part backupPart
			if json.Unmarshal(line, &part) != nil {
				return errAltered
			}
			ended = part.End == "backup"
			err = f(&part, nil)
		}
		if err != nil {
			return err
		}
	}
}

// loader writes the rows of a backup, table after table.
type loader struct {
	store *Store
	table backupPart
	into  *bulk
}

func (l *loader) load(ctx context.Context) func(*backupPart, []byte) error {
	return func(part *backupPart, row []byte) error {
		switch {
		case part == nil && l.into != nil:
			values, err := l.values(row)
			if err != nil {
				return err
			}
			return l.into.add(ctx, values...)
		case part != nil && part.Table != "":
			l.table = *part
			l.into = l.store.bulk(part.Table, strings.Join(part.Columns, ","))
			return l.known()
		case part != nil && part.End == l.table.Table && l.into != nil:
			return l.into.flush(ctx)
		}
		return nil
	}
}

// known refuses words that would not be those of our own schema: they become part of a statement.
func (l *loader) known() error {
	tables, err := keptTables()
	if err != nil {
		return err
	}
	if !slices.Contains(tables, l.table.Table) || len(l.table.Kinds) != len(l.table.Columns) {
		return errAltered
	}
	for _, c := range l.table.Columns {
		if strings.Trim(c, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			return errAltered
		}
	}
	return nil
}

func (l *loader) values(row []byte) ([]any, error) {
	var values []any
	in := json.NewDecoder(bytes.NewReader(row))
	in.UseNumber()
	if in.Decode(&values) != nil || len(values) != len(l.table.Kinds) {
		return nil, errAltered
	}
	for i, value := range values {
		var err error
		if values[i], err = native(l.table.Kinds[i], value); err != nil {
			return nil, fmt.Errorf("%s.%s: %w", l.table.Table, l.table.Columns[i], err)
		}
	}
	return values, nil
}

// native reads what portable wrote.
func native(kind string, value any) (any, error) {
	switch v := value.(type) {
	case json.Number:
		return v.Int64()
	case string:
		switch kind {
		case "bytes":
			return base64.StdEncoding.DecodeString(v)
		case "instant":
			var i models.Instant
			err := i.Scan(v)
			return i, err
		}
	}
	return value, nil
}
