package models

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"
)

// Logo is a picture printed on the documents of an operation. Name says what it is to who does not see it.
type Logo struct {
	ID          string  `db:"id"`
	PublicID    string  `db:"public_id"`
	CentreID    string  `db:"centre_id"`
	OperationID string  `db:"operation_id"`
	Name        string  `db:"name"`
	Image       []byte  `db:"image"` // PNG
	CreatedBy   *string `db:"created_by"`
	CreatedAt   Instant `db:"created_at"`
	RemovedBy   *string `db:"removed_by"`
	RemovedAt   Instant `db:"removed_at"`
}

// Bounds of the logos of an operation.
const (
	MaxLogos    = 4
	MaxLogoFile = 2 << 20 // bytes, as uploaded
	maxLogoName = 80
	logoWidth   = 900 // pixels, after drawing: 300 dpi on 76 mm
	logoHeight  = 300
)

// DrawLogo reads a PNG or a JPEG and draws it again, on white and no larger than it is printed: nothing of the file but its pixels
// stays.
func DrawLogo(data []byte) ([]byte, error) {
	if len(data) > MaxLogoFile {
		return nil, Refuse(Invalid, "logo.problem.size", "Max", MaxLogoFile>>20)
	}
	picture, _, err := ReadPicture(data)
	if err != nil {
		return nil, err
	}
	from := picture.Bounds()
	if from.Empty() {
		return nil, refuseFile("image")
	}
	scale := min(1, float64(logoWidth)/float64(from.Dx()), float64(logoHeight)/float64(from.Dy()))
	to := image.Rect(0, 0, max(1, int(math.Round(float64(from.Dx())*scale))), max(1, int(math.Round(float64(from.Dy())*scale))))
	drawn := image.NewRGBA(to)
	for y := range to.Dy() {
		for x := range to.Dx() {
			drawn.SetRGBA(x, y, averageOver(picture, cell(from, to, x, y)))
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, drawn); err != nil {
		return nil, refuseFile("image")
	}
	return out.Bytes(), nil
}

// cell is the part of a picture that becomes one pixel of the smaller one.
func cell(from, to image.Rectangle, x, y int) image.Rectangle {
	at := func(n, whole, parts int) int { return n * whole / parts }
	c := image.Rect(at(x, from.Dx(), to.Dx()), at(y, from.Dy(), to.Dy()), at(x+1, from.Dx(), to.Dx()), at(y+1, from.Dy(), to.Dy()))
	if c.Dx() == 0 {
		c.Max.X++
	}
	if c.Dy() == 0 {
		c.Max.Y++
	}
	return c.Add(from.Min)
}

// averageOver is the mean colour of a part of a picture, laid on white.
func averageOver(picture image.Image, part image.Rectangle) color.RGBA {
	var r, g, b, n uint64
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			pr, pg, pb, pa := picture.At(x, y).RGBA() // 16 bits, multiplied by the opacity
			white := uint64(0xffff - pa)
			r, g, b, n = r+uint64(pr)+white, g+uint64(pg)+white, b+uint64(pb)+white, n+1
		}
	}
	return color.RGBA{R: uint8(r / n >> 8), G: uint8(g / n >> 8), B: uint8(b / n >> 8), A: 255}
}

// CheckLogoName says what is wrong with the name of a logo.
func CheckLogoName(name string) Problems {
	problems := Problems{}
	if strings.TrimSpace(name) == "" || len([]rune(name)) > maxLogoName {
		problems.Add("nom", "logo.problem.name", "Max", maxLogoName)
	} else if _, err := CleanName(name); err != nil {
		problems.Add("nom", "field.line")
	}
	return problems
}
