package handlers

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"jalon/models"
	"jalon/store/storetest"
)

func form(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return values
}

const newSecret = "fenêtre girafe sandale tambour"

func TestPasswordChange(t *testing.T) {
	s := newSite(t)
	s.withPassword(t, "nadia")
	here, there := s.as(t, "nadia"), s.as(t, "nadia")
	for _, wrong := range []struct{ current, password, again, want string }{
		{"autre chose encore", newSecret, newSecret, "Ce n'est pas votre mot de passe actuel."},
		{password, "court", "court", "Choisissez un mot de passe de 12 signes au moins."},
		{password, newSecret, newSecret + "x", "Les deux mots de passe sont différents. Tapez deux fois le même."},
		{password, "nadia@exemple.be", "nadia@exemple.be", "Ce mot de passe contient surtout votre nom, votre e-mail ou votre centre. Choisissez-en un autre."},
	} {
		a := here.post("/moi/mot-de-passe", form("current", wrong.current, "password", wrong.password, "again", wrong.again)).want(t, http.StatusUnprocessableEntity)
		if got := a.text(".summary li"); got != wrong.want {
			t.Errorf("summary %q, want %q", got, wrong.want)
		}
	}
	here.post("/moi/mot-de-passe", form("current", password, "password", newSecret, "again", newSecret)).want(t, http.StatusSeeOther)
	here.get("/moi").want(t, http.StatusOK)
	there.get("/moi").want(t, http.StatusSeeOther)
	if a := s.anonymous(t).post("/connexion", credentials("nadia")); a.Status != http.StatusUnauthorized {
		t.Errorf("the old password still works: %d", a.Status)
	}
}

func TestDevices(t *testing.T) { onEngines(t, devices) }

func devices(t *testing.T, s *site) {
	here, there, third := s.as(t, "nadia"), s.as(t, "nadia"), s.as(t, "nadia")
	page := here.get("/moi").want(t, http.StatusOK)
	action := page.Doc.Find(`form[action^="/moi/appareils/"][action$="/deconnecter"]`).First().AttrOr("action", "")
	if other := s.as(t, "simon").post(action, form()); other.Status != http.StatusNotFound {
		t.Errorf("somebody else's device: %d", other.Status)
	}
	here.post(action, form()).want(t, http.StatusSeeOther)
	if open := (there.get("/moi").Status == http.StatusOK) != (third.get("/moi").Status == http.StatusOK); !open {
		t.Error("one of the two other devices should be out")
	}
	here.post("/moi/appareils/deconnecter", form()).want(t, http.StatusSeeOther)
	there.get("/moi").want(t, http.StatusSeeOther)
	third.get("/moi").want(t, http.StatusSeeOther)
	here.get("/moi").want(t, http.StatusOK)
}

// code is what the telephone shows at the moment of the site's clock.
func code(t testing.TB, secret string) string {
	t.Helper()
	text, err := totp.GenerateCode(secret, storetest.Now)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// activateFactor goes through the set-up in /moi and returns the secret and the recovery codes.
func activateFactor(t testing.TB, c *client) (secret string, recovery []string) {
	t.Helper()
	c.post("/moi/second-facteur", form("current", "faux mot de passe")).want(t, http.StatusUnprocessableEntity)
	c.post("/moi/second-facteur", form("current", password)).want(t, http.StatusSeeOther)
	page := c.get("/moi/second-facteur").want(t, http.StatusOK)
	if src := page.Doc.Find("img").AttrOr("src", ""); !strings.HasPrefix(src, "data:image/png;base64,") {
		t.Errorf("image: %.40q", src)
	}
	secret = page.text("code")
	c.post("/moi/second-facteur/activer", form("code", "000000")).want(t, http.StatusUnprocessableEntity)
	codes := c.post("/moi/second-facteur/activer", form("code", code(t, secret))).want(t, http.StatusOK)
	for _, node := range codes.Doc.Find("main code").Nodes {
		recovery = append(recovery, node.FirstChild.Data)
	}
	if len(recovery) != models.RecoveryCodes {
		t.Fatalf("%d recovery codes", len(recovery))
	}
	return secret, recovery
}

func TestSecondFactor(t *testing.T) { onEngines(t, secondFactor) }

func secondFactor(t *testing.T, s *site) {
	s.withPassword(t, "nadia")
	secret, recovery := activateFactor(t, s.as(t, "nadia"))
	for _, r := range recovery {
		if n := s.Count(t, "select count(*) from recovery_codes where hash like '%' || ? || '%'", models.RecoveryCode(r)); n > 0 {
			t.Error("a recovery code is readable in the database")
		}
	}
	c := s.anonymous(t)
	if a := c.post("/connexion", credentials("nadia")).want(t, http.StatusSeeOther); !strings.HasPrefix(a.Location, "/connexion/code") {
		t.Fatalf("after the password: %q", a.Location)
	}
	c.get("/").want(t, http.StatusSeeOther) // the password alone opens nothing
	c.get("/moi").want(t, http.StatusSeeOther)
	c.post("/connexion/code", form("code", code(t, secret))).want(t, http.StatusUnauthorized) // spent by the set-up
	at(t, storetest.Now.Add(time.Minute))
	c.post("/connexion/code", form("code", code(t, secret))).want(t, http.StatusSeeOther)
	c.get("/").want(t, http.StatusOK)

	again := s.anonymous(t)
	again.post("/connexion", credentials("nadia"))
	again.post("/connexion/code", form("code", code(t, secret))).want(t, http.StatusUnauthorized) // replayed
	again.post("/connexion/code", form("code", strings.ToUpper(recovery[0]))).want(t, http.StatusSeeOther)
	if a := again.get("/").want(t, http.StatusOK); !strings.Contains(a.text(".flash"), "Il en reste 9") {
		t.Errorf("flash: %q", a.text(".flash"))
	}
	third := s.anonymous(t)
	third.post("/connexion", credentials("nadia"))
	third.post("/connexion/code", form("code", recovery[0])).want(t, http.StatusUnauthorized)
}

func TestCodeInParallelIsAcceptedOnce(t *testing.T) {
	s := newSite(t)
	s.withPassword(t, "nadia")
	secret, _ := activateFactor(t, s.as(t, "nadia"))
	at(t, storetest.Now.Add(time.Minute))
	var accepted int
	var mutex sync.Mutex
	var group sync.WaitGroup
	for i := range 20 {
		c := s.anonymous(t)
		c.address = "192.0.2." + string(rune('1'+i%9)) + ":1" // several addresses: the throttle is not what is tested
		c.post("/connexion", credentials("nadia"))
		group.Go(func() {
			if c.post("/connexion/code", form("code", code(t, secret))).Status == http.StatusSeeOther {
				mutex.Lock()
				accepted++
				mutex.Unlock()
			}
		})
	}
	group.Wait()
	if accepted != 1 {
		t.Errorf("accepted %d times, want once", accepted)
	}
}

func TestCodeGuessesAreBounded(t *testing.T) {
	s := newSite(t)
	s.withPassword(t, "nadia")
	_, recovery := activateFactor(t, s.as(t, "nadia"))
	c := s.anonymous(t)
	c.address = "198.51.100.7:1"
	c.post("/connexion", credentials("nadia"))
	for range 5 {
		c.post("/connexion/code", form("code", "abcd-efgh-jkmn")).want(t, http.StatusUnauthorized)
	}
	c.post("/connexion/code", form("code", recovery[0])).want(t, http.StatusTooManyRequests) // the sixth try is void
}

func TestCentreRequiresSecondFactor(t *testing.T) { onEngines(t, centreRequiresSecondFactor) }

func centreRequiresSecondFactor(t *testing.T, s *site) {
	s.withPassword(t, "nadia")
	signedIn := s.as(t, "nadia")
	settings := s.as(t, "alex").get("/reglages").want(t, http.StatusOK)
	alex := s.as(t, "alex")
	alex.post("/reglages", form("centre", settings.value("centre"), "version", settings.value("version"), "name", "Centre", "sharing", "referent", "hours", "4h", "offer_hours", "48", "second_factor", "1")).want(t, http.StatusSeeOther)
	signedIn.get("/").want(t, http.StatusSeeOther)
	alex.get("/").want(t, http.StatusOK)

	c := s.anonymous(t)
	a := c.post("/connexion", credentials("nadia")).want(t, http.StatusSeeOther)
	a = c.get(a.Location).want(t, http.StatusSeeOther)
	if a.Location != "/connexion/second-facteur" {
		t.Fatalf("sent to %q", a.Location)
	}
	c.get(a.Location).want(t, http.StatusOK)
	c.get("/").want(t, http.StatusSeeOther)
	c.post(a.Location, form()).want(t, http.StatusSeeOther)
	page := c.get(a.Location).want(t, http.StatusOK)
	c.post(a.Location, form("code", code(t, page.text("code")))).want(t, http.StatusOK)
	c.get("/").want(t, http.StatusOK)
	c.post("/moi/second-facteur/retirer", form("remove", password)).want(t, http.StatusConflict)
}

func TestInvitationAndReset(t *testing.T) { onEngines(t, invitationAndReset) }

func invitationAndReset(t *testing.T, s *site) {
	alex := s.as(t, "alex")
	created := alex.post("/reglages/equipe", form("name", "Zoé Petit", "email", "Zoe@Exemple.be", "role", "counsellor")).want(t, http.StatusSeeOther)
	link := func() string {
		a := alex.post(created.Location+"/lien", form()).want(t, http.StatusOK)
		return a.text("textarea")
	}
	first := link()
	second := link()
	visitor := s.anonymous(t)
	visitor.get(first).want(t, http.StatusNotFound) // replaced
	for range 3 {                                   // looking does not use it up
		visitor.get(second).want(t, http.StatusOK)
	}
	visitor.get(strings.Replace(second, "/invitation/", "/mot-de-passe/", 1)).want(t, http.StatusNotFound)
	visitor.post(second, form("password", "motdepasse2026", "again", "motdepasse2026")).want(t, http.StatusUnprocessableEntity)
	visitor.post(second, form("password", password, "again", password)).want(t, http.StatusSeeOther)
	visitor.post(second, form("password", newSecret, "again", newSecret)).want(t, http.StatusNotFound)
	visitor.post("/connexion", credentials("zoe")).want(t, http.StatusSeeOther)
	visitor.get("/").want(t, http.StatusOK)

	reset := link()
	if !strings.Contains(reset, "/mot-de-passe/") {
		t.Fatalf("link %q", reset)
	}
	at(t, storetest.Now.Add(61*time.Minute))
	visitor.get(reset).want(t, http.StatusNotFound)
	if n := s.Count(t, "select count(*) from journal where kind = 'user' and detail like '%link'"); n != 3 {
		t.Errorf("%d links in the journal, want 3", n)
	}
}

func TestFormKeptWhenTheLoginEnds(t *testing.T) { onEngines(t, formKeptWhenTheLoginEnds) }

func formKeptWhenTheLoginEnds(t *testing.T, s *site) {
	s.withPassword(t, "nadia")
	s.withPassword(t, "simon")
	c := s.as(t, "nadia")
	at(t, storetest.Now.Add(2*time.Hour))
	a := c.post("/moi/affichage", form("theme", "dark", "density", "compact", "note", "Été à Ciney <b>")).want(t, http.StatusSeeOther)
	next, _ := url.Parse(a.Location)
	held := next.Query().Get("suite")
	if !strings.HasPrefix(held, "/moi/reprise/") {
		t.Fatalf("sent to %q", a.Location)
	}
	if n := s.Count(t, "select count(*) from held_forms where cast(body_sealed as text) like '%Ciney%'"); n > 0 {
		t.Error("the form is readable in the database")
	}
	if page := c.get(a.Location).want(t, http.StatusOK); !strings.Contains(page.text("main"), "Votre encodage est conservé") {
		t.Errorf("sign-in says %q", page.text("main"))
	}
	other := s.anonymous(t)
	signIn := credentials("simon")
	signIn.Set("suite", held)
	other.post("/connexion", signIn).want(t, http.StatusSeeOther)
	other.get(held).want(t, http.StatusNotFound)

	signIn = credentials("nadia")
	signIn.Set("suite", held)
	back := c.post("/connexion", signIn).want(t, http.StatusSeeOther)
	page := c.get(back.Location).want(t, http.StatusOK)
	if page.value("note") != "Été à Ciney <b>" || page.value("theme") != "dark" {
		t.Errorf("note %q, theme %q", page.value("note"), page.value("theme"))
	}
	action := page.Doc.Find("main form").AttrOr("action", "")
	c.post(action, form("theme", page.value("theme"), "density", page.value("density"))).want(t, http.StatusSeeOther)
	if n := s.Count(t, "select count(*) from users where id = 'nadia' and theme = 'dark' and density = 'compact'"); n != 1 {
		t.Error("the form sent again was not carried out")
	}
	at(t, storetest.Now.Add(16*time.Minute))
	c.get(held).want(t, http.StatusNotFound)
}

func TestScriptIsToldToSignIn(t *testing.T) {
	s := newSite(t)
	c := s.as(t, "nadia")
	at(t, storetest.Now.Add(2*time.Hour))
	c.fragment(http.MethodPost, "/moi/affichage", "content", form("theme", "dark")).want(t, http.StatusUnauthorized)
}

func TestRightsChangeAtOnce(t *testing.T) {
	s := newSite(t)
	alex := s.as(t, "alex")
	changes := map[string]func(t *testing.T){
		"claire": func(t *testing.T) { // demoted: the membership ends
			alex.post("/reglages/equipe/u-claire/acces/m-claire", form("until_on", "23/11/2026")).want(t, http.StatusSeeOther)
		},
		"marc": func(t *testing.T) {
			alex.post("/reglages/equipe/u-marc/desactiver", form()).want(t, http.StatusSeeOther)
		},
		"nadia": func(t *testing.T) {
			alex.post("/reglages/equipe/u-nadia/second-facteur", form()).want(t, http.StatusSeeOther)
		},
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			c := s.as(t, name)
			c.get("/").want(t, http.StatusOK)
			change(t)
			c.get("/").want(t, http.StatusSeeOther)
		})
	}
	if _, _, err := s.Store.Login(context.Background(), "nothing"); models.CodeOf(err) != models.NotFound {
		t.Error(err)
	}
}

func TestNobodyChangesTheirOwnRights(t *testing.T) {
	s := newSite(t)
	alex := s.as(t, "alex")
	alex.post("/reglages/equipe/u-marc/acces", form("role", "admin")).want(t, http.StatusSeeOther) // whom alex can ask
	alex.post("/reglages/equipe/u-alex/acces", form("role", "manager")).want(t, http.StatusUnprocessableEntity)
	alex.post("/reglages/equipe/u-alex/acces/m-alex", form("until_on", "1/1/2026")).want(t, http.StatusUnprocessableEntity)
	alex.post("/reglages/equipe/u-alex/desactiver", form()).want(t, http.StatusConflict)
	alex.get("/reglages").want(t, http.StatusOK)
}

func TestAdministratorStaysInTheirCentre(t *testing.T) { onEngines(t, administratorStaysInTheirCentre) }

func administratorStaysInTheirCentre(t *testing.T, s *site) {
	alex := s.as(t, "alex")
	absent := alex.get("/reglages/equipe/u-nobody").want(t, http.StatusNotFound)
	if foreign := alex.get("/reglages/equipe/u-lea").want(t, http.StatusNotFound); foreign.Body != absent.Body {
		t.Error("an account of another centre answers otherwise than an absent one")
	}
	for _, path := range []string{"", "/lien", "/desactiver", "/second-facteur", "/acces", "/acces/m-lea"} {
		a := alex.post("/reglages/equipe/u-lea"+path, form("name", "X", "email", "x@exemple.be", "role", "admin", "version", "1"))
		if a.Status != http.StatusNotFound && a.Status != http.StatusConflict {
			t.Errorf("POST u-lea%s: %d", path, a.Status)
		}
	}
	// Somebody who also works elsewhere: their access here may change, their account may not.
	alex.post("/reglages/equipe", form("name", "Lea", "email", "lea@exemple.be", "role", "counsellor")).want(t, http.StatusSeeOther)
	alex.get("/reglages/equipe/u-lea").want(t, http.StatusOK)
	alex.post("/reglages/equipe/u-lea/lien", form()).want(t, http.StatusNotFound)
	alex.post("/reglages/equipe/u-lea/desactiver", form()).want(t, http.StatusNotFound)
	alex.post("/reglages/equipe/u-lea/acces/m-lea", form("until_on", "1/1/2026")).want(t, http.StatusNotFound)
}
