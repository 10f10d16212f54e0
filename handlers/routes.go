package handlers

import (
	"slices"

	"jalon/models"
	"jalon/store"
)

// Routes is every page of Jalon with its permission: the table of contents of the product and its access policy.
func (a *App) Routes() []Route {
	return slices.Concat(a.publicRoutes(), a.accountRoutes(), a.personRoutes(), a.planRoutes(), a.teamworkRoutes(),
		a.enrolmentRoutes(), a.followUpRoutes(), a.sessionRoutes(), a.moduleRoutes(), a.attendanceRoutes(), a.attestationRoutes(), a.teamListRoutes(),
		a.messageRoutes(), a.networkRoutes(), a.reportRoutes(), a.steeringRoutes(), a.listRoutes(), a.settingsRoutes())
}

// publicRoutes show no person and need no login.
func (a *App) publicRoutes() []Route {
	return []Route{
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
	}
}

// accountRoutes are the home page and a colleague's own account.
func (a *App) accountRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/", Kind: models.KindHome, Action: models.Read, Handle: a.home},
		{Method: "GET", Path: "/moi", Kind: models.KindAccount, Action: models.Read, Handle: a.showAccount},
		{Method: "POST", Path: "/moi/affichage", Kind: models.KindAccount, Action: models.Update, Handle: a.saveDisplay},
		{Method: "POST", Path: "/moi/code-equipe", Kind: models.KindAccount, Action: models.Update, Handle: a.saveTeamCode},
		{Method: "POST", Path: "/moi/mot-de-passe", Kind: models.KindAccount, Action: models.Update, Handle: a.changePassword},
		{Method: "POST", Path: "/moi/appareils/deconnecter", Kind: models.KindAccount, Action: models.Update, Handle: a.closeOtherLogins},
		{Method: "POST", Path: "/moi/appareils/:id/deconnecter", Kind: models.KindAccount, Action: models.Update, Handle: a.closeLogin},
		{Method: "POST", Path: "/moi/agenda", Kind: models.KindAccount, Action: models.Update, Handle: a.renewFeed},
		{Method: "POST", Path: "/moi/agenda/retirer", Kind: models.KindAccount, Action: models.Update, Handle: a.revokeFeed},
		{Method: "GET", Path: "/moi/second-facteur", Kind: models.KindAccount, Action: models.Read, Handle: a.showFactor},
		{Method: "POST", Path: "/moi/second-facteur", Kind: models.KindAccount, Action: models.Update, Handle: a.startFactor},
		{Method: "POST", Path: "/moi/second-facteur/activer", Kind: models.KindAccount, Action: models.Update, Handle: a.activateFactor},
		{Method: "POST", Path: "/moi/second-facteur/retirer", Kind: models.KindAccount, Action: models.Update, Handle: a.removeFactor},
		{Method: "POST", Path: "/moi/second-facteur/codes", Kind: models.KindAccount, Action: models.Update, Handle: a.renewCodes},
		{Method: "POST", Path: "/moi/entretien", Kind: models.KindAccount, Action: models.Read, Handle: a.setInterview},
		{Method: "GET", Path: "/moi/resume", Kind: models.KindHome, Action: models.Read, Handle: a.showDigest},
		{Method: "POST", Path: "/moi/resume/vu", Kind: models.KindAccount, Action: models.Update, Handle: a.readDigest},
		{Method: "POST", Path: "/moi/pour-vous/:id/vu", Kind: models.KindAccount, Action: models.Update, Handle: a.seeNotice},
		{Method: "GET", Path: "/moi/vues", Kind: models.KindAccount, Action: models.Read, Handle: a.listViews},
		{Method: "POST", Path: "/moi/vues", Kind: models.KindAccount, Action: models.Update, Handle: a.createView},
		{Method: "GET", Path: "/moi/vues/:id/modifier", Kind: models.KindAccount, Action: models.Update, Handle: a.editView},
		{Method: "POST", Path: "/moi/vues/:id/modifier", Kind: models.KindAccount, Action: models.Update, Handle: a.editView},
		{Method: "POST", Path: "/moi/vues/:id/defaut", Kind: models.KindAccount, Action: models.Update, Handle: a.defaultView()},
		{Method: "POST", Path: "/moi/vues/:id/supprimer", Kind: models.KindAccount, Action: models.Update, Handle: a.dropView()},
		{Method: "POST", Path: "/moi/vues/:id/retablir", Kind: models.KindAccount, Action: models.Update, Handle: a.restoreView()},
		{Method: "GET", Path: "/moi/reprise/:token", Kind: models.KindAccount, Action: models.Read, Handle: a.showHeld},
		{Method: "GET", Path: "/moi/absences", Kind: models.KindAccount, Action: models.Read, Handle: a.listOwnAbsences},
		{Method: "POST", Path: "/moi/absences", Kind: models.KindAccount, Action: models.Update, Handle: a.saveOwnAbsence},
		{Method: "POST", Path: "/moi/absences/:id/annulation", Kind: models.KindAccount, Action: models.Update, Handle: a.cancelAbsence(ownAbsences, true)},
		{Method: "POST", Path: "/moi/absences/:id/retablir", Kind: models.KindAccount, Action: models.Update, Handle: a.cancelAbsence(ownAbsences, false)},
		{Method: "GET", Path: "/equipe/absences", Kind: models.KindAbsence, Action: models.Read, Handle: a.listAbsences},
		{Method: "POST", Path: "/equipe/absences", Kind: models.KindAbsence, Action: models.Create, Handle: a.saveAbsence},
		{Method: "POST", Path: "/equipe/absences/:id/annulation", Kind: models.KindAbsence, Action: models.Cancel, Handle: a.cancelAbsence(teamAbsences, true)},
		{Method: "POST", Path: "/equipe/absences/:id/retablir", Kind: models.KindAbsence, Action: models.Cancel, Handle: a.cancelAbsence(teamAbsences, false)},
		{Method: "POST", Path: "/moi/session", Kind: models.KindAccount, Action: models.Read, Handle: a.extendSession},
		{Method: "GET", Path: "/brouillons", Kind: models.KindAccount, Action: models.Read, Handle: a.listDrafts},
		{Method: "POST", Path: "/brouillons", Kind: models.KindAccount, Action: models.Update, Handle: a.saveDraft},
		{Method: "POST", Path: "/brouillons/:id/ecarter", Kind: models.KindAccount, Action: models.Update, Handle: a.discardDraft},
		{Method: "POST", Path: "/brouillons/:id/retablir", Kind: models.KindAccount, Action: models.Update, Handle: a.restoreDraft},
	}
}

// settingsRoutes are settings, users, journal and import.
func (a *App) settingsRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/reglages", Kind: models.KindSettings, Action: models.Read, Handle: a.showSettings},
		{Method: "POST", Path: "/reglages", Kind: models.KindSettings, Action: models.Update, Handle: a.saveSettings},
		{Method: "GET", Path: "/reglages/communes", Kind: models.KindSettings, Action: models.Read, Handle: a.showCommunes},
		{Method: "POST", Path: "/reglages/communes", Kind: models.KindSettings, Action: models.Update, Handle: a.saveClasses},
		{Method: "POST", Path: "/reglages/communes/changements", Kind: models.KindSettings, Action: models.Update, Handle: a.saveCommune},
		{Method: "GET", Path: "/reglages/lieux", Kind: models.KindSettings, Action: models.Read, Handle: a.listLocations},
		{Method: "POST", Path: "/reglages/lieux", Kind: models.KindSettings, Action: models.Update, Handle: a.saveLocation},
		{Method: "GET", Path: "/reglages/lieux/:id", Kind: models.KindSettings, Action: models.Update, Handle: a.editLocation},
		{Method: "POST", Path: "/reglages/lieux/:id", Kind: models.KindSettings, Action: models.Update, Handle: a.saveLocation},
		{Method: "POST", Path: "/reglages/lieux/:id/fermeture", Kind: models.KindSettings, Action: models.Update, Handle: a.closeLocation(true)},
		{Method: "POST", Path: "/reglages/lieux/:id/reouverture", Kind: models.KindSettings, Action: models.Update, Handle: a.closeLocation(false)},
		{Method: "GET", Path: "/reglages/lieux/:id/locaux", Kind: models.KindSettings, Action: models.Update, Handle: a.listRooms},
		{Method: "POST", Path: "/reglages/lieux/:id/locaux", Kind: models.KindSettings, Action: models.Update, Handle: a.saveRoom},
		{Method: "POST", Path: "/reglages/locaux/:id/fermeture", Kind: models.KindSettings, Action: models.Update, Handle: a.closeRoom(true)},
		{Method: "POST", Path: "/reglages/locaux/:id/reouverture", Kind: models.KindSettings, Action: models.Update, Handle: a.closeRoom(false)},
		{Method: "GET", Path: "/reglages/fermetures", Kind: models.KindClosure, Action: models.Read, Handle: a.listClosures},
		{Method: "POST", Path: "/reglages/fermetures", Kind: models.KindClosure, Action: models.Create, Handle: a.saveClosure},
		{Method: "POST", Path: "/reglages/fermetures/:id/annulation", Kind: models.KindClosure, Action: models.Cancel, Handle: a.cancelClosure(true)},
		{Method: "POST", Path: "/reglages/fermetures/:id/retablir", Kind: models.KindClosure, Action: models.Cancel, Handle: a.cancelClosure(false)},
		{Method: "GET", Path: "/reglages/equipe", Kind: models.KindUser, Action: models.Read, Handle: a.listUsers},
		{Method: "POST", Path: "/reglages/equipe", Kind: models.KindUser, Action: models.Create, Handle: a.createUser},
		{Method: "GET", Path: "/reglages/equipe/invitation", Kind: models.KindUser, Action: models.Create, Handle: a.newUser},
		{Method: "GET", Path: "/reglages/equipe/:id", Kind: models.KindUser, Action: models.Read, Handle: a.showUser},
		{Method: "POST", Path: "/reglages/equipe/:id", Kind: models.KindUser, Action: models.Update, Handle: a.saveUser},
		{Method: "POST", Path: "/reglages/equipe/:id/lien", Kind: models.KindUser, Action: models.Update, Handle: a.makeLink},
		{Method: "POST", Path: "/reglages/equipe/:id/desactiver", Kind: models.KindUser, Action: models.Update, Handle: a.disableUser(true)},
		{Method: "POST", Path: "/reglages/equipe/:id/reactiver", Kind: models.KindUser, Action: models.Update, Handle: a.disableUser(false)},
		{Method: "POST", Path: "/reglages/equipe/:id/second-facteur", Kind: models.KindUser, Action: models.Update, Handle: a.resetFactor},
		{Method: "POST", Path: "/reglages/equipe/:id/contrat", Kind: models.KindUser, Action: models.Update, Handle: a.addContract},
		{Method: "POST", Path: "/reglages/contrats/:id/annulation", Kind: models.KindUser, Action: models.Update, Handle: a.cancelContract(true)},
		{Method: "POST", Path: "/reglages/contrats/:id/retablir", Kind: models.KindUser, Action: models.Update, Handle: a.cancelContract(false)},
		{Method: "GET", Path: "/reglages/equipe/:id/acces/nouveau", Kind: models.KindUser, Action: models.Update, Handle: a.editMembership},
		{Method: "POST", Path: "/reglages/equipe/:id/acces", Kind: models.KindUser, Action: models.Update, Handle: a.saveMembership},
		{Method: "GET", Path: "/reglages/equipe/:id/acces/:membership", Kind: models.KindUser, Action: models.Update, Handle: a.editMembership},
		{Method: "POST", Path: "/reglages/equipe/:id/acces/:membership", Kind: models.KindUser, Action: models.Update, Handle: a.saveMembership},
		{Method: "GET", Path: "/journal", Kind: models.KindJournal, Action: models.Read, Handle: a.listJournal},
	}
}
