package models

// MissingAtEntry lists what keeps a participation incomplete (Participation.Missing) when only the file and the frozen
// snapshot are at hand: the same rules as Evaluate, for the list « À compléter ».
func MissingAtEntry(sex string, birth BirthDate, entry Entry, on Date) []string {
	p := Participation{Entry: on, Sex: sexOf(sex), ISCED: iscedLevel(entry.ISCED),
		Labour: labourStatus(SnapshotFacts{Forem: entry.Forem, Work: entry.Work, Seeking: entry.Seeking})}
	p.Profile.Birth = birth
	if on != "" {
		p.Bracket = bracketOf(ageOn(birth, on))
	}
	return p.missing()
}
