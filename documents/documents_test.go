package documents

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"jalon/locales"
	"jalon/models"
)

var update = flag.Bool("update", false, "write the golden files again")

func texts(t *testing.T) Texts {
	t.Helper()
	catalogue, err := locales.French()
	if err != nil {
		t.Fatal(err)
	}
	return catalogue.T
}

// awkwardNames are what real lists hold: one-word names, long ones, other scripts, apostrophes.
var awkwardNames = [][2]string{{"Haddad", "Amina"}, {"Коваленко", "Ольга"}, {"الخطيب", "أحمد"}, {"ገብሩ", "ፀሐይ"}, {"Nguyễn", "Thị Hồng Ánh"},
	{"Van den Broeck-Vandenbosschelle de la Tour du Pin", "Marie-Antoinette Joséphine Élisabeth Wilhelmine"}, {"", "Zarghuna"},
	{"N'Diaye", "Fatou"}, {"رضایی", "لیلا"}, {"Łukasiewicz", "Żaneta"}, {"Özdemir", "İsmail"}, {"Παπαδόπουλος", "Γιώργος"}}

func exampleSheet(people int, starts, ends, funder string) models.AttendanceSheet {
	s := models.AttendanceSheet{BlankRows: models.BlankRows, Address: "https://jalon.exemple.be", Variant: models.SheetFilled,
		Printed: models.Sheet{PublicID: "k7qdm2pxa3bcdefg", Number: "2026-0042"}, PrintedOn: "2026-11-24"}
	minutes := 240
	s.Session = models.SessionRow{CentreName: "Centre d'intégration de démonstration", OperationCode: "GTJ", OperationTitle: "Go to Job", OperationNumber: "FSE-EX-001", Programme: models.GTJ, Funder: funder,
		Trainers: []models.User{{Name: "Nadia Lambert"}, {Name: "Sami Dubois"}}}
	s.Session.ModuleCategory, s.Session.Counting, s.Session.ModuleMinutes = "Orientation", models.CountClock, &minutes
	s.Session.PublicID, s.Session.Title, s.Session.OnDate = "k7qdm2pxa3bcdefg", "Rédiger un CV", "2026-11-24"
	s.Session.StartsAt, s.Session.EndsAt, s.Session.Place, s.Session.Room = starts, ends, "Namur", "B12"
	for i := range people {
		name := awkwardNames[i%len(awkwardNames)]
		r := models.RegistrationRow{FamilyName: name[0], GivenName: name[1]}
		r.Attendance = []string{"", models.Present, models.Excused, models.Absent}[i%4]
		s.People = append(s.People, r)
	}
	return s
}

func exampleAttestation() models.AttestationContent {
	return models.AttestationContent{Number: "2026-0042", IssuedOn: "2026-11-24", Verification: "k7qdm2pxa3bcdefg",
		VerificationURL: "https://jalon.exemple.be/verifier/k7qdm2pxa3bcdefg", FullName: "GEBRU Tsehaye", Birth: "01/01/1995",
		CentreName: "Centre d'intégration de démonstration", CentreAddress: "Rue de l'Exemple 1, 5000 Namur", CentreContact: "081 00 00 00",
		Signatory: "Marc Exemple", SignatoryTitle: "Direction", Funder: models.FunderSPW, Convention: "C-2026-17", Minutes: 240, Replaces: "2026-0041",
		Sessions: []models.AttendedSession{
			{OnDate: "2026-10-01", StartsAt: "09:00", EndsAt: "11:00", Title: "Module ISP, première partie", Operator: "CRI", Minutes: 120},
			{OnDate: "2026-10-02", StartsAt: "13:30", EndsAt: "15:30", Title: "Module ISP, seconde partie", Operator: "FOREM", Minutes: 120}}}
}

// The same content gives the same bytes, today and after a change of library: a difference is looked at, then accepted.
func TestGoldenDocuments(t *testing.T) {
	for name, print := range map[string]func() ([]byte, error){
		"sheet-half-day": func() ([]byte, error) {
			return AttendanceSheet(texts(t), exampleSheet(12, "09:00", "13:00", models.FunderFSE))
		},
		"sheet-day": func() ([]byte, error) {
			return AttendanceSheet(texts(t), exampleSheet(30, "09:00", "16:00", models.FunderForem))
		},
		"sheet-empty": func() ([]byte, error) {
			s := exampleSheet(0, "09:00", "13:00", models.FunderSPW)
			s.BlankRows = 12
			s.Session.Trainers = nil
			return AttendanceSheet(texts(t), s)
		},
		"attestation": func() ([]byte, error) { return Attestation(texts(t), exampleAttestation()) },
		"plan-uk":     func() ([]byte, error) { return Plan(texts(t), examplePlan(t, "uk", 2, 3)) },
		"plan-fr":     func() ([]byte, error) { return Plan(texts(t), examplePlan(t, "fr", 4, 5)) },
		"briefing-a5": func() ([]byte, error) { return Briefing(texts(t), exampleBriefing(3), models.PaperA5) },
		"briefing-a4": func() ([]byte, error) { return Briefing(texts(t), exampleBriefing(3), models.PaperA4) },
	} {
		t.Run(name, func(t *testing.T) {
			first, err := print()
			if err != nil {
				t.Fatal(err)
			}
			second, _ := print()
			if !bytes.Equal(first, second) {
				t.Fatal("two prints differ")
			}
			file := filepath.Join("testdata", name+".pdf")
			if *update {
				if err := os.WriteFile(file, first, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			golden, err := os.ReadFile(file)
			if err != nil || !bytes.Equal(first, golden) {
				t.Errorf("differs from %s (%v): look at it, then go test ./documents -update", file, err)
			}
		})
	}
}

func TestPrintable(t *testing.T) {
	for typed, want := range map[string]string{
		"Haddad Amina": "Haddad Amina", "Коваленко": "Коваленко", "Nguyễn": "Nguyễn",
		"أحمد":             "\ufeaa\ufee4\ufea3\ufe83", // alif alone, hah before, meem between, dal after, turned round
		"لا":               "\ufefb",                   // lam-alif is one shape
		"أحمد Haddad":      "\ufeaa\ufee4\ufea3\ufe83 Haddad",
		"ገብሩ":              "Gebru",
		"Smile \U0001F600": "Smile ?",
	} {
		if got := printable(typed); got != want {
			t.Errorf("printable(%q) = %q (%x), want %q", typed, got, []rune(got), want)
		}
	}
}

// Every rune that ends on paper has a glyph: fpdf leaves the others out without a word.
func TestEveryNameIsPrinted(t *testing.T) {
	for _, name := range awkwardNames {
		for _, part := range name {
			if shown := printable(part); part != "" && (shown == "" || !covered(shown)) {
				t.Errorf("%q is printed as %q", part, shown)
			}
		}
	}
}

func TestLongNamesStayInTheirCell(t *testing.T) {
	p := newPaper(texts(t), "L", "x", "2026-11-24")
	p.AddPage()
	long := ""
	for i := range 200 {
		long += fmt.Sprintf("%c", 'a'+i%26)
	}
	if used := p.block(10, 10, 70, 8, long, "B", 9.5); used > 8 {
		t.Errorf("a name of 200 letters takes %.1f mm of 8", used)
	}
}
