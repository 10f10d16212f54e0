package reports

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"sync"
)

// The emblem of the Union is drawn by its own rules: a field of 3 to 2 in reflex blue, twelve golden
// stars on a circle of a third of the height, each of a ninth of it across, one point upwards.
var (
	reflexBlue = color.NRGBA{0x00, 0x33, 0x99, 0xff}
	starGold   = color.NRGBA{0xff, 0xcc, 0x00, 0xff}
)

const (
	emblemWidth, emblemHeight = 240, 160 // pixels
	emblemSamples             = 4        // a side, for smooth edges
)

// emblem is the emblem as a PNG image.
var emblem = sync.OnceValues(func() ([]byte, error) {
	field := image.NewNRGBA(image.Rect(0, 0, emblemWidth, emblemHeight))
	for y := range emblemHeight {
		for x := range emblemWidth {
			field.SetNRGBA(x, y, emblemPixel(x, y))
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, field)
	return b.Bytes(), err
})

func emblemPixel(x, y int) color.NRGBA {
	golden := 0
	for i := range emblemSamples * emblemSamples {
		fx := float64(x) + (float64(i%emblemSamples)+0.5)/emblemSamples
		fy := float64(y) + (float64(i/emblemSamples)+0.5)/emblemSamples
		if inStars(fx, fy) {
			golden++
		}
	}
	part := float64(golden) / (emblemSamples * emblemSamples)
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a)*(1-part) + float64(b)*part)) }
	return color.NRGBA{mix(reflexBlue.R, starGold.R), mix(reflexBlue.G, starGold.G), mix(reflexBlue.B, starGold.B), 0xff}
}

func inStars(x, y float64) bool {
	const radius, size = emblemHeight / 3.0, emblemHeight / 18.0
	if off := math.Hypot(x-emblemWidth/2, y-emblemHeight/2) - radius; off < -size || off > size {
		return false
	}
	for hour := range 12 {
		angle := float64(hour) * math.Pi / 6
		cx, cy := emblemWidth/2+radius*math.Sin(angle), emblemHeight/2-radius*math.Cos(angle)
		if inStar(x-cx, y-cy, size) {
			return true
		}
	}
	return false
}

// inStar tells whether a point lies in a five-pointed star around the origin, one point upwards: it
// is on the inner side of at least four of the five lines that join every second point.
func inStar(x, y, size float64) bool {
	inside := 0
	apothem := size * math.Cos(2*math.Pi/5)
	for i := range 5 {
		angle := float64(i)*2*math.Pi/5 + math.Pi/5
		if x*math.Sin(angle)-y*math.Cos(angle) <= apothem {
			inside++
		}
	}
	return inside >= 4
}
