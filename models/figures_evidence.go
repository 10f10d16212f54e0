package models

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Evidence is what an answer rests on: a contact, a declaration, a document.
type Evidence struct {
	Label, Value string
	// Identifying evidence is not shown outside the centre: with it one finds the person.
	Identifying bool
}

// EvidenceOf is what the answer of a participation to a topic rests on. All of it was there on the as-of date.
func (p *Participation) EvidenceOf(topic string) []Evidence {
	var list evidenceList
	list.add("Premier contact", p.firstContact())
	if source, known := evidenceSources[topic]; known {
		source(p, &list)
	}
	return list
}

// EvidenceText joins evidence in one sentence; outside leaves what identifies a person.
func EvidenceText(list []Evidence, outside bool) string {
	parts := make([]string, 0, len(list))
	for _, e := range list {
		if !outside || !e.Identifying {
			parts = append(parts, e.Label+" : "+e.Value)
		}
	}
	return strings.Join(parts, " ; ")
}

type evidenceList []Evidence

func (l *evidenceList) add(label, value string) {
	if value != "" {
		*l = append(*l, Evidence{Label: label, Value: value})
	}
}

func (l *evidenceList) addPrivate(label, value string) {
	if value != "" {
		*l = append(*l, Evidence{Label: label, Value: value, Identifying: true})
	}
}

func (p *Participation) firstContact() string {
	if p.Entry == "" {
		return ""
	}
	name := "suivi "
	if p.First.Kind == SessionContact {
		name = "séance "
	}
	return name + p.First.Ref + " du " + FrenchDate(p.Entry)
}

// evidenceSources say, of each topic, what its answer rests on beyond the first contact.
var evidenceSources = map[string]func(*Participation, *evidenceList){
	TotalIndicator: signedEvidence,
	"EECO02":       labourEvidence, "EECO03": labourEvidence, "EECO04": labourEvidence, "EECO05": labourEvidence,
	"EECO06": ageEvidence, "EECO07": ageEvidence, MiddleAgeGroup: ageEvidence, "EECO08": ageEvidence,
	"EECO09": diplomaEvidence, "EECO10": diplomaEvidence, "EECO11": diplomaEvidence,
	"EECO12": declared("Handicap", func(p *Participation) string { return p.Snapshot.Disability }),
	"EECO13": nationalityEvidence, "EECO14": parentsEvidence,
	"EECO15": declared("Minorité", func(p *Participation) string { return p.Snapshot.Minority }),
	"EECO16": declared("Exclusion liée au logement", func(p *Participation) string { return p.Snapshot.Homeless }),
	"EECO17": ruralEvidence,
	"EECR01": eventEvidence, "EECR04": eventEvidence, "EECR02": trainingEvidence, "EECR03": qualificationEvidence,
	"EECR05": sixMonthEvidence, "EECR06": sixMonthEvidence,

	ForemTotal: signedEvidence, "AGE": ageEvidence, "NATIONALITE": nationalityEvidence, "INOCCUPATION": labourEvidence,
	"MOTIF":   declared("Motif d'inoccupation", func(p *Participation) string { return p.Snapshot.Ground }),
	"DIPLOME": diplomaEvidence, "REVENU": declared("Revenu", func(p *Participation) string { return p.Snapshot.Income }),
	"COMMUNE": communeEvidence, "FRANCAIS": declared("Niveau de français", func(p *Participation) string { return p.Profile.FrenchLevel }),
	"RESULTAT": eventEvidence,

	SPWParticipants: signedEvidence, SPWObliged: publicEvidence, SPWVolunteers: publicEvidence, SPWNoPublic: publicEvidence, "COMPLETS": signedEvidence,
	"ATTESTATIONS": attestationEvidence,
	"LANGUE":       declared("Langue de contact", func(p *Participation) string { return LanguageName(p.Profile.ContactLanguage) }),
	"DISPENSE":     declared("Motif de dispense", func(p *Participation) string { return p.Snapshot.Exemption }),
}

func declared(label string, of func(*Participation) string) func(*Participation, *evidenceList) {
	return func(p *Participation, l *evidenceList) { l.add(label+" (déclaration à l'entrée)", of(p)) }
}

func signedEvidence(p *Participation, l *evidenceList) {
	if p.Started() {
		l.add("Présences avec signature", FrenchDuration(p.SignedMinutes)+" sur "+countDays(p.SignedDays))
	}
}

func labourEvidence(p *Participation, l *evidenceList) {
	l.add("Situation à l'entrée", labourNames[p.Labour])
	l.add("Inscription au Forem", p.Snapshot.Forem)
	l.add("Travail", p.Snapshot.Work)
	l.add("En recherche et disponible", p.Snapshot.Seeking)
	l.add("Inoccupation depuis", FrenchDate(p.Snapshot.UnemployedSince))
}

func ageEvidence(p *Participation, l *evidenceList) {
	if p.Age.Known && p.Age.Min == p.Age.Max {
		l.add("Âge à l'entrée", strconv.Itoa(p.Age.Min)+" ans")
	} else if p.Age.Known {
		l.add("Âge à l'entrée", fmt.Sprintf("%d ou %d ans (année seule)", p.Age.Min, p.Age.Max))
	}
}

func diplomaEvidence(p *Participation, l *evidenceList) {
	l.add("Diplôme à l'entrée", ISCEDName(p.ISCED))
	l.add("Équivalence", p.Snapshot.Equivalence)
}

func nationalityEvidence(p *Participation, l *evidenceList) {
	l.add("Nationalités à l'entrée", strings.Join(p.NationalitiesAtEntry(), ", "))
}

func parentsEvidence(p *Participation, l *evidenceList) {
	l.addPrivate("Naissance du père", CountryName(p.Profile.FatherBirthCountry))
	l.addPrivate("Naissance de la mère", CountryName(p.Profile.MotherBirthCountry))
}

func communeEvidence(p *Participation, l *evidenceList) {
	l.addPrivate("Commune à l'entrée", p.CommuneAtEntry())
}

func ruralEvidence(p *Participation, l *evidenceList) {
	communeEvidence(p, l)
	l.add("Degré d'urbanisation", p.Snapshot.Degurba)
}

func exitEvidence(p *Participation, l *evidenceList) {
	if p.Exit != "" {
		l.add("Sortie", strings.TrimSuffix(FrenchDate(p.Exit)+" ("+ExitName(p.ExitReason)+")", " ()"))
	}
}

func proofOf(proof bool) string {
	if proof {
		return ", document de preuve au dossier"
	}
	return ", sans document"
}

func eventEvidence(p *Participation, l *evidenceList) {
	exitEvidence(p, l)
	if p.LastLabourEvent != "" {
		l.add("Dernier événement", EventName(p.LastLabourEvent)+" le "+FrenchDate(p.LastLabourOn)+proofOf(p.LastLabourProof))
	}
}

func trainingEvidence(p *Participation, l *evidenceList) {
	exitEvidence(p, l)
	l.add("En formation à l'entrée", p.Snapshot.InTraining)
	l.add("Formation commencée le", FrenchDate(p.TrainingOn))
}

func qualificationEvidence(p *Participation, l *evidenceList) {
	exitEvidence(p, l)
	if p.QualifiedOn != "" {
		l.add("Qualification", FrenchDate(p.QualifiedOn)+proofOf(true))
	} else if p.UnprovenQualified {
		l.add("Qualification", "encodée"+proofOf(false))
	}
}

func sixMonthEvidence(p *Participation, l *evidenceList) {
	exitEvidence(p, l)
	l.add("Échéance à 6 mois", FrenchDate(p.SixMonths))
	if reply := p.SixMonthReply; reply != nil {
		l.add("Situation déclarée", EventName(reply.Status))
		l.add("Amélioration déclarée", ImprovementName(reply.Improvement))
		l.add("Date de la réponse", FrenchDate(reply.Date))
	}
}

func publicEvidence(p *Participation, l *evidenceList) {
	l.add("Public", p.Snapshot.Public)
	l.add("N° de convention", p.Snapshot.Convention)
	l.add("Bilan social", FrenchDate(p.Snapshot.AssessmentDate))
}

func attestationEvidence(p *Participation, l *evidenceList) {
	for _, a := range slices.Backward(p.Attestations) {
		l.add("Attestation", strings.TrimSpace(a.Number+" du "+FrenchDate(a.Date)))
	}
}
