package store

import (
	"slices"
	"strings"

	"jalon/models"
)

// listSource says where the lines of a custom list are read: the aliases are those that the scope of its kind needs.
type listSource struct {
	from    string
	joins   []listJoin // each may name the aliases before it
	where   string     // what every line satisfies, "" = nothing
	id      string     // of the line, which ends its order
	ref     string     // public id of the line
	page    string     // public id of what its link opens
	person  string     // internal id of the person it is about, "" = nobody
	centres []string
	columns map[string]listColumn
}

// listJoin is a table joined to the lines: each line has one row of it, so that a query which does not name it does without.
type listJoin struct{ alias, text string }

// listColumn is a column as SQL. order, when it has one, is never null and has an index.
type listColumn struct{ value, order string }

// listSources are the sources of models.ListSources, column by column.
var listSources = map[string]listSource{
	"personnes": {from: "participants p", id: "p.id", ref: "p.public_id", page: "p.public_id", person: "p.id", centres: []string{"p.centre_id"},
		columns: joined(listPerson, map[string]listColumn{
			"inscriptions":    {value: "(select count(*) from enrolments x where x.participant_id = p.id and x.cancelled_at is null)"},
			"langues":         {value: "p.languages"},
			"niveau_francais": {value: "p.french_level"},
			"isced":           {value: "p.isced"},
			"equivalence":     {value: "p.recognition"},
			"titre_expire":    {value: "p.permit_expires_on"},
		})},
	"inscriptions": {from: "enrolments e", joins: []listJoin{{"p", "join participants p on p.id = e.participant_id"}, {"o", "join operations o on o.id = e.operation_id"}},
		where: "e.cancelled_at is null", id: "e.id", ref: "e.public_id", page: "e.public_id", person: "e.participant_id", centres: []string{"e.centre_id", "p.centre_id"},
		columns: joined(listPerson, listOperation, map[string]listColumn{
			"demande":         {value: "e.requested_on"},
			"entree":          {value: "e.frozen_on"},
			"sortie":          {value: "(select max(x.on_date) from exits x where " + listExit + ")"},
			"motif":           {value: "(select x.reason from exits x where " + listExit + " order by x.on_date desc, x.id desc limit 1)"},
			"referent":        {value: listReferent},
			"forem":           {value: "e.entry_forem"},
			"travail":         {value: "e.entry_work"},
			"isced":           {value: "e.entry_isced"},
			"public":          {value: "e.audience"},
			"minutes_suivis":  {value: "(select sum(f.minutes) from followups f where f.enrolment_id = e.id and " + metFollowUp + ")"},
			"minutes_seances": {value: listSessionMinutes},
			"dernier_suivi":   {value: "(select max(f.on_date) from followups f where f.enrolment_id = e.id and " + metFollowUp + ")"},
		})},
	"suivis": {from: "followups f", joins: []listJoin{{"e", "join enrolments e on e.id = f.enrolment_id"}, {"p", "join participants p on p.id = f.participant_id"},
		{"o", "join operations o on o.id = e.operation_id"}, {"u", "left join users u on u.id = f.user_id"}},
		where: "f.cancelled_at is null", id: "f.id", ref: "f.public_id", page: "f.public_id", person: "f.participant_id", centres: []string{"f.centre_id"},
		columns: joined(listPerson, listOperation, map[string]listColumn{
			"date":            {"f.on_date", "f.on_date"},
			"debut":           {value: "f.starts_at"},
			"minutes":         {value: "case when " + metFollowUp + " then f.minutes else 0 end"},
			"minutes_signees": {value: "case when " + metFollowUp + " and f.signed then f.minutes else 0 end"},
			"mode":            {value: "f.mode"},
			"lieu":            {value: "f.place"},
			"presence":        {value: "f.presence"},
			"themes":          {value: "f.topics"},
			"conseiller":      {value: "u.public_id"},
		})},
	"seances": {from: "sessions s", joins: []listJoin{{"o", "join operations o on o.id = s.operation_id"}, {"m", "left join modules m on m.id = s.module_id"}},
		id: "s.id", ref: "s.public_id", page: "s.public_id", centres: []string{"s.centre_id"},
		columns: joined(listOperation, listSession, map[string]listColumn{
			"debut":       {value: "s.starts_at"},
			"fin":         {value: "s.ends_at"},
			"duree":       {value: listSpan},
			"lieu":        {value: "s.place"},
			"local":       {value: "s.room"},
			"capacite":    {value: "s.capacity"},
			"inscrits":    {value: "(select count(*) from registrations r where r.session_id = s.id and r.place = 'inscrit')"},
			"presents":    {value: "(select count(*) from registrations r where r.session_id = s.id and " + cameToSession + ")"},
			"etat_seance": {value: "s.status"},
			"operateur":   {value: "s.operator"},
		})},
	"places": {from: "registrations r", joins: []listJoin{{"s", "join sessions s on s.id = r.session_id"}, {"e", "join enrolments e on e.id = r.enrolment_id"},
		{"p", "join participants p on p.id = r.participant_id"}, {"o", "join operations o on o.id = s.operation_id"}, {"m", "left join modules m on m.id = s.module_id"}},
		id: "r.id", ref: "r.public_id", page: "s.public_id", person: "r.participant_id", centres: []string{"s.centre_id", "e.centre_id"},
		columns: joined(listPerson, listOperation, listSession, map[string]listColumn{
			"place":           {value: "r.place"},
			"presence_seance": {value: "r.attendance"},
			"minutes":         {value: "case when " + cameToSession + " and s.status <> 'cancelled' then " + listPlaceMinutes + " else 0 end"},
			"minutes_signees": {value: "case when " + cameToSession + " and s.status <> 'cancelled' and r.signed then " + listPlaceMinutes + " else 0 end"},
		})},
}

// Only attended time is time; a step without the person is the staff's.
const (
	metFollowUp   = "f.cancelled_at is null and f.presence = 'present' and f.mode <> 'demarche'"
	cameToSession = "r.place = 'inscrit' and r.attendance in ('present', 'retard')"

	// listExit: whoever came back after an exit has not left.
	listExit = `x.enrolment_id = e.id and x.cancelled_at is null
		and not exists (select 1 from followups f where f.enrolment_id = e.id and f.on_date > x.on_date and ` + metFollowUp + `)
		and not exists (select 1 from registrations r join sessions s on s.id = r.session_id
			where r.enrolment_id = e.id and s.on_date > x.on_date and s.status <> 'cancelled' and ` + cameToSession + `)`
	listReferent = `(select min(u.public_id) from caseloads k join users u on u.id = k.user_id
		where k.enrolment_id = e.id and k.kind = 'lead' and k.until_on is null)`
	listSpan = `(60 * (cast(substr(s.ends_at, 1, 2) as integer) - cast(substr(s.starts_at, 1, 2) as integer))
		+ cast(substr(s.ends_at, 4, 2) as integer) - cast(substr(s.starts_at, 4, 2) as integer))`
	// listPlaceMinutes is models.CountedMinutes of somebody who came.
	listPlaceMinutes = `(case when s.counting = 'fixe' and s.module_minutes is not null then s.module_minutes
		when s.counting not in ('fixe', 'duree') and r.minutes is not null then r.minutes else ` + listSpan + ` end)`
	listSessionMinutes = `(select sum(` + listPlaceMinutes + `) from registrations r join sessions s on s.id = r.session_id
		where r.enrolment_id = e.id and s.status <> 'cancelled' and ` + cameToSession + ")"
)

var listPerson = map[string]listColumn{
	"nom":             {"p.family_name", "p.sort_name"},
	"prenom":          {value: "p.given_name"},
	"sexe":            {value: "p.sex"},
	"naissance":       {value: "p.birth"},
	"annee_naissance": {value: "case when substr(p.birth, 1, 4) between '1850' and '2200' then cast(substr(p.birth, 1, 4) as integer) end"},
	"nationalites":    {value: "p.nationalities"},
	"commune":         {value: "p.refnis"},
	"code_postal":     {value: "p.postcode"},
	"gsm":             {value: "p.phone"},
	"telephone":       {value: "p.landline"},
	"email":           {value: "p.email"},
	"adresse":         {value: "p.address"},
}

var listOperation = map[string]listColumn{"operation": {value: "o.code"}, "dispositif": {value: "o.programme"}}

var listSession = map[string]listColumn{
	"date":     {"s.on_date", "s.on_date"},
	"intitule": {value: "s.title"},
	"module":   {value: "coalesce(m.code, s.module_code)"},
}

func joined(all ...map[string]listColumn) map[string]listColumn {
	columns := map[string]listColumn{}
	for _, some := range all {
		for key, c := range some {
			columns[key] = c
		}
	}
	return columns
}

// listPart is a piece of SQL with its arguments.
type listPart struct {
	text string
	args []any
}

// part is a column as its reader may use it: to show, filter, order and group alike, so that nothing of a value out of reach
// shows in an order or a count. Of another kind than the line's, it is null where that kind does not reach.
func (q listQuery) part(key string) listPart {
	c, _ := q.source.Column(key)
	part := listPart{text: listSources[q.source.Key].columns[key].value}
	if c.Kind == "" || c.Kind == q.source.Kind {
		return part
	}
	reach, args := within(q.Kinds[c.Kind], c.Kind)
	return listPart{"case when " + reach + " then " + part.text + " end", append(args, part.args...)}
}

// words is a column as text, "" when it is not recorded.
func (q listQuery) words(key string) listPart {
	part := q.part(key)
	part.text = "coalesce(cast(" + part.text + " as text), '')"
	return part
}

// order is what lines are sorted by: the indexed column where there is one, else something that is never null.
func (q listQuery) order(key string) listPart {
	c, known := q.source.Column(key)
	indexed := listSources[q.source.Key].columns[key].order
	switch {
	case !known:
		return listPart{text: "''"}
	case indexed != "" && (c.Kind == "" || c.Kind == q.source.Kind || q.everywhere(c.Kind)):
		return listPart{text: indexed}
	case c.Type == models.ListMinutes || c.Type == models.ListNumber:
		part := q.part(key)
		part.text = "coalesce(" + part.text + ", -1)"
		return part
	}
	return q.words(key)
}

// everywhere tells that another kind reaches all that the kind of the lines does: both by the same reaches of the same
// memberships.
func (q listQuery) everywhere(kind string) bool {
	own, other := q.Scope.Grants(q.source.Kind), q.Kinds[kind].Grants(kind)
	if len(own) == 0 || len(own) != len(other) {
		return false
	}
	for i := range own {
		if own[i].Reach != other[i].Reach || own[i].CentreID != other[i].CentreID || own[i].UserID != other[i].UserID || len(own[i].Operations) > 0 || len(own[i].Persons) > 0 {
			return false
		}
	}
	return true
}

// tables are the tables that a query over the source names, in all its parts.
func (s listSource) tables(parts ...listPart) string {
	var text strings.Builder
	for _, part := range parts {
		text.WriteString(" " + part.text)
	}
	joins := ""
	for _, join := range slices.Backward(s.joins) {
		if names(text.String(), join.alias) {
			text.WriteString(" " + join.text)
			joins = " " + join.text + joins
		}
	}
	return s.from + joins
}

// names tells whether a piece of SQL names a column of an alias.
func names(text, alias string) bool {
	for rest := text; ; {
		at := strings.Index(rest, alias+".")
		if at < 0 {
			return false
		}
		if at == 0 || !strings.ContainsAny(rest[at-1:at], "abcdefghijklmnopqrstuvwxyz_") {
			return true
		}
		rest = rest[at+2:]
	}
}
