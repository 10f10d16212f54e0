package store

import (
	"context"
	"fmt"

	"jalon/models"
)

const fileColumns = `id, public_id, centre_id, participant_id, kind, format, size, expires_on, added_on, details_sealed,
	withdrawn_at, withdrawn_by, created_by, created_at, version`

// fileChunk is how many bytes of a document are sealed together: what is held in memory while one is written or read.
const fileChunk = 64 << 10

// FileView is a document with who added it and whose it is.
type FileView struct {
	models.File
	Person     string `db:"person"` // public id
	FamilyName string `db:"family_name"`
	GivenName  string `db:"given_name"`
	Author     string `db:"author"`
}

// PersonName is the person's as lists write it; Name is that of the document.
func (v FileView) PersonName() string { return models.ListName(v.FamilyName, v.GivenName) }

func (v FileView) entry() models.JournalEntry {
	return models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID, Participant: v.Person}
}

const fileSource = `, p.public_id as person, p.family_name, p.given_name, coalesce(u.name, '') as author
	from files f join participants p on p.id = f.participant_id left join users u on u.id = f.created_by where `

// Files lists the documents of a person within a scope, newest first, those withdrawn included.
func (s *Store) Files(ctx context.Context, scope models.Scope, personPublicID string) ([]FileView, error) {
	condition, args := within(scope, models.KindDocument)
	var all []FileView
	err := s.list(ctx, &all, "select "+prefixed("f", fileColumns)+fileSource+condition+" and p.public_id = ? order by f.added_on desc, f.id desc",
		append(args, personPublicID)...)
	return all, s.openDetails(ctx, all, err)
}

// File finds one document by its public id, within the scope.
func (s *Store) File(ctx context.Context, scope models.Scope, publicID string) (FileView, error) {
	condition, args := within(scope, models.KindDocument)
	all := make([]FileView, 1)
	err := s.get(ctx, &all[0], "select "+prefixed("f", fileColumns)+fileSource+condition+" and f.public_id = ?", append(args, publicID)...)
	err = s.openDetails(ctx, all, err)
	return all[0], err
}

// openDetails opens what is written about documents, person after person.
func (s *Store) openDetails(ctx context.Context, files []FileView, err error) error {
	if err != nil {
		return err
	}
	var box Box
	for i := range files {
		f := &files[i].File
		if box.owner != f.ParticipantID {
			if box, err = s.box(ctx, f.ParticipantID); err != nil {
				return err
			}
		}
		if f.FileDetails, err = OpenJSON[models.FileDetails](box, "file "+f.ID, f.DetailsSealed); err != nil {
			return err
		}
	}
	return nil
}

// NewFile is a document to add: what was typed, and its content as models.ReadFile gave it.
type NewFile struct {
	models.File
	Content []byte
}

// AddFiles adds documents to the file of a person, all of them or none. A person has at most models.MaxFilesPerPerson.
func (s *Store) AddFiles(ctx context.Context, scope models.Scope, personPublicID string, files []NewFile) error {
	return s.Atomically(ctx, func(tx *Store) error {
		p, err := tx.writable(ctx, scope, models.KindDocument, models.Create, personPublicID)
		if err != nil {
			return err
		}
		there, err := tx.count(ctx, "select count(*) from files where participant_id = ?", p.ID)
		if err != nil {
			return err
		}
		if there+len(files) > models.MaxFilesPerPerson {
			return models.Refuse(models.Invalid, "file.problem.full", "Max", models.MaxFilesPerPerson)
		}
		box, err := tx.box(ctx, p.ID)
		if err != nil {
			return err
		}
		for _, f := range files {
			if err := tx.addFile(ctx, scope, box, p, f); err != nil {
				return err
			}
		}
		return nil
	})
}

// writable finds the person a record of a kind is written about, and holds them until the end of the transaction.
func (s *Store) writable(ctx context.Context, scope models.Scope, kind, action, personPublicID string) (models.Participant, error) {
	var p models.Participant
	if scope.Action() != action {
		return p, models.ErrForbidden
	}
	condition, args := within(scope, kind)
	err := s.get(ctx, &p, "select p.id, p.public_id, p.centre_id from participants p where p.public_id = ? and "+condition,
		append([]any{personPublicID}, args...)...)
	if err != nil {
		return p, err
	}
	return p, s.lockPerson(ctx, p.ID)
}

func (s *Store) addFile(ctx context.Context, scope models.Scope, box Box, p models.Participant, n NewFile) error {
	f := n.File
	if err := models.CheckFile(f, s.Today()).AsError(); err != nil {
		return err
	}
	f.ID, f.PublicID, f.CentreID, f.ParticipantID, f.Version = models.NewID(), models.NewPublicID(), p.CentreID, p.ID, 1
	f.AddedOn, f.CreatedAt, f.CreatedBy = s.Today(), s.Now(), nullable(scope.Actor().UserID)
	f.Size, f.Chunks = len(n.Content), (len(n.Content)+fileChunk-1)/fileChunk
	var err error
	if f.DetailsSealed, err = SealJSON(box, "file "+f.ID, f.FileDetails); err != nil {
		return err
	}
	if err := s.insert(ctx, "files", fileColumns, f); err != nil {
		return err
	}
	for i := range f.Chunks {
		id := chunkID(f.ID, i)
		part := n.Content[i*fileChunk : min((i+1)*fileChunk, len(n.Content))]
		_, err := s.exec(ctx, "insert into file_chunks (id, file_id, participant_id, content_sealed) values (?, ?, ?, ?)",
			id, f.ID, p.ID, box.Seal("file chunk "+id, string(part)))
		if err != nil {
			return err
		}
	}
	return s.journal(ctx, scope, models.JournalEntry{CentreID: f.CentreID, Record: f.PublicID, Participant: p.PublicID})
}

// chunkID names a chunk by its document and its position.
func chunkID(fileID string, position int) string { return fmt.Sprintf("%s.%03d", fileID, position) }

// OpenFile finds a document to be downloaded and writes it down, before the first byte goes out. A withdrawn one is
// opened by nobody until it is put back.
func (s *Store) OpenFile(ctx context.Context, scope models.Scope, publicID string) (FileView, error) {
	var f FileView
	err := s.Audited(ctx, scope, func(tx *Store) (models.JournalEntry, error) {
		var err error
		if f, err = tx.File(ctx, scope, publicID); err == nil && !f.WithdrawnAt.IsZero() {
			err = models.Refuse(models.Conflict, "file.withdrawn")
		}
		return f.entry(), err
	})
	return f, err
}

// FileContent gives the content of a document that OpenFile opened, piece after piece. No transaction is held meanwhile,
// however slow the reader.
func (s *Store) FileContent(ctx context.Context, f FileView, write func([]byte) error) error {
	box, err := s.box(ctx, f.ParticipantID)
	if err != nil {
		return err
	}
	for i := range f.Chunks {
		id := chunkID(f.ID, i)
		var sealed []byte
		if err := s.get(ctx, &sealed, "select content_sealed from file_chunks where id = ?", id); err != nil {
			return fmt.Errorf("chunk %d of file %s: %w", i, f.PublicID, err)
		}
		part, err := box.Open("file chunk "+id, sealed)
		if err != nil {
			return err
		}
		if err := write([]byte(part)); err != nil {
			return err
		}
	}
	return nil
}
