package handlers

import (
	"fmt"
	"strings"

	"github.com/gin-gonic/gin"

	"jalon/models"
	"jalon/store"
	"jalon/templates"
)

// entryPageSize is how many enrolments the grid shows at a time.
const entryPageSize = 50

// reportEntryPage is what people type for a report and nothing else carries: candidates, the qualitative part,
// exemptions and dates of the bilan social.
type reportEntryPage struct {
	Page
	Operation  models.Operation
	Programme  templates.Programme
	Year       string
	Questions  []questionForm
	Candidates []candidateRow
	Candidate  []templates.Field
	EditID     string
	EditURL    string
	Version    int
	Grid       []answersRow
	Missing    bool
	GridPager  templates.Pager

	Estimates      []estimateRow
	EstimateFields []templates.Field
	EstimateURL    string // "" for another funder
}

// questionForm is one part of the qualitative text, saved by itself.
type questionForm struct {
	Key     string
	Field   templates.Field
	Version int
	Note    string // who wrote it, when
}

type candidateRow struct{ ID, Date, Source, Candidate, Entered, Reason, Returned, URL string }

// answersRow is one enrolment of the grid; its fields carry the enrolment's id to stay distinct.
type answersRow struct {
	ID, Name string
	Version  int
	Fields   []templates.Field
}

// showReportEntry: GET /rapports/:operation/saisie.
func (a *App) showReportEntry(c *gin.Context, access Access) error {
	return a.reportEntry(c, access, nil)
}

// reportEntry shows the page; problems are those of the candidate being typed.
func (a *App) reportEntry(c *gin.Context, access Access, problems models.Problems) error {
	o, err := a.Store.Operation(ctx(c), access.Scope, c.Param("operation"))
	if err != nil {
		return err
	}
	page := reportEntryPage{Page: a.newPage(c, access, "report.entry.title"), Operation: o, Programme: a.programme(o.Programme), Year: entryYear(c, a.today())}
	page.Breadcrumb = []Link{{URL: "/rapports", Label: a.Texts.T("nav.reports")}}
	if o.Funder == models.FunderForem {
		if err := a.foremEntry(c, access, &page, problems); err != nil {
			return err
		}
	}
	if o.Funder == models.FunderSPW {
		if err := a.spwEntry(c, access, &page); err != nil {
			return err
		}
	}
	if o.Funder == models.FunderFSE {
		if err := a.fseEntry(c, access, &page, problems); err != nil {
			return err
		}
	}
	return a.showForm(c, "reports/entry", page, problems)
}

func entryYear(c *gin.Context, today models.Date) string {
	if y := number(c.Query("annee")); y > 2000 && y < 2100 {
		return fmt.Sprint(y)
	}
	return fmt.Sprint(today.Year())
}

func (a *App) foremEntry(c *gin.Context, access Access, page *reportEntryPage, problems models.Problems) error {
	texts, err := a.Store.ReportTexts(ctx(c), access.Scope, page.Operation.PublicID, "forem", page.Year)
	if err != nil {
		return err
	}
	for _, q := range models.ForemQuestions {
		written := texts[q.Key]
		form := questionForm{Key: q.Key, Field: templates.TextArea("texte-"+q.Key, q.Text, written.Body, 5).AsOptional(), Version: written.Version}
		if written.Version > 0 {
			form.Note = a.Texts.T("report.entry.written", "Name", written.Author, "Date", models.FrenchDate(models.DateOf(written.At.Time)))
		}
		page.Questions = append(page.Questions, form)
	}
	candidates, err := a.Store.Recruitments(ctx(c), access.Scope, page.Operation.PublicID)
	if err != nil {
		return err
	}
	base := "/rapports/" + page.Operation.PublicID + "/saisie"
	form := candidateForm{Date: models.FrenchDate(a.today())}
	for _, r := range candidates {
		page.Candidates = append(page.Candidates, candidateRow{r.PublicID, models.FrenchDate(r.OnDate), r.Source, r.Candidate,
			a.answer("entered", r.Entered), r.Reason, models.FrenchDate(r.ReturnedOn), base + "?candidat=" + r.PublicID + "#candidat"})
		if r.PublicID == c.Query("candidat") {
			form = candidateFormOf(r)
			page.EditID, page.Version = r.PublicID, r.Version
		}
	}
	if problems != nil {
		form = readCandidateForm(c)
		page.EditID, page.Version = c.PostForm("candidat"), number(c.PostForm("version"))
	}
	page.EditURL = base + "/candidats"
	page.Candidate = a.candidateFields(form, problems)
	a.blame(&page.Page, problems, candidateFieldNames...)
	return nil
}

// candidateForm keeps what was typed about a candidate.
type candidateForm struct{ Date, Source, Candidate, Entered, Reason, Returned string }

var candidateFieldNames = []string{"date", "source", "candidat_ref", "entree", "motif", "retour"}

func candidateFormOf(r models.Recruitment) candidateForm {
	return candidateForm{models.FrenchDate(r.OnDate), r.Source, r.Candidate, r.Entered, r.Reason, models.FrenchDate(r.ReturnedOn)}
}

func readCandidateForm(c *gin.Context) candidateForm {
	v := func(name string) string { return strings.TrimSpace(c.PostForm(name)) }
	return candidateForm{v("date"), v("source"), v("candidat_ref"), v("entree"), v("motif"), v("retour")}
}

func (f candidateForm) recruitment(today models.Date) (models.Recruitment, models.Problems) {
	problems := models.Problems{}
	r := models.Recruitment{Source: f.Source, Candidate: f.Candidate, Entered: f.Entered, Reason: f.Reason}
	r.OnDate = typedDay(f.Date, today, "date", problems)
	if f.Returned != "" {
		r.ReturnedOn = typedDay(f.Returned, today, "retour", problems)
	}
	if f.Source == "" {
		problems.Add("source", "report.entry.source_required")
	}
	if f.Entered != "" && f.Entered != models.Yes && f.Entered != models.No {
		problems.Add("entree", "field.not_in_list")
	}
	return r, problems
}

func (a *App) candidateFields(f candidateForm, problems models.Problems) []templates.Field {
	wrong := func(field templates.Field) templates.Field { return field.Wrong(a.problem(problems, field.Name)) }
	return []templates.Field{
		wrong(templates.Date("date", a.Texts.T("report.entry.date"), f.Date)),
		wrong(templates.Text("source", a.Texts.T("report.entry.source"), f.Source)).With(a.Texts.T("report.entry.source.hint")),
		wrong(templates.Text("candidat_ref", a.Texts.T("report.entry.candidate"), f.Candidate)).With(a.Texts.T("report.entry.candidate.hint")).AsOptional(),
		wrong(templates.Radios("entree", a.Texts.T("report.entry.entered"), f.Entered, a.codes("entered", []string{models.Yes, models.No}))).AsOptional(),
		wrong(templates.Text("motif", a.Texts.T("report.entry.reason"), f.Reason)).AsOptional(),
		wrong(templates.Date("retour", a.Texts.T("report.entry.returned"), f.Returned)).AsOptional(),
	}
}

// saveCandidate: POST /rapports/:operation/saisie/candidats.
func (a *App) saveCandidate(c *gin.Context, access Access) error {
	r, problems := readCandidateForm(c).recruitment(a.today())
	if len(problems) > 0 {
		return a.reportEntry(c, access, problems)
	}
	r.PublicID, r.Version = c.PostForm("candidat"), number(c.PostForm("version"))
	back := "/rapports/" + c.Param("operation") + "/saisie"
	_, err := a.Store.Once(ctx(c), access.Actor.UserID, c.PostForm("submission"), func(tx *store.Store) (string, error) {
		return back, tx.SaveRecruitment(ctx(c), access.Scope, c.Param("operation"), r)
	})
	if err != nil {
		return err
	}
	a.flash(c, "success", "report.entry.saved")
	return see(c, back)
}

// saveQuestion: POST /rapports/:operation/saisie/textes.
func (a *App) saveQuestion(c *gin.Context, access Access) error {
	key, year := c.PostForm("question"), entryYear(c, a.today())
	known := false
	for _, q := range models.ForemQuestions {
		known = known || q.Key == key
	}
	if !known {
		return models.ErrNotFound
	}
	err := a.Store.SaveReportText(ctx(c), access.Scope, c.Param("operation"), "forem", year, key,
		strings.TrimSpace(c.PostForm("texte-"+key)), number(c.PostForm("version")))
	if err != nil {
		return err
	}
	a.flash(c, "success", "report.entry.saved")
	return see(c, "/rapports/"+c.Param("operation")+"/saisie?annee="+year+"#texte-"+key)
}

func (a *App) spwEntry(c *gin.Context, access Access, page *reportEntryPage) error {
	page.Missing = c.Query("manquants") == "1"
	rows, err := a.Store.ReportAnswers(ctx(c), access.Scope, page.Operation.PublicID, c.Query("apres"), page.Missing, entryPageSize+1)
	if err != nil {
		return err
	}
	if len(rows) > entryPageSize {
		rows = rows[:entryPageSize]
		page.GridPager.Next = fmt.Sprintf("/rapports/%s/saisie?manquants=%s&apres=%s", page.Operation.PublicID, c.Query("manquants"), rows[entryPageSize-1].PublicID)
	}
	for _, r := range rows {
		page.Grid = append(page.Grid, answersRow{ID: r.PublicID, Name: displayName(r.FamilyName, r.GivenName), Version: r.Version, Fields: []templates.Field{
			templates.Date("bilan-"+r.PublicID, a.Texts.T("enrolment.assessment"), french(r.AssessmentOn)).AsOptional(),
			templates.Text("convention-"+r.PublicID, a.Texts.T("enrolment.convention"), r.Convention).Sized("medium").AsOptional(),
			templates.Text("dispense-"+r.PublicID, a.Texts.T("enrolment.exemption"), r.Exemption).Sized("medium").AsOptional()}})
	}
	return nil
}

// saveAnswers: POST /rapports/:operation/saisie/inscriptions/:id.
func (a *App) saveAnswers(c *gin.Context, access Access) error {
	id := c.Param("id")
	problems := models.Problems{}
	r := store.ReportAnswers{PublicID: id, Version: number(c.PostForm("version")), Convention: strings.TrimSpace(c.PostForm("convention-" + id)),
		Exemption: strings.TrimSpace(c.PostForm("dispense-" + id))}
	r.AssessmentOn = typedDayOrAnswer(strings.TrimSpace(c.PostForm("bilan-"+id)), a.today(), "bilan-"+id, problems)
	if p, wrong := problems["bilan-"+id]; wrong {
		return models.Refuse(models.Invalid, p.Key, p.Args...)
	}
	if err := a.Store.SaveReportAnswers(ctx(c), access.Scope, c.Param("operation"), r); err != nil {
		return err
	}
	a.flash(c, "success", "report.entry.saved")
	return see(c, "/rapports/"+c.Param("operation")+"/saisie?manquants="+c.PostForm("manquants")+"#"+id)
}
