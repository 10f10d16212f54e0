package handlers

import (
	"context"
	"sync"
	"time"

	"jalon/models"
	"jalon/store"
)

// slowGrid is what judging every record of an operation may take before the answers are remembered. Most centres never get there.
var slowGrid = 400 * time.Millisecond

// gapMemory remembers what the report asks of each record of large operations. No name is in it: who may be named is asked of the gate
// and read each time, and the records of a page are judged again before they are shown.
type gapMemory struct {
	mu         sync.Mutex
	operations map[gapKey]*judgedFiles
}

type gapKey struct {
	operation string
	version   int
	day       models.Date // what is due depends on the day
}

// judgedFiles are the records of one operation, by the public id of the enrolment.
type judgedFiles struct {
	judging bool
	at      models.Instant
	took    time.Duration
	files   map[string]gapVerdict // nil until they are judged
}

// begin tells whether the records are to be judged, because nobody has, or not for some time: then the caller does.
func (m *gapMemory) begin(key gapKey, now models.Instant) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.operations == nil || len(m.operations) > 50 { // of days gone by, mostly
		m.operations = map[gapKey]*judgedFiles{}
	}
	j := m.operations[key]
	if j == nil {
		j = &judgedFiles{}
		m.operations[key] = j
	}
	if j.judging || j.files != nil && now.Sub(j.at.Time).Abs() < max(memoryLife, 20*j.took) {
		return false
	}
	j.judging = true
	return true
}

// end keeps what was judged; nothing when it could not be.
func (m *gapMemory) end(key gapKey, at models.Instant, took time.Duration, files []gapFile) {
	m.mu.Lock()
	defer m.mu.Unlock()
	j := &judgedFiles{at: at, took: took}
	if files != nil {
		j.files = make(map[string]gapVerdict, len(files))
	}
	for _, file := range files {
		j.files[file.Enrolment] = file.gapVerdict
	}
	m.operations[key] = j
}

// knows tells whether the records of an operation are remembered.
func (m *gapMemory) knows(key gapKey) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.operations[key] != nil && m.operations[key].files != nil
}

// fill adds to each file what is remembered of it; a record that is newer asks nothing yet.
func (m *gapMemory) fill(key gapKey, people []store.FileFacts) []gapFile {
	m.mu.Lock()
	defer m.mu.Unlock()
	files := make([]gapFile, len(people))
	for i, person := range people {
		if j := m.operations[key]; j != nil {
			files[i].gapVerdict = j.files[person.Enrolment]
		}
		files[i].FileFacts, files[i].remembered = person, true
	}
	return files
}

// correct replaces what is remembered of one record.
func (m *gapMemory) correct(key gapKey, file gapFile) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if j := m.operations[key]; j != nil && j.files != nil {
		j.files[file.Enrolment] = file.gapVerdict
	}
}

func (a *App) gapKey(o models.Operation) gapKey { return gapKey{o.ID, o.Version, a.today()} }

// rememberGaps judges every record of an operation beside the pages, unless that was done lately.
func (a *App) rememberGaps(o models.Operation) {
	key, begun := a.gapKey(o), time.Now()
	if !a.gaps.begin(key, a.Store.Now()) {
		return
	}
	a.chores.done.Go(func() {
		var files []gapFile
		at := a.Store.Now()
		scope, err := a.Gate.Scope(a.Gate.System(o.CentreID), models.Update, models.KindEnrolment)
		if err == nil {
			files, err = a.gapFiles(a.chores.ctx, scope, o, store.FileFilter{})
		}
		if err != nil {
			files = nil
			if a.chores.ctx.Err() == nil {
				a.Log.Error("records to complete", "operation", o.PublicID, "error", err)
			}
		}
		a.gaps.end(key, at, time.Since(begun), files)
	})
}

// judgedNow judges the remembered ones among some files again, a page of them at most: nothing is asked that was answered since.
func (a *App) judgedNow(ctx context.Context, scope models.Scope, o models.Operation, files []gapFile) error {
	var ids []string
	for _, file := range files {
		if file.remembered {
			ids = append(ids, file.Enrolment)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	fresh, err := a.gapFiles(ctx, scope, o, store.FileFilter{Enrolments: ids})
	if err != nil {
		return err
	}
	byID := map[string]gapFile{}
	for _, file := range fresh {
		byID[file.Enrolment] = file
		a.gaps.correct(a.gapKey(o), file)
	}
	for i, file := range files {
		if now, known := byID[file.Enrolment]; known {
			files[i] = now
		}
	}
	return nil
}
