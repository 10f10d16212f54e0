package handlers

import (
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jalon/models"
)

// hostile are values that no form offers.
var hostile = []string{"", " ", "0", "-1", "1", "99999999999999999999", "1e9", "oui", "on", "true", "null", "\x00", "\xff\xfe", "\u202egnp.exe", "%00", "../../etc/passwd",
	"<script>alert(1)</script>", "'; drop table participants; --", "=1+1", "31/02/2026", "2026-13-45", "24/11/2026", "29/02/2028", "25:61", "10:00", "23 h 59", "p-amina", "p-bruno",
	"s-cv", "o-gtj", "u-nadia", "u-lea", "e-amina-gtj", "aaaaaaaaaaaaaaaa", "https://ailleurs.example/", "//ailleurs.example", "/personnes/p-amina", "🧑‍🌾", "İıß ﷽", "00010112345",
	"amina@exemple.be", "+32470125678", strings.Repeat("é", 600), strings.Repeat("9", 400), "a\r\nSet-Cookie: x=y", "present", "absent", "autre", "inconnu"}

var fieldName = regexp.MustCompile(`(?:PostForm|PostFormArray|typed|v|value|field)\("([a-z_0-9]+)"\)|name="([a-z_0-9]+)"`)

// formNames are the names that the forms of the program use, read off its own sources.
func formNames(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*.go", "../templates/*/*.html", "../templates/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range fieldName.FindAllStringSubmatch(string(source), -1) {
				names = append(names, match[1]+match[2])
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// handMade is a form that a browser would not send: names of all forms with values of none, some of them twice.
func handMade(random *rand.Rand, names []string) url.Values {
	form := url.Values{"submission": {models.NewToken()}, "version": {"1"}}
	pick := func(from []string) string { return from[random.IntN(len(from))] }
	for _, name := range names {
		switch random.IntN(4) {
		case 0:
			form[name] = []string{pick(hostile)}
		case 1:
			form[name] = []string{pick(hostile), pick(hostile)}
		}
	}
	return form
}

// spoilt is a form as its page offers it, with one to three answers that no page offers.
func spoilt(random *rand.Rand, form url.Values) url.Values {
	names := slices.Sorted(maps.Keys(form))
	for range min(1+random.IntN(3), len(names)) {
		form[names[random.IntN(len(names))]] = []string{hostile[random.IntN(len(hostile))]}
	}
	return form
}

// Forms made by hand get a sentence, a refusal or a page; never a fault of the program, never a way to another site.
func TestHandMadeForms(t *testing.T) {
	s := newSite(t)
	otherCentre(t, s)
	names := formNames(t)
	if len(names) < 150 {
		t.Fatalf("only %d names of fields found", len(names))
	}
	random, tried, saved := rand.New(rand.NewPCG(7, 7)), 0, 0
	for _, name := range []string{"claire", "marc"} {
		c := s.as(t, name)
		for _, r := range s.App.Routes() {
			if _, allowed := s.App.Gate.Table(r.Action, r.Kind)[roleOf(name)]; !allowed || r.Method == http.MethodGet || ends(r.Path) {
				continue
			}
			own := "p-amina"
			if parameter.MatchString(r.Path) {
				own, _ = recordsOf(t, r.Path)
			}
			path := address(r.Path, own)
			page := c.get(path)
			for i := range 3 {
				tried++
				form := handMade(random, names)
				if i > 0 && page.Status == http.StatusOK {
					form = spoilt(random, fields(page))
				}
				a := c.send(http.MethodPost, path, form, nil)
				if a.Status == http.StatusSeeOther {
					saved++
				}
				if a.Status >= 500 || strings.Contains(a.Location, "ailleurs.example") {
					t.Errorf("%s POST %s: %d %s\n%v", name, r.Path, a.Status, a.Location, form)
				}
			}
		}
	}
	if tried < 300 || saved < 20 {
		t.Errorf("only %d forms sent, of which %d got as far as saving", tried, saved)
	}
}

// ends tells that a route ends the session of the colleague who asks.
func ends(path string) bool { return path == "/deconnexion" || strings.HasPrefix(path, "/moi/") }

func roleOf(name string) string {
	for role, colleague := range staff {
		if colleague == name {
			return role
		}
	}
	return ""
}
