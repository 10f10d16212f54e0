package models

// Publics of the 4-hour module.
const (
	PublicObliged   = "oblige"
	PublicVolunteer = "volontaire"
)

// Codes of the totals of the SPW report.
const (
	SPWParticipants = "PARTICIPANTS"
	SPWObliged      = "OBLIGES"
	SPWVolunteers   = "VOLONTAIRES"
	SPWNoPublic     = "PUBLIC_NR"
)

// spwTotals are counted among those who came at least once. counts also gives the date that places
// the person in a period.
var spwTotals = []struct {
	code   string
	counts func(*SPWParticipation) (bool, Date)
	// otherwise says why somebody who came does not count.
	otherwise string
}{
	{SPWParticipants, func(p *SPWParticipation) (bool, Date) { return true, p.Entry }, ""},
	{SPWObliged, func(p *SPWParticipation) (bool, Date) { return p.Snapshot.Public == PublicObliged, p.Entry }, "Pas de participation obligée : volontariat, ou public non renseigné."},
	{SPWVolunteers, func(p *SPWParticipation) (bool, Date) { return p.Snapshot.Public == PublicVolunteer, p.Entry }, "Pas de participation volontaire : obligation, ou public non renseigné."},
	{SPWNoPublic, func(p *SPWParticipation) (bool, Date) { return !p.publicKnown(), p.Entry }, "Public renseigné : obligation ou volontariat."},
	{"COMPLETS", func(p *SPWParticipation) (bool, Date) { return p.CompletedOn != "", p.CompletedOn }, "Module incomplet : {heures} avec signature sur 4 heures."},
	{"ATTESTATIONS", func(p *SPWParticipation) (bool, Date) {
		if len(p.Attestations) == 0 {
			return false, ""
		}
		return true, p.Attestations[0].Date
	}, "Aucune attestation au {arrete}."},
	{"INTERPRETE", func(p *SPWParticipation) (bool, Date) { return len(p.Interpreters) > 0, p.Entry }, "Aucun interprète dans les séances suivies."},
}

// publicKnown tells whether the person is recorded as obliged or as a volunteer.
func (p *SPWParticipation) publicKnown() bool {
	return p.Snapshot.Public == PublicObliged || p.Snapshot.Public == PublicVolunteer
}

// spwGroups is the profile of the participants, at entry (reports.md §8c).
var spwGroups = titled("spw", []breakdownRule{
	{code: "NATIONALITE", of: firstNationality, label: NationalityName},
	{code: "COMMUNE", of: communeOf, named: (*Participation).CommuneAtEntry},
	{code: "LANGUE", of: func(p *Participation) string { return known(p.Profile.ContactLanguage) }, label: LanguageName},
})

var spwExemptions = titled("spw", []breakdownRule{{code: "DISPENSE", of: func(p *Participation) string { return known(p.Snapshot.Exemption) }}})[0]

// NewcomerAtEntry tells whether the person was « primo-arrivante » at entry: in Belgium for less than
// three years, without a nationality of the Union, of the EEA or of Switzerland. "" when not known.
func (p *Participation) NewcomerAtEntry() string {
	nationalityKnown := false
	for _, code := range p.NationalitiesAtEntry() {
		if IsEUPlus(code) {
			return No
		}
		nationalityKnown = nationalityKnown || known(code) != ""
	}
	// An arrival is a date or a year alone, written as a birth is.
	earliest, latest := BirthDate(p.Profile.ArrivedInBelgium).Range()
	switch {
	case !nationalityKnown || earliest == "" || p.Entry == "":
		return ""
	case p.Entry < earliest.AddMonths(36):
		return Yes
	case p.Entry >= latest.AddMonths(36):
		return No
	default:
		return ""
	}
}

var spwControls = []controlText{
	{"S01", Blocking, "Chaque attestation repose sur 4 h avec signature au moins.", "Attestation sans 4 h avec signature : vérifiez les présences ou annulez l'attestation."},
	{"S02", Blocking, "Une attestation au plus par convention.", "Plusieurs attestations pour une même convention : annulez celle de trop."},
	{"S03", Blocking, "Aucune personne de nationalité UE+ parmi les participants obligés.", "Participants obligés de nationalité UE+ : corrigez le public ou la nationalité."},
	{"S04", Blocking, "Obligés + volontaires = participants.", "Public non renseigné : choisissez obligé ou volontaire."},
	{"S05", Blocking, "Une seule participation par personne ; aucun double (nom, naissance, code postal).", "Des personnes sont inscrites deux fois : fusionnez les dossiers ou annulez une inscription."},
	{"S06", Blocking, "Naissance ≤ entrée ≤ sortie, dans les dates de l'opération.", "Des dates se contredisent ou sortent des dates de l'opération : corrigez l'entrée, la sortie ou la naissance."},
	{"S07", Blocking, "Heures = lignes de présence avec signature, sans chevauchement ni second bailleur.", "Des présences se chevauchent ou des heures ne correspondent pas aux présences : corrigez l'horaire."},
	{"S08", Warning, "Chaque module complet a son attestation.", "Module complet sans attestation : créez l'attestation."},
	{"S09", Warning, "Chaque participation a son numéro de convention.", "Numéro de convention non renseigné : demandez-le à l'équipe du parcours."},
	{"S10", Warning, "Aucune valeur du dernier rapport figé n'a changé.", "Des valeurs du dernier rapport figé ont changé (correction rétroactive)."},
}
