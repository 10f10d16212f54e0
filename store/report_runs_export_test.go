package store

import (
	"io"
	"testing"

	"jalon/models"
)

// RunListQuery is the list of frozen reports, its first page and the one after, for the test of its plan.
func RunListQuery(scope models.Scope, before models.Instant, beforeID string) PlanQuery {
	query, args := runList(scope, "o-gtj", before, beforeID, 31)
	return PlanQuery{query, args}
}

// OnDisk is what the files of a report are while they wait to be frozen.
func (f *RunFiles) OnDisk(t *testing.T) []byte {
	t.Helper()
	content, err := io.ReadAll(io.NewSectionReader(f.disk, 0, f.ends[len(f.ends)-1]))
	if err != nil {
		t.Fatal(err)
	}
	return content
}
