package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// seriesTellPage previews the messages of all the sessions of a series, before they leave together.
type seriesTellPage struct {
	Page
	Heading   string
	Programme templates.Programme
	Tabs      []templates.Tab
	Lines     []seriesTellLine
	Groups    []convokeGroup
	Example   string // the session whose texts are shown
	Messages  int    // to write now
	Told      string // who knows already, "" when nobody does
	Paper     string // who has neither GSM nor e-mail
	Advice    []string
	Bring     templates.Field
	Action    string
	Back      string
	Button    string
	Empty     templates.Empty
}

// seriesTellLine is one session, and how many people it is told to.
type seriesTellLine struct {
	URL, Count string
	Date       models.Date
	Hours      string
}

// told tells whether the people of a session are written to about it: what is cancelled is announced, what is planned the rest.
func (a *App) told(n models.SessionRow, motive string) bool {
	if motive == models.MessageCancelled {
		return n.Status == models.SessionCancelled && n.OnDate >= a.today()
	}
	return n.Status == models.SessionPlanned && !n.OverAt(a.today(), a.Store.LocalClock())
}

// seriesMotive is what the address of the page asks to tell.
func seriesMotive(c *gin.Context) string {
	return or(oneOf(c.Query("motif"), motives...), models.MessageConvocation)
}

// seriesConvocations are the sessions of a series to tell about, each with the people who do not know yet; the texts, the settings,
// the people and what was sent are read once for all. title is the first session, whatever its state.
func (a *App) seriesConvocations(c *gin.Context, access Access) (all []convocation, title models.SessionRow, err error) {
	rows, err := a.Store.Series(ctx(c), a.scope(access, models.Read, models.KindSession), c.Param("id"))
	if err != nil {
		return nil, title, err
	}
	title = rows[0]
	people, err := a.Store.SeriesRecipients(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return nil, title, err
	}
	first, err := NewMessageWriter(ctx(c), a.Store, a.Config.BaseURL, access.Scope, title, "")
	if err != nil {
		return nil, title, err
	}
	var keys []string
	for _, n := range rows {
		if !a.told(n, seriesMotive(c)) {
			continue
		}
		w, err := first.About(ctx(c), n, kindOf(seriesMotive(c), n))
		if err != nil {
			return nil, title, err
		}
		all = append(all, convocation{writer: w, people: people[n.ID]})
		for _, r := range people[n.ID] {
			keys = append(keys, w.Key(r.Registration))
		}
	}
	known, err := a.Store.MessagesKnown(ctx(c), keys)
	for i := range all {
		all[i].forget(known)
	}
	return all, title, err
}

// forget counts who knows already, and leaves the others.
func (v *convocation) forget(known map[string]bool) {
	var left []store.Recipient
	for _, r := range v.people {
		if known[v.writer.Key(r.Registration)] {
			v.told++
		} else {
			left = append(left, r)
		}
	}
	v.people = left
}

// showSeriesTell: GET /seances/series/:id/messages?motif=….
func (a *App) showSeriesTell(c *gin.Context, access Access) error {
	all, title, err := a.seriesConvocations(c, access)
	if err != nil {
		return err
	}
	t, base := a.Texts.T, "/seances/series/"+c.Param("id")
	page := seriesTellPage{Page: a.newPage(c, access, "series.tell.title"), Heading: title.Title, Programme: a.programme(title.Programme), Back: base,
		Action: base + "/messages?" + query("motif", seriesMotive(c)), Bring: a.bringField(nil)}
	page.Breadcrumb = []Link{{URL: "/seances", Label: t("session.list.title")}, {URL: base, Label: t("series.heading")}}
	for _, motive := range motives {
		page.Tabs = append(page.Tabs, templates.Tab{Label: t("message.motive." + kindOf(motive, title)), URL: base + "/messages?motif=" + motive, Current: motive == seriesMotive(c)})
	}
	a.fillSeriesTell(access, &page, all)
	page.Button = t("series.tell.send", "Count", page.Messages)
	page.Empty = templates.Empty{Text: t("message.nobody"), Action: templates.Link{URL: base, Label: t("series.back")}}
	return a.show(c, "messages/series", page)
}

// fillSeriesTell adds the sessions up; each person is counted once in what is shown of the texts.
func (a *App) fillSeriesTell(access Access, page *seriesTellPage, all []convocation) {
	var people []store.Recipient
	var example *MessageWriter
	seen, told := map[string]bool{}, 0
	for _, v := range all {
		n := v.writer.Session
		told += v.told
		page.Messages += len(v.people)
		if len(v.people) == 0 {
			continue
		}
		page.Lines = append(page.Lines, seriesTellLine{URL: "/seances/" + n.PublicID, Date: n.OnDate, Hours: a.hours(n.Session), Count: a.Texts.T("message.people", "Count", len(v.people))})
		for _, r := range v.people {
			if example == nil {
				example = v.writer
			}
			if !seen[r.ParticipantID] {
				seen[r.ParticipantID] = true
				people = append(people, r)
			}
		}
	}
	if told > 0 {
		page.Told = a.Texts.T("series.tell.told", "Count", told)
	}
	if example == nil {
		return
	}
	page.Groups, page.Advice, page.Bring = a.convokeGroups(example, people), a.convokeAdvice(access, example), a.bringField(example.Bring)
	page.Example = a.Texts.T("series.tell.example", "Date", models.FrenchLongDate(example.Session.OnDate))
	if paper := countPaper(people); paper > 0 {
		page.Paper = a.Texts.T("message.no_contact", "Count", paper)
	}
}

// tellSeries: POST /seances/series/:id/messages. One gesture writes to everybody, and « Annuler » takes all of it back.
func (a *App) tellSeries(c *gin.Context, access Access) error {
	all, _, err := a.seriesConvocations(c, access)
	if err != nil {
		return err
	}
	bring, batch, written := postedBring(c), models.NewPublicID(), 0
	_, err = a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		for _, v := range all {
			v.writer.Bring = bring
			if err := tx.SetSessionBring(ctx(c), access.Scope, v.writer.Session.ID, strings.Join(bring, " ")); err != nil {
				return "", err
			}
			n, err := v.writer.Queue(ctx(c), tx, access.Scope, v.people, batch)
			if err != nil {
				return "", err
			}
			written += n
		}
		return batch, nil
	})
	if err != nil {
		return err
	}
	a.sayQueued(c, batch, written)
	return see(c, "/seances/series/"+c.Param("id"))
}
