package models

// Freeze completes an entry snapshot from the person's file on the day it freezes: an answer given for the
// enrolment stays, an empty one takes what the file says. degurba is the class of the commune, "" when unknown.
func Freeze(e *Enrolment, p Participant, degurba string) {
	fill := func(answer *string, fromFile string) {
		if *answer == "" {
			*answer = fromFile
		}
	}
	fill(&e.Nationalities, p.Nationalities)
	fill(&e.Commune, p.Refnis)
	fill(&e.Degurba, degurba)
	fill(&e.ISCED, p.ISCED)
	fill(&e.Recognition, p.Recognition)
	fill(&e.Sensitive.Disability, p.Sensitive.Disability)
	fill(&e.Sensitive.Minority, p.Sensitive.Minority)
	fill(&e.Sensitive.Homeless, p.Sensitive.Homeless)
}
