package templates

// Gallery is the fictional content of the page of components (dev/components), where every part is
// shown in every state, for people and for the accessibility tests.
type Gallery struct {
	Fields, Wrong, Chips []Field
	Programmes           []Programme
	Badges               []Badge
	Tiles                []Tile
	Tabs                 []Tab
	Timeline             []Entry
	Tasks                []Task
	Filters              FilterBar
	Pager                Pager
	Conditions           []Condition
	Sections             []CheckSection
	Identity             Identity
	Confirm              Confirm
	Meters               []Meter
	Bars                 Bars
	Messages             []Flash
	Problems             []FieldError
	People               []GalleryPerson
	Roll                 []GalleryRoll
}

// GalleryPerson is a row of the sample table.
type GalleryPerson struct {
	Name, Birth, Commune, Lead string
	Programme                  Programme
	Hours                      string
	State                      Badge
}

// GalleryRoll is a line of the sample roll call.
type GalleryRoll struct {
	Name   string
	Choice Field
	Saved  string
}

// NewGallery is the sample content.
func NewGallery() Gallery {
	g := Gallery{
		Programmes: []Programme{{"M4H", "Module de 4 heures", "3 h / 4 h"}, {"LLF", "Levons les freins", ""}, {"GTJ", "Go to Job", ""}, {"AUT", "Autre dispositif", ""}},
		Badges: []Badge{NewBadge("success", "Présence"), NewBadge("warning", "À préciser"), NewBadge("error", "Absence"),
			NewBadge("info", "Planifiée"), NewBadge("neutral", "Brouillon"), {Kind: "plain", Label: "Clôturée"}},
		Tiles: []Tile{{"214", "Personnes suivies", "11 de plus qu'il y a un an", "#"}, {"1 632 h", "Heures de suivi", "", "#"},
			{"87 %", "Taux de présence", "Objectif : 80 %", "#"}, {"12", "Dossiers à compléter", "", "#"}},
		Tabs:  []Tab{{"Parcours", "#", true, ""}, {"Profil", "#profil", false, "2"}, {"Freins", "#freins", false, ""}, {"Documents", "#documents", false, ""}},
		Pager: Pager{First: "#", Previous: "#", Next: "#", Shown: "50 personnes sur 214"},
		Messages: []Flash{{Kind: "success", Text: "Suivi enregistré.", UndoURL: "#"}, {Kind: "info", Text: "Le rapport se prépare."},
			{Kind: "success", Text: "Séance déplacée : 9 personnes sont à prévenir.", UndoURL: "#", Next: Link{"#", "Annoncer un changement"}},
			{Kind: "warning", Text: "Un suivi de 45 min existe déjà aujourd'hui."}, {Kind: "error", Text: "Le fichier est protégé par un mot de passe."}},
		Problems: []FieldError{{"w-family", "Indiquez un nom."}, {"w-birth", "Cette date n'existe pas."}, {"w-minutes", "Indiquez une durée entre 1 et 600 minutes."}},
		Meters:   []Meter{{9, 12, "Places prises", "9 / 12", false}, {12, 12, "Places prises", "12 / 12", false}, {122, 131, "Dossiers complets", "93 %", false}},
	}
	g.Bars = Bars{Finding: "Go to Job est en avance sur ce qui était attendu à ce jour.", Lines: []Bar{
		{"Module de 4 heures", "96 sur 120", 80, 83, "M4H", "#"}, {"Levons les freins", "54 sur 90", 60, 75, "LLF", "#"}, {"Go to Job", "64 sur 70", 91, 80, "GTJ", "#"}}}
	g.fields()
	g.lists()
	g.roll()
	return g
}

func (g *Gallery) fields() {
	modes := []Option{{Value: "office", Label: "Bureau"}, {Value: "phone", Label: "Téléphone"}, {Value: "outreach", Label: "Décentralisé"}, {Value: "video", Label: "Visio"}, {Value: "step", Label: "Démarche"}}
	topics := []Option{{Value: "cv", Label: "CV"}, {Value: "mobility", Label: "Mobilité"}, {Value: "childcare", Label: "Garde d'enfants"}, {Value: "diploma", Label: "Diplôme"}}
	languages := []Option{{Value: "ar", Label: "arabe"}, {Value: "uk", Label: "ukrainien"}, {Value: "ti", Label: "tigrigna"}}
	g.Fields = []Field{
		Text("family", "Nom de famille", "Haddad").With("Comme sur le titre de séjour."),
		BirthDate("birth", "Date de naissance", Birth{Day: "14", Month: "02", Year: "1992"}),
		Phone("phone", "GSM", "0470 12 34 56"),
		Email("email", "Adresse e-mail", "").AsOptional(),
		Select("language", "Langue de contact", "", languages),
		Date("date", "Date du suivi", "24/11/2026"),
		Number("minutes", "Durée", "45", "min"),
		Password("password", "Mot de passe", "current-password"),
		TextArea("note", "Note", "Prépare un entretien dans la restauration.", 3).With("Notez l'utile : ni santé, ni religion, ni mot de passe.").AsOptional(),
		Check("single", "N'a qu'un seul nom", true),
	}
	g.Chips = []Field{
		Radios("mode", "Mode", "office", modes),
		Radios("programme", "Dispositif", "LLF", []Option{{Value: "LLF", Label: "LLF", Programme: "LLF"}, {Value: "GTJ", Label: "GTJ", Programme: "GTJ"}}),
		Checkboxes("topics", "Thèmes", []string{"cv", "mobility"}, topics).AsOptional(),
	}
	g.Wrong = []Field{
		Text("w-family", "Nom de famille", "").Wrong("Indiquez un nom."),
		BirthDate("w-birth", "Date de naissance", Birth{Day: "31", Month: "02", Year: "1990"}).Wrong("Cette date n'existe pas."),
		Number("w-minutes", "Durée", "900", "min").With("En minutes.").Wrong("Indiquez une durée entre 1 et 600 minutes."),
		Select("w-language", "Langue de contact", "", languages).Wrong("Choisissez une langue."),
		Radios("w-mode", "Mode", "", modes).Wrong("Choisissez un mode."),
		Check("w-agree", "La personne a reçu l'information", false).Wrong("Cochez la case une fois l'information donnée."),
	}
}

func (g *Gallery) lists() {
	present, done := NewBadge("success", "Présence"), Badge{Kind: "plain", Label: "3 conditions sur 3"}
	llf := Programme{Code: "LLF", Name: "Levons les freins"}
	g.Timeline = []Entry{
		{Date: "24/11/2026", ISO: "2026-11-24", Title: "Suivi de 45 min au bureau", URL: "#", Detail: "CV, mobilité", Author: "N. Lambert", Icon: "notes", Programme: &llf},
		{Date: "17/11/2026", ISO: "2026-11-17", Title: "Rédiger un CV", URL: "#", Detail: "4 h 00, signature", Author: "S. Dubois", Icon: "calendar-event", Programme: &llf, Badge: &present},
		{Date: "03/11/2026", ISO: "2026-11-03", Title: "Inscription", Author: "N. Lambert", Icon: "user-plus", Programme: &llf, Badge: &done},
	}
	g.Tasks = []Task{{"Identité", "#", "done", ""}, {"Langues", "#", "started", "1 réponse sur 3"}, {"Titre de séjour", "#", "todo", ""}, {"Sortie", "", "blocked", "après l'inscription"}}
	g.Filters = FilterBar{Action: "#", ClearURL: "#",
		Fields: []Field{Text("f-commune", "Commune", "Namur"), Select("f-programme", "Dispositif", "LLF", []Option{{Value: "LLF", Label: "Levons les freins"}, {Value: "GTJ", Label: "Go to Job"}})},
		Chips:  []Chip{{"Commune : Namur", "#"}, {"Dispositif : LLF", "#"}}}
	g.Conditions = []Condition{
		{"met", "Inscription comme demandeur d'emploi", "", "Attestation du Forem, 12/10/2026", nil},
		{"unmet", "Séjour de moins de trois ans", "Arrivée en Belgique le 02/05/2021.", "Titre de séjour", nil},
		{"unknown", "Niveau de français au moins A2", "À évaluer avec la personne.", "", &InlineForm{Action: "#", Fields: []Field{Select("c-level", "Niveau de français", "", []Option{{Value: "A2", Label: "A2"}, {Value: "B1", Label: "B1"}})}}}}
	g.Sections = []CheckSection{{"Identité", "#", []Row{{"Nom", "HADDAD Amina"}, {"Naissance", "14/02/1992"}, {"Commune", "5000 Namur"}}}, {"Contact", "#", []Row{{"GSM", "0470 12 34 56"}, {"Adresse e-mail", ""}}}}
	g.Identity = Identity{Name: "HADDAD Amina", Facts: []string{"34 ans", "arabe, français A2", "0470 12 34 56"}, Programmes: g.Programmes[:2],
		Badges: []Badge{NewBadge("warning", "2 données manquantes")}, Actions: []Action{{"Encoder un suivi", "#", "notes", true}, {"Fixer un rendez-vous", "#", "calendar-plus", false}, {"Inscrire dans un dispositif", "#", "user-plus", false}}}
	g.Confirm = Confirm{Title: "Supprimer définitivement ce document ?", Text: "Le document « Diplôme » disparaît du dossier.",
		Consequences: []string{"Personne ne pourra le rouvrir.", "Le journal garde la trace de la suppression."}, Action: "#", Button: "Supprimer définitivement", Danger: true,
		Fields: []Field{Text("reason", "Raison", "")}, CancelURL: "#", CancelLabel: "Garder le document"}
	g.People = []GalleryPerson{
		{"GEBRU Tsehaye", "1988", "Gembloux", "N. Lambert", g.Programmes[2], "12 h 30", NewBadge("info", "En cours")},
		{"HADDAD Amina", "1992", "Namur", "N. Lambert", g.Programmes[1], "45 h 15", NewBadge("info", "En cours")},
		{"KOVALENKO Olha", "1979", "Andenne", "S. Dubois", g.Programmes[0], "3 h 00", NewBadge("warning", "En pause")},
		{"NOORI Mahdi", "2001", "Jambes", "S. Dubois", g.Programmes[3], "0 h 30", Badge{Kind: "plain", Label: "Clôture"}}}
}

func (g *Gallery) roll() {
	options := []Option{{Value: "present", Label: "Présence", Kind: "success"}, {Value: "late", Label: "Retard", Kind: "warning"}, {Value: "excused", Label: "Excusée", Kind: "info"}, {Value: "absent", Label: "Absence", Kind: "error"}}
	for _, line := range [][3]string{{"GEBRU Tsehaye", "present", "09 h 06"}, {"HADDAD Amina", "late", "09 h 21"}, {"KOVALENKO Olha", "absent", "09 h 30"}, {"NOORI Mahdi", "", ""}} {
		choice := Radios("r-"+line[1], "Présence de "+line[0], line[1], options)
		g.Roll = append(g.Roll, GalleryRoll{Name: line[0], Choice: choice, Saved: line[2]})
	}
}
