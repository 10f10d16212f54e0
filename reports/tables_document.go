package reports

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"jalon/models"
)

// Meta is what a report says of itself beside its figures.
type Meta struct {
	Centre      string // beneficiary
	Responsible string
	Version     string // of the software
	ProducedOn  models.Date
	// Nominative adds names and drops the data of Article 9; the default is pseudonymous.
	Nominative bool
	// Funder is the variant a funder reads: small cells masked, and lines without what would tell who it is.
	Funder bool
	// For is that funder: each reads pseudonyms of its own.
	For string
	// Digest is the SHA-256 of what the figures rest on, and Override why a report with a blocking control was frozen all the
	// same; both are "" for a report that is not frozen.
	Digest, Override string
	// Facts streams the enrolments again, with their reference and contacts at least, for the sheet of attendances; nil leaves it empty.
	Facts iter.Seq2[models.EnrolmentFacts, error]
}

// Document is a report laid out: web page, JSON and workbook are three renderings of it.
type Document struct {
	Kind           string // fse, forem, spw
	Title          string
	Operation      models.Operation
	Period         models.Period
	Rules          models.OperationRules
	AsOf           models.Date // day of hand-over, up to which results were read; "" is the end of the period
	Meta           Meta
	Indicators     []models.IndicatorCount
	Rates          []models.Rate
	Participations []*models.Participation
	Controls       []models.Control
	Tables         []Table
	Surveys        []models.SurveyLine // samples at six months, empty in a census
	// Estimates stand beside the counts of the FSE+, by code.
	Estimates map[string]models.Estimate
	// mask tells the cells kept from a reader outside the centre, nil for everybody else.
	mask genderMask
	// withTables: the tables are part of the JSON contract of this kind.
	withTables bool
}

// CoFunding is the statement due on every sheet of a report to the FSE+.
const CoFunding = "Cofinancé par l'Union européenne"

// Table finds a table by its key, the zero table when there is none.
func (d *Document) Table(key string) Table {
	for _, table := range d.Tables {
		if table.Key == key {
			return table
		}
	}
	return Table{}
}

// line is a labelled value of the cover.
type line struct {
	label string
	value Cell
}

var lineFields = []field[line]{
	{column("rubrique", "Rubrique", 62), func(l line) Cell { return text(l.label) }},
	{Column{Key: "valeur", Label: "Valeur", Width: 64, Left: true}, func(l line) Cell { return l.value }},
}

// cover is the first sheet: what was asked, under which rules, by which program.
func (d *Document) cover(title string, more ...line) Table {
	o, variant := d.Operation, "Pseudonyme (références, sans nom)"
	if d.Meta.Nominative {
		variant = "Nominative (noms, sans données sensibles)"
	}
	if d.Meta.Funder {
		variant = "Bailleur (références ; effectifs par sexe d'une année civile finie, les petits masqués : –)"
	}
	lines := []line{
		{"Rapport", text(d.Title)},
		{"Bénéficiaire", text(d.Meta.Centre)},
		{"Opération", text(strings.Trim(o.Code+" – "+o.Title, " –"))},
		{"Dispositif", text(o.Programme)},
		{"Bailleur", text(o.Funder)},
		{"Numéro", text(o.Number)},
		{"Début de l'opération", day(o.StartsOn)},
		{"Fin de l'opération", day(o.EndsOn)},
		{"Priorité", text(o.Priority)},
		{"Objectif spécifique", text(o.Objective)},
		{"Zone", text(o.Zone)},
		{"Période : du", day(d.Period.From)},
		{"Période : au (date d'arrêté)", day(d.Period.To)},
		{"Responsable", text(d.Meta.Responsible)},
		{"Variante", text(variant)},
	}
	if handOver := d.handOver(); handOver != "" {
		lines = append(lines, line{"Résultats connus au (remise)", day(handOver)})
	}
	lines = append(lines, more...)
	lines = append(lines, settingLines(d.Rules)...)
	lines = append(lines, d.Meta.frozenLines()...)
	lines = append(lines, line{"Logiciel", text(strings.TrimSpace("Jalon " + d.Meta.Version))}, line{"Date d'édition", day(d.Meta.ProducedOn)})
	return tableOf("couverture", title, lines, lineFields)
}

// frozenLines are what the cover of a frozen report adds.
func (m Meta) frozenLines() []line {
	var lines []line
	if m.Override != "" {
		lines = append(lines, line{"Figé malgré un contrôle bloquant, parce que", text(m.Override)})
	}
	if m.Digest != "" {
		lines = append(lines, line{"Empreinte des faits (SHA-256)", text(m.Digest)})
	}
	return lines
}

// handOver is the day up to which results were read when it is not the end of the period.
func (d *Document) handOver() models.Date {
	if d.AsOf > d.Period.To {
		return d.AsOf
	}
	return ""
}

// settingLines print the rules that made the figures.
func settingLines(rules models.OperationRules) []line {
	return []line{
		{"Paramètre : aide de courte durée, heures (0 : sans exclusion)", number(rules.ShortHours)},
		{"Paramètre : aide de courte durée, jours (0 : sans exclusion)", number(rules.ShortDays)},
		{"Paramètre : chômage de longue durée", text(settingNames[rules.LongTerm])},
		{"Paramètre : origine étrangère", text(settingNames[rules.Background])},
		{"Paramètre : fiche incomplète", text(settingNames[rules.Incomplete])},
	}
}

// RulesText says the rules that made the figures in one sentence.
func RulesText(rules models.OperationRules) string {
	return fmt.Sprintf("aide de courte durée : %d h et %d j ; chômage de longue durée : %s ; origine étrangère : %s ; fiche incomplète : %s",
		rules.ShortHours, rules.ShortDays, settingNames[rules.LongTerm], settingNames[rules.Background], settingNames[rules.Incomplete])
}

// FiguresTable is the counted lines of a report frozen on a day, masked for a reader outside the centre.
func FiguresTable(run models.Run, on models.Date, funder bool) Table {
	table := tableOf("chiffres", "Chiffres", run.Lines, append(slices.Clone(indicatorFields), countFields()...)).wide()
	if funder {
		return table.masked(maskOf(run.Kind, run.Lines, overYear(models.Period{From: run.From, To: run.To}, run.AsOf, on)))
	}
	return table
}

var settingNames = map[string]string{
	models.LongTermFlat:          "plus de 12 mois (FLAT_12M)",
	models.LongTermByAge:         "plus de 6 mois avant 25 ans, plus de 12 mois ensuite (AGE_6_12M)",
	models.BackgroundBoth:        "deux parents nés hors de Belgique (BOTH)",
	models.BackgroundOne:         "au moins un parent né hors de Belgique (ONE)",
	models.IncompleteTotalOnly:   "compte dans le total seulement (TOTAL_ONLY)",
	models.IncompletePerVariable: "compte pour ce qui est connu (PER_VARIABLE)",
}

// genderFields are the columns of a count: F, H, X, non renseigné and total.
func genderFields(key, label string, of func(models.IndicatorCount) models.GenderCounts) []field[models.IndicatorCount] {
	fields := make([]field[models.IndicatorCount], 0, len(models.Genders)+1)
	for _, gender := range models.Genders {
		fields = append(fields, field[models.IndicatorCount]{
			measure(key+"_"+strings.ToLower(gender), genderLabels[gender]+" "+label, 10),
			func(c models.IndicatorCount) Cell { return figure(of(c).Of(gender), c.Code) },
		})
	}
	return append(fields, field[models.IndicatorCount]{
		measure(key+"_total", "Total "+label, 10), func(c models.IndicatorCount) Cell { return figure(of(c).Total, c.Code) },
	})
}

var genderLabels = map[string]string{"F": "F", "M": "H", "X": "X", models.NoGender: "Non renseigné"}

// countFields are the period and the cumulative columns of a counted line.
func countFields() []field[models.IndicatorCount] {
	return append(
		genderFields("periode", "(période)", func(c models.IndicatorCount) models.GenderCounts { return c.Period }),
		genderFields("cumul", "(cumul)", func(c models.IndicatorCount) models.GenderCounts { return c.Cumulative })...)
}

// forReader masks what this reader may not see.
func (d *Document) forReader() *Document {
	if d.Meta.Funder {
		d.mask = maskOf(d.Kind, d.Indicators, overYear(d.Period, d.AsOf, d.Meta.ProducedOn))
		for i, table := range d.Tables {
			d.Tables[i] = table.masked(d.mask).without(colleagues[table.Key])
		}
	}
	return d
}

// colleagues are the columns, by table, that name who works at the centre: no name leaves it.
var colleagues = map[string]string{"presences": "intervenant", "seances": "intervenant", "incompletes": "reference"}

// without drops a column, when the table has it.
func (t Table) without(key string) Table {
	at := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Key == key })
	if at < 0 {
		return t
	}
	t.Columns = slices.Delete(slices.Clone(t.Columns), at, at+1)
	if rows := t.Rows; rows != nil {
		t.Rows = func(yield func([]Cell, error) bool) {
			for row, err := range rows {
				if err == nil {
					row = slices.Delete(row, at, at+1)
				}
				if !yield(row, err) {
					return
				}
			}
		}
	}
	return t
}

// person is how a report names a person to its reader.
func (m Meta) person(p *models.Participation) string {
	if m.Funder {
		return p.Pseudonym(m.For)
	}
	return p.Person
}

// overYear tells whether a report is that of one whole year, over on the day it is made, its results read at its end.
func overYear(p models.Period, asOf, on models.Date) bool {
	return p.WholeYear() && asOf <= p.To && on > p.To
}

// controlsTable is the sheet of controls, with the records that fail them.
func controlsTable(title string, controls []models.Control) Table {
	return tableOf("controles", title, controls, []field[models.Control]{
		{column("code", "Code", 8), func(c models.Control) Cell { return text(c.Code) }},
		{column("niveau", "Niveau", 14), func(c models.Control) Cell { return text(levelNames[c.Level]) }},
		{column("etat", "État", 8), func(c models.Control) Cell { return text(stateOf(c.OK)) }},
		{column("message", "Contrôle", 80), func(c models.Control) Cell { return text(c.Message) }},
		{measure("nombre", "Fiches", 8), func(c models.Control) Cell { return number(len(c.Records)) }},
		{column("fiches", "Références", 60), func(c models.Control) Cell { return text(someOf(c.Records)) }},
	}).wide()
}

var levelNames = map[models.ControlLevel]string{models.Blocking: "Bloquant", models.Warning: "Avertissement"}

func stateOf(ok bool) string {
	if ok {
		return "OK"
	}
	return "KO"
}

// someOf lists references up to what a cell can hold (32,767 characters); the JSON lists them all.
func someOf(records []string) string {
	var b strings.Builder
	for _, record := range records {
		if b.Len()+len(record) > 30_000 {
			b.WriteString(" …")
			break
		}
		if b.Len() > 0 {
			b.WriteString("; ")
		}
		b.WriteString(record)
	}
	return b.String()
}

// attendanceLine is one place of one enrolment, for the sheets of attendances.
type attendanceLine struct {
	enrolment string
	contact   *models.ContactFact
}

var attendanceFields = []field[*attendanceLine]{
	{column("seance", "Séance ou suivi", 19), func(a *attendanceLine) Cell { return text(a.contact.Ref) }},
	{column("intitule", "Intitulé", 28), func(a *attendanceLine) Cell {
		return text(cmp.Or(a.contact.Title, a.contact.Module, a.contact.HoursCategory()))
	}},
	{column("date", "Date", 12), func(a *attendanceLine) Cell { return day(a.contact.Date) }},
	{column("debut", "Début", 8), func(a *attendanceLine) Cell { return text(a.contact.Start) }},
	{column("fin", "Fin", 8), func(a *attendanceLine) Cell { return text(a.contact.End) }},
	{column("categorie", "Catégorie", 20), func(a *attendanceLine) Cell { return text(a.contact.HoursCategory()) }},
	{column("lieu", "Lieu", 18), func(a *attendanceLine) Cell { return text(a.contact.Place) }},
	{column("intervenant", "Intervention", 22), func(a *attendanceLine) Cell { return text(a.contact.Staff) }},
	{column("inscription", "Inscription", 19), func(a *attendanceLine) Cell { return text(a.enrolment) }},
	{column("presence", "Présence", 16), func(a *attendanceLine) Cell { return text(presenceOf(a.contact)) }},
	{column("signature", "Signature", 10), func(a *attendanceLine) Cell { return text(signatureOf(a.contact)) }},
	{measure("heures", "Heures", 9), func(a *attendanceLine) Cell { return hours(a.contact.SignedMinutes()) }},
	{column("feuille", "Feuille de présences", 20), func(a *attendanceLine) Cell { return text(a.contact.Sheet) }},
}

func presenceOf(c *models.ContactFact) string {
	if c.Mode == "demarche" {
		return "démarche"
	}
	return models.PresenceName(c.Presence)
}

func signatureOf(c *models.ContactFact) string {
	if c.Signed {
		return models.Yes
	}
	return models.No
}

// attendanceTable streams every contact up to the as-of date, enrolment by enrolment.
func (d *Document) attendanceTable(title string) Table {
	lines := func(yield func(*attendanceLine, error) bool) {
		if d.Meta.Facts == nil {
			return
		}
		for facts, err := range d.Meta.Facts {
			if err != nil {
				yield(nil, err)
				return
			}
			contacts := slices.DeleteFunc(slices.Clone(facts.Contacts), func(c models.ContactFact) bool { return c.Date > d.Period.To })
			slices.SortStableFunc(contacts, func(a, b models.ContactFact) int {
				return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Start, b.Start))
			})
			for i := range contacts {
				if !yield(&attendanceLine{facts.Enrolment, &contacts[i]}, nil) {
					return
				}
			}
		}
	}
	return Table{Key: "presences", Title: title, Columns: columnsOf(attendanceFields), Rows: rowsOf(lines, attendanceFields), Wide: true}
}
