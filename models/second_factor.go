package models

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

// RecoveryCodes is how many one-time codes replace a lost telephone.
const RecoveryCodes = 10

// codePeriod is how long one code is shown, in seconds (RFC 6238).
const codePeriod = 30

// NewSecondFactor makes the secret of a second factor, as authenticators read it.
func NewSecondFactor(issuer, account string) (*otp.Key, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: account, Period: codePeriod})
	if err != nil {
		return nil, fmt.Errorf("second factor: %w", err)
	}
	return key, nil
}

// CodeStep finds the time step for which code is right, one step of clock drift allowed either way. Only a step
// later than last counts: a code works once. 0 means wrong.
func CodeStep(secret, code string, now time.Time, last int64) int64 {
	code = strings.Join(strings.Fields(code), "")
	for _, drift := range []int64{0, -1, 1} {
		step := now.Unix()/codePeriod + drift
		want, err := hotp.GenerateCodeCustom(secret, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && step > last && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step
		}
	}
	return 0
}

// NewRecoveryCodes makes codes such as « k3vd-92mx-p7qa »: 60 random bits, without the letters l and o, which look like digits.
func NewRecoveryCodes() []string {
	encoding := base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)
	codes := make([]string, RecoveryCodes)
	for i := range codes {
		var b [8]byte
		_, _ = rand.Read(b[:])
		text := encoding.EncodeToString(b[:])[:12]
		codes[i] = text[:4] + "-" + text[4:8] + "-" + text[8:]
	}
	return codes
}

// RecoveryCode is a typed recovery code without its dashes, spaces and capitals.
func RecoveryCode(typed string) string {
	return strings.ToLower(strings.NewReplacer("-", "", " ", "", "\u00a0", "").Replace(typed))
}
