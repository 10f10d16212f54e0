package handlers

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/templates"
)

// quotasPage is the form of the places kept for some people.
type quotasPage struct {
	Page
	Session   models.SessionRow
	Programme templates.Programme
	Places    *templates.Meter
	Rows      [][]templates.Field
	Release   templates.Field
}

// quotaForm keeps what was typed: a number of places by public or by who sends.
type quotaForm struct {
	Values, Seats []string
	Release       string
	Version       int
}

// quotaRows is how many partners places can be kept for.
const quotaRows = 3

// fillQuotas shows the places kept for some people as bars, with what they still keep.
func (a *App) fillQuotas(c *gin.Context, access Access, page *sessionPage) error {
	r := page.Session
	if r.Status == models.SessionPlanned && a.may(access, models.Update, models.KindSession) && r.Capacity != nil {
		page.QuotasURL = "/seances/" + r.PublicID + "/places-reservees"
	}
	quotas, err := a.Store.Quotas(ctx(c), access.Scope, r.PublicID)
	for _, q := range quotas {
		page.Quotas = append(page.Quotas, a.quotaMeter(r, q))
	}
	return err
}

func (a *App) quotaMeter(r models.SessionRow, q models.Quota) templates.Meter {
	text := a.Texts.T("quota.bar", "Who", a.quotaName(q), "Given", q.Given, "Seats", q.Seats)
	switch {
	case q.Released(r.OnDate, a.today()):
		text = a.Texts.T("quota.released", "Bar", text)
	case q.ReleaseDays != nil:
		text = a.Texts.T("quota.until", "Bar", text, "Date", models.FrenchDate(r.OnDate.AddDays(-*q.ReleaseDays)))
	}
	return templates.Meter{Value: min(q.Given, q.Seats), Max: q.Seats, Label: a.Texts.T("quota.title"), Text: text}
}

func (a *App) quotaName(q models.Quota) string {
	if q.Basis == models.QuotaAudience {
		return a.Texts.T("quota.public." + q.Value)
	}
	return a.Texts.T("quota.referral", "Partner", q.Value)
}

// editQuotas: GET and POST /seances/:id/places-reservees.
func (a *App) editQuotas(c *gin.Context, access Access) error {
	r, err := a.Store.Session(ctx(c), access.Scope, c.Param("id"))
	if err != nil {
		return err
	}
	if c.Request.Method == "GET" {
		quotas, err := a.Store.Quotas(ctx(c), a.scope(access, models.Read, models.KindSession), r.PublicID)
		if err != nil {
			return err
		}
		return a.show(c, "sessions/quotas", a.newQuotasPage(c, access, r, quotaFormOf(r, quotas), nil))
	}
	form := quotaForm{Values: c.PostFormArray("value"), Seats: c.PostFormArray("seats"), Release: c.PostForm("release"), Version: number(c.PostForm("version"))}
	quotas, problems := form.apply(r)
	if len(problems) == 0 {
		if err = a.Store.SetQuotas(ctx(c), access.Scope, r.PublicID, form.Version, quotas); err == nil {
			a.flash(c, "success", "quota.saved")
			return see(c, "/seances/"+r.PublicID)
		}
		if !asProblem(err, problems, "seats") {
			return err
		}
	}
	return a.refuse(c, "sessions/quotas", a.newQuotasPage(c, access, r, form, problems))
}

// basisOf is what places of a session may be kept by.
func basisOf(r models.SessionRow) string {
	if r.Programme == models.M4H {
		return models.QuotaAudience
	}
	return models.QuotaReferral
}

func quotaFormOf(r models.SessionRow, quotas []models.Quota) quotaForm {
	form := quotaForm{Version: r.Version}
	for _, q := range quotas {
		form.Values, form.Seats = append(form.Values, q.Value), append(form.Seats, strconv.Itoa(q.Seats))
		if q.ReleaseDays != nil {
			form.Release = strconv.Itoa(*q.ReleaseDays)
		}
	}
	return form
}

// apply reads the reservations typed: a line without places keeps none.
func (f quotaForm) apply(r models.SessionRow) ([]models.Quota, models.Problems) {
	problems := models.Problems{}
	var release *int
	if text := strings.TrimSpace(f.Release); text != "" {
		days, err := strconv.Atoi(text)
		if err != nil {
			problems.Add("release", "session.problem.not_a_number")
		}
		release = &days
	}
	var quotas []models.Quota
	for i := range min(len(f.Values), len(f.Seats)) {
		text := strings.TrimSpace(f.Seats[i])
		if text == "" || text == "0" {
			continue
		}
		seats, err := strconv.Atoi(text)
		if err != nil {
			problems.Add("seats", "session.problem.not_a_number")
		}
		quotas = append(quotas, models.Quota{Basis: basisOf(r), Value: strings.TrimSpace(f.Values[i]), Seats: seats, ReleaseDays: release})
	}
	if len(problems) == 0 {
		merge(problems, models.CheckQuotas(quotas, r.Capacity))
	}
	return quotas, problems
}

func (a *App) newQuotasPage(c *gin.Context, access Access, r models.SessionRow, f quotaForm, problems models.Problems) quotasPage {
	page := quotasPage{Page: a.newPage(c, access, "quota.title"), Session: r, Programme: a.programme(r.Programme), Places: a.places(r)}
	page.Session.Version = f.Version
	page.Breadcrumb = a.sessionTrail(r, false)
	values := f.Values
	if basisOf(r) == models.QuotaAudience {
		values = []string{models.PublicObliged, models.PublicVolunteer}
	}
	for i := range max(len(values), quotaRows) {
		if basisOf(r) == models.QuotaAudience && i >= len(values) {
			break
		}
		page.Rows = append(page.Rows, a.quotaRow(r, f, i, nth(values, i), problems))
	}
	page.Release = templates.Number("release", a.Texts.T("quota.release"), f.Release, a.Texts.T("quota.release.unit")).With(a.Texts.T("quota.release.hint")).
		Wrong(a.problem(problems, "release")).AsOptional()
	for _, row := range page.Rows {
		page.Summary = append(page.Summary, templates.Problems(row...)...)
	}
	page.Summary = append(page.Summary, templates.Problems(page.Release)...)
	return page
}

func (a *App) quotaRow(r models.SessionRow, f quotaForm, i int, value string, problems models.Problems) []templates.Field {
	id := strconv.Itoa(i)
	label, problem := a.Texts.T("quota.seats"), ""
	if i == 0 {
		problem = a.problem(problems, "seats")
	}
	who := templates.Text("value", a.Texts.T("quota.partner"), value).AsOptional()
	seats := nth(f.Seats, i)
	if basisOf(r) == models.QuotaAudience {
		who, label = templates.Hidden("value", value), a.Texts.T("quota.public."+value)
		seats = f.seatsOf(value)
	} else if i == 0 {
		who = who.Wrong(a.problem(problems, "value"))
	}
	who.ID = "value-" + id
	places := templates.Number("seats", label, seats, a.Texts.T("quota.seats.unit")).AsOptional().Wrong(problem)
	places.ID = "seats-" + id
	return []templates.Field{who, places}
}

// seatsOf finds the places typed for one public.
func (f quotaForm) seatsOf(value string) string {
	for i, v := range f.Values {
		if v == value {
			return nth(f.Seats, i)
		}
	}
	return ""
}

// nth is the text at a rank of a list, "" beyond its end.
func nth(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}
