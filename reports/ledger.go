package reports

import (
	"iter"

	"jalon/models"
)

// LedgerSource is what the workbook of the ledger is made from; Lines may be read once.
type LedgerSource struct {
	Meta     Meta
	Period   models.Period
	Ledgers  []*models.Ledger // one per view
	Lines    iter.Seq2[models.LedgerLine, error]
	Overlaps []models.Overlap
}

var ledgerTitles = map[string]string{models.LedgerByPerson: "Personnes", models.LedgerByColleague: "Collègues", models.LedgerByOperation: "Opérations", models.LedgerByCategory: "Catégories"}

// Ledger lays the ledger out: the sums of each view, every line, and the hours found twice.
func Ledger(source LedgerSource) *Document {
	d := &Document{Kind: "grand-livre", Title: "Grand-livre des heures", Period: source.Period, Meta: source.Meta}
	total := source.Ledgers[0].Total.Total
	d.Tables = []Table{tableOf("couverture", "1 Couverture", []line{
		{"Document", text(d.Title)}, {"Bénéficiaire", text(d.Meta.Centre)}, {"Du", day(d.Period.From)}, {"Au", day(d.Period.To)},
		{"Heures avec signature", hours(total.Signed)}, {"Minutes avec signature", number(total.Signed)}, {"Heures présentes sans signature (ne comptent pas)", hours(total.Unsigned)},
		{"Heures comptées deux fois", number(len(source.Overlaps))}, {"Responsable", text(d.Meta.Responsible)}, {"Logiciel", text("Jalon " + d.Meta.Version)},
		{"Date d'édition", day(d.Meta.ProducedOn)}}, lineFields)}
	for i, l := range source.Ledgers {
		d.Tables = append(d.Tables, ledgerTable(l, string(rune('2'+i))+" "+ledgerTitles[l.View]))
	}
	d.Tables = append(d.Tables, Table{Key: "lignes", Title: "6 Lignes", Columns: columnsOf(ledgerFields), Rows: ledgerRows(source.Lines)}.wide(),
		tableOf("doubles", "7 Heures en double", source.Overlaps, overlapFields).wide())
	return d
}

// ledgerTable is one view: a column per month, then the total.
func ledgerTable(l *models.Ledger, title string) Table {
	fields := []field[models.LedgerRow]{{column("libelle", ledgerTitles[l.View], 34), func(r models.LedgerRow) Cell { return text(LedgerLabel(r.LedgerKey)) }}}
	for i, month := range l.Months {
		fields = append(fields, field[models.LedgerRow]{measure(month, month, 10), func(r models.LedgerRow) Cell { return hours(r.Months[i].Signed) }})
	}
	fields = append(fields, field[models.LedgerRow]{measure("total", "Total avec signature", 12), func(r models.LedgerRow) Cell { return hours(r.Total.Signed) }},
		field[models.LedgerRow]{measure("sans_signature", "Sans signature", 12), func(r models.LedgerRow) Cell { return hours(r.Total.Unsigned) }})
	total := l.Total
	total.LedgerKey = models.LedgerKey{Label: "Total"}
	return tableOf(l.View, title, append(l.Rows(), total), fields).wide()
}

// LedgerLabel writes a row: what no colleague is named for says so.
func LedgerLabel(k models.LedgerKey) string {
	if k.Label == "" {
		return "Sans collègue"
	}
	return k.Label
}

// ledgerFields are the columns of the lines; names only where they may be read.
var ledgerFields = []field[models.LedgerLine]{
	{column("reference", "Personne", 16), func(l models.LedgerLine) Cell { return text(l.PersonRef) }},
	{column("nom", "Nom", 26), func(l models.LedgerLine) Cell { return text(models.ListName(l.Family, l.Given)) }},
	{column("collegue", "Collègue", 26), func(l models.LedgerLine) Cell { return text(l.Staff) }},
	{column("operation", "Opération", 14), func(l models.LedgerLine) Cell { return text(l.Operation) }},
	{column("bailleur", "Bailleur", 10), func(l models.LedgerLine) Cell { return text(l.Funds) }},
	{column("categorie", "Catégorie", 26), func(l models.LedgerLine) Cell { return text(l.HoursCategory()) }},
	{column("mois", "Mois", 10), func(l models.LedgerLine) Cell { return text(l.Month()) }},
	{measure("minutes", "Minutes avec signature", 12), func(l models.LedgerLine) Cell { return number(l.LedgerTime.Signed) }},
	{measure("heures", "Heures avec signature", 12), func(l models.LedgerLine) Cell { return hours(l.LedgerTime.Signed) }},
	{measure("sans_signature", "Minutes sans signature", 12), func(l models.LedgerLine) Cell { return number(l.Unsigned) }},
}

// LedgerHeads are the headings of the lines, and LedgerCells one of them: what the CSV writes.
func LedgerHeads() []Column { return columnsOf(ledgerFields) }

// LedgerCells are the cells of one line.
func LedgerCells(l models.LedgerLine) []Cell { return cellsOf(l, ledgerFields) }

func ledgerRows(lines iter.Seq2[models.LedgerLine, error]) Rows {
	return func(yield func([]Cell, error) bool) {
		for l, err := range lines {
			if !yield(LedgerCells(l), err) || err != nil {
				return
			}
		}
	}
}

var overlapFields = []field[models.Overlap]{
	{column("qui", "Qui", 30), func(o models.Overlap) Cell { return text(o.Who()) }},
	{column("date", "Date", 12), func(o models.Overlap) Cell { return day(o.First.Date) }},
	{column("premiere", "Première ligne", 44), func(o models.Overlap) Cell { return text(o.First.Line()) }},
	{column("seconde", "Seconde ligne", 44), func(o models.Overlap) Cell { return text(o.Second.Line()) }},
	{measure("minutes", "Minutes communes", 12), func(o models.Overlap) Cell { return number(o.Minutes) }},
	{column("remede", "Remède", 60), func(o models.Overlap) Cell { return text(o.Remedy()) }},
}
