package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"jalon/models"
	"jalon/store"
	"jalon/store/storetest"
)

// found lists the names a search shows to somebody.
func (w who) found(t *testing.T, user, text string) []string {
	t.Helper()
	r, err := w.Search(ctx, w.scope(user, models.Read, models.KindCard), w.scope(user, models.Read, models.KindParticipant),
		w.scope(user, models.Read, models.KindEnrolment), models.ParseSearch(text), 20)
	if err != nil {
		t.Fatal(err)
	}
	if r.Total != len(r.Cards) {
		t.Errorf("%q: %d cards, total %d", text, len(r.Cards), r.Total)
	}
	names := []string{}
	for _, c := range r.Cards {
		names = append(names, c.Name())
	}
	return names
}

func TestSearch(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		w.add(t, "simon", "simon", models.Participant{FamilyName: "Haddad", GivenName: "Karim", Birth: "1991-05-06", Phone: "+32470125678"})
		mina := w.add(t, "nadia", "nadia", models.Participant{FamilyName: "Haddad", GivenName: "Zahra", PreferredName: "Mina", Birth: "1985"})
		w.add(t, "nadia", "nadia", models.Participant{FamilyName: "Коваленко", GivenName: "Тарас", Birth: "1990-03-02"})
		w.add(t, "nadia", "nadia", models.Participant{FamilyName: "Al-Khatib", GivenName: "Omar"})
		w.add(t, "nadia", "nadia", models.Participant{FamilyName: "Ünal", GivenName: "Gökçe", Birth: "1991-12-31"})
		cases := []struct {
			text string
			want []string
		}{
			{"had", []string{"HADDAD Zahra", "HADDAD Karim"}}, // own people first
			{"kar had", []string{"HADDAD Karim"}},
			{"mina", []string{"HADDAD Zahra"}},
			{"kova", []string{"КОВАЛЕНКО Тарас"}},
			{"Ков", []string{"КОВАЛЕНКО Тарас"}},
			{"khat", []string{"AL-KHATIB Omar"}},
			{"alkhat", []string{"AL-KHATIB Omar"}},
			{"unal", []string{"ÜNAL Gökçe"}},
			{"gokc", []string{"ÜNAL Gökçe"}},
			{"5678", []string{"HADDAD Karim"}},
			{"0470 12 56 78", []string{"HADDAD Karim"}},
			{"06/05/1991", []string{"HADDAD Karim"}},
			{"1991", []string{"ÜNAL Gökçe", "HADDAD Karim"}},
			{"1985", []string{"HADDAD Zahra"}},
			{"haddad 1991", []string{"HADDAD Karim"}},
			{"haddad 5678", []string{"HADDAD Karim"}},
			{mina.PublicID, []string{"HADDAD Zahra"}},
			{"personne", []string{}},
			{"%", []string{}},
			{"' or 1=1 --", []string{}},
		}
		for _, tc := range cases {
			if got := w.found(t, "nadia", tc.text); !slices.Equal(got, tc.want) {
				t.Errorf("%q found %v, want %v", tc.text, got, tc.want)
			}
		}
		for _, user := range []string{"lea", "tom", "fanny", "alex", "odile"} {
			if got := w.found(t, user, "haddad"); len(got) > 0 {
				t.Errorf("%s found %v", user, got)
			}
		}
		if got := w.found(t, "rita", "haddad"); len(got) != 2 {
			t.Errorf("reception found %v", got)
		}
	})
}

// TestSearchOpens: what a card leads to is what the gate says of the file.
func TestSearchOpens(t *testing.T) {
	db := storetest.SQLite(t)
	w := newWho(t, db)
	w.add(t, "simon", "simon", models.Participant{FamilyName: "Haddad", GivenName: "Karim"})
	w.add(t, "nadia", "nadia", models.Participant{FamilyName: "Haddad", GivenName: "Zahra"})
	r, err := w.Search(ctx, w.scope("nadia", models.Read, models.KindCard), w.scope("nadia", models.Read, models.KindParticipant), models.Scope{}, models.ParseSearch("haddad"), 20)
	if err != nil || len(r.Cards) != 2 || !r.Cards[0].Open || !r.Cards[0].Mine || r.Cards[1].Open || r.Cards[1].Mine {
		t.Errorf("cards %+v, %v", r.Cards, err)
	}
	r, err = w.Search(ctx, w.scope("claire", models.Read, models.KindCard), w.scope("claire", models.Read, models.KindParticipant), models.Scope{}, models.ParseSearch("haddad"), 20)
	if err != nil || len(r.Cards) != 2 || !r.Cards[0].Open || r.Cards[0].Mine {
		t.Errorf("coordination: %+v, %v", r.Cards, err)
	}
}

func (w who) cards(t *testing.T, user string, f store.CardFilter) store.CardPage {
	t.Helper()
	page, err := w.Cards(ctx, w.scope(user, models.Read, models.KindCard), w.scope(user, models.Read, models.KindParticipant),
		w.scope(user, models.Read, models.KindEnrolment), f)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestCards(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		db.Exec(t, "update participants set refnis = '92094' where id in ('amina', 'olha', 'bruno')")
		cases := []struct {
			user string
			f    store.CardFilter
			want int
		}{
			{"nadia", store.CardFilter{}, 5},
			{"nadia", store.CardFilter{Mine: true}, 2},
			{"nadia", store.CardFilter{Refnis: "92094"}, 2},
			{"nadia", store.CardFilter{Refnis: "92094", Mine: true}, 1},
			{"nadia", store.CardFilter{Programme: "GTJ"}, 2}, // olha's enrolment is none of hers
			{"claire", store.CardFilter{Programme: "GTJ"}, 3},
			{"claire", store.CardFilter{Programme: "M4H"}, 1},
			{"rita", store.CardFilter{Programme: "GTJ"}, 0},
			{"lea", store.CardFilter{}, 1},
			{"tom", store.CardFilter{}, 0},
		}
		for _, tc := range cases {
			page := w.cards(t, tc.user, tc.f)
			if len(page.Cards) != tc.want || page.Total != tc.want {
				t.Errorf("%s %+v: %d cards, total %d, want %d", tc.user, tc.f, len(page.Cards), page.Total, tc.want)
			}
		}
		first := w.cards(t, "nadia", store.CardFilter{Mine: true}).Cards[0]
		if first.PublicID != "p-amina" || !slices.Equal(first.Programmes, []string{"LLF", "GTJ"}) || !slices.Equal(first.Referents, []string{"nadia"}) {
			t.Errorf("first card %+v", first)
		}
	})
}

// TestPages walks a long list forwards and backwards: every card once, in order.
func TestPages(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		for i := range 120 {
			w.add(t, "nadia", "nadia", models.Participant{FamilyName: fmt.Sprintf("Série%03d", i/2), GivenName: "Test"})
		}
		f := store.CardFilter{Text: models.ParseSearch("serie")}
		var seen []string
		var pages []store.CardPage
		for {
			page := w.cards(t, "nadia", f)
			pages = append(pages, page)
			for _, c := range page.Cards {
				seen = append(seen, c.SortName+c.ID)
			}
			if f.After = page.Next; f.After == "" {
				break
			}
		}
		if len(seen) != 120 || !slices.IsSorted(seen) || len(slices.Compact(seen)) != 120 || len(pages) != 3 || pages[0].Previous != "" {
			t.Errorf("%d cards on %d pages, sorted %t", len(seen), len(pages), slices.IsSorted(seen))
		}
		back := w.cards(t, "nadia", store.CardFilter{Text: f.Text, Before: pages[2].Previous})
		if len(back.Cards) != store.PageSize || back.Cards[0].ID != pages[1].Cards[0].ID || back.Next == "" {
			t.Errorf("back to %d cards from %s", len(back.Cards), back.Cards[0].SortName)
		}
	})
}

// TestSearchUsesIndexes: no search and no list reads a whole table.
func TestSearchUsesIndexes(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		cards, files := w.scope("nadia", models.Read, models.KindCard), w.scope("nadia", models.Read, models.KindParticipant)
		for _, text := range []string{"had", "ami had", "14/02/1992", "1992", "5678", "amina 1992", "abcdefgh234567zz"} {
			query, args := store.SearchStatement(cards, files, models.ParseSearch(text), []string{"namur"}, false, 20)
			refuseScans(t, db, text, query, args)
			query, args = store.SearchStatement(cards, files, models.ParseSearch(text), []string{"namur"}, true, 20)
			refuseScans(t, db, "own "+text, query, args)
		}
		query, args := store.HitsByClue("namur", models.Identity{Family: "Haddad", Given: "Amina", Birth: "1992-02-14", Phone: "+32470125678", Email: "a@exemple.be"}.Clues())
		refuseScans(t, db, "duplicates", query, args)
		for name, f := range map[string]store.CardFilter{"all": {}, "mine": {Mine: true}, "commune": {Refnis: "92094"}, "text": {Text: models.ParseSearch("had")},
			"programme": {Programme: models.GTJ}, "running": {State: store.StateRunning}, "ended": {State: store.StateEnded, Mine: true}, "none": {State: store.StateNone},
			"colleague": {Colleague: "u-simon"}, "nobody": {Colleague: store.NobodyAccompanies}, "language": {Language: "ar"}, "french": {French: "a2"},
			"missing": {Missing: "commune"}, "permits": {PermitDays: 60}, "expired": {PermitDays: store.PermitExpired}, "quiet": {QuietDays: 60, Mine: true}} {
			f.Profiles = w.scope("nadia", models.Read, models.KindProfile)
			query, args, err := db.CardStatement(ctx, cards, files, w.scope("nadia", models.Read, models.KindEnrolment), f)
			if err != nil {
				t.Fatal(err)
			}
			refuseScans(t, db, name, query, args)
		}
	})
}

// TestPaletteListsUseIndexes: neither the sessions that the palette names nor the saved views read their whole table.
func TestPaletteListsUseIndexes(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		for _, user := range []string{"tom", "claire"} {
			query, args := store.TitledStatement(w.scope(user, models.Read, models.KindSession), "2026-11-24")
			refuseFullReads(t, db, "sessions titled, "+user, query, args, "sessions")
		}
		for _, list := range []string{"", models.ListPersons} {
			query, args := store.ViewsStatement(w.scope("claire", models.Read, models.KindAccount), list)
			refuseFullReads(t, db, "views "+list, query, args, "views")
		}
	})
}

// TestOwnBeyondTheBound: of more people than a search looks at, one's own come first, found by a year, a day or digits alone.
func TestOwnBeyondTheBound(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, db *storetest.DB) {
		w := newWho(t, db)
		people := db.Count(t, "select count(*) from participants")
		for i := range 520 {
			id := fmt.Sprintf("a-%03d", i)
			w.Insert(t, "participants", map[string]any{"id": id, "public_id": "p-" + id, "centre_id": "namur", "family_name": "Aa", "given_name": id, "sort_name": "aa",
				"birth": "1988-01-01", "phone_reversed": "8891", "created_at": storetest.Now, "updated_at": storetest.Now})
		}
		if n := db.Count(t, "select count(*) from participants") - people; n != 520 {
			t.Fatal(n)
		}
		r, err := w.Search(ctx, w.scope("nadia", models.Read, models.KindCard), w.scope("nadia", models.Read, models.KindParticipant),
			w.scope("nadia", models.Read, models.KindEnrolment), models.ParseSearch("1988"), 10)
		if err != nil || !r.More || len(r.Cards) != 10 || r.Cards[0].PublicID != "p-noori" || r.Cards[1].PublicID == "p-amina" {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

// refuseScans explains a query and fails if a large table is read from end to end.
func refuseScans(t *testing.T, db *storetest.DB, name, query string, args []any) {
	t.Helper()
	driver, dsn, explain := "sqlite3", "file:"+db.URL, "explain query plan "
	if db.Engine() == "postgres" {
		driver, dsn, explain = "pgx", db.URL, "explain (costs off) "
	}
	raw, err := sqlx.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	raw.SetMaxOpenConns(1)
	if db.Engine() == "postgres" {
		raw.MustExec("set enable_seqscan = off") // the tables of a test are so small that a scan is right
	}
	rows, err := raw.Queryx(raw.Rebind(explain+query), db.Timed(args)...)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		line, err := rows.SliceScan()
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("%s", line[len(line)-1])
		for _, scan := range []string{"SCAN p", "SCAN participants", "SCAN participant_words", "SCAN k", "SCAN caseloads", "Seq Scan on part", "Seq Scan on caseloads"} {
			if strings.Contains(text, scan) && !strings.Contains(text, "USING INDEX") && !strings.Contains(text, "COVERING") {
				t.Errorf("%s: %s", name, text)
			}
		}
	}
}
