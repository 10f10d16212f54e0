package models

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// PartnerKinds are the organisations a centre works with (product.md §1, system 8), in the order shown.
var PartnerKinds = []string{"forem", "mirena", "ili", "cisp", "ibefe", "interim", "saace", "cpas", "accueil", "commune", "ecole", "employeur", "autre"}

const (
	// MaxPartnerContacts is how many people of a partner are kept; who needs more writes to the organisation.
	MaxPartnerContacts = 8
	maxPartnerNote     = 1_000
)

// Partner is an organisation of the network, of one centre.
type Partner struct {
	ID        string           `db:"id"`
	PublicID  string           `db:"public_id"`
	CentreID  string           `db:"centre_id"`
	Kind      string           `db:"kind"`
	Name      string           `db:"name"`
	SortName  string           `db:"sort_name"`
	Refnis    string           `db:"refnis"` // commune, "" = not recorded
	Phone     string           `db:"phone"`  // E.164
	Email     string           `db:"email"`
	Website   string           `db:"website"`
	Note      string           `db:"note"`
	ClosedAt  Instant          `db:"closed_at"`
	ClosedBy  *string          `db:"closed_by"`
	CreatedBy *string          `db:"created_by"`
	CreatedAt Instant          `db:"created_at"`
	Version   int              `db:"version"`
	Contacts  []PartnerContact `db:"-"` // those who still answer there
}

// PartnerContact is somebody who works at a partner.
type PartnerContact struct {
	ID        string  `db:"id"`
	PublicID  string  `db:"public_id"`
	PartnerID string  `db:"partner_id"`
	Name      string  `db:"name"`
	Job       string  `db:"job"`
	Phone     string  `db:"phone"` // E.164
	Email     string  `db:"email"`
	LeftAt    Instant `db:"left_at"`
}

// Empty tells that nothing was typed: such a line of the form is nobody.
func (c PartnerContact) Empty() bool {
	return c.Name == "" && c.Job == "" && c.Phone == "" && c.Email == ""
}

// CheckPartner says what is wrong with a partner as typed; telephone numbers and addresses are normalised before. The
// problems of the contact at rank i are under "contact_name_i".
func CheckPartner(p Partner, places *Places) Problems {
	problems := Problems{}
	if strings.TrimSpace(p.Name) == "" {
		problems.Add("name", "partner.problem.name")
	}
	if !slices.Contains(PartnerKinds, p.Kind) {
		problems.Add("kind", "partner.problem.kind")
	}
	if _, known := places.ByRefnis(p.Refnis); !known && p.Refnis != "" {
		problems.Add("commune", "field.not_in_list")
	}
	if p.Website != "" && !webAddress(p.Website) {
		problems.Add("website", "partner.problem.website")
	}
	checkShortText(problems, "name", p.Name)
	hidden := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }
	if len([]rune(p.Note)) > maxPartnerNote || strings.ContainsFunc(p.Note, hidden) {
		problems.Add("note", "partner.problem.note", "Max", FrenchNumber(maxPartnerNote))
	}
	return problems
}

// CheckPartnerContact says what is wrong with one line of people; an empty line is right.
func CheckPartnerContact(c PartnerContact) Problems {
	problems := Problems{}
	if c.Name == "" && !c.Empty() {
		problems.Add("name", "partner.problem.contact")
	}
	checkShortText(problems, "name", c.Name)
	checkShortText(problems, "job", c.Job)
	return problems
}

// webAddress keeps links to the web: an address of another kind could run something.
func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && strings.Contains(u.Host, ".") && len(s) <= maxLine
}

// WebAddress completes an address typed without its scheme: « leforem.be » is https://leforem.be.
func WebAddress(typed string) string {
	typed = strings.TrimSpace(typed)
	if typed == "" || strings.Contains(typed, ":") {
		return typed
	}
	return "https://" + typed
}
