package models

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// ActivityRun is an activity report as it was frozen: its figures, and what failed that day. It holds nobody: two of them are
// compared figure by figure.
type ActivityRun struct {
	From     Date           `json:"from"`
	To       Date           `json:"to"`
	Followed IndicatorCount `json:"followed"`
	Public   []Breakdown    `json:"public"`
	Lines    []ActivityLine `json:"lines"`
	// Actions is the SHA-256 of the list of actions: it may change without any figure doing so.
	Actions string `json:"actions"`
	// Failed are the controls that did not hold; Override is why the manager froze the report all the same.
	Failed   []Control `json:"failed"`
	Override string    `json:"override"`
	Version  string    `json:"version"` // of the software
}

// ActivityRunOf keeps the figures of a finished report. An override without anything to override is not kept.
func ActivityRunOf(a *Activity, override, version string) (ActivityRun, error) {
	run := ActivityRun{From: a.Period.From, To: a.Period.To, Followed: a.Followed, Public: a.Public, Lines: a.Lines, Failed: failed(a.Controls), Version: version}
	if blocked(run.Failed) {
		run.Override = override
	}
	var err error
	run.Actions, err = fingerprint(a.Actions)
	return run, err
}

// fingerprint is the SHA-256 of what the report prints of its actions.
func fingerprint(actions []CentreAction) (string, error) {
	sum := sha256.New()
	out := json.NewEncoder(sum)
	for _, x := range actions {
		printed := []any{x.PublicID, x.Kind, x.Axis, x.Themes, x.Title, x.OnDate, x.Minutes, x.Place, x.Persons, x.Institutions, x.Companies}
		for _, row := range append(append([]NamedRow(nil), x.Colleagues...), x.Partners...) {
			printed = append(printed, row.Name)
		}
		if err := out.Encode(printed); err != nil {
			return "", fmt.Errorf("fingerprint of an action: %w", err)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Figures is the report whose figures were frozen, to be laid out again. It lists no action.
func (r ActivityRun) Figures() *Activity {
	return &Activity{Period: Period{r.From, r.To}, Lines: r.Lines, Public: r.Public, Followed: r.Followed, Controls: r.Failed}
}

// Check refuses to freeze a report that a blocking control fails, unless a reason says why all the same.
func (r ActivityRun) Check() error { return checkOverride(blocked(r.Failed), r.Override) }

// Head is everything the run holds, as it is stored, and its SHA-256 in hexadecimal.
func (r ActivityRun) Head() (head, digest string, err error) {
	text, err := json.Marshal(r)
	if err != nil {
		return "", "", fmt.Errorf("head of an activity report: %w", err)
	}
	return string(text), ActivityDigest(string(text)), nil
}

// ActivityDigest is the SHA-256 of a stored head, in hexadecimal.
func ActivityDigest(head string) string {
	sum := sha256.Sum256([]byte(head))
	return hex.EncodeToString(sum[:])
}
