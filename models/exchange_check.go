package models

import (
	"strconv"
	"strings"
)

// ExchangeKnown is what the database holds already, for the references and dates that a file leaves out.
// Nil maps are an empty database.
type ExchangeKnown struct {
	Operations    map[string]bool // codes
	Modules       map[string]bool // codes
	Persons       map[string]bool // external references
	Enrolments    map[string]bool // external references
	Sessions      map[string]Date // external reference → day
	FirstContacts map[string]Date // enrolment → day of the first attended contact
	Staff         map[string]bool // e-mails
	NISSEnabled   bool            // the centre may store the number
	Places        *Places         // communes of today
}

// CheckExchange looks at what no single cell shows: references, keys used twice, dates against one another,
// and what history may hold but a report will point at. interchange.md §2 says which is an error; the rest warns.
// Findings come in the order of sheets and rows.
func CheckExchange(x *Exchange, known ExchangeKnown, today Date) []Finding {
	c := &exchangeChecker{x: x, known: known, today: today, staff: map[string]bool{}}
	c.index()
	c.operations()
	c.persons()
	c.enrolments()
	c.followUps()
	c.sessions()
	c.attendances()
	c.exits()
	c.events()
	c.sixMonths()
	c.attestations()
	c.overlaps()
	SortFindings(c.findings)
	return c.findings
}

type exchangeChecker struct {
	x        *Exchange
	known    ExchangeKnown
	today    Date
	findings []Finding

	operationCodes, moduleCodes, personRefs map[string]int // key → position in its slice
	enrolmentRefs, sessionRefs              map[string]int
	spans                                   map[string]contactSpan // enrolment → its contacts in the file
	staff                                   map[string]bool        // unknown colleagues already reported
}

// contactSpan is the first day of any contact of an enrolment, and of an attended one; "" = none.
type contactSpan struct{ any, attended Date }

func (c *exchangeChecker) index() {
	x := c.x
	c.operationCodes = c.keys(operationsSheet.name, "code", len(x.Operations), func(i int) (int, string) { return x.Operations[i].Row, x.Operations[i].Code })
	c.moduleCodes = c.keys(modulesSheet.name, "code", len(x.Modules), func(i int) (int, string) { return x.Modules[i].Row, x.Modules[i].Code })
	c.personRefs = c.keys(personsSheet.name, "ref", len(x.Persons), func(i int) (int, string) { return x.Persons[i].Row, x.Persons[i].Ref })
	c.enrolmentRefs = c.keys(enrolmentsSheet.name, "ref", len(x.Enrolments), func(i int) (int, string) { return x.Enrolments[i].Row, x.Enrolments[i].Ref })
	c.sessionRefs = c.keys(sessionsSheet.name, "ref", len(x.Sessions), func(i int) (int, string) { return x.Sessions[i].Row, x.Sessions[i].Ref })
	c.keys(followUpsSheet.name, "ref", len(x.FollowUps), func(i int) (int, string) { return x.FollowUps[i].Row, x.FollowUps[i].Ref })
	c.spans = map[string]contactSpan{}
	for _, f := range x.FollowUps {
		if f.Mode != "demarche" {
			c.contact(f.Enrolment, f.On, attendedFollowUp(f))
		}
	}
	for _, a := range x.Attendances {
		if a.Status != "inscrit" {
			c.contact(a.Enrolment, c.sessionDay(a.Session), attendedStatus(a.Status))
		}
	}
}

// keys indexes the references of a sheet and reports those used twice.
func (c *exchangeChecker) keys(sheet, column string, n int, key func(int) (row int, ref string)) map[string]int {
	index := make(map[string]int, n)
	rows := make(map[string]int, n)
	for i := range n {
		row, ref := key(i)
		if ref == "" {
			continue
		}
		if first, taken := rows[ref]; taken {
			c.err(sheet, row, column, ref, "Cette référence est déjà prise à la ligne "+strconv.Itoa(first)+" : donner une référence à chaque ligne, ou retirer celle qui est en double.")
			continue
		}
		rows[ref], index[ref] = row, i
	}
	return index
}

func (c *exchangeChecker) contact(enrolment string, on Date, attended bool) {
	span := c.spans[enrolment]
	span.any = earliest(span.any, on)
	if attended {
		span.attended = earliest(span.attended, on)
	}
	c.spans[enrolment] = span
}

// earliest ignores unknown dates.
func earliest(a, b Date) Date {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}

// attendedFollowUp follows the default of interchange.md: an empty presence means present.
func attendedFollowUp(f ExchangeFollowUp) bool { return f.Presence == "" || f.Presence == "present" }

func attendedStatus(status string) bool { return status == "present" || status == "retard" }

func (c *exchangeChecker) sessionDay(ref string) Date {
	if i, ok := c.sessionRefs[ref]; ok {
		return c.x.Sessions[i].On
	}
	return c.known.Sessions[ref]
}

func (c *exchangeChecker) err(sheet string, row int, column, value, message string) {
	c.findings = append(c.findings, c.x.finding(LevelError, sheet, row, column, value, message))
}

func (c *exchangeChecker) warn(sheet string, row int, column, value, message string) {
	c.findings = append(c.findings, c.x.finding(LevelWarning, sheet, row, column, value, message))
}

// reference reports a reference that neither the file nor the database knows.
func (c *exchangeChecker) reference(sheet string, row int, column, ref string, inFile map[string]int, inBase bool, home string) {
	if ref == "" || inBase {
		return
	}
	if _, ok := inFile[ref]; !ok {
		c.err(sheet, row, column, ref, "Cette référence n'existe ni dans le fichier ni dans Jalon : la corriger, ou ajouter la ligne qui manque dans « "+home+" ».")
	}
}

func (c *exchangeChecker) enrolmentRef(sheet string, row int, ref string) {
	c.reference(sheet, row, "inscription", ref, c.enrolmentRefs, c.known.Enrolments[ref], enrolmentsSheet.name)
}

func (c *exchangeChecker) operationRef(sheet string, row int, code string) {
	c.reference(sheet, row, "operation", code, c.operationCodes, c.known.Operations[code], operationsSheet.name)
}

// past reports a fact dated after today.
func (c *exchangeChecker) past(sheet string, row int, column string, on Date) {
	if on > c.today {
		c.err(sheet, row, column, FrenchDate(on), "Cette date est après aujourd'hui : on n'importe que des faits passés. Corriger la date, ou retirer la ligne.")
	}
}

// unusual warns about a date that may not be wrong but is after today.
func (c *exchangeChecker) unusual(sheet string, row int, column string, on Date) {
	if on > c.today {
		c.warn(sheet, row, column, FrenchDate(on), "Cette date est après aujourd'hui : à vérifier.")
	}
}

// colleague warns once about each e-mail that has no account yet.
func (c *exchangeChecker) colleague(sheet string, row int, column, email string) {
	if email == "" || c.known.Staff[email] || c.staff[email] {
		return
	}
	c.staff[email] = true
	message := "Cette adresse n'a pas de compte : l'import en crée un, désactivé et sans mot de passe, pour que les suivis gardent leur auteur."
	if _, err := NormaliseEmail(email); err != nil || !strings.Contains(email, "@") {
		message = "Ceci ne ressemble pas à une adresse e-mail : à vérifier. L'import crée un compte désactivé à ce nom."
	}
	c.warn(sheet, row, column, email, message)
}

// twice warns about two rows of one key in a sheet without references: the lower one wins.
func (c *exchangeChecker) twice(seen map[string]int, sheet string, row int, column string, key ...string) {
	id := strings.Join(key, "\x00")
	if first, taken := seen[id]; taken {
		c.warn(sheet, row, column, key[0], "Même clé qu'à la ligne "+strconv.Itoa(first)+" : c'est la ligne la plus basse qui compte. Retirer celle qui est en trop.")
	}
	seen[id] = row
}
