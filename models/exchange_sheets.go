package models

import (
	"iter"
	"strings"
)

// The sheets and columns of the exchange workbook: interchange.md §2 as data. The order is that of the export.

// ExchangeSheets lists the sheets in the order they are written; a sheet only refers to those before it.
var ExchangeSheets = []ExchangeSheet{operationsSheet, modulesSheet, personsSheet, enrolmentsSheet, followUpsSheet,
	sessionsSheet, attendancesSheet, exitsSheet, eventsSheet, sixMonthsSheet, attestationsSheet}

// Closed lists of codes.
var (
	programmeCodes   = []string{"M4H", "LLF", "GTJ", "AUT"}
	funderCodes      = []string{"SPW", "FOREM", "FSE"}
	yesNoCodes       = []string{"oui", "non"}
	countingCodes    = []string{"horloge", "fixe", "duree"}
	sexCodes         = []string{"F", "M", "X"}
	labourCodes      = []string{"illimite", "limite", "non"}
	frenchCodes      = []string{"A0", "A1", "A2", "B1", "B2", "C1", "C2"}
	foremCodes       = []string{"DEI", "DE_OCCUPE", "AUCUN"}
	workCodes        = []string{"aucun", "ale", "salarie", "salarie_partiel", "independant", "art60", "etudiant"}
	iscedCodes       = []string{"0", "1", "2", "3", "4", "5", "6", "7", "8"}
	recognitionCodes = []string{"reconnu", "non", "en_cours"}
	degurbaCodes     = []string{"1", "2", "3"}
	audienceCodes    = []string{"oblige", "volontaire"}
	groundCodes      = []string{"a", "b", "c"}
	modeCodes        = []string{"bureau", "telephone", "visio", "decentralise", "demarche"}
	presenceCodes    = []string{"present", "excuse", "absent"}
	attendanceCodes  = []string{"present", "retard", "excuse", "absent", "inscrit"}
	exitCodes        = []string{"terme", "emploi", "formation", "abandon", "reorientation", "perdu_de_vue", "demenagement", "autre"}
	eventCodes       = []string{"recherche", "emploi", "independant", "contrat_formation", "chomage", "inactif", "fin_emploi", "formation", "qualification"}
	situationCodes   = []string{"emploi", "independant", "chomage", "inactif", "inconnu"}
	improvementCodes = []string{"aucune", "remuneration", "stable", "temps_plein", "competence", "promotion"}
	operatorCodes    = []string{"CRI", "FOREM"}
)

const (
	mostMinutes  = 24 * 60
	mostPeople   = 100000
	mostSettings = 10000 // hours or days of a threshold
)

var operationsSheet = sheet[ExchangeOperation]{
	name:   "Operations",
	row:    func(o *ExchangeOperation) *int { return &o.Row },
	rows:   func(x *Exchange) *[]ExchangeOperation { return &x.Operations },
	stream: func(s ExchangeStream) iter.Seq2[ExchangeOperation, error] { return s.Operations },
	columns: []column[ExchangeOperation]{
		textColumn("code", func(o *ExchangeOperation) *string { return &o.Code }).required(),
		textColumn("intitule", func(o *ExchangeOperation) *string { return &o.Title }),
		codeColumn("dispositif", programmeCodes, func(o *ExchangeOperation) *string { return &o.Programme }).required(),
		codeColumn("bailleur", funderCodes, func(o *ExchangeOperation) *string { return &o.Funder }),
		textColumn("numero", func(o *ExchangeOperation) *string { return &o.Number }),
		dateColumn("debut", func(o *ExchangeOperation) *Date { return &o.Start }).required(),
		dateColumn("fin", func(o *ExchangeOperation) *Date { return &o.End }),
		textColumn("priorite", func(o *ExchangeOperation) *string { return &o.Priority }),
		textColumn("objectif_specifique", func(o *ExchangeOperation) *string { return &o.Objective }),
		textColumn("zone", func(o *ExchangeOperation) *string { return &o.Zone }),
		numberColumn("seuil_court_heures", 0, mostSettings, func(o *ExchangeOperation) **int { return &o.ShortHours }),
		numberColumn("seuil_court_jours", 0, mostSettings, func(o *ExchangeOperation) **int { return &o.ShortDays }),
		codeColumn("regle_cld", []string{"FLAT_12M", "AGE_6_12M"}, func(o *ExchangeOperation) *string { return &o.LongTermRule }),
		codeColumn("regle_origine", []string{"BOTH", "ONE"}, func(o *ExchangeOperation) *string { return &o.OriginRule }),
		codeColumn("regle_incomplet", []string{"TOTAL_ONLY", "PER_VARIABLE"}, func(o *ExchangeOperation) *string { return &o.IncompletionRule }),
	},
}

var modulesSheet = sheet[ExchangeModule]{
	name:   "Modules",
	row:    func(m *ExchangeModule) *int { return &m.Row },
	rows:   func(x *Exchange) *[]ExchangeModule { return &x.Modules },
	stream: func(s ExchangeStream) iter.Seq2[ExchangeModule, error] { return s.Modules },
	columns: []column[ExchangeModule]{
		textColumn("code", func(m *ExchangeModule) *string { return &m.Code }).required(),
		codeColumn("dispositif", programmeCodes, func(m *ExchangeModule) *string { return &m.Programme }).required(),
		textColumn("intitule", func(m *ExchangeModule) *string { return &m.Title }).required(),
		numberColumn("minutes", 1, mostMinutes, func(m *ExchangeModule) **int { return &m.Minutes }),
		numberColumn("capacite", 1, mostPeople, func(m *ExchangeModule) **int { return &m.Capacity }),
		textColumn("categorie", func(m *ExchangeModule) *string { return &m.Category }),
		codeColumn("comptage", countingCodes, func(m *ExchangeModule) *string { return &m.Counting }),
	},
}

var personsSheet = sheet[ExchangePerson]{
	name:   "Personnes",
	row:    func(p *ExchangePerson) *int { return &p.Row },
	rows:   func(x *Exchange) *[]ExchangePerson { return &x.Persons },
	stream: func(s ExchangeStream) iter.Seq2[ExchangePerson, error] { return s.Persons },
	columns: []column[ExchangePerson]{
		textColumn("ref", func(p *ExchangePerson) *string { return &p.Ref }).required(),
		textColumn("nom", func(p *ExchangePerson) *string { return &p.Family }),
		textColumn("prenom", func(p *ExchangePerson) *string { return &p.Given }),
		codeColumn("sexe", sexCodes, func(p *ExchangePerson) *string { return &p.Sex }),
		birthColumn("naissance", func(p *ExchangePerson) *BirthDate { return &p.Birth }),
		listColumn("nationalites", nationalityCode, nationalityProblem, func(p *ExchangePerson) *[]string { return &p.Nationalities }),
		countryColumn("pays_naissance", func(p *ExchangePerson) *string { return &p.BirthCountry }),
		countryColumn("naissance_pere", func(p *ExchangePerson) *string { return &p.FatherCountry }),
		countryColumn("naissance_mere", func(p *ExchangePerson) *string { return &p.MotherCountry }),
		parsedColumn("langue_contact", CodeColumn, cellLanguage, "Cette langue n'existe pas : écrire son code ISO 639-1 (fr, ar, uk…), inconnu ou refus.",
			func(p *ExchangePerson) *string { return &p.ContactLanguage }),
		listColumn("langues", anyText, "", func(p *ExchangePerson) *[]string { return &p.Languages }),
		digitsColumn("gsm", func(p *ExchangePerson) *string { return &p.Mobile }),
		digitsColumn("telephone", func(p *ExchangePerson) *string { return &p.Phone }),
		textColumn("email", func(p *ExchangePerson) *string { return &p.Email }),
		textColumn("adresse", func(p *ExchangePerson) *string { return &p.Address }),
		textColumn("code_postal", func(p *ExchangePerson) *string { return &p.Postcode }),
		parsedColumn("commune", CodeColumn, cellCommune, "Ce code REFNIS n'existe pas : écrire le code à cinq chiffres de la commune, ou son nom.",
			func(p *ExchangePerson) *string { return &p.Commune }),
		dateColumn("arrivee_belgique", func(p *ExchangePerson) *Date { return &p.Arrival }),
		textColumn("titre_sejour", func(p *ExchangePerson) *string { return &p.Permit }),
		dateColumn("titre_expire", func(p *ExchangePerson) *Date { return &p.PermitExpiry }),
		codeColumn("marche_travail", labourCodes, func(p *ExchangePerson) *string { return &p.LabourMarket }),
		codeColumn("niveau_francais", frenchCodes, func(p *ExchangePerson) *string { return &p.FrenchLevel }),
		parsedColumn("niss", TextColumn, cellNISS, "Ce numéro national n'existe pas (chiffres de contrôle) : le recopier depuis le document, ou vider la cellule.",
			func(p *ExchangePerson) *string { return &p.NISS }),
	},
}

var enrolmentsSheet = sheet[ExchangeEnrolment]{
	name:   "Inscriptions",
	row:    func(e *ExchangeEnrolment) *int { return &e.Row },
	rows:   func(x *Exchange) *[]ExchangeEnrolment { return &x.Enrolments },
	stream: func(s ExchangeStream) iter.Seq2[ExchangeEnrolment, error] { return s.Enrolments },
	columns: []column[ExchangeEnrolment]{
		textColumn("ref", func(e *ExchangeEnrolment) *string { return &e.Ref }).required(),
		textColumn("personne", func(e *ExchangeEnrolment) *string { return &e.Person }).required(),
		textColumn("operation", func(e *ExchangeEnrolment) *string { return &e.Operation }).required(),
		staffColumn("referent", func(e *ExchangeEnrolment) *string { return &e.Referent }),
		dateColumn("demande", func(e *ExchangeEnrolment) *Date { return &e.Requested }),
		listColumn("nationalites", nationalityCode, nationalityProblem, func(e *ExchangeEnrolment) *[]string { return &e.Nationalities }),
		codeColumn("forem", foremCodes, func(e *ExchangeEnrolment) *string { return &e.Forem }),
		codeColumn("travail", workCodes, func(e *ExchangeEnrolment) *string { return &e.Work }),
		codeColumn("cherche_disponible", yesNoCodes, func(e *ExchangeEnrolment) *string { return &e.Seeking }),
		dateColumn("inoccupe_depuis", func(e *ExchangeEnrolment) *Date { return &e.UnemployedSince }),
		codeColumn("en_formation", yesNoCodes, func(e *ExchangeEnrolment) *string { return &e.InTraining }),
		codeColumn("isced", iscedCodes, func(e *ExchangeEnrolment) *string { return &e.ISCED }),
		codeColumn("equivalence", recognitionCodes, func(e *ExchangeEnrolment) *string { return &e.Recognition }),
		codeColumn("handicap", yesNoCodes, func(e *ExchangeEnrolment) *string { return &e.Disability }),
		codeColumn("minorite", yesNoCodes, func(e *ExchangeEnrolment) *string { return &e.Minority }),
		codeColumn("sans_abri", yesNoCodes, func(e *ExchangeEnrolment) *string { return &e.Homeless }),
		codeColumn("degurba", degurbaCodes, func(e *ExchangeEnrolment) *string { return &e.Degurba }),
		codeColumn("public", audienceCodes, func(e *ExchangeEnrolment) *string { return &e.Audience }),
		textColumn("convention", func(e *ExchangeEnrolment) *string { return &e.Convention }),
		textColumn("revenu", func(e *ExchangeEnrolment) *string { return &e.Income }),
		textColumn("adressage", func(e *ExchangeEnrolment) *string { return &e.Referral }),
		codeColumn("motif_inoccupation", groundCodes, func(e *ExchangeEnrolment) *string { return &e.Ground }),
		textColumn("motif_dispense", func(e *ExchangeEnrolment) *string { return &e.Exemption }),
		dateColumn("date_bilan", func(e *ExchangeEnrolment) *Date { return &e.Assessment }),
	},
}

var followUpsSheet = sheet[ExchangeFollowUp]{
	name:   "Suivis",
	row:    func(f *ExchangeFollowUp) *int { return &f.Row },
	rows:   func(x *Exchange) *[]ExchangeFollowUp { return &x.FollowUps },
	stream: func(s ExchangeStream) iter.Seq2[ExchangeFollowUp, error] { return s.FollowUps },
	columns: []column[ExchangeFollowUp]{
		textColumn("ref", func(f *ExchangeFollowUp) *string { return &f.Ref }).required(),
		textColumn("inscription", func(f *ExchangeFollowUp) *string { return &f.Enrolment }).required(),
		dateColumn("date", func(f *ExchangeFollowUp) *Date { return &f.On }).required(),
		timeColumn("debut", func(f *ExchangeFollowUp) *string { return &f.Start }),
		numberColumn("minutes", 0, mostMinutes, func(f *ExchangeFollowUp) **int { return &f.Minutes }).required(),
		codeColumn("mode", modeCodes, func(f *ExchangeFollowUp) *string { return &f.Mode }),
		textColumn("lieu", func(f *ExchangeFollowUp) *string { return &f.Place }),
		codeColumn("presence", presenceCodes, func(f *ExchangeFollowUp) *string { return &f.Presence }),
		codeColumn("signature", yesNoCodes, func(f *ExchangeFollowUp) *string { return &f.Signed }),
		staffColumn("conseiller", func(f *ExchangeFollowUp) *string { return &f.Counsellor }),
		listColumn("themes", anyText, "", func(f *ExchangeFollowUp) *[]string { return &f.Topics }),
		textColumn("note", func(f *ExchangeFollowUp) *string { return &f.Note }),
		textColumn("groupe", func(f *ExchangeFollowUp) *string { return &f.Group }).extra(),
	},
}

var sessionsSheet = sheet[ExchangeSession]{
	name:   "Seances",
	row:    func(s *ExchangeSession) *int { return &s.Row },
	rows:   func(x *Exchange) *[]ExchangeSession { return &x.Sessions },
	stream: func(s ExchangeStream) iter.Seq2[ExchangeSession, error] { return s.Sessions },
	columns: []column[ExchangeSession]{
		textColumn("ref", func(s *ExchangeSession) *string { return &s.Ref }).required(),
		textColumn("operation", func(s *ExchangeSession) *string { return &s.Operation }).required(),
		textColumn("module", func(s *ExchangeSession) *string { return &s.Module }),
		textColumn("intitule", func(s *ExchangeSession) *string { return &s.Title }),
		dateColumn("date", func(s *ExchangeSession) *Date { return &s.On }).required(),
		timeColumn("debut", func(s *ExchangeSession) *string { return &s.Start }).required(),
		timeColumn("fin", func(s *ExchangeSession) *string { return &s.End }).required(),
		textColumn("lieu", func(s *ExchangeSession) *string { return &s.Place }),
		numberColumn("capacite", 1, mostPeople, func(s *ExchangeSession) **int { return &s.Capacity }),
		listColumn("intervenants", staffKey, "", func(s *ExchangeSession) *[]string { return &s.Trainers }),
		codeColumn("operateur", operatorCodes, func(s *ExchangeSession) *string { return &s.Operator }),
		textColumn("interprete", func(s *ExchangeSession) *string { return &s.Interpreter }),
	},
}

var attendancesSheet = sheet[ExchangeAttendance]{
	name:   "Presences",
	row:    func(a *ExchangeAttendance) *int { return &a.Row },
	rows:   func(x *Exchange) *[]ExchangeAttendance { return &x.Attendances },
	stream: func(s ExchangeStream) iter.Seq2[ExchangeAttendance, error] { return s.Attendances },
	columns: []column[ExchangeAttendance]{
		textColumn("seance", func(a *ExchangeAttendance) *string { return &a.Session }).required(),
		textColumn("inscription", func(a *ExchangeAttendance) *string { return &a.Enrolment }).required(),
		codeColumn("statut", attendanceCodes, func(a *ExchangeAttendance) *string { return &a.Status }).required(),
		numberColumn("minutes", 0, mostMinutes, func(a *ExchangeAttendance) **int { return &a.Minutes }),
		codeColumn("signature", yesNoCodes, func(a *ExchangeAttendance) *string { return &a.Signed }),
	},
}

var exitsSheet = sheet[ExchangeExit]{
	name:   "Sorties",
	row:    func(e *ExchangeExit) *int { return &e.Row },
	rows:   func(x *Exchange) *[]ExchangeExit { return &x.Exits },
	stream: func(s ExchangeStream) iter.Seq2[ExchangeExit, error] { return s.Exits },
	columns: []column[ExchangeExit]{
		textColumn("inscription", func(e *ExchangeExit) *string { return &e.Enrolment }).required(),
		dateColumn("date", func(e *ExchangeExit) *Date { return &e.On }).required(),
		codeColumn("motif", exitCodes, func(e *ExchangeExit) *string { return &e.Reason }),
	},
}

var eventsSheet = sheet[ExchangeEvent]{
	name:   "Evenements",
	row:    func(e *ExchangeEvent) *int { return &e.Row },
	rows:   func(x *Exchange) *[]ExchangeEvent { return &x.Events },
	stream: func(s ExchangeStream) iter.Seq2[ExchangeEvent, error] { return s.Events },
	columns: []column[ExchangeEvent]{
		textColumn("inscription", func(e *ExchangeEvent) *string { return &e.Enrolment }).required(),
		dateColumn("date", func(e *ExchangeEvent) *Date { return &e.On }).required(),
		codeColumn("type", eventCodes, func(e *ExchangeEvent) *string { return &e.Type }).required(),
		codeColumn("preuve", yesNoCodes, func(e *ExchangeEvent) *string { return &e.Proof }),
		textColumn("detail", func(e *ExchangeEvent) *string { return &e.Detail }),
	},
}

var sixMonthsSheet = sheet[ExchangeSixMonths]{
	name:   "Suivi_6_mois",
	row:    func(m *ExchangeSixMonths) *int { return &m.Row },
	rows:   func(x *Exchange) *[]ExchangeSixMonths { return &x.SixMonths },
	stream: func(s ExchangeStream) iter.Seq2[ExchangeSixMonths, error] { return s.SixMonths },
	columns: []column[ExchangeSixMonths]{
		textColumn("inscription", func(m *ExchangeSixMonths) *string { return &m.Enrolment }).required(),
		dateColumn("date", func(m *ExchangeSixMonths) *Date { return &m.On }),
		codeColumn("statut", situationCodes, func(m *ExchangeSixMonths) *string { return &m.Status }),
		codeColumn("amelioration", improvementCodes, func(m *ExchangeSixMonths) *string { return &m.Improvement }),
	},
}

var attestationsSheet = sheet[ExchangeAttestation]{
	name:   "Attestations",
	row:    func(a *ExchangeAttestation) *int { return &a.Row },
	rows:   func(x *Exchange) *[]ExchangeAttestation { return &x.Attestations },
	stream: func(s ExchangeStream) iter.Seq2[ExchangeAttestation, error] { return s.Attestations },
	columns: []column[ExchangeAttestation]{
		textColumn("inscription", func(a *ExchangeAttestation) *string { return &a.Enrolment }).required(),
		textColumn("numero", func(a *ExchangeAttestation) *string { return &a.Number }),
		dateColumn("date", func(a *ExchangeAttestation) *Date { return &a.On }),
		codeColumn("operateur", operatorCodes, func(a *ExchangeAttestation) *string { return &a.Operator }),
	},
}

const nationalityProblem = "Ce code de nationalité n'existe pas : écrire le code ISO 3166 à deux lettres (BE, MA…), XXA (apatride), XXB ou XXC (réfugié), XXU (indéterminée), inconnu ou refus."

// nationalityCode accepts a country code, the codes of stateless, refugee and undetermined, and XXX for XXU.
func nationalityCode(text string) (string, bool) {
	if code, ok := matchCode(text, nil); ok {
		return code, true
	}
	return NormaliseNationality(text)
}

func countryColumn[T any](heading string, field func(*T) *string) column[T] {
	return parsedColumn(heading, CodeColumn, cellCountry,
		"Ce code de pays n'existe pas : écrire le code ISO 3166 à deux lettres (BE, MA…), inconnu ou refus.", field)
}

// cellCountry accepts a country code; XXX and XXU are a country that was not determined.
func cellCountry(c Cell) (string, bool) {
	code, ok := nationalityCode(c.Text)
	return code, ok && (CountryName(code) != "" || code == Undetermined || code == Unknown || code == Refused)
}

func cellLanguage(c Cell) (string, bool) {
	if code, ok := matchCode(c.Text, nil); ok {
		return code, true
	}
	code := strings.ToLower(c.Text)
	return code, LanguageName(code) != ""
}

// cellCommune accepts a REFNIS code or a name. A name that is not in the list is kept (a commune abroad, or born
// of a merger), and so is a code of a known arrondissement: the list stops before the mergers of 2025.
func cellCommune(c Cell) (string, bool) {
	if code, ok := matchCode(c.Text, nil); ok {
		return code, true
	}
	if commune, ok := CommuneByName(c.Text); ok {
		return commune.Refnis, true
	}
	if strings.Trim(c.Text, "0123456789") != "" {
		return c.Text, true
	}
	return c.Text, len(c.Text) == 5 && knownArrondissement(c.Text[:2])
}

func knownArrondissement(prefix string) bool {
	for _, commune := range Communes() {
		if strings.HasPrefix(commune.Refnis, prefix) {
			return true
		}
	}
	return false
}

// cellNISS puts back the zeros that a number cell has lost.
func cellNISS(c Cell) (string, bool) {
	text := digitsOf(c.Text)
	if code, ok := matchCode(text, nil); ok {
		return code, true
	}
	if strings.Trim(text, "0123456789") == "" && len(text) >= 8 {
		text = strings.Repeat("0", max(0, 11-len(text))) + text
	}
	number, err := ParseNISS(text)
	return string(number), err == nil
}

func anyText(text string) (string, bool) { return text, true }

func staffKey(text string) (string, bool) { return strings.ToLower(text), true }

// staffColumn holds the e-mail of a colleague, the key of the account.
func staffColumn[T any](heading string, field func(*T) *string) column[T] {
	return parsedColumn(heading, TextColumn, func(c Cell) (string, bool) { return staffKey(c.Text) }, "", field)
}

// digitsColumn holds a telephone number as typed.
func digitsColumn[T any](heading string, field func(*T) *string) column[T] {
	return parsedColumn(heading, TextColumn, func(c Cell) (string, bool) { return digitsOf(c.Text), true }, "", field)
}
