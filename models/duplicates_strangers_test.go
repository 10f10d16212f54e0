package models

import "fmt"

// strangers writes two persons who are not one, and look as alike as people do.
func (g *pairMaker) strangers() labelledPair {
	rules := []struct {
		weight int
		kind   string
		make   func(*truePerson) truePerson
	}{
		{22, "namesakes of other ages", g.namesake},
		{6, "namesakes of one year", g.namesakeOfYear},
		{14, "brothers and sisters", g.sibling},
		{10, "twins", g.twin},
		{8, "parent and child of one name", g.child},
		{8, "husband and wife", g.spouse},
		{12, "one reception centre", g.roommate},
		{8, "one given name, one centre", g.roommateNamesake},
		{8, "one birthday", g.birthday},
		{8, "1 January and one given name", g.firstJanuary},
		{2, "1 January and one name", g.firstJanuaryNamesake},
		{8, "near family names", g.nearFamily},
		{6, "one family name", g.clan},
	}
	p, total := g.person(), 0
	for _, rule := range rules {
		total += rule.weight
	}
	n := g.r.IntN(total)
	for _, rule := range rules {
		if n -= rule.weight; n < 0 {
			other := rule.make(&p)
			if other.birth == "" { // the rule needs a first person of its own kind
				p, other = g.placeholderPair(rule.kind == "1 January and one name")
			}
			return labelledPair{a: g.write(p, 25), b: g.write(other, 40), kind: rule.kind, held: heldOut(p.family)}
		}
	}
	panic("no rule")
}

// other is a stranger with nothing in common but the origin.
func (g *pairMaker) other(p *truePerson) truePerson {
	q := g.person()
	q.woman = g.chance(50)
	q.family = g.among(g.families, p.family.origin, p.family.number)
	q.given = g.among(g.given(q.woman), p.family.origin, p.given.number)
	q.second = g.among(g.given(q.woman), p.family.origin, p.given.number, q.given.number)
	q.birth, q.nationality = g.birth(p.family.origin), p.nationality
	return q
}

// relative shares the family name and often the GSM of the household.
func (g *pairMaker) relative(p *truePerson) truePerson {
	q := g.other(p)
	q.family = p.family
	if g.chance(60) {
		q.phone = p.phone
	}
	if g.chance(15) {
		q.email = p.email
	}
	return q
}

func (g *pairMaker) bear(p *truePerson, from, to int) BirthDate {
	year := p.birth.Year() + from + g.r.IntN(to-from+1)
	return dated(year, 1+g.r.IntN(12), 1+g.r.IntN(28))
}

func (g *pairMaker) namesake(p *truePerson) truePerson {
	q := g.other(p)
	q.family, q.given, q.woman = p.family, p.given, p.woman
	years := 2 + g.r.IntN(20)
	if g.chance(50) {
		years = -years
	}
	q.birth = g.bear(p, years, years)
	return q
}

func (g *pairMaker) namesakeOfYear(p *truePerson) truePerson {
	q := g.namesake(p)
	for q.birth = g.bear(p, -1, 1); editDistance(birthDigits(q.birth), birthDigits(p.birth)) < 2; {
		q.birth = g.bear(p, -1, 1)
	}
	return q
}

func (g *pairMaker) sibling(p *truePerson) truePerson {
	q := g.relative(p)
	q.birth = g.bear(p, 1, 6)
	return q
}

// twin: many families give twins names that rhyme.
func (g *pairMaker) twin(p *truePerson) truePerson {
	q := g.relative(p)
	q.birth, q.phone = p.birth, p.phone
	rhymes := [][2]string{{"Hassan", "Hussein"}, {"Amina", "Amine"}, {"Karim", "Karima"}, {"Samir", "Samira"}, {"Olha", "Oleh"}, {"Jamal", "Kamal"},
		{"Nadir", "Nadira"}, {"Marwa", "Safwa"}, {"Rahim", "Karim"}, {"Salim", "Salima"}, {"Hana", "Hiba"}, {"Aya", "Maya"}}
	if g.chance(40) {
		pair := rhymes[g.r.IntN(len(rhymes))]
		p.given.spellings, q.given.spellings = pair[:1], pair[1:]
	}
	return q
}

func (g *pairMaker) child(p *truePerson) truePerson {
	q := g.relative(p)
	q.given, q.woman, q.phone = p.given, p.woman, p.phone
	q.birth = g.bear(p, 18, 38)
	return q
}

func (g *pairMaker) spouse(p *truePerson) truePerson {
	q := g.relative(p)
	q.woman = !p.woman
	q.given = g.among(g.given(q.woman), p.family.origin)
	q.birth = g.bear(p, -6, 6)
	q.phone, q.email = p.phone, p.email
	return q
}

// roommate: the reception centre's own GSM and address in both files.
func (g *pairMaker) roommate(p *truePerson) truePerson {
	q := g.other(p)
	q.phone, q.email = p.phone, p.email
	return q
}

func (g *pairMaker) roommateNamesake(p *truePerson) truePerson {
	q := g.roommate(p)
	q.given, q.woman = p.given, p.woman
	q.birth = g.bear(p, -8, 8)
	return q
}

func (g *pairMaker) birthday(p *truePerson) truePerson {
	q := g.other(p)
	q.birth = p.birth
	if g.chance(20) {
		q.given, q.woman = p.given, p.woman
	}
	return q
}

func (g *pairMaker) nearFamily(p *truePerson) truePerson {
	pairs := [][2]string{{"Kovalenko", "Kovalchuk"}, {"Ben Ali", "Ben Salah"}, {"Rahimi", "Rahmani"}, {"Karimi", "Kazemi"}, {"Diallo", "Diarra"},
		{"El Amrani", "El Imrani"}, {"Bouzidi", "Bouazizi"}, {"Tkachenko", "Tkachuk"}, {"Hassani", "Hosseini"}, {"Haddadi", "Haddaoui"},
		{"Gebremedhin", "Gebremariam"}, {"Al-Masri", "Al-Basri"}, {"Ahmadi", "Ahmadzai"}, {"Bondarenko", "Bondarchuk"}, {"Popescu", "Popovici"}}
	pair := pairs[g.r.IntN(len(pairs))]
	q := g.namesake(p)
	p.family.spellings, q.family.spellings = pair[:1], pair[1:]
	q.birth = g.bear(p, -3, 3)
	return q
}

func (g *pairMaker) clan(p *truePerson) truePerson {
	q := g.other(p)
	q.family = p.family
	return q
}

// firstJanuary and firstJanuaryNamesake are made by placeholderPair.
func (g *pairMaker) firstJanuary(*truePerson) truePerson         { return truePerson{} }
func (g *pairMaker) firstJanuaryNamesake(*truePerson) truePerson { return truePerson{} }

// placeholderPair is two people whose papers say 1 January of one year; with whole, they have one name too and only
// a human can tell them apart.
func (g *pairMaker) placeholderPair(whole bool) (truePerson, truePerson) {
	p := g.person()
	for p.family.origin != "fa" && p.family.origin != "so" {
		p = g.person()
	}
	p.birth = BirthDate(fmt.Sprintf("%04d-01-01", p.birth.Year()))
	q := g.other(&p)
	q.given, q.woman, q.birth = p.given, p.woman, p.birth
	if whole {
		q.family = p.family
	}
	return p, q
}
