package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// buffer may be read while a command writes to it.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// server is a command that answers requests until it is stopped.
type server struct {
	out, err *buffer
	stop     func() int
}

func start(t *testing.T, args ...string) server {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	s := server{out: &buffer{}, err: &buffer{}}
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, streams{strings.NewReader(""), s.out, s.err}, args) }()
	s.stop = sync.OnceValue(func() int {
		cancel()
		select {
		case status := <-ended:
			return status
		case <-time.After(15 * time.Second):
			return -1
		}
	})
	t.Cleanup(func() { s.stop() })
	return s
}

// awaits gives what f finds, within a few seconds.
func awaits(t *testing.T, s server, f func() string) string {
	t.Helper()
	for range 200 {
		if found := f(); found != "" {
			return found
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("not started:\n%s\n%s", s.out, s.err)
	return ""
}

func addressIn(b *buffer) string {
	_, after, found := strings.Cut(b.String(), "http://")
	if !found || !strings.Contains(after, "\n") {
		return ""
	}
	return "http://" + strings.Fields(after)[0]
}

func TestDemo(t *testing.T) {
	machine(t)
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	s := start(t, "demo", "--json", "--listen", "127.0.0.1:0")
	base := awaits(t, s, func() string { return addressIn(s.err) })
	awaits(t, s, func() string {
		if strings.Count(s.out.String(), "\n") >= 9 {
			return "all"
		}
		return ""
	})
	if answer := get(t, http.DefaultClient, base+"/sante"); answer != http.StatusOK {
		t.Errorf("/sante: %d", answer)
	}
	roles := map[string]bool{}
	for _, text := range strings.Split(strings.TrimSpace(s.out.String()), "\n") {
		var a demoAccount
		if err := json.Unmarshal([]byte(text), &a); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		roles[a.Role] = true
		if (a.Funder != "") != (a.Role == "funder_reader") {
			t.Errorf("%s: funder %q", a.Role, a.Funder)
		}
		signsIn(t, base, a)
	}
	if len(roles) != 8 {
		t.Errorf("roles: %v", roles)
	}
	if status := s.stop(); status != exitDone {
		t.Errorf("stopped with status %d: %s", status, s.err)
	}
	if left, _ := os.ReadDir(tmp); len(left) > 0 {
		t.Errorf("the demonstration left %v", left)
	}
}

func get(t *testing.T, c *http.Client, url string) int {
	t.Helper()
	answer, err := c.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

// signsIn follows the contract: POST /connexion with email and password, then the account's home page.
func signsIn(t *testing.T, base string, a demoAccount) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	answer, err := c.PostForm(base+"/connexion", url.Values{"email": {a.Email}, "password": {a.Password}})
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK || strings.HasPrefix(answer.Request.URL.Path, "/connexion") {
		t.Errorf("%s (%s): %d at %s", a.Email, a.Role, answer.StatusCode, answer.Request.URL)
	}
}

func TestServe(t *testing.T) {
	everyEngine(t, func(t *testing.T, db string) {
		s := start(t, "serve", "--listen", "127.0.0.1:0", "--database", db)
		address := awaits(t, s, func() string {
			_, after, found := strings.Cut(s.err.String(), `"address":"`)
			if !found {
				return ""
			}
			return "http://" + strings.Split(after, `"`)[0]
		})
		if answer := get(t, http.DefaultClient, address+"/sante"); answer != http.StatusOK {
			t.Errorf("/sante: %d", answer)
		}
		if l := command(t, "serve", "--listen", strings.TrimPrefix(address, "http://"), "--database", db); l.status != exitRefused || !strings.Contains(l.err, "--listen") {
			t.Errorf("a second server at the same address: %+v", l)
		}
		if status := s.stop(); status != exitDone {
			t.Errorf("stopped with status %d: %s", status, s.err)
		}
		if strings.Contains(s.err.String(), `"ERROR"`) {
			t.Errorf("log: %s", s.err)
		}
	})
}
