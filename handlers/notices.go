package handlers

import (
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// noticeLine is something the user is to know, with the page it leads to.
type noticeLine struct {
	Text, Name, URL string
	When            string
	SeenURL         string
}

func (a *App) noticeScopes(access Access) store.NoticeScopes {
	return store.NoticeScopes{Cards: a.scope(access, models.Read, models.KindCard), Files: a.scope(access, models.Read, models.KindParticipant),
		SharedNotes: a.scope(access, models.Read, models.KindNoteShared), Relays: a.scope(access, models.Update, models.KindRelay),
		Emergencies: a.scope(access, models.Read, models.KindEmergency)}
}

// notices are the lines of « Pour vous »: what was not seen yet.
func (a *App) notices(c *gin.Context, access Access, f store.NoticeFilter) ([]noticeLine, error) {
	all, err := a.Store.Notices(ctx(c), access.Actor.UserID, a.noticeScopes(access), f)
	var lines []noticeLine
	for _, n := range all {
		line := noticeLine{Text: a.Texts.T("notice."+n.Kind, "Name", n.By), Name: n.Name(), URL: noticeURL(n), When: a.moment(n.At)}
		if n.SeenAt.IsZero() && n.Kind != models.NoticeEmergency && n.Kind != models.NoticeRelayAsked { // these wait for an act, on their page
			line.SeenURL = "/moi/pour-vous/" + n.PublicID + "/vu"
		}
		lines = append(lines, line)
	}
	return lines, err
}

func noticeURL(n store.Notice) string {
	switch n.Kind {
	case models.NoticeMention:
		return "/suivis/" + n.Record
	case models.NoticeMentionShared:
		return "/notes/" + n.Record
	case models.NoticeRelayAsked:
		return "/relais/" + n.Record
	case models.NoticeRelayGiven, models.NoticeRelayAnswered:
		return personURL(n.Person) + "/carte"
	case models.NoticeEmergency:
		return "/acces-urgents/" + n.Record
	default:
		return "/personnes?vue=miennes"
	}
}

// seeNotice: POST /moi/pour-vous/:id/vu.
func (a *App) seeNotice(c *gin.Context, access Access) error {
	if err := a.Store.SeeNotice(ctx(c), access.Scope, c.Param("id")); err != nil {
		return err
	}
	return see(c, backTo(c))
}

// digest is the morning's summary: what happened since the evening of the last working day, and what the day holds.
type digest struct {
	News  []noticeLine
	Facts []string // what the day holds
	Since string
	Week  []templates.Link // once a week: what the reports still miss in the reader's files
}

// digestPage is /moi/resume.
type digestPage struct {
	Page
	Heading string
	Digest  digest
}

// digestHour is when the evening begins: what happens later is news of the next morning.
const digestHour = 17

// digestSince is the evening of the working day before.
func (a *App) digestSince() models.Instant {
	day := a.today().AddDays(-1)
	for day.Time().Weekday() == time.Saturday || day.Time().Weekday() == time.Sunday {
		day = day.AddDays(-1)
	}
	t := day.Time()
	return models.InstantOf(time.Date(t.Year(), t.Month(), t.Day(), digestHour, 0, 0, 0, a.zone))
}

func (a *App) digest(c *gin.Context, access Access) (digest, error) {
	since := a.digestSince()
	d := digest{Since: a.moment(since)}
	var err error
	if d.News, err = a.notices(c, access, store.NoticeFilter{Since: since}); err != nil {
		return d, err
	}
	if scope := a.scope(access, models.Read, models.KindAppointment); !scope.Empty() && access.Actor.HasRole(models.Counsellor, models.Coordinator) {
		today, err := a.Store.Appointments(ctx(c), scope, store.AppointmentFilter{From: a.today(), Until: a.today(), UserID: access.Actor.UserID, Open: true, Limit: store.TaskLimit})
		if err != nil {
			return d, err
		}
		d.Facts = append(d.Facts, a.Texts.T("digest.appointments", "Count", len(today)))
	}
	if access.Actor.HasRole(models.Counsellor, models.Coordinator, models.Manager) {
		counts, err := a.taskCounts(c, access)
		if err != nil {
			return d, err
		}
		total := 0
		for _, task := range counts {
			total += task.Count
		}
		d.Facts = append(d.Facts, a.Texts.T("digest.tasks", "Count", total))
	}
	return d, nil
}

// showDigest: GET /moi/resume.
func (a *App) showDigest(c *gin.Context, access Access) error {
	d, err := a.digest(c, access)
	if err != nil {
		return err
	}
	if d.Week, err = a.weekly(ctx(c), access); err != nil {
		return err
	}
	return a.show(c, "home/digest", digestPage{Page: a.newPage(c, access, "digest.title"), Heading: models.FrenchLongDate(a.today()), Digest: d})
}

// digestCookie holds the day whose digest was read in this browser.
const digestCookie = "jalon-resume"

// morning is the digest for the home page, nil once it was read today.
func (a *App) morning(c *gin.Context, access Access) (*digest, error) {
	if a.cookie(c, digestCookie) == string(a.today()) || !access.Actor.HasRole(models.Counsellor, models.Coordinator, models.Manager) {
		return nil, nil
	}
	d, err := a.digest(c, access)
	if err == nil && a.weekBegins() {
		d.Week, err = a.weekly(ctx(c), access)
	}
	return &d, err
}

// readDigest: POST /moi/resume/vu.
func (a *App) readDigest(c *gin.Context, _ Access) error {
	a.setCookie(c, digestCookie, string(a.today()), int((24 * time.Hour).Seconds()))
	return see(c, "/")
}
