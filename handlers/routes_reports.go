package handlers

import (
	"jalon/models"
	"jalon/store"
)

// reportRoutes are reports and operations.
func (a *App) reportRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/rapports", Kind: models.KindReport, Action: models.Read, Handle: a.listReports},
		{Method: "GET", Path: "/rapports/grand-livre", Kind: models.KindLedger, Action: models.Read, Handle: a.showLedger},
		{Method: "GET", Path: "/rapports/grand-livre/lignes", Kind: models.KindLedger, Action: models.Read, Handle: a.showLedgerLines},
		{Method: "GET", Path: "/rapports/grand-livre/doubles", Kind: models.KindLedger, Action: models.Read, Handle: a.showOverlaps},
		{Method: "GET", Path: "/rapports/grand-livre/classeur", Kind: models.KindLedger, Action: models.Export, Handle: a.downloadLedger("xlsx")},
		{Method: "GET", Path: "/rapports/grand-livre/csv", Kind: models.KindLedger, Action: models.Export, Handle: a.downloadLedger("csv")},
		{Method: "GET", Path: registryURL, Kind: models.KindReport, Action: models.Read, Handle: a.showRegistry},
		{Method: "GET", Path: activityRunsURL, Kind: models.KindActivityRun, Action: models.Read, Handle: a.listActivityRuns},
		{Method: "GET", Path: "/rapports/activite/figer", Kind: models.KindActivityRun, Action: models.Create, Handle: a.showFreezeActivity},
		{Method: "POST", Path: "/rapports/activite/figer", Kind: models.KindActivityRun, Action: models.Create, Handle: a.freezeActivity},
		{Method: "GET", Path: "/activites-figees/:id", Kind: models.KindActivityRun, Action: models.Read, Handle: a.showActivityRun},
		{Method: "GET", Path: "/activites-figees/:id/comparer", Kind: models.KindActivityRun, Action: models.Read, Handle: a.compareActivityRuns},
		{Method: "GET", Path: "/activites-figees/:id/classeur", Kind: models.KindActivityRun, Action: models.Export,
			Handle: a.downloadActivityRun(store.RunWorkbook, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")},
		{Method: "GET", Path: "/activites-figees/:id/donnees", Kind: models.KindActivityRun, Action: models.Export,
			Handle: a.downloadActivityRun(store.RunData, "json", "application/json; charset=utf-8")},
		{Method: "GET", Path: "/rapports/:operation/liasses", Kind: models.KindBundle, Action: models.Read, Handle: a.listBundles},
		{Method: "POST", Path: "/rapports/:operation/liasses", Kind: models.KindBundle, Action: models.Create, Handle: a.createBundle},
		{Method: "GET", Path: "/liasses/:id", Kind: models.KindBundle, Action: models.Read, Handle: a.showBundle},
		{Method: "GET", Path: "/liasses/:id/fichier", Kind: models.KindBundle, Action: models.Export, Handle: a.downloadBundle},
		{Method: "POST", Path: "/liasses/:id/recommencer", Kind: models.KindBundle, Action: models.Create, Handle: a.restartBundle},
		{Method: "GET", Path: "/liasses/:id/retrait", Kind: models.KindBundle, Action: models.Cancel, Handle: a.withdrawBundle},
		{Method: "POST", Path: "/liasses/:id/retrait", Kind: models.KindBundle, Action: models.Cancel, Handle: a.withdrawBundle},
		{Method: "GET", Path: "/temps", Kind: models.KindLedger, Action: models.Read, Handle: a.listTimeSheets(false)},
		{Method: "GET", Path: "/temps/:id/:operation", Kind: models.KindLedger, Action: models.Read, Handle: a.showTimeSheet(false)},
		{Method: "GET", Path: "/temps/:id/:operation/pdf", Kind: models.KindLedger, Action: models.Read, Handle: a.printTimeSheet(false)},
		{Method: "GET", Path: "/moi/temps", Kind: models.KindAccount, Action: models.Read, Handle: a.listTimeSheets(true)},
		{Method: "GET", Path: "/moi/temps/:operation", Kind: models.KindAccount, Action: models.Read, Handle: a.showTimeSheet(true)},
		{Method: "GET", Path: "/moi/temps/:operation/pdf", Kind: models.KindAccount, Action: models.Read, Handle: a.printTimeSheet(true)},
		{Method: "GET", Path: "/rapports/:operation/saisie", Kind: models.KindReportEntry, Action: models.Update, Handle: a.showReportEntry},
		{Method: "POST", Path: "/rapports/:operation/saisie/textes", Kind: models.KindReportEntry, Action: models.Update, Handle: a.saveQuestion},
		{Method: "POST", Path: "/rapports/:operation/saisie/candidats", Kind: models.KindReportEntry, Action: models.Update, Handle: a.saveCandidate},
		{Method: "POST", Path: "/rapports/:operation/saisie/inscriptions/:id", Kind: models.KindReportEntry, Action: models.Update, Handle: a.saveAnswers},
		{Method: "GET", Path: "/rapports/:operation/a-completer", Kind: models.KindEnrolment, Action: models.Update, Handle: a.showGaps},
		{Method: "GET", Path: "/rapports/:operation/a-completer/:id", Kind: models.KindEnrolment, Action: models.Update, Handle: a.showGap},
		{Method: "POST", Path: "/rapports/:operation/a-completer/:id", Kind: models.KindEnrolment, Action: models.Update, Handle: a.completeGap},
		{Method: "GET", Path: "/rapports/:operation/:kind", Kind: models.KindReport, Action: models.Read, Handle: a.showReport},
		{Method: "GET", Path: "/rapports/:operation/:kind/chiffre", Kind: models.KindReport, Action: models.Read, Handle: a.showFigure},
		{Method: "GET", Path: "/rapports/:operation/figes", Kind: models.KindReportRun, Action: models.Read, Handle: a.listRuns},
		{Method: "GET", Path: "/rapports/:operation/:kind/figer", Kind: models.KindReportRun, Action: models.Create, Handle: a.showFreeze},
		{Method: "POST", Path: "/rapports/:operation/:kind/figer", Kind: models.KindReportRun, Action: models.Create, Handle: a.freezeReport},
		{Method: "GET", Path: "/rapports-figes/:id", Kind: models.KindReportRun, Action: models.Read, Handle: a.showRun},
		{Method: "GET", Path: "/rapports-figes/:id/comparer", Kind: models.KindReportRun, Action: models.Read, Handle: a.compareRuns},
		{Method: "GET", Path: "/rapports-figes/:id/classeur", Kind: models.KindReportRun, Action: models.Export,
			Handle: a.downloadRun(store.RunWorkbook, store.RunFunderWorkbook, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")},
		{Method: "GET", Path: "/rapports-figes/:id/donnees", Kind: models.KindReportRun, Action: models.Export,
			Handle: a.downloadRun(store.RunData, store.RunFunderData, "json", "application/json; charset=utf-8")},
		{Method: "GET", Path: "/rapports/:operation/:kind/classeur", Kind: models.KindReport, Action: models.Export, Handle: a.downloadReport("xlsx")},
		{Method: "GET", Path: "/rapports/:operation/:kind/donnees", Kind: models.KindReport, Action: models.Export, Handle: a.downloadReport("json")},
		{Method: "GET", Path: "/import", Kind: models.KindImport, Action: models.Create, Handle: a.showImport},
		{Method: "POST", Path: "/import", Kind: models.KindImport, Action: models.Create, Handle: a.tryImport, Upload: true},
		{Method: "POST", Path: "/import/charger", Kind: models.KindImport, Action: models.Create, Handle: a.runImport},
		{Method: "GET", Path: "/import/export", Kind: models.KindImport, Action: models.Export, Handle: a.exportWorkbook},
	}
}

// steeringRoutes are targets, charts and the pages of funders.
func (a *App) steeringRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/pilotage", Kind: models.KindSteering, Action: models.Read, Handle: a.showSteering},
		{Method: "GET", Path: "/pilotage/donnees", Kind: models.KindSteering, Action: models.Export, Handle: a.exportChart},
		{Method: "GET", Path: "/bailleurs", Kind: models.KindFunderLink, Action: models.Read, Handle: a.listFunderLinks},
		{Method: "POST", Path: "/bailleurs", Kind: models.KindFunderLink, Action: models.Create, Handle: a.createFunderLink},
		{Method: "POST", Path: "/bailleurs/:id/retrait", Kind: models.KindFunderLink, Action: models.Cancel, Handle: a.revokeFunderLink},
		{Method: "GET", Path: "/tableau-de-bord/:bailleur", Kind: models.KindReport, Action: models.Read, Handle: a.showFunder},
		{Method: "GET", Path: "/p/bailleur/:secret", Public: true, Handle: a.showFunderLink},
		{Method: "GET", Path: "/moi/heures", Kind: models.KindHome, Action: models.Read, Handle: a.showOwnHours},
		{Method: "GET", Path: "/cibles", Kind: models.KindTarget, Action: models.Read, Handle: a.listTargets},
		{Method: "POST", Path: "/cibles", Kind: models.KindTarget, Action: models.Create, Handle: a.createTarget},
		{Method: "GET", Path: "/cibles/nouvelle", Kind: models.KindTarget, Action: models.Create, Handle: a.newTarget},
		{Method: "GET", Path: "/cibles/:id", Kind: models.KindTarget, Action: models.Update, Handle: a.editTarget},
		{Method: "POST", Path: "/cibles/:id", Kind: models.KindTarget, Action: models.Update, Handle: a.updateTarget},
		{Method: "POST", Path: "/cibles/:id/annulation", Kind: models.KindTarget, Action: models.Cancel, Handle: a.cancelTarget(true)},
		{Method: "POST", Path: "/cibles/:id/retablir", Kind: models.KindTarget, Action: models.Cancel, Handle: a.cancelTarget(false)},
		{Method: "GET", Path: "/operations", Kind: models.KindOperation, Action: models.Read, Handle: a.listOperations},
		{Method: "GET", Path: "/operations/nouvelle", Kind: models.KindOperation, Action: models.Create, Handle: a.newOperation},
		{Method: "POST", Path: "/operations", Kind: models.KindOperation, Action: models.Create, Handle: a.createOperation},
		{Method: "GET", Path: "/operations/:id", Kind: models.KindOperation, Action: models.Update, Handle: a.editOperation},
		{Method: "POST", Path: "/operations/:id", Kind: models.KindOperation, Action: models.Update, Handle: a.updateOperation},
		{Method: "GET", Path: "/operations/:id/six-mois", Kind: models.KindOperation, Action: models.Update, Handle: a.showSurvey},
		{Method: "POST", Path: "/operations/:id/six-mois", Kind: models.KindOperation, Action: models.Update, Handle: a.drawSurvey},
		{Method: "GET", Path: "/operations/:id/six-mois/:draw/annuler", Kind: models.KindOperation, Action: models.Update, Handle: a.cancelSurvey},
		{Method: "POST", Path: "/operations/:id/six-mois/:draw/annuler", Kind: models.KindOperation, Action: models.Update, Handle: a.cancelSurvey},
	}
}

// listRoutes are custom lists, and what programs read with a key (docs/api.md).
func (a *App) listRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/api/v1/operations", Kind: models.KindReport, Action: models.Read, API: true, Handle: a.apiOperations},
		{Method: "GET", Path: "/api/v1/operations/:operation", Kind: models.KindReport, Action: models.Read, API: true, Handle: a.apiOneOperation},
		{Method: "GET", Path: "/api/v1/operations/:operation/reports/:kind", Kind: models.KindReport, Action: models.Export, API: true, Handle: a.apiReport},
		{Method: "GET", Path: "/api/v1/operations/:operation/participants", Kind: models.KindReport, Action: models.Export, API: true, Handle: a.apiParticipants},
		{Method: "GET", Path: "/api/v1/operations/:operation/sessions", Kind: models.KindReport, Action: models.Export, API: true, Handle: a.apiSessions},
		{Method: "GET", Path: "/api/v1/openapi.yaml", Kind: models.KindReport, Action: models.Read, API: true, Handle: a.showOpenAPI},
		{Method: "GET", Path: "/aide/api", Public: true, Handle: a.showAPIHelp},
		{Method: "GET", Path: "/aide/api/openapi.yaml", Public: true, Handle: a.showOpenAPI},
		{Method: "GET", Path: "/cles-api", Kind: models.KindAPIKey, Action: models.Read, Handle: a.listAPIKeys},
		{Method: "POST", Path: "/cles-api", Kind: models.KindAPIKey, Action: models.Create, Handle: a.createAPIKey},
		{Method: "POST", Path: "/cles-api/:id/retrait", Kind: models.KindAPIKey, Action: models.Cancel, Handle: a.revokeAPIKey},
		{Method: "GET", Path: "/listes", Kind: models.KindList, Action: models.Read, Handle: a.listLists},
		{Method: "POST", Path: "/listes", Kind: models.KindList, Action: models.Create, Handle: a.createList},
		{Method: "GET", Path: "/listes/composer", Kind: models.KindList, Action: models.Read, Handle: a.composeList},
		{Method: "GET", Path: "/listes/composer/export", Kind: models.KindList, Action: models.Export, Handle: a.exportComposed},
		{Method: "GET", Path: "/listes/:id", Kind: models.KindList, Action: models.Read, Handle: a.showList},
		{Method: "GET", Path: "/listes/:id/export", Kind: models.KindList, Action: models.Export, Handle: a.exportSaved},
		{Method: "GET", Path: "/listes/:id/modifier", Kind: models.KindList, Action: models.Update, Handle: a.editList},
		{Method: "POST", Path: "/listes/:id/modifier", Kind: models.KindList, Action: models.Update, Handle: a.saveList},
		{Method: "POST", Path: "/listes/:id/supprimer", Kind: models.KindList, Action: models.Update, Handle: a.dropList()},
		{Method: "POST", Path: "/listes/:id/retablir", Kind: models.KindList, Action: models.Update, Handle: a.restoreList()},
	}
}
