package models

// The vocabulary of a line, folded, without hyphens. A word that is not here means nothing; a synonym is added here and
// in testdata/shorthand.tsv.
var (
	shorthandTopics = vocabulary(map[string][]string{
		"langue":         {"langue", "langues", "francais", "fle", "alpha", "alphabetisation", "cours de francais", "cours de fle", "neerlandais", "anglais"},
		"diplome":        {"diplome", "diplomes"},
		"equivalence":    {"equivalence", "equivalences", "equivalence de diplome", "equivalence diplome", "equiv"},
		"experience":     {"experience", "experiences", "vae", "validation des competences"},
		"titre_sejour":   {"sejour", "titre de sejour", "titre sejour", "carte de sejour", "permis de sejour", "permis unique", "permis de travail", "annexe 35", "carte a", "carte b"},
		"mobilite":       {"mobilite", "permis", "permis de conduire", "permis b", "voiture", "bus", "train", "tec", "sncb", "velo", "transport", "transports"},
		"garde_enfants":  {"garde", "garde d' enfants", "garde d' enfant", "garde des enfants", "garde enfants", "creche", "creches", "one", "accueillante"},
		"logement":       {"logement", "logements", "loyer", "maison", "appart", "appartement"},
		"sante":          {"sante", "mutuelle", "medical", "medecin"},
		"dettes":         {"dette", "dettes", "mediation de dettes", "surendettement", "factures"},
		"numerique":      {"numerique", "ordi", "ordinateur", "ordis", "laptop", "informatique", "pc", "digital", "itsme", "internet"},
		"discrimination": {"discrimination", "discriminations", "racisme", "unia"},
		"reseau":         {"reseau", "reseaux", "linkedin"},
		"marche":         {"marche de l' emploi", "marche du travail", "marche emploi", "metiers en penurie"},
		"confiance":      {"confiance", "confiance en soi", "estime de soi"},
		"famille":        {"famille", "situation familiale", "regroupement familial"},
		"CV":             {"cv", "cvs", "c.v", "curriculum"},
		"recherche_emploi": {"recherche d' emploi", "recherche emploi", "emploi", "job", "jobs", "lettre", "lettres", "lettre de motivation", "lm", "offre", "offres",
			"offre d' emploi", "offres d' emploi", "candidature", "candidatures", "interim", "entretien d' embauche", "stage"},
		"projet": {"projet", "projets", "projet pro", "projet professionnel", "orientation", "bilan"},
	})
	shorthandModes = vocabulary(map[string][]string{
		ModePhone: {"tel", "telephone", "telephonique", "par telephone", "par tel", "au telephone", "au tel", "gsm", "par gsm", "appel", "appel telephonique", "appele", "appelee",
			"coup de fil", "whatsapp"},
		ModeVideo:  {"visio", "en visio", "visioconference", "video", "teams", "zoom", "par teams", "par zoom"},
		ModeOffice: {"bureau", "au bureau", "sur place", "au cai", "au cri"},
		ModeErrand: {"demarche", "demarches", "sans la personne"},
		ModeAway:   {"dec", "decentralise", "decentralisee", "perm", "permanence", "en permanence", "antenne", "a domicile", "domicile"},
	})
	shorthandProgrammes = vocabulary(map[string][]string{
		LLF: {"llf", "levons", "levons les freins"},
		GTJ: {"gtj", "go to job", "gotojob", "fse"},
		M4H: {"m4h", "module 4h", "module 4 h", "module de 4h", "module 4 heures"},
		AUT: {"aut", "autre dispositif"},
	})
	shorthandPresences = vocabulary(map[string][]string{
		Present: {"present", "presente", "est venu", "est venue"},
		Excused: {"excuse", "excusee", "absence excusee", "absent excuse", "absente excusee", "s' est excuse", "s' est excusee"},
		Absent: {"absent", "absente", "absence", "pas venu", "pas venue", "n' est pas venu", "n' est pas venue", "non venu", "non venue", "pas presente", "pas present",
			"lapin", "ne s' est pas presente", "ne s' est pas presentee"},
	})
	shorthandSigned = vocabulary(map[string][]string{
		Yes: {"signe", "signee", "fiche signee", "a signe", "avec signature"},
		No:  {"non signe", "non signee", "pas signe", "pas signee", "sans signature", "n' a pas signe", "a signer"},
	})
	shorthandGlue = words("le", "la", "les", "l'", "de", "du", "des", "d'", "a", "au", "aux", "en", "un", "une", "pour", "avec", "et", "sur", "par", "dans", "chez",
		"vu", "vue", "vus", "recu", "recue", "rencontre", "entretien", "suivi", "rencontree", "mme", "mr", "m", "madame", "monsieur", "mlle", "&", ".", ":", "-", "!", "(", ")", "…", "→", "@",
		"vers", "des", "ce", "cet", "cette", "son", "sa", "ses", "leur", "leurs", "pdt", "pendant", "durant", "duree")
	shorthandTasks = words("a faire", "afaire", "tache", "taches", "todo", "to do", "a  faire", "ne pas oublier")
	shorthandNotes = words("note", "notes", "nb", "remarque", "rem", "obs")
	shorthandMeet  = words("rdv", "rendez vous", "rv", "prochain rdv", "prochain rendez vous", "nouveau rdv", "rdvs", "rdv suivant", "prochain rv")
	// meetNow comes before the meeting that the follow-up is about: « pas venue au rdv ».
	meetNow = words("au", "du", "ce", "son", "dernier", "ancien", "premier")
	// nameJoin stands between the names of two persons.
	nameJoin = words("et", "&")
)

// vocabulary turns meanings with their words into words with their meaning.
func vocabulary(meanings map[string][]string) map[string]string {
	all := map[string]string{}
	for meaning, list := range meanings {
		for _, word := range list {
			all[word] = meaning
		}
	}
	return all
}

func words(list ...string) map[string]string {
	all := map[string]string{}
	for _, word := range list {
		all[word] = word
	}
	return all
}
