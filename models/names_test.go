package models

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCleanName(t *testing.T) {
	for typed, want := range map[string]string{
		"":                           "",
		"   ":                        "",
		" HADDAD ":                   "HADDAD",
		"Nuñez  y  López":            "Nuñez  y  López",
		"=HYPERLINK(\"x\")":          "=HYPERLINK(\"x\")",
		"ذبیح\u200cالله":             "ذبیح\u200cالله",
		"N'Diaye":                    "N'Diaye",
		strings.Repeat("é", maxName): strings.Repeat("é", maxName),
	} {
		if got, err := CleanName(typed); err != nil || got != want {
			t.Errorf("CleanName(%q) = %q, %v", typed, got, err)
		}
	}
	for typed, key := range map[string]string{
		"Amina\x00":                       "name.unreadable",
		"Amina\nHaddad":                   "name.unreadable",
		"Amina\u202eHaddad":               "name.unreadable",
		"Amina\u2066Haddad\u2069":         "name.unreadable",
		"Amina\u2028Haddad":               "name.unreadable",
		"\u200d":                          "name.unreadable",
		"\xff\xfe":                        "name.unreadable",
		strings.Repeat("é", maxName+1):    "name.too_long",
		strings.Repeat("a", 500) + "\x07": "name.unreadable",
	} {
		if got, err := CleanName(typed); got != "" || keyOf(err) != key {
			t.Errorf("CleanName(%q) = %q, %v, want %s", typed, got, err, key)
		}
	}
}

func TestFold(t *testing.T) {
	for name, want := range map[string]string{
		"HADDAD":         "haddad",
		"Éloïse":         "eloise",
		"Łukasz":         "lukasz",
		"Đặng":           "dang",
		"Guðrún":         "gudrun",
		"Søren":          "soren",
		"Lœtitia":        "loetitia",
		"Weiß":           "weiss",
		"Işık":           "isik",
		"İbrahim":        "ibrahim",
		"Əliyev":         "aliyev",
		"ʿAlī":           "ali",
		"O’Neill":        "o'neill",
		"Коваленко":      "kovalenko",
		"Юлія":           "yuliia",
		"Євген":          "yevhen",
		"Мар'яна":        "mar'yana",
		"Ольга":          "olha",
		"Андрей":         "andrei",
		"Παπαδόπουλος":   "papadopoulos",
		"محمد":           "mhmd",
		"مُحَمَّد":       "mhmd",
		"الخطيب":         "alkhtib",
		"وليد":           "wlid",
		"محـــمود":       "mhmud",
		"ذبیح\u200cالله": "dhbihallh",
		"ګل":             "gl",
		"ተስፋይ":           "tesfay",
		"ገብሩ":            "gebru",
		"ፀሃየ":            "tsehaye",
		"ሀይለ":            "hayle",
		"ሃይለ":            "hayle",
		"አለም":            "alem",
		"李明":             "李明",
		"":               "",
	} {
		if got := Fold(name); got != want {
			t.Errorf("Fold(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestNameWords(t *testing.T) {
	for _, c := range []struct {
		names []string
		want  string
	}{
		{[]string{"HADDAD", "Amina"}, "haddad amina"},
		{[]string{"Al-Khatib"}, "al khatib alkhatib"},
		{[]string{"El Khatib"}, "el khatib elkhatib"},
		{[]string{"Abd el Kader"}, "abd el kader abdelkader"},
		{[]string{"N’Diaye", "Jean-Pierre"}, "n diaye ndiaye jean pierre jeanpierre"},
		{[]string{"Noori", "noori"}, "noori"},
		{[]string{"García López (Martínez)"}, "garcia lopez martinez"},
		{[]string{"الخطيب"}, "alkhtib khtib"},
		{[]string{"Ігор"}, "ihor igor"},
		{[]string{"van der Berg"}, "van der berg vanderberg"},
		{[]string{"", " - "}, ""},
	} {
		if got := strings.Join(NameWords(c.names...), " "); got != c.want {
			t.Errorf("NameWords(%q) = %q, want %q", c.names, got, c.want)
		}
	}
}

// TestNameKeysShared: each line is one name in several spellings; every pair must share a key.
func TestNameKeysShared(t *testing.T) {
	for _, line := range []string{
		"Mohamed, Muhammad, Mohammed, Mohamad, Muhamed, محمد, Мохамед, Maxamed",
		"Ahmed, Ahmad, أحمد, احمد, Ахмед, Axmed",
		"Haddad, Hadad, Haddád, حداد",
		"Kovalenko, Коваленко",
		"Al-Khatib, Al Khatib, Alkhatib, El Khatib, الخطيب",
		"Khatib, Al-Khatib, خطيب, الخطيب",
		"Youssef, Yusuf, Yousef, Joseph, Yousouf, يوسف",
		"Hussein, Hussain, Hossein, Husayn, حسين",
		"Rachid, Rashid, Rasheed, رشيد",
		"Walid, Oualid, Waleed, وليد",
		"Jamila, Djamila, جميلة",
		"Khadija, Khadidja, Khadijah, خديجة",
		"Fatima, Fatimah, Fatma, فاطمة",
		"Omar, Umar, عمر, Cumar",
		"Ousmane, Osman, Usman, عثمان",
		"Othman, Uthman, عثمان",
		"Ramazan, رمضان",
		"Ramadan, رمضان",
		"Zabihullah, ذبیح\u200cالله",
		"Ibrahim, Ebrahim, إبراهيم, İbrahim",
		"Abderrahman, Abdul Rahman, Abdurrahman, عبد الرحمن",
		"Abdelkader, Abd el Kader, Abdul Qadir, عبد القادر",
		"Zeinab, Zaynab, Zineb, زينب",
		"Ali, Aly, علي, Cali",
		"Ayoub, Ayub, أيوب",
		"Oleksandr, Alexander, Олександр, Aleksandr",
		"Ihor, Ігор",
		"Igor, Игорь, Ігор",
		"Yuliia, Yuliya, Юлія",
		"Serhii, Serhiy, Сергій",
		"Tesfay, Tesfaye, ተስፋይ",
		"Tsehaye, Tsehay, ፀሃየ",
		"Gebru, ገብሩ",
		"Philippe, Filip, Philip",
		"Papadopoulos, Παπαδόπουλος",
		"Noori, Nouri, Nuri, نوري",
	} {
		spellings := strings.Split(line, ", ")
		for _, a := range spellings {
			for _, b := range spellings {
				if !shareKey(a, b) {
					t.Errorf("%s %v and %s %v share no key", a, NameKeys(a), b, NameKeys(b))
				}
			}
		}
	}
}

// TestNameKeysApart: names that must not be taken for one another.
func TestNameKeysApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"Haddad", "Hamdi"},
		{"Kovalenko", "Kovalchuk"},
		{"Al-Khatib", "Al-Masri"},
		{"Ben Ali", "Ben Salah"},
		{"Maya", "Mia"},
		{"Van Damme", "Van Dijk"},
		{"Noori", "Nazari"},
	} {
		if shareKey(pair[0], pair[1]) {
			t.Errorf("%s %v and %s %v share a key", pair[0], NameKeys(pair[0]), pair[1], NameKeys(pair[1]))
		}
	}
}

func shareKey(a, b string) bool {
	keys := NameKeys(b)
	return slices.ContainsFunc(NameKeys(a), func(key string) bool { return slices.Contains(keys, key) })
}

// TestNameProperties: folding is stable and blind to case, and a name without accents finds the one with them.
func TestNameProperties(t *testing.T) {
	letters := rapid.StringOfN(rapid.SampledFrom([]rune("aàâbcçdeéèêfghiïjkłmnñoøprsşßtuvwxyz -'АБгжийюяїمحدوياልተስ")), 0, 30, -1)
	rapid.Check(t, func(t *rapid.T) {
		name := letters.Draw(t, "name")
		if again := Fold(Fold(name)); again != Fold(name) {
			t.Fatalf("Fold(%q) = %q, then %q", name, Fold(name), again)
		}
		for _, word := range NameWords(name) {
			if word == "" || strings.ContainsAny(word, " -'") || Fold(word) != word {
				t.Fatalf("NameWords(%q) holds %q", name, word)
			}
		}
		if !slices.Equal(NameKeys(name), NameKeys(name, name)) {
			t.Fatalf("keys of %q change when it is given twice", name)
		}
		if slices.Contains(NameKeys(name), "") {
			t.Fatalf("an empty key for %q", name)
		}
	})
}

func FuzzNames(f *testing.F) {
	for _, s := range []string{"", "Al-Khatib", "الخطيب", "\xff", "\u202e", "Ж'", "ⅷ", "ﷺ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if cleaned, err := CleanName(s); err == nil {
			if again, err := CleanName(cleaned); err != nil || again != cleaned {
				t.Fatalf("CleanName(%q) is not stable: %q, %v", cleaned, again, err)
			}
		}
		NameKeys(s)
	})
}

func BenchmarkNameKeys(b *testing.B) {
	for b.Loop() {
		NameKeys("Al-Khatib", "Mohamed Amine")
	}
}
