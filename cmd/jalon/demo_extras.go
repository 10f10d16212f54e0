package main

import (
	"context"
	"fmt"

	"jalon/documents"
	"jalon/models"
	"jalon/store"
)

// demoExtras is what makes the demonstration whole and no seed needs: frozen documents, settings, candidates.
type demoExtras struct {
	*program
	store    *store.Store
	centre   models.Centre
	entitled []entitled
}

// entitled is a person whose signed hours give the attestation of the 4-hour module.
type entitled struct {
	enrolment string // public id
	content   models.AttestationContent
}

// notice remembers who followed the module.
func (e *demoExtras) notice(p models.FictionalPerson) error {
	for _, c := range p.Courses {
		if c.Enrolment.Audience == "" { // only the 4-hour module asks whether the person is obliged
			continue
		}
		content := models.AttestationContent{FullName: p.Participant.Name(), Birth: models.FrenchDate(models.Date(p.Participant.Birth)), Signatory: e.centre.Signatory}
		e.entitled = append(e.entitled, entitled{c.Enrolment.PublicID, content})
	}
	return nil
}

func (e *demoExtras) add(ctx context.Context, today models.Date) error {
	for _, step := range []func(context.Context, models.Date) error{e.classes, e.candidates, e.attestations, e.frozen, e.survey, e.groups, e.plans, e.partners, e.actions, e.frozenActivity, e.agenda, e.duplicates, e.team, e.series, e.places, e.drafts, e.views, e.sheets, e.radar, e.drawnSignatures, e.messages, e.targets, e.lists, e.bundles, e.contracts} {
		if err := step(ctx, today); err != nil {
			return err
		}
	}
	return nil
}

func (e *demoExtras) classes(ctx context.Context, _ models.Date) error {
	scope, err := e.scope(e.centre, models.Update, models.KindSettings)
	if err != nil {
		return err
	}
	return e.store.SaveCommuneClasses(ctx, scope, models.FictionalCommuneClasses())
}

// attestations are made for two people out of three; the others are left to do.
func (e *demoExtras) attestations(ctx context.Context, _ models.Date) error {
	scope, err := e.scope(e.centre, models.Create, models.KindAttestation)
	if err != nil {
		return err
	}
	made := 0
	for i, who := range e.entitled {
		if i%3 == 0 || made == 8 {
			continue
		}
		n := store.NewAttestation{Content: who.content, Render: func(c models.AttestationContent) ([]byte, error) { return documents.Attestation(e.t, c) }}
		_, err := e.store.CreateAttestation(ctx, scope, who.enrolment, n)
		switch models.CodeOf(err) {
		case models.Invalid: // not four hours yet, or an incomplete identity
		case models.Internal:
			if err != nil {
				return fmt.Errorf("attestation: %w", err)
			}
			made++
		default:
			return err
		}
	}
	return nil
}

// candidates are those whom partners sent to « Levons les freins », whether they came or not.
func (e *demoExtras) candidates(ctx context.Context, today models.Date) error {
	read, err := e.scope(e.centre, models.Read, models.KindOperation)
	if err != nil {
		return err
	}
	o, err := e.store.OperationByCode(ctx, read, e.centre.ID, models.LLF)
	if err != nil {
		return err
	}
	scope, err := e.scope(e.centre, models.Update, models.KindReportEntry)
	if err != nil {
		return err
	}
	reasons := []string{"", "", "Horaires incompatibles", "", "A trouvé un emploi", "", "Ne s'est pas présenté à l'entretien"}
	for i := range 21 {
		r := models.Recruitment{Candidate: fmt.Sprintf("C%03d", i+1), Source: []string{"Forem", "CPAS", "Commune", "Mirena", "Bouche à oreille"}[i%5],
			OnDate: today.AddDays(-7 * (i + 1)), Entered: models.Yes, Reason: reasons[i%len(reasons)]}
		if r.Reason != "" {
			r.Entered, r.ReturnedOn = models.No, r.OnDate.AddDays(5)
		}
		if err := e.store.SaveRecruitment(ctx, scope, o.PublicID, r); err != nil {
			return err
		}
	}
	return nil
}
