package messages

import (
	"embed"
	"fmt"
	"maps"
	"sync"

	"github.com/BurntSushi/toml"

	"jalon/models"
)

//go:embed texts/*.toml
var textFiles embed.FS

// Draft is the text Jalon ships, by kind and part; nobody of a centre has read it yet.
func Draft(language, kind string) models.MessageText {
	return models.MessageText{Kind: kind, Language: language, Parts: maps.Clone(drafts()[language][kind])}
}

// MessageParts names the parts of a kind of text, in the order in which they are read.
func MessageParts(kind string) []string {
	if kind == models.MessagePage {
		return pageWords
	}
	return []string{"subject", "body", "sms"}
}

// pageWords are the words of the person's page and of the letter.
var pageWords = []string{"appointment", "session", "date", "hour", "place", "bring", "phone", "way", "question", models.AnswerComing, models.AnswerAbsent,
	models.AnswerLate, "thanks", "change", "undo", "cancelled", "moved", "scan", "bring_id", "bring_pen", "bring_cv", "bring_phone", "bring_letter"}

// drafts are read once, by language, kind and part; a file that cannot be read is a fault of the program, which a test finds.
var drafts = sync.OnceValue(func() map[string]map[string]map[string]string {
	all := map[string]map[string]map[string]string{}
	for _, language := range models.ContactLanguages() {
		var kinds map[string]map[string]string
		if _, err := toml.DecodeFS(textFiles, "texts/"+language.Code+".toml", &kinds); err != nil {
			panic(fmt.Errorf("texts of %s: %w", language.Code, err))
		}
		all[language.Code] = kinds
	}
	return all
})
