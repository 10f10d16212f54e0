package handlers

import (
	"jalon/models"
)

// Routes is every page of Jalon with its permission: the table of contents of the product and its access policy.
func (a *App) Routes() []Route {
	return []Route{
		// Public: nothing here shows a person.
		{Method: "GET", Path: "/sante", Public: true, Handle: a.health},
		{Method: "GET", Path: "/connexion", Public: true, Handle: a.showLogin},
		{Method: "POST", Path: "/connexion", Public: true, Handle: a.signIn},
		{Method: "POST", Path: "/deconnexion", Public: true, Handle: a.signOut},

		// Home
		{Method: "GET", Path: "/", Kind: models.KindHome, Action: models.Read, Handle: a.home},

		// Account

		// Persons

		// Enrolments, exits, six months
		{Method: "GET", Path: "/personnes/:id/inscription", Kind: models.KindEnrolment, Action: models.Create, Handle: a.chooseEnrolment},
		{Method: "GET", Path: "/personnes/:id/inscription/:operation", Kind: models.KindEnrolment, Action: models.Create, Handle: a.newEnrolment},
		{Method: "POST", Path: "/personnes/:id/inscription/:operation", Kind: models.KindEnrolment, Action: models.Create, Handle: a.createEnrolment},
		{Method: "GET", Path: "/inscriptions/:id", Kind: models.KindEnrolment, Action: models.Read, Handle: a.showEnrolment},
		{Method: "GET", Path: "/inscriptions/:id/entree", Kind: models.KindEnrolment, Action: models.Update, Handle: a.editEntry},
		{Method: "POST", Path: "/inscriptions/:id/entree", Kind: models.KindEnrolment, Action: models.Update, Handle: a.updateEntry},
		{Method: "GET", Path: "/inscriptions/:id/referents", Kind: models.KindEnrolment, Action: models.Update, Handle: a.editReferents},
		{Method: "POST", Path: "/inscriptions/:id/referents", Kind: models.KindEnrolment, Action: models.Update, Handle: a.updateReferents},
		{Method: "GET", Path: "/inscriptions/:id/annuler", Kind: models.KindEnrolment, Action: models.Cancel, Handle: a.askCancelEnrolment},
		{Method: "POST", Path: "/inscriptions/:id/annuler", Kind: models.KindEnrolment, Action: models.Cancel, Handle: a.askCancelEnrolment},
		{Method: "GET", Path: "/inscriptions/:id/sortie", Kind: models.KindExit, Action: models.Create, Handle: a.recordExit},
		{Method: "POST", Path: "/inscriptions/:id/sortie", Kind: models.KindExit, Action: models.Create, Handle: a.recordExit},
		{Method: "GET", Path: "/inscriptions/:id/evenement", Kind: models.KindExit, Action: models.Create, Handle: a.recordEvent},
		{Method: "POST", Path: "/inscriptions/:id/evenement", Kind: models.KindExit, Action: models.Create, Handle: a.recordEvent},
		{Method: "GET", Path: "/inscriptions/:id/six-mois", Kind: models.KindExit, Action: models.Update, Handle: a.recordSixMonths},
		{Method: "POST", Path: "/inscriptions/:id/six-mois", Kind: models.KindExit, Action: models.Update, Handle: a.recordSixMonths},
		{Method: "GET", Path: "/inscriptions/:id/sorties/:row/annuler", Kind: models.KindExit, Action: models.Cancel, Handle: a.cancelExit},
		{Method: "POST", Path: "/inscriptions/:id/sorties/:row/annuler", Kind: models.KindExit, Action: models.Cancel, Handle: a.cancelExit},
		{Method: "GET", Path: "/inscriptions/:id/evenements/:row/annuler", Kind: models.KindExit, Action: models.Cancel, Handle: a.cancelEvent},
		{Method: "POST", Path: "/inscriptions/:id/evenements/:row/annuler", Kind: models.KindExit, Action: models.Cancel, Handle: a.cancelEvent},
		{Method: "GET", Path: "/derogations", Kind: models.KindDerogation, Action: models.Create, Handle: a.listDerogations},
		{Method: "POST", Path: "/derogations/:id", Kind: models.KindDerogation, Action: models.Create, Handle: a.decideDerogation},

		// Follow-ups and appointments

		// Sessions, modules, attestations

		// Reports, operations

		// Settings, users, journal, import
	}
}
