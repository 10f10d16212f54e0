package handlers

import (
	"jalon/models"
)

// sessionRoutes are sessions, series and registrations.
func (a *App) sessionRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/seances", Kind: models.KindSession, Action: models.Read, Handle: a.listSessions},
		{Method: "GET", Path: "/seances/nouvelle", Kind: models.KindSession, Action: models.Create, Handle: a.newSession},
		{Method: "POST", Path: "/seances", Kind: models.KindSession, Action: models.Create, Handle: a.createSession},
		{Method: "GET", Path: "/seances/calendrier", Kind: models.KindSession, Action: models.Read, Handle: a.showCalendar},
		{Method: "GET", Path: "/seances/series/nouvelle", Kind: models.KindSession, Action: models.Create, Handle: a.newSeries},
		{Method: "POST", Path: "/seances/series/nouvelle", Kind: models.KindSession, Action: models.Create, Handle: a.planSeries},
		{Method: "GET", Path: "/seances/series/:id", Kind: models.KindSession, Action: models.Read, Handle: a.showSeries},
		{Method: "GET", Path: "/seances/series/:id/deplacement", Kind: models.KindSession, Action: models.Update, Handle: a.moveSeries},
		{Method: "POST", Path: "/seances/series/:id/deplacement", Kind: models.KindSession, Action: models.Update, Handle: a.moveSeries},
		{Method: "GET", Path: "/seances/series/:id/annulation", Kind: models.KindSession, Action: models.Cancel, Handle: a.cancelSeries},
		{Method: "POST", Path: "/seances/series/:id/annulation", Kind: models.KindSession, Action: models.Cancel, Handle: a.cancelSeries},
		{Method: "GET", Path: "/seances/:id", Kind: models.KindSession, Action: models.Read, Handle: a.showSession},
		{Method: "GET", Path: "/seances/:id/deplacer", Kind: models.KindSession, Action: models.Update, Handle: a.moveSession},
		{Method: "POST", Path: "/seances/:id/deplacer", Kind: models.KindSession, Action: models.Update, Handle: a.moveSession},
		{Method: "POST", Path: "/seances/:id/deplacer/defaire", Kind: models.KindSession, Action: models.Update, Handle: a.undoMove},
		{Method: "GET", Path: "/moi/calendriers", Kind: models.KindAccount, Action: models.Read, Handle: a.listSessionFeeds},
		{Method: "POST", Path: "/moi/calendriers", Kind: models.KindAccount, Action: models.Update, Handle: a.addSessionFeed},
		{Method: "POST", Path: "/moi/calendriers/:id/retirer", Kind: models.KindAccount, Action: models.Update, Handle: a.dropSessionFeed},
		{Method: "GET", Path: "/p/seances/:secret", Public: true, Handle: a.showSessionFeed},
		{Method: "GET", Path: "/seances/:id/modifier", Kind: models.KindSession, Action: models.Update, Handle: a.editSession},
		{Method: "POST", Path: "/seances/:id", Kind: models.KindSession, Action: models.Update, Handle: a.updateSession},
		{Method: "GET", Path: "/seances/:id/annulation", Kind: models.KindSession, Action: models.Cancel, Handle: a.cancelSession},
		{Method: "POST", Path: "/seances/:id/annulation", Kind: models.KindSession, Action: models.Cancel, Handle: a.cancelSession},
		{Method: "GET", Path: "/personnes/:id/seances", Kind: models.KindRegistration, Action: models.Create, Handle: a.chooseSession},
		{Method: "GET", Path: "/seances/:id/inscriptions", Kind: models.KindRegistration, Action: models.Create, Handle: a.askRegister},
		{Method: "POST", Path: "/seances/:id/inscriptions", Kind: models.KindRegistration, Action: models.Create, Handle: a.register},
		{Method: "POST", Path: "/seances/:id/inscriptions/recherche", Kind: models.KindRegistration, Action: models.Create, Handle: a.searchRegister},
		{Method: "POST", Path: "/seances/:id/inscriptions/defaire", Kind: models.KindRegistration, Action: models.Cancel, Handle: a.undoRegister},
		{Method: "POST", Path: "/places/:id/retablir", Kind: models.KindRegistration, Action: models.Create, Handle: a.restorePlace},
		{Method: "POST", Path: "/places/:id/annulation", Kind: models.KindRegistration, Action: models.Cancel, Handle: a.cancelPlace},
		{Method: "GET", Path: "/places/:id/annulation", Kind: models.KindRegistration, Action: models.Cancel, Handle: a.cancelPlace},
		{Method: "GET", Path: "/places/:id/attribution", Kind: models.KindRegistration, Action: models.Create, Handle: a.promotePlace},
		{Method: "POST", Path: "/places/:id/attribution", Kind: models.KindRegistration, Action: models.Create, Handle: a.promotePlace},
		{Method: "POST", Path: "/places/:id/offre", Kind: models.KindRegistration, Action: models.Create, Handle: a.offerPlace},
		{Method: "POST", Path: "/offres/:id/acceptation", Kind: models.KindRegistration, Action: models.Create, Handle: a.acceptOffer},
		{Method: "POST", Path: "/offres/:id/refus", Kind: models.KindRegistration, Action: models.Cancel, Handle: a.refuseOffer},
		{Method: "POST", Path: "/offres/:id/retrait", Kind: models.KindRegistration, Action: models.Cancel, Handle: a.withdrawOffer},
		{Method: "GET", Path: "/seances/:id/places-reservees", Kind: models.KindSession, Action: models.Update, Handle: a.editQuotas},
		{Method: "POST", Path: "/seances/:id/places-reservees", Kind: models.KindSession, Action: models.Update, Handle: a.editQuotas},
		{Method: "GET", Path: "/p/agenda/:secret", Public: true, Handle: a.showFeed},
	}
}

// moduleRoutes are the catalogue of modules.
func (a *App) moduleRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/modules", Kind: models.KindModule, Action: models.Read, Handle: a.listModules},
		{Method: "GET", Path: "/modules/nouveau", Kind: models.KindModule, Action: models.Create, Handle: a.newModule},
		{Method: "POST", Path: "/modules", Kind: models.KindModule, Action: models.Create, Handle: a.createModule},
		{Method: "GET", Path: "/modules/:id/modifier", Kind: models.KindModule, Action: models.Update, Handle: a.editModule},
		{Method: "GET", Path: "/modules/:id/versions", Kind: models.KindModule, Action: models.Read, Handle: a.listModuleVersions},
		{Method: "POST", Path: "/modules/:id", Kind: models.KindModule, Action: models.Update, Handle: a.updateModule},
	}
}

// attendanceRoutes are roll call, signatures, sheets and scans.
func (a *App) attendanceRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/seances/:id/cloture", Kind: models.KindSession, Action: models.Close, Handle: a.closeSession},
		{Method: "POST", Path: "/seances/:id/cloture", Kind: models.KindSession, Action: models.Close, Handle: a.closeSession},
		{Method: "GET", Path: "/seances/:id/reouverture", Kind: models.KindSession, Action: models.Close, Handle: a.reopenSession},
		{Method: "POST", Path: "/seances/:id/reouverture", Kind: models.KindSession, Action: models.Close, Handle: a.reopenSession},
		{Method: "GET", Path: "/seances/:id/presences", Kind: models.KindAttendance, Action: models.Read, Handle: a.showRoll},
		{Method: "POST", Path: "/seances/:id/presences/restantes", Kind: models.KindAttendance, Action: models.Update, Handle: a.markRemaining},
		{Method: "POST", Path: "/seances/:id/presences/signatures", Kind: models.KindAttendance, Action: models.Update, Handle: a.signAll},
		{Method: "POST", Path: "/seances/:id/presences/annuler", Kind: models.KindAttendance, Action: models.Update, Handle: a.undoGesture},
		{Method: "POST", Path: "/seances/:id/presences/:place", Kind: models.KindAttendance, Action: models.Update, Handle: a.markAttendance},
		{Method: "GET", Path: "/seances/:id/presences/papier", Kind: models.KindAttendance, Action: models.Update, Handle: a.enterPaper},
		{Method: "POST", Path: "/seances/:id/presences/papier", Kind: models.KindAttendance, Action: models.Update, Handle: a.savePaper},
		{Method: "GET", Path: "/seances/:id/affiche", Kind: models.KindAttendance, Action: models.Update, Handle: a.showPoster},
		{Method: "GET", Path: "/seances/:id/signatures", Kind: models.KindAttendance, Action: models.Read, Handle: a.listSignatures},
		{Method: "POST", Path: "/seances/:id/signatures/:place", Kind: models.KindAttendance, Action: models.Update, Handle: a.addSignature},
		{Method: "POST", Path: "/seances/:id/signatures/:place/retrait", Kind: models.KindAttendance, Action: models.Update, Handle: a.revokeSignature},
		{Method: "GET", Path: "/seances/:id/signature", Kind: models.KindAttendance, Action: models.Update, Handle: a.showSignature},
		{Method: "POST", Path: "/seances/:id/signature", Kind: models.KindAttendance, Action: models.Update, Handle: a.openSignature},
		{Method: "POST", Path: "/seances/:id/signature/quitter", Kind: models.KindAttendance, Action: models.Update, Handle: a.leaveSignature},
		{Method: "POST", Path: "/seances/:id/signature/:place", Kind: models.KindAttendance, Action: models.Update, Handle: a.sign},
		{Method: "POST", Path: "/seances/:id/signature/:place/empechement", Kind: models.KindAttendance, Action: models.Update, Handle: a.cannotSign},
		{Method: "GET", Path: "/seances/:id/feuille", Kind: models.KindAttendance, Action: models.Read, Handle: a.showSheet},
		{Method: "GET", Path: "/seances/:id/feuille.pdf", Kind: models.KindAttendance, Action: models.Read, Handle: a.downloadSheet},
		{Method: "GET", Path: "/seances/feuilles.pdf", Kind: models.KindAttendance, Action: models.Read, Handle: a.downloadBooklet},
		{Method: "GET", Path: "/seances/feuilles", Kind: models.KindScan, Action: models.Read, Handle: a.listScans},
		{Method: "POST", Path: "/seances/feuilles", Kind: models.KindScan, Action: models.Create, Handle: a.addScans, Upload: true},
		{Method: "GET", Path: "/scans/:id", Kind: models.KindScan, Action: models.Read, Handle: a.showScan},
		{Method: "GET", Path: "/scans/:id/image", Kind: models.KindScan, Action: models.Read, Handle: a.scanImage},
		{Method: "POST", Path: "/scans/:id/seance", Kind: models.KindScan, Action: models.Update, Handle: a.fileScan},
		{Method: "POST", Path: "/scans/:id/signatures", Kind: models.KindScan, Action: models.Update, Handle: a.checkScan},
		{Method: "POST", Path: "/scans/:id/retrait", Kind: models.KindScan, Action: models.Cancel, Handle: a.withdrawScan},
		{Method: "POST", Path: "/scans/:id/retablir", Kind: models.KindScan, Action: models.Cancel, Handle: a.restoreScan},
		{Method: "GET", Path: "/feuilles/:id/:page", Kind: models.KindAttendance, Action: models.Read, Handle: a.openSheet},
		{Method: "GET", Path: "/borne/:code", Public: true, Handle: a.showArrival},
		{Method: "POST", Path: "/borne/:code", Public: true, Handle: a.declareArrival},
	}
}

// attestationRoutes are attestations and hours elsewhere.
func (a *App) attestationRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/seances/:id/attestations", Kind: models.KindAttestation, Action: models.Read, Handle: a.showBatch},
		{Method: "POST", Path: "/seances/:id/attestations", Kind: models.KindAttestation, Action: models.Create, Handle: a.makeBatch},
		{Method: "GET", Path: "/inscriptions/:id/attestation", Kind: models.KindAttestation, Action: models.Read, Handle: a.showProgress},
		{Method: "GET", Path: "/inscriptions/:id/attestation/nouvelle", Kind: models.KindAttestation, Action: models.Create, Handle: a.makeAttestation},
		{Method: "POST", Path: "/inscriptions/:id/attestation/nouvelle", Kind: models.KindAttestation, Action: models.Create, Handle: a.makeAttestation},
		{Method: "GET", Path: "/attestations", Kind: models.KindAttestation, Action: models.Read, Handle: a.listAttestations},
		{Method: "POST", Path: "/attestations", Kind: models.KindAttestation, Action: models.Create, Handle: a.makeAttestations},
		{Method: "POST", Path: "/attestations/remise", Kind: models.KindAttestation, Action: models.Create, Handle: a.handOverAll},
		{Method: "GET", Path: "/attestations/lot.pdf", Kind: models.KindAttestation, Action: models.Read, Handle: a.printAttestations},
		{Method: "GET", Path: "/inscriptions/:id/heures-ailleurs", Kind: models.KindAttestation, Action: models.Create, Handle: a.addElsewhere},
		{Method: "POST", Path: "/inscriptions/:id/heures-ailleurs", Kind: models.KindAttestation, Action: models.Create, Handle: a.addElsewhere},
		{Method: "POST", Path: "/heures-ailleurs/:id/annulation", Kind: models.KindAttestation, Action: models.Create, Handle: a.cancelElsewhere},
		{Method: "POST", Path: "/heures-ailleurs/:id/retablir", Kind: models.KindAttestation, Action: models.Create, Handle: a.restoreElsewhere},
		{Method: "GET", Path: "/attestations/:id", Kind: models.KindAttestation, Action: models.Read, Handle: a.showAttestation},
		{Method: "GET", Path: "/attestations/:id/pdf", Kind: models.KindAttestation, Action: models.Read, Handle: a.downloadAttestation},
		{Method: "POST", Path: "/attestations/:id/remise", Kind: models.KindAttestation, Action: models.Create, Handle: a.handOver},
		{Method: "GET", Path: "/attestations/:id/remplacement", Kind: models.KindAttestation, Action: models.Cancel, Handle: a.replaceAttestation},
		{Method: "POST", Path: "/attestations/:id/remplacement", Kind: models.KindAttestation, Action: models.Cancel, Handle: a.replaceAttestation},
		{Method: "GET", Path: "/attestations/:id/annulation", Kind: models.KindAttestation, Action: models.Cancel, Handle: a.cancelAttestation},
		{Method: "POST", Path: "/attestations/:id/annulation", Kind: models.KindAttestation, Action: models.Cancel, Handle: a.cancelAttestation},
		{Method: "GET", Path: "/verifier", Public: true, Handle: a.askVerify},
		{Method: "POST", Path: "/verifier", Public: true, Handle: a.searchVerify},
		{Method: "GET", Path: "/verifier/:code", Public: true, Handle: a.verifyAttestation},
	}
}

// teamListRoutes are the lists the team needs about sessions.
func (a *App) teamListRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/seances/listes/absences", Kind: models.KindRegistration, Action: models.Read, Handle: a.showTeamList("absences")},
		{Method: "GET", Path: "/seances/listes/absences/export", Kind: models.KindRegistration, Action: models.Read, Handle: a.exportTeamList("absences")},
		{Method: "GET", Path: "/seances/listes/absences-de-suite", Kind: models.KindRadar, Action: models.Read, Handle: a.showTeamList("absences-de-suite")},
		{Method: "GET", Path: "/seances/listes/absences-de-suite/export", Kind: models.KindRadar, Action: models.Read, Handle: a.exportTeamList("absences-de-suite")},
		{Method: "GET", Path: "/seances/listes/a-cloturer", Kind: models.KindAttendance, Action: models.Read, Handle: a.showTeamList("a-cloturer")},
		{Method: "GET", Path: "/seances/listes/a-cloturer/export", Kind: models.KindAttendance, Action: models.Read, Handle: a.exportTeamList("a-cloturer")},
		{Method: "GET", Path: "/seances/listes/sans-signature", Kind: models.KindAttendance, Action: models.Read, Handle: a.showTeamList("sans-signature")},
		{Method: "GET", Path: "/seances/listes/sans-signature/export", Kind: models.KindAttendance, Action: models.Read, Handle: a.exportTeamList("sans-signature")},
		{Method: "GET", Path: "/seances/listes/modules", Kind: models.KindAttendance, Action: models.Read, Handle: a.showTeamList("modules")},
		{Method: "GET", Path: "/seances/listes/modules/export", Kind: models.KindAttendance, Action: models.Read, Handle: a.exportTeamList("modules")},
		{Method: "GET", Path: "/seances/listes/heures", Kind: models.KindAttendance, Action: models.Read, Handle: a.showTeamList("heures")},
		{Method: "GET", Path: "/seances/listes/heures/export", Kind: models.KindAttendance, Action: models.Read, Handle: a.exportTeamList("heures")},
	}
}

// messageRoutes are messages to people, and the radar that calls for them.
func (a *App) messageRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/seances/:id/messages", Kind: models.KindMessage, Action: models.Create, Handle: a.showConvoke},
		{Method: "POST", Path: "/seances/:id/messages", Kind: models.KindMessage, Action: models.Create, Handle: a.convoke},
		{Method: "GET", Path: "/seances/:id/lettres", Kind: models.KindMessage, Action: models.Read, Handle: a.showLetters},
		{Method: "POST", Path: "/seances/:id/lettres", Kind: models.KindMessage, Action: models.Update, Handle: a.markLetters},
		{Method: "GET", Path: "/envois", Kind: models.KindMessage, Action: models.Read, Handle: a.listOutbox},
		{Method: "POST", Path: "/envois/lot/:id/retirer", Kind: models.KindMessage, Action: models.Update, Handle: a.withdrawBatch},
		{Method: "GET", Path: "/envois/:id", Kind: models.KindMessage, Action: models.Read, Handle: a.showOutboxItem},
		{Method: "GET", Path: "/envois/:id/lettre", Kind: models.KindMessage, Action: models.Read, Handle: a.showLetter},
		{Method: "POST", Path: "/envois/:id/envoyee", Kind: models.KindMessage, Action: models.Update, Handle: a.endOutboxItem(models.MessageSent, "outbox.marked")},
		{Method: "POST", Path: "/envois/:id/retirer", Kind: models.KindMessage, Action: models.Update, Handle: a.endOutboxItem(models.MessageWithdrawn, "outbox.retracted")},
		{Method: "POST", Path: "/envois/:id/renvoyer", Kind: models.KindMessage, Action: models.Update, Handle: a.resendOutboxItem},
		{Method: "GET", Path: "/operations/:id/logos", Kind: models.KindOperation, Action: models.Update, Handle: a.listLogos},
		{Method: "POST", Path: "/operations/:id/logos", Kind: models.KindOperation, Action: models.Update, Handle: a.addLogo, Upload: true},
		{Method: "POST", Path: "/operations/:id/logos/:logo/retrait", Kind: models.KindOperation, Action: models.Update, Handle: a.removeLogo},
		{Method: "GET", Path: "/seances/series/:id/messages", Kind: models.KindMessage, Action: models.Create, Handle: a.showSeriesTell},
		{Method: "POST", Path: "/seances/series/:id/messages", Kind: models.KindMessage, Action: models.Create, Handle: a.tellSeries},
		{Method: "GET", Path: "/suivi-6-mois/:id/message", Kind: models.KindMessage, Action: models.Create, Handle: a.showSixMonthsMessage},
		{Method: "POST", Path: "/suivi-6-mois/:id/message", Kind: models.KindMessage, Action: models.Create, Handle: a.sendSixMonthsMessage},
		{Method: "GET", Path: "/personnes/:id/messages", Kind: models.KindMessage, Action: models.Read, Handle: a.personMessages},
		{Method: "POST", Path: "/personnes/:id/messages", Kind: models.KindMessage, Action: models.Update, Handle: a.personMessages},
		{Method: "GET", Path: "/reglages/textes", Kind: models.KindMessageText, Action: models.Read, Handle: a.listTexts},
		{Method: "POST", Path: "/reglages/textes", Kind: models.KindMessageText, Action: models.Update, Handle: a.saveTextSettings},
		{Method: "GET", Path: "/reglages/textes/:kind/:langue", Kind: models.KindMessageText, Action: models.Read, Handle: a.editText},
		{Method: "POST", Path: "/reglages/textes/:kind/:langue", Kind: models.KindMessageText, Action: models.Update, Handle: a.editText},
		{Method: "POST", Path: "/moi/resume/courriel", Kind: models.KindAccount, Action: models.Update, Handle: a.setDigestMail},
		{Method: "GET", Path: "/p/:token", Public: true, Handle: a.showParticipant},
		{Method: "POST", Path: "/p/:token", Public: true, Handle: a.answerParticipant},
		{Method: "GET", Path: "/radar", Kind: models.KindRadar, Action: models.Read, Handle: a.showRadar},
		{Method: "GET", Path: "/radar/seuils", Kind: models.KindRadar, Action: models.Read, Handle: a.showThresholds},
		{Method: "POST", Path: "/radar/seuils", Kind: models.KindRadar, Action: models.Update, Handle: a.saveThresholds},
		{Method: "GET", Path: "/radar/:id/pause", Kind: models.KindRadar, Action: models.Create, Handle: a.snoozeAlert},
		{Method: "POST", Path: "/radar/:id/pause", Kind: models.KindRadar, Action: models.Create, Handle: a.snoozeAlert},
		{Method: "POST", Path: "/radar/pauses/:id/lever", Kind: models.KindRadar, Action: models.Cancel, Handle: a.liftSnooze},
	}
}
