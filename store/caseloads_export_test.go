package store

// NamesPerson is compared with the schema.
var NamesPerson = namesPerson

// NoticeStatements are the queries behind Notices, for the test of their plans.
func NoticeStatements(userID string, scopes NoticeScopes) (queries []string, args [][]any) {
	for _, q := range scopes.queries() {
		query, values := noticeList(q, q.kinds, userID, NoticeFilter{Unseen: true})
		queries, args = append(queries, query), append(args, values)
	}
	return queries, args
}

// ListOf is the query of an inner list of people by caseload, for the test of its plan.
func ListOf(userID string) (string, []any) {
	return "select k.participant_id from caseloads k where k.user_id = ? and " + handedOver, clocks(userID)
}
