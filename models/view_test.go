package models

import (
	"net/url"
	"strings"
	"testing"
)

func TestViewQuery(t *testing.T) {
	for _, tc := range []struct{ list, address, want string }{
		{ListPersons, "vue=mes&dispositif=LLF", "dispositif=LLF&vue=mes"},
		{ListPersons, "dispositif=LLF&vue=mes&texte=jeton&apres=p-amina&avant=x&q=Haddad", "dispositif=LLF&vue=mes"},
		{ListPersons, "commune=&langue=%20", ""},
		{ListPersons, "commune=" + strings.Repeat("9", 61), ""},
		{ListFollowUps, "qui=moi&personne=p-amina", "qui=moi"},
		{ListSessions, "vue=passees&operation=o-gtj", "operation=o-gtj&vue=passees"},
	} {
		values, err := url.ParseQuery(tc.address)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := ViewQuery(tc.list, values); got != tc.want || !ok {
			t.Errorf("%s %s: %q, %t", tc.list, tc.address, got, ok)
		}
	}
	if _, ok := ViewQuery("journal", url.Values{"vue": {"mes"}}); ok {
		t.Error("the journal has views")
	}
}

func TestViewCheck(t *testing.T) {
	good := View{List: ListPersons, Name: "LLF sans contact", Query: "dispositif=LLF"}
	for name, tc := range map[string]struct {
		change func(*View)
		want   string
	}{
		"good":       {func(*View) {}, ""},
		"no name":    {func(v *View) { v.Name = "" }, "view.problem.name"},
		"long":       {func(v *View) { v.Name = strings.Repeat("é", 41) }, "view.problem.long"},
		"just right": {func(v *View) { v.Name = strings.Repeat("é", 40) }, ""},
		"no filter":  {func(v *View) { v.Query = "" }, "view.problem.empty"},
	} {
		v := good
		tc.change(&v)
		if got := v.Check()["name"].Key; got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}
