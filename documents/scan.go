package documents

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"jalon/models"
)

// ScannedPage is one page of an upload: what its code says, "" when it has none that can be read, and its picture, upright,
// in grey, as a JPEG.
type ScannedPage struct {
	Code  string
	Image []byte
}

// readSide is the longer side at which a code is looked for, in dots: 200 dpi of an A4.
const readSide = 2400

const scanQuality = 78

// ReadScans finds the pages of a scanned PDF, a JPEG or a PNG and gives them to f one by one: one picture is held in memory at
// a time. What is dangerous, too large or no picture of a page is refused with a sentence.
func ReadScans(data []byte, f func(ScannedPage) error) error {
	if bytes.HasPrefix(data, []byte("%PDF-")) {
		if _, _, err := models.ReadFile(data); err != nil {
			return err
		}
		return pdfPages(data, func(picture image.Image, turn int) error { return readPage(picture, turn, f) })
	}
	if len(data) > models.MaxFileSize {
		_, _, err := models.ReadFile(data)
		return err
	}
	picture, orientation, err := models.ReadPicture(data)
	if err != nil {
		if _, _, other := models.ReadFile(data); other != nil { // says better what it is
			return other
		}
		return models.Refuse(models.Invalid, "scan.problem.format")
	}
	return readPage(picture, quarterTurns(orientation), f)
}

// quarterTurns to the right that an EXIF orientation asks for; mirrored ones are no photograph of a sheet.
func quarterTurns(orientation int) int { return map[int]int{3: 2, 6: 1, 8: 3}[orientation] }

// readPage looks for the code and turns the page upright: as its code stands, else as the camera said.
func readPage(picture image.Image, turn int, f func(ScannedPage) error) error {
	grey := shrink(picture, readSide)
	page := ScannedPage{}
	code, angle, found := readCode(grey)
	if found {
		page.Code, turn = code, (4-int(math.Round(angle/90))%4)%4
	}
	var out bytes.Buffer
	kept := turnGrey(shrink(grey, models.ScanSide), turn)
	if err := jpeg.Encode(&out, kept, &jpeg.Options{Quality: scanQuality}); err != nil {
		return models.Refuse(models.Invalid, "scan.problem.format")
	}
	page.Image = out.Bytes()
	return f(page)
}

// readCode looks for a code of ours in the whole page, then in each of its corners, closer: noise and a frame of the table
// are left out there. angle is that of the top of the code, in degrees to the right, 0 to 360.
func readCode(page *image.Gray) (code string, angle float64, found bool) {
	if code, angle, found = decode(page); found {
		return code, angle, true
	}
	size := page.Bounds().Size()
	for _, scale := range []int{2, 3} {
		width, height := size.X*2/5, size.Y*2/5
		for _, corner := range []image.Point{{size.X - width, 0}, {0, size.Y - height}, {0, 0}, {size.X - width, size.Y - height}} {
			part := page.SubImage(image.Rectangle{Min: corner, Max: corner.Add(image.Pt(width, height))}).(*image.Gray)
			if code, angle, found = decode(enlarge(part, scale)); found {
				return code, angle, true
			}
		}
	}
	return "", 0, false
}

var harder = map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}

// decode reads one code. The library was not written for pictures made to break it: what it cannot bear is no code.
func decode(page *image.Gray) (code string, angle float64, found bool) {
	defer func() {
		if recover() != nil {
			code, angle, found = "", 0, false
		}
	}()
	source := gozxing.NewLuminanceSourceFromImage(page)
	for _, binarizer := range []gozxing.Binarizer{gozxing.NewHybridBinarizer(source), gozxing.NewGlobalHistgramBinarizer(source)} {
		bitmap, err := gozxing.NewBinaryBitmap(binarizer)
		if err != nil {
			continue
		}
		result, err := qrcode.NewQRCodeReader().Decode(bitmap, harder)
		if err != nil {
			continue
		}
		if points := result.GetResultPoints(); len(points) >= 3 { // bottom left, top left, top right
			angle = math.Atan2(points[2].GetY()-points[1].GetY(), points[2].GetX()-points[1].GetX()) * 180 / math.Pi
		}
		return result.GetText(), math.Mod(angle+360, 360), true
	}
	return "", 0, false
}

// shrink draws a picture in grey, its longer side at most side dots: each dot is the mean of those it covers.
func shrink(picture image.Image, side int) *image.Gray {
	size := picture.Bounds().Size()
	longer := max(size.X, size.Y)
	grey, is := picture.(*image.Gray)
	if is && longer <= side {
		return grey
	}
	width, height := size.X, size.Y
	if longer > side {
		width, height = max(1, size.X*side/longer), max(1, size.Y*side/longer)
	}
	light := lightOf(picture)
	out := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		top, bottom := y*size.Y/height, max((y+1)*size.Y/height, y*size.Y/height+1)
		for x := range width {
			left, right := x*size.X/width, max((x+1)*size.X/width, x*size.X/width+1)
			sum := 0
			for v := top; v < bottom; v++ {
				for u := left; u < right; u++ {
					sum += int(light(u, v))
				}
			}
			out.Pix[y*out.Stride+x] = uint8(sum / ((bottom - top) * (right - left)))
		}
	}
	return out
}

// lightOf reads the lightness of a dot, without making a colour of it for the usual kinds of picture.
func lightOf(picture image.Image) func(x, y int) uint8 {
	from := picture.Bounds().Min
	switch p := picture.(type) {
	case *image.Gray:
		return func(x, y int) uint8 { return p.GrayAt(from.X+x, from.Y+y).Y }
	case *image.YCbCr:
		return func(x, y int) uint8 { return p.Y[p.YOffset(from.X+x, from.Y+y)] }
	}
	return func(x, y int) uint8 { return color.GrayModel.Convert(picture.At(from.X+x, from.Y+y)).(color.Gray).Y }
}

// enlarge draws a picture larger, each dot between its neighbours: small codes are read better.
func enlarge(p *image.Gray, scale int) *image.Gray {
	from, size := p.Bounds().Min, p.Bounds().Size()
	out := image.NewGray(image.Rect(0, 0, size.X*scale, size.Y*scale))
	at := func(x, y int) float64 {
		return float64(p.GrayAt(from.X+min(max(x, 0), size.X-1), from.Y+min(max(y, 0), size.Y-1)).Y)
	}
	for y := range size.Y * scale {
		v := (float64(y)+0.5)/float64(scale) - 0.5
		row := int(math.Floor(v))
		dy := v - float64(row)
		for x := range size.X * scale {
			u := (float64(x)+0.5)/float64(scale) - 0.5
			column := int(math.Floor(u))
			dx := u - float64(column)
			light := (at(column, row)*(1-dx)+at(column+1, row)*dx)*(1-dy) + (at(column, row+1)*(1-dx)+at(column+1, row+1)*dx)*dy
			out.Pix[y*out.Stride+x] = uint8(light)
		}
	}
	return out
}

// turnGrey turns a picture by quarters to the right.
func turnGrey(p *image.Gray, quarters int) *image.Gray {
	if quarters%4 == 0 {
		return p
	}
	from, size := p.Bounds().Min, p.Bounds().Size()
	turned := size
	if quarters%2 == 1 {
		turned = image.Pt(size.Y, size.X)
	}
	out := image.NewGray(image.Rectangle{Max: turned})
	for y := range size.Y {
		for x := range size.X {
			u, v := size.X-1-x, size.Y-1-y
			switch quarters % 4 {
			case 1:
				u, v = size.Y-1-y, x
			case 3:
				u, v = y, size.X-1-x
			}
			out.Pix[v*out.Stride+u] = p.GrayAt(from.X+x, from.Y+y).Y
		}
	}
	return out
}
