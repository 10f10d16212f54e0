package handlers

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
)

// nameBusy puts in the refusal of a move the names of those who could not follow it, as far as the reader sees them in the list of
// the session; the others are counted.
func (a *App) nameBusy(c *gin.Context, access Access, err error) error {
	refusal, ok := asRefusal(err)
	if !ok || refusal.Key != models.PeopleBusy {
		return err
	}
	session, _ := argument(refusal, "Session").(string)
	people, _ := argument(refusal, "People").([]string)
	rows, failed := a.Store.Registrations(ctx(c), a.scope(access, models.Read, models.KindRegistration), session)
	if failed != nil {
		return failed
	}
	var names []string
	for _, r := range rows {
		if slices.Contains(people, r.ParticipantPublicID) {
			names = append(names, displayName(r.FamilyName, r.GivenName))
		}
	}
	switch hidden := len(people) - len(names); {
	case len(names) == 0:
		return err
	case hidden > 0:
		return models.Refuse(refusal.Code, "session.problem.people_named_others", "Names", strings.Join(names, ", "), "Count", hidden)
	}
	return models.Refuse(refusal.Code, "session.problem.people_named", "Names", strings.Join(names, ", "))
}

// argument is what a refusal says under a name.
func argument(refusal *models.Error, name string) any {
	for i := 0; i+1 < len(refusal.Args); i += 2 {
		if refusal.Args[i] == name {
			return refusal.Args[i+1]
		}
	}
	return nil
}
