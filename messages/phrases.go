// Package messages speaks to people outside the centre, in their own language: phrases of the papers they take home.
package messages

import (
	"embed"
	"fmt"
	"sync"

	"github.com/BurntSushi/toml"

	"jalon/models"
)

//go:embed phrases/*.toml
var files embed.FS

// Phrasebook is the phrases of one language of contact. French has none here: it is the language of the catalogue.
type Phrasebook struct {
	Version  int               `toml:"version"`
	Reviewed string            `toml:"reviewed"` // who read them again and when, "" until somebody has
	Texts    map[string]string `toml:"phrases"`
}

// ToReview tells whether nobody has read these translations again yet: papers say so.
func (b Phrasebook) ToReview() bool { return b.Reviewed == "" }

// Text is the phrase of a key, "" when the book has none.
func (b Phrasebook) Text(key string) string { return b.Texts[key] }

// Phrases is the book of a language of contact; false for French and for a language that has none.
func Phrases(language string) (Phrasebook, bool) {
	book, known := books()[language]
	return book, known
}

// books are read once; a file that cannot be read is a fault of the program, which a test finds.
var books = sync.OnceValue(func() map[string]Phrasebook {
	all := map[string]Phrasebook{}
	for _, language := range models.ContactLanguages() {
		if language.Code == "fr" {
			continue
		}
		var book Phrasebook
		if _, err := toml.DecodeFS(files, "phrases/"+language.Code+".toml", &book); err != nil {
			panic(fmt.Errorf("phrases of %s: %w", language.Code, err))
		}
		all[language.Code] = book
	}
	return all
})
