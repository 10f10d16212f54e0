package handlers

import (
	"net/http"
	"testing"
)

// A double click records one fact, and only answers of the list are kept.
func TestEventOnce(t *testing.T) { onEngines(t, eventOnce) }

func eventOnce(t *testing.T, s *site) {
	c := s.as(t, "nadia")
	address := "/inscriptions/e-amina-gtj/evenement"
	fact := form("date", "01/11/2026", "type", "formation", "preuve", "oui")
	c.post(address, fact).want(t, http.StatusSeeOther)
	c.post(address, fact).want(t, http.StatusUnprocessableEntity)
	c.post(address, form("date", "02/11/2026", "type", "formation", "preuve", "peut-être")).want(t, http.StatusUnprocessableEntity)
	c.post("/inscriptions/e-amina-gtj/six-mois", form("date", "02/11/2026", "statut", "emploi", "amelioration", "voiture")).want(t, http.StatusUnprocessableEntity)
	c.post("/inscriptions/e-amina-gtj/six-mois", form("date", "02/11/2026", "statut", "emploi", "amelioration", "stable")).want(t, http.StatusSeeOther)
}
