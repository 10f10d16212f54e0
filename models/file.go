package models

import (
	"slices"
	"strings"
	"unicode"
)

// Kinds of a document of a person.
const (
	FilePermit      = "titre_sejour"
	FileDiploma     = "diplome"
	FileCV          = "cv"
	FileCertificate = "attestation"
	FileContract    = "contrat"
	FileOther       = "autre"
)

// FileKinds are the kinds in the order shown.
var FileKinds = []string{FilePermit, FileDiploma, FileCV, FileCertificate, FileContract, FileOther}

// Formats a document may have; they are found in the content, never in the name nor in what the browser says.
const (
	FormatPDF  = "pdf"
	FormatJPEG = "jpg"
	FormatPNG  = "png"
	FormatDOCX = "docx"
	FormatODT  = "odt"
)

// Limits of documents (ASVS 5.0, 5.2.1 and 5.2.4): bytes and numbers.
const (
	MaxFileSize           = 10 << 20
	MaxFilesPerSubmission = 20
	MaxFilesPerPerson     = 200
	MaxUpload             = 24 << 20 // the files of one submission together
	FileReminderDays      = 60       // a document appears in « À compléter » that many days before its end
	maxFileName           = 100      // characters, without the extension
	maxFileComment        = 500
)

// File is a document of a person. Its content lies in sealed chunks; its name and what was written about it are sealed too.
type File struct {
	ID            string  `db:"id"`
	PublicID      string  `db:"public_id"`
	CentreID      string  `db:"centre_id"`
	ParticipantID string  `db:"participant_id"`
	Kind          string  `db:"kind"`
	Format        string  `db:"format"`
	Size          int     `db:"size"` // bytes kept
	ExpiresOn     Date    `db:"expires_on"`
	AddedOn       Date    `db:"added_on"`
	DetailsSealed []byte  `db:"details_sealed"`
	WithdrawnAt   Instant `db:"withdrawn_at"`
	WithdrawnBy   *string `db:"withdrawn_by"`
	CreatedBy     *string `db:"created_by"`
	CreatedAt     Instant `db:"created_at"`
	Version       int     `db:"version"`
	FileDetails   `db:"-"`
}

// FileDetails is what is written about a document. Chunks is how many its content has: one that lost its end does not open.
type FileDetails struct {
	Name    string
	Comment string
	Reason  string // why it was withdrawn
	Chunks  int
}

// MediaType is what the browser is told when the document is downloaded.
func (f File) MediaType() string {
	switch f.Format {
	case FormatPDF:
		return "application/pdf"
	case FormatJPEG:
		return "image/jpeg"
	case FormatPNG:
		return "image/png"
	case FormatDOCX:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case FormatODT:
		return "application/vnd.oasis.opendocument.text"
	}
	return "application/octet-stream"
}

// Expiry says how a document stands on a day: "" without an end or far from it, "soon" within FileReminderDays, "over".
func (f File) Expiry(today Date) string {
	switch {
	case f.ExpiresOn == "" || f.ExpiresOn > today.AddDays(FileReminderDays):
		return ""
	case f.ExpiresOn < today:
		return "over"
	}
	return "soon"
}

// CheckFile says what is wrong with what was typed about a document. An end long past, or in another century, is a slip.
func CheckFile(f File, today Date) Problems {
	problems := Problems{}
	if !slices.Contains(FileKinds, f.Kind) {
		problems.Add("kind", "file.problem.kind")
	}
	if f.ExpiresOn != "" && (f.ExpiresOn < today.AddMonths(-12*20) || f.ExpiresOn > today.AddMonths(12*30)) {
		problems.Add("expires_on", "file.problem.expires")
	}
	hidden := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }
	if len([]rune(f.Comment)) > maxFileComment || strings.ContainsFunc(f.Comment, hidden) {
		problems.Add("comment", "file.problem.comment", "Max", maxFileComment)
	}
	return problems
}

// CleanFileName makes of a name given by a browser one that is safe to show and to save: no folder, no control or
// direction character (U+202E makes « exe.pdf » read « fdp.exe »), 100 characters at most, the extension of the content. A content
// of no known format leaves the name its own.
func CleanFileName(name, format string) string {
	name = strings.ToValidUTF8(name, "")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
			return -1
		case strings.ContainsRune(`:*?"<>|`, r):
			return '-'
		}
		return r
	}, name)
	if dot := strings.LastIndexByte(name, '.'); format != "" && dot >= 0 && slices.Contains([]string{"pdf", "jpg", "jpeg", "jpe", "jfif", "png", "docx", "odt"}, strings.ToLower(name[dot+1:])) {
		name = name[:dot]
	}
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if runes := []rune(name); len(runes) > maxFileName {
		name = strings.TrimRight(string(runes[:maxFileName]), ". ")
	}
	if name == "" {
		name = "document"
	}
	if format == "" {
		return name
	}
	return name + "." + format
}
