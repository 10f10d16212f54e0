package messages

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/BurntSushi/toml"
)

//go:embed kiosk.toml
var kioskText string

// KioskPhrases are what the tablet and the telephone at the door say in a language of contact; false for French, whose
// phrases are in the catalogue of the interface, and for a language that has none.
func KioskPhrases(language string) (Phrasebook, bool) {
	book, known := kioskBooks()[language]
	return book, known
}

// kioskBooks are read once; a file that cannot be read is a fault of the program, which a test finds.
var kioskBooks = sync.OnceValue(func() map[string]Phrasebook {
	all := map[string]Phrasebook{}
	if _, err := toml.Decode(kioskText, &all); err != nil {
		panic(fmt.Errorf("phrases of the kiosk: %w", err))
	}
	return all
})
