package handlers

import (
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/messages"
	"jalon/models"
)

// sessionFeedsPage lists the calendars of sessions that the user reads with another program.
type sessionFeedsPage struct {
	Page
	Lines []sessionFeedLine
}

// sessionFeedLine is one of them.
type sessionFeedLine struct{ Filter, Created, Asked, URL, DropURL string }

// listSessionFeeds: GET /moi/calendriers.
func (a *App) listSessionFeeds(c *gin.Context, access Access) error {
	feeds, err := a.Store.SessionFeeds(ctx(c), access.Scope)
	if err != nil {
		return err
	}
	page := sessionFeedsPage{Page: a.newPage(c, access, "calendar.feeds.title")}
	page.Breadcrumb = []Link{{URL: "/moi", Label: a.Texts.T("account.title")}}
	for _, f := range feeds {
		filter := sessionFeedFilter(f.Query)
		page.Lines = append(page.Lines, sessionFeedLine{Filter: a.filterWords(filter), Created: a.moment(f.CreatedAt), Asked: a.moment(f.ReadAt),
			URL: calendarAsked{filter: filter}.url(models.CalendarMonth, a.today()), DropURL: "/moi/calendriers/" + f.PublicID + "/retirer"})
	}
	return a.show(c, "sessions/feeds", page)
}

// sessionFeedFilter reads the filter a feed was made with; one that cannot be read narrows nothing more than the reader's rights.
func sessionFeedFilter(query string) models.CalendarFilter {
	values, err := url.ParseQuery(query)
	if err != nil {
		return models.CalendarFilter{}
	}
	return models.CalendarFilterOf(values)
}

// filterWords says what a calendar is narrowed to.
func (a *App) filterWords(f models.CalendarFilter) string {
	var words []string
	for _, text := range []string{f.Place, f.Room} {
		if text != "" {
			words = append(words, text)
		}
	}
	if f.Programme != "" {
		words = append(words, a.programme(f.Programme).Name)
	}
	if f.Trainer != "" {
		words = append(words, a.Texts.T("calendar.feeds.one_trainer"))
	}
	if len(words) == 0 {
		return a.Texts.T("calendar.feeds.all")
	}
	return strings.Join(words, " · ")
}

// addSessionFeed: POST /moi/calendriers. The address is shown once, on the answer itself.
func (a *App) addSessionFeed(c *gin.Context, access Access) error {
	secret, err := a.Store.AddSessionFeed(ctx(c), access.Scope, models.CalendarFilterOf(c.Request.PostForm))
	if err != nil {
		return err
	}
	page := linkPage{Page: a.newPage(c, access, "feed.link.title"), Link: a.link("/p/seances/" + secret + ".ics"), Text: a.Texts.T("calendar.feed.text"), Back: "/moi"}
	return a.show(c, "account/feed", page)
}

// dropSessionFeed: POST /moi/calendriers/:id/retirer.
func (a *App) dropSessionFeed(c *gin.Context, access Access) error {
	if err := a.Store.DropSessionFeed(ctx(c), access.Scope, c.Param("id")); err != nil {
		return err
	}
	a.flash(c, "success", "feed.revoked")
	return see(c, "/moi/calendriers")
}

// showSessionFeed: GET /p/seances/:secret. Public, like the personal feed: the sessions the owner of the address may see now, with
// no name of anybody.
func (a *App) showSessionFeed(c *gin.Context, _ Access) error {
	if err := a.throttleFeeds(c); err != nil {
		return err
	}
	user, query, err := a.Store.SessionFeedUser(ctx(c), strings.TrimSuffix(c.Param("secret"), ".ics"))
	if err != nil {
		return err
	}
	actor, err := a.Store.ActorOf(ctx(c), user)
	if err != nil {
		return err
	}
	scope := a.scope(Access{Actor: actor, User: user}, models.Read, models.KindSession)
	if scope.Empty() {
		return models.ErrNotFound
	}
	all, err := a.Store.FeedSessions(ctx(c), scope, a.today().AddDays(-feedBefore), a.today().AddDays(feedAfter), "")
	if err != nil {
		return err
	}
	filter, events := sessionFeedFilter(query), []messages.CalendarEvent{}
	for _, s := range all {
		if filter.Keeps(s) {
			events = append(events, a.sessionEvent(s))
		}
	}
	a.sendCalendar(c, messages.Calendar(a.Texts.T("calendar.feed.name"), events))
	return nil
}
