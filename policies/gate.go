// Package policies answers who may do what to which rows. It is the only home of casbin.
// One policy file answers both questions: "may I do this to this record?" and "which rows may I list?".
package policies

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	stringadapter "github.com/casbin/casbin/v2/persist/string-adapter"

	"jalon/models"
)

var (
	//go:embed model.conf
	modelConf string
	//go:embed policy.csv
	policyCSV string
)

// Gate decides. It is safe for concurrent use and never changes after its start: rights that change are
// memberships, read at each request.
type Gate struct {
	enforcer *casbin.SyncedEnforcer
	rules    map[question][]string // reaches, in the order of the file
}

// question is what is asked of a role.
type question struct{ role, kind, action string }

// NewGate reads the policy and refuses a word it does not know.
func NewGate() (*Gate, error) { return newGate(policyCSV) }

func newGate(policy string) (*Gate, error) {
	m, err := model.NewModelFromString(modelConf)
	if err != nil {
		return nil, fmt.Errorf("casbin model: %w", err)
	}
	enforcer, err := casbin.NewSyncedEnforcer(m, stringadapter.NewAdapter(rulesOnly(policy)))
	if err != nil {
		return nil, fmt.Errorf("casbin policy: %w", err)
	}
	enforcer.AddFunction("reaches", reaches)
	rows, err := enforcer.GetPolicy()
	if err != nil {
		return nil, fmt.Errorf("casbin policy: %w", err)
	}
	if want := strings.Count("\n"+rulesOnly(policy), "\np,"); len(rows) != want {
		return nil, fmt.Errorf("casbin policy: %d rules read of %d: a line has a word too few, too many, or twice", len(rows), want)
	}
	g := &Gate{enforcer: enforcer, rules: map[question][]string{}}
	for _, row := range rows {
		if err := known(row); err != nil {
			return nil, err
		}
		q := question{row[0], row[1], row[2]}
		g.rules[q] = append(g.rules[q], row[3])
	}
	return g, nil
}

func rulesOnly(policy string) string {
	lines := slices.DeleteFunc(strings.Split(policy, "\n"), func(l string) bool { return !strings.HasPrefix(l, "p,") })
	return strings.Join(lines, "\n")
}

func known(row []string) error {
	if len(row) != 4 {
		return fmt.Errorf("policy line %v: want role, kind, action, reach", row)
	}
	for i, words := range [][]string{models.Roles, models.Kinds, models.Actions, models.Reaches} {
		if !slices.Contains(words, row[i]) {
			return fmt.Errorf("policy line %v: unknown word %q", row, row[i])
		}
	}
	return nil
}

// Scope returns the rows of kind on which actor may act, or ErrForbidden if its roles never may.
func (g *Gate) Scope(actor models.Actor, action, kind string) (models.Scope, error) {
	var grants []models.Grant
	for _, m := range actor.Memberships {
		for _, reach := range g.rules[question{m.Role, kind, action}] {
			if grant, ok := grantOf(m, kind, reach); ok {
				grants = append(grants, grant)
			}
		}
	}
	if len(grants) == 0 {
		return models.NewScope(actor, kind, action), models.ErrForbidden
	}
	return models.NewScope(actor, kind, action, grants...), nil
}

// May tells whether some row of kind is open to the action: enough to show a menu entry, not a record.
func (g *Gate) May(actor models.Actor, action, kind string) bool {
	_, err := g.Scope(actor, action, kind)
	return err == nil
}

// Can answers for one record, through casbin. An error while deciding is a refusal.
func (g *Gate) Can(actor models.Actor, action, kind string, record models.Record) bool {
	for _, m := range actor.Memberships {
		allowed, err := g.enforcer.Enforce(subject{m, kind, m.Role}, record, kind, action)
		if err == nil && allowed {
			return true
		}
	}
	return false
}

// subject is a membership as casbin sees it; Role is repeated because casbin reads direct fields only.
type subject struct {
	Membership models.Membership
	Kind       string
	Role       string
}

// reaches is the matcher's function: does this reach of this membership cover the record?
func reaches(args ...any) (any, error) {
	if len(args) != 3 {
		return false, fmt.Errorf("reaches: want 3 arguments, got %d", len(args))
	}
	reach, ok1 := args[0].(string)
	sub, ok2 := args[1].(subject)
	record, ok3 := args[2].(models.Record)
	if !ok1 || !ok2 || !ok3 {
		return false, fmt.Errorf("reaches: unexpected arguments %T %T %T", args[0], args[1], args[2])
	}
	grant, ok := grantOf(sub.Membership, sub.Kind, reach)
	return ok && grant.Covers(record), nil
}

// grantOf turns one reach of a rule into what this membership gets from it.
func grantOf(m models.Membership, kind, reach string) (models.Grant, bool) {
	g := models.Grant{Reach: reach, Role: m.Role, UserID: m.UserID, CentreID: m.CentreID, Funder: m.Funder, Operations: m.Operations}
	switch {
	case reach == models.ReachCaseload && m.Sharing == models.SharingTeam:
		g.Reach = models.ReachCentre // preset « équipe »: every counsellor reads every file
	case reach == models.ReachCentre && m.Network && m.Role == models.Manager:
		g.Reach = models.ReachNetwork // a manager shared by all centres
	case reach == models.ReachMandate && len(m.Operations) == 0:
		return g, false
	case kind == models.KindReportNominal && m.Role == models.Auditor && !m.Nominative:
		return g, false
	}
	return g, true
}

// Table is role → reaches for one kind and action, for the printed access matrix.
func (g *Gate) Table(action, kind string) map[string]string {
	table := map[string]string{}
	for _, role := range models.Roles {
		if reaches := g.rules[question{role, kind, action}]; len(reaches) > 0 {
			table[role] = strings.Join(reaches, ",")
		}
	}
	return table
}

// System is the actor of a command run by the operating system's account, with the manager's and the
// administrator's rights in one centre: a job asks the gate like everybody.
func (g *Gate) System(centreID string) models.Actor {
	actor := models.Actor{Name: "système", System: true}
	for _, role := range []string{models.Manager, models.Coordinator, models.Admin} {
		actor.Memberships = append(actor.Memberships, models.Membership{CentreID: centreID, Role: role, Sharing: models.SharingReferent})
	}
	return actor
}

// Reader is who holds a funder's link: what the policy gives a funder reader of one centre, and no account.
func (g *Gate) Reader(centreID, funder string) models.Actor {
	return models.Actor{Name: "lien", Memberships: []models.Membership{{CentreID: centreID, Role: models.FunderReader, Funder: funder, Sharing: models.SharingReferent}}}
}
