package documents

import (
	"bytes"
	"compress/zlib"
	"image"
	"io"
	"regexp"
	"strconv"

	"golang.org/x/image/ccitt"

	"jalon/models"
)

// A PDF that comes from a scanner is a picture per page. The pictures are read where they stand, as models.ReadFile looks at
// syntax where it stands: streams are never inside object streams, so that no table of objects is needed.

// leastSide is the shorter side of a picture of a page, in dots: a logo is smaller.
const leastSide = 400

var (
	pdfImage     = regexp.MustCompile(`/Subtype\s*/Image\b`)
	pdfMaskOf    = regexp.MustCompile(`/S?Mask\s+(\d+)\s+\d+\s+R`)
	pdfObjectAt  = regexp.MustCompile(`(\d+)\s+\d+\s+obj\s*$`)
	pdfFilterOf  = regexp.MustCompile(`/Filter\s*(\[[^\]]*\]|/\w+)`)
	pdfNameOf    = regexp.MustCompile(`/(\w+)`)
	pdfPredictor = regexp.MustCompile(`/Predictor\s+(\d+)`)
	pdfInverse   = regexp.MustCompile(`/Decode\s*\[\s*1(\.0)?\s+0`)
	pdfStencil   = regexp.MustCompile(`/ImageMask\s+true`)
)

// pdfPages gives the pictures of the pages to f, in the order of the file. A PDF without one, and one with a picture in a
// format that is not read, are refused.
func pdfPages(data []byte, f func(picture image.Image, turn int) error) error {
	masks := map[string]bool{}
	for _, m := range pdfMaskOf.FindAllSubmatch(data, -1) {
		masks[string(m[1])] = true
	}
	pages, unread := 0, 0
	err := pdfStreams(data, func(number string, dictionary, body []byte) error {
		p := pdfPicture{dictionary: dictionary, body: body}
		if masks[number] || !pdfImage.Match(dictionary) || pdfStencil.Match(dictionary) && !p.has("CCITTFaxDecode") || min(p.number("Width"), p.number("Height")) < leastSide {
			return nil
		}
		picture, err := p.read()
		if err != nil {
			return err
		}
		if picture == nil {
			unread++
			return nil
		}
		if pages++; pages > models.MaxScanPages {
			return models.Refuse(models.Invalid, "scan.problem.many", "Max", models.MaxScanPages)
		}
		return f(picture, 0)
	})
	switch {
	case err != nil:
		return err
	case unread > 0:
		return models.Refuse(models.Invalid, "scan.problem.coded", "Count", unread)
	case pages == 0:
		return models.Refuse(models.Invalid, "scan.problem.no_picture")
	}
	return nil
}

// pdfStreams goes through the streams of a PDF with the number of their object and their dictionary.
func pdfStreams(data []byte, f func(number string, dictionary, body []byte) error) error {
	object := 0
	for at := 0; ; {
		next := bytes.Index(data[at:], []byte("stream"))
		if next < 0 {
			return nil
		}
		begin := at + next
		opened := bytes.LastIndex(data[object:begin], []byte("obj"))
		end := bytes.Index(data[begin:], []byte("endstream"))
		if end < 0 {
			return nil
		}
		if opened < 0 || !bytes.Contains(data[object+opened:begin], []byte("<<")) {
			at = begin + len("stream")
			continue
		}
		head := data[object : object+opened+3]
		number := ""
		if m := pdfObjectAt.FindSubmatch(head[max(0, len(head)-40):]); m != nil {
			number = string(m[1])
		}
		body := data[begin+len("stream") : begin+end]
		body = bytes.TrimPrefix(bytes.TrimPrefix(body, []byte("\r")), []byte("\n"))
		if err := f(number, data[object+opened+3:begin], body); err != nil {
			return err
		}
		at = begin + end + len("endstream")
		object = at
	}
}

// pdfPicture is a picture in a PDF.
type pdfPicture struct{ dictionary, body []byte }

// number is an entry of the dictionary, 0 when there is none.
func (p pdfPicture) number(name string) int {
	m := regexp.MustCompile(`/` + name + `\s+(-?\d+)`).FindSubmatch(p.dictionary)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(string(m[1]))
	return n
}

func (p pdfPicture) has(word string) bool { return bytes.Contains(p.dictionary, []byte(word)) }

func (p pdfPicture) filters() []string {
	m := pdfFilterOf.FindSubmatch(p.dictionary)
	if m == nil {
		return nil
	}
	var names []string
	for _, n := range pdfNameOf.FindAllSubmatch(m[1], -1) {
		names = append(names, string(n[1]))
	}
	return names
}

// read decodes the picture; nil when it is in a format that is not read.
func (p pdfPicture) read() (image.Image, error) {
	if width, height := p.number("Width"), p.number("Height"); width > models.MaxPixels || height > models.MaxPixels || width*height > models.MaxPixels {
		return nil, models.Refuse(models.Invalid, "file.problem.pixels", "Pixels", (width*height+999_999)/1_000_000, "Max", models.MaxPixels/1_000_000)
	}
	filters := p.filters()
	if len(filters) == 2 && isFlate(filters[0]) { // packed once more, as some writers do with photographs
		body, err := unpack(p.body, models.MaxFileSize)
		if err != nil {
			return nil, models.Refuse(models.Invalid, "file.problem.pdf")
		}
		p.body, filters = body, filters[1:]
	}
	switch {
	case len(filters) != 1:
		return nil, nil
	case filters[0] == "DCTDecode" || filters[0] == "DCT":
		picture, _, err := models.ReadPicture(p.body)
		return picture, err
	case filters[0] == "CCITTFaxDecode" || filters[0] == "CCF":
		return p.fax()
	case isFlate(filters[0]):
		return p.flate()
	}
	return nil, nil
}

func isFlate(filter string) bool { return filter == "FlateDecode" || filter == "Fl" }

// unpack inflates at most limit bytes; more is an error.
func unpack(packed []byte, limit int) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err == nil && len(body) > limit {
		err = io.ErrShortBuffer
	}
	return body, err
}

// fax decodes a page in black and white, Group 3 or 4.
func (p pdfPicture) fax() (image.Image, error) {
	mode := ccitt.Group3
	switch k := p.number("K"); {
	case k < 0:
		mode = ccitt.Group4
	case k > 0:
		return nil, nil
	}
	width, height := p.number("Width"), p.number("Height")
	out := image.NewGray(image.Rect(0, 0, width, height))
	options := &ccitt.Options{Align: p.has("/EncodedByteAlign true"), Invert: p.has("/BlackIs1 true") != pdfInverse.Match(p.dictionary)}
	if err := ccitt.DecodeIntoGray(out, bytes.NewReader(p.body), ccitt.MSB, mode, options); err != nil {
		return nil, models.Refuse(models.Invalid, "file.problem.pdf")
	}
	if mostlyBlack(out) {
		for i := range out.Pix {
			out.Pix[i] = 255 - out.Pix[i]
		}
	}
	return out, nil
}

// mostlyBlack tells whether most of a page is black: its writer meant the opposite.
func mostlyBlack(p *image.Gray) bool {
	black := 0
	for _, light := range p.Pix {
		if light < 128 {
			black++
		}
	}
	return black > len(p.Pix)/2
}

// flate reads plain dots: grey or three colours of 8 bits, or black and white; with the predictors of PNG or none.
func (p pdfPicture) flate() (image.Image, error) {
	width, height, bits := p.number("Width"), p.number("Height"), p.number("BitsPerComponent")
	colours := 1
	switch {
	case p.has("/DeviceRGB") || p.has("/CalRGB"):
		colours = 3
	case !p.has("/DeviceGray") && !p.has("/CalGray"):
		return nil, nil
	}
	if bits != 8 && (bits != 1 || colours != 1) {
		return nil, nil
	}
	line := (width*colours*bits + 7) / 8
	predicted := false
	if m := pdfPredictor.FindSubmatch(p.dictionary); m != nil && string(m[1]) != "1" {
		if predicted = len(m[1]) == 2; !predicted { // 2: that of TIFF
			return nil, nil
		}
	}
	length := line
	if predicted {
		length++
	}
	body, err := unpack(p.body, length*height+1024)
	if err != nil || len(body) < length*height {
		return nil, models.Refuse(models.Invalid, "file.problem.pdf")
	}
	out := image.NewGray(image.Rect(0, 0, width, height))
	before := make([]byte, line)
	for y := range height {
		row := body[y*length : (y+1)*length]
		if predicted {
			unfilter(row[0], row[1:], before, max(1, colours*bits/8))
			row = row[1:]
		}
		before = row
		lighten(out.Pix[y*out.Stride:y*out.Stride+width], row, colours, bits, pdfInverse.Match(p.dictionary))
	}
	return out, nil
}

// lighten makes one line of grey out of one line of dots.
func lighten(out []uint8, row []byte, colours, bits int, inverse bool) {
	for x := range out {
		switch {
		case bits == 1:
			out[x] = 255 * (row[x/8] >> (7 - x%8) & 1)
		case colours == 3:
			out[x] = uint8((299*int(row[3*x]) + 587*int(row[3*x+1]) + 114*int(row[3*x+2])) / 1000)
		default:
			out[x] = row[x]
		}
		if inverse {
			out[x] = 255 - out[x]
		}
	}
}

// unfilter undoes the filter of one line of PNG (RFC 2083, 6) in place.
func unfilter(filter byte, row, before []byte, step int) {
	for i := range row {
		left, corner := 0, 0
		if i >= step {
			left, corner = int(row[i-step]), int(before[i-step])
		}
		up := int(before[i])
		switch filter {
		case 1:
			row[i] += byte(left)
		case 2:
			row[i] += byte(up)
		case 3:
			row[i] += byte((left + up) / 2)
		case 4:
			row[i] += byte(paeth(left, up, corner))
		}
	}
}

func paeth(left, up, corner int) int {
	guess := left + up - corner
	a, b, c := distance(guess, left), distance(guess, up), distance(guess, corner)
	switch {
	case a <= b && a <= c:
		return left
	case b <= c:
		return up
	}
	return corner
}

func distance(a, b int) int { return max(a-b, b-a) }
