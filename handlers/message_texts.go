package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/messages"
	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// textsPage lists the texts of a centre with the state of each translation, and what the centre decides about its messages.
type textsPage struct {
	Page
	Languages []models.ContactLanguage // without French
	Rows      []textRow
	Settings  []templates.Field // nil for who may only read
}

// textRow is a kind of text with the state of each language.
type textRow struct {
	Label, URL string // of the French
	Cells      []textCell
}

type textCell struct {
	URL, Label string // the label is read aloud with the language
	Language   string
	State      templates.Badge
}

// textPage is one text in one language beside the French.
type textPage struct {
	Page
	Language models.ContactLanguage
	French   bool
	State    templates.Badge
	History  string // who read it again, and when
	Parts    []textPart
	Version  int
	Action   string
	MayEdit  bool
	Words    []string // placeholders
}

// textPart is a part of a text: the French, and the field of the other language.
type textPart struct {
	Label, French string
	Field         templates.Field
	Length        string // of a SMS
}

// textCentre is the centre whose texts a page is about: the reader's first.
func (a *App) textCentre(c *gin.Context, access Access) (string, messages.Library, error) {
	centre := access.Scope.Centres()
	if len(centre) == 0 {
		return "", nil, models.ErrNotFound
	}
	own, err := a.Store.MessageTexts(ctx(c), access.Scope, centre[0])
	return centre[0], messages.NewLibrary(own), err
}

// listTexts: GET /reglages/textes.
func (a *App) listTexts(c *gin.Context, access Access) error {
	return a.textsPage(c, access, nil, nil)
}

func (a *App) textsPage(c *gin.Context, access Access, typed *store.MessageSettings, problems models.Problems) error {
	centre, library, err := a.textCentre(c, access)
	if err != nil {
		return err
	}
	page := textsPage{Page: a.newPage(c, access, "text.title"), Languages: slices.Clone(models.ContactLanguages()[1:])}
	page.Breadcrumb = []Link{{URL: "/envois", Label: a.Texts.T("outbox.title")}}
	for _, kind := range models.MessageKinds {
		row := textRow{Label: a.Texts.T("message.kind." + kind), URL: "/reglages/textes/" + kind + "/fr"}
		for _, l := range page.Languages {
			text := library.Text(kind, l.Code)
			row.Cells = append(row.Cells, textCell{URL: "/reglages/textes/" + kind + "/" + l.Code, Label: row.Label, Language: models.LanguageName(l.Code), State: a.textState(text, library.Text(kind, "fr").Version)})
		}
		page.Rows = append(page.Rows, row)
	}
	if a.may(access, models.Update, models.KindMessageText) {
		settings, err := a.Store.MessageSettings(ctx(c), access.Scope, centre)
		if err != nil {
			return err
		}
		if typed != nil {
			typed.Version, settings = settings.Version, *typed
		}
		page.Settings = []templates.Field{
			templates.Text("phone", a.Texts.T("text.phone"), settings.Phone).With(a.Texts.T("text.phone.hint")).Sized("medium").AsOptional(),
			templates.Number("days", a.Texts.T("text.days"), strconv.Itoa(settings.ReminderDays), a.Texts.T("text.days.unit")).With(a.Texts.T("text.days.hint")).Wrong(a.problem(problems, "days")),
			hiddenVersion(settings.Version)}
		page.Summary = templates.Problems(page.Settings...)
	}
	return a.showForm(c, "messages/texts", page, problems)
}

func (a *App) textState(t models.MessageText, french int) templates.Badge {
	switch {
	case t.Ready(french):
		return templates.NewBadge("success", a.Texts.T("text.state.ready"))
	case t.ReviewedBy != "":
		return templates.NewBadge("warning", a.Texts.T("text.state.stale"))
	}
	return templates.NewBadge("warning", a.Texts.T("text.state.draft"))
}

// saveTextSettings: POST /reglages/textes.
func (a *App) saveTextSettings(c *gin.Context, access Access) error {
	centre, _, err := a.textCentre(c, access)
	if err != nil {
		return err
	}
	problems := models.Problems{}
	days, err := strconv.Atoi(strings.TrimSpace(c.PostForm("days")))
	if err != nil || days < 0 || days > 14 {
		problems.Add("days", "text.problem.days")
	}
	settings := store.MessageSettings{Phone: strings.TrimSpace(c.PostForm("phone")), ReminderDays: days, Version: number(c.PostForm("version"))}
	if len(problems) > 0 {
		return a.textsPage(c, access, &settings, problems)
	}
	if err := a.Store.SaveMessageSettings(ctx(c), access.Scope, centre, settings); err != nil {
		return err
	}
	a.flash(c, "success", "text.settings.saved")
	return see(c, "/reglages/textes")
}

// editText: GET and POST /reglages/textes/:kind/:langue.
func (a *App) editText(c *gin.Context, access Access) error {
	centre, library, err := a.textCentre(c, access)
	if err != nil {
		return err
	}
	kind, language := c.Param("kind"), c.Param("langue")
	contact, known := models.ContactLanguageOf(language)
	if !known || !slices.Contains(models.MessageKinds, kind) {
		return models.ErrNotFound
	}
	text, french := library.Text(kind, language), library.Text(kind, "fr")
	problems := models.Problems{}
	if c.Request.Method == "POST" {
		typed := models.MessageText{Kind: kind, Language: language, Version: number(c.PostForm("version")), FrenchVersion: french.Version, Parts: map[string]string{}}
		for _, name := range messages.MessageParts(kind) {
			typed.Parts[name] = strings.TrimSpace(strings.ReplaceAll(c.PostForm(name), "\r\n", "\n"))
		}
		if problems = models.CheckMessageParts(kind, typed.Parts, messages.MessageParts(kind)); len(problems) == 0 {
			return a.writeText(c, access, centre, typed)
		}
		typed.ReviewedBy, typed.ReviewedAt, text = text.ReviewedBy, text.ReviewedAt, typed
	}
	page := a.textPage(c, access, contact, text, french, problems)
	return a.showForm(c, "messages/text", page, problems)
}

func (a *App) writeText(c *gin.Context, access Access, centre string, t models.MessageText) error {
	reviewed := c.PostForm("relu") != ""
	if err := a.Store.WriteMessageText(ctx(c), access.Scope, centre, t, reviewed); err != nil {
		return err
	}
	if reviewed {
		a.flash(c, "success", "text.reviewed")
	} else {
		a.flash(c, "success", "text.saved")
	}
	return see(c, "/reglages/textes")
}

func (a *App) textPage(c *gin.Context, access Access, language models.ContactLanguage, text, french models.MessageText, problems models.Problems) textPage {
	page := textPage{Page: a.newPage(c, access, "text.one.title"), Language: language, French: language.Code == "fr", State: a.textState(text, french.Version), Version: text.Version,
		Action: "/reglages/textes/" + text.Kind + "/" + language.Code, MayEdit: a.may(access, models.Update, models.KindMessageText)}
	page.Breadcrumb = []Link{{URL: "/reglages/textes", Label: a.Texts.T("text.title")}}
	if text.ReviewedBy != "" {
		page.History = a.Texts.T("text.history", "Name", text.ReviewedBy, "Date", a.moment(text.ReviewedAt))
	}
	if text.Kind != models.MessagePage {
		for _, word := range models.Placeholders {
			page.Words = append(page.Words, "{"+word+"}")
		}
	}
	var fields []templates.Field
	for _, name := range messages.MessageParts(text.Kind) {
		label := a.Texts.T("text.part." + name)
		part := textPart{Label: label, French: french.Parts[name], Field: templates.Text(name, label, text.Parts[name])}
		if name == "body" || name == "sms" {
			part.Field = templates.TextArea(name, label, text.Parts[name], map[string]int{"body": 6, "sms": 3}[name])
		}
		if name == "sms" {
			length := models.MeasureSMS(models.PlainSMS(text.Parts[name]))
			part.Length = a.Texts.T("message.sms.length", "Units", length.Units, "Count", length.Parts)
		}
		part.Field = part.Field.Wrong(a.problem(problems, name))
		fields, page.Parts = append(fields, part.Field), append(page.Parts, part)
	}
	page.Summary = templates.Problems(fields...)
	return page
}
