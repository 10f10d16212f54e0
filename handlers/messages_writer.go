package handlers

import (
	"context"
	"strings"

	"jalon/messages"
	"jalon/models"
	"jalon/store"
)

// MessageWriter writes to the people of one session: the texts in force in the centre, filled for each of them.
type MessageWriter struct {
	Store    *store.Store
	Library  messages.Library
	Kind     string // models.MessageConvocation…
	Session  models.SessionRow
	Settings store.MessageSettings
	Bring    []string
	way      string
	base     string // of the site, for the links
}

// NewMessageWriter reads what the messages about a session need. scope is of messages, of any action.
func NewMessageWriter(ctx context.Context, s *store.Store, base string, scope models.Scope, session models.SessionRow, kind string) (*MessageWriter, error) {
	w := &MessageWriter{Store: s, Kind: kind, Session: session, base: strings.TrimSuffix(base, "/")}
	own, err := s.MessageTexts(ctx, scope, session.CentreID)
	if err != nil {
		return nil, err
	}
	w.Library = messages.NewLibrary(own)
	if w.Settings, err = s.MessageSettings(ctx, scope, session.CentreID); err != nil {
		return nil, err
	}
	if w.way, err = s.Directions(ctx, session.Session); err != nil {
		return nil, err
	}
	bring, err := s.SessionBring(ctx, session.ID)
	w.Bring = strings.Fields(bring)
	return w, err
}

// Key is the same for the same news to the same person: a second click, or a return to the page, writes nothing more. A session
// that was moved is other news.
func (w *MessageWriter) Key(registration string) string {
	n := w.Session
	return strings.Join([]string{w.Kind, registration, string(n.OnDate), n.StartsAt, n.EndsAt, models.Fold(n.Place + " " + n.Room)}, "|")
}

// Facts are what a message says of the session, with the address of the person's page.
func (w *MessageWriter) Facts(link string) messages.Facts {
	n := w.Session
	return messages.Facts{Title: n.Title, On: n.OnDate, Starts: n.StartsAt, Ends: n.EndsAt, Place: n.Place, Room: n.Room, Phone: w.Settings.Phone, Link: link, Bring: w.Bring}
}

// Content is what one person is told. Without a link it is an example, for the page that shows what would leave.
func (w *MessageWriter) Content(name, language, link string) (models.MessageContent, string) {
	content, second := w.Library.Compose(w.Kind, messages.Recipient{Name: name, Language: language}, w.Facts(link))
	content.Centre, content.Contact, content.Way = w.Settings.Name, strings.Trim(w.Settings.Address+"\n"+w.Settings.Phone, "\n"), w.way
	content.CoFund = w.Session.Funder == models.FunderFSE
	return content, second
}

// Message is one ready for the outbox, with a page of its own.
func (w *MessageWriter) Message(r store.Recipient, batch string) models.Message {
	link := w.base + "/p/" + models.NewLinkToken()
	content, language := w.Content(givenFirst(r), r.Language, link)
	content.Address = strings.Trim(r.Address+"\n"+r.Postcode+" "+placeName(r.Refnis), "\n ")
	return models.Message{Kind: w.Kind, Language: language, Key: w.Key(r.Registration), Batch: batch, ParticipantID: r.ParticipantID, SessionID: w.Session.ID,
		Registration: r.Registration, Reach: r.Reach(), Content: content}
}

func placeName(refnis string) string { return (*models.Places)(nil).Name(refnis) }

// givenFirst is the name as one says hello: « Amina Haddad ».
func givenFirst(r store.Recipient) string { return strings.TrimSpace(r.GivenName + " " + r.FamilyName) }

// Queue writes to those who have not been told yet, in the transaction of tx, and tells how many messages are new.
func (w *MessageWriter) Queue(ctx context.Context, tx *store.Store, scope models.Scope, people []store.Recipient, batch string) (int, error) {
	written := 0
	for _, r := range people {
		if isNew, err := tx.QueueMessage(ctx, scope, w.Message(r, batch)); err != nil {
			return written, err
		} else if isNew {
			written++
		}
	}
	return written, nil
}
