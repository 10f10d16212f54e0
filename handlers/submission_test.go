package handlers

import (
	"net/http"
	"net/url"
	"testing"

	"jalon/models"
)

// A form that creates and comes without its key is shown again with what was typed and a fresh key: accepted, its second
// click would create a second time.
func TestFormsWithoutKey(t *testing.T) {
	s := newSite(t)
	nadia, claire, marc := s.as(t, "nadia"), s.as(t, "claire"), s.as(t, "marc")
	for _, c := range []struct {
		who           *client
		path, table   string
		form          url.Values
		field, expect string
	}{
		{nadia, "/personnes/nouvelle", "participants", intake(nil), "family_name", "Tahiri"},
		{nadia, "/suivis/nouveau?personne=p-noori", "followups", contactForm("e-noori-gtj", nil), "date", "24/11/2026"},
		{claire, "/seances", "sessions", filled("operation", "o-llf", "title", "CV", "on_date", "1/12", "starts_at", "9", "ends_at", "12"), "title", "CV"},
		{marc, "/operations", "operations", filled("code", "NEUF", "dispositif", models.GTJ, "bailleur", models.FunderFSE, "debut", "1/1/2026", "fin", "31/12/2026"), "code", "NEUF"},
	} {
		c.form.Set(c.field, c.expect)
		c.form.Set("submission", "")
		before := s.Count(t, "select count(*) from "+c.table)
		answer := c.who.post(c.path, c.form).want(t, http.StatusUnprocessableEntity)
		if answer.value(c.field) != c.expect || answer.value("submission") == "" {
			t.Errorf("%s: what was typed %q, key %q: %s", c.path, answer.value(c.field), answer.value("submission"), answer.text("main"))
		}
		if after := s.Count(t, "select count(*) from "+c.table); after != before {
			t.Errorf("%s wrote without a key", c.path)
		}
		c.form.Set("submission", answer.value("submission"))
		c.who.post(c.path, c.form).want(t, http.StatusSeeOther)
	}
}
