package models

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// Bounds of a DOCX or ODT once unpacked: far above any letter, far below a bomb.
const (
	maxOfficeParts = 2_000
	maxOfficeSize  = 40 << 20 // bytes, all parts together
)

const (
	wordMainType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	odtType      = "application/vnd.oasis.opendocument.text"
)

// checkOffice tells a DOCX from an ODT and refuses what carries macros, fetches something from elsewhere, defines
// entities, has a password, or would unpack to more than maxOfficeSize.
func checkOffice(data []byte) (string, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", refuseFile("office")
	}
	size := uint64(0)
	for _, part := range archive.File {
		size += min(part.UncompressedSize64, maxOfficeSize)
	}
	if len(archive.File) > maxOfficeParts || size > maxOfficeSize {
		return "", refuseFile("bomb")
	}
	found, left := officeFacts{}, int64(maxOfficeSize)
	for _, part := range archive.File {
		content, err := unpack(part, left)
		if err != nil {
			return "", err
		}
		left -= int64(len(content))
		if err := found.look(strings.ToLower(part.Name), content); err != nil {
			return "", err
		}
	}
	return found.format()
}

// unpack reads one part, never more than limit bytes whatever the archive says of its size.
func unpack(part *zip.File, limit int64) ([]byte, error) {
	if part.Flags&1 != 0 {
		return nil, refuseFile("password")
	}
	if name := part.Name; path.IsAbs(name) || strings.Contains(name, "..") || strings.Contains(name, `\`) {
		return nil, refuseFile("office")
	}
	opened, err := part.Open()
	if err != nil {
		return nil, refuseFile("office")
	}
	defer func() { _ = opened.Close() }()
	content, err := io.ReadAll(io.LimitReader(opened, limit+1))
	if int64(len(content)) > limit {
		return nil, refuseFile("bomb")
	}
	if err != nil {
		return nil, refuseFile("office")
	}
	return content, nil
}

// officeFacts is what the parts of an archive say of its format.
type officeFacts struct{ wordType, wordBody, odtType, odtBody bool }

func (f officeFacts) format() (string, error) {
	switch {
	case f.wordType && f.wordBody:
		return FormatDOCX, nil
	case f.odtType && f.odtBody:
		return FormatODT, nil
	}
	return "", refuseFile("format")
}

func (f *officeFacts) look(name string, content []byte) error {
	for _, word := range []string{"vbaproject", "vbadata", "activex/", "oleobject", "basic/", "scripts/"} {
		if strings.Contains(name, word) {
			return refuseFile("macro")
		}
	}
	if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") || strings.HasSuffix(name, ".rdf") {
		plain := bytes.ReplaceAll(content, []byte{0}, nil) // in UTF-16 every other byte is zero
		if bytes.Contains(plain, []byte("<!DOCTYPE")) || bytes.Contains(plain, []byte("<!ENTITY")) {
			return refuseFile("entity")
		}
		if bytes.Contains(plain, []byte("macroEnabled")) || bytes.Contains(plain, []byte("vnd.sun.star.script:")) {
			return refuseFile("macro")
		}
	}
	switch {
	case name == "[content_types].xml":
		f.wordType = bytes.Contains(content, []byte(wordMainType))
	case name == "word/document.xml":
		f.wordBody = true
	case name == "mimetype":
		f.odtType = strings.TrimSpace(string(content)) == odtType
	case name == "content.xml":
		f.odtBody = true
	case name == "meta-inf/manifest.xml" && bytes.Contains(content, []byte("encryption-data")):
		return refuseFile("password")
	case strings.HasSuffix(name, ".rels"):
		return checkRelations(content)
	}
	return nil
}

// checkRelations refuses a part that Word would fetch from elsewhere when the document is opened (a template with macros,
// a picture that tells who reads); a link that the reader follows is no such thing.
func checkRelations(content []byte) error {
	words := xml.NewDecoder(bytes.NewReader(content))
	for {
		token, err := words.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return refuseFile("office")
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		external, link := false, false
		for _, a := range element.Attr {
			external = external || a.Name.Local == "TargetMode" && strings.EqualFold(a.Value, "External")
			link = link || a.Name.Local == "Type" && strings.HasSuffix(a.Value, "/hyperlink")
		}
		if external && !link {
			return refuseFile("external")
		}
	}
}
