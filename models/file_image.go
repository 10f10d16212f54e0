package models

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
)

// MaxPixels bounds a picture, checked from its header before anything is decoded: 25 million are a photograph of
// 5,800 × 4,300 and about 100 MB of memory. A progressive JPEG keeps all its coefficients, five times as much.
const (
	MaxPixels            = 25_000_000
	maxProgressivePixels = 12_500_000
	maxScans             = 100 // a telephone writes one, a progressive JPEG about ten; each goes over the whole picture
	jpegQuality          = 90
)

// ReadPicture decodes a JPEG or a PNG within the bounds of a picture, and gives its EXIF orientation (1 to 8) for whoever
// turns it. Anything else is refused with a sentence.
func ReadPicture(data []byte) (picture image.Image, orientation int, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return decodeJPEG(data)
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		picture, err = decodePNG(data)
		return picture, 1, err
	}
	return nil, 1, refuseFile("image")
}

func decodeJPEG(data []byte) (image.Image, int, error) {
	config, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || bytes.Count(data, []byte("\xff\xda")) > maxScans {
		return nil, 1, refuseFile("image")
	}
	orientation, progressive := jpegFacts(data)
	limit := MaxPixels
	if progressive {
		limit = maxProgressivePixels
	}
	if pixels(config) > limit {
		return nil, 1, refusePixels(config, limit)
	}
	picture, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, 1, refuseFile("image")
	}
	return picture, orientation, nil
}

func decodePNG(data []byte) (image.Image, error) {
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, refuseFile("image")
	}
	limit := MaxPixels
	if config.ColorModel == color.NRGBA64Model || config.ColorModel == color.RGBA64Model { // 16 bits per channel
		limit /= 2
	}
	if pixels(config) > limit {
		return nil, refusePixels(config, limit)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, refuseFile("image")
	}
	return picture, nil
}

// redrawJPEG decodes a photograph, turns it the way its EXIF says, and encodes it again: place, device and date go.
func redrawJPEG(data []byte) ([]byte, error) {
	picture, orientation, err := decodeJPEG(data)
	if err != nil {
		return nil, err
	}
	if orientation > 1 {
		picture = turned{picture, orientation}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: jpegQuality}); err != nil {
		return nil, refuseFile("image")
	}
	return out.Bytes(), nil
}

// redrawPNG decodes a picture and encodes it again: texts, dates and what follows the picture go.
func redrawPNG(data []byte) ([]byte, error) {
	picture, err := decodePNG(data)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, refuseFile("image")
	}
	return out.Bytes(), nil
}

func pixels(c image.Config) int { return c.Width * c.Height }

// refusePixels prints both figures in millions; the first is rounded up, so that it is never the one allowed.
func refusePixels(c image.Config, limit int) error {
	const million = 1_000_000
	return refuseFile("pixels", "Pixels", (pixels(c)+million-1)/million, "Max", limit/million)
}

// turned is a picture seen the way its EXIF orientation (2 to 8) says, without a copy of it.
type turned struct {
	image.Image
	orientation int
}

func (t turned) Bounds() image.Rectangle {
	size := t.Image.Bounds().Size()
	if t.orientation >= 5 {
		size.X, size.Y = size.Y, size.X
	}
	return image.Rectangle{Max: size}
}

func (t turned) At(x, y int) color.Color {
	from := t.Image.Bounds()
	right, bottom := from.Dx()-1, from.Dy()-1
	switch t.orientation {
	case 2:
		x = right - x
	case 3:
		x, y = right-x, bottom-y
	case 4:
		y = bottom - y
	case 5:
		x, y = y, x
	case 6:
		x, y = y, bottom-x
	case 7:
		x, y = right-y, bottom-x
	case 8:
		x, y = right-y, x
	}
	return t.Image.At(from.Min.X+x, from.Min.Y+y)
}

// jpegFacts reads the segments before the picture: its EXIF orientation (1 when there is none) and whether it is progressive.
func jpegFacts(data []byte) (orientation int, progressive bool) {
	orientation = 1
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker, size := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == 0xff { // filling
			at++
			continue
		}
		if marker == 0xda || at+2+size > len(data) { // the picture itself
			break
		}
		progressive = progressive || marker == 0xc2
		if body := data[at+4 : at+2+max(size, 2)]; marker == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			orientation = exifOrientation(body[6:])
		}
		at += 2 + max(size, 2)
	}
	return orientation, progressive
}

// exifOrientation finds tag 0x0112 of the first directory of a TIFF header (EXIF 2.32, 4.6.4); 1 when it is absent or odd.
func exifOrientation(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(tiff) < 8 {
		return 1
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 1
	}
	for i := range int(order.Uint16(tiff[at:])) {
		entry := at + 2 + 12*i
		if entry+12 > len(tiff) {
			return 1
		}
		if order.Uint16(tiff[entry:]) == 0x0112 {
			if value := int(order.Uint16(tiff[entry+8:])); value >= 1 && value <= 8 {
				return value
			}
		}
	}
	return 1
}
