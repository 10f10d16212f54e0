package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"jalon/models"
)

// ReportRun is a frozen report as lists show it.
type ReportRun struct {
	ID        string         `db:"id"`
	PublicID  string         `db:"public_id"`
	CentreID  string         `db:"centre_id"`
	Operation string         `db:"operation_id"`
	Kind      string         `db:"kind"`
	FromOn    models.Date    `db:"from_on"`
	ToOn      models.Date    `db:"to_on"`
	AsOf      models.Date    `db:"as_of"`
	Head      string         `db:"head"`
	Override  string         `db:"override"`
	Version   string         `db:"version"`
	SHA256    string         `db:"sha256"`
	FilesJSON string         `db:"files"`
	CreatedBy *string        `db:"created_by"`
	CreatedAt models.Instant `db:"created_at"`

	Author            string `db:"author"`
	OperationPublicID string `db:"operation"`
	OperationCode     string `db:"operation_code"`
	Programme         string `db:"programme"`
}

const runColumns = "id, public_id, centre_id, operation_id, kind, from_on, to_on, as_of, head, override, version, sha256, files, created_by, created_at"

// RunFile is one file of a frozen report, in chunks.
type RunFile struct {
	Name   string `json:"name"`
	Size   int    `json:"size"` // bytes
	SHA256 string `json:"sha256"`
	Chunks int    `json:"chunks"`
}

// Files of a frozen report: as the centre reads it, and as a funder does.
const (
	RunWorkbook       = "classeur"
	RunData           = "donnees"
	RunFunderWorkbook = "classeur_bailleur"
	RunFunderData     = "donnees_bailleur"
)

const runRows = "lignes"

// Files lists what can be downloaded.
func (r ReportRun) Files() ([]RunFile, error) {
	var files []RunFile
	if err := json.Unmarshal([]byte(r.FilesJSON), &files); err != nil {
		return nil, fmt.Errorf("files of report %s: %w", r.PublicID, err)
	}
	return files, nil
}

// Frozen is a report ready to be frozen: what it rests on and its files, which whoever made it closes.
type Frozen struct {
	models.Run
	Files *RunFiles
}

// Snapshot runs f on a store that reads the database as it is now, whatever others write meanwhile; f cannot write.
func (s *Store) Snapshot(ctx context.Context, f func(tx *Store) error) error {
	return s.snapshot(ctx, f)
}

// FreezeReport keeps a report for ever, in one transaction: a crash leaves nothing of it. The same report asked twice, in two
// windows at once, is kept once. A blocking control needs a reason.
func (s *Store) FreezeReport(ctx context.Context, scope models.Scope, operationPublicID string, f Frozen) (string, error) {
	if scope.Kind() != models.KindReportRun || scope.Action() != models.Create {
		return "", models.ErrForbidden
	}
	if err := f.Check(); err != nil {
		return "", err
	}
	digest, err := f.Digest()
	if err != nil {
		return "", err
	}
	publicID := ""
	err = s.Atomically(ctx, func(tx *Store) error {
		publicID, err = tx.freezeReport(ctx, scope, operationPublicID, f, digest)
		return err
	})
	return publicID, err
}

func (s *Store) freezeReport(ctx context.Context, scope models.Scope, operationPublicID string, f Frozen, digest string) (string, error) {
	o, err := s.Operation(ctx, scope, operationPublicID)
	if err != nil {
		return "", err
	}
	// Held until the end, so that a second request waits and then finds the first one's run.
	if _, err := s.exec(ctx, "update operations set version = version where id = ?", o.ID); err != nil {
		return "", err
	}
	var already string
	err = s.get(ctx, &already, `select public_id from report_runs where operation_id = ? and kind = ? and from_on = ? and to_on = ? and as_of = ? and sha256 = ?`,
		o.ID, f.Kind, f.From, f.To, f.AsOf, digest)
	if !errors.Is(err, models.ErrNotFound) {
		return already, err
	}
	run := ReportRun{ID: f.Files.runID, PublicID: models.NewPublicID(), CentreID: o.CentreID, Operation: o.ID, Kind: f.Kind, FromOn: f.From, ToOn: f.To,
		AsOf: f.AsOf, Override: f.Override, Version: f.Version, SHA256: digest, CreatedBy: nullable(scope.Actor().UserID), CreatedAt: s.Now()}
	if err := run.describe(f); err != nil {
		return "", err
	}
	if err := s.insert(ctx, "report_runs", runColumns, run); err != nil {
		return "", err
	}
	if err := s.keepRun(ctx, run, f); err != nil {
		return "", err
	}
	return run.PublicID, s.journal(ctx, scope, models.JournalEntry{CentreID: o.CentreID, Record: run.PublicID,
		Detail: fmt.Sprintf("%s %s %s sha256 %s", f.Kind, f.From, f.To, digest)})
}

// describe writes the head and the list of files of a run.
func (r *ReportRun) describe(f Frozen) error {
	head, err := json.Marshal(f.Run)
	if err != nil {
		return fmt.Errorf("head of a report: %w", err)
	}
	r.Head = string(head)
	r.FilesJSON, err = f.Files.list()
	return err
}

const runSource = `, coalesce(u.name, '') as author, o.public_id as operation, o.code as operation_code, o.programme
	from report_runs w join operations o on o.id = w.operation_id left join users u on u.id = w.created_by where `

// ReportRuns lists the frozen reports of an operation, the latest first, at most limit, those before a moment and id when given.
func (s *Store) ReportRuns(ctx context.Context, scope models.Scope, operationPublicID string, before models.Instant, beforeID string, limit int) ([]ReportRun, error) {
	query, args := runList(scope, operationPublicID, before, beforeID, limit)
	var runs []ReportRun
	err := s.list(ctx, &runs, query, args...)
	return runs, err
}

func runList(scope models.Scope, operationPublicID string, before models.Instant, beforeID string, limit int) (string, []any) {
	condition, args := within(scope, models.KindReportRun)
	query := "select " + prefixed("w", runColumns) + runSource + condition + " and o.public_id = ?"
	args = append(args, operationPublicID)
	if beforeID != "" {
		query += " and (w.created_at, w.id) < (?, ?)"
		args = append(args, before, beforeID)
	}
	return query + " order by w.created_at desc, w.id desc limit ?", append(args, limit)
}

// ReportRun finds one frozen report by its public id, within the scope.
func (s *Store) ReportRun(ctx context.Context, scope models.Scope, publicID string) (ReportRun, error) {
	condition, args := within(scope, models.KindReportRun)
	var run ReportRun
	err := s.get(ctx, &run, "select "+prefixed("w", runColumns)+runSource+condition+" and w.public_id = ?", append(args, publicID)...)
	return run, err
}

// LastRun is the last frozen report of a kind of an operation, for whoever may read that operation: its corrections are
// flagged in every later report. It is models.ErrNotFound when none was frozen.
func (s *Store) LastRun(ctx context.Context, operationID, kind string) (ReportRun, error) {
	var run ReportRun
	err := s.get(ctx, &run, "select "+prefixed("w", runColumns)+runSource+"w.operation_id = ? and w.kind = ? order by w.created_at desc, w.id desc limit 1",
		operationID, kind)
	return run, err
}

// LastRunOf is the last frozen report of an operation, of whatever kind.
func (s *Store) LastRunOf(ctx context.Context, operationID string) (ReportRun, error) {
	var run ReportRun
	err := s.get(ctx, &run, "select "+prefixed("w", runColumns)+runSource+"w.operation_id = ? order by w.created_at desc, w.id desc limit 1", operationID)
	return run, err
}

// Gone lists the enrolments of an operation that count nowhere, and why.
func (s *Store) Gone(ctx context.Context, scope models.Scope, operationPublicID string) ([]models.GoneEnrolment, error) {
	o, err := s.Operation(ctx, scope, operationPublicID)
	if err != nil {
		return nil, err
	}
	var gone []models.GoneEnrolment
	err = s.list(ctx, &gone, `select e.public_id as id, `+refOf("e")+` as ref, `+refOf("p")+` as person,
		case when e.cancel_reason = ? then ? else ? end as why from enrolments e join participants p on p.id = e.participant_id
		where e.operation_id = ? and e.cancelled_at is not null order by e.id`, mergedInto, models.RowMerged, models.RowCancelled, o.ID)
	return gone, err
}
