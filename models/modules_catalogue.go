package models

// DefaultModules is the catalogue a new centre starts with, for it to change: the 23 modules of « Levons les freins »
// (domain.md §B: a placeholder list, no official one is published), the 4-hour module in one or two parts and the
// information session of « Go to Job ». Codes, minutes and counting are those of the exchange workbook's examples.
func DefaultModules() []Module {
	modules := []Module{
		module("M4H-1", M4H, "Module ISP, 4 heures", "Information", 240, 15),
		module("M4H-2A", M4H, "Module ISP, première partie", "Information", 120, 15),
		module("M4H-2B", M4H, "Module ISP, seconde partie", "Information", 120, 15),
	}
	modules[2].AfterCode = modules[1].Code
	for _, d := range freinsModules {
		m := module(d.code, LLF, d.title, d.category, d.minutes, 12)
		m.Theme, m.Goal = d.theme, d.goal
		modules = append(modules, m)
	}
	info := module("GTJ-INFO", GTJ, "Séance d'information Go to Job", "Information", 120, 20)
	info.Counting = CountFixed
	return append(modules, info)
}

func module(code, programme, title, category string, minutes, capacity int) Module {
	return Module{Code: code, Programme: programme, Title: title, Category: category, Minutes: &minutes, Capacity: &capacity,
		Counting: CountClock, Active: true}
}

const (
	guidance = "Orientation"
	basics   = "Apprentissage de base"
)

var freinsModules = []struct {
	code, theme, title, goal, category string
	minutes                            int
}{
	{"LLF01", "Se situer", "Bilan d'orientation", "Faire le point sur son parcours et ses envies.", guidance, 180},
	{"LLF02", "Se situer", "Compétences et talents", "Nommer ce que l'on sait faire, preuves à l'appui.", guidance, 240},
	{"LLF03", "Se situer", "Projet professionnel", "Choisir un métier cible et les étapes pour y arriver.", guidance, 240},
	{"LLF04", "Se situer", "Confiance et image de soi", "Se présenter avec assurance.", guidance, 180},
	{"LLF05", "Connaître", "Marché de l'emploi belge", "Savoir qui recrute, où et comment.", guidance, 120},
	{"LLF06", "Connaître", "Droits et devoirs du travailleur", "Lire un contrat et une fiche de paie.", guidance, 240},
	{"LLF07", "Connaître", "Codes culturels en entreprise", "Comprendre les usages du travail en Belgique.", guidance, 120},
	{"LLF08", "Connaître", "Métiers en pénurie", "Découvrir les métiers qui recherchent du personnel.", guidance, 180},
	{"LLF09", "Connaître", "Visites d'entreprise et témoignages", "Rencontrer des employeurs sur le terrain.", guidance, 180},
	{"LLF10", "Connaître", "Intérim", "S'inscrire dans une agence et connaître les règles de l'intérim.", guidance, 240},
	{"LLF11", "Chercher", "CV", "Repartir avec un CV adapté à une offre.", guidance, 120},
	{"LLF12", "Chercher", "Lettre de motivation", "Écrire une lettre adaptée à une offre.", guidance, 180},
	{"LLF13", "Chercher", "Entretien d'embauche", "S'entraîner à l'entretien.", guidance, 180},
	{"LLF14", "Chercher", "Réseaux et job day", "Utiliser son réseau et préparer un job day.", guidance, 180},
	{"LLF15", "Chercher", "Espace Forem en ligne", "Gérer son dossier et ses offres sur le site du Forem.", guidance, 180},
	{"LLF16", "Numérique", "Ordinateur, bases", "Utiliser un ordinateur au quotidien.", basics, 120},
	{"LLF17", "Numérique", "E-mail et administration en ligne", "Écrire un e-mail et faire une démarche en ligne.", basics, 120},
	{"LLF18", "Numérique", "Smartphone utile", "Se servir de son téléphone pour chercher un emploi.", basics, 120},
	{"LLF19", "Lever les freins", "Équivalence et validation des compétences", "Faire reconnaître un diplôme ou une expérience.", basics, 120},
	{"LLF20", "Lever les freins", "Mobilité et permis théorique", "Se déplacer et préparer le permis théorique.", basics, 240},
	{"LLF21", "Lever les freins", "Garde d'enfants et organisation", "Trouver une solution de garde et organiser ses journées.", basics, 120},
	{"LLF22", "Lever les freins", "Français orienté métier", "Acquérir le vocabulaire d'un métier.", basics, 240},
	{"LLF23", "Lever les freins", "Devenir indépendant", "Connaître les étapes et les structures d'accompagnement.", basics, 240},
}
