package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"jalon/models"
	"jalon/store"
)

// fictionalPartners are the network of the demonstration: kinds that exist, organisations and people that do not. The
// telephone numbers are of a range not given to operators.
var fictionalPartners = []models.Partner{
	{Kind: "forem", Name: "Forem, maison de l'emploi (fictif)", Refnis: "92094", Contacts: []models.PartnerContact{{Name: "Sophie Lambotte", Job: "Conseillère de référence"}}},
	{Kind: "mirena", Name: "Mission régionale (fictif)", Refnis: "92094", Contacts: []models.PartnerContact{{Name: "Karim Bensaïd", Job: "Jobcoach"}, {Name: "Julie Marchal"}}},
	{Kind: "cpas", Name: "CPAS des Coteaux (fictif)", Refnis: "92094", Contacts: []models.PartnerContact{{Name: "Anne Collard", Job: "Service insertion"}}},
	{Kind: "cisp", Name: "Atelier du Confluent (fictif)", Refnis: "92094", Note: "Entrées en janvier et en septembre. Test de français à l'inscription."},
	{Kind: "ili", Name: "Initiative locale du Condroz (fictif)", Refnis: "91030"},
	{Kind: "ecole", Name: "Cours de français du soir (fictif)", Refnis: "92094", Note: "Liste d'attente de six semaines en moyenne."},
	{Kind: "saace", Name: "Tremplin indépendants (fictif)", Refnis: "92094"},
	{Kind: "interim", Name: "Agence Sambre Intérim (fictif)", Refnis: "92137"},
	{Kind: "accueil", Name: "Centre d'accueil des Tilleuls (fictif)", Refnis: "91114"},
	{Kind: "employeur", Name: "Boulangerie Aux Quatre Vents (fictif)", Refnis: "92094", Contacts: []models.PartnerContact{{Name: "Benoît Noël", Job: "Gérant"}}},
}

// partners fills the directory, sends some people to it, and gives them documents.
func (e *demoExtras) partners(ctx context.Context, today models.Date) error {
	directory, err := e.directory(ctx)
	if err != nil {
		return err
	}
	gate, actor, err := e.counsellor(ctx)
	if err != nil {
		return err
	}
	scopes := map[string]models.Scope{}
	for kind, action := range map[string]string{models.KindFollowUp: models.Read, models.KindReferral: models.Create, models.KindDocument: models.Create} {
		if scopes[kind], err = gate.Scope(actor, action, kind); err != nil {
			return err
		}
	}
	people, err := e.store.RecentPersons(ctx, scopes[models.KindFollowUp], 6)
	if err != nil {
		return err
	}
	for i, p := range people {
		if err := e.refer(ctx, scopes[models.KindReferral], today, i, p.Person, directory); err != nil {
			return err
		}
		if err := e.fileDocuments(ctx, scopes[models.KindDocument], today, i, p.Person); err != nil {
			return err
		}
	}
	return nil
}

// directory adds the fictional partners.
func (e *demoExtras) directory(ctx context.Context) ([]models.Partner, error) {
	create, err := e.scope(e.centre, models.Create, models.KindPartner)
	if err != nil {
		return nil, err
	}
	var partners []models.Partner
	for i, p := range fictionalPartners {
		p.CentreID, p.Email = e.centre.ID, fmt.Sprintf("contact%d@partenaire.example", i+1)
		p.Phone = fmt.Sprintf("+32450%06d", 710_000+i)
		if p, err = e.store.CreatePartner(ctx, create, p); err != nil {
			return nil, fmt.Errorf("partner %s: %w", p.Name, err)
		}
		partners = append(partners, p)
	}
	return partners, nil
}

// refer gives the person at rank i one referral: some wait, some are late, some are answered, one came from a partner.
func (e *demoExtras) refer(ctx context.Context, scope models.Scope, today models.Date, i int, person string, partners []models.Partner) error {
	all := []models.Referral{
		{Direction: models.ReferralOut, OnDate: today.AddDays(-34), Topic: "langue", Mode: models.ReferralByEmail, Reason: "Cours de français deux soirs par semaine."},
		{Direction: models.ReferralIn, OnDate: today.AddDays(-60), Topic: "recherche_emploi", Reason: "Vient avec un bilan d'orientation."},
		{Direction: models.ReferralOut, OnDate: today.AddDays(-9), Topic: "equivalence", Mode: models.ReferralTogether, Reason: "Dossier d'équivalence à compléter."},
		{Direction: models.ReferralOut, OnDate: today.AddDays(-28), Topic: "logement", Mode: models.ReferralByPhone},
		{Direction: models.ReferralOut, OnDate: today.AddDays(-50), Topic: "projet", Mode: models.ReferralByPhone, Outcome: models.ReferralAccepted, AnsweredOn: today.AddDays(-41), Answer: "Commence lundi."},
		{Direction: models.ReferralOut, OnDate: today.AddDays(-20), Topic: "numerique", Mode: models.ReferralByPerson},
	}
	r := all[i%len(all)]
	if r.Direction == models.ReferralOut {
		r.Consent, r.ExpectedOn = r.Mode != models.ReferralByPerson, r.OnDate.AddDays(models.ReferralDays)
	}
	_, err := e.store.CreateReferral(ctx, scope, person, partners[(5+i*3)%len(partners)].PublicID, r)
	return err
}

// fileDocuments gives the person at rank i two small documents made here.
func (e *demoExtras) fileDocuments(ctx context.Context, scope models.Scope, today models.Date, i int, person string) error {
	card, err := demoCard(i)
	if err != nil {
		return err
	}
	permit := store.NewFile{Content: card, File: models.File{Kind: models.FilePermit, Format: models.FormatPNG, ExpiresOn: today.AddDays(20 + 37*i),
		FileDetails: models.FileDetails{Name: "Titre de séjour, recto (fictif).png"}}}
	cv := store.NewFile{Content: demoPDF("Curriculum vitae fictif"), File: models.File{Kind: models.FileCV, Format: models.FormatPDF,
		FileDetails: models.FileDetails{Name: "CV (fictif).pdf", Comment: "À mettre à jour après la formation."}}}
	return e.store.AddFiles(ctx, scope, person, []store.NewFile{permit, cv}[:1+(i+1)%2])
}

// demoCard is a picture of the size of a card: coloured bands, nobody's face.
func demoCard(i int) ([]byte, error) {
	card := image.NewPaletted(image.Rect(0, 0, 320, 200), color.Palette{color.White, color.RGBA{0x2a, 0x6f, 0x97, 0xff}, color.RGBA{0xa9, 0xc9, 0xd8, 0xff}})
	draw.Draw(card, image.Rect(0, 0, 320, 36), image.NewUniform(card.Palette[1]), image.Point{}, draw.Src)
	for line := range 5 {
		draw.Draw(card, image.Rect(110, 60+24*line, 200+20*((line+i)%5), 70+24*line), image.NewUniform(card.Palette[2]), image.Point{}, draw.Src)
	}
	var out bytes.Buffer
	err := png.Encode(&out, card)
	return out.Bytes(), err
}

// demoPDF is a page with one line of text.
func demoPDF(text string) []byte {
	content := "BT /F1 20 Tf 60 760 Td (" + text + ") Tj ET"
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, object := range []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"} {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return out.Bytes()
}
