package handlers

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/messages"
	"jalon/models"
	"jalon/store"
)

// A calendar feed holds that many days around today, and at most that many hours of each kind.
const (
	feedBefore = 30
	feedAfter  = 180
	feedLimit  = 1000
)

// feedBlock is what the account page says of one's calendar feed.
type feedBlock struct {
	Active         bool
	Created, Asked string
}

// feedOf is nil for a role that has no agenda.
func (a *App) feedOf(c *gin.Context, access Access) (*feedBlock, error) {
	if !a.may(access, models.Read, models.KindAppointment) && !a.may(access, models.Read, models.KindSession) {
		return nil, nil
	}
	f, err := a.Store.Feed(ctx(c), access.Scope)
	if models.CodeOf(err) == models.NotFound {
		return &feedBlock{}, nil
	}
	return &feedBlock{Active: err == nil, Created: a.moment(f.CreatedAt), Asked: a.moment(f.ReadAt)}, err
}

// renewFeed: POST /moi/agenda. The address is shown once, on the answer itself: it is in no history and no cookie.
func (a *App) renewFeed(c *gin.Context, access Access) error {
	secret, err := a.Store.RenewFeed(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	page := linkPage{Page: a.newPage(c, access, "feed.link.title"), Link: strings.TrimSuffix(a.Config.BaseURL, "/") + "/p/agenda/" + secret + ".ics",
		Text: a.Texts.T("feed.link.text"), Back: "/moi"}
	return a.show(c, "account/feed", page)
}

// revokeFeed: POST /moi/agenda/retirer.
func (a *App) revokeFeed(c *gin.Context, access Access) error {
	if err := a.Store.RevokeFeed(ctx(c), access.Scope); err != nil {
		return err
	}
	a.flash(c, "success", "feed.revoked")
	return see(c, "/moi")
}

// throttleFeeds lets an address of the network read calendars once in ten seconds, sixty times in a row at most.
func (a *App) throttleFeeds(c *gin.Context) error {
	asked := store.Bucket{Key: "feed " + a.Store.Sealer().Sign("throttle", addressOf(c)), Burst: 60, Refill: 10 * time.Second}
	if allowed, err := a.Store.Take(ctx(c), asked); err != nil || !allowed {
		return either(err, tooMany)
	}
	return nil
}

// showFeed: GET /p/agenda/:secret. Public: whoever holds the address reads when its owner is busy, and nothing about
// anybody. An address that was never given, or is no longer, answers like any page that does not exist.
func (a *App) showFeed(c *gin.Context, _ Access) error {
	if err := a.throttleFeeds(c); err != nil {
		return err
	}
	user, err := a.Store.FeedUser(ctx(c), strings.TrimSuffix(c.Param("secret"), ".ics"))
	if err != nil {
		return err
	}
	actor, err := a.Store.ActorOf(ctx(c), user)
	if err != nil {
		return err
	}
	if len(actor.Memberships) == 0 {
		return models.ErrNotFound
	}
	events, err := a.feedEvents(c, Access{Actor: actor, User: user})
	if err != nil {
		return err
	}
	if err := a.Store.FeedRead(ctx(c), user.ID); err != nil {
		return err
	}
	a.sendCalendar(c, messages.Calendar(a.Texts.T("feed.name"), events))
	return nil
}

// sendCalendar answers with the file, or says that the one the program has is still right.
func (a *App) sendCalendar(c *gin.Context, text []byte) {
	sum := sha256.Sum256(text)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	c.Header("ETag", tag)
	c.Header("Cache-Control", "private, max-age=900")
	if strings.Contains(c.GetHeader("If-None-Match"), tag) {
		c.Status(http.StatusNotModified)
		return
	}
	c.Header("Content-Disposition", `inline; filename="jalon.ics"`)
	c.Data(http.StatusOK, "text/calendar; charset=utf-8", text)
}

// feedEvents are the user's own hours, each under the scope of its kind.
func (a *App) feedEvents(c *gin.Context, access Access) ([]messages.CalendarEvent, error) {
	from, until := a.today().AddDays(-feedBefore), a.today().AddDays(feedAfter)
	var events []messages.CalendarEvent
	if scope := a.scope(access, models.Read, models.KindAppointment); !scope.Empty() {
		all, err := a.Store.Appointments(ctx(c), scope, store.AppointmentFilter{From: from, Until: until, UserID: access.Actor.UserID, Limit: feedLimit, Mistakes: true})
		if err != nil {
			return nil, err
		}
		for _, v := range all {
			events = append(events, a.appointmentEvent(v))
		}
	}
	if scope := a.scope(access, models.Read, models.KindSession); !scope.Empty() {
		all, err := a.Store.FeedSessions(ctx(c), scope, from, until, access.Actor.UserID)
		if err != nil {
			return nil, err
		}
		for _, s := range all {
			events = append(events, a.sessionEvent(s))
		}
	}
	return events, nil
}

// appointmentEvent names the kind of appointment. Where it is leaves Jalon only when it is one of the centre's places: what was
// typed may say at whose home.
func (a *App) appointmentEvent(v store.AppointmentView) messages.CalendarEvent {
	e := messages.CalendarEvent{UID: "rdv-" + v.PublicID + "@jalon", OnDate: v.OnDate, Starts: v.StartsAt, Ends: v.EndsAt(), Sequence: v.Version - 1, ChangedAt: v.ChangedAt,
		Title: a.Texts.T("feed.appointment", "Mode", strings.ToLower(a.answer("mode", v.Mode))), URL: a.link("/rendez-vous/" + v.PublicID)}
	if v.LocationID != nil {
		e.Where = v.Place
	}
	if e.ChangedAt.IsZero() {
		e.ChangedAt = v.CreatedAt
	}
	if e.Cancelled = !v.TakesTime(); e.Cancelled {
		e.Title = a.Texts.T("feed.cancelled", "Title", e.Title)
	}
	return e
}

func (a *App) sessionEvent(s models.SessionRow) messages.CalendarEvent {
	title := a.Texts.T("feed.session", "Title", s.Title)
	if s.Status == models.SessionCancelled {
		title = a.Texts.T("feed.cancelled", "Title", title)
	}
	return messages.CalendarEvent{UID: "seance-" + s.PublicID + "@jalon", OnDate: s.OnDate, Starts: s.StartsAt, Ends: s.EndsAt, Sequence: s.Version - 1, ChangedAt: s.CreatedAt,
		Title: title, Cancelled: s.Status == models.SessionCancelled, Where: strings.Trim(s.Place+", "+s.Room, ", "), URL: a.link("/seances/" + s.PublicID)}
}

// link is the whole address of a page.
func (a *App) link(path string) string { return strings.TrimSuffix(a.Config.BaseURL, "/") + path }
