package models

import "testing"

// Two funders cannot put their lists together; one funder follows a person from one operation to another.
func TestPseudonym(t *testing.T) {
	amina, noori := Participation{PersonID: "p-amina"}, Participation{PersonID: "p-noori"}
	again := Participation{PersonID: "p-amina", Enrolment: "another operation"}
	if amina.Pseudonym(FunderFSE) == amina.Pseudonym(FunderForem) {
		t.Error("two funders read the same pseudonym")
	}
	if amina.Pseudonym(FunderFSE) != again.Pseudonym(FunderFSE) || amina.Pseudonym(FunderFSE) == noori.Pseudonym(FunderFSE) {
		t.Error("a pseudonym is not that of one person")
	}
}
