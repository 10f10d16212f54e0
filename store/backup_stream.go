package store

import (
	"bufio"
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"

	"jalon/models"
)

// A backup is one line in clear, which says which key it needs, then the content encrypted in chunks. Each chunk is
// authenticated with the line, its rank and whether it is the last, so that a changed, missing or swapped byte is
// refused wherever it is (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).

// backupLine is the line in clear.
type backupLine struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	Key     string `json:"key"`  // fingerprint of the master key
	Salt    []byte `json:"salt"` // makes the key of this file
}

const (
	backupFormat  = "jalon-backup"
	backupVersion = 1
	chunkSize     = 64 << 10
	maxLine       = 1 << 10
)

// BackupMark is how every backup begins.
const BackupMark = `{"format":"` + backupFormat + `"`

var (
	errNotBackup = models.Refuse(models.Invalid, "backup.not_one")
	errAltered   = models.Refuse(models.Invalid, "backup.altered")
)

// chunks seals or opens the chunks of one file.
type chunks struct {
	aead cipher.AEAD
	line []byte
	rank uint64
}

func newChunks(sealer *Sealer, line backupLine, raw []byte) (*chunks, error) {
	key, err := hkdf.Key(sha256.New, sealer.backup, line.Salt, "jalon backup file", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &chunks{aead: aead, line: raw}, err
}

// nonce is never used twice under the key of a file: it counts.
func (c *chunks) nonce(last bool) []byte {
	nonce := make([]byte, c.aead.NonceSize())
	binary.BigEndian.PutUint64(nonce, c.rank)
	if last {
		nonce[len(nonce)-1] = 1
	}
	c.rank++
	return nonce
}

// backupWriter encrypts what is written to it. Close ends the file; without it the file is refused as cut short.
type backupWriter struct {
	*chunks
	out  io.Writer
	held []byte
}

func newBackupWriter(out io.Writer, sealer *Sealer) (*backupWriter, error) {
	line := backupLine{Format: backupFormat, Version: backupVersion, Key: sealer.finger, Salt: make([]byte, 16)}
	_, _ = rand.Read(line.Salt)
	raw, err := json.Marshal(line)
	if err != nil {
		return nil, err
	}
	c, err := newChunks(sealer, line, raw)
	if err != nil {
		return nil, err
	}
	_, err = out.Write(append(raw, '\n'))
	return &backupWriter{chunks: c, out: out, held: make([]byte, 0, chunkSize)}, err
}

func (w *backupWriter) Write(p []byte) (int, error) {
	written := 0
	for len(p) > 0 {
		if len(w.held) == chunkSize { // kept until more comes: the last chunk is sealed as such
			if err := w.seal(false); err != nil {
				return written, err
			}
		}
		n := min(len(p), chunkSize-len(w.held))
		w.held = append(w.held, p[:n]...)
		p, written = p[n:], written+n
	}
	return written, nil
}

func (w *backupWriter) Close() error { return w.seal(true) }

func (w *backupWriter) seal(last bool) error {
	_, err := w.out.Write(w.aead.Seal(nil, w.nonce(last), w.held, w.line))
	w.held = w.held[:0]
	return err
}

// readBackupLine reads the line in clear.
func readBackupLine(in *bufio.Reader) (backupLine, []byte, error) {
	var line backupLine
	raw, err := in.ReadSlice('\n')
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return line, nil, err
	}
	raw = bytes.Clone(bytes.TrimSuffix(raw, []byte("\n")))
	if len(raw) > maxLine || json.Unmarshal(raw, &line) != nil || line.Format != backupFormat {
		return line, nil, errNotBackup
	}
	if line.Version != backupVersion {
		return line, nil, models.Refuse(models.Invalid, "backup.newer")
	}
	return line, raw, nil
}

// backupReader decrypts a file; any altered byte, and a missing end, is errAltered.
type backupReader struct {
	*chunks
	in   *bufio.Reader
	open []byte
	done bool
}

func (r *backupReader) Read(p []byte) (int, error) {
	for len(r.open) == 0 {
		if r.done {
			return 0, io.EOF
		}
		if err := r.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.open)
	r.open = r.open[n:]
	return n, nil
}

func (r *backupReader) next() error {
	sealed := make([]byte, chunkSize+r.aead.Overhead())
	n, err := io.ReadFull(r.in, sealed)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	_, err = r.in.Peek(1)
	r.done = errors.Is(err, io.EOF)
	r.open, err = r.aead.Open(sealed[:0], r.nonce(r.done), sealed[:n], r.line)
	if err != nil {
		return errAltered
	}
	return nil
}
