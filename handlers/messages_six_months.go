package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// sixMonthsMessagePage shows what somebody who is to be called six months after leaving would receive.
type sixMonthsMessagePage struct {
	Page
	Name, Action, Back string
	Group              convokeGroup
	Advice             []string
	Done               string // it was written today already
}

// sixMonthsWriter is what a message to the person of an enrolment starts from, and that person.
func (a *App) sixMonthsWriter(c *gin.Context, access Access) (*MessageWriter, store.Recipient, store.EnrolmentView, error) {
	v, err := a.Store.Enrolment(ctx(c), a.scope(access, models.Update, models.KindExit), c.Param("id"))
	if err != nil {
		return nil, store.Recipient{}, v, err
	}
	who, err := a.Store.RecipientPerson(ctx(c), access.Scope, v.Person)
	if err != nil {
		return nil, who, v, err
	}
	w, err := newMessageWriter(ctx(c), a.Store, a.Config.BaseURL, access.Scope, v.CentreID, models.MessageSixMonths)
	if err == nil {
		w.Session.Funder = v.Funder
	}
	return w, who, v, err
}

// sixMonthsKey: the same person is not written to twice the same day.
func (a *App) sixMonthsKey(v store.EnrolmentView) string {
	return strings.Join([]string{models.MessageSixMonths, v.ID, string(a.today())}, "|")
}

// showSixMonthsMessage: GET /suivi-6-mois/:id/message.
func (a *App) showSixMonthsMessage(c *gin.Context, access Access) error {
	w, who, v, err := a.sixMonthsWriter(c, access)
	if err != nil {
		return err
	}
	known, err := a.Store.MessagesKnown(ctx(c), []string{a.sixMonthsKey(v)})
	if err != nil {
		return err
	}
	back := "/suivi-6-mois/" + v.PublicID
	page := sixMonthsMessagePage{Page: a.newPage(c, access, "six_months.message.title"), Name: displayName(who.FamilyName, who.GivenName), Action: back + "/message", Back: back,
		Group: a.convokeGroups(w, []store.Recipient{who})[0]}
	page.Group.Open = true
	if w.Settings.Phone == "" {
		page.Advice = []string{a.Texts.T("message.advice.phone")}
	}
	if known[a.sixMonthsKey(v)] {
		page.Done = a.Texts.T("six_months.message.done")
	}
	page.Breadcrumb = []templates.Link{{URL: "/suivi-6-mois", Label: a.Texts.T("call.title")}, {URL: back, Label: a.Texts.T("call.answer.title")}}
	return a.show(c, "messages/six_months", page)
}

// sendSixMonthsMessage: POST /suivi-6-mois/:id/message.
func (a *App) sendSixMonthsMessage(c *gin.Context, access Access) error {
	w, who, v, err := a.sixMonthsWriter(c, access)
	if err != nil {
		return err
	}
	batch, isNew := models.NewPublicID(), false
	_, err = a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		m := w.letter(who, "", batch)
		m.Key = a.sixMonthsKey(v)
		var err error
		isNew, err = tx.QueueMessage(ctx(c), access.Scope, m)
		return batch, err
	})
	if err != nil {
		return err
	}
	if isNew {
		a.flashUndo(c, "/envois/lot/"+batch+"/retirer", "message.queued", "Count", 1)
	} else {
		a.flash(c, "info", "message.queued.none")
	}
	return see(c, "/suivi-6-mois/"+v.PublicID)
}
