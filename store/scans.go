package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"jalon/models"
)

const scanColumns = `id, public_id, centre_id, batch, position, state, session_id, sheet_id, page, digest, chunks, checked_at, checked_by,
	withdrawn_at, withdrawn_by, created_by, created_at`

// ScanView is a page with the session it is of, when it is filed, and the sheet it was printed as.
type ScanView struct {
	models.Scan
	Session  string      `db:"session"` // public id
	Title    string      `db:"title"`
	OnDate   models.Date `db:"on_date"`
	StartsAt string      `db:"starts_at"`
	EndsAt   string      `db:"ends_at"`
	Place    string      `db:"place"`
	Room     string      `db:"room"`
	Number   string      `db:"number"` // of the sheet, "" when it was not read
	Places   string      `db:"places"`
	WasOn    models.Date `db:"was_on"` // as printed
	WasFrom  string      `db:"was_from"`
	WasTo    string      `db:"was_to"`
	WasPlace string      `db:"was_place"`
	WasRoom  string      `db:"was_room"`
	Author   string      `db:"author"`
}

// Sheet is the sheet as it was printed.
func (v ScanView) Sheet() models.Sheet {
	return models.Sheet{Number: v.Number, Places: v.Places, OnDate: v.WasOn, StartsAt: v.WasFrom, EndsAt: v.WasTo, Place: v.WasPlace, Room: v.WasRoom}
}

// Moved tells whether the session was moved after the sheet was printed.
func (v ScanView) Moved() bool {
	return v.Number != "" && v.Sheet().Moved(models.Session{OnDate: v.OnDate, StartsAt: v.StartsAt, EndsAt: v.EndsAt, Place: v.Place, Room: v.Room})
}

var scanRow = "select " + prefixed("z", scanColumns) + `, coalesce(s.public_id, '') as session, coalesce(s.title, '') as title, s.on_date,
	coalesce(s.starts_at, '') as starts_at, coalesce(s.ends_at, '') as ends_at, coalesce(s.place, '') as place, coalesce(s.room, '') as room,
	coalesce(h.number, '') as number, coalesce(h.places, '') as places, h.on_date as was_on, coalesce(h.starts_at, '') as was_from,
	coalesce(h.ends_at, '') as was_to, coalesce(h.place, '') as was_place, coalesce(h.room, '') as was_room, coalesce(u.name, '') as author
	from scans z left join sessions s on s.id = z.session_id left join sheets h on h.id = z.sheet_id left join users u on u.id = z.created_by
	where `

// NewScan is a page to add: what its code says and its picture.
type NewScan struct {
	Code  string
	Image []byte
}

// AddScans files each page of an upload to the session its code names, and says what became of it. A page whose code cannot
// be read is kept for somebody to say; a second scan of a page and one of another centre are not kept. scope is of scans to
// create, attendance of attendance to update. batch names the upload.
func (s *Store) AddScans(ctx context.Context, scope, attendance models.Scope, batch string, pages []NewScan) error {
	centres := scope.Centres()
	if scope.Kind() != models.KindScan || scope.Action() != models.Create || len(centres) == 0 {
		return models.ErrForbidden
	}
	return s.Atomically(ctx, func(tx *Store) error {
		var lines []models.JournalEntry
		for i, page := range pages {
			sum := sha256.Sum256(page.Image)
			z := models.Scan{ID: models.NewID(), PublicID: models.NewPublicID(), CentreID: centres[0], Batch: batch, Position: i + 1,
				Digest: hex.EncodeToString(sum[:16]), CreatedBy: nullable(scope.Actor().UserID), CreatedAt: tx.Now()}
			if err := tx.placeScan(ctx, attendance, &z, page.Code); err != nil {
				return err
			}
			if err := tx.keepScan(ctx, z, page.Image); err != nil {
				return err
			}
			lines = append(lines, models.JournalEntry{CentreID: z.CentreID, Record: z.PublicID, Detail: z.State})
		}
		for _, line := range lines {
			if err := tx.journal(ctx, scope, line); err != nil {
				return err
			}
		}
		return nil
	})
}

// placeScan decides what becomes of a page.
func (s *Store) placeScan(ctx context.Context, attendance models.Scope, z *models.Scan, code string) error {
	public, page, ok := models.ParseSheetCode(code)
	if !ok {
		z.State = models.ScanUnread
		same, err := s.count(ctx, "select count(*) from scans where centre_id = ? and digest = ? and chunks > 0 and withdrawn_at is null", z.CentreID, z.Digest)
		if same > 0 {
			z.State = models.ScanDuplicate
		}
		return err
	}
	condition, args := sessionsWithin(attendance)
	var sheet models.Sheet
	err := s.get(ctx, &sheet, "select "+prefixed("h", sheetColumns)+" from sheets h join sessions s on s.id = h.session_id where h.public_id = ? and "+condition,
		append([]any{public}, args...)...)
	if errors.Is(err, models.ErrNotFound) {
		z.State = models.ScanForeign
		return nil
	}
	if err != nil {
		return err
	}
	z.State, z.SessionID, z.SheetID, z.Page, z.CentreID = models.ScanFiled, &sheet.SessionID, &sheet.ID, page, sheet.CentreID
	if _, err := s.exec(ctx, "update sheets set number = number where id = ?", sheet.ID); err != nil {
		return err // held: the same page sent twice at once is kept once
	}
	same, err := s.count(ctx, "select count(*) from scans where sheet_id = ? and page = ? and state = 'classee' and withdrawn_at is null", sheet.ID, page)
	if same > 0 {
		z.State = models.ScanDuplicate
	}
	return err
}

// keepScan writes the row, and seals the picture under a key of its own when the page is kept.
func (s *Store) keepScan(ctx context.Context, z models.Scan, image []byte) error {
	kept := z.State == models.ScanFiled || z.State == models.ScanUnread
	if kept {
		z.Chunks = (len(image) + fileChunk - 1) / fileChunk
	}
	if err := s.insert(ctx, "scans", scanColumns, z); err != nil || !kept {
		return err
	}
	wrapped := s.sealer.NewPersonKey(z.ID)
	if _, err := s.exec(ctx, "insert into scan_keys (scan_id, wrapped) values (?, ?)", z.ID, wrapped); err != nil {
		return err
	}
	box, err := s.sealer.PersonBox(z.ID, wrapped)
	if err != nil {
		return err
	}
	for i := range z.Chunks {
		id := chunkID(z.ID, i)
		part := image[i*fileChunk : min((i+1)*fileChunk, len(image))]
		if _, err := s.exec(ctx, "insert into scan_chunks (id, scan_id, content_sealed) values (?, ?, ?)", id, z.ID, box.Seal("scan chunk "+id, string(part))); err != nil {
			return err
		}
	}
	return nil
}

// Scan finds one page by its public id, within the scope.
func (s *Store) Scan(ctx context.Context, scope models.Scope, publicID string) (ScanView, error) {
	condition, args := within(scope, models.KindScan)
	var v ScanView
	err := s.get(ctx, &v, scanRow+"z.public_id = ? and "+condition, append([]any{publicID}, args...)...)
	return v, err
}

// ScansOf lists the pages of one upload, in their order.
func (s *Store) ScansOf(ctx context.Context, scope models.Scope, batch string) ([]ScanView, error) {
	condition, args := within(scope, models.KindScan)
	var all []ScanView
	err := s.list(ctx, &all, scanRow+"z.batch = ? and "+condition+" order by z.position", append([]any{batch}, args...)...)
	return all, err
}

// SessionScans lists the pages filed to a session, in the order of their sheets.
func (s *Store) SessionScans(ctx context.Context, scope models.Scope, sessionPublicID string) ([]ScanView, error) {
	condition, args := within(scope, models.KindScan)
	var all []ScanView
	err := s.list(ctx, &all, scanRow+"s.public_id = ? and z.chunks > 0 and z.withdrawn_at is null and "+condition+" order by z.created_at, z.id",
		append([]any{sessionPublicID}, args...)...)
	return all, err
}

// scansListed bounds a list of pages that wait.
const scansListed = 50

// scansWaiting is the query behind WaitingScans.
func scansWaiting(scope models.Scope) (string, []any) {
	condition, args := within(scope, models.KindScan)
	return scanRow + condition + " and z.chunks > 0 and z.withdrawn_at is null and z.checked_at is null order by z.created_at desc, z.id desc limit ?",
		append(args, scansListed)
}

// WaitingScans lists the pages that are not filed or whose signatures nobody has compared, newest first: fifty at most.
func (s *Store) WaitingScans(ctx context.Context, scope models.Scope) ([]ScanView, error) {
	query, args := scansWaiting(scope)
	var all []ScanView
	err := s.list(ctx, &all, query, args...)
	return all, err
}

// PersonScans lists the pages of the sessions a person has a place in, newest first, within the scope of scans.
func (s *Store) PersonScans(ctx context.Context, scope models.Scope, personPublicID string) ([]ScanView, error) {
	condition, args := within(scope, models.KindScan)
	var all []ScanView
	err := s.list(ctx, &all, scanRow+`z.chunks > 0 and z.withdrawn_at is null and z.session_id in (select r.session_id from registrations r
		join participants q on q.id = r.participant_id where q.public_id = ? and r.place = 'inscrit') and `+condition+" order by s.on_date desc, z.id desc",
		append([]any{personPublicID}, args...)...)
	return all, err
}

// ScanImage is the picture of a page, a JPEG, with a line in the journal. A withdrawn page is shown to nobody.
func (s *Store) ScanImage(ctx context.Context, scope models.Scope, publicID string) ([]byte, error) {
	var image []byte
	err := s.Audited(ctx, scope, func(tx *Store) (models.JournalEntry, error) {
		v, err := tx.Scan(ctx, scope, publicID)
		if err != nil {
			return models.JournalEntry{}, err
		}
		if !v.Kept() || !v.WithdrawnAt.IsZero() {
			return models.JournalEntry{}, models.ErrNotFound
		}
		image, err = tx.scanContent(ctx, v.Scan)
		return models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID}, err
	})
	return image, err
}

func (s *Store) scanContent(ctx context.Context, z models.Scan) ([]byte, error) {
	var wrapped []byte
	if err := s.get(ctx, &wrapped, "select wrapped from scan_keys where scan_id = ?", z.ID); err != nil {
		return nil, fmt.Errorf("key of scan %s: %w", z.PublicID, err)
	}
	box, err := s.sealer.PersonBox(z.ID, wrapped)
	if err != nil {
		return nil, err
	}
	var image []byte
	for i := range z.Chunks {
		id := chunkID(z.ID, i)
		var sealed []byte
		if err := s.get(ctx, &sealed, "select content_sealed from scan_chunks where id = ?", id); err != nil {
			return nil, fmt.Errorf("chunk %d of scan %s: %w", i, z.PublicID, err)
		}
		part, err := box.Open("scan chunk "+id, sealed)
		if err != nil {
			return nil, err
		}
		image = append(image, part...)
	}
	return image, nil
}

// FileScan files a page whose code was not read to the session somebody chose, or to that of the sheet whose number they
// typed. scope is of scans to update, attendance of attendance to update.
func (s *Store) FileScan(ctx context.Context, scope, attendance models.Scope, publicID, sessionPublicID, number string) error {
	return s.Atomically(ctx, func(tx *Store) error {
		v, err := tx.Scan(ctx, scope, publicID)
		if err != nil {
			return err
		}
		if v.State != models.ScanUnread || !v.WithdrawnAt.IsZero() {
			return models.Refuse(models.Conflict, "scan.problem.filed")
		}
		session, sheet, err := tx.scanTarget(ctx, attendance, sessionPublicID, number)
		if err != nil {
			return err
		}
		if err := tx.change(ctx, "update scans set state = 'classee', session_id = ?, sheet_id = ? where id = ? and state = 'illisible'", session, sheet, v.ID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID, Detail: models.ScanFiled})
	})
}

// scanTarget is the session a page is filed to by hand: that of the number, else the one chosen. The sheet stays unknown: its
// page is not read, and two pages of one sheet may be filed that way.
func (s *Store) scanTarget(ctx context.Context, attendance models.Scope, sessionPublicID, number string) (session string, sheet *string, err error) {
	if number = strings.TrimSpace(number); number == "" {
		n, err := s.Session(ctx, attendance, sessionPublicID)
		if errors.Is(err, models.ErrNotFound) {
			return "", nil, models.Refuse(models.Invalid, "scan.problem.session")
		}
		return n.ID, nil, err
	}
	condition, args := sessionsWithin(attendance)
	err = s.get(ctx, &session, "select h.session_id from sheets h join sessions s on s.id = h.session_id where h.number = ? and "+condition,
		append([]any{number}, args...)...)
	if errors.Is(err, models.ErrNotFound) {
		return "", nil, models.Refuse(models.Invalid, "scan.problem.number", "Number", number)
	}
	return session, nil, err
}

// WithdrawScan takes a page out of use, or puts it back; the picture stays sealed where it is.
func (s *Store) WithdrawScan(ctx context.Context, scope models.Scope, publicID string, withdrawn bool) (ScanView, error) {
	var v ScanView
	err := s.Atomically(ctx, func(tx *Store) error {
		var err error
		if v, err = tx.Scan(ctx, scope, publicID); err != nil {
			return err
		}
		if !v.Kept() {
			return models.ErrNotFound
		}
		at, by := any(nil), any(nil)
		if withdrawn {
			at, by = tx.Now(), nullable(scope.Actor().UserID)
		} else if v.SheetID != nil {
			same, err := tx.count(ctx, "select count(*) from scans where sheet_id = ? and page = ? and state = 'classee' and withdrawn_at is null", *v.SheetID, v.Page)
			if err != nil {
				return err
			}
			if same > 0 {
				return models.Refuse(models.Conflict, "scan.problem.replaced")
			}
		}
		if err := tx.change(ctx, "update scans set withdrawn_at = ?, withdrawn_by = ? where id = ?", at, by, v.ID); err != nil {
			return err
		}
		return tx.journal(ctx, scope, models.JournalEntry{CentreID: v.CentreID, Record: v.PublicID})
	})
	return v, err
}
