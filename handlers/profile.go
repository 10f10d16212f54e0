package handlers

import (
	"maps"
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// slugs are the addresses of the sections of a profile.
var slugs = map[string]string{
	models.SectionIdentity: "identite", models.SectionContact: "contact", models.SectionLanguages: "langues", models.SectionResidence: "sejour",
	models.SectionEducation: "etudes", models.SectionFamily: "menage", models.SectionSensitive: "sensible",
}

// profilePage is the data of a person, section by section, with what is left to ask.
type profilePage struct {
	Page
	personFrame
	Sections []profileSection
	Tasks    []templates.Task
	Progress string // « Profil : 2 sections sur 6 »
	Sensible string // address of the sensitive section, "" when the role has none
	NISS     *nissView
}

// profileSection is one section as it is shown; URL is where it is changed, "" when the role may not.
type profileSection struct {
	Key, Title, URL string
	Rows            []answerRow
}

// showProfile: GET /personnes/:id/profil. Opening it is written down; a section the role may not read is absent.
func (a *App) showProfile(c *gin.Context, access Access) error {
	p, err := a.Store.OpenParticipant(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	full, err := a.Store.Participant(ctx(c), a.profileScope(access), p.PublicID)
	mayProfile := err == nil
	if mayProfile {
		p = full
	} else if models.CodeOf(err) != models.NotFound {
		return err
	}
	page := profilePage{Page: a.newPage(c, access, "person.profile.title")}
	record, err := a.Store.PersonRecord(ctx(c), access.Scope, p.PublicID)
	if err != nil {
		return err
	}
	if page.personFrame, err = a.personFrame(c, access, p, record, mayProfile, "profile"); err != nil {
		return err
	}
	for _, s := range models.Sections {
		if s.Kind == models.KindParticipant || s.Kind == models.KindProfile && mayProfile {
			page.Sections = append(page.Sections, a.profileSection(access, s, p))
			page.Tasks = append(page.Tasks, a.sectionTask(s, p))
		}
	}
	page.Progress = a.profileProgress(p, mayProfile)
	if a.scope(access, models.Update, models.KindSensitive).Covers(record) {
		page.Sensible = sectionURL(p.PublicID, models.SectionSensitive)
	}
	if page.NISS, err = a.nissView(c, access, p.PublicID, record); err != nil {
		return err
	}
	return a.show(c, "persons/profile", page)
}

func sectionURL(publicID, key string) string { return personURL(publicID) + "/profil/" + slugs[key] }

func (a *App) profileSection(access Access, s models.Section, p models.Participant) profileSection {
	rows := a.answerRows(a.sectionFields(s.Key, s.Read(p), nil))
	if s.Key == models.SectionResidence && p.Belgian() { // no document, hence neither mention nor expiry to ask for
		rows = slices.DeleteFunc(rows, func(r answerRow) bool { return r.Name == "work_market" || r.Name == "expires_on" })
	}
	section := profileSection{Key: s.Key, Title: a.Texts.T("person.section." + s.Key), Rows: rows}
	if a.may(access, models.Update, s.Kind) {
		section.URL = sectionURL(p.PublicID, s.Key)
	}
	return section
}

func (a *App) sectionTask(s models.Section, p models.Participant) templates.Task {
	return templates.Task{Label: a.Texts.T("person.section." + s.Key), URL: "#" + s.Key, State: s.State(p)}
}

// profileProgress: « Profil : 2 sections sur 6 », counting the sections the role may read.
func (a *App) profileProgress(p models.Participant, mayProfile bool) string {
	done, all := 0, 0
	for _, s := range models.Sections {
		if s.Kind == models.KindSensitive || s.Kind == models.KindProfile && !mayProfile {
			continue
		}
		all++
		if s.State(p) == models.TaskDone {
			done++
		}
	}
	return a.Texts.T("person.progress", "Count", done, "All", all)
}

// sectionPage is the form of one section.
type sectionPage struct {
	Page
	Name    string
	Heading string
	Hint    string
	Fields  []templates.Field
	Version int
	Action  string
	Back    string // where saving leads, and giving up
	Return  string // the page that asked a question in place, "" for the profile
}

// editSection: GET /personnes/:id/profil/SECTION, each section under its own kind.
func (a *App) editSection(key string) func(*gin.Context, Access) error {
	section, _ := models.SectionOf(key)
	return func(c *gin.Context, access Access) error {
		open := a.Store.Participant
		if section.Kind == models.KindSensitive { // reading these answers is written down
			open = a.Store.OpenParticipant
		}
		p, err := open(ctx(c), access.Scope, c.Param("id"))
		if err != nil {
			return err
		}
		return a.show(c, "persons/section", a.sectionPage(c, access, section, p, section.Read(p), nil))
	}
}

func (a *App) sectionPage(c *gin.Context, access Access, s models.Section, p models.Participant, t models.Answers, problems models.Problems) sectionPage {
	page := sectionPage{Page: a.newPage(c, access, "person.section."+s.Key), Name: p.Name(), Fields: a.sectionFields(s.Key, t, problems),
		Version: p.Version, Action: sectionURL(p.PublicID, s.Key), Back: personURL(p.PublicID) + "/profil"}
	page.Heading = page.Title
	if page.Return = knownPath(typed(c, "retour", c.Query("retour"))); page.Return != "" {
		page.Back = page.Return
	}
	if hint := "person.hint." + s.Key; a.Texts.Has(hint) {
		page.Hint = a.Texts.T(hint)
	}
	page.Breadcrumb = append(personTrail(a, p), templates.Link{URL: page.Back, Label: a.Texts.T("person.tab.profile")})
	page.Summary = templates.Problems(page.Fields...)
	return page
}

// saveSection: POST /personnes/:id/profil/SECTION.
func (a *App) saveSection(key string) func(*gin.Context, Access) error {
	section, _ := models.SectionOf(key)
	return func(c *gin.Context, access Access) error {
		p, err := a.Store.Participant(ctx(c), access.Scope, c.Param("id"))
		if err != nil {
			return err
		}
		t := a.postedSection(c, section, p)
		edit := store.SectionEdit{Section: key, Version: number(c.PostForm("version")), Answers: t}
		problems, err := a.Store.SaveSection(ctx(c), access.Scope, p.PublicID, edit)
		switch {
		case err != nil:
			return err
		case len(problems) > 0:
			page := a.sectionPage(c, access, section, p, t, problems)
			page.Version = edit.Version
			return a.refuse(c, "persons/section", page)
		}
		a.flash(c, "success", "person.saved")
		return see(c, orElse(knownPath(c.PostForm("retour")), personURL(p.PublicID)+"/profil#"+key))
	}
}

// postedSection reads the answers of a section: all of them, or those that « seulement » names when a page asks for a few
// of them in place. What it does not ask stays as it is.
func (a *App) postedSection(c *gin.Context, s models.Section, saved models.Participant) models.Answers {
	answers := s.Read(saved)
	names := append(slices.Collect(maps.Keys(answers)), "place_confirmed")
	if only := models.SplitList(c.PostForm("seulement")); len(only) > 0 {
		names = slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(only, name) })
	}
	maps.Copy(answers, postedAnswers(c, names...))
	return answers
}
