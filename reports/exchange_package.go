package reports

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path"
	"strings"

	"jalon/models"
)

// Limits of an exchange workbook (interchange.md §2). Nothing in the file is believed before it is measured.
const (
	maxFileBytes     = 20 << 20  // as received
	maxUnpackedBytes = 512 << 20 // over all parts, referenced or not
	maxParts         = 2000      // a workbook of a spreadsheet has some dozens
	maxSmallPart     = 4 << 20   // content types, relations, list of sheets
)

// refuse says why the file as a whole cannot be read; the sentences are the exchange.* texts.
func refuse(key string, cause error) error {
	return &models.Error{Code: models.Invalid, Key: key, Err: cause}
}

// measured is a file whose parts have all been inflated once, within the limits.
type measured struct {
	archive *zip.Reader
	rows    map[string]int // part in lower case → rows that hold a value
}

// openPackage reads the file into memory and measures every part before anything is interpreted. Nothing is ever
// unpacked to disk.
func openPackage(file string) (*measured, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, refuse("exchange.unreadable", err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxFileBytes+1))
	if err != nil {
		return nil, refuse("exchange.unreadable", err)
	}
	return checkPackage(data)
}

func checkPackage(data []byte) (*measured, error) {
	if len(data) > maxFileBytes {
		return nil, &models.Error{Code: models.TooLarge, Key: "exchange.too_large"}
	}
	if err := checkSignature(data); err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, refuse("exchange.damaged", err)
	}
	if err := checkParts(archive); err != nil {
		return nil, err
	}
	m := &measured{archive, map[string]int{}}
	return m, m.checkContents()
}

var (
	oleSignature    = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	zipSignature    = []byte("PK\x03\x04")
	directoryEntry  = []byte("PK\x01\x02")
	encryptedStream = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
)

// checkSignature judges the file by its first bytes, not by its name. The directory entries are counted in the raw
// bytes, because listing millions of them would already take the memory the limit protects.
func checkSignature(data []byte) error {
	switch {
	case bytes.HasPrefix(data, oleSignature) && bytes.Contains(data, encryptedStream):
		return refuse("exchange.encrypted", nil)
	case bytes.HasPrefix(data, oleSignature):
		return refuse("exchange.old_format", nil)
	case !bytes.HasPrefix(data, zipSignature):
		return refuse("exchange.not_workbook", nil)
	case bytes.Count(data, directoryEntry) > maxParts:
		return refuse("exchange.bomb", nil)
	}
	return nil
}

// checkParts looks at the directory: names, encryption, declared sizes.
func checkParts(archive *zip.Reader) error {
	seen := map[string]bool{}
	var declared uint64
	for _, part := range archive.File {
		name := strings.ToLower(part.Name)
		switch {
		case part.Flags&1 != 0:
			return refuse("exchange.encrypted", nil)
		case isMacroPart(name):
			return refuse("exchange.macros", nil)
		case seen[name], strings.Contains(name, ".."), strings.HasPrefix(name, "/"), strings.Contains(name, `\`):
			return refuse("exchange.damaged", errors.New("part name "+part.Name))
		}
		seen[name] = true
		declared += min(part.UncompressedSize64, maxUnpackedBytes+1) // no overflow: at most maxParts terms
	}
	if declared > maxUnpackedBytes {
		return refuse("exchange.bomb", nil)
	}
	return nil
}

func isMacroPart(name string) bool {
	return path.Base(name) == "vbaproject.bin" || strings.Contains(name, "macrosheets/")
}

// checkContents inflates every part once, counting: the sizes of the directory may lie. XML parts are searched for
// a document type, which a workbook never has and which can name files and addresses to fetch.
func (m *measured) checkContents() error {
	var total int64
	buffer := make([]byte, 64<<10)
	for _, part := range m.archive.File {
		content, err := part.Open()
		if err != nil {
			return refuse("exchange.damaged", err)
		}
		found, rows := &declarationFinder{}, &rowCounter{}
		into := io.MultiWriter() // to nowhere
		if isXML(part.Name) {
			into = io.MultiWriter(found, rows)
		}
		n, err := io.CopyBuffer(struct{ io.Writer }{into}, io.LimitReader(content, maxUnpackedBytes+1-total), buffer)
		_ = content.Close()
		total += n
		switch {
		case total > maxUnpackedBytes:
			return refuse("exchange.bomb", nil)
		case err != nil:
			return refuse("exchange.damaged", err)
		case found.found:
			return refuse("exchange.doctype", nil)
		}
		m.rows[strings.ToLower(part.Name)] = rows.rows
	}
	return checkContentTypes(m.archive)
}

func isXML(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".xml", ".rels", ".vml":
		return true
	}
	return false
}

// checkContentTypes refuses macros kept under an innocent name. Only parts that are there count: some programs
// declare a type for macros in every workbook.
func checkContentTypes(archive *zip.Reader) error {
	text, err := readSmallPart(archive, "[Content_Types].xml")
	if err != nil {
		return refuse("exchange.not_workbook", err)
	}
	var types struct {
		Defaults  []contentType `xml:"Default"`
		Overrides []contentType `xml:"Override"`
	}
	if err := xml.Unmarshal(text, &types); err != nil {
		return refuse("exchange.damaged", err)
	}
	kinds := map[string]string{}
	for _, t := range types.Defaults {
		kinds["."+strings.ToLower(t.Extension)] = t.Type
	}
	for _, t := range types.Overrides {
		kinds[strings.ToLower(strings.TrimPrefix(t.Part, "/"))] = t.Type
	}
	for _, part := range archive.File {
		name := strings.ToLower(part.Name)
		kind, ok := kinds[name]
		if !ok {
			kind = kinds[path.Ext(name)]
		}
		if isMacroType(strings.ToLower(kind)) {
			return refuse("exchange.macros", nil)
		}
	}
	return nil
}

type contentType struct {
	Extension string `xml:"Extension,attr"`
	Part      string `xml:"PartName,attr"`
	Type      string `xml:"ContentType,attr"`
}

func isMacroType(kind string) bool {
	return strings.Contains(kind, "macroenabled") || strings.Contains(kind, "vbaproject") || strings.Contains(kind, "macrosheet")
}

// declarationFinder is a writer that looks for a document type or entity declaration, across chunks and in UTF-16.
type declarationFinder struct {
	tail  []byte
	found bool
}

var declarations = [][]byte{[]byte("<!DOCTYPE"), []byte("<!ENTITY"), []byte("<\x00!\x00D\x00O\x00"), []byte("<\x00!\x00E\x00N\x00")}

func (d *declarationFinder) Write(p []byte) (int, error) {
	const longest = 9
	joint := append(d.tail, p[:min(len(p), longest)]...) // what straddles two chunks
	for _, word := range declarations {
		d.found = d.found || bytes.Contains(p, word) || bytes.Contains(joint, word)
	}
	d.tail = append([]byte(nil), p[max(0, len(p)-longest):]...)
	return len(p), nil
}

// rowCounter is a writer that counts the rows of a sheet that hold a value, by the names of the tags alone: a file
// with too many is refused before it is interpreted.
type rowCounter struct {
	tag    []byte // the beginning of a tag cut by the end of a chunk
	inside bool   // between < and the end of the tag's name
	filled bool   // the current row is counted
	rows   int
}

func (c *rowCounter) Write(p []byte) (int, error) {
	const longest = 64 // a name longer than that is none of ours
	for rest := p; ; {
		if !c.inside {
			at := bytes.IndexByte(rest, '<')
			if at < 0 {
				return len(p), nil
			}
			rest, c.inside, c.tag = rest[at+1:], true, c.tag[:0]
		}
		end := nameEnd(rest[:min(len(rest), longest)])
		if end == len(rest) {
			c.tag = append(c.tag, rest...)
			return len(p), nil
		}
		c.see(append(c.tag, rest[:end]...))
		rest, c.inside = rest[end:], false
	}
}

// nameEnd is the length of the name of a tag, or of text when the name goes on.
func nameEnd(text []byte) int {
	for i, b := range text {
		switch b {
		case ' ', '/', '>', '<', '\t', '\r', '\n':
			return i
		}
	}
	return len(text)
}

// see is given the name of each tag as it opens.
func (c *rowCounter) see(name []byte) {
	if at := bytes.IndexByte(name, ':'); at >= 0 {
		name = name[at+1:]
	}
	switch string(name) {
	case "row":
		c.filled = false
	case "v", "is":
		if !c.filled {
			c.filled = true
			c.rows++
		}
	}
}

// readSmallPart reads one of the parts that describe the package.
func readSmallPart(archive *zip.Reader, name string) ([]byte, error) {
	part := findPart(archive, name)
	if part == nil {
		return nil, errors.New("no part " + name)
	}
	content, err := part.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = content.Close() }()
	text, err := io.ReadAll(io.LimitReader(content, maxSmallPart+1))
	if err == nil && len(text) > maxSmallPart {
		err = errors.New("part too large: " + name)
	}
	return text, err
}

// findPart is nil when the package has no such part; names do not mind case.
func findPart(archive *zip.Reader, name string) *zip.File {
	for _, part := range archive.File {
		if strings.EqualFold(part.Name, name) {
			return part
		}
	}
	return nil
}
