package models

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Person invents the i-th person, from 0.
func (f *Fiction) Person(i int) FictionalPerson {
	r := f.random(uint64(i) + 1)
	p := FictionalPerson{Participant: f.identity(r)}
	f.contactOf(r, i, &p.Participant)
	f.residenceOf(r, &p.Participant)
	f.educationOf(r, &p.Participant)
	f.householdOf(r, &p.Participant)
	p.NISS = nissOf(r, p.Participant)
	if f.Varied && chance(r, 4) {
		p.Participant.CreatedAt = InstantOf(f.To.Time().AddDate(0, 0, -r.IntN(5)))
		p.Participant.UpdatedAt = p.Participant.CreatedAt
		return p // registered lately, enrolled nowhere yet
	}
	p.Lead = f.Counsellors[i%len(f.Counsellors)]
	f.enrol(r, i, &p)
	if f.Canary {
		f.plant(i, &p)
	}
	return p
}

func (f *Fiction) identity(r *rand.Rand) Participant {
	o := drawOrigin(r)
	p := Participant{ID: f.id(), PublicID: f.publicID(), CentreID: f.CentreID, CreatedAt: f.created, UpdatedAt: f.created, Version: 1,
		BirthCountry: o.country, FatherBirthCountry: o.country, MotherBirthCountry: o.country, Nationalities: o.country,
		Languages: o.languages, ContactLanguage: o.languages[:2]}
	p.Sex = "F"
	p.GivenName = pick(r, o.female)
	if chance(r, 46) {
		p.Sex, p.GivenName = "M", pick(r, o.male)
	}
	p.FamilyName = pick(r, o.family)
	switch {
	case chance(r, 1):
		p.Sex = "X"
	case chance(r, 1):
		p.Sex = ""
	}
	if strings.Contains("AF ER ET SO", o.country) && chance(r, 8) {
		p.SingleName, p.FamilyName = true, ""
	}
	if chance(r, 10) {
		p.Nationalities += ";BE"
	}
	if chance(r, 8) {
		p.FatherBirthCountry, p.MotherBirthCountry = "", ""
	}
	p.Birth = birthOf(r, f.From.Year())
	p.SortName = SortName(p.FamilyName, p.GivenName)
	return p
}

func drawOrigin(r *rand.Rand) origin {
	n := r.IntN(originWeights)
	for _, o := range origins {
		if n -= o.weight; n < 0 {
			return o
		}
	}
	return origins[0]
}

var originWeights = func() (sum int) {
	for _, o := range origins {
		sum += o.weight
	}
	return sum
}()

// birthOf: adults from 18 to 64; one in twelve has a 1 January, a few a year alone, as in the files of every centre.
func birthOf(r *rand.Rand, year int) BirthDate {
	born := year - 19 - r.IntN(25) - r.IntN(20)
	switch n := r.IntN(100); {
	case n < 8:
		return BirthDate(fmt.Sprintf("%04d-01-01", born))
	case n < 11:
		return BirthDate(fmt.Sprintf("%04d", born))
	case n < 12:
		return ""
	}
	return BirthDate(fmt.Sprintf("%04d-%02d-%02d", born, 1+r.IntN(12), 1+r.IntN(28)))
}

func (f *Fiction) contactOf(r *rand.Rand, i int, p *Participant) {
	if chance(r, 92) {
		p.Phone = fmt.Sprintf("+32450%06d", (uint64(i)*7919+f.Seed*104729)%1_000_000) // a range not given to operators
		p.PhoneReversed = ReversedDigits(p.Phone)
	}
	if chance(r, 60) {
		p.Email = fmt.Sprintf("personne%d@courriel.example", i+1)
	}
	p.NoContact = p.Phone == "" && p.Email == ""
	n := r.IntN(100)
	for _, place := range residents {
		if n -= place.weight; n < 0 {
			p.Postcode, p.Refnis = place.postcode, place.refnis
			break
		}
	}
	p.Address = fmt.Sprintf("Rue de l'Exemple %d", 1+r.IntN(140))
}

func (f *Fiction) residenceOf(r *rand.Rand, p *Participant) {
	p.ArrivedOn = string(f.From.AddDays(-30 - r.IntN(3000)))
	if chance(r, 20) {
		p.ArrivedOn = p.ArrivedOn[:4]
	}
	document := func(titles, market string) Residence { return Residence{Title: pick(r, titles), WorkMarket: market} }
	switch n := r.IntN(100); {
	case strings.Contains(p.Nationalities, "BE"):
		p.Residence.Title = "BE"
		return
	case IsEU27(p.Nationalities):
		p.Residence = document("EU EU+", "illimite")
	case n < 45:
		p.Residence = document("A A A B F", "illimite")
	case n < 60:
		p.Residence = document("AI", "limite")
	case n < 70:
		p.Residence = document("A", "non")
	case n < 90:
		p.Residence = document("B F K L", "illimite")
	default:
		return // document not seen yet
	}
	p.PermitExpiresOn = f.To.AddDays(r.IntN(1500) - 60)
}

func (f *Fiction) educationOf(r *rand.Rand, p *Participant) {
	p.FrenchLevel = pick(r, "A0 A1 A1 A2 A2 A2 B1 B1 B2 C1")
	p.Interpreter = No
	if p.FrenchLevel <= "A1" && chance(r, 60) {
		p.Interpreter = Yes
	}
	if chance(r, 8) {
		return
	}
	p.ISCED = pick(r, "0 1 1 2 2 2 3 3 3 3 4 5 6 6 7 8")
	if p.ISCED >= "3" {
		p.DiplomaCountry, p.Recognition = p.BirthCountry, pick(r, "reconnu en_cours non non inconnu")
		p.Diploma = among(r, diplomas)
	}
}

var diplomas = []string{"Enseignement secondaire", "Comptabilité", "Soins infirmiers", "Électricité", "Mécanique automobile", "Informatique",
	"Langues et lettres", "Agronomie", "Enseignement", "Commerce", "Construction", "Hôtellerie et cuisine", "Pharmacie", "Droit"}

func (f *Fiction) householdOf(r *rand.Rand, p *Participant) {
	p.Household = pick(r, "seul seul couple couple_enfants couple_enfants monoparental parents autre")
	if chance(r, 70) {
		p.Children = fmt.Sprint(max(0, r.IntN(6)-1))
		p.HouseholdWork = pick(r, "oui non non")
	}
	if chance(r, 85) {
		p.Sensitive = Sensitive{Disability: pick(r, "non non non non non oui refus"), Minority: pick(r, "non non non oui refus"),
			Homeless: pick(r, "non non non non non non oui refus")}
	}
	p.Origin = among(r, []string{"Bouche à oreille", "Commune", "CPAS", "Forem", "Centre d'accueil", "Partenaire", "Mirena"})
	if chance(r, 90) {
		p.InformedOn = f.From
	}
}

// nissOf makes a number with an order of birth that is hardly ever reached.
func nissOf(r *rand.Rand, p Participant) NISS {
	if !p.Birth.Full() || chance(r, 40) {
		return ""
	}
	b := string(p.Birth)
	return checkedNISS(b[2:4] + b[5:7] + b[8:10] + fmt.Sprintf("%03d", 990+r.IntN(8)))
}

// checkedNISS completes nine digits with check digits that are accepted.
func checkedNISS(base string) NISS {
	for check := 1; check <= 97; check++ {
		if n, err := ParseNISS(fmt.Sprintf("%s%02d", base, check)); err == nil {
			return n
		}
	}
	return ""
}
