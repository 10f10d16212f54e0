package models

// Scan is a page of a signed attendance sheet that was scanned or photographed, or what became of one that was not kept.
type Scan struct {
	ID          string  `db:"id"`
	PublicID    string  `db:"public_id"`
	CentreID    string  `db:"centre_id"`
	Batch       string  `db:"batch"`    // the pages of one upload
	Position    int     `db:"position"` // in the upload, from 1
	State       string  `db:"state"`
	SessionID   *string `db:"session_id"`
	SheetID     *string `db:"sheet_id"`
	Page        int     `db:"page"` // as printed; 0 when it was not read
	Digest      string  `db:"digest"`
	Chunks      int     `db:"chunks"`
	CheckedAt   Instant `db:"checked_at"` // its signatures were compared with the list
	CheckedBy   *string `db:"checked_by"`
	WithdrawnAt Instant `db:"withdrawn_at"`
	WithdrawnBy *string `db:"withdrawn_by"`
	CreatedBy   *string `db:"created_by"`
	CreatedAt   Instant `db:"created_at"`
}

// What became of a page.
const (
	ScanFiled     = "classee"
	ScanUnread    = "illisible" // kept until somebody says of which session it is
	ScanDuplicate = "double"    // that page was there already: not kept
	ScanForeign   = "etrangere" // of another centre, or of a session the sender may not touch: not kept
)

// Limits of an upload of scans. A page is kept in grey, ScanSide dots at most along its longer side: 170 dpi of an A4.
const (
	MaxScanPages = 60
	ScanSide     = 2000
)

// Kept tells whether the page itself is there.
func (s Scan) Kept() bool { return s.Chunks > 0 }
