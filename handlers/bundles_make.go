package handlers

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"regexp"
	"strings"
	"time"

	"jalon/documents"
	"jalon/models"
	"jalon/reports"
	"jalon/store"
)

const (
	// lockBundle is how long a bundle may stand still before it counts as interrupted.
	lockBundle = 2 * time.Minute
	// lookForBundles is how often bundles are looked for that another program left, or that are over.
	lookForBundles = time.Minute
)

// wakeBundles tells the program that a bundle waits, without waiting for it.
func (a *App) wakeBundles() {
	select {
	case a.bundles <- struct{}{}:
	default: // told already
	}
}

// KeepBundling makes the bundles that wait until the context ends.
func (a *App) KeepBundling(ctx context.Context) {
	ticker := time.NewTicker(lookForBundles)
	defer ticker.Stop()
	for {
		if err := a.RunBundles(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("bundles", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-a.bundles:
		case <-ticker.C:
		}
	}
}

// RunBundles makes every bundle that waits, one after the other, and forgets those that are over.
func (a *App) RunBundles(ctx context.Context) error {
	if err := a.Store.ExpireBundles(ctx); err != nil {
		return err
	}
	for ctx.Err() == nil {
		b, err := a.Store.ClaimBundle(ctx, lockBundle)
		if models.CodeOf(err) == models.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		switch err := a.makeBundle(ctx, b); {
		case err == nil, ctx.Err() != nil: // stopping: the next program begins it again
		case isStale(err): // withdrawn meanwhile
		default:
			a.Log.Error("bundle failed", "bundle", b.PublicID, "error", err)
			if err := a.Store.FailBundle(ctx, b.Bundle, bundleProblem(err)); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// bundleProblem is the sentence of a failure.
func bundleProblem(err error) string {
	if refusal, ok := asRefusal(err); ok && refusal.Key == "error.disk_full" {
		return "bundle.problem.disk"
	}
	switch models.CodeOf(err) {
	case models.Forbidden, models.NotFound:
		return "bundle.problem.rights"
	}
	return "bundle.problem.failed"
}

// bundleMaker writes one bundle. In memory are one person's facts, one piece of a file, and the lines of the index.
type bundleMaker struct {
	*App
	store.BundleView
	scope   models.Scope // of report_nominative when names may be shown, else of bundle
	names   models.Scope // of report_nominative, empty when nothing shows a name
	rules   models.OperationRules
	zip     *zip.Writer
	index   reports.BundleIndex
	written map[string]bool // shared files, by path
	folders map[string]int
}

// makeBundle makes one bundle under the rights that its author has now.
func (a *App) makeBundle(ctx context.Context, b store.BundleView) error {
	m, err := a.bundleMaker(ctx, b)
	if err != nil {
		return err
	}
	content, err := a.Store.WriteBundle(ctx, b.Bundle)
	if err != nil {
		return err
	}
	m.zip = zip.NewWriter(content)
	done := 0
	err = a.Store.ParticipationsOf(ctx, m.scope, b.Operation, strings.Fields(b.Members), func(f models.EnrolmentFacts) error {
		if err := m.person(ctx, f); err != nil {
			return fmt.Errorf("enrolment %s: %w", f.ID, err)
		}
		done++
		return a.Store.BundleProgress(ctx, b.Bundle, done, lockBundle)
	})
	if err != nil {
		return err
	}
	if err := errors.Join(m.finish(), m.zip.Close()); err != nil {
		return err
	}
	return content.Finish()
}

func (a *App) bundleMaker(ctx context.Context, b store.BundleView) (*bundleMaker, error) {
	m := &bundleMaker{App: a, BundleView: b, written: map[string]bool{}, folders: map[string]int{}}
	actor, err := a.Store.BundleAuthor(ctx, b.Bundle)
	if err != nil {
		return nil, err
	}
	if m.scope, err = a.Gate.Scope(actor, models.Create, models.KindBundle); err != nil {
		return nil, err
	}
	if b.Nominative || b.Scans {
		if m.names, err = a.Gate.Scope(actor, models.Export, models.KindReportNominal); err != nil {
			return nil, err
		}
	}
	if b.Nominative {
		m.scope = m.names
	}
	o, err := a.Store.Operation(ctx, m.scope, b.Operation)
	if err != nil {
		return nil, err
	}
	m.rules = o.Rules()
	m.index = reports.BundleIndex{Bundle: b.Bundle, Operation: operationLabel(o), Centre: b.Centre, Author: b.Author, MethodName: a.bundlePeople(b),
		Meta: reports.Meta{Version: a.Config.Version, ProducedOn: a.today(), Nominative: b.Nominative}}
	if b.Method == models.BundleRandom {
		m.index.Drawing = a.Texts.T("bundle.drawing")
	}
	return m, nil
}

// person writes the folder of one person.
func (m *bundleMaker) person(ctx context.Context, f models.EnrolmentFacts) error {
	period := models.Period{From: m.FromOn, To: m.ToOn}
	p := models.Evaluate(f, m.rules, m.ToOn)
	line := reports.BundlePerson{Enrolment: f.Enrolment, Person: f.Person, Name: models.ListName(f.Family, f.Given), Entry: p.Entry, Exit: p.Exit}
	for _, c := range f.Contacts {
		if period.Contains(c.Date) {
			line.Signed += c.SignedMinutes()
		}
	}
	folder, before := m.folder(f.Enrolment), len(m.index.Files)
	record, err := m.record(f, line, period)
	if err == nil {
		err = m.add(folder+"/fiche.pdf", f.Enrolment, m.Texts.T("bundle.file.record"), "", write(record))
	}
	if err != nil {
		return err
	}
	evidence, err := m.Store.Evidence(ctx, m.scope, f.ID, m.FromOn, m.ToOn)
	if err != nil {
		return err
	}
	if m.Nominative || m.Scans {
		err = m.pieces(ctx, folder, f.Enrolment, &line, evidence)
	} else {
		m.leave(&line, evidence)
	}
	line.Files = len(m.index.Files) - before
	m.index.People = append(m.index.People, line)
	return err
}

var unsafePath = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// folder is the reference as a folder, never a name; two references that are written alike get two folders.
func (m *bundleMaker) folder(reference string) string {
	name := strings.Trim(unsafePath.ReplaceAllString(models.Fold(reference), "-"), "-.")
	name = "personnes/" + orElse(name, "sans-reference")
	m.folders[name]++
	if n := m.folders[name]; n > 1 {
		name = fmt.Sprintf("%s-%d", name, n)
	}
	return name
}

// record prints what the file says of the person.
func (m *bundleMaker) record(f models.EnrolmentFacts, line reports.BundlePerson, period models.Period) ([]byte, error) {
	title, facts := f.Enrolment, m.index.Operation+", "+m.runPeriod(m.FromOn, m.ToOn, "")
	if m.Nominative {
		title = line.Name + " (" + f.Enrolment + ")"
	}
	return m.print(title, facts, false, reports.RecordTables(f, m.rules, period, m.index.Meta))
}

// print lays tables out on paper.
func (m *bundleMaker) print(title, subtitle string, wide bool, tables []reports.Table) ([]byte, error) {
	dossier := documents.Dossier{Title: title, Subtitle: subtitle, Wide: wide, PrintedOn: m.today(),
		Foot: m.Texts.T("bundle.foot", "Id", m.PublicID, "Date", models.FrenchDate(m.today()), "Author", m.Author)}
	for _, t := range tables {
		printed := documents.DossierTable{Title: t.Title, Empty: m.Texts.T("report.sheet.empty")}
		for _, column := range t.Columns {
			printed.Heads, printed.Widths = append(printed.Heads, column.Label), append(printed.Widths, column.Width)
		}
		for row, err := range t.Rows {
			if err != nil {
				return nil, err
			}
			var cells []string
			for _, cell := range cellTexts(t.Columns, row) {
				cells = append(cells, cell.Text)
				if len(printed.Right) < len(t.Columns) {
					printed.Right = append(printed.Right, cell.Right)
				}
			}
			printed.Rows = append(printed.Rows, cells)
		}
		dossier.Tables = append(dossier.Tables, printed)
	}
	return documents.PrintDossier(m.Texts.T, dossier)
}

// leave lists what a pseudonymous bundle does not hold: it cannot be read without the name.
func (m *bundleMaker) leave(line *reports.BundlePerson, e store.Evidence) {
	t := m.Texts.T
	for _, f := range e.Files {
		line.Left = append(line.Left, t("bundle.left.file", "Kind", m.answer("file_kind", f.Kind), "Date", models.FrenchDate(f.AddedOn)))
	}
	for _, a := range e.Attestations {
		line.Left = append(line.Left, t("bundle.left.attestation", "Number", a.Number))
	}
	for _, z := range e.Scans {
		line.Left = append(line.Left, t("bundle.left.scan", "Sheet", orElse(z.Number, z.Ref), "Date", models.FrenchDate(z.OnDate)))
	}
}

// pieces joins the documents, the attestations and the signed sheets. File names are kinds and numbers, never a name.
func (m *bundleMaker) pieces(ctx context.Context, folder, reference string, line *reports.BundlePerson, e store.Evidence) error {
	t, flag := m.Texts.T, ""
	if !m.Nominative {
		flag = m.Texts.T("bundle.flag.names")
	}
	for i, f := range e.Files {
		path := fmt.Sprintf("%s/%s-%d.%s", folder, f.Kind, i+1, f.Format)
		err := m.add(path, reference, m.answer("file_kind", f.Kind), flag, func(w io.Writer) error {
			return m.Store.EvidenceFile(ctx, m.names, f, func(part []byte) error { _, err := w.Write(part); return err })
		})
		if err != nil {
			return err
		}
	}
	for _, x := range e.Attestations {
		pdf, err := m.Store.EvidenceAttestation(ctx, m.names, x)
		if err != nil {
			return err
		}
		if len(pdf) == 0 {
			line.Left = append(line.Left, t("bundle.left.imported", "Number", x.Number))
			continue
		}
		name := strings.Trim(unsafePath.ReplaceAllString(models.Fold(x.Number), "-"), "-.")
		if err := m.add(folder+"/attestation-"+name+".pdf", reference, t("bundle.file.attestation", "Number", x.Number), flag, write(pdf)); err != nil {
			return err
		}
	}
	for _, z := range e.Scans {
		if err := m.sheet(ctx, z); err != nil {
			return err
		}
	}
	return nil
}

// sheet joins a page of a signed sheet once, for all the people on it.
func (m *bundleMaker) sheet(ctx context.Context, z store.EvidenceScan) error {
	path := fmt.Sprintf("feuilles/%s-%s-%s.jpg", z.OnDate, strings.Trim(unsafePath.ReplaceAllString(models.Fold(orElse(z.Number, z.Ref)), "-"), "-."), z.PublicID)
	if m.written[path] {
		return nil
	}
	m.written[path] = true
	image, err := m.Store.EvidenceScan(ctx, m.names, z.Scan)
	if err != nil || image == nil {
		return err
	}
	return m.add(path, "", m.Texts.T("bundle.file.scan", "Sheet", orElse(z.Number, z.Ref)), m.Texts.T("bundle.flag.others"), write(image))
}

func write(content []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	}
}

// counted counts and hashes what goes through it.
type counted struct {
	io.Writer
	sum   hash.Hash
	bytes int
}

func (c *counted) Write(p []byte) (int, error) {
	_, _ = c.sum.Write(p)
	c.bytes += len(p)
	return c.Writer.Write(p)
}

// add writes one file of the archive and its line of the index.
func (m *bundleMaker) add(path, person, what, remark string, content func(io.Writer) error) error {
	method := zip.Deflate
	if strings.HasSuffix(path, ".jpg") || strings.HasSuffix(path, ".png") || strings.HasSuffix(path, ".pdf") {
		method = zip.Store // packed already
	}
	part, err := m.zip.CreateHeader(&zip.FileHeader{Name: path, Method: method, Modified: m.Store.Now().Time})
	if err != nil {
		return err
	}
	through := &counted{Writer: part, sum: sha256.New()}
	if err := content(through); err != nil {
		return err
	}
	m.index.Files = append(m.index.Files, reports.BundleFile{Path: path, Person: person, What: what, Bytes: through.bytes, SHA256: hex.EncodeToString(through.sum.Sum(nil)), Remark: remark})
	return nil
}

// finish writes the index: on paper, as a workbook, and as a list that « sha256sum -c » checks.
func (m *bundleMaker) finish() error {
	var sums strings.Builder
	for _, f := range m.index.Files {
		fmt.Fprintf(&sums, "%s  %s\n", f.SHA256, f.Path)
	}
	document := reports.Index(m.index)
	pdf, err := m.print(document.Title, m.runPeriod(m.FromOn, m.ToOn, ""), true, document.Tables)
	if err != nil {
		return err
	}
	var book bytes.Buffer
	if err := reports.WriteWorkbook(&book, document); err != nil {
		return err
	}
	return errors.Join(m.add("index.pdf", "", "", "", write(pdf)), m.add("index.xlsx", "", "", "", write(book.Bytes())), m.add("SHA256SUMS", "", "", "", write([]byte(sums.String()))))
}
