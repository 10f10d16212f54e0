package store

import (
	"context"
	"errors"
	"strings"

	"jalon/models"
)

const allPersonColumns = identityColumns + profileColumns + sensitiveColumns + nissColumns

func (m *importer) loadPersons(ctx context.Context) error {
	record := record[models.Participant]{sheet: "Personnes", table: "participants", columns: allPersonColumns,
		fresh: m.freshPerson, open: m.store.openSealed, insert: m.store.insertParticipant, update: m.updatePerson}
	for _, row := range m.x.Persons {
		if kept, linked := m.linked[m.persons[row.Ref]]; linked {
			m.persons[row.Ref] = kept // what this file knew was looked at when the two became one
			continue
		}
		p, err := save(ctx, m, record, m.persons[row.Ref], func(p *models.Participant) { applyPerson(p, row) })
		if err != nil {
			return err
		}
		m.persons[row.Ref] = p.ID
		if err := m.importNISS(ctx, p, row.NISS); err != nil {
			return err
		}
	}
	return nil
}

func (m *importer) freshPerson(p *models.Participant) {
	p.ID, p.PublicID, p.CentreID, p.Version = models.NewID(), models.NewPublicID(), m.centre.ID, 1
	p.CreatedBy, p.CreatedAt, p.UpdatedAt = m.author(), m.store.Now(), m.store.Now()
}

func applyPerson(p *models.Participant, row models.ExchangePerson) {
	if p.ExternalRef == "" && row.Ref != p.PublicID {
		p.ExternalRef = row.Ref
	}
	put(&p.FamilyName, row.Family)
	put(&p.GivenName, row.Given)
	if p.SortName == "" { // new
		p.SingleName = p.FamilyName == "" || p.GivenName == ""
	}
	put(&p.Sex, row.Sex)
	put(&p.Birth, row.Birth)
	put(&p.Nationalities, strings.Join(row.Nationalities, ";"))
	put(&p.BirthCountry, row.BirthCountry)
	put(&p.FatherBirthCountry, row.FatherCountry)
	put(&p.MotherBirthCountry, row.MotherCountry)
	put(&p.ContactLanguage, row.ContactLanguage)
	put(&p.Languages, strings.Join(row.Languages, ";"))
	put(&p.Phone, importedPhone(row.Mobile))
	put(&p.Landline, importedPhone(row.Phone))
	put(&p.Email, importedEmail(row.Email))
	put(&p.Address, row.Address)
	put(&p.Postcode, row.Postcode)
	put(&p.Refnis, row.Commune)
	put(&p.ArrivedOn, string(row.Arrival))
	put(&p.Residence.Title, row.Permit)
	put(&p.PermitExpiresOn, row.PermitExpiry)
	put(&p.Residence.WorkMarket, row.LabourMarket)
	put(&p.FrenchLevel, row.FrenchLevel)
}

// importedPhone is the number as others compare it, or the text as it is: a warning has said so.
func importedPhone(text string) string {
	if number, err := models.NormalisePhone(text); err == nil {
		return number
	}
	return text
}

func importedEmail(text string) string {
	if email, err := models.NormaliseEmail(text); err == nil {
		return email
	}
	return text
}

// updatePerson completes a person who is there already, name indexes included.
func (m *importer) updatePerson(ctx context.Context, before, p *models.Participant) error {
	box, err := m.box(ctx, p.ID)
	if err != nil {
		return err
	}
	p.Derive()
	p.UpdatedAt = m.store.Now()
	if err := sealAnswers(box, p); err != nil {
		return err
	}
	if err := m.store.replace(ctx, "participants", allPersonColumns, p); err != nil {
		return err
	}
	if before.Identity() == p.Identity() {
		return nil
	}
	r, err := m.store.compared(ctx, p.ID)
	if err != nil {
		return err
	}
	return m.store.indexNames(ctx, r) // the pairs are looked for when all rows are there
}

// importNISS keeps the number where the centre has switched it on; elsewhere a warning has said that it is not kept.
func (m *importer) importNISS(ctx context.Context, p *models.Participant, number string) error {
	if number == "" || !m.centre.NISSEnabled {
		return nil
	}
	box, err := m.box(ctx, p.ID)
	if err != nil {
		return err
	}
	if known, err := box.Open("niss", p.NISSSealed); err != nil || known == number {
		return err
	}
	hash := ""
	if !unknownAnswer(number) {
		hash = m.store.sealer.blindIndex(number)
	}
	if _, err := m.store.exec(ctx, "update participants set niss_sealed = ?, niss_hash = ? where id = ?", box.Seal("niss", number), hash, p.ID); err != nil {
		return errors.Join(errors.New("keep the national number"), err)
	}
	r, err := m.store.compared(ctx, p.ID)
	if err != nil {
		return err
	}
	return m.store.indexNames(ctx, r)
}
