package models

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// who reads "Family|Given|birth|phone|email|sex|nationalities|niss"; missing ends are empty.
func who(s string) Identity {
	f := append(strings.Split(s, "|"), make([]string, 8)...)
	return Identity{Family: f[0], Given: f[1], Birth: BirthDate(f[2]), Phone: f[3], Email: f[4], Sex: f[5], Nationalities: f[6], NISS: f[7]}
}

func TestCompareLikely(t *testing.T) {
	for _, c := range []struct{ a, b, reasons string }{
		{"Haddad|Amina|1992-02-14", "Hadad|Amina|1992-02-14", "same_birth same_given near_family"},
		{"HADDAD|Amina|1992-02-14", "haddad|AMINA|1992-02-14", "same_birth same_given same_family"},
		{"Haddad|Amina|1992-02-14", "Amina|Haddad|1992-02-14", "same_birth swapped_names"},
		{"Haddad|Amina|1992-02-05", "Haddad|Amina|1992-05-02", "day_month_swapped same_given same_family"},
		{"Haddad|Amina|1992-02-14", "Haddad|Amina|1992-02-15", "near_birth same_given same_family"},
		{"Haddad|Amina|1992-02-14", "Haddad|Amina|1929-02-14", "near_birth same_given same_family"},
		{"Haddad|Amina|1992-02-14", "Haddad|Amina|1992", "same_birth_year same_given same_family"},
		{"Haddad|Amina|1992-02-14", "Haddad|Amina|1992-01-01", "same_birth_year same_given same_family"},
		{"Haddad|Amina|1992-02-14", "Haddad|Amina|", "same_given same_family"},
		{"Haddad|Amina|", "Amina|Haddad|1992-02-14", "swapped_names"},
		{"Karimi|Mohamed|1990-01-01", "Kareemi|Muhammad|1990-01-01", "same_birth_year near_given near_family"},
		{"Kovalenko|Olha|1988-03-09", "Коваленко|Ольга|1988-03-09", "same_birth same_given same_family"},
		{"Kovalenko|Igor|1988-03-09", "Коваленко|Игорь|1988-03-09", "same_birth same_given same_family"},
		{"Al-Khatib|Omar|1985-07-30", "الخطيب|عمر|1985-07-30", "same_birth near_given near_family"},
		{"El Khatib|Omar|1985-07-30", "Khatib|Umar|1985-07-30", "same_birth near_given near_family"},
		{"Al-Khatib|Omar|1985-07-30", "AL KHATIB|Omar|1985-07-30", "same_birth same_given same_family"},
		{"García López|María|1979-10-10", "Garcia|Maria|1979-10-10", "same_birth same_given near_family"},
		{"Diallo|Mamadou Saliou|1995-04-03", "Diallo|Mamadou|1995-04-03", "same_birth near_given same_family"},
		{"Xasan|Cabdi|1991-06-12", "Hassan|Abdi|1991-06-12", "same_birth near_given near_family"},
		{"Abdul Rahman|Ali|1991-06-12", "Abderrahman|Ali|1991-06-12", "same_birth same_given near_family"},
		{"Haddad Amina||1992-02-14", "Haddad|Amina|1992-02-14", "same_birth regrouped_names"},
		{"Ben|Ali Mohamed|1992-02-14", "Ben Ali|Mohamed|1992-02-14", "same_birth regrouped_names"},
		{"Gebre Selassie|Haile|1980-05-05", "Selassie|Haile Gebre|1980-05-05", "same_birth regrouped_names"},
		{"Zabihullah||1998-03-03", "Noori|Zabihullah|1998-03-03", "same_birth same_name"},
		{"Zabihullah||1998-03-03", "|Zabiullah|1998-03-03", "same_birth near_name"},
		{"Zabihullah||1998-01-01", "Zabihullah||1998", "same_birth_year same_name"},
		{"Haddad|Amina||+32470123456", "Hadad|Amina||+32470123456", "same_given near_family same_phone"},
		{"Haddad|Amina|||a@exemple.be", "Hadad|Aminah|||a@exemple.be", "near_given near_family same_email"},
		{"Haddad|Amina|1992-02-14|+32470123456", "Benali|Amina|1992-02-14|+32470123456", "same_birth same_given same_phone"},
		{"Haddad|Amina|1992-02-14|||F", "Haddad|Amina|1992-02-14|||M", "same_birth same_given same_family"},
		{"Hrytsenko|Olha|1983-11-02", "Gritsenko|Olga|1983-11-02", "same_birth near_given near_family"},
		{"Öztürk|Ayşe|1983-11-02", "OEZTUERK|Ayse|1983-11-02", "same_birth same_given same_family"},
		{"Weiß|Anna|1983-11-02", "Weiss|Anna|1983-11-02", "same_birth same_given same_family"},
		{"გელაშვილი|გიორგი|1983-11-02", "Gelashvili|Giorgi|1983-11-02", "same_birth same_given same_family"},
		{"Haddad|Amina|1992-02-14", "Haddad|Amina|1993-02-14", "near_birth same_given same_family"},
		{"Noori|Nur al-Din Othman|1990-04-03", "Noori|Noureddine Othman|1990-04-03", "same_birth akin_given same_family"},
		{"Łukasiewicz|Ola|1990-04-03", "Lukasevic|Ola|1990-04-03", "same_birth same_given near_family"},
		{"Kharchenko|Ola|1990-04-03", "Chartchenko|Ola|1990-04-03", "same_birth same_given akin_family"},
		{"Gjonaj|Besa|1990-04-03", "Djoni|Besa|1990-04-03", "same_birth same_given near_family"},
		{"Diallo|Thérèse|1990-04-03|+32470123456", "Diallo|Thréèse|1990-04-03|+32470123456", "same_birth rhyming_given same_family same_phone"},
		{"Ouédraogo|Mamadou|1990-04-03", "Ouedraogo Mamadou|Boubacar|1990-04-03", "same_birth words_within"},
		{"Haddad|Amina|1992-02-14|||||hash", "Renard|Céline|1971|||||hash", "same_niss"},
		{"Kowalski|Piotr|1983-11-02", "Kowalksi|Piotr|1983-11-02", "same_birth same_given near_family"},
	} {
		got := Compare(who(c.a), who(c.b))
		want := strings.Fields(c.reasons)
		for i := range want {
			want[i] = "duplicate." + want[i]
		}
		if got.Level < Likely || !slices.Equal(got.Reasons, want) {
			t.Errorf("%s ~ %s: %d %v, want %v", c.a, c.b, got.Level, got.Reasons, want)
		}
	}
}

func TestCompareUnlikely(t *testing.T) {
	for why, pair := range map[string][2]string{
		"twins":                             {"Haddad|Amina|1992-02-14", "Haddad|Salma|1992-02-14"},
		"twins with one GSM and address":    {"Haddad|Amina|1992-02-14|+32470123456|h@exemple.be", "Haddad|Salma|1992-02-14|+32470123456|h@exemple.be"},
		"brothers Hassan and Hussein":       {"Noori|Hassan|2001-05-06|||M", "Noori|Hussein|2001-05-06|||M"},
		"twins Karim and Karima":            {"Noori|Karim|2001-05-06|||M", "Noori|Karima|2001-05-06|||F"},
		"Mohamed and Mahmoud":               {"Noori|Mohamed|2001-05-06", "Noori|Mahmoud|2001-05-06"},
		"a household GSM":                   {"Haddad|Amina|1992-02-14|+32470123456", "Haddad|Omar|1988-03-02|+32470123456"},
		"a GSM alone":                       {"Haddad|Amina||+32470123456", "Kovalenko|Olha||+32470123456"},
		"a GSM and an address":              {"Haddad|Amina||+32470123456|x@exemple.be", "Kovalenko|Olha||+32470123456|x@exemple.be"},
		"1 January":                         {"Noori|Ahmad|1995-01-01", "Karimi|Mahdi|1995-01-01"},
		"1 January and one given name":      {"Noori|Ahmad|1995-01-01", "Karimi|Ahmad|1995-01-01"},
		"1 January and one family name":     {"Noori|Ahmad|1995-01-01", "Noori|Mahdi|1995-01-01"},
		"a birth date alone":                {"Haddad|Amina|1992-02-14", "Kovalenko|Olha|1992-02-14"},
		"a given name on one day":           {"Haddad|Amina|1992-02-14", "Benali|Amina|1992-02-14"},
		"namesakes of other ages":           {"Diallo|Mamadou|1970-04-03", "Diallo|Mamadou|1998-09-12"},
		"father and son with one GSM":       {"Diallo|Mamadou|1970-04-03|+32470123456", "Diallo|Mamadou|1998-09-12|+32470123456"},
		"namesakes of other birthdays":      {"Diallo|Mamadou|1990-04-03", "Diallo|Mamadou|1993-09-12"},
		"near names without a birth":        {"Haddad|Amina|", "Hadad|Emina|"},
		"one name of two":                   {"Zabihullah||1998", "Noori|Zabihullah|1998"},
		"one name without a birth":          {"Zabihullah||", "Noori|Zabihullah|"},
		"a particle in common":              {"Ben Ali|Karim|1990-04-03", "Ben Salah|Karim|1990-04-03"},
		"two national numbers":              {"Haddad|Amina||||||one", "Hadad|Amina||||||two"},
		"no name at all":                    {"||1990-04-03|+32470123456|x@exemple.be", "||1990-04-03|+32470123456|x@exemple.be"},
		"twins of short names":              {"Noori|Hana|2001-05-06", "Noori|Hani|2001-05-06"},
		"short names":                       {"Ali|Sara|1990-04-03", "Ali|Rana|1990-04-03"},
		"swapped names without birth, near": {"Haddad|Amina|", "Emina|Hadad|"},
	} {
		if got := Compare(who(pair[0]), who(pair[1])); got.Level >= Likely {
			t.Errorf("%s: %v: %d %v", why, pair, got.Level, got.Reasons)
		}
	}
}

func TestSingleName(t *testing.T) {
	for _, c := range []struct {
		i    Identity
		want string
	}{
		{Identity{Family: "Zabihullah", SingleName: true}, "Zabihullah"},
		{Identity{Given: "Zabihullah", SingleName: true}, "Zabihullah"},
		{Identity{Given: "Zabihullah"}, "Zabihullah"},
		{Identity{Family: "Haddad", Given: "Amina"}, ""},
		{Identity{}, ""},
	} {
		if got := c.i.single(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.i, got, c.want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "ab", 2}, {"amina", "amina", 0}, {"amina", "amin", 1}, {"amina", "emina", 1},
		{"ab", "ba", 1}, {"kowalski", "kowalksi", 1}, {"hasan", "husain", 2}, {"été", "ete", 2}, {"chat", "chien", 3},
	} {
		if got := editDistance(c.a, c.b); got != c.want || editDistance(c.b, c.a) != got {
			t.Errorf("%q, %q: %d and %d, want %d", c.a, c.b, got, editDistance(c.b, c.a), c.want)
		}
	}
}

// TestCompareProperties: comparing is symmetric, a full identity resembles itself, and case changes nothing.
func TestCompareProperties(t *testing.T) {
	identity := rapid.Custom(func(t *rapid.T) Identity {
		pick := func(label string, values ...string) string { return rapid.SampledFrom(values).Draw(t, label) }
		names := []string{"Haddad", "Hadad", "Amina", "Mohamed", "محمد", "Коваленко", "Al-Khatib", "Ben Ali", "Li", "Cabdi", "García López", ""}
		return Identity{
			Family: pick("family", names...), Given: pick("given", names...), SingleName: rapid.Bool().Draw(t, "single"),
			Birth: BirthDate(pick("birth", "", "1992", "1992-01-01", "1992-02-05", "1992-05-02", "1970-03-04")),
			Phone: pick("phone", "", "+32470123456"), Email: pick("email", "", "a@exemple.be"), Sex: pick("sex", "", "F", "M"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := identity.Draw(t, "a"), identity.Draw(t, "b")
		there, back := Compare(a, b), Compare(b, a)
		if there.Level != back.Level || !slices.Equal(there.Reasons, back.Reasons) {
			t.Fatalf("%v there, %v back", there, back)
		}
		if there.Level >= Likely && len(there.Reasons) == 0 {
			t.Fatalf("%v is shown without a reason", there)
		}
		if a.single() == "" && a.Family != "" && Compare(a, a).Level < Likely {
			t.Fatalf("%+v does not resemble itself", a)
		}
		upper := a
		upper.Family, upper.Given = strings.ToUpper(a.Family), strings.ToUpper(a.Given)
		if Compare(upper, b).Level != there.Level {
			t.Fatalf("case changes %d to %d", there.Level, Compare(upper, b).Level)
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	one, other := who("Al-Khatib|Mohamed|1985-07-30|+32470123456"), who("الخطيب|Muhammad|1985-07-30|+32470123456")
	for b.Loop() {
		Compare(one, other)
	}
}
