package models

func (c *exchangeChecker) operations() {
	for _, o := range c.x.Operations {
		if o.End != "" && o.Start != "" && o.End < o.Start {
			c.err(operationsSheet.name, o.Row, "fin", FrenchDate(o.End), "La fin précède le début ("+FrenchDate(o.Start)+") : corriger l'une des deux dates.")
		}
	}
}

func (c *exchangeChecker) persons() {
	name := personsSheet.name
	for _, p := range c.x.Persons {
		if p.Family == "" && p.Given == "" {
			c.err(name, p.Row, "nom", "", "Ni nom ni prénom : compléter au moins l'un des deux.")
		}
		c.name(p.Row, "nom", p.Family)
		c.name(p.Row, "prenom", p.Given)
		c.birth(p)
		c.reach(p)
		c.home(p)
		c.niss(p)
		c.unusual(name, p.Row, "arrivee_belgique", p.Arrival)
		if from, _ := p.Birth.Range(); p.Arrival != "" && from != "" && p.Arrival < from {
			c.warn(name, p.Row, "arrivee_belgique", FrenchDate(p.Arrival), "Arrivée avant la naissance : à vérifier.")
		}
	}
}

func (c *exchangeChecker) name(row int, column, text string) {
	if _, err := CleanName(text); text != "" && err != nil {
		c.warn(personsSheet.name, row, column, text, "Ce nom est très long ou contient des caractères invisibles : à vérifier.")
	}
}

func (c *exchangeChecker) birth(p ExchangePerson) {
	switch p.Birth.Problem(c.today) {
	case "birth.future":
		c.err(personsSheet.name, p.Row, "naissance", string(p.Birth), "Cette naissance est après aujourd'hui : la corriger, ou vider la cellule.")
	case "birth.too_old":
		c.warn(personsSheet.name, p.Row, "naissance", string(p.Birth), "Cette naissance donne plus de 110 ans : à vérifier.")
	}
}

func (c *exchangeChecker) reach(p ExchangePerson) {
	for _, phone := range []struct{ column, text string }{{"gsm", p.Mobile}, {"telephone", p.Phone}} {
		if _, err := NormalisePhone(phone.text); phone.text != "" && err != nil {
			c.warn(personsSheet.name, p.Row, phone.column, phone.text, "Ce numéro de téléphone n'existe pas : il est gardé tel quel, à vérifier.")
		}
	}
	if _, err := NormaliseEmail(p.Email); p.Email != "" && err != nil {
		c.warn(personsSheet.name, p.Row, "email", p.Email, "Ceci n'est pas une adresse e-mail : elle est gardée telle quelle, à vérifier.")
	}
}

func (c *exchangeChecker) home(p ExchangePerson) {
	if p.Commune == "" || p.Commune == Unknown || p.Commune == Refused {
		return
	}
	commune, ok := c.known.Places.ByRefnis(p.Commune)
	switch {
	case !ok:
		c.warn(personsSheet.name, p.Row, "commune", p.Commune, "Cette commune n'est pas dans la liste belge : elle est gardée telle quelle, à vérifier.")
	case p.Postcode != "" && !c.known.Places.Fits(p.Postcode, commune.Refnis):
		c.warn(personsSheet.name, p.Row, "code_postal", p.Postcode, "Ce code postal n'est pas celui de "+commune.Name+" : à vérifier.")
	}
}

func (c *exchangeChecker) niss(p ExchangePerson) {
	if p.NISS == "" || p.NISS == Unknown || p.NISS == Refused {
		return
	}
	masked := NISS(p.NISS).Masked()
	if !c.known.NISSEnabled {
		c.warn(personsSheet.name, p.Row, "niss", masked, "Le centre n'enregistre pas le numéro national : il est vérifié mais n'est pas gardé.")
	}
	if digits := p.NISS[:2]; p.Birth.Year() > 0 && string(p.Birth[2:4]) != digits && digits != "00" {
		c.warn(personsSheet.name, p.Row, "niss", masked, "Ce numéro national et la date de naissance ne disent pas la même année : à vérifier.")
	}
}

func (c *exchangeChecker) enrolments() {
	name := enrolmentsSheet.name
	for _, e := range c.x.Enrolments {
		c.reference(name, e.Row, "personne", e.Person, c.personRefs, c.known.Persons[e.Person], personsSheet.name)
		c.operationRef(name, e.Row, e.Operation)
		c.colleague(name, e.Row, "referent", e.Referent)
		c.unusual(name, e.Row, "demande", e.Requested)
		c.unusual(name, e.Row, "inoccupe_depuis", e.UnemployedSince)
		c.unusual(name, e.Row, "date_bilan", e.Assessment)
	}
}
