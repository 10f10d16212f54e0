package models

// Centre is a regional integration centre; every personal row belongs to one.
type Centre struct {
	ID                   string  `db:"id"`
	PublicID             string  `db:"public_id"`
	Code                 string  `db:"code"`
	Name                 string  `db:"name"`
	Address              string  `db:"address"`
	Contact              string  `db:"contact"`
	Zone                 string  `db:"zone"`
	Sharing              string  `db:"sharing"` // SharingReferent or SharingTeam
	NISSEnabled          bool    `db:"niss_enabled"`
	NISSAuthorisation    string  `db:"niss_authorisation"`
	SecondFactorRequired bool    `db:"second_factor_required"`
	AttestationMinutes   int     `db:"attestation_minutes"` // signed minutes that give the attestation of the 4-hour module
	Signatory            string  `db:"signatory"`
	OfferHours           int     `db:"offer_hours"` // time to answer an offer of a place, in hours of working days
	Version              int     `db:"version"`
	CreatedAt            Instant `db:"created_at"`
}

// User is an account. A disabled one keeps its name on what it wrote.
type User struct {
	ID           string  `db:"id"`
	PublicID     string  `db:"public_id"`
	Email        string  `db:"email"`
	Name         string  `db:"name"`
	PasswordHash string  `db:"password_hash"`  // argon2id, "" = cannot sign in
	TeamCodeHash string  `db:"team_code_hash"` // argon2id; read with a login only
	TOTPSecret   []byte  `db:"totp_secret"`    // sealed; nil = no second factor
	TOTPPending  []byte  `db:"totp_pending"`   // sealed; being set up
	TOTPStep     int64   `db:"totp_step"`      // last time step used, against replay
	Theme        string  `db:"theme"`
	Density      string  `db:"density"`
	DisabledAt   Instant `db:"disabled_at"`
	CreatedAt    Instant `db:"created_at"`
	Version      int     `db:"version"`
}
