package handlers

import (
	"context"
	"fmt"
	"net/url"
	"testing"

	"jalon/models"
)

// BenchmarkFollowUps measures what a counsellor does all day: the home page, the log of the month, a contact encoded with
// its note, durable write included (issue: ≤ 10 ms each at the median).
func BenchmarkFollowUps(b *testing.B) {
	c := newCrowd(b)
	for name, path := range map[string]string{"home": "/", "list": "/suivis?qui=moi&du=01/06/2026", "form": "/suivis/nouveau?personne=" + c.people[0]} {
		b.Run(name, func(b *testing.B) {
			work(b, func(int) { c.ask(b, "GET", path, nil, "") })
		})
	}
	b.Run("save", c.benchmarkSave)
}

func (c crowd) benchmarkSave(b *testing.B) {
	scope := c.site.App.scope(Access{Actor: c.site.Actors["seeded"]}, models.Read, models.KindEnrolment)
	var enrolments []string
	for _, person := range c.people {
		all, err := c.site.EnrolmentsOf(context.Background(), scope, person)
		if err != nil || len(all) == 0 {
			b.Fatal(len(all), err)
		}
		enrolments = append(enrolments, all[0].PublicID)
	}
	work(b, func(n int) {
		who, day := n%len(c.people), n/len(c.people)
		form := url.Values{"date": {fmt.Sprintf("%02d/%02d/2026", 1+day%28, 7+day/28%4)}, "duree": {"45"}, "mode": {"bureau"}, "presence": {"present"},
			"signature": {"oui"}, "dispositif": {enrolments[who]}, "themes": {"CV"}, "niveau": {"dossier"}, "note": {"Prépare un entretien."},
			"suite": {"aucune"}, "encore": {"1"}, "submission": {models.NewToken()}}
		c.ask(b, "POST", "/suivis/nouveau?personne="+c.people[who], form, "")
	})
}
