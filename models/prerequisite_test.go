package models

import "testing"

func TestPrerequisite(t *testing.T) {
	second := Session{OnDate: "2026-12-01", StartsAt: "13:00"}
	for name, c := range map[string]struct {
		taken []PartTaken
		want  string
		on    Date
	}{
		"nothing":            {nil, ConditionUnmet, ""},
		"followed":           {[]PartTaken{{"2026-11-24", "09:00", Present}}, ConditionMet, "2026-11-24"},
		"followed, late":     {[]PartTaken{{"2026-11-24", "09:00", Late}}, ConditionMet, "2026-11-24"},
		"that morning":       {[]PartTaken{{"2026-12-01", "09:00", ""}}, ConditionCheck, "2026-12-01"},
		"at the same hour":   {[]PartTaken{{"2026-12-01", "13:00", ""}}, ConditionUnmet, ""},
		"afterwards":         {[]PartTaken{{"2026-12-08", "09:00", Present}}, ConditionUnmet, ""},
		"absent":             {[]PartTaken{{"2026-11-24", "09:00", Absent}}, ConditionUnmet, ""},
		"absent, then again": {[]PartTaken{{"2026-11-17", "09:00", Excused}, {"2026-11-24", "09:00", ""}}, ConditionCheck, "2026-11-24"},
		"again, then there":  {[]PartTaken{{"2026-11-17", "09:00", ""}, {"2026-11-24", "09:00", Present}}, ConditionMet, "2026-11-24"},
	} {
		if p := NewPrerequisite("Partie 1", second, c.taken); p.State != c.want || p.On != c.on || p.Missing() != (c.want == ConditionUnmet) {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if (*Prerequisite)(nil).Missing() {
		t.Error("a module without a part before keeps nobody out")
	}
}
