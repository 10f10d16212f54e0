package models

import "slices"

// Codes of the closed questions of a profile, in the order they are offered; their French words are in the
// catalogue. Those of the exchange workbook are its codes (interchange.md §2).
var (
	SexCodes         = []string{"F", "M", "X"}
	FrenchLevels     = []string{"A0", "A1", "A2", "B1", "B2", "C1", "C2"}
	WorkMarketCodes  = []string{"illimite", "limite", "non"}
	ISCEDLevels      = []string{"0", "1", "2", "3", "4", "5", "6", "7", "8"}
	RecognitionCodes = []string{"reconnu", "en_cours", "non"}
	HouseholdCodes   = []string{"seul", "couple", "couple_enfants", "monoparental", "parents", "collectif", "autre"}
	ChildrenCodes    = []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}
	YesNo            = []string{Yes, No}
	DeclinedAnswers  = []string{Unknown, Refused}
)

// ResidenceTitles are the documents of domain.md §E under their names since 2021; imported ones keep their own.
var ResidenceTitles = []string{"BE", "A", "B", "K", "L", "EU", "EU+", "F", "F+", "H", "I", "J", "M", "N", "AI",
	"annexe 15", "annexe 19", "annexe 19ter", "annexe 26", "annexe 35", "annexe 13", "aucun"}

// withoutExpiry are the documents that do not run out by themselves: nationality, and no document at all.
var withoutExpiry = []string{"BE", "annexe 13", "aucun"}

// oneOf records a problem unless value is empty, declined or one of codes.
func oneOf(problems Problems, field, value string, codes []string) {
	if value == "" || slices.Contains(DeclinedAnswers, value) || slices.Contains(codes, value) {
		return
	}
	problems.Add(field, "person.choose_from_list")
}
