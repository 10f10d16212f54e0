package handlers

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// roomsPage is the rooms of one place, with the form of one: a new room, or the one that is being changed.
type roomsPage struct {
	Page
	Place          string
	Rows, Closed   []roomRow
	Heading        string
	Fields         []templates.Field
	Action, Button string
	Back           string // "" when a room is added
	Empty          templates.Empty
}

// roomRow is one room of the list.
type roomRow struct{ ID, URL, Name, Seats string }

// listRooms: GET /reglages/lieux/:id/locaux; « local » names the room that is being changed.
func (a *App) listRooms(c *gin.Context, access Access) error {
	l, rooms, err := a.roomsOf(c, access)
	if err != nil {
		return err
	}
	r, err := chosenRoom(rooms, c.Query("local"))
	if err != nil {
		return err
	}
	seats := ""
	if r.Seats > 0 {
		seats = strconv.Itoa(r.Seats)
	}
	return a.show(c, "settings/rooms", a.roomsPage(c, access, l, rooms, r, seats, nil))
}

func (a *App) roomsOf(c *gin.Context, access Access) (models.Location, []models.Room, error) {
	l, err := a.Store.Location(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return l, nil, err
	}
	rooms, err := a.Store.RoomsOf(ctx(c), access.Scope, l.PublicID)
	return l, rooms, err
}

// chosenRoom is the open room with that public id; "" is a new one.
func chosenRoom(rooms []models.Room, publicID string) (models.Room, error) {
	if publicID == "" {
		return models.Room{}, nil
	}
	for _, r := range rooms {
		if r.PublicID == publicID && r.ClosedAt.IsZero() {
			return r, nil
		}
	}
	return models.Room{}, models.ErrNotFound
}

func (a *App) roomsPage(c *gin.Context, access Access, l models.Location, rooms []models.Room, r models.Room, seats string, problems models.Problems) roomsPage {
	t, base := a.Texts.T, "/reglages/lieux/"+l.PublicID+"/locaux"
	page := roomsPage{Page: a.newPage(c, access, "room.title"), Place: l.Name, Action: base, Heading: t("room.new"), Button: t("room.add"), Empty: templates.Empty{Text: t("room.empty")}}
	page.Breadcrumb = []Link{{URL: "/reglages", Label: t("nav.settings")}, {URL: "/reglages/lieux", Label: t("location.title")}}
	for _, known := range rooms {
		row := roomRow{ID: known.PublicID, URL: base + "?" + query("local", known.PublicID), Name: known.Name, Seats: strconv.Itoa(known.Seats)}
		if known.ClosedAt.IsZero() {
			page.Rows = append(page.Rows, row)
		} else {
			page.Closed = append(page.Closed, row)
		}
	}
	page.Fields = []templates.Field{templates.Text("name", t("room.name"), r.Name).Wrong(a.problem(problems, "name")),
		templates.Number("seats", t("room.seats"), seats, "").With(t("room.seats.hint")).Wrong(a.problem(problems, "seats"))}
	page.Summary = templates.Problems(page.Fields...)
	if r.PublicID != "" {
		page.Heading, page.Button, page.Back = t("room.edit"), t("room.save"), base
		page.Fields = append(page.Fields, templates.Hidden("local", r.PublicID), hiddenVersion(r.Version))
	}
	return page
}

// saveRoom: POST /reglages/lieux/:id/locaux. A second click finds the room of that name: there is nothing to send once.
func (a *App) saveRoom(c *gin.Context, access Access) error {
	l, rooms, err := a.roomsOf(c, access)
	if err != nil {
		return err
	}
	r, err := chosenRoom(rooms, c.PostForm("local"))
	if err != nil {
		return err
	}
	seats := strings.TrimSpace(c.PostForm("seats"))
	r.Name, r.Seats, r.Version = strings.TrimSpace(c.PostForm("name")), number(seats), number(c.PostForm("version"))
	problems := models.CheckRoom(r)
	if len(problems) == 0 {
		_, err := a.Store.SaveRoom(ctx(c), access.Scope, l.PublicID, r)
		if err == nil {
			a.flash(c, "success", "room.saved")
			return see(c, "/reglages/lieux/"+l.PublicID+"/locaux")
		}
		if !formProblems(err, problems, "name") {
			return err
		}
	}
	return a.refuse(c, "settings/rooms", a.roomsPage(c, access, l, rooms, r, seats, problems))
}

// closeRoom: POST /reglages/locaux/:id/fermeture and /reouverture.
func (a *App) closeRoom(closed bool) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		location, err := a.Store.CloseRoom(ctx(c), access.Scope, c.Param("id"), closed)
		if err != nil {
			return err
		}
		if closed {
			a.flashUndo(c, "/reglages/locaux/"+c.Param("id")+"/reouverture", "room.closed")
		} else {
			a.flash(c, "success", "room.reopened")
		}
		return see(c, "/reglages/lieux/"+location+"/locaux")
	}
}
