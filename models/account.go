package models

import "strings"

// Account is a user with its memberships in the centres of the one who looks.
type Account struct {
	User
	Memberships []Membership
}

// Disabled tells whether the account is closed.
func (u User) Disabled() bool { return !u.DisabledAt.IsZero() }

// Invited tells whether no password was chosen yet.
func (u User) Invited() bool { return u.PasswordHash == "" }

// FoldEmail is the e-mail under which an account is kept: capitals and spaces around do not matter.
func FoldEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// CheckMembership says what is wrong with a membership before it is kept.
func CheckMembership(m Membership) Problems {
	problems := Problems{}
	switch {
	case m.Role == "":
		problems.Add("role", "user.role.missing")
	case m.Role == FunderReader && m.Funder == "":
		problems.Add("funder", "user.funder.missing")
	case m.Role == Auditor && len(m.Operations) == 0:
		problems.Add("operations", "user.operations.missing")
	case m.Role == Auditor && m.UntilOn == "":
		problems.Add("until_on", "user.mandate.missing")
	}
	if m.FromOn != "" && m.UntilOn != "" && m.UntilOn < m.FromOn {
		problems.Add("until_on", "user.until.before")
	}
	return problems
}
