package handlers

import (
	"net/http"
	"testing"
)

// Bytes that are no text are refused at the door, alike on both engines: one would store them, the other would fail.
func TestBytesThatAreNoText(t *testing.T) { onEngines(t, bytesThatAreNoText) }

func bytesThatAreNoText(t *testing.T, s *site) {
	c := s.as(t, "nadia")
	for _, address := range []string{"/personnes?vue=%00", "/personnes?vue=%ff", "/personnes/%00", "/suivis/%ff"} {
		c.get(address).want(t, http.StatusNotFound)
	}
	for _, email := range []string{"a\x00b", "a\xffb"} {
		s.anonymous(t).post("/connexion", form("email", email, "password", "x")).want(t, http.StatusUnprocessableEntity)
	}
}
