package handlers

import (
	"jalon/models"
	"jalon/store"
)

// Routes is every page of Jalon with its permission: the table of contents of the product and its access policy.
func (a *App) Routes() []Route {
	return []Route{
		// Public: nothing here shows a person.
		{Method: "GET", Path: "/sante", Public: true, Handle: a.health},
		{Method: "GET", Path: "/connexion", Public: true, Handle: a.showLogin},
		{Method: "POST", Path: "/connexion", Public: true, Handle: a.signIn},
		{Method: "GET", Path: "/connexion/code", Public: true, Handle: a.showCode},
		{Method: "POST", Path: "/connexion/code", Public: true, Handle: a.enterCode},
		{Method: "GET", Path: "/connexion/second-facteur", Public: true, Handle: a.showRequiredFactor},
		{Method: "POST", Path: "/connexion/second-facteur", Public: true, Handle: a.setRequiredFactor},
		{Method: "POST", Path: "/deconnexion", Public: true, Handle: a.signOut},
		{Method: "GET", Path: "/invitation/:token", Public: true, Handle: a.invitation(store.PurposeInvitation)},
		{Method: "POST", Path: "/invitation/:token", Public: true, Handle: a.acceptInvitation(store.PurposeInvitation)},
		{Method: "GET", Path: "/mot-de-passe/:token", Public: true, Handle: a.invitation(store.PurposeReset)},
		{Method: "POST", Path: "/mot-de-passe/:token", Public: true, Handle: a.acceptInvitation(store.PurposeReset)},
		{Method: "GET", Path: "/aide", Public: true, Handle: a.help},
		{Method: "GET", Path: "/aide/composants", Public: true, Handle: a.components},
		{Method: "GET", Path: "/accessibilite", Public: true, Handle: a.accessibility},

		// Home
		{Method: "GET", Path: "/", Kind: models.KindHome, Action: models.Read, Handle: a.home},

		// Account
		{Method: "GET", Path: "/moi", Kind: models.KindAccount, Action: models.Read, Handle: a.showAccount},
		{Method: "POST", Path: "/moi/affichage", Kind: models.KindAccount, Action: models.Update, Handle: a.saveDisplay},
		{Method: "POST", Path: "/moi/mot-de-passe", Kind: models.KindAccount, Action: models.Update, Handle: a.changePassword},
		{Method: "POST", Path: "/moi/appareils/deconnecter", Kind: models.KindAccount, Action: models.Update, Handle: a.closeOtherLogins},
		{Method: "POST", Path: "/moi/appareils/:id/deconnecter", Kind: models.KindAccount, Action: models.Update, Handle: a.closeLogin},
		{Method: "GET", Path: "/moi/second-facteur", Kind: models.KindAccount, Action: models.Read, Handle: a.showFactor},
		{Method: "POST", Path: "/moi/second-facteur", Kind: models.KindAccount, Action: models.Update, Handle: a.startFactor},
		{Method: "POST", Path: "/moi/second-facteur/activer", Kind: models.KindAccount, Action: models.Update, Handle: a.activateFactor},
		{Method: "POST", Path: "/moi/second-facteur/retirer", Kind: models.KindAccount, Action: models.Update, Handle: a.removeFactor},
		{Method: "POST", Path: "/moi/second-facteur/codes", Kind: models.KindAccount, Action: models.Update, Handle: a.renewCodes},
		{Method: "POST", Path: "/moi/entretien", Kind: models.KindAccount, Action: models.Read, Handle: a.setInterview},
		{Method: "GET", Path: "/moi/reprise/:token", Kind: models.KindAccount, Action: models.Read, Handle: a.showHeld},

		// Persons
		{Method: "GET", Path: "/personnes", Kind: models.KindCard, Action: models.Read, Handle: a.listPersons},
		{Method: "POST", Path: "/personnes", Kind: models.KindCard, Action: models.Read, Handle: a.filterPersons},
		{Method: "GET", Path: "/recherche", Kind: models.KindCard, Action: models.Read, Handle: a.askSearch},
		{Method: "POST", Path: "/recherche", Kind: models.KindCard, Action: models.Read, Handle: a.submitSearch},
		{Method: "GET", Path: "/recherche/:jeton", Kind: models.KindCard, Action: models.Read, Handle: a.showResults},
		{Method: "GET", Path: "/personnes/nouvelle", Kind: models.KindParticipant, Action: models.Create, Handle: a.newPerson},
		{Method: "POST", Path: "/personnes/nouvelle", Kind: models.KindParticipant, Action: models.Create, Handle: a.createPerson},
		{Method: "GET", Path: "/personnes/:id", Kind: models.KindParticipant, Action: models.Read, Handle: a.showPerson},
		{Method: "GET", Path: "/personnes/:id/carte", Kind: models.KindCard, Action: models.Read, Handle: a.showCard},
		{Method: "GET", Path: "/personnes/:id/profil", Kind: models.KindParticipant, Action: models.Read, Handle: a.showProfile},
		{Method: "GET", Path: "/personnes/:id/profil/identite", Kind: models.KindParticipant, Action: models.Update, Handle: a.editSection(models.SectionIdentity)},
		{Method: "POST", Path: "/personnes/:id/profil/identite", Kind: models.KindParticipant, Action: models.Update, Handle: a.saveSection(models.SectionIdentity)},
		{Method: "GET", Path: "/personnes/:id/profil/contact", Kind: models.KindParticipant, Action: models.Update, Handle: a.editSection(models.SectionContact)},
		{Method: "POST", Path: "/personnes/:id/profil/contact", Kind: models.KindParticipant, Action: models.Update, Handle: a.saveSection(models.SectionContact)},
		{Method: "GET", Path: "/personnes/:id/profil/langues", Kind: models.KindProfile, Action: models.Update, Handle: a.editSection(models.SectionLanguages)},
		{Method: "POST", Path: "/personnes/:id/profil/langues", Kind: models.KindProfile, Action: models.Update, Handle: a.saveSection(models.SectionLanguages)},
		{Method: "GET", Path: "/personnes/:id/profil/sejour", Kind: models.KindProfile, Action: models.Update, Handle: a.editSection(models.SectionResidence)},
		{Method: "POST", Path: "/personnes/:id/profil/sejour", Kind: models.KindProfile, Action: models.Update, Handle: a.saveSection(models.SectionResidence)},
		{Method: "GET", Path: "/personnes/:id/profil/etudes", Kind: models.KindProfile, Action: models.Update, Handle: a.editSection(models.SectionEducation)},
		{Method: "POST", Path: "/personnes/:id/profil/etudes", Kind: models.KindProfile, Action: models.Update, Handle: a.saveSection(models.SectionEducation)},
		{Method: "GET", Path: "/personnes/:id/profil/menage", Kind: models.KindProfile, Action: models.Update, Handle: a.editSection(models.SectionFamily)},
		{Method: "POST", Path: "/personnes/:id/profil/menage", Kind: models.KindProfile, Action: models.Update, Handle: a.saveSection(models.SectionFamily)},
		{Method: "GET", Path: "/personnes/:id/profil/sensible", Kind: models.KindSensitive, Action: models.Update, Handle: a.editSection(models.SectionSensitive)},
		{Method: "POST", Path: "/personnes/:id/profil/sensible", Kind: models.KindSensitive, Action: models.Update, Handle: a.saveSection(models.SectionSensitive)},
		{Method: "GET", Path: "/personnes/:id/profil/niss", Kind: models.KindNISS, Action: models.Update, Handle: a.editNISS},
		{Method: "POST", Path: "/personnes/:id/profil/niss", Kind: models.KindNISS, Action: models.Update, Handle: a.saveNISS},
		{Method: "POST", Path: "/personnes/:id/niss", Kind: models.KindNISS, Action: models.Read, Handle: a.revealNISS},

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
		{Method: "GET", Path: "/reglages", Kind: models.KindSettings, Action: models.Read, Handle: a.showSettings},
		{Method: "POST", Path: "/reglages", Kind: models.KindSettings, Action: models.Update, Handle: a.saveSettings},
		{Method: "GET", Path: "/reglages/communes", Kind: models.KindSettings, Action: models.Read, Handle: a.showCommunes},
		{Method: "POST", Path: "/reglages/communes", Kind: models.KindSettings, Action: models.Update, Handle: a.saveClasses},
		{Method: "POST", Path: "/reglages/communes/changements", Kind: models.KindSettings, Action: models.Update, Handle: a.saveCommune},
		{Method: "GET", Path: "/reglages/equipe", Kind: models.KindUser, Action: models.Read, Handle: a.listUsers},
		{Method: "POST", Path: "/reglages/equipe", Kind: models.KindUser, Action: models.Create, Handle: a.createUser},
		{Method: "GET", Path: "/reglages/equipe/invitation", Kind: models.KindUser, Action: models.Create, Handle: a.newUser},
		{Method: "GET", Path: "/reglages/equipe/:id", Kind: models.KindUser, Action: models.Read, Handle: a.showUser},
		{Method: "POST", Path: "/reglages/equipe/:id", Kind: models.KindUser, Action: models.Update, Handle: a.saveUser},
		{Method: "POST", Path: "/reglages/equipe/:id/lien", Kind: models.KindUser, Action: models.Update, Handle: a.makeLink},
		{Method: "POST", Path: "/reglages/equipe/:id/desactiver", Kind: models.KindUser, Action: models.Update, Handle: a.disableUser(true)},
		{Method: "POST", Path: "/reglages/equipe/:id/reactiver", Kind: models.KindUser, Action: models.Update, Handle: a.disableUser(false)},
		{Method: "POST", Path: "/reglages/equipe/:id/second-facteur", Kind: models.KindUser, Action: models.Update, Handle: a.resetFactor},
		{Method: "GET", Path: "/reglages/equipe/:id/acces/nouveau", Kind: models.KindUser, Action: models.Update, Handle: a.editMembership},
		{Method: "POST", Path: "/reglages/equipe/:id/acces", Kind: models.KindUser, Action: models.Update, Handle: a.saveMembership},
		{Method: "GET", Path: "/reglages/equipe/:id/acces/:membership", Kind: models.KindUser, Action: models.Update, Handle: a.editMembership},
		{Method: "POST", Path: "/reglages/equipe/:id/acces/:membership", Kind: models.KindUser, Action: models.Update, Handle: a.saveMembership},
		{Method: "GET", Path: "/journal", Kind: models.KindJournal, Action: models.Read, Handle: a.listJournal},
	}
}
