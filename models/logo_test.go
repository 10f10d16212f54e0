package models

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

func encoded(t *testing.T, width, height int, fill color.Color, asJPEG bool) []byte {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	for i := range width * height {
		picture.Set(i%width, i/width, fill)
	}
	var out bytes.Buffer
	err := png.Encode(&out, picture)
	if asJPEG {
		out.Reset()
		err = jpeg.Encode(&out, picture, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A logo is drawn again: within its bounds, in its proportions, without transparency, and without what stood after the picture.
func TestDrawLogo(t *testing.T) {
	blue := color.NRGBA{R: 0, G: 51, B: 153, A: 255}
	for _, c := range []struct {
		name          string
		data          []byte
		width, height int
		want          color.RGBA
	}{
		{"small", encoded(t, 60, 40, blue, false), 60, 40, color.RGBA{R: 0, G: 51, B: 153, A: 255}},
		{"wide", encoded(t, 1800, 300, blue, false), 900, 150, color.RGBA{R: 0, G: 51, B: 153, A: 255}},
		{"high", encoded(t, 100, 1200, blue, false), 25, 300, color.RGBA{R: 0, G: 51, B: 153, A: 255}},
		{"see-through", encoded(t, 20, 10, color.NRGBA{}, false), 20, 10, color.RGBA{R: 255, G: 255, B: 255, A: 255}},
		{"photograph", encoded(t, 300, 150, color.Gray{Y: 128}, true), 300, 150, color.RGBA{R: 128, G: 128, B: 128, A: 255}},
		{"with a tail", append(encoded(t, 30, 20, blue, false), "<script>"...), 30, 20, color.RGBA{R: 0, G: 51, B: 153, A: 255}},
	} {
		drawn, err := DrawLogo(c.data)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		picture, err := png.Decode(bytes.NewReader(drawn))
		if err != nil || picture.Bounds().Dx() != c.width || picture.Bounds().Dy() != c.height || bytes.Contains(drawn, []byte("script")) {
			t.Errorf("%s: %v, %v", c.name, picture.Bounds(), err)
			continue
		}
		r, g, b, a := picture.At(c.width/2, c.height/2).RGBA()
		if got := (color.RGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: uint8(a >> 8)}); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	for name, data := range map[string][]byte{"a text": []byte("logo"), "svg": []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "cut": encoded(t, 60, 40, blue, false)[:80],
		"large": append(encoded(t, 60, 40, blue, false), make([]byte, MaxLogoFile)...)} {
		if _, err := DrawLogo(data); CodeOf(err) != Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
