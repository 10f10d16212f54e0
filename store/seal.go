package store

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"jalon/models"
)

// Sealer holds the master key. Sensitive columns are sealed with AES-256-GCM under a key per person, itself
// wrapped by the master key, which lives in a file outside the database: erasing a person's key erases the
// sealed columns from old backups too.
type Sealer struct {
	wrap   cipher.AEAD
	blind  []byte // key of the blind index of NISS numbers
	backup []byte // from which the key of each backup is derived
	finger string
}

// Box seals and opens the columns of one person (or of one user, under the master key).
type Box struct {
	aead  cipher.AEAD
	owner string
}

// openSealer reads the master key and compares it with the fingerprint the database keeps. A key is made only
// with a new database: a lost key is never silently replaced.
func openSealer(ctx context.Context, s *Store, file string) (*Sealer, error) {
	var known string
	err := s.get(ctx, &known, "select value from meta where key = 'key_fingerprint'")
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return nil, fmt.Errorf("read key fingerprint: %w", err)
	}
	key, err := readKey(file, known == "")
	if err != nil {
		return nil, err
	}
	sealer, err := newSealer(key)
	if err != nil {
		return nil, err
	}
	if known == "" {
		_, err = s.exec(ctx, "insert into meta (key, value) values ('key_fingerprint', ?)", sealer.finger)
		return sealer, err
	}
	if known != sealer.finger {
		return nil, models.Refuse(models.Invalid, "store.wrong_key", "File", file)
	}
	return sealer, nil
}

func readKey(file string, create bool) ([]byte, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) && create {
		if err := createKey(file); err != nil {
			return nil, models.Refuse(models.Invalid, "store.key_unwritable", "File", file, "Cause", err.Error())
		}
		text, err = os.ReadFile(file)
	}
	if err != nil {
		return nil, models.Refuse(models.Invalid, "store.key_missing", "File", file)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != 32 {
		return nil, models.Refuse(models.Invalid, "store.key_unreadable", "File", file)
	}
	return key, nil
}

// createKey writes a fresh key; when two processes start at once the first one wins and both read it.
func createKey(file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	var key [32]byte
	_, _ = rand.Read(key[:])
	temporary, err := os.CreateTemp(filepath.Dir(file), ".key-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temporary.Name()) }()
	_, err = temporary.WriteString(hex.EncodeToString(key[:]) + "\n")
	if err := errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	if err := os.Link(temporary.Name(), file); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return nil
}

func newSealer(master []byte) (*Sealer, error) {
	wrapKey, err := hkdf.Key(sha256.New, master, nil, "jalon wrap", 32)
	if err != nil {
		return nil, err
	}
	blind, err := hkdf.Key(sha256.New, master, nil, "jalon blind index", 32)
	if err != nil {
		return nil, err
	}
	backup, err := hkdf.Key(sha256.New, master, nil, "jalon backup", 32)
	if err != nil {
		return nil, err
	}
	aead, err := newAEAD(wrapKey)
	if err != nil {
		return nil, err
	}
	finger := sha256.Sum256(append([]byte("jalon fingerprint"), master...))
	return &Sealer{wrap: aead, blind: blind, backup: backup, finger: hex.EncodeToString(finger[:8])}, nil
}

func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// Fingerprint names the master key without telling it: the database and every backup say which key they need.
func (k *Sealer) Fingerprint() string { return k.finger }

// NewPersonKey makes a key for one person and returns it wrapped.
func (k *Sealer) NewPersonKey(participantID string) []byte {
	var key [32]byte
	_, _ = rand.Read(key[:])
	return k.wrap.Seal(nil, nil, key[:], []byte(participantID))
}

// PersonBox unwraps a person's key.
func (k *Sealer) PersonBox(participantID string, wrapped []byte) (Box, error) {
	key, err := k.wrap.Open(nil, nil, wrapped, []byte(participantID))
	if err != nil {
		return Box{}, fmt.Errorf("unwrap key of participant %s: %w", participantID, err)
	}
	aead, err := newAEAD(key)
	return Box{aead, participantID}, err
}

// userBox seals what belongs to an account (second factor) under the master key.
func (k *Sealer) userBox(userID string) Box { return Box{k.wrap, "user " + userID} }

// blindIndex is the keyed hash under which a NISS is looked up without being readable.
func (k *Sealer) blindIndex(text string) string {
	mac := hmac.New(sha256.New, k.blind)
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}

// Seal encrypts text for one column; an empty text stays NULL, so that "not recorded" needs no key.
func (b Box) Seal(column, text string) []byte {
	if text == "" {
		return nil
	}
	return b.aead.Seal(nil, nil, []byte(text), []byte(b.owner+" "+column))
}

// Open decrypts one column. A changed byte is an error, never garbage.
func (b Box) Open(column string, sealed []byte) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	text, err := b.aead.Open(nil, nil, sealed, []byte(b.owner+" "+column))
	if err != nil {
		return "", fmt.Errorf("open %s of %s: %w", column, b.owner, err)
	}
	return string(text), nil
}

// SealJSON seals a small struct; the zero struct stays NULL.
func SealJSON[T comparable](b Box, column string, value T) ([]byte, error) {
	var zero T
	if value == zero {
		return nil, nil
	}
	text, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("seal %s: %w", column, err)
	}
	return b.Seal(column, string(text)), nil
}

// OpenJSON opens what SealJSON sealed.
func OpenJSON[T comparable](b Box, column string, sealed []byte) (T, error) {
	var value T
	text, err := b.Open(column, sealed)
	if err != nil || text == "" {
		return value, err
	}
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return value, fmt.Errorf("open %s: %w", column, err)
	}
	return value, nil
}

// box loads the key of one person. Lists join person_keys instead and use PersonBox.
func (s *Store) box(ctx context.Context, participantID string) (Box, error) {
	var wrapped []byte
	if err := s.get(ctx, &wrapped, "select wrapped from person_keys where participant_id = ?", participantID); err != nil {
		return Box{}, fmt.Errorf("key of participant %s: %w", participantID, err)
	}
	return s.sealer.PersonBox(participantID, wrapped)
}
