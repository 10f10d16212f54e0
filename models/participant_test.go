package models

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

const testDay = Date("2026-11-24")

// intakeAnswers are six right answers; change is what a case types otherwise.
func intakeAnswers(change Answers) Answers {
	a := Answers{"family_name": "Haddad", "given_name": "Amina", "birth_day": "14", "birth_month": "2", "birth_year": "1992",
		"contact": "0470 12 56 78", "contact_language": "ar", "place": "5000 Namur"}
	maps.Copy(a, change)
	return a
}

func TestIntake(t *testing.T) {
	var p Participant
	if problems := p.Intake(intakeAnswers(nil), testDay); len(problems) > 0 {
		t.Fatalf("right answers refused: %v", problems)
	}
	if p.Birth != "1992-02-14" || p.Phone != "+32470125678" || p.PhoneReversed != "87652107423" || p.Refnis != "92094" ||
		p.Postcode != "5000" || p.SortName != "haddad amina" || p.ContactLanguage != "ar" {
		t.Errorf("read as %+v", p)
	}
}

func TestIntakeRefusals(t *testing.T) {
	cases := []struct {
		name       string
		change     Answers
		field, key string // key "" = accepted
	}{
		{"no name", Answers{"family_name": " ", "given_name": ""}, "family_name", "person.name_missing"},
		{"no family name", Answers{"family_name": ""}, "family_name", "person.family_name_missing"},
		{"no given name", Answers{"given_name": ""}, "given_name", "person.given_name_missing"},
		{"single name", Answers{"given_name": "", "single_name": "1"}, "given_name", ""},
		{"500 characters", Answers{"family_name": strings.Repeat("a", 500)}, "family_name", "name.too_long"},
		{"control character", Answers{"given_name": "Ami\x00na"}, "given_name", "name.unreadable"},
		{"formula", Answers{"family_name": `=HYPERLINK("http://exemple.be")`}, "family_name", ""},
		{"another script", Answers{"family_name": "الخطيب", "given_name": "Тарас"}, "family_name", ""},
		{"31 February", Answers{"birth_day": "31"}, "birth", "birth.no_such_date"},
		{"no birth", Answers{"birth_day": "", "birth_month": "", "birth_year": ""}, "birth", "person.birth_missing"},
		{"year only", Answers{"birth_day": "", "birth_month": "", "birth_year_only": "1"}, "birth", ""},
		{"future", Answers{"birth_year": "2031"}, "birth", "birth.future"},
		{"nine years old", Answers{"birth_year": "2017"}, "birth", "person.too_young"},
		{"turning fourteen this year", Answers{"birth_day": "", "birth_month": "", "birth_year": "2012", "birth_year_only": "1"}, "birth", ""},
		{"no contact", Answers{"contact": ""}, "contact", "person.contact_missing"},
		{"no means of contact", Answers{"contact": "", "no_contact": "1"}, "contact", ""},
		{"contact and none", Answers{"no_contact": "1"}, "contact", "person.contact_and_none"},
		{"e-mail", Answers{"contact": "amina@exemple.be"}, "contact", ""},
		{"broken e-mail", Answers{"contact": "amina@"}, "contact", "email.unreadable"},
		{"short number", Answers{"contact": "0470 12"}, "contact", "phone.impossible"},
		{"no language", Answers{"contact_language": ""}, "contact_language", "person.contact_language_missing"},
		{"unknown language", Answers{"contact_language": "qq"}, "contact_language", "person.contact_language_missing"},
		{"postcode alone", Answers{"place": "5000"}, "place", ""},
		{"commune alone", Answers{"place": "namur"}, "place", ""},
		{"locality", Answers{"place": "5100 Jambes"}, "place", ""},
		{"no place", Answers{"place": ""}, "place", ""},
		{"unknown place", Answers{"place": "Atlantide"}, "place", "person.place_unknown"},
		{"unknown postcode", Answers{"place": "9999"}, "place", "person.postcode_unknown"},
		{"postcode of another commune", Answers{"place": "5030 Namur"}, "place", "person.place_odd"},
		{"confirmed", Answers{"place": "5030 Namur", "place_confirmed": "5030 Namur"}, "place", ""},
		{"another one confirmed", Answers{"place": "5030 Namur", "place_confirmed": "5030 Dinant"}, "place", "person.place_odd"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			var p Participant
			problems := p.Intake(intakeAnswers(tc.change), testDay)
			if tc.key == "" && len(problems) > 0 {
				t.Fatalf("refused: %v", problems)
			}
			if tc.key != "" && problems[tc.field].Key != tc.key {
				t.Fatalf("problems %v, want %s: %s", problems, tc.field, tc.key)
			}
		})
	}
}

// full is a person whose every question is answered.
var full = Participant{FamilyName: "Haddad", GivenName: "Amina", PreferredName: "Mina", Sex: "F", Birth: "1992-02-14", Nationalities: "SY;XXB",
	BirthCountry: "SY", ContactLanguage: "ar", Languages: "ar;fr", FrenchLevel: "A2", Interpreter: No, Phone: "+32470125678",
	Landline: "+3281223344", Email: "amina@exemple.be", Address: "Rue du Pont 1", Postcode: "5000", Refnis: "92094", InformedOn: "2026-01-05",
	Origin: "CPAS", ArrivedOn: "2021", PermitExpiresOn: "2027-03-31", Residence: Residence{Title: "A", WorkMarket: "illimite"},
	Sensitive: Sensitive{Disability: No, Minority: Refused, Homeless: Unknown}, ISCED: "5", Diploma: "Infirmière", DiplomaCountry: "SY",
	Recognition: "en_cours", Household: "couple_enfants", Children: "2", HouseholdWork: Yes, FatherBirthCountry: "SY", MotherBirthCountry: "IQ",
	SortName: "haddad amina", PhoneReversed: "87652107423"}

// TestSectionsKeepWhatTheyShow: saving a section as it is shown changes nothing.
func TestSectionsKeepWhatTheyShow(t *testing.T) {
	odd := full
	odd.ArrivedOn, odd.Birth, odd.Refnis, odd.Postcode, odd.PermitExpiresOn, odd.Residence.Expiry = Refused, "1992", Unknown, "", "", "sans"
	odd.Residence.Title, odd.Phone, odd.PhoneReversed, odd.Nationalities = "carte orange (importé)", "illisible", "", Refused
	for _, p := range []Participant{full, odd} {
		for _, s := range Sections {
			after := p
			if problems := s.Write(&after, s.Read(p), testDay); len(problems) > 0 {
				t.Errorf("%s: %v", s.Key, problems)
			}
			if changed := s.Read(p).Changed(s.Read(after)); len(changed) > 0 || after.Residence != p.Residence || after.Birth != p.Birth {
				t.Errorf("%s changed %v", s.Key, changed)
			}
		}
	}
}

func TestSectionRefusals(t *testing.T) {
	cases := []struct {
		section    string
		change     Answers
		field, key string
	}{
		{SectionIdentity, Answers{"sex": "Z"}, "sex", "person.choose_from_list"},
		{SectionIdentity, Answers{"nationalities": "SY;ZZ"}, "nationalities", "person.choose_from_list"},
		{SectionIdentity, Answers{"nationalities": "SY;refus"}, "nationalities", "person.declined_and_answered"},
		{SectionIdentity, Answers{"birth_year": "2030"}, "birth", "birth.future"},
		{SectionContact, Answers{"phone": "12", "email": ""}, "phone", "phone.impossible"},
		{SectionContact, Answers{"informed_on": "25/11/2026"}, "informed_on", "person.date_future"},
		{SectionContact, Answers{"address": "Rue\x07"}, "address", "person.line_unreadable"},
		{SectionContact, Answers{"phone": "", "landline": "", "email": ""}, "phone", "person.contact_missing"},
		{SectionLanguages, Answers{"french_level": "D1"}, "french_level", "person.choose_from_list"},
		{SectionResidence, Answers{"title": "Z9"}, "title", "person.choose_from_list"},
		{SectionResidence, Answers{"arrived_on": "1985"}, "arrived_on", "person.arrival_before_birth"},
		{SectionResidence, Answers{"arrived_on": "", "arrived_other": "0"}, "arrived_other", "person.choose_from_list"},
		{SectionResidence, Answers{"arrived_on": "2027"}, "arrived_on", ""},
		{SectionResidence, Answers{"expires_on": "31/02/2027"}, "expires_on", "date.no_such_date"},
		{SectionEducation, Answers{"isced": "9"}, "isced", "person.choose_from_list"},
		{SectionFamily, Answers{"father_birth_country": "ZZ"}, "father_birth_country", "person.choose_from_list"},
		{SectionSensitive, Answers{"disability": "peut-être"}, "disability", "person.choose_from_list"},
	}
	for _, tc := range cases {
		s, _ := SectionOf(tc.section)
		p, a := full, s.Read(full)
		maps.Copy(a, tc.change)
		problems := s.Write(&p, a, testDay)
		if tc.key == "" && len(problems) == 0 || tc.key != "" && problems[tc.field].Key != tc.key {
			t.Errorf("%s %v: %v, want %s", tc.section, tc.change, problems, tc.key)
		}
	}
}

// TestFourAnswers: not asked, refused, unknown and no are told apart, kept, and only the first leaves work to do.
func TestFourAnswers(t *testing.T) {
	s, _ := SectionOf(SectionSensitive)
	for _, answer := range []string{NotAsked, Refused, Unknown, No} {
		var p Participant
		if problems := s.Write(&p, Answers{"disability": answer, "minority": answer, "homeless": answer}, testDay); len(problems) > 0 {
			t.Fatalf("%q: %v", answer, problems)
		}
		want := TaskDone
		if answer == NotAsked {
			want = TaskTodo
		}
		if p.Sensitive.Disability != answer || s.State(p) != want {
			t.Errorf("%q: kept %q, state %s", answer, p.Sensitive.Disability, s.State(p))
		}
	}
}

func TestSectionStates(t *testing.T) {
	states := func(p Participant) string {
		var list []string
		for _, s := range Sections[:6] {
			list = append(list, s.State(p))
		}
		return strings.Join(list, " ")
	}
	var fresh Participant
	fresh.Intake(intakeAnswers(nil), testDay)
	if got, want := states(fresh), "started done started todo todo todo"; got != want {
		t.Errorf("after the intake: %s, want %s", got, want)
	}
	if got, want := states(full), "done done done done done done"; got != want {
		t.Errorf("full: %s, want %s", got, want)
	}
	belgian := Participant{Residence: Residence{Title: "BE"}, ISCED: "0"}
	if got, want := states(belgian), "todo todo todo done done todo"; got != want {
		t.Errorf("a Belgian without schooling: %s, want %s", got, want)
	}
}

func TestParseSearch(t *testing.T) {
	cases := []struct {
		typed string
		want  SearchQuery
	}{
		{"ami had", SearchQuery{Words: []string{"ami", "had"}}},
		{"  HADDAD  ", SearchQuery{Words: []string{"haddad"}}},
		{"Кова", SearchQuery{Words: []string{"kova"}}},
		{"al-kha", SearchQuery{Words: []string{"al", "kha"}}},
		{"a", SearchQuery{}},
		{"", SearchQuery{}},
		{"14/02/1992", SearchQuery{Birth: "1992-02-14", Either: true}},
		{"14.2.1992", SearchQuery{Birth: "1992-02-14", Either: true}},
		{"1992-02-14", SearchQuery{Birth: "1992-02-14", Either: true}},
		{"14021992", SearchQuery{Birth: "1992-02-14", Digits: "29912041", Either: true}},
		{"31/02/1992", SearchQuery{Digits: "29912013", Either: true}},
		{"1992", SearchQuery{Birth: "1992", Digits: "2991", Either: true}},
		{"5678", SearchQuery{Digits: "8765", Either: true}},
		{"0012", SearchQuery{Digits: "2100", Either: true}},
		{"678", SearchQuery{Either: true}},
		{"0470 12 56 78", SearchQuery{Digits: "876521074", Either: true}},
		{"+32 470/12.56.78", SearchQuery{Digits: "87652107423", Either: true}},
		{"0032470125678", SearchQuery{Digits: "87652107423", Either: true}},
		{"amina 1992", SearchQuery{Words: []string{"amina"}, Birth: "1992"}},
		{"amina 14/02/1992", SearchQuery{Words: []string{"amina"}, Birth: "1992-02-14"}},
		{"amina 5678", SearchQuery{Words: []string{"amina"}, Digits: "8765"}},
		{"abcdefgh234567zz", SearchQuery{PublicID: "abcdefgh234567zz", Words: []string{"abcdefgh234567zz"}}},
		{strings.Repeat("x ", 300), SearchQuery{}},
	}
	for _, tc := range cases {
		got := ParseSearch(tc.typed)
		if !slices.Equal(got.Words, tc.want.Words) || got.Birth != tc.want.Birth || got.Digits != tc.want.Digits || got.Either != tc.want.Either || got.PublicID != tc.want.PublicID {
			t.Errorf("ParseSearch(%q) = %+v, want %+v", tc.typed, got, tc.want)
		}
	}
}

func TestParsePlace(t *testing.T) {
	cases := []struct {
		typed, postcode, refnis string
		odd                     bool
		problem                 string
	}{
		{"5000 Namur", "5000", "92094", false, ""},
		{"5000", "5000", "92094", false, ""},
		{" NAMUR ", "", "92094", false, ""},
		{"5100 jambes", "5100", "92094", false, ""},
		{"5030, Gembloux", "5030", "92142", false, ""},
		{"5030 Namur", "5030", "92094", true, ""},
		{"0001", "", "", false, "person.postcode_unknown"},
		{"5000 Nulle-Part", "", "", false, "person.place_unknown"},
	}
	for _, tc := range cases {
		got, problem := (*Places)(nil).Parse(tc.typed)
		if got != (Place{tc.postcode, tc.refnis, tc.odd}) || problem.Key != tc.problem {
			t.Errorf("ParsePlace(%q) = %+v, %q", tc.typed, got, problem.Key)
		}
	}
}

func TestNames(t *testing.T) {
	for _, tc := range [][4]string{
		{"Haddad", "Amina", "HADDAD Amina", "haddad amina"},
		{"", "Tsehaye", "Tsehaye", "tsehaye"},
		{"Łukasz", "", "ŁUKASZ", "lukasz"},
	} {
		if got := ListName(tc[0], tc[1]); got != tc[2] {
			t.Errorf("ListName: %q, want %q", got, tc[2])
		}
		if got := SortName(tc[0], tc[1]); got != tc[3] {
			t.Errorf("SortName: %q, want %q", got, tc[3])
		}
	}
}
