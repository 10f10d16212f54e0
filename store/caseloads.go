package store

// clock stands in the arguments of a condition for the store's own clock: a scope becomes SQL without knowing what time
// it is, and get, list, each and exec put the hour in when the query runs. It is no value a driver knows, so that a query that
// goes another way fails instead of forgetting that an access has ended.
type clock struct{ name string }

var (
	clockToday = clock{"today"}
	clockNow   = clock{"now"}
)

// timed replaces the clocks of a query's arguments by today's date and the present moment.
func (s *Store) timed(args []any) []any {
	var filled []any
	for i, arg := range args {
		c, ok := arg.(clock)
		if !ok {
			continue
		}
		if filled == nil {
			filled = append([]any(nil), args...)
		}
		if filled[i] = any(s.Now()); c == clockToday {
			filled[i] = s.Today()
		}
	}
	if filled == nil {
		return args
	}
	return filled
}

// inForce is the condition under which a line k of caseloads gives access: it has begun, nobody ended it, and it has not
// ended by itself. Its arguments are those of clocks. Whoever reads caseloads for access reads it under this condition.
const inForce = "k.until_on is null and k.from_on <= ? and (k.expires_at is null or k.expires_at > ?)"

// accompanies is inForce for who works with the person: an urgent access is a reach of its own and makes nobody a colleague
// of the file.
const accompanies = inForce + " and k.kind <> 'emergency'"

// clocks are the arguments of inForce, after those that come before it in the query.
func clocks(before ...any) []any { return append(before, clockToday, clockNow) }

const (
	caseloadOfPerson  = "exists (select 1 from caseloads k where k.participant_id = p.id and k.user_id = ? and " + accompanies + ")"
	emergencyOfPerson = "exists (select 1 from caseloads k where k.participant_id = p.id and k.user_id = ? and k.kind = 'emergency' and " + inForce + ")"
)
