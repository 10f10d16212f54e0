package handlers

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// nissView is the national number on the profile: masked, unless it has just been revealed.
type nissView struct {
	Text      string // masked number, or « Ne souhaite pas répondre »
	Revealed  bool
	RevealURL string // POST; "" when there is no number
	EditURL   string // "" when the role may not
}

// nissView is nil where the role may not see the number, or the centre has not switched it on.
func (a *App) nissView(c *gin.Context, access Access, publicID string, record models.Record) (*nissView, error) {
	number, err := a.Store.NISS(ctx(c), a.scope(access, models.Read, models.KindNISS), publicID)
	if models.CodeOf(err) == models.NotFound && err != nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	view := &nissView{Text: a.nissText(number)}
	if number != "" && !slices.Contains(models.DeclinedAnswers, number) {
		view.Text, view.RevealURL = models.NISS(number).Masked(), personURL(publicID)+"/niss"
	}
	if a.scope(access, models.Update, models.KindNISS).Covers(record) {
		view.EditURL = personURL(publicID) + "/profil/niss"
	}
	return view, nil
}

func (a *App) nissText(number string) string {
	if number == "" {
		return a.Texts.T("person.not_asked")
	}
	return a.answer("niss", number)
}

// revealPage shows the number once, on a page that is no address.
type revealPage struct {
	Page
	Name, Number, Back string
}

// revealNISS: POST /personnes/:id/niss. Each reading is written down.
func (a *App) revealNISS(c *gin.Context, access Access) error {
	p, err := a.Store.Participant(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	number, err := a.Store.RevealNISS(ctx(c), access.Scope, p.PublicID)
	if err != nil {
		return err
	}
	page := revealPage{Page: a.newPage(c, access, "person.niss.title"), Name: p.Name(), Number: models.NISS(number).String(), Back: personURL(p.PublicID) + "/profil"}
	if page.Number == "" {
		page.Number = a.nissText(number)
	}
	return a.show(c, "persons/niss", page)
}

// editNISS: GET /personnes/:id/profil/niss. The field is empty: the number on file is not for reading here.
func (a *App) editNISS(c *gin.Context, access Access) error {
	p, err := a.nissPerson(c, access)
	if err != nil {
		return err
	}
	return a.show(c, "persons/section", a.nissPage(c, access, p, models.Answers{}, nil))
}

// nissPerson is the person, if the centre uses the number.
func (a *App) nissPerson(c *gin.Context, access Access) (models.Participant, error) {
	if _, err := a.Store.NISS(ctx(c), access.Scope, c.Param("id")); err != nil {
		return models.Participant{}, err
	}
	return a.Store.Participant(ctx(c), access.Scope, c.Param("id"))
}

func (a *App) nissPage(c *gin.Context, access Access, p models.Participant, t models.Answers, problems models.Problems) sectionPage {
	q := asker{a, t, problems}
	page := sectionPage{Page: a.newPage(c, access, "person.niss.edit"), Name: p.Name(), Version: p.Version, Action: personURL(p.PublicID) + "/profil/niss",
		Back: personURL(p.PublicID) + "/profil", Hint: a.Texts.T("person.hint.niss")}
	page.Heading = page.Title
	page.Fields = []templates.Field{q.text("niss").Sized("medium").AsOptional(), q.instead("niss_other", "")}
	page.Breadcrumb = append(personTrail(a, p), templates.Link{URL: page.Back, Label: a.Texts.T("person.tab.profile")})
	page.Summary = templates.Problems(page.Fields...)
	return page
}

// saveNISS: POST /personnes/:id/profil/niss.
func (a *App) saveNISS(c *gin.Context, access Access) error {
	p, err := a.nissPerson(c, access)
	if err != nil {
		return err
	}
	t, problems := postedAnswers(c, "niss", "niss_other"), models.Problems{}
	text := t["niss_other"]
	if t["niss"] != "" {
		parsed, err := models.ParseNISS(t["niss"])
		if refusal, ok := asRefusal(err); ok {
			problems.Add("niss", refusal.Key)
		}
		text = string(parsed)
	} else if text != "" && !slices.Contains(models.DeclinedAnswers, text) {
		problems.Add("niss_other", "person.choose_from_list")
	}
	if len(problems) == 0 {
		err = a.Store.SetNISS(ctx(c), access.Scope, p.PublicID, number(c.PostForm("version")), text)
		if refusal, ok := asRefusal(err); ok && refusal.Key == "niss.taken" {
			problems.Add("niss", refusal.Key)
		} else if err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		a.render(c, http.StatusUnprocessableEntity, "persons/section", a.nissPage(c, access, p, t, problems))
		return nil
	}
	a.flash(c, "success", "person.saved")
	return see(c, personURL(p.PublicID)+"/profil")
}
