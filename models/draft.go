package models

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// DraftKept is how long a draft waits for its author (ux.md §2).
const DraftKept = 30 * 24 * time.Hour

// Limits of a draft, in bytes: a form is far below, a paste of a whole book is above.
const (
	MaxDraft      = 64 << 10
	maxDraftForm  = 300
	maxDraftTitle = 120
)

// Draft is a form that was being filled in. It belongs to its author alone, whatever the level of the note in it.
type Draft struct {
	ID            string  `db:"id"`
	PublicID      string  `db:"public_id"`
	UserID        string  `db:"user_id"`
	Form          string  `db:"form"`           // address of the page, see DraftForm
	ParticipantID *string `db:"participant_id"` // whom the form is about
	Page          string  `db:"page"`           // token of the page being filled in
	Sealed        []byte  `db:"body_sealed"`
	SavedAt       Instant `db:"saved_at"`
	DiscardedAt   Instant `db:"discarded_at"`
	Person        string  `db:"person"` // public id, "" when the form is about nobody yet
	FamilyName    string  `db:"family_name"`
	GivenName     string  `db:"given_name"`
	DraftBody     `db:"-"`
}

// DraftBody is what is sealed of a draft.
type DraftBody struct {
	Title  string     `json:"title"` // of the page, which holds no name
	Values url.Values `json:"values"`
}

// Name is the person's as lists write it, "" without one.
func (d Draft) Name() string { return ListName(d.FamilyName, d.GivenName) }

// unsaved are the fields of a form that a draft does not keep: keys of the page that was left, secrets, choices of the
// conflict view.
var unsaved = []string{"submission", "brouillon", "page", "password", "again", "current", "encore"}

// NewDraftBody keeps what was typed, or says why it is not kept.
func NewDraftBody(title string, values url.Values) (DraftBody, error) {
	size, kept := 0, url.Values{}
	for name, list := range values {
		if slices.Contains(unsaved, name) || strings.HasPrefix(name, conflictMine) || strings.HasPrefix(name, conflictTheirs) {
			continue
		}
		kept[name] = list
		for _, v := range list {
			size += len(name) + len(v)
		}
	}
	if size > MaxDraft {
		return DraftBody{}, Refuse(TooLarge, "draft.too_large")
	}
	if runes := []rune(title); len(runes) > maxDraftTitle {
		title = string(runes[:maxDraftTitle])
	}
	return DraftBody{Title: title, Values: kept}, nil
}

// Fields of the conflict view: which version of a question is kept, and what the saved one is.
const (
	conflictMine   = "keep_"
	conflictTheirs = "theirs_"
)

// passing are the parts of an address that say where one comes from, not which form it is.
var passing = []string{"retour", "brouillon", "message"}

// DraftForm is the address under which a form is found again; "" for one that is none of ours.
func DraftForm(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.Contains(u.Path, "..") {
		return ""
	}
	query := u.Query()
	for _, name := range passing {
		query.Del(name)
	}
	form := u.EscapedPath()
	if len(query) > 0 {
		form += "?" + query.Encode()
	}
	if len(form) > maxDraftForm {
		return ""
	}
	return form
}

// draftSubjects tell from the beginning of an address which record a form is about.
var draftSubjects = []struct{ prefix, kind string }{{"/personnes/", KindParticipant}, {"/suivis/", KindFollowUp}, {"/inscriptions/", KindEnrolment},
	{"/suivi-6-mois/", KindEnrolment}, {"/rendez-vous/", KindAppointment}}

// DraftSubject names the record a form may be about, by kind and public id; its person is whom the draft is about.
func DraftSubject(form string) (kind, publicID string) {
	u, err := url.Parse(form)
	if err != nil {
		return "", ""
	}
	if id := u.Query().Get("personne"); id != "" {
		return KindParticipant, id
	}
	if id := u.Query().Get("rendez-vous"); id != "" {
		return KindAppointment, id
	}
	for _, s := range draftSubjects {
		if rest, ok := strings.CutPrefix(u.Path, s.prefix); ok {
			id, _, _ := strings.Cut(rest, "/")
			if id == "nouvelle" || id == "nouveau" { // the form is about nobody yet
				return "", ""
			}
			return s.kind, id
		}
	}
	return "", ""
}
