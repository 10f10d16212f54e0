package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"jalon/models"
	"jalon/store/storetest"
)

const password = "cheval agrafe batterie pile"

// withPassword gives a colleague of the world a password.
func (s *site) withPassword(t testing.TB, name string) {
	t.Helper()
	hash, err := models.HashPassword(password)
	if err != nil {
		t.Fatal(err)
	}
	s.Exec(t, "update users set password_hash = ? where id = ?", hash, name)
}

func credentials(name string) url.Values {
	return url.Values{"email": {name + "@exemple.be"}, "password": {password}}
}

func TestSignInAndOut(t *testing.T) { onEngines(t, signInAndOut) }

func signInAndOut(t *testing.T, s *site) {
	s.withPassword(t, "nadia")
	c := s.anonymous(t)
	if a := c.get("/").want(t, http.StatusSeeOther); a.Location != "/connexion" {
		t.Errorf("anonymous is sent to %q", a.Location)
	}
	c.get("/connexion").want(t, http.StatusOK)
	if a := c.post("/connexion", credentials("NADIA")).want(t, http.StatusSeeOther); a.Location != "/" {
		t.Errorf("after sign-in: %q", a.Location)
	}
	first := c.cookies["jalon"]
	if a := c.get("/").want(t, http.StatusOK); a.text("h1") != "Ma journée" {
		t.Errorf("home: %q", a.text("h1"))
	}
	c.post("/connexion", credentials("nadia")).want(t, http.StatusSeeOther)
	if c.cookies["jalon"] == first {
		t.Error("the token was not renewed")
	}
	second := c.cookies["jalon"]
	c.post("/deconnexion", url.Values{}).want(t, http.StatusSeeOther)
	for _, old := range []string{first, second} {
		c.cookies["jalon"] = old
		c.get("/").want(t, http.StatusSeeOther)
	}
	if n := s.Count(t, "select count(*) from journal where action in ('sign_in', 'sign_out') and user_id = 'nadia'"); n != 3 {
		t.Errorf("%d lines in the journal, want 3", n)
	}
}

func TestLoginEndsByItself(t *testing.T) { onEngines(t, loginEndsByItself) }

func loginEndsByItself(t *testing.T, s *site) {
	for _, wait := range []time.Duration{time.Hour, 13 * time.Hour} {
		c := s.as(t, "nadia")
		c.get("/").want(t, http.StatusOK)
		at(t, storetest.Now.Add(wait))
		c.get("/").want(t, http.StatusSeeOther)
	}
	c := s.as(t, "nadia")
	for range 13 { // used every 55 minutes, until the absolute end
		at(t, storetest.Now.Add(55*time.Minute))
		c.get("/").want(t, http.StatusOK)
	}
	at(t, storetest.Now.Add(55*time.Minute))
	c.get("/").want(t, http.StatusSeeOther)
}

func TestGuessesAreBoundedAndTheOwnerIsNot(t *testing.T) {
	s := newSite(t)
	s.withPassword(t, "nadia")
	attacker := s.anonymous(t)
	attacker.address = "203.0.113.9:5"
	evaluated := 0
	for i := range 200 { // a minute of guesses, on several accounts
		at(t, storetest.Now.Add(300*time.Millisecond))
		name := []string{"nadia", "simon", "claire", "nobody"}[i%4]
		attacker.send(http.MethodPost, "/connexion", url.Values{"email": {name + "@exemple.be"}, "password": {"guess guess guess"}},
			http.Header{"X-Forwarded-For": {"10.0.0." + string(rune('0'+i%10))}})
		evaluated = s.Count(t, "select count(*) from journal where action = 'sign_in_refused'")
	}
	if evaluated > 20 {
		t.Errorf("%d guesses evaluated in a minute, want at most 20", evaluated)
	}
	if a := attacker.post("/connexion", credentials("nadia")); a.Status != http.StatusTooManyRequests {
		t.Errorf("attacker with the right password at last: %d, want 429", a.Status)
	}
	owner := s.anonymous(t)
	owner.post("/connexion", credentials("nadia")).want(t, http.StatusSeeOther)
}

func TestManyColleaguesBehindOneAddressSignIn(t *testing.T) {
	s := newSite(t)
	for _, name := range []string{"nadia", "simon", "claire", "tom", "rita", "marc", "alex"} {
		s.withPassword(t, name)
		for range 3 {
			s.anonymous(t).post("/connexion", credentials(name)).want(t, http.StatusSeeOther)
		}
	}
}

func TestUnknownAndKnownAccountsAnswerAlike(t *testing.T) {
	s := newSite(t)
	s.withPassword(t, "nadia")
	try := func(email, address string) (answer, time.Duration) {
		c := s.anonymous(t)
		c.address = address
		start := time.Now()
		a := c.post("/connexion", url.Values{"email": {email}, "password": {"pas le bon mot"}})
		return a.want(t, http.StatusUnauthorized), time.Since(start)
	}
	var known, unknown []time.Duration
	for i := range 21 {
		address := "198.51.100." + strconv.Itoa(i+1) + ":1"
		a, took := try("nadia@exemple.be", address)
		known = append(known, took)
		b, took := try("nobody@exemple.be", address)
		unknown = append(unknown, took)
		if strings.ReplaceAll(b.Body, "nobody@", "nadia@") != a.Body {
			t.Fatal("the two pages differ")
		}
	}
	// The fastest of each: on a busy machine the others measure the neighbours. Without a hash it would be 20 times less.
	if ratio := float64(slices.Min(known)) / float64(slices.Min(unknown)); ratio < 0.25 || ratio > 4 {
		t.Errorf("known %v, unknown %v", slices.Min(known), slices.Min(unknown))
	}
	long := strings.Repeat("é", 50000)
	if a := s.anonymous(t).post("/connexion", url.Values{"email": {"nadia@exemple.be"}, "password": {long}}); a.Status != http.StatusUnauthorized {
		t.Errorf("a password of 100,000 bytes: %d", a.Status)
	}
}

// A form too large, or cut, is refused as such: it never looks like one with empty fields.
func TestFormsThatAreNoForms(t *testing.T) {
	s := newSite(t)
	c := s.as(t, "nadia")
	c.post("/moi/affichage", form("theme", strings.Repeat("x", 2<<20))).want(t, http.StatusRequestEntityTooLarge)
	r := httptest.NewRequest(http.MethodPost, "http://jalon.test/moi/affichage", strings.NewReader("theme=%zz"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "jalon", Value: c.cookies["jalon"]})
	c.answer(r).want(t, http.StatusUnprocessableEntity)
	at(t, storetest.Now.Add(2*time.Hour))
	c.post("/moi/affichage", form("theme", strings.Repeat("x", 300<<10))).want(t, http.StatusRequestEntityTooLarge)
}

func TestReturnAddressStaysHere(t *testing.T) {
	for _, path := range []string{"//evil.example", "/\\evil.example", "https://evil.example", "/a/../\\evil", "javascript:alert(1)", "/%09/evil.example",
		"/%2f%2fevil.example/", "/./evil", "evil.example", "", "/\tevil", "/..//evil.example", "/%5cevil.example", "///evil"} {
		if got := localPath(path); got != "/" {
			t.Errorf("localPath(%q) = %q, want /", path, got)
		}
	}
	for _, path := range []string{"/", "/personnes/abc?page=2&tri=nom", "/seances#x"} {
		if got := localPath(path); got != path {
			t.Errorf("localPath(%q) = %q", path, got)
		}
	}
}

func TestDisabledOrWithoutAccess(t *testing.T) {
	s := newSite(t)
	s.withPassword(t, "nadia")
	s.withPassword(t, "simon")
	s.Exec(t, "update users set disabled_at = ? where id = 'nadia'", storetest.Now)
	s.anonymous(t).post("/connexion", credentials("nadia")).want(t, http.StatusUnauthorized)
	s.Exec(t, "update memberships set until_on = '2026-01-01' where user_id = 'simon'")
	c := s.anonymous(t)
	c.post("/connexion", credentials("simon")).want(t, http.StatusForbidden)
	c.get("/").want(t, http.StatusSeeOther)
}

// A morning: everybody signs in, reads and saves at the same moment. Nobody gets an error.
func TestEverybodyAtOnce(t *testing.T) { onEngines(t, everybodyAtOnce) }

func everybodyAtOnce(t *testing.T, s *site) {
	names := []string{"nadia", "simon", "claire", "rita", "marc", "alex"}
	for _, name := range names {
		s.withPassword(t, name)
	}
	var group sync.WaitGroup
	for i := range 36 {
		c, name := s.anonymous(t), names[i%len(names)]
		group.Go(func() {
			for _, a := range []answer{c.post("/connexion", credentials(name)), c.get("/"), c.get("/moi"), c.post("/moi/affichage", form("theme", "dark")),
				c.get("/"), c.post("/deconnexion", form())} {
				if a.Status != http.StatusOK && a.Status != http.StatusSeeOther {
					t.Errorf("%s: %d %s", name, a.Status, a.text("h1"))
				}
			}
			if a := c.get("/"); a.Status != http.StatusSeeOther {
				t.Errorf("%s is still inside: %d", name, a.Status)
			}
		})
	}
	group.Wait()
	if lines, broken, err := s.VerifyJournal(context.Background()); err != nil || broken != 0 || lines < 72 {
		t.Errorf("journal: %d lines, broken at %d, %v", lines, broken, err)
	}
}
