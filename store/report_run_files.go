package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"os"

	"jalon/models"
)

// RunFiles are the files of a report that is about to be frozen. Each is cut into pieces that are sealed as it is written, under the id of
// the run to come, and the sealed pieces wait on disk: a report of a large centre does not hold its workbooks in memory, the transaction
// that keeps them does not wait for them to be made, and what is on disk cannot be read without the key.
type RunFiles struct {
	on    shelf
	runID string
	box   Box
	disk  *os.File
	files []RunFile
	ends  []int64 // of the sealed pieces on disk, of all files one after the other
}

// NewRunFiles starts the files of the report of an operation; Close lets go of them.
func (s *Store) NewRunFiles() (*RunFiles, error) { return s.newRunFiles(reportShelf) }

// NewActivityRunFiles starts those of an activity report.
func (s *Store) NewActivityRunFiles() (*RunFiles, error) { return s.newRunFiles(activityShelf) }

func (s *Store) newRunFiles(on shelf) (*RunFiles, error) {
	disk, err := os.CreateTemp(s.dialect.scratch(), ".jalon-report-*") // 0600
	if err != nil {
		return nil, fmt.Errorf("files of a report: %w", err)
	}
	_ = os.Remove(disk.Name()) // where an open file may lose its name, a crash leaves nothing behind
	id := models.NewID()
	return &RunFiles{on: on, runID: id, box: s.sealer.runBox(on, id), disk: disk}, nil
}

// Close lets go of the files; nil has none.
func (f *RunFiles) Close() {
	if f == nil {
		return
	}
	_ = f.disk.Close()
	_ = os.Remove(f.disk.Name())
}

// Add makes one file.
func (f *RunFiles) Add(name string, write func(io.Writer) error) error {
	out := &pieceWriter{files: f, file: RunFile{Name: name}, sum: sha256.New(), piece: make([]byte, 0, runChunk)}
	if err := write(out); err != nil {
		return err
	}
	if err := out.cut(); err != nil {
		return err
	}
	out.file.SHA256 = hex.EncodeToString(out.sum.Sum(nil))
	f.files = append(f.files, out.file)
	return nil
}

// list describes the files as a run keeps them.
func (f *RunFiles) list() (string, error) {
	list, err := json.Marshal(f.files)
	return string(list), err
}

// pieceWriter cuts one file.
type pieceWriter struct {
	files *RunFiles
	file  RunFile
	sum   hash.Hash
	piece []byte // not sealed yet
}

// Write never holds more than one piece.
func (w *pieceWriter) Write(content []byte) (int, error) {
	_, _ = w.sum.Write(content)
	w.file.Size += len(content)
	for left := content; len(left) > 0; {
		n := min(len(left), runChunk-len(w.piece))
		w.piece, left = append(w.piece, left[:n]...), left[n:]
		if len(w.piece) == runChunk {
			if err := w.cut(); err != nil {
				return len(content) - len(left), err
			}
		}
	}
	return len(content), nil
}

// cut seals what is there as the next piece.
func (w *pieceWriter) cut() error {
	if len(w.piece) == 0 {
		return nil
	}
	f := w.files
	sealed := f.box.Seal(chunkName(w.file.Name, w.file.Chunks), string(w.piece))
	at := int64(0)
	if n := len(f.ends); n > 0 {
		at = f.ends[n-1]
	}
	if _, err := f.disk.WriteAt(sealed, at); err != nil {
		return fmt.Errorf("files of a report: %w", err)
	}
	f.ends = append(f.ends, at+int64(len(sealed)))
	w.file.Chunks++
	w.piece = w.piece[:0]
	return nil
}

// keep writes the pieces into the database, as they were sealed.
func (f *RunFiles) keep(ctx context.Context, s *Store) error {
	at, piece := int64(0), 0
	for _, file := range f.files {
		for position := range file.Chunks {
			sealed := make([]byte, f.ends[piece]-at)
			if _, err := f.disk.ReadAt(sealed, at); err != nil {
				return fmt.Errorf("piece %d of %s: %w", position, file.Name, err)
			}
			if err := s.keepChunk(ctx, f.on, f.runID, file.Name, position, sealed); err != nil {
				return err
			}
			at, piece = f.ends[piece], piece+1
		}
	}
	return nil
}
