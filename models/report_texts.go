package models

// Question is a part of a report that people write.
type Question struct{ Key, Text string }

// ForemQuestions are the parts of the qualitative sheet, after what the Forem evaluates in such projects
// (reports.md §3.4): recruitment, realisation, drop-out, results, additionality.
var ForemQuestions = []Question{
	{"recrutement", "Recrutement : comment les personnes sont-elles arrivées, et quel retour a été fait au Forem ?"},
	{"realisation", "Réalisation : qu'est-ce qui a été fait, et qu'est-ce qui a changé par rapport au projet ?"},
	{"assiduite", "Assiduité : comment les absences et les abandons ont-ils été suivis ?"},
	{"resultats", "Résultats : que sont devenues les personnes à la fin de l'action ?"},
	{"plus_value", "Plus-value : qu'est-ce que le projet apporte de plus que l'offre existante ?"},
	{"partenariats", "Partenariats : avec qui, et pour quoi faire ?"},
	{"perspectives", "Difficultés et perspectives"},
}
