package store

import "jalon/models"

// SeasonQueries are the lists of a season whose indexes are tested: messages by state and of one person, scans that wait, the offers
// of a session, the sessions to tell about.
func (s *Store) SeasonQueries(messages, scans, sessions models.Scope) map[string]func() (string, []any) {
	return map[string]func() (string, []any){
		"messages to print": func() (string, []any) {
			return outboxList(messages, OutboxFilter{State: models.MessageToPrint, Limit: 50})
		},
		"messages, next page": func() (string, []any) {
			return outboxList(messages, OutboxFilter{State: models.MessageSent, After: "x", Limit: 50})
		},
		"messages of a person":  func() (string, []any) { return outboxList(messages, OutboxFilter{Person: "p-amina", Limit: 50}) },
		"messages of a session": func() (string, []any) { return outboxList(messages, OutboxFilter{Session: "s-cv", Limit: 50}) },
		"scans that wait":       func() (string, []any) { return scansWaiting(scans) },
		"offers of a session":   func() (string, []any) { return offersOf("cv") },
		"sessions to tell": func() (string, []any) {
			return s.sessionList(sessions, models.SessionFilter{View: models.ViewToTell, Limit: 51})
		},
	}
}
