package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// locationsPage is where the centre receives people, with the form of one: a new place, or the one that is being changed.
type locationsPage struct {
	Page
	Rows, Closed   []locationRow
	Heading        string
	Fields         []templates.Field
	Action, Button string
	Back           string // "" on the list
	Empty          templates.Empty
}

// locationRow is one place of the list.
type locationRow struct{ ID, Name, Kind, Address, Seats string }

func (a *App) locationRow(l models.Location) locationRow {
	kind := "location.kind.office"
	if l.Desk {
		kind = "location.kind.desk"
	}
	seats := a.Texts.T("location.seats.free")
	if l.Seats > 0 {
		seats = strconv.Itoa(l.Seats)
	}
	return locationRow{ID: l.PublicID, Name: l.Name, Kind: a.Texts.T(kind), Address: l.Address, Seats: seats}
}

// listLocations: GET /reglages/lieux.
func (a *App) listLocations(c *gin.Context, access Access) error {
	return a.showLocations(c, access, models.Location{Seats: 1}, nil)
}

// showLocations shows the list and the form; with problems, as it was sent.
func (a *App) showLocations(c *gin.Context, access Access, l models.Location, problems models.Problems) error {
	t := a.Texts.T
	page := locationsPage{Page: a.newPage(c, access, "location.title"), Heading: t("location.new"), Action: "/reglages/lieux", Button: t("location.add"), Empty: templates.Empty{Text: t("location.empty")}}
	for _, closed := range []bool{false, true} {
		all, err := a.Store.Locations(ctx(c), access.Scope, closed)
		if err != nil {
			return err
		}
		for _, known := range all {
			if closed {
				page.Closed = append(page.Closed, a.locationRow(known))
			} else {
				page.Rows = append(page.Rows, a.locationRow(known))
			}
		}
	}
	seats := strconv.Itoa(l.Seats)
	if l.Seats == 0 {
		seats = ""
	}
	wrong := func(f templates.Field) templates.Field { return f.Wrong(a.problem(problems, f.Name)) }
	page.Fields = []templates.Field{wrong(templates.Text("name", t("location.name"), l.Name)),
		templates.Check("desk", t("location.desk"), l.Desk).With(t("location.desk.hint")),
		wrong(templates.Number("seats", t("location.seats"), seats, "").With(t("location.seats.hint")).AsOptional()),
		wrong(templates.Number("laptops", t("location.laptops"), strconv.Itoa(l.Laptops), "").With(t("location.laptops.hint")).AsOptional()),
		wrong(templates.Text("address", t("location.address"), l.Address).AsOptional()),
		templates.TextArea("directions", t("location.directions"), l.Directions, 3).With(t("location.directions.hint")).AsOptional()}
	if l.PublicID != "" {
		page.Title = t("location.edit")
		page.Heading, page.Action, page.Button, page.Back = t("location.edit"), "/reglages/lieux/"+l.PublicID, t("location.save"), "/reglages/lieux"
		page.Fields = append(page.Fields, hiddenVersion(l.Version))
	} else {
		page.Fields = append(page.Fields, templates.Hidden("submission", page.Submission))
	}
	page.Breadcrumb = []templates.Link{{URL: "/reglages", Label: t("nav.settings")}}
	page.Summary = templates.Problems(page.Fields...)
	return a.showForm(c, "settings/locations", page, problems)
}

// editLocation: GET /reglages/lieux/:id.
func (a *App) editLocation(c *gin.Context, access Access) error {
	l, err := a.Store.Location(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	return a.showLocations(c, access, l, nil)
}

// saveLocation: POST /reglages/lieux and POST /reglages/lieux/:id.
func (a *App) saveLocation(c *gin.Context, access Access) error {
	l := models.Location{}
	var err error
	if id := c.Param("id"); id != "" {
		l, err = a.Store.Location(ctx(c), access.Scope, id)
	} else {
		var centre models.Centre
		centre, err = a.Store.Centre(ctx(c), access.Scope, "")
		l.CentreID = centre.ID
	}
	if err != nil {
		return err
	}
	problems := models.Problems{}
	l.Name, l.Address, l.Desk, l.Version = strings.TrimSpace(c.PostForm("name")), strings.TrimSpace(c.PostForm("address")), c.PostForm("desk") != "", number(c.PostForm("version"))
	l.Directions = strings.TrimSpace(strings.ReplaceAll(c.PostForm("directions"), "\r\n", "\n"))
	if l.Seats = 0; strings.TrimSpace(c.PostForm("seats")) != "" {
		if l.Seats, err = strconv.Atoi(strings.TrimSpace(c.PostForm("seats"))); err != nil {
			problems.Add("seats", "location.problem.seats", "Max", models.MaxSeats)
		}
	}
	l.Laptops = 0
	if n := typedCount(strings.TrimSpace(c.PostForm("laptops")), "laptops", problems); n != nil {
		l.Laptops = *n
	}
	merge(problems, models.CheckLocation(l))
	if len(problems) == 0 {
		err := a.saveOnce(c, access, l)
		if err == nil {
			a.flash(c, "success", "location.saved")
			return see(c, "/reglages/lieux")
		}
		if !addAppointmentProblems(err, problems) || problems.Has("date") {
			return err
		}
	}
	return a.showLocations(c, access, l, problems)
}

// saveOnce adds a place once, however often the button was pressed; a change has its version.
func (a *App) saveOnce(c *gin.Context, access Access, l models.Location) error {
	if l.PublicID != "" {
		_, err := a.Store.SaveLocation(ctx(c), access.Scope, l)
		return err
	}
	_, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		_, err := tx.SaveLocation(ctx(c), access.Scope, l)
		return "/reglages/lieux", err
	})
	return err
}

// closeLocation: POST /reglages/lieux/:id/fermeture and /reouverture.
func (a *App) closeLocation(closed bool) func(*gin.Context, Access) error {
	return func(c *gin.Context, access Access) error {
		if err := a.Store.CloseLocation(ctx(c), access.Scope, c.Param("id"), closed); err != nil {
			return err
		}
		if closed {
			a.flashUndo(c, "/reglages/lieux/"+c.Param("id")+"/reouverture", "location.closed")
		} else {
			a.flash(c, "success", "location.reopened")
		}
		c.Redirect(http.StatusSeeOther, "/reglages/lieux")
		return nil
	}
}

// locationNames are the names of the centre's locations, for the fields that ask where: another place may be typed.
func (a *App) locationNames(c *gin.Context, access Access) ([]string, error) {
	all, err := a.Store.Locations(ctx(c), access.Scope, false)
	return namesOf(all), err
}

func namesOf(locations []models.Location) []string {
	var names []string
	for _, l := range locations {
		names = append(names, l.Name)
	}
	return names
}
