package models

import (
	_ "embed" // the names
	"sync"
)

// Language is a language with its French name.
type Language struct {
	Code string // ISO 639-1
	Name string
}

// ContactLanguage is one of the eleven languages people can be written to, with its name in its own script.
type ContactLanguage struct {
	Code string // ISO 639-1, also the value of lang attributes
	Own  string
	RTL  bool // written from right to left
}

//go:embed data/languages.json
var languagesJSON []byte

var languages = sync.OnceValue(func() namedCodes { return newNamedCodes(mustReadNames(languagesJSON)) })

var languageList = sync.OnceValue(func() []Language {
	list := make([]Language, 0, len(languages().list))
	for _, entry := range languages().list {
		list = append(list, Language(entry))
	}
	return list
})

var contactLanguages = []ContactLanguage{
	{"fr", "Français", false},
	{"en", "English", false},
	{"ar", "العربية", true},
	{"uk", "Українська", false},
	{"ti", "ትግርኛ", false},
	{"ps", "پښتو", true},
	{"fa", "فارسی / دری", true},
	{"es", "Español", false},
	{"tr", "Türkçe", false},
	{"sq", "Shqip", false},
	{"so", "Soomaali", false},
}

// Languages lists the languages of ISO 639-1 by French name. The list is shared: do not change it.
func Languages() []Language { return languageList() }

// LanguageName is the French name of a language, "" for an unknown code.
func LanguageName(code string) string { return languages().byCode[code] }

// ContactLanguages lists the languages messages exist in, in the order they are offered.
// The list is shared: do not change it.
func ContactLanguages() []ContactLanguage { return contactLanguages }

// ContactLanguageOf finds one of the eleven.
func ContactLanguageOf(code string) (ContactLanguage, bool) {
	for _, language := range contactLanguages {
		if language.Code == code {
			return language, true
		}
	}
	return ContactLanguage{}, false
}
