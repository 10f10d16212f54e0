package models

import (
	"slices"
	"testing"
)

// An operation keeps the labels that were in force when it began: in its lines, in its titles and where a figure opens.
func TestLabelsInForce(t *testing.T) {
	before := Registry
	t.Cleanup(func() { Registry = before })
	Registry = slices.Clone(before)
	for _, code := range []string{"forem " + ForemTotal, "forem AGE", "spw " + spwTotals[0].code} {
		at := slices.IndexFunc(Registry, func(e RegistryEntry) bool { return e.Report+" "+e.Code == code })
		newer := Registry[at]
		newer.Label, newer.From = "Nouveau libellé", "2027-01-01"
		Registry = slices.Insert(Registry, at+1, newer)
	}
	for start, renewed := range map[Date]bool{"2026-01-01": false, "2027-01-01": true} {
		operation := Operation{StartsOn: start}
		request := ReportRequest{Operation: operation, To: "2027-06-30"}
		forem, spw := NewForemReport(request), NewSPWReport(request)
		forem.Finish()
		spw.Finish()
		titles := []string{forem.Entries.Label, forem.Public[0].Title, forem.Topics()[0].Title, forem.Topics()[1].Title, spw.Totals[0].Label, spw.Topics()[0].Title}
		for _, title := range titles {
			if (title == "Nouveau libellé") != renewed {
				t.Errorf("operation of %s: %q", start, titles)
				break
			}
		}
	}
}
