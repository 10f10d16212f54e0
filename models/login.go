package models

import "strings"

// Login is a signed-in browser, known by the hash of its cookie.
type Login struct {
	TokenHash string  `db:"token_hash"`
	PublicID  string  `db:"public_id"`
	UserID    string  `db:"user_id"`
	Stage     string  `db:"stage"` // second_factor: the password was right, the code is still asked; complete
	Agent     string  `db:"agent"`
	CreatedAt Instant `db:"created_at"`
	SeenAt    Instant `db:"seen_at"`
	ExpiresAt Instant `db:"expires_at"`
	Lock      Lock    `db:"lock"`
}

// Lock keeps a browser that was handed over on the signatures of one session, until the code is typed.
type Lock struct {
	SessionID string  `db:"session_id"` // "" = not locked
	Session   string  `db:"session"`    // public id
	Half      HalfDay `db:"half"`
	Moment    string  `db:"moment"`
	Hash      string  `db:"hash"` // of the code that opens it
}

// Locked tells whether the browser is handed over.
func (l Login) Locked() bool { return l.Lock.SessionID != "" }

// A team code is short: whoever guesses stands beside the tablet, and the guesses are counted.
const (
	TeamCodeMin = 4
	TeamCodeMax = 8
)

// CheckTeamCode says what is wrong with a code to take a tablet back: 4 to 8 digits, not all the same.
func CheckTeamCode(code string) Problems {
	problems := Problems{}
	digits := strings.Trim(code, "0123456789") == ""
	if !digits || len(code) < TeamCodeMin || len(code) > TeamCodeMax {
		problems.Add("code", "lock.problem.code")
	} else if strings.Trim(code, code[:1]) == "" || strings.Contains("0123456789", code) {
		problems.Add("code", "lock.problem.easy_code")
	}
	return problems
}

// Stages of a login.
const (
	StageSecondFactor = "second_factor"
	StageComplete     = "complete"
)
