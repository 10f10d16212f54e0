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
	Matter   string // what makes a message about the same session other news: the offer it tells of
	way      string
	base     string // of the site, for the links
}

// NewMessageWriter reads what the messages about a session need. scope is of messages, of any action.
func NewMessageWriter(ctx context.Context, s *store.Store, base string, scope models.Scope, session models.SessionRow, kind string) (*MessageWriter, error) {
	w, err := newMessageWriter(ctx, s, base, scope, session.CentreID, kind)
	if err != nil {
		return nil, err
	}
	w.Session = session
	if w.way, err = s.Directions(ctx, session.Session); err != nil {
		return nil, err
	}
	bring, err := s.SessionBring(ctx, session.ID)
	w.Bring = strings.Fields(bring)
	return w, err
}

// newMessageWriter writes about no session.
func newMessageWriter(ctx context.Context, s *store.Store, base string, scope models.Scope, centreID, kind string) (*MessageWriter, error) {
	w := &MessageWriter{Store: s, Kind: kind, base: strings.TrimSuffix(base, "/")}
	own, err := s.MessageTexts(ctx, scope, centreID)
	if err != nil {
		return nil, err
	}
	w.Library = messages.NewLibrary(own)
	w.Settings, err = s.MessageSettings(ctx, scope, centreID)
	return w, err
}

// About is the same writer for another session of the centre; the way is read again when the place is another one.
func (w *MessageWriter) About(ctx context.Context, session models.SessionRow, kind string) (*MessageWriter, error) {
	other := *w
	other.Session, other.Kind = session, kind
	if session.Place == w.Session.Place {
		return &other, nil
	}
	var err error
	other.way, err = w.Store.Directions(ctx, session.Session)
	return &other, err
}

// Key is the same for the same news to the same person: a second click, or a return to the page, writes nothing more. A session
// that was moved is other news.
func (w *MessageWriter) Key(registration string) string {
	n := w.Session
	parts := []string{w.Kind, registration, string(n.OnDate), n.StartsAt, n.EndsAt, models.Fold(n.Place + " " + n.Room)}
	if w.Matter != "" {
		parts = append(parts, w.Matter)
	}
	return strings.Join(parts, "|")
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
	m := w.letter(r, w.base+"/p/"+models.NewLinkToken(), batch)
	m.Key, m.SessionID, m.Registration = w.Key(r.Registration), w.Session.ID, r.Registration
	return m
}

// letter is a message to one person that no session is tied to yet.
func (w *MessageWriter) letter(r store.Recipient, link, batch string) models.Message {
	content, language := w.Content(givenFirst(r), r.Language, link)
	content.Address = strings.Trim(r.Address+"\n"+r.Postcode+" "+placeName(r.Refnis), "\n ")
	return models.Message{Kind: w.Kind, Language: language, Batch: batch, ParticipantID: r.ParticipantID, Reach: r.Reach(), Content: content}
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
