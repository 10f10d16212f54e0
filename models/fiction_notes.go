package models

import "math/rand/v2"

// phrases are what colleagues write; the topics are those of the exchange workbook's examples.
var phrases = []struct{ topics, note, next string }{
	{"CV", "CV repris ensemble : deux expériences ajoutées, les dates du dernier emploi manquent encore.", "Apporter les attestations de travail"},
	{"CV;recherche_emploi", "CV et lettre envoyés à trois entreprises de nettoyage de la région. Réponse attendue dans la semaine.", "Rappeler l'agence"},
	{"langue", "Inscription à la formation de français, niveau suivant. Le test a lieu le mois prochain.", "Confirmer la date du test"},
	{"langue", "Comprend bien, parle encore peu. La table de conversation du jeudi conviendrait.", ""},
	{"diplome;equivalence", "Dossier d'équivalence commencé. Il manque la traduction jurée du relevé de notes.", "Prendre contact avec le traducteur"},
	{"diplome;equivalence", "Équivalence reçue pour le diplôme secondaire. Cela ouvre l'inscription en promotion sociale.", "Chercher une école"},
	{"garde_enfants", "Place en crèche obtenue trois jours par semaine à partir du mois prochain.", ""},
	{"garde_enfants", "Pas de solution de garde avant 9 h : les horaires de l'entreprise ne conviennent pas.", "Voir avec la maison communale d'accueil"},
	{"CV;mobilite", "Permis théorique réussi. Cherche une école de conduite pour les heures pratiques.", "Demander l'intervention du Forem"},
	{"mobilite", "Le premier bus arrive à 7 h 20, le poste commence à 6 h. Vélo envisagé.", ""},
	{"recherche_emploi", "Entretien d'embauche préparé : présentation, points forts, questions à poser.", "Faire le point après l'entretien"},
	{"recherche_emploi", "L'entretien s'est bien passé, l'employeur propose un essai de deux semaines.", "Appeler après l'essai"},
	{"recherche_emploi", "Compte Forem activé ensemble, offres filtrées sur l'aide-ménage et l'Horeca.", ""},
	{"logement", "Le bail se termine dans deux mois. Adresse du service logement de la commune donnée.", ""},
	{"titre_sejour", "Renouvellement de la carte demandé à la commune, annexe reçue.", "Apporter une copie de la nouvelle carte"},
	{"numerique", "Itsme installé et testé. Sait maintenant retrouver ses documents en ligne.", ""},
	{"projet", "Hésite entre la vente et le soin aux personnes. Stage de découverte proposé.", "Contacter le CISP"},
	{"projet", "Souhaite reprendre son métier de couturière. Structure d'accompagnement à la création d'activité expliquée.", "Séance d'information SAACE"},
	{"sante", "Mal de dos : éviter les postes de manutention. Certificat demandé.", ""},
	{"reseau", "Job day de Namur préparé, liste des stands à visiter.", "Revenir avec les cartes reçues"},
}

var purposes = []string{"Suite du CV", "Bilan", "Préparer l'entretien d'embauche", "Dossier d'équivalence", "Inscription à la formation", "Recherche d'emploi"}

// note adds what the colleague wrote: most notes are for the file, a few are shared, fewer confidential.
func (f *Fiction) note(r *rand.Rand, p *FictionalPerson, u FollowUp) FictionalFollowUp {
	said := phrases[r.IntN(len(phrases))]
	item := FictionalFollowUp{FollowUp: u}
	item.FollowUp.Topics = said.topics
	if u.Presence != "present" && !f.Canary {
		item.FollowUp.Topics = ""
		return item
	}
	item.FollowUp.NextStep = said.next
	n := Note{ID: f.id(), PublicID: f.publicID(), CentreID: f.CentreID, ParticipantID: u.ParticipantID, FollowUpID: u.ID, AuthorID: &p.Lead,
		Level: NoteFile, Body: said.note}
	switch k := r.IntN(100); {
	case k < 6 && len(f.Counsellors) > 1:
		n.Level = NoteShared
		n.Readers = f.readers(p.Lead)
	case k < 10:
		n.Level = NoteConfidence
	}
	item.Note = n
	return item
}

// readers are whom a shared note names: one colleague.
func (f *Fiction) readers(author string) []string {
	for _, reader := range f.Counsellors {
		if reader != author {
			return []string{reader}
		}
	}
	return nil
}
