package models

import "slices"

// What a column of a custom list holds.
const (
	ListText    = "texte"   // as typed; asked only whether it is there
	ListCode    = "code"    // one code of a vocabulary
	ListCodes   = "codes"   // several codes, separated by ";"
	ListDay     = "date"    // ISO date
	ListBirth   = "birth"   // ISO date or a year alone
	ListMinutes = "minutes" // shown as hours, summed up in groups
	ListNumber  = "nombre"  // whole number, summed up in groups
)

// Vocabularies that a centre makes: their words come from the database.
const (
	WordsCommune   = "commune"
	WordsOperation = "operation"
	WordsProgramme = "programme"
	WordsColleague = "colleague"
	WordsModule    = "module"
	WordsCountry   = "country"
	WordsLanguage  = "language"
)

// CustomColumn is a column that a custom list may have. Keys are a contract: saved lists, addresses and files rest on them, so
// that a key is never renamed and never means something else.
type CustomColumn struct {
	Key   string
	Kind  string // of object its reader must be allowed to read, "" that of the source
	Type  string
	Words string   // of codes: a question of the catalogue (answer.WORDS.CODE) or one of the vocabularies above
	Codes []string // the codes to choose from, when the catalogue has them all
	First bool     // a new list starts with it
	Plain bool     // of numbers: a sum of it would mean nothing
}

// Counted tells whether a group sums the column up.
func (c CustomColumn) Counted() bool {
	return (c.Type == ListMinutes || c.Type == ListNumber) && !c.Plain
}

// Groups tells whether lines may be put together by the column: one code, or the month of a day.
func (c CustomColumn) Groups() bool { return c.Type == ListCode || c.Type == ListDay }

// ListSource is what the lines of a custom list are.
type ListSource struct {
	Key     string
	Kind    string // of object a line is
	Sort    string // column of the order when nothing is chosen; days come latest first
	People  bool   // several lines may be about one person: groups count people too
	Columns []CustomColumn
}

// Column finds a column by its key.
func (s ListSource) Column(key string) (CustomColumn, bool) {
	i := slices.IndexFunc(s.Columns, func(c CustomColumn) bool { return c.Key == key })
	if i < 0 {
		return CustomColumn{}, false
	}
	return s.Columns[i], true
}

// SourceOf finds a source by its key.
func SourceOf(key string) (ListSource, bool) {
	i := slices.IndexFunc(ListSources, func(s ListSource) bool { return s.Key == key })
	if i < 0 {
		return ListSource{}, false
	}
	return ListSources[i], true
}

// ListSources are what custom lists start from. What is sealed under a person's key (NISS, health, notes, residence titles) is
// in none of them: it is opened one file at a time, under its own kind.
var ListSources = []ListSource{
	{Key: "personnes", Kind: KindParticipant, Sort: "nom", Columns: slices.Concat(personColumns(""), []CustomColumn{
		{Key: "inscriptions", Type: ListNumber, Kind: KindProfile},
		{Key: "langues", Type: ListCodes, Words: WordsLanguage, Kind: KindProfile},
		{Key: "niveau_francais", Type: ListCode, Words: "french_level", Codes: FrenchLevels, Kind: KindProfile},
		{Key: "isced", Type: ListCode, Words: "isced", Codes: ISCEDLevels, Kind: KindProfile},
		{Key: "equivalence", Type: ListCode, Words: "recognition", Codes: RecognitionCodes, Kind: KindProfile},
		{Key: "titre_expire", Type: ListDay, Kind: KindProfile},
	})},
	{Key: "inscriptions", Kind: KindEnrolment, Sort: "nom", People: true, Columns: slices.Concat(personColumns(KindParticipant), operationColumns(), []CustomColumn{
		{Key: "demande", Type: ListDay, First: true},
		{Key: "entree", Type: ListDay, First: true},
		{Key: "sortie", Type: ListDay, Kind: KindExit},
		{Key: "motif", Type: ListCode, Words: "exit_reason", Codes: exitCodes, Kind: KindExit},
		{Key: "referent", Type: ListCode, Words: WordsColleague},
		{Key: "forem", Type: ListCode, Words: "forem", Codes: []string{"DEI", "DE_OCCUPE", "AUCUN"}},
		{Key: "travail", Type: ListCode, Words: "work", Codes: []string{"aucun", "ale", "salarie", "salarie_partiel", "independant", "art60", "etudiant"}},
		{Key: "isced", Type: ListCode, Words: "isced", Codes: ISCEDLevels},
		{Key: "public", Type: ListCode, Words: "audience", Codes: []string{"oblige", "volontaire"}},
		{Key: "minutes_suivis", Type: ListMinutes, Kind: KindFollowUp, First: true},
		{Key: "minutes_seances", Type: ListMinutes, Kind: KindRegistration},
		{Key: "dernier_suivi", Type: ListDay, Kind: KindFollowUp},
	})},
	{Key: "suivis", Kind: KindFollowUp, Sort: "date", People: true, Columns: slices.Concat([]CustomColumn{{Key: "date", Type: ListDay, First: true}},
		personColumns(KindParticipant), operationColumns(), []CustomColumn{
			{Key: "debut", Type: ListText},
			{Key: "minutes", Type: ListMinutes, First: true},
			{Key: "minutes_signees", Type: ListMinutes},
			{Key: "mode", Type: ListCode, Words: "mode", Codes: FollowUpModes, First: true},
			{Key: "lieu", Type: ListText},
			{Key: "presence", Type: ListCode, Words: "presence", Codes: Presences},
			{Key: "themes", Type: ListCodes, Words: "topic", Codes: Topics},
			{Key: "conseiller", Type: ListCode, Words: WordsColleague},
		})},
	{Key: "seances", Kind: KindSession, Sort: "date", Columns: slices.Concat([]CustomColumn{
		{Key: "date", Type: ListDay, First: true},
		{Key: "intitule", Type: ListText, First: true},
		{Key: "module", Type: ListCode, Words: WordsModule},
	}, operationColumns(), []CustomColumn{
		{Key: "debut", Type: ListText},
		{Key: "fin", Type: ListText},
		{Key: "duree", Type: ListMinutes, First: true},
		{Key: "lieu", Type: ListText},
		{Key: "local", Type: ListText},
		{Key: "capacite", Type: ListNumber},
		{Key: "inscrits", Type: ListNumber, First: true},
		{Key: "presents", Type: ListNumber, First: true},
		{Key: "etat_seance", Type: ListCode, Words: "session_state", Codes: []string{"planned", "closed", "cancelled"}},
		{Key: "operateur", Type: ListCode, Words: "operator", Codes: []string{"CRI", "FOREM"}},
	})},
	{Key: "places", Kind: KindRegistration, Sort: "date", People: true, Columns: slices.Concat([]CustomColumn{
		{Key: "date", Type: ListDay, First: true},
		{Key: "intitule", Type: ListText, First: true},
	}, personColumns(KindParticipant), operationColumns(), []CustomColumn{
		{Key: "module", Type: ListCode, Words: WordsModule},
		{Key: "place", Type: ListCode, Words: "place_state", Codes: []string{"inscrit", "attente", "annule"}},
		{Key: "presence_seance", Type: ListCode, Words: "attendance", Codes: []string{"present", "retard", "excuse", "absent"}, First: true},
		{Key: "minutes", Type: ListMinutes, First: true},
		{Key: "minutes_signees", Type: ListMinutes},
	})},
}

// personColumns are who a line is about; kind is that of identity and contact where the line is of another.
func personColumns(kind string) []CustomColumn {
	own := kind == "" // a list of people starts with more of them
	return []CustomColumn{
		{Key: "nom", Type: ListText, Kind: kind, First: true},
		{Key: "prenom", Type: ListText, Kind: kind, First: true},
		{Key: "sexe", Type: ListCode, Words: "sex", Codes: SexCodes, Kind: kind},
		{Key: "naissance", Type: ListBirth, Kind: kind},
		{Key: "annee_naissance", Type: ListNumber, Kind: kind, Plain: true, First: own},
		{Key: "nationalites", Type: ListCodes, Words: WordsCountry, Kind: kind},
		{Key: "commune", Type: ListCode, Words: WordsCommune, Kind: kind, First: own},
		{Key: "code_postal", Type: ListText, Kind: kind},
		{Key: "gsm", Type: ListText, Kind: kind, First: own},
		{Key: "telephone", Type: ListText, Kind: kind},
		{Key: "email", Type: ListText, Kind: kind},
		{Key: "adresse", Type: ListText, Kind: kind},
	}
}

func operationColumns() []CustomColumn {
	return []CustomColumn{
		{Key: "operation", Type: ListCode, Words: WordsOperation, First: true},
		{Key: "dispositif", Type: ListCode, Words: WordsProgramme, Codes: []string{M4H, LLF, GTJ, AUT}},
	}
}
