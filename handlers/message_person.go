package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// personMessagesPage is how a person wants to be reached, and what they were told.
type personMessagesPage struct {
	Page
	Name   string
	Fields []templates.Field // nil for who may only read
	Facts  []templates.Row
	Lines  []outboxLine
	Action string
	Empty  templates.Empty
}

// personMessages: GET and POST /personnes/:id/messages.
func (a *App) personMessages(c *gin.Context, access Access) error {
	choice, person, err := a.Store.MessageChoice(ctx(c), a.scope(access, models.Read, models.KindMessage), c.Param("id"))
	if err != nil {
		return err
	}
	problems := models.Problems{}
	until := models.FrenchDate(choice.PausedUntil)
	if c.Request.Method == "POST" {
		choice, until = models.MessageChoice{ID: c.PostForm("version"), Channel: c.PostForm("channel"), Reason: strings.TrimSpace(c.PostForm("reason"))}, c.PostForm("until")
		var wrong string
		if choice.PausedUntil, wrong = models.ParseTypedDate(until, a.today()); wrong != "" {
			problems.Add("until", wrong)
		}
		merge(problems, models.CheckMessageChoice(choice, a.today()))
		if len(problems) == 0 {
			if err := a.Store.SaveMessageChoice(ctx(c), access.Scope, person.Person, choice); err != nil {
				return err
			}
			a.flash(c, "success", "message.choice.saved")
			return see(c, "/personnes/"+person.Person+"/messages")
		}
	}
	page := personMessagesPage{Page: a.newPage(c, access, "message.person.title"), Name: displayName(person.FamilyName, person.GivenName), Action: personURL(person.Person) + "/messages",
		Empty: templates.Empty{Text: a.Texts.T("message.person.none")}}
	page.Breadcrumb = []Link{{URL: personURL(person.Person), Label: a.Texts.T("person.trail")}}
	page.Facts = []templates.Row{{Label: a.Texts.T("message.language"), Value: models.LanguageName(person.Language)}, {Label: a.Texts.T("message.channel.sms"), Value: models.DisplayPhone(person.Phone)},
		{Label: a.Texts.T("message.channel.email"), Value: person.Email}}
	if a.may(access, models.Update, models.KindMessage) {
		page.Fields = a.choiceFields(choice, until, problems)
		page.Summary = templates.Problems(page.Fields...)
	}
	rows, err := a.Store.Outbox(ctx(c), a.scope(access, models.Read, models.KindMessage), store.OutboxFilter{Person: person.Person, Limit: outboxSize})
	if err != nil {
		return err
	}
	for _, r := range rows {
		page.Lines = append(page.Lines, a.outboxLine(access, r))
	}
	return a.showForm(c, "messages/person", page, problems)
}

func (a *App) choiceFields(choice models.MessageChoice, until string, problems models.Problems) []templates.Field {
	options := []templates.Option{{Value: "", Label: a.Texts.T("message.choice.none")}}
	for _, channel := range models.Channels {
		options = append(options, templates.Option{Value: channel, Label: a.Texts.T("message.channel." + channel)})
	}
	return []templates.Field{
		templates.Radios("channel", a.Texts.T("message.choice"), choice.Channel, options).With(a.Texts.T("message.choice.hint")).Wrong(a.problem(problems, "channel")),
		templates.Date("until", a.Texts.T("message.pause.until"), until).With(a.Texts.T("message.pause.hint")).Wrong(a.problem(problems, "until")).AsOptional(),
		templates.Text("reason", a.Texts.T("message.pause.reason"), choice.Reason).Wrong(a.problem(problems, "reason")).AsOptional(),
		templates.Hidden("version", choice.ID)}
}
