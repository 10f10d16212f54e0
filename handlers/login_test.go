package handlers

import (
	"net/http"
	"net/url"
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

func TestSignInAndOut(t *testing.T) {
	s := newSite(t)
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

func TestLoginEndsByItself(t *testing.T) {
	s := newSite(t)
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
