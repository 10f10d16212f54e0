package handlers

import (
	"slices"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// The person being registered has a file already: what was typed is offered as updates of it.

// updatesPage is what was typed beside what the file says.
type updatesPage struct {
	Page
	Name    string
	Rows    []updateRow
	Typed   []templates.Field // hidden
	Version int
	Action  string
	Back    string
}

// updateRow is one answer that differs.
type updateRow struct {
	Name, Label, Saved, Typed string
	Ticked                    bool
}

// intakeNames are the fields of a registration.
var intakeNames = []string{"family_name", "given_name", "single_name", "birth_day", "birth_month", "birth_year", "birth_year_only", "contact",
	"no_contact", "contact_language", "place", "place_confirmed"}

// intakeAnswers are the questions of the profile that a registration answers, by section.
var intakeAnswers = map[string][]string{models.SectionIdentity: {"family_name", "given_name", "birth"}, models.SectionContact: {"phone", "email", "place"},
	models.SectionLanguages: {"contact_language"}}

// proposeUpdates: POST /personnes/ID/mise-a-jour. Nothing of what was typed is in an address.
func (a *App) proposeUpdates(c *gin.Context, access Access) error {
	p, err := a.Store.OpenParticipant(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	if full, err := a.Store.Participant(ctx(c), a.profileScope(access), p.PublicID); err == nil {
		p = full
	} else if models.CodeOf(err) != models.NotFound {
		return err
	}
	if c.PostForm("apply") != "" {
		return a.applyUpdates(c, access, p)
	}
	page := a.updatesPage(c, access, p)
	if len(page.Rows) == 0 {
		a.flash(c, "info", "duplicate.updates.none")
		return see(c, personURL(p.PublicID))
	}
	return a.show(c, "duplicates/updates", page)
}

func (a *App) updatesPage(c *gin.Context, access Access, p models.Participant) updatesPage {
	page := updatesPage{Page: a.newPage(c, access, "duplicate.updates.title"), Name: p.Name(), Version: p.Version,
		Action: personURL(p.PublicID) + "/mise-a-jour", Back: personURL(p.PublicID)}
	page.Breadcrumb = personTrail(a, p)
	t := postedAnswers(c, intakeNames...)
	typed := models.Participant{Places: a.communes()}
	typed.Intake(t, a.today()) // what is wrong is left out, and not offered
	for _, s := range a.updatableSections(access) {
		saved, now := a.answered(s, p), a.answered(s, typed)
		for _, r := range a.answerRows(a.sectionFields(s.Key, s.Read(typed), nil)) {
			if value := now[r.Name]; slices.Contains(intakeAnswers[s.Key], r.Name) && value != "" && value != saved[r.Name] {
				page.Rows = append(page.Rows, updateRow{r.Name, r.Label, saved[r.Name], value, saved[r.Name] == ""})
			}
		}
	}
	for _, name := range intakeNames {
		page.Typed = append(page.Typed, templates.Hidden(name, t[name]))
	}
	return page
}

// updatableSections are the sections of a registration that the role may change.
func (a *App) updatableSections(access Access) []models.Section {
	return slices.DeleteFunc(slices.Clone(models.Sections), func(s models.Section) bool {
		return intakeAnswers[s.Key] == nil || !a.may(access, models.Update, s.Kind)
	})
}

// applyUpdates saves the ticked answers, section by section, all or none.
func (a *App) applyUpdates(c *gin.Context, access Access, p models.Participant) error {
	typed := models.Participant{Places: a.communes()}
	typed.Intake(postedAnswers(c, intakeNames...), a.today())
	taken := c.PostFormArray("take")
	err := a.Store.Atomically(ctx(c), func(tx *store.Store) error {
		for _, s := range a.updatableSections(access) {
			if err := a.applySection(c, access, tx, s, p, typed, taken); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	a.flash(c, "success", "person.saved")
	return see(c, personURL(p.PublicID))
}

func (a *App) applySection(c *gin.Context, access Access, tx *store.Store, s models.Section, p, typed models.Participant, taken []string) error {
	answers, theirs, changed := s.Read(p), s.Read(typed), false
	for _, question := range intakeAnswers[s.Key] {
		if !slices.Contains(taken, question) {
			continue
		}
		changed = true
		for _, name := range answersOf(question) {
			answers[name] = theirs[name]
		}
		if question == "phone" || question == "email" {
			answers["no_contact"] = ""
		}
	}
	if !changed {
		return nil
	}
	answers["place_confirmed"] = "1" // asked at the registration
	edit := store.SectionEdit{Section: s.Key, Version: number(c.PostForm("version")), Answers: answers}
	problems, err := tx.SaveSection(ctx(c), a.scope(access, models.Update, s.Kind), p.PublicID, edit)
	if err == nil && len(problems) > 0 {
		return models.Refuse(models.Conflict, "duplicate.updates.refused")
	}
	return err
}
