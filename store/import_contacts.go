package store

import (
	"context"
	"slices"
	"strings"

	"jalon/models"
)

const importedFollowUpColumns = `id, public_id, centre_id, participant_id, enrolment_id, external_ref, on_date, starts_at, minutes, mode,
	place, presence, signed, user_id, topics, next_step, group_id, created_by, created_at, updated_at, version`

const importedNoteColumns = "id, public_id, centre_id, participant_id, followup_id, author_id, level, body_sealed"

func (m *importer) loadFollowUps(ctx context.Context) error {
	record := batched[models.FollowUp](m, "Suivis", "followups", importedFollowUpColumns)
	record.update = m.updateFollowUp
	var notes []models.Note // of new follow-ups, written after them
	for _, row := range m.x.FollowUps {
		record.fresh = func(f *models.FollowUp) {
			f.ID, f.PublicID, f.CentreID, f.Version = models.NewID(), models.NewPublicID(), m.centre.ID, 1
			f.Presence, f.CreatedBy, f.CreatedAt, f.UpdatedAt = "present", m.author(), m.store.Now(), m.store.Now()
		}
		known := m.followUps[row.Ref]
		f, err := save(ctx, m, record, known, func(f *models.FollowUp) { m.applyFollowUp(f, row) })
		if err != nil {
			return err
		}
		m.followUps[row.Ref] = f.ID
		if err := m.answers(ctx, f.ID, map[string]string{"signature": row.Signed}); err != nil {
			return err
		}
		n, err := m.note(ctx, f, row.Note)
		switch {
		case err != nil:
			return err
		case n == nil:
		case known == "":
			notes = append(notes, *n)
		default:
			if err := m.rewriteNote(ctx, f, *n, row.Note); err != nil {
				return err
			}
		}
	}
	if err := record.pending.flush(ctx); err != nil {
		return err
	}
	return m.insertNotes(ctx, notes)
}

func (m *importer) updateFollowUp(ctx context.Context, before, f *models.FollowUp) error {
	if err := m.store.keepRevision(ctx, m.scope, f.ParticipantID, models.KindFollowUp, f.ID, before.Version, "import", before); err != nil {
		return err
	}
	f.UpdatedAt = m.store.Now()
	return m.store.replace(ctx, "followups", importedFollowUpColumns, f)
}

func (m *importer) applyFollowUp(f *models.FollowUp, row models.ExchangeFollowUp) {
	if f.ExternalRef == "" && row.Ref != f.PublicID {
		f.ExternalRef = row.Ref
	}
	e := m.enrolments[row.Enrolment]
	f.EnrolmentID, f.ParticipantID = e.id, e.person
	put(&f.OnDate, row.On)
	put(&f.StartsAt, row.Start)
	if row.Minutes != nil {
		f.Minutes = *row.Minutes
	}
	put(&f.Mode, row.Mode)
	put(&f.Place, row.Place)
	put(&f.Presence, row.Presence)
	f.Signed = signed(f.Signed, row.Signed)
	putReference(&f.UserID, m.staff[row.Counsellor])
	put(&f.Topics, strings.Join(row.Topics, ";"))
	put(&f.GroupID, row.Group)
}

// signed: only oui is a signature; an empty cell leaves what there is.
func signed(before bool, cell string) bool { return cell == models.Yes || cell == "" && before }

// putReference keeps the pointer when it already says the same.
func putReference(field **string, id string) {
	if id != "" && (*field == nil || **field != id) {
		*field = &id
	}
}

// note seals a note of level « dossier »; nil for an empty cell.
func (m *importer) note(ctx context.Context, f *models.FollowUp, text string) (*models.Note, error) {
	if text = models.PlainText(text); text == "" {
		return nil, nil
	}
	box, err := m.box(ctx, f.ParticipantID)
	return &models.Note{ID: models.NewID(), PublicID: models.NewPublicID(), CentreID: m.centre.ID, ParticipantID: f.ParticipantID,
		FollowUpID: f.ID, AuthorID: f.UserID, Level: models.NoteFile, BodySealed: box.Seal("note", text)}, err
}

func (m *importer) insertNotes(ctx context.Context, notes []models.Note) error {
	pending := m.store.bulk("notes", importedNoteColumns)
	for _, n := range notes {
		if err := pending.addRow(ctx, n); err != nil {
			return err
		}
	}
	return pending.flush(ctx)
}

// rewriteNote changes the note of a follow-up that is there already. A note that a colleague has reserved since stays
// theirs: its text does not come back to the file.
func (m *importer) rewriteNote(ctx context.Context, f *models.FollowUp, n models.Note, text string) error {
	var before []models.Note
	if err := m.store.list(ctx, &before, "select "+importedNoteColumns+" from notes where followup_id = ?", f.ID); err != nil {
		return err
	}
	if len(before) == 0 {
		return m.store.insert(ctx, "notes", importedNoteColumns, n)
	}
	if len(before) > 1 || before[0].Level != models.NoteFile {
		return nil
	}
	known, err := m.boxes[f.ParticipantID].Open("note", before[0].BodySealed)
	if err != nil || known == text {
		return err
	}
	if err := m.store.keepRevision(ctx, m.scope, f.ParticipantID, models.KindNote, before[0].ID, f.Version, "import", known); err != nil {
		return err
	}
	return m.store.change(ctx, "update notes set body_sealed = ? where id = ?", n.BodySealed, before[0].ID)
}

func (m *importer) loadSessions(ctx context.Context) error {
	record := plain(m, "Seances", "sessions", sessionColumns, m.freshSession)
	if err := m.readCatalogue(ctx); err != nil {
		return err
	}
	closed := m.finishedSessions()
	for _, row := range m.x.Sessions {
		known := m.sessions[row.Ref]
		s, err := save(ctx, m, record, known, func(s *models.Session) {
			m.applySession(s, row)
			if closed[row.Ref] && s.Status == models.SessionPlanned {
				s.Status, s.ClosedAt = models.SessionClosed, m.store.Now()
			}
		})
		if err != nil {
			return err
		}
		m.sessions[row.Ref] = s.ID
		if err := m.answers(ctx, s.ID, map[string]string{"operateur": row.Operator}); err != nil {
			return err
		}
		if err := m.trainers(ctx, s.ID, row.Trainers); err != nil {
			return err
		}
	}
	return nil
}

// readCatalogue reads the rules of the modules as the centre has them.
func (m *importer) readCatalogue(ctx context.Context) error {
	var all []models.Module
	err := m.store.list(ctx, &all, "select "+moduleColumns+" from modules where centre_id = ?", m.centre.ID)
	m.catalogue = map[string]models.SessionRule{}
	for _, n := range all {
		m.catalogue[n.ID] = n.Rule()
	}
	return err
}

func (m *importer) freshSession(s *models.Session) {
	s.ID, s.PublicID, s.CentreID, s.Version = models.NewID(), models.NewPublicID(), m.centre.ID, 1
	s.Status, s.CreatedBy, s.CreatedAt = models.SessionPlanned, m.author(), m.store.Now()
}

func (m *importer) applySession(s *models.Session, row models.ExchangeSession) {
	if s.ExternalRef == "" && row.Ref != s.PublicID {
		s.ExternalRef = row.Ref
	}
	put(&s.OperationID, m.operations[row.Operation])
	if id := m.modules[row.Module]; id != "" {
		fresh := s.ModuleID == nil || *s.ModuleID != id
		putReference(&s.ModuleID, id)
		s.ModuleCode = ""
		if rule, said := m.rules[id]; said { // the workbook's own rule counts its sessions
			s.SessionRule = rule
		} else if fresh {
			s.SessionRule = m.catalogue[id]
		}
	} else if row.Module != "" { // kept as written: the catalogue may learn it later
		s.ModuleID, s.ModuleCode, s.SessionRule = nil, row.Module, models.SessionRule{}
	}
	put(&s.Title, row.Title)
	put(&s.OnDate, row.On)
	put(&s.StartsAt, row.Start)
	put(&s.EndsAt, row.End)
	put(&s.Place, row.Place)
	putNumber(&s.Capacity, row.Capacity)
	put(&s.Operator, knownCode(row.Operator))
	put(&s.Interpreter, row.Interpreter)
}

// finishedSessions are past and have a complete attendance list: nobody has to close history by hand.
func (m *importer) finishedSessions() map[string]bool {
	finished, open := map[string]bool{}, map[string]bool{}
	for _, a := range m.x.Attendances {
		open[a.Session] = open[a.Session] || a.Status == "inscrit" || unknownAnswer(a.Status)
		finished[a.Session] = true
	}
	for _, s := range m.x.Sessions {
		finished[s.Ref] = finished[s.Ref] && !open[s.Ref] && s.On < m.store.Today()
	}
	return finished
}

// trainers replaces the list when the cell is not empty and says something else.
func (m *importer) trainers(ctx context.Context, sessionID string, emails []string) error {
	var wanted, before []string
	for _, email := range emails {
		if id := m.staff[email]; !slices.Contains(wanted, id) {
			wanted = append(wanted, id)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	if err := m.store.list(ctx, &before, "select user_id from session_trainers where session_id = ? order by position, user_id", sessionID); err != nil {
		return err
	}
	if slices.Equal(before, wanted) {
		return nil
	}
	if _, err := m.store.exec(ctx, "delete from session_trainers where session_id = ?", sessionID); err != nil {
		return err
	}
	for i, id := range wanted {
		if _, err := m.store.exec(ctx, "insert into session_trainers (session_id, user_id, position) values (?, ?, ?)", sessionID, id, i); err != nil {
			return err
		}
	}
	return nil
}

func (m *importer) loadAttendances(ctx context.Context) error {
	record := batched[models.Registration](m, "Presences", "registrations", registrationColumns)
	known, err := m.knownPairs(ctx, "select session_id, enrolment_id, id from registrations where centre_id = ?", len(m.x.Attendances))
	if err != nil {
		return err
	}
	for _, row := range m.x.Attendances {
		session, e := m.sessions[row.Session], m.enrolments[row.Enrolment]
		record.fresh = func(r *models.Registration) {
			r.ID, r.PublicID, r.CentreID, r.Version = models.NewID(), models.NewPublicID(), m.centre.ID, 1
			r.SessionID, r.EnrolmentID, r.ParticipantID = session, e.id, e.person
			r.Place, r.CreatedBy, r.CreatedAt = "inscrit", m.author(), m.store.Now()
		}
		id := known[pair{session, e.id}]
		r, err := save(ctx, m, record, id, func(r *models.Registration) { m.applyAttendance(r, row) })
		if err != nil {
			return err
		}
		known[pair{session, e.id}] = r.ID
		if err := m.answers(ctx, r.ID, map[string]string{"statut": row.Status, "signature": row.Signed}); err != nil {
			return err
		}
	}
	return record.pending.flush(ctx)
}

func (m *importer) applyAttendance(r *models.Registration, row models.ExchangeAttendance) {
	if row.Status != "inscrit" { // « inscrit » says nothing of what happened: what was marked since stays
		if attendance := knownCode(row.Status); r.Attendance != attendance {
			r.Attendance, r.MarkedAt, r.MarkedBy = attendance, m.store.Now(), m.author()
		}
		r.Place = "inscrit"
	}
	putNumber(&r.Minutes, row.Minutes)
	r.Signed = signed(r.Signed, row.Signed)
}

// knownPairs reads the ids of rows that have no reference, by their key of two columns.
func (m *importer) knownPairs(ctx context.Context, query string, rows int) (map[pair]string, error) {
	known := map[pair]string{}
	if rows == 0 {
		return known, nil
	}
	var found []struct {
		Session   string `db:"session_id"`
		Enrolment string `db:"enrolment_id"`
		ID        string `db:"id"`
	}
	if err := m.store.list(ctx, &found, query, m.centre.ID); err != nil {
		return nil, err
	}
	for _, f := range found {
		known[pair{f.Session, f.Enrolment}] = f.ID
	}
	return known, nil
}
