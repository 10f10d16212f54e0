package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"jalon/models"
)

const (
	runChunk = 256 << 10 // bytes of a file sealed together
	rowChunk = 500       // rows of a run kept together: one enrolment is found by opening one piece
)

// shelf is a table of pieces of frozen files, and the name under which they are sealed.
type shelf struct{ table, seal string }

var (
	reportShelf   = shelf{"report_run_chunks", "report run "}
	activityShelf = shelf{"activity_run_chunks", "activity run "}
)

// runBox seals what belongs to a frozen report under the key of the installation.
func (k *Sealer) runBox(from shelf, runID string) Box { return Box{k.wrap, from.seal + runID} }

// keepRun writes the rows and the files of a run.
func (s *Store) keepRun(ctx context.Context, run ReportRun, f Frozen) error {
	for position := 0; position*rowChunk < len(f.Rows); position++ {
		rows := f.Rows[position*rowChunk : min((position+1)*rowChunk, len(f.Rows))]
		packed, err := packRows(rows)
		if err != nil {
			return err
		}
		sealed := s.sealer.runBox(reportShelf, run.ID).Seal(chunkName(runRows, position), string(packed))
		if err := s.keepChunk(ctx, reportShelf, run.ID, runRows, position, sealed, rows[0].ID); err != nil {
			return err
		}
	}
	return f.Files.keep(ctx, s)
}

// keepChunk writes one sealed piece; first is the enrolment that begins it, for the rows of a report.
func (s *Store) keepChunk(ctx context.Context, on shelf, runID, name string, position int, sealed []byte, first ...string) error {
	columns, values := "id, run_id, name, position, content", []any{fmt.Sprintf("%s.%s.%05d", runID, name, position), runID, name, position, sealed}
	if len(first) > 0 {
		columns, values = columns+", first_enrolment", append(values, first[0])
	}
	_, err := s.exec(ctx, "insert into "+on.table+" ("+columns+") values ("+marks(len(values))+")", values...)
	return err
}

// chunkName is part of what the seal protects: a piece opens nowhere but in its place.
func chunkName(name string, position int) string { return fmt.Sprintf("%s %d", name, position) }

func packRows(rows []models.RunRow) ([]byte, error) {
	var packed bytes.Buffer
	zipped := gzip.NewWriter(&packed)
	out := json.NewEncoder(zipped)
	for i := range rows {
		if err := out.Encode(rows[i]); err != nil {
			return nil, fmt.Errorf("rows of a report: %w", err)
		}
	}
	err := zipped.Close()
	return packed.Bytes(), err
}

func unpackRows(packed []byte) ([]models.RunRow, error) {
	zipped, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	var rows []models.RunRow
	for in := json.NewDecoder(zipped); ; {
		var row models.RunRow
		if err := in.Decode(&row); errors.Is(err, io.EOF) {
			return rows, nil
		} else if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
}

// chunk opens one piece of a run.
func (s *Store) chunk(ctx context.Context, from shelf, runID, name string, position int) ([]byte, error) {
	var sealed []byte
	err := s.get(ctx, &sealed, "select content from "+from.table+" where run_id = ? and name = ? and position = ?", runID, name, position)
	if err != nil {
		return nil, err
	}
	content, err := s.sealer.runBox(from, runID).Open(chunkName(name, position), sealed)
	return []byte(content), err
}

// RunContent reads what a frozen report rests on, rows included. ReportRun or LastRun found it under a scope.
func (s *Store) RunContent(ctx context.Context, r ReportRun) (models.Run, error) {
	run, err := r.Content()
	for position := 0; err == nil; position++ {
		var packed []byte
		if packed, err = s.chunk(ctx, reportShelf, r.ID, runRows, position); errors.Is(err, models.ErrNotFound) {
			return run, nil
		}
		if err == nil {
			var rows []models.RunRow
			rows, err = unpackRows(packed)
			run.Rows = append(run.Rows, rows...)
		}
	}
	return run, fmt.Errorf("report %s: %w", r.PublicID, err)
}

// Content is what a frozen report rests on, without its rows.
func (r ReportRun) Content() (models.Run, error) {
	var run models.Run
	err := json.Unmarshal([]byte(r.Head), &run)
	return run, err
}

// Rules are the settings under which it was counted.
func (r ReportRun) Rules() (models.OperationRules, error) {
	run, err := r.Content()
	return run.Rules, err
}

// RunAbout reads what a frozen report holds of one enrolment, by its public id, and nothing of the others.
func (s *Store) RunAbout(ctx context.Context, r ReportRun, enrolment string) (models.Run, error) {
	run, err := r.Content()
	if err != nil {
		return run, err
	}
	var position int
	err = s.get(ctx, &position, `select position from report_run_chunks where run_id = ? and name = ? and first_enrolment <= ?
		order by first_enrolment desc limit 1`, r.ID, runRows, enrolment)
	if errors.Is(err, models.ErrNotFound) {
		return run, nil
	}
	if err != nil {
		return run, err
	}
	packed, err := s.chunk(ctx, reportShelf, r.ID, runRows, position)
	if err == nil {
		run.Rows, err = unpackRows(packed)
	}
	return run, err
}

// OpenRunFile finds a file of a frozen report within a scope, and writes down that it is taken away.
func (s *Store) OpenRunFile(ctx context.Context, scope models.Scope, publicID, name string) (ReportRun, RunFile, error) {
	var run ReportRun
	var found RunFile
	err := s.Audited(ctx, scope, func(tx *Store) (models.JournalEntry, error) {
		var err error
		if run, err = tx.ReportRun(ctx, scope, publicID); err != nil {
			return models.JournalEntry{}, err
		}
		files, err := run.Files()
		if err == nil {
			found, err = fileNamed(files, name)
		}
		return models.JournalEntry{CentreID: run.CentreID, Record: run.PublicID, Detail: name}, err
	})
	return run, found, err
}

func fileNamed(files []RunFile, name string) (RunFile, error) {
	for _, f := range files {
		if f.Name == name {
			return f, nil
		}
	}
	return RunFile{}, models.ErrNotFound
}

// RunFileContent gives a file piece after piece, and fails if it is not what was frozen.
func (s *Store) RunFileContent(ctx context.Context, r ReportRun, f RunFile, write func([]byte) error) error {
	return s.fileContent(ctx, reportShelf, r.ID, f, write)
}

func (s *Store) fileContent(ctx context.Context, from shelf, runID string, f RunFile, write func([]byte) error) error {
	sum := sha256.New()
	for position := range f.Chunks {
		part, err := s.chunk(ctx, from, runID, f.Name, position)
		if err != nil {
			return fmt.Errorf("piece %d of %s of frozen report %s: %w", position, f.Name, runID, err)
		}
		_, _ = sum.Write(part)
		if err := write(part); err != nil {
			return err
		}
	}
	if hex.EncodeToString(sum.Sum(nil)) != f.SHA256 {
		return fmt.Errorf("%s of frozen report %s is not what was frozen", f.Name, runID)
	}
	return nil
}

// verifyRuns counts every digest of every frozen report again; a run that is not what was frozen is listed.
func (s *Store) verifyRuns(ctx context.Context, v *Verification) error {
	var runs []ReportRun
	if err := s.list(ctx, &runs, "select "+prefixed("w", runColumns)+runSource+"1 = 1 order by w.id"); err != nil {
		return err
	}
	for _, r := range runs {
		v.Runs++
		if err := s.verifyRun(ctx, r); err != nil {
			v.ChangedRuns = append(v.ChangedRuns, r.PublicID)
		}
	}
	return nil
}

func (s *Store) verifyRun(ctx context.Context, r ReportRun) error {
	run, err := s.RunContent(ctx, r)
	if err != nil {
		return err
	}
	digest, err := run.Digest()
	if err != nil {
		return err
	}
	if digest != r.SHA256 {
		return errors.New("another digest")
	}
	files, err := r.Files()
	if err != nil {
		return err
	}
	return errors.Join(s.digestWritten(ctx, models.KindReportRun, r.PublicID, digest), s.verifyFiles(ctx, reportShelf, r.ID, files))
}

// digestWritten looks for the digest in the journal, which holds it too, in a chain of its own.
func (s *Store) digestWritten(ctx context.Context, kind, publicID, digest string) error {
	written, err := s.count(ctx, "select count(*) from journal where record = ? and kind = ? and action = ? and detail like ?",
		publicID, kind, models.Create, "% sha256 "+digest)
	if err == nil && written != 1 {
		err = errors.New("another digest in the journal")
	}
	return err
}

func (s *Store) verifyFiles(ctx context.Context, from shelf, runID string, files []RunFile) error {
	for _, f := range files {
		if err := s.fileContent(ctx, from, runID, f, func([]byte) error { return nil }); err != nil {
			return err
		}
	}
	return nil
}
