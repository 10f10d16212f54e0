package handlers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jalon/messages"
	"jalon/models"
	"jalon/store"
)

// Transports are how messages leave. A nil one leaves its messages in the queue, to be copied by hand.
type Transports struct {
	Mail messages.Mailer
	SMS  messages.Texter
}

// lockMessage is how long one delivery may take before another program tries it.
const lockMessage = 2 * time.Minute

// digestFrom is the hour at which the summary leaves by mail.
const digestFrom = "07:00"

// RunMessages does what is due: the reminders and the summaries are written, then what waits leaves. Several programs may run it
// at the same time.
func (a *App) RunMessages(ctx context.Context, out Transports) error {
	return errors.Join(a.remind(ctx), a.mailDigests(ctx, out), a.deliver(ctx, out))
}

// remind writes the reminders of every centre.
func (a *App) remind(ctx context.Context) error {
	centres, err := a.Store.CentresByCode(ctx)
	if err != nil {
		return err
	}
	for _, centre := range centres {
		actor := a.Gate.System(centre.ID)
		scope, errScope := a.Gate.Scope(actor, models.Create, models.KindMessage)
		sessions, errSessions := a.Gate.Scope(actor, models.Read, models.KindSession)
		if err := errors.Join(errScope, errSessions); err != nil {
			return err
		}
		due, err := a.Store.RemindersDue(ctx, scope, sessions, centre.ID)
		if err != nil {
			return err
		}
		for _, d := range due {
			w, err := NewMessageWriter(ctx, a.Store, a.Config.BaseURL, scope, d.SessionRow, models.MessageReminder)
			if err != nil {
				return err
			}
			err = a.Store.Atomically(ctx, func(tx *store.Store) error {
				_, err := w.Queue(ctx, tx, scope, d.People, "")
				return err
			})
			if err != nil {
				return fmt.Errorf("reminders: %w", err)
			}
		}
	}
	return nil
}

// mailDigests tells colleagues who want it, each working morning, how much waits for them. The mail names nobody: it crosses
// servers that are not the centre's.
func (a *App) mailDigests(ctx context.Context, out Transports) error {
	day := a.today().Time().Weekday()
	if out.Mail == nil || a.Store.LocalClock() < digestFrom || day == time.Saturday || day == time.Sunday {
		return nil
	}
	all, err := a.Store.DigestSubscribers(ctx)
	if err != nil {
		return err
	}
	for _, u := range all {
		actor, err := a.Store.ActorOf(ctx, u.User)
		if err != nil {
			return err
		}
		if len(actor.Memberships) == 0 {
			continue
		}
		notices, err := a.Store.Notices(ctx, u.ID, a.noticeScopes(Access{Actor: actor, User: u.User}), store.NoticeFilter{Since: a.digestSince()})
		if err != nil {
			return err
		}
		appointments := 0
		if scope := a.scope(Access{Actor: actor}, models.Read, models.KindAppointment); !scope.Empty() {
			today, err := a.Store.Appointments(ctx, scope, store.AppointmentFilter{From: a.today(), Until: a.today(), UserID: u.ID, Open: true, Limit: store.TaskLimit})
			if err != nil {
				return err
			}
			appointments = len(today)
		}
		week, err := a.weeklyMail(ctx, Access{Actor: actor, User: u.User})
		if err != nil {
			return err
		}
		body := a.Texts.T("digest.mail.body", "Date", models.FrenchLongDate(a.today()), "News", a.Texts.T("digest.mail.news", "Count", len(notices)),
			"Appointments", a.Texts.T("digest.appointments", "Count", appointments)+week, "Link", a.link("/moi/resume"))
		if err := a.Store.QueueDigest(ctx, u, body); err != nil {
			return err
		}
	}
	return nil
}

// deliver sends what is due, one message at a time, until nothing is.
func (a *App) deliver(ctx context.Context, out Transports) error {
	var channels []string
	if out.Mail != nil {
		channels = append(channels, models.ChannelMail)
	}
	if out.SMS != nil {
		channels = append(channels, models.ChannelSMS)
	}
	if len(channels) == 0 { // everything is copied or printed by hand
		return nil
	}
	for ctx.Err() == nil {
		d, err := a.Store.ClaimMessage(ctx, lockMessage, channels...)
		if models.CodeOf(err) == models.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		problem, permanent := a.send(ctx, out, d)
		if err := a.Store.Delivered(context.WithoutCancel(ctx), d, problem, permanent); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// send hands one message to its transport and says, as a code, why it could not. What the server answered is not kept: it may
// hold an address.
func (a *App) send(ctx context.Context, out Transports, d store.Delivery) (problem string, permanent bool) {
	ctx, cancel := context.WithTimeout(ctx, lockMessage/2)
	defer cancel()
	var err error
	switch {
	case d.Channel == models.ChannelSMS:
		err = out.SMS.SendSMS(ctx, messages.SMS{ID: d.PublicID, To: d.Address, Text: d.Content.SMS})
	case d.Kind == models.MessageDigest:
		err = out.Mail.SendMail(ctx, messages.Mail{ID: d.PublicID, To: d.Address, Subject: a.Texts.T("digest.mail.subject"), Text: d.Body, FromName: d.Centre})
	default:
		err = out.Mail.SendMail(ctx, messages.MailOf(d.PublicID, d.Address, d.Content))
	}
	var known *messages.TransportError
	switch {
	case err == nil:
		return "", false
	case errors.As(err, &known):
		a.Log.Warn("message not sent", "message", d.PublicID, "problem", known.Problem, "permanent", known.Permanent, "attempt", d.Attempts+1)
		return known.Problem, known.Permanent
	}
	a.Log.Warn("message not sent", "message", d.PublicID, "problem", messages.ProblemUnreachable, "attempt", d.Attempts+1)
	return messages.ProblemUnreachable, false
}

// KeepSending does what is due every so often until the context ends.
func (a *App) KeepSending(ctx context.Context, out Transports, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		if err := a.RunMessages(ctx, out); err != nil && ctx.Err() == nil {
			a.Log.Error("messages", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
