package reports

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// A sheet is read as a stream of XML tokens. Excelize's row iterator would unpack large parts to disk, keep whole
// tokens whatever their size, and end without a word where the XML is cut; an import needs the contrary.

const (
	maxToken  = 1 << 20  // bytes of one tag or text; a full cell, all escaped, stays below
	maxDepth  = 32       // elements inside one another
	maxTokens = 40 << 20 // over all parts read: 200,000 rows of 25 cells stay below
)

var errExcess = errors.New("the XML goes beyond what a workbook can hold")

// xmlStream gives the tokens of one part and refuses what would exhaust memory or time.
type xmlStream struct {
	decoder *xml.Decoder
	guard   *tokenGuard
	left    *int // tokens that may still be read, shared by all parts of the workbook
	depth   int
}

func newXMLStream(r io.Reader, left *int) *xmlStream {
	guard := &tokenGuard{source: r}
	return &xmlStream{decoder: xml.NewDecoder(guard), guard: guard, left: left}
}

func (s *xmlStream) next() (xml.Token, error) {
	s.guard.taken = 0
	if *s.left--; *s.left < 0 {
		return nil, errExcess
	}
	token, err := s.decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token.(type) {
	case xml.StartElement:
		s.depth++
	case xml.EndElement:
		s.depth--
	}
	if s.depth > maxDepth {
		return nil, errExcess
	}
	return token, nil
}

// text collects what the element just opened shows: its <t> texts, without the phonetic readings of East Asian names.
func (s *xmlStream) text() (string, error) {
	var text strings.Builder
	outside := s.depth - 1
	shown, phonetic := false, 0
	for {
		token, err := s.next()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			shown = t.Name.Local == "t"
			if t.Name.Local == "rPh" {
				phonetic++
			}
		case xml.EndElement:
			shown = false
			if t.Name.Local == "rPh" {
				phonetic--
			}
			if s.depth == outside {
				return unescapeCell(text.String()), nil
			}
		case xml.CharData:
			if shown && phonetic == 0 && text.Len() < maxToken {
				text.Write(t)
			}
		}
	}
}

// plain collects the characters directly inside the element just opened (<v>).
func (s *xmlStream) plain() (string, error) {
	var text strings.Builder
	outside := s.depth - 1
	for {
		token, err := s.next()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.CharData:
			if text.Len() < maxToken {
				text.Write(t)
			}
		case xml.EndElement:
			if s.depth == outside {
				return text.String(), nil
			}
		}
	}
}

// tokenGuard stops a token that grows without end: the decoder keeps a whole token in memory.
type tokenGuard struct {
	source io.Reader
	taken  int // bytes read since the last token
}

func (g *tokenGuard) Read(p []byte) (int, error) {
	if g.taken > maxToken {
		return 0, errExcess
	}
	n, err := g.source.Read(p)
	g.taken += n
	return n, err
}

func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// unescapeCell undoes _xHHHH_, the spreadsheet's way to write characters that XML does not allow.
func unescapeCell(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); {
		if code, ok := escapedCharacter(text[i:]); ok {
			out.WriteRune(code)
			i += len("_x0000_")
			continue
		}
		out.WriteByte(text[i])
		i++
	}
	return out.String()
}

func escapedCharacter(text string) (rune, bool) {
	if len(text) < 7 || text[:2] != "_x" || text[6] != '_' {
		return 0, false
	}
	var code rune
	for _, digit := range text[2:6] {
		value := strings.IndexRune("0123456789abcdef", digit|0x20)
		if value < 0 {
			return 0, false
		}
		code = code<<4 | rune(value)
	}
	return code, true
}
