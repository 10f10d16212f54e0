package models

import "testing"

func TestLanguages(t *testing.T) {
	if n := len(Languages()); n != 183 {
		t.Errorf("%d languages, want the 183 of ISO 639-1", n)
	}
	for code, want := range map[string]string{
		"fr": "français", "ti": "tigrigna", "ps": "pachto", "sh": "", "": "", "FR": "",
	} {
		if got := LanguageName(code); got != want {
			t.Errorf("LanguageName(%q) = %q, want %q", code, got, want)
		}
	}
}

func TestContactLanguages(t *testing.T) {
	if n := len(ContactLanguages()); n != 11 {
		t.Errorf("%d contact languages, want 11", n)
	}
	for _, language := range ContactLanguages() {
		if LanguageName(language.Code) == "" || language.Own == "" {
			t.Errorf("%v is not a language", language)
		}
		rtl := language.Code == "ar" || language.Code == "fa" || language.Code == "ps"
		if language.RTL != rtl {
			t.Errorf("%s: right to left %v", language.Code, language.RTL)
		}
	}
	if _, known := ContactLanguageOf("nl"); known {
		t.Error("nl is no contact language")
	}
	if arabic, known := ContactLanguageOf("ar"); !known || !arabic.RTL {
		t.Errorf("ar: %v, %v", arabic, known)
	}
}
