package handlers

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// shorthandField is the field « Saisie éclair », see the part of that name.
type shorthandField struct {
	Line, Problem string
	Back          string // where one goes after saving
	Live          bool   // the preview stands below while typing
	Bare          bool   // without heading, the page has one
}

// shorthandBlock is what a line was taken for: chips, questions, and what means nothing.
type shorthandBlock struct {
	Field     shorthandField
	Chips     []shorthandChip
	Persons   []shorthandPerson
	Questions []shorthandAsked
	Unknown   []string
	Chosen    []string // « 0:ID », the persons already chosen, carried along
	Ready     bool     // every person is known
}

// shorthandChip is one fact that was understood.
type shorthandChip struct{ Icon, Label, Value string }

// shorthandPerson is a name of the line with the people it may be. ID is "" as long as one must be chosen.
type shorthandPerson struct {
	Said, ID, Name string
	Choices        []shorthandCandidate
}

// shorthandCandidate is a button; Value is « 0:ID ».
type shorthandCandidate struct{ Value, Name, Detail string }

// shorthandAsked is a question with the lines that answer it.
type shorthandAsked struct {
	Text    string
	Choices []shorthandAnswer
}

type shorthandAnswer struct{ Label, Line string }

// shorthandPage is the page between the line and the form.
type shorthandPage struct {
	Page
	Shorthand shorthandBlock
}

// readShorthand: POST /suivis/eclair. The line is read; once every person is known the form of the follow-up is filled in.
func (a *App) readShorthand(c *gin.Context, access Access) error {
	block, s, err := a.shorthand(c, access)
	if err != nil {
		return err
	}
	page := shorthandPage{Page: a.newPage(c, access, "shorthand.title"), Shorthand: block}
	switch {
	case c.GetHeader("X-Fragment") != "": // the preview while typing
		return a.show(c, "followups/shorthand", page)
	case block.Field.Problem != "":
		page.Summary = []FieldError{{Field: "ligne", Text: block.Field.Problem}}
		return a.refuse(c, "followups/shorthand", page)
	case !block.Ready:
		return a.show(c, "followups/shorthand", page)
	case !s.Meeting() && s.Next != nil:
		return see(c, shorthandAppointmentURL(block.Persons[0].ID, s.Next, block.Field.Back))
	}
	return a.shorthandForm(c, access, block, s)
}

// shorthand reads the posted line and finds the people it names.
func (a *App) shorthand(c *gin.Context, access Access) (shorthandBlock, models.Shorthand, error) {
	line := strings.TrimSpace(c.PostForm("ligne"))
	block := shorthandBlock{Field: shorthandField{Line: line, Bare: true, Back: knownPath(c.PostForm("retour"))}, Chosen: c.PostFormArray("choisie")}
	switch {
	case line == "":
		block.Field.Problem = a.Texts.T("shorthand.problem.empty")
	case utf8.RuneCountInString(line) > models.MaxShorthand:
		block.Field.Problem = a.Texts.T("shorthand.problem.long", "Max", models.MaxShorthand)
	}
	if block.Field.Problem != "" {
		return block, models.Shorthand{}, nil
	}
	places, err := a.shorthandPlaces(c, access)
	if err != nil {
		return block, models.Shorthand{}, err
	}
	s := models.ParseShorthand(line, models.ShorthandContext{Today: a.today(), Places: places})
	if err := a.shorthandPersons(c, access, s, &block); err != nil {
		return block, s, err
	}
	block.Chips, block.Questions = a.shorthandChips(s), a.shorthandQuestions(s)
	block.Unknown = append(block.Unknown, s.Unknown...)
	return block, s, nil
}

// shorthandPlaces are the names that a line may hold: the desks of the centre, and where the colleague went lately.
func (a *App) shorthandPlaces(c *gin.Context, access Access) ([]string, error) {
	places, err := a.Store.RecentPlaces(ctx(c), access.Actor.UserID)
	if err != nil {
		return nil, err
	}
	locations, err := a.Store.Locations(ctx(c), access.Scope, false)
	for _, l := range locations {
		if l.Desk {
			places = append(places, l.Name)
		}
	}
	return places, err
}

// shorthandPersons finds who each name is: the only file that fits, or the one chosen. Who cannot be found by all the
// words is looked for by fewer: the others are shown as not understood.
func (a *App) shorthandPersons(c *gin.Context, access Access, s models.Shorthand, block *shorthandBlock) error {
	block.Ready = len(s.Persons) > 0
	for i, said := range s.Persons {
		words, found := strings.Fields(said), []personChoice(nil)
		for n := len(words); n > 0 && len(found) == 0; n-- {
			var err error
			if found, err = a.openFiles(c, access, strings.Join(words[:n], " ")); err != nil {
				return err
			}
			if len(found) > 0 && n < len(words) {
				block.Unknown = append(block.Unknown, strings.Join(words[n:], " "))
				said = strings.Join(words[:n], " ")
			}
		}
		p := shorthandPerson{Said: said}
		for _, f := range found {
			value := strconv.Itoa(i) + ":" + f.URL
			p.Choices = append(p.Choices, shorthandCandidate{Value: value, Name: f.Name, Detail: f.Detail})
			if slices.Contains(block.Chosen, value) || len(found) == 1 {
				p.ID, p.Name = f.URL, f.Name
			}
		}
		block.Ready = block.Ready && p.ID != ""
		block.Persons = append(block.Persons, p)
	}
	return nil
}

// shorthandChips are the facts of the line, in the order of the form.
func (a *App) shorthandChips(s models.Shorthand) []shorthandChip {
	var chips []shorthandChip
	add := func(icon, key, value string) {
		if value != "" {
			chips = append(chips, shorthandChip{Icon: icon, Label: a.Texts.T(key), Value: value})
		}
	}
	coded := func(name, code string) string {
		if code == "" {
			return ""
		}
		return a.answer(name, code)
	}
	add("calendar", "followup.date", models.FrenchLongDate(s.OnDate))
	add("clock", "followup.start", models.FrenchTime(s.StartsAt))
	if s.Minutes > 0 {
		add("clock", "followup.length", models.FrenchDuration(s.Minutes))
	}
	add("", "followup.mode", coded("mode", s.Mode))
	add("", "followup.place", s.Place)
	if s.Programme != "" {
		add("", "followup.programme", a.Texts.T("programme."+s.Programme))
	}
	add("", "followup.presence", coded("presence", s.Presence))
	add("", "followup.signed", coded("signed", s.Signed))
	add("", "followup.topics", a.topicWords(models.JoinList(s.Topics)))
	add("notes", "followup.note", s.Note)
	for _, task := range s.Tasks {
		add("checklist", "shorthand.task", a.dueWords(task))
	}
	if s.Next != nil {
		add("calendar", "appointment.title", a.nextWords(*s.Next))
	}
	return chips
}

func (a *App) dueWords(task models.ShorthandTask) string {
	if task.DueOn == "" {
		return task.Text
	}
	return a.Texts.T("shorthand.task.due", "Task", task.Text, "Date", models.FrenchDate(task.DueOn))
}

func (a *App) nextWords(n models.ShorthandAppointment) string {
	var parts []string
	for _, part := range []string{models.FrenchLongDate(n.OnDate), models.FrenchTime(n.StartsAt), n.Place, n.Purpose} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if n.Minutes > 0 {
		parts = append(parts, models.FrenchDuration(n.Minutes))
	}
	if n.Mode != "" && n.Place == "" {
		parts = append(parts, a.answer("mode", n.Mode))
	}
	return cmp.Or(strings.Join(parts, ", "), "–")
}

func (a *App) shorthandQuestions(s models.Shorthand) []shorthandAsked {
	var asked []shorthandAsked
	for _, q := range s.Questions {
		question := shorthandAsked{Text: a.Texts.T("shorthand.ask."+q.Kind, "Text", q.Text)}
		for _, choice := range q.Choices {
			question.Choices = append(question.Choices, shorthandAnswer{Label: a.choiceWords(choice), Line: choice.Line})
		}
		asked = append(asked, question)
	}
	if len(s.Persons) == 0 {
		asked = append(asked, shorthandAsked{Text: a.Texts.T("shorthand.ask.person")})
	}
	return asked
}

func (a *App) choiceWords(choice models.ShorthandChoice) string {
	switch {
	case choice.Words == "rdv":
		return a.Texts.T("shorthand.choice.appointment", "Date", models.FrenchDate(choice.OnDate))
	case choice.Words != "":
		return choice.Words
	case choice.Clock != "":
		return a.Texts.T("shorthand.choice.clock", "Time", models.FrenchTime(choice.Clock))
	case choice.Minutes > 0:
		return models.FrenchDuration(choice.Minutes)
	}
	return models.FrenchLongDate(choice.OnDate)
}

// shorthandAppointmentURL is the form of an appointment, when the line is nothing else.
func shorthandAppointmentURL(person string, n *models.ShorthandAppointment, back string) string {
	values := url.Values{"personne": {person}, "retour": {back}}
	if n.OnDate != "" {
		values.Set("date", models.FrenchDate(n.OnDate))
	}
	if n.StartsAt != "" {
		values.Set("heure", plainTime(n.StartsAt))
	}
	return "/rendez-vous/nouveau?" + values.Encode()
}

// shorthandForm is the form of a follow-up, filled in from the line; what was not said is left to the colleague.
func (a *App) shorthandForm(c *gin.Context, access Access, block shorthandBlock, s models.Shorthand) error {
	choices, err := a.followUpChoices(c, access, block.Persons[0].ID, nil)
	if err != nil {
		return err
	}
	form := a.freshFollowUp(c)
	form.Back = block.Field.Back
	form.fromShorthand(s)
	form.Enrolment = choices.enrolmentOf(s.Programme)
	if form.Enrolment == "" && s.Programme != "" {
		block.Questions = append(block.Questions, shorthandAsked{Text: a.Texts.T("shorthand.ask.programme", "Programme", a.Texts.T("programme."+s.Programme))})
	}
	if form.Length == "" && form.Presence == models.Present {
		block.Questions = append(block.Questions, shorthandAsked{Text: a.Texts.T("shorthand.ask.minutes")})
	}
	form.Group.Enrolments = map[string]string{}
	for _, p := range block.Persons[1:] {
		other, err := a.member(c, access, p.ID)
		if err != nil {
			return err
		}
		form.Group.Persons = append(form.Group.Persons, p.ID)
		form.Group.Enrolments[p.ID] = other.enrolmentOf(s.Programme)
	}
	page := a.newFollowUpPage(c, access, choices, form, nil)
	page.Shorthand, page.Keep = &block, a.keepField(block.Unknown)
	return a.showGroup(c, access, page, form, nil)
}

// enrolmentOf is the running enrolment in a dispositif, or the only one when none was said.
func (p followUpChoices) enrolmentOf(programme string) string {
	if programme == "" {
		return p.only()
	}
	for _, o := range p.Enrolments {
		if o.Programme == programme && slices.Contains(p.Active, o.Value) {
			return o.Value
		}
	}
	return ""
}

// fromShorthand fills in what the line says. The length has no default here: what was not said is not assumed.
func (f *followUpForm) fromShorthand(s models.Shorthand) {
	f.Length = ""
	if s.Minutes > 0 {
		f.setLength(s.Minutes)
	}
	if s.OnDate != "" {
		f.Date = models.FrenchDate(s.OnDate)
	}
	f.Start, f.Place, f.Topics, f.Note = plainTime(s.StartsAt), s.Place, s.Topics, s.Note
	f.Mode, f.Presence, f.Signed = cmp.Or(s.Mode, f.Mode), cmp.Or(s.Presence, f.Presence), cmp.Or(s.Signed, f.Signed)
	for _, task := range s.Tasks {
		f.Tasks = append(f.Tasks, stepForm{Text: task.Text, Due: models.FrenchDate(task.DueOn)})
	}
	if n := s.Next; n != nil {
		f.Next, f.NextDate, f.NextTime, f.NextOn = nextAppointment, models.FrenchDate(n.OnDate), plainTime(n.StartsAt), n.Purpose
		f.NextMode, f.NextPlace = cmp.Or(n.Mode, models.ModeOffice), n.Place
		if n.Minutes > 0 {
			f.NextLength = strconv.Itoa(n.Minutes)
		}
	}
}

// keepField offers to put into the note what the line did not mean: only if the colleague says so.
func (a *App) keepField(unknown []string) *templates.Field {
	if len(unknown) == 0 {
		return nil
	}
	var options []templates.Option
	for _, text := range unknown {
		options = append(options, templates.Option{Value: text, Label: text})
	}
	field := templates.Checkboxes("garder", a.Texts.T("shorthand.keep"), nil, options).AsOptional()
	return &field
}
