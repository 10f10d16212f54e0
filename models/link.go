package models

// Link is two files of one person read as one: the rows of the absorbed file hang on the kept one until the link is undone.
type Link struct {
	ID            string   `db:"id"`
	PublicID      string   `db:"public_id"`
	CentreID      string   `db:"centre_id"`
	KeptID        string   `db:"kept_id"`
	AbsorbedID    string   `db:"absorbed_id"`
	PatchesSealed []byte   `db:"patches_sealed"`
	CreatedBy     *string  `db:"created_by"`
	CreatedAt     Instant  `db:"created_at"`
	CancelledAt   *Instant `db:"cancelled_at"`
	CancelledBy   *string  `db:"cancelled_by"`
}

// LinkChoice is what a colleague decided about two files.
type LinkChoice struct {
	Kept, Absorbed               string   // public ids
	KeptVersion, AbsorbedVersion int      // of the files that were compared
	Take                         []string // answers of the absorbed file that replace those of the kept one
}

// Absorb answers questions of p as other does: the answers named in take, of the sections in which any is. Answers that would be
// refused if they were typed come back as problems, and p is then of no use.
func (p *Participant) Absorb(other Participant, take []string, today Date) Problems {
	for _, section := range Sections {
		answers, taken := section.Read(*p), false
		theirs := section.Read(other)
		for _, name := range take {
			if answer, asked := theirs[name]; asked {
				answers[name], taken = answer, true
			}
		}
		if !taken {
			continue
		}
		answers["place_confirmed"] = "1" // the other file's place was confirmed there
		if problems := section.Write(p, answers, today); len(problems) > 0 {
			return problems
		}
	}
	return nil
}
