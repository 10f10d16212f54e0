package store

import (
	"jalon/models"
)

// States of a person's enrolments, for the list of people.
const (
	StateRunning = "en_cours" // an enrolment without exit
	StateEnded   = "sortie"   // an enrolment that an exit closed
	StateNone    = "aucune"   // no enrolment at all
)

// NobodyAccompanies stands for the colleague of those whom nobody accompanies.
const NobodyAccompanies = "personne"

// PermitExpired is the filter of documents that have expired; any other is a number of days ahead.
const PermitExpired = -1

// missingData are the data of a file that a list can be asked for, by code: the condition under which one is missing. An
// answer « Demandé, inconnu » is not missing.
var missingData = map[string]string{
	"contact": "p.phone = '' and p.landline = '' and p.email = '' and not p.no_contact", "commune": "p.refnis = ''", "naissance": "p.birth = ''",
	"nationalite": "p.nationalities = ''", "langues": "p.languages = ''", "francais": "p.french_level = ''", "etudes": "p.isced = ''",
}

// narrowed are the conditions of the filters that read more than a card. Each asks for what the reader may read anyway:
// enrolments within that scope, and the profile within f.Profiles.
func (s *Store) narrowed(enrolments models.Scope, f CardFilter) (string, []any) {
	var where string
	var args []any
	add := func(condition string, values ...any) {
		where, args = where+" and "+condition, append(args, values...)
	}
	if f.Programme != "" || f.State == StateRunning || f.State == StateEnded {
		condition, values := enrolledAs(enrolments, f)
		add("p.id in ("+condition+")", values...)
	}
	switch f.Colleague {
	case "":
	case NobodyAccompanies:
		add("not exists (select 1 from caseloads k where k.participant_id = p.id and "+accompanies+")", clocks()...)
	default:
		add("p.id in (select k.participant_id from caseloads k join users u on u.id = k.user_id where u.public_id = ? and "+accompanies+")", clocks(f.Colleague)...)
	}
	before := where
	s.narrowProfile(f, add)
	if where != before { // what a profile says is asked of the profiles the reader may open
		condition, values := within(f.Profiles, models.KindProfile)
		add(condition, values...)
	}
	return where, args
}

// enrolledAs finds the people with an enrolment of that dispositif and state, within the scope.
func enrolledAs(enrolments models.Scope, f CardFilter) (string, []any) {
	condition, args := within(enrolments, models.KindEnrolment)
	query := "select e.participant_id from enrolments e join participants p on p.id = e.participant_id where e.cancelled_at is null and " + condition
	if f.Programme != "" {
		query = `select e.participant_id from operations eo join enrolments e on e.operation_id = eo.id
			join participants p on p.id = e.participant_id where eo.programme = ? and e.cancelled_at is null and ` + condition
		args = append([]any{f.Programme}, args...)
	}
	switch f.State {
	case StateRunning:
		query += " and " + runningEnrolment
	case StateEnded:
		query += " and not (" + runningEnrolment + ")"
	}
	return query, args
}

// narrowProfile are the filters that need the right to read profiles.
func (s *Store) narrowProfile(f CardFilter, add func(condition string, values ...any)) {
	if f.State == StateNone {
		add("not exists (select 1 from enrolments x where x.participant_id = p.id and x.cancelled_at is null)")
	}
	if f.Language != "" {
		add("(p.contact_language = ? or ';' || p.languages || ';' like ?)", f.Language, "%;"+f.Language+";%")
	}
	if f.French != "" {
		add("p.french_level = ?", f.French)
	}
	if condition := missingData[f.Missing]; condition != "" {
		add("(" + condition + ")")
	}
	switch today := s.Today(); {
	case f.PermitDays == PermitExpired:
		add("p.permit_expires_on < ?", today)
	case f.PermitDays > 0:
		add("p.permit_expires_on >= ? and p.permit_expires_on <= ?", today, today.AddDays(f.PermitDays))
	}
	if f.QuietDays > 0 {
		add("not exists (select 1 from enrolments e where e.participant_id = p.id and e.cancelled_at is null and exists (select 1 from "+
			attendedOf+" q where q.on_date > ?))", s.Today().AddDays(-f.QuietDays))
	}
}
