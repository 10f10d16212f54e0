package models

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
)

// A PDF is not rewritten: it is read to make sure that opening it does nothing but show pages. It is read token by token
// and not through its table of objects, because readers repair a wrong table each in their own way: what is not
// a stream or a text is looked at wherever it stands, object streams are unpacked, and a stream or a text in which an
// object could hide (« 1 0 obj ») is looked at too.

// maxPDFSize bounds what the object streams of a PDF unpack to, in bytes.
const maxPDFSize = 48 << 20

// What a document to be read needs not: programs, forms that send themselves, things that play, start or come along.
var (
	pdfScripts = []string{"JavaScript", "JS", "Launch", "RichMedia", "XFA", "SubmitForm", "ImportData", "Rendition", "Movie", "Sound", "3D"}
	pdfCarries = []string{"EmbeddedFile", "EF", "Collection"} // not EmbeddedFiles: many writers leave an empty list of them
	pdfCoded   = []string{"ASCIIHexDecode", "AHx", "ASCII85Decode", "A85", "LZWDecode", "LZW", "RunLengthDecode", "RL", "Crypt", "DCTDecode", "DCT",
		"CCITTFaxDecode", "CCF", "JBIG2Decode", "JPXDecode", "DecodeParms", "DP", "F", "FFilter", "FDecodeParms"}
)

var (
	pdfObject = regexp.MustCompile(`\d\s+\d+\s+obj\b`)
	pdfFlate  = regexp.MustCompile(`/Filter\s*\[?\s*/Fl(ateDecode)?\b`)
)

// checkPDF refuses a PDF with a program, an attached file or a password, and one that is cut short.
func checkPDF(data []byte) error {
	tail := data[max(0, len(data)-2048):]
	if !bytes.Contains(tail, []byte("%%EOF")) {
		return refuseFile("pdf")
	}
	scan := pdfScan{left: maxPDFSize}
	if err := scan.read(data, true); err != nil {
		return err
	}
	if !scan.objects {
		return refuseFile("pdf")
	}
	return nil
}

// pdfScan walks through a PDF.
type pdfScan struct {
	left     int64 // bytes its object streams may still unpack to
	objects  bool  // at least one object was met
	unclosed bool  // a text never ended: parentheses mean nothing any more
}

// read looks at the syntax of a piece of PDF. streams tells whether it may hold streams: an object stream holds none.
func (s *pdfScan) read(data []byte, streams bool) error {
	dictionary := 0 // where the tokens of the present object begin
	for at := 0; at < len(data); {
		length, err := 1, error(nil)
		switch b := data[at]; {
		case b == '%':
			length = lineLength(data[at:])
			err = s.hidden(data[at : at+length])
		case b == '(':
			length = s.text(data[at:])
			err = s.hidden(data[at : at+length])
		case b == '/':
			name, n := pdfName(data[at:])
			length, err = n, checkPDFName(name)
		case isRegular(b):
			length = regularLength(data[at:])
			switch word := string(data[at : at+min(length, 10)]); {
			case word == "obj":
				dictionary, s.objects = at+length, true
			case word == "stream" && streams:
				var body int
				body, err = s.stream(data[dictionary:at], data[at+length:])
				length += body
				dictionary = at + length
			}
		}
		if err != nil {
			return err
		}
		at += length
	}
	return nil
}

// stream looks at what stands between « stream » and « endstream » and gives its length.
func (s *pdfScan) stream(dictionary, rest []byte) (int, error) {
	length := bytes.Index(rest, []byte("endstream"))
	if length < 0 {
		return 0, refuseFile("pdf")
	}
	body, names := rest[:length], pdfNames(dictionary)
	holds := func(name string) bool { return slices.Contains(names, name) }
	if !holds("ObjStm") && (!holds("N") || !holds("First")) { // readers need these two and may do without the first
		return length, s.hidden(body)
	}
	for _, name := range names {
		if slices.Contains(pdfCoded, name) {
			return 0, refuseFile("pdf")
		}
	}
	body = bytes.TrimPrefix(bytes.TrimPrefix(body, []byte("\r")), []byte("\n"))
	if !holds("Filter") {
		return length, s.read(body, false)
	}
	flate := func(name string) bool { return name == "Filter" || name == "FlateDecode" || name == "Fl" }
	if once := slices.DeleteFunc(names, func(name string) bool { return !flate(name) }); len(once) != 2 || !pdfFlate.Match(plainNames(dictionary)) {
		return 0, refuseFile("pdf") // every writer packs objects with Flate, once; another way would hide what they are
	}
	unpacked, err := s.inflate(body)
	if err != nil {
		return 0, err
	}
	return length, s.read(unpacked, false)
}

// inflate unpacks an object stream.
func (s *pdfScan) inflate(body []byte) ([]byte, error) {
	packed, err := zlib.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, refuseFile("pdf")
	}
	content, err := io.ReadAll(io.LimitReader(packed, s.left+1))
	if s.left -= int64(len(content)); s.left < 0 {
		return nil, refuseFile("bomb")
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, refuseFile("pdf")
	}
	return content, nil
}

// hidden looks inside a stream, a text or a comment when an object could stand there for a reader that follows a false
// table; a picture or a page of text never looks like that.
func (s *pdfScan) hidden(data []byte) error {
	if !bytes.Contains(data, []byte("obj")) || !pdfObject.Match(data) {
		return nil
	}
	for _, name := range pdfNames(data) {
		if err := checkPDFName(name); err != nil {
			return err
		}
	}
	return nil
}

func checkPDFName(name string) error {
	switch {
	case name == "Encrypt":
		return refuseFile("password")
	case slices.Contains(pdfScripts, name):
		return refuseFile("script")
	case slices.Contains(pdfCarries, name):
		return refuseFile("attached")
	}
	return nil
}

// pdfNames are the names that stand in a piece of PDF, in clear.
func pdfNames(data []byte) []string {
	var names []string
	for {
		at := bytes.IndexByte(data, '/')
		if at < 0 {
			return names
		}
		name, length := pdfName(data[at:])
		names, data = append(names, name), data[at+length:]
	}
}

// plainNames is a dictionary whose names are written in clear.
func plainNames(dictionary []byte) []byte {
	var out []byte
	for {
		at := bytes.IndexByte(dictionary, '/')
		if at < 0 {
			return append(out, dictionary...)
		}
		name, length := pdfName(dictionary[at:])
		out = append(append(append(out, dictionary[:at]...), '/'), name...)
		dictionary = dictionary[at+length:]
	}
}

// pdfName reads a name that starts with « / »: /J#53 is /JS (ISO 32000-1, 7.3.5).
func pdfName(data []byte) (name string, length int) {
	length = 1 + regularLength(data[1:])
	raw := data[1:length]
	if bytes.IndexByte(raw, '#') < 0 {
		return string(raw), length
	}
	var out []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			if code, err := strconv.ParseUint(string(raw[i+1:i+3]), 16, 8); err == nil {
				out = append(out, byte(code))
				i += 2
				continue
			}
		}
		out = append(out, raw[i])
	}
	return string(out), length
}

// isRegular: neither white space nor one of the ten delimiters (ISO 32000-1, 7.2.2).
func isRegular(b byte) bool { return b > ' ' && bytes.IndexByte([]byte("()<>[]{}/%"), b) < 0 }

func regularLength(data []byte) int {
	n := 0
	for n < len(data) && isRegular(data[n]) {
		n++
	}
	return n
}

func lineLength(data []byte) int {
	if n := bytes.IndexAny(data, "\r\n"); n >= 0 {
		return n
	}
	return len(data)
}

// text is the length of a text in parentheses, which may hold others. After one that never ends, none is looked for: what
// follows is read as syntax, once.
func (s *pdfScan) text(data []byte) int {
	depth := 0
	for i := 0; i < len(data) && !s.unclosed; i++ {
		switch data[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	s.unclosed = true
	return 1
}
