package models

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
}

// Stages of a login.
const (
	StageSecondFactor = "second_factor"
	StageComplete     = "complete"
)
