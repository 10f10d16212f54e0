package store_test

import (
	"strings"
	"testing"

	"jalon/models"
)

// No list of the season reads a table from end to end, on either engine. The one-letter names are those of SQLite's plans.
func TestListsOfTheSeasonUseAnIndex(t *testing.T) {
	onSessions(t, func(t *testing.T, w *sessionWorld) {
		may := func(kind string) models.Scope { return w.may("claire", models.Read, kind) }
		tables := map[string][]string{"messages": {"m", "outbox"}, "scans": {"z", "scans"}, "offers": {"place_offers"}, "sessions": {"sessions"}}
		for name, list := range w.SeasonQueries(may(models.KindMessage), may(models.KindScan), may(models.KindSession)) {
			query, args := list()
			first, _, _ := strings.Cut(strings.ReplaceAll(name, ",", " "), " ")
			refuseFullReads(t, w.DB, name, query, args, tables[first]...)
		}
	})
}
