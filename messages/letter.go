package messages

import (
	"html"
	"strings"

	"jalon/models"
)

// MailOf is a message as a mail: French, then the person's language, as text and as HTML that says which way each is written.
func MailOf(id, to string, c models.MessageContent) Mail {
	m := Mail{ID: id, To: to, Subject: c.Subject, FromName: c.Centre}
	var text, page strings.Builder
	page.WriteString(`<!doctype html><html lang="fr"><body style="font-family:sans-serif;font-size:17px;line-height:1.5;max-width:36em">`)
	for i, b := range []models.MessageBody{c.French, c.Theirs} {
		if b.Language == "" {
			continue
		}
		if i > 0 {
			text.WriteString("\n————\n\n")
			page.WriteString("<hr>")
		}
		writeText(&text, b, c)
		writeHTML(&page, b, c)
	}
	page.WriteString("</body></html>")
	m.Text, m.HTML = text.String(), page.String()
	return m
}

func writeText(out *strings.Builder, b models.MessageBody, c models.MessageContent) {
	out.WriteString(b.Text + "\n\n")
	for _, f := range b.Facts {
		out.WriteString(f.Label + " : " + f.Value + "\n")
	}
	if c.Link != "" {
		out.WriteString("\n" + c.Link + "\n")
	}
	if c.Way != "" {
		out.WriteString("\n" + b.WayLabel + " : " + c.Way + "\n")
	}
	out.WriteString("\n" + c.Centre + "\n" + c.Contact + "\n")
}

func writeHTML(out *strings.Builder, b models.MessageBody, c models.MessageContent) {
	direction := "ltr"
	if l, _ := models.ContactLanguageOf(b.Language); l.RTL {
		direction = "rtl"
	}
	out.WriteString(`<div lang="` + html.EscapeString(b.Language) + `" dir="` + direction + `">`)
	for _, line := range strings.Split(b.Text, "\n") {
		out.WriteString("<p>" + html.EscapeString(line) + "</p>")
	}
	out.WriteString("<p>")
	for _, f := range b.Facts {
		out.WriteString(html.EscapeString(f.Label) + " : <strong><bdi>" + html.EscapeString(f.Value) + "</bdi></strong><br>")
	}
	out.WriteString("</p>")
	if c.Link != "" {
		link := html.EscapeString(c.Link)
		out.WriteString(`<p><a href="` + link + `"><bdi dir="ltr">` + link + `</bdi></a></p>`)
	}
	if c.Way != "" {
		out.WriteString("<p>" + html.EscapeString(b.WayLabel) + ` : <span lang="fr" dir="ltr">` + html.EscapeString(c.Way) + "</span></p>")
	}
	out.WriteString("<p>" + html.EscapeString(c.Centre) + "<br>" + html.EscapeString(c.Contact) + "</p></div>")
}
