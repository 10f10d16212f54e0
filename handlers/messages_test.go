package handlers

import (
	"bufio"
	"context"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"jalon/messages"
	"jalon/models"
	"jalon/store/storetest"
)

// mailServer is a server that takes every letter, once it is up.
type mailServer struct {
	sync.Mutex
	letters []string
}

func (m *mailServer) serve(listener net.Listener) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		m.talk(conn)
	}
}

// talk says what RFC 5321 asks of a server, and no more.
func (m *mailServer) talk(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	in, say := bufio.NewScanner(conn), func(line string) { _, _ = conn.Write([]byte(line + "\r\n")) }
	say("220 courrier.exemple.be")
	for in.Scan() {
		switch verb, _, _ := strings.Cut(strings.ToUpper(in.Text()), " "); verb {
		case "DATA":
			say("354 go on")
			var letter strings.Builder
			for in.Scan() && in.Text() != "." {
				letter.WriteString(in.Text() + "\n")
			}
			m.Lock()
			m.letters = append(m.letters, letter.String())
			m.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// localListener has an address of this machine until the test ends.
func localListener(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return listener
}

// A mail server that is down keeps nobody from convoking and loses nothing: what waits leaves once it is back, and once only.
func TestMessagesLeaveOnceTheServerIsBack(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update sessions set on_date = '2026-12-01' where id = 'cv'")
	s.Exec(t, "update participants set email = 'amina@exemple.be' where id = 'amina'")
	claire := s.as(t, "claire")
	page := claire.get("/seances/s-cv/messages").want(t, 200)
	form := fields(page)
	claire.post("/seances/s-cv/messages", form).want(t, 303)
	claire.post("/seances/s-cv/messages", form).want(t, 303)
	claire.post("/seances/s-cv/messages", fields(claire.get("/seances/s-cv/messages").want(t, 200))).want(t, 303)
	if n := s.Count(t, "select count(*) from outbox"); n != 2 { // amina by mail, tsehaye on paper
		t.Fatalf("%d messages after three clicks, want 2", n)
	}
	down, up := localListener(t), localListener(t)
	if err := down.Close(); err != nil {
		t.Fatal(err)
	}
	server := &mailServer{}
	go server.serve(up)
	transports := func(l net.Listener) Transports {
		return Transports{Mail: messages.SMTP{Server: l.Addr().String(), From: "isp@exemple.be", Timeout: 2 * time.Second}}
	}
	deliver := func(l net.Listener) {
		t.Helper()
		s.Exec(t, "update outbox set next_at = created_at")
		if err := s.App.RunMessages(context.Background(), transports(l)); err != nil {
			t.Fatal(err)
		}
	}
	deliver(down)
	if n := s.Count(t, "select count(*) from outbox where state = 'a_envoyer' and attempts = 1 and problem <> ''"); n != 1 {
		t.Errorf("%d messages wait for the server, want 1", n)
	}
	claire.get("/envois").want(t, 200)
	deliver(up)
	deliver(up)
	server.Lock()
	defer server.Unlock()
	if len(server.letters) != 1 || !strings.Contains(server.letters[0], "amina@exemple.be") || strings.Contains(strings.ToLower(server.letters[0]), "x-mailer") {
		t.Errorf("letters: %q", server.letters)
	}
	if n := s.Count(t, "select count(*) from outbox where state = 'envoyee'"); n != 1 {
		t.Errorf("%d messages sent, want 1", n)
	}
}

// A reminder follows a convocation by a night at least, and comes once.
func TestReminders(t *testing.T) {
	s := newSite(t)
	s.Exec(t, "update sessions set on_date = '2026-11-25' where id = 'cv'")
	claire := s.as(t, "claire")
	claire.post("/seances/s-cv/messages", fields(claire.get("/seances/s-cv/messages").want(t, 200))).want(t, 303)
	for _, step := range []struct {
		toldAgo time.Duration
		want    int
	}{{time.Hour, 0}, {26 * time.Hour, 2}, {26 * time.Hour, 2}} {
		s.Exec(t, "update outbox set created_at = ?", models.InstantOf(storetest.Now.Add(-step.toldAgo)))
		if err := s.App.RunMessages(context.Background(), Transports{}); err != nil {
			t.Fatal(err)
		}
		if n := s.Count(t, "select count(*) from outbox where kind = 'rappel'"); n != step.want {
			t.Errorf("told %s ago: %d reminders, want %d", step.toldAgo, n, step.want)
		}
	}
}

// The way to the place is French whoever reads it: a letter in two languages says it once, under the names of both.
func TestLetterSaysTheWayOnce(t *testing.T) {
	s := newSite(t)
	s.Insert(t, "locations", map[string]any{"id": "namur", "public_id": "lo-n", "centre_id": "namur", "name": "Namur", "sort_name": "namur", "directions": "Sortez de la gare à gauche.",
		"created_at": storetest.Now})
	s.Exec(t, "update sessions set on_date = '2026-12-01', location_id = 'namur', place = 'Namur' where id = 'cv'")
	s.Exec(t, "update participants set contact_language = 'ps'")
	claire := s.as(t, "claire")
	for _, kind := range []string{models.MessageInvitation, models.MessagePage} {
		address, text := "/reglages/textes/"+kind+"/ps", url.Values{"relu": {"1"}}
		claire.get(address).want(t, 200).Doc.Find("main input, main textarea").Each(func(_ int, f *goquery.Selection) {
			text.Set(f.AttrOr("name", "x"), f.AttrOr("value", f.Text()))
		})
		claire.post(address, text).want(t, 303)
	}
	claire.post("/seances/s-cv/messages", fields(claire.get("/seances/s-cv/messages").want(t, 200))).want(t, 303)
	letters := claire.get("/seances/s-cv/lettres").want(t, 200)
	if n := letters.Doc.Find(`article section[lang="ps"][dir="rtl"]`).Length(); n != 2 {
		t.Fatalf("%d letters in Pashto: %s", n, letters.text("body"))
	}
	if n := strings.Count(letters.text("body"), "Sortez de la gare"); n != 2 {
		t.Errorf("two letters say the way %d times", n)
	}
	if way := letters.Doc.Find(`article > p[lang="fr"] bdi[lang="ps"]`).Length(); way != 2 {
		t.Errorf("the way is named in the other language %d times", way)
	}
}
