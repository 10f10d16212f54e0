package reports

import (
	"cmp"
	"slices"
	"strings"

	"jalon/models"
)

// RecordTables are what a bundle says of one person: the state at the entry and what became of them, each attended or planned
// hour of the period, and what happened in order. Names, and the details of events that could tell who it is, are there in the
// nominative variant only.
func RecordTables(f models.EnrolmentFacts, rules models.OperationRules, period models.Period, meta Meta) []Table {
	p := models.Evaluate(f, rules, max(period.To, meta.ProducedOn))
	var state []line
	for _, field := range participantFields {
		if field.in(meta) && !slices.Contains(unprinted, field.column.Key) {
			state = append(state, line{field.column.Label, said(field.column.Key, field.cell(&p))})
		}
	}
	contacts := slices.DeleteFunc(slices.Clone(f.Contacts), func(c models.ContactFact) bool { return !period.Contains(c.Date) })
	slices.SortStableFunc(contacts, func(a, b models.ContactFact) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Start, b.Start))
	})
	return []Table{tableOf("etat", "Situation à l'entrée et résultats", state, lineFields), tableOf("heures", "Heures de la période", contacts, contactFields),
		tableOf("chronologie", "Chronologie", chronology(f, meta.Nominative), momentFields)}
}

// unprinted are the columns of the list of participants that say nothing of the person; computed are those that Jalon works out,
// where nothing means that there is nothing: elsewhere it means that nobody knows.
var (
	unprinted = []string{"manque", "provisoire"}
	computed  = []string{"entree", "sortie", "motif", "periodes", "dernier_evenement", "six_mois", "situation_6_mois", "amelioration"}
)

// said never leaves a question without an answer: what is not known is written.
func said(key string, cell Cell) Cell {
	switch {
	case cell.Kind != Empty:
		return cell
	case slices.Contains(computed, key):
		return text("–")
	}
	return text("non renseigné")
}

var presenceWords = map[string]string{"present": "présence", "retard": "retard", "excuse": "absence excusée", "absent": "absence", "inscrit": "à préciser"}

var contactFields = []field[models.ContactFact]{
	{column("date", "Date", 11), func(c models.ContactFact) Cell { return day(c.Date) }},
	{column("heures", "Heures", 13), func(c models.ContactFact) Cell { return text(strings.Trim(c.Start+"–"+c.End, "–")) }},
	{column("categorie", "Catégorie", 22), func(c models.ContactFact) Cell { return text(cmp.Or(c.Title, c.HoursCategory())) }},
	{column("collegue", "Collègue", 18), func(c models.ContactFact) Cell { return text(c.Staff) }},
	{column("presence", "Présence", 11), func(c models.ContactFact) Cell { return text(presenceWords[c.Presence]) }},
	{column("signature", "Signature", 10), func(c models.ContactFact) Cell { return text(map[bool]string{true: "oui", false: "non"}[c.Signed]) }},
	{measure("minutes", "Minutes comptées", 10), func(c models.ContactFact) Cell { return number(c.SignedMinutes()) }},
}

// moment is a dated line of what happened.
type moment struct {
	date         models.Date
	what, detail string
}

var momentFields = []field[moment]{
	{column("date", "Date", 12), func(m moment) Cell { return day(m.date) }},
	{column("fait", "Fait", 44), func(m moment) Cell { return text(m.what) }},
	{column("detail", "Détail", 44), func(m moment) Cell { return text(m.detail) }},
}

// chronology is what happened around the contacts, up to what is known today: a result is later than the hours that led to it.
func chronology(f models.EnrolmentFacts, named bool) []moment {
	detail := func(s string) string {
		if named {
			return s
		}
		return ""
	}
	all := []moment{{f.Requested, "Demande", f.Referral}}
	for _, e := range f.Exits {
		all = append(all, moment{e.Date, "Sortie", models.ExitName(e.Reason)})
	}
	for _, e := range f.Events {
		proof := "sans document"
		if e.Proof {
			proof = "document vu"
		}
		all = append(all, moment{e.Date, models.EventName(e.Type), strings.Trim(proof+" · "+detail(e.Detail), " ·")})
	}
	for _, a := range f.Attestations {
		all = append(all, moment{a.Date, "Attestation", strings.Trim(a.Number+" "+a.Operator, " ")})
	}
	if f.SixMonths != nil {
		all = append(all, moment{f.SixMonths.Date, "Appel à 6 mois", models.EventName(f.SixMonths.Status)})
	}
	for _, c := range f.Proven {
		all = append(all, moment{c.Date, "Heures suivies ailleurs, avec preuve", c.Title})
	}
	all = slices.DeleteFunc(all, func(m moment) bool { return m.date == "" })
	slices.SortStableFunc(all, func(a, b moment) int { return cmp.Compare(a.date, b.date) })
	return all
}

// BundleFile is one file of a bundle, as the index lists it.
type BundleFile struct {
	Path   string
	Person string // reference, "" for what belongs to all
	What   string
	Bytes  int
	SHA256 string
	Remark string // « montre aussi d'autres personnes »
}

// BundlePerson is one person of a bundle, as the index lists them.
type BundlePerson struct {
	Enrolment, Person, Name string
	Entry, Exit             models.Date
	Signed                  int // minutes of the period
	Files                   int
	Left                    []string // what was left out, and why
}

// BundleIndex is what the index of a bundle is made from.
type BundleIndex struct {
	Bundle              models.Bundle
	Operation           string
	Centre, Author      string
	MethodName, Drawing string // how the people were chosen, in words
	People              []BundlePerson
	Files               []BundleFile
	Meta                Meta
}

// Index lays the index out, for the workbook and for paper.
func Index(x BundleIndex) *Document {
	variant := "Pseudonyme (références, sans nom)"
	if x.Bundle.Nominative {
		variant = "Nominative"
	}
	d := &Document{Kind: "liasse", Title: "Liasse de contrôle " + x.Operation, Period: models.Period{From: x.Bundle.FromOn, To: x.Bundle.ToOn}, Meta: x.Meta}
	signed := 0
	var left []BundleFile
	for _, p := range x.People {
		signed += p.Signed
		for _, what := range p.Left {
			left = append(left, BundleFile{Person: p.Enrolment, What: what})
		}
	}
	d.Tables = []Table{
		tableOf("couverture", "1 Liasse", []line{{"Opération", text(x.Operation)}, {"Bénéficiaire", text(x.Centre)}, {"Du", day(x.Bundle.FromOn)}, {"Au", day(x.Bundle.ToOn)},
			{"Choix des personnes", text(x.MethodName)}, {"Graine du tirage", text(x.Bundle.Seed)}, {"Refaire le tirage", text(x.Drawing)},
			{"Population (présences sur la période)", number(x.Bundle.Population)}, {"Personnes de la liasse", number(len(x.People))}, {"Heures avec signature", hours(signed)},
			{"Fichiers", number(len(x.Files))}, {"Pièces laissées hors de la liasse", number(len(left))}, {"Variante", text(variant)}, {"Demande de", text(x.Author)},
			{"Date d'édition", day(x.Meta.ProducedOn)}, {"Logiciel", text("Jalon " + x.Meta.Version)}}, lineFields),
		tableOf("personnes", "2 Personnes", x.People, indexPersonFields(x.Bundle.Nominative)),
		tableOf("fichiers", "3 Fichiers", x.Files, indexFileFields).wide(),
		tableOf("hors", "4 Hors de la liasse", left, indexLeftFields),
	}
	return d
}

func indexPersonFields(named bool) []field[BundlePerson] {
	fields := []field[BundlePerson]{
		{column("inscription", "Inscription", 19), func(p BundlePerson) Cell { return text(p.Enrolment) }},
		{column("personne", "Personne", 18), func(p BundlePerson) Cell { return text(p.Person) }},
		{column("nom", "Nom", 26), func(p BundlePerson) Cell { return text(p.Name) }},
		{column("entree", "Entrée", 11), func(p BundlePerson) Cell { return day(p.Entry) }},
		{column("sortie", "Sortie", 11), func(p BundlePerson) Cell { return day(p.Exit) }},
		{measure("heures", "Heures avec signature", 11), func(p BundlePerson) Cell { return hours(p.Signed) }},
		{measure("fichiers", "Fichiers", 9), func(p BundlePerson) Cell { return number(p.Files) }},
	}
	if named {
		return fields
	}
	return slices.Delete(fields, 2, 3)
}

var indexFileFields = []field[BundleFile]{
	{column("fichier", "Fichier", 50), func(f BundleFile) Cell { return text(f.Path) }},
	{column("inscription", "Inscription", 24), func(f BundleFile) Cell { return text(f.Person) }},
	{column("contenu", "Contenu", 24), func(f BundleFile) Cell { return text(f.What) }},
	{measure("octets", "Octets", 10), func(f BundleFile) Cell { return number(f.Bytes) }},
	{column("sha256", "SHA-256", 80), func(f BundleFile) Cell { return text(f.SHA256) }},
	{column("remarque", "Remarque", 24), func(f BundleFile) Cell { return text(f.Remark) }},
}

var indexLeftFields = []field[BundleFile]{
	{column("inscription", "Inscription", 19), func(f BundleFile) Cell { return text(f.Person) }},
	{column("piece", "Pièce et raison", 100), func(f BundleFile) Cell { return text(f.What) }},
}
