package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"jalon/models"
)

// ActivityRun is a frozen activity report as lists show it.
type ActivityRun struct {
	ID        string         `db:"id"`
	PublicID  string         `db:"public_id"`
	CentreID  string         `db:"centre_id"`
	FromOn    models.Date    `db:"from_on"`
	ToOn      models.Date    `db:"to_on"`
	Head      string         `db:"head"`
	Override  string         `db:"override"`
	Version   string         `db:"version"`
	SHA256    string         `db:"sha256"`
	FilesJSON string         `db:"files"`
	CreatedBy *string        `db:"created_by"`
	CreatedAt models.Instant `db:"created_at"`

	Author string `db:"author"`
	Centre string `db:"centre"`
}

const activityRunColumns = "id, public_id, centre_id, from_on, to_on, head, override, version, sha256, files, created_by, created_at"

const activityRunSource = `, coalesce(u.name, '') as author, c.name as centre
	from activity_runs w join centres c on c.id = w.centre_id left join users u on u.id = w.created_by where `

// FrozenActivity is an activity report ready to be frozen: its figures and its files, which whoever made it closes.
type FrozenActivity struct {
	models.ActivityRun
	Files *RunFiles
}

// Content is what was frozen: the figures, and what failed that day.
func (r ActivityRun) Content() (models.ActivityRun, error) {
	var run models.ActivityRun
	err := json.Unmarshal([]byte(r.Head), &run)
	return run, err
}

// Files lists what can be downloaded.
func (r ActivityRun) Files() ([]RunFile, error) {
	return ReportRun{PublicID: r.PublicID, FilesJSON: r.FilesJSON}.Files()
}

// FreezeActivity keeps an activity report for ever, in one transaction; the same one asked twice is kept once. The scope reaches
// one centre, else it is refused: a report of several centres is nobody's.
func (s *Store) FreezeActivity(ctx context.Context, scope models.Scope, f FrozenActivity) (string, error) {
	if scope.Kind() != models.KindActivityRun || scope.Action() != models.Create {
		return "", models.ErrForbidden
	}
	if err := f.Check(); err != nil {
		return "", err
	}
	head, digest, err := f.Head()
	if err != nil {
		return "", err
	}
	files, err := f.Files.list()
	if err != nil {
		return "", err
	}
	run := ActivityRun{ID: f.Files.runID, PublicID: models.NewPublicID(), FromOn: f.From, ToOn: f.To, Head: head, Override: f.Override, Version: f.Version,
		SHA256: digest, FilesJSON: files, CreatedBy: nullable(scope.Actor().UserID), CreatedAt: s.Now()}
	publicID := ""
	err = s.Atomically(ctx, func(tx *Store) error {
		publicID, err = tx.freezeActivity(ctx, scope, run, f.Files)
		return err
	})
	return publicID, err
}

func (s *Store) freezeActivity(ctx context.Context, scope models.Scope, run ActivityRun, files *RunFiles) (string, error) {
	var err error
	if run.CentreID, err = s.onlyCentre(ctx, scope); err != nil {
		return "", err
	}
	// Held until the end, so that a second request waits and then finds the first one's run.
	if _, err := s.exec(ctx, "update centres set version = version where id = ?", run.CentreID); err != nil {
		return "", err
	}
	var already string
	err = s.get(ctx, &already, "select public_id from activity_runs where centre_id = ? and from_on = ? and to_on = ? and sha256 = ?",
		run.CentreID, run.FromOn, run.ToOn, run.SHA256)
	if !errors.Is(err, models.ErrNotFound) {
		return already, err
	}
	if err := s.insert(ctx, "activity_runs", activityRunColumns, run); err != nil {
		return "", err
	}
	if err := files.keep(ctx, s); err != nil {
		return "", err
	}
	return run.PublicID, s.journal(ctx, scope, models.JournalEntry{CentreID: run.CentreID, Record: run.PublicID,
		Detail: fmt.Sprintf("%s %s sha256 %s", run.FromOn, run.ToOn, run.SHA256)})
}

// onlyCentre is the centre of a scope of one centre.
func (s *Store) onlyCentre(ctx context.Context, scope models.Scope) (string, error) {
	condition, args := withinAnchor(scope, onCentre)
	var ids []string
	if err := s.list(ctx, &ids, "select c.id from centres c where "+condition+" order by c.id limit 2", args...); err != nil {
		return "", err
	}
	switch len(ids) {
	case 1:
		return ids[0], nil
	case 0:
		return "", models.ErrNotFound
	default:
		return "", models.Refuse(models.Invalid, "activity_run.centres")
	}
}

// ActivityRuns lists the frozen activity reports of the centres of a scope, the latest first, at most limit, those before a
// moment and id when given.
func (s *Store) ActivityRuns(ctx context.Context, scope models.Scope, before models.Instant, beforeID string, limit int) ([]ActivityRun, error) {
	query, args := activityRunList(scope, before, beforeID, limit)
	var runs []ActivityRun
	err := s.list(ctx, &runs, query, args...)
	return runs, err
}

func activityRunList(scope models.Scope, before models.Instant, beforeID string, limit int) (string, []any) {
	condition, args := within(scope, models.KindActivityRun)
	query := "select " + prefixed("w", activityRunColumns) + activityRunSource + condition
	if narrow, values := inCentres(scope, "w.centre_id"); narrow != "" {
		query, args = query+" and "+narrow, append(args, values...)
	}
	if beforeID != "" {
		query += " and (w.created_at, w.id) < (?, ?)"
		args = append(args, before, beforeID)
	}
	return query + " order by w.created_at desc, w.id desc limit ?", append(args, limit)
}

// ActivityRun finds one frozen activity report by its public id, within the scope.
func (s *Store) ActivityRun(ctx context.Context, scope models.Scope, publicID string) (ActivityRun, error) {
	condition, args := within(scope, models.KindActivityRun)
	var run ActivityRun
	err := s.get(ctx, &run, "select "+prefixed("w", activityRunColumns)+activityRunSource+condition+" and w.public_id = ?", append(args, publicID)...)
	return run, err
}

// OpenActivityFile finds a file of a frozen activity report within a scope, and writes down that it is taken away.
func (s *Store) OpenActivityFile(ctx context.Context, scope models.Scope, publicID, name string) (ActivityRun, RunFile, error) {
	var run ActivityRun
	var found RunFile
	err := s.Audited(ctx, scope, func(tx *Store) (models.JournalEntry, error) {
		var err error
		if run, err = tx.ActivityRun(ctx, scope, publicID); err != nil {
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

// ActivityFileContent gives a file piece after piece, and fails if it is not what was frozen.
func (s *Store) ActivityFileContent(ctx context.Context, r ActivityRun, f RunFile, write func([]byte) error) error {
	return s.fileContent(ctx, activityShelf, r.ID, f, write)
}

// verifyActivityRuns counts every digest again; a run that is not what was frozen is listed.
func (s *Store) verifyActivityRuns(ctx context.Context, v *Verification) error {
	var runs []ActivityRun
	if err := s.list(ctx, &runs, "select "+prefixed("w", activityRunColumns)+activityRunSource+"1 = 1 order by w.id"); err != nil {
		return err
	}
	for _, r := range runs {
		v.Runs++
		files, err := r.Files()
		err = errors.Join(err, s.digestWritten(ctx, models.KindActivityRun, r.PublicID, models.ActivityDigest(r.Head)), s.verifyFiles(ctx, activityShelf, r.ID, files))
		if err != nil || models.ActivityDigest(r.Head) != r.SHA256 || !r.agrees() {
			v.ChangedRuns = append(v.ChangedRuns, r.PublicID)
		}
	}
	return nil
}

// agrees tells that the columns of a run say what its head does.
func (r ActivityRun) agrees() bool {
	run, err := r.Content()
	return err == nil && run.From == r.FromOn && run.To == r.ToOn && run.Override == r.Override && run.Version == r.Version
}
