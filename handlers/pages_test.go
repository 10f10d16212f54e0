package handlers

import (
	"strings"
	"testing"

	"github.com/jba/templatecheck"
)

// structs are the pages of Jalon with the struct each is given: one page, one struct.
var structs = map[string]any{
	"account/code": codePage{}, "account/codes": codesPage{}, "account/codes_required": codesPage{}, "account/factor": factorPage{}, "account/feed": linkPage{},
	"account/factor_required": factorPage{}, "account/held": heldPage{}, "account/invitation": invitationPage{}, "account/login": loginPage{}, "account/show": accountPage{},
	"steering/show": steeringPage{}, "steering/hours": steeringPage{}, "targets/list": targetsPage{}, "funders/show": funderPage{}, "funders/public": funderPage{}, "funders/links": funderLinksPage{}, "funders/link": linkPage{}, "targets/form": targetPage{},
	"appointments/agenda": agendaPage{}, "appointments/form": appointmentPage{}, "appointments/show": appointmentShowPage{},
	"attestations/batch": batchPage{}, "attestations/form": attestationForm{}, "attestations/progress": progressPage{}, "attestations/show": attestationPage{},
	"attestations/verify": verifyPage{}, "attestations/list": attestationsPage{},
	"barriers/form": assessPage{}, "barriers/show": barriersPage{}, "barriers/tie": tiePage{},
	"plans/form": planFormPage{}, "plans/show": planPage{}, "plans/summary": summaryPage{},
	"persons/batch": selectionPage{}, "views/form": viewPage{}, "views/list": viewsPage{},
	"dev/components": componentsPage{}, "dev/confirm": componentsPage{}, "dev/person": componentsPage{},
	"duplicates/compare": comparePage{}, "duplicates/link": mergePage{}, "duplicates/list": duplicatesPage{}, "duplicates/unlink": unmergePage{}, "duplicates/updates": updatesPage{},
	"enrolments/choose": enrolChoicePage{}, "enrolments/confirm": confirmPage{}, "enrolments/derogations": derogationsPage{}, "enrolments/entry": entryPage{},
	"enrolments/new": enrolPage{}, "enrolments/outcome": outcomePage{}, "enrolments/referents": referentsPage{}, "enrolments/show": enrolmentPage{},
	"files/edit": fileEditPage{}, "files/list": filesPage{}, "files/new": fileFormPage{},
	"arrivals/show": arrivalPage{}, "arrivals/poster": posterPage{}, "attendance/paper": paperPage{},
	"signatures/kiosk": kioskPage{}, "signatures/list": signaturesPage{}, "signatures/start": startSignaturePage{},
	"actions/form": actionFormPage{}, "actions/list": actionsPage{}, "actions/show": actionPage{},
	"partners/form": partnerFormPage{}, "partners/list": partnersPage{}, "partners/show": partnerPage{},
	"referrals/form": referralFormPage{}, "referrals/list": referralsPage{}, "referrals/person": personReferralsPage{}, "referrals/show": referralPage{},
	"followups/form": followUpPage{}, "followups/list": followUpListPage{}, "followups/note": sharedNotePage{}, "followups/person": personChoicePage{},
	"followups/shorthand": shorthandPage{}, "followups/show": followUpShowPage{}, "home/show": homePage{}, "home/digest": digestPage{}, "relays/form": relayPage{}, "handover/choose": handoverPage{}, "handover/form": handoverPage{}, "handover/preview": handoverPreview{}, "handover/show": handoverShowPage{}, "emergencies/list": emergenciesPage{}, "emergencies/show": emergencyPage{}, "imports/form": importPage{}, "journal/list": journalPage{},
	"messages/letters": lettersPage{}, "messages/outbox": outboxPage{}, "messages/participant": participantPage{}, "messages/person": personMessagesPage{}, "messages/session": convokePage{}, "messages/series": seriesTellPage{}, "messages/six_months": sixMonthsMessagePage{}, "operations/logos": logosPage{}, "messages/show": outboxItemPage{}, "messages/text": textPage{}, "messages/texts": textsPage{},
	"bundles/list": bundlesPage{}, "bundles/show": bundlePage{}, "ledger/show": ledgerPage{}, "ledger/lines": ledgerLinesPage{}, "ledger/overlaps": ledgerOverlapsPage{}, "ledger/timesheets": timeSheetsPage{}, "ledger/timesheet": timeSheetPage{},
	"modules/form": moduleFormPage{}, "modules/list": modulesPage{}, "modules/versions": moduleVersionsPage{}, "operations/form": operationPage{}, "operations/list": operationsPage{},
	"persons/card": cardPage{}, "persons/list": personsPage{}, "persons/new": newPersonPage{}, "persons/niss": revealPage{},
	"persons/briefing": briefingPage{}, "persons/profile": profilePage{}, "persons/search": searchPage{}, "persons/versions": sectionHistoryPage{}, "persons/section": sectionPage{}, "persons/show": personPage{},
	"api/help": apiHelpPage{}, "api/key": linkPage{}, "api/keys": apiKeysPage{},
	"lists/compose": composerPage{}, "lists/index": listsPage{}, "lists/show": listPage{},
	"settings/rooms": roomsPage{}, "settings/closures": closuresPage{}, "settings/absences": absencesPage{},
	"series/plan": seriesPlanPage{}, "series/show": seriesPage{}, "series/move": seriesMovePage{},
	"reports/entry": reportEntryPage{}, "reports/figure": figurePage{}, "reports/activity_figure": activityFigurePage{}, "reports/activity_run": activityRunPage{}, "reports/registry": registryPage{}, "reports/activity_runs": activityRunsPage{}, "reports/activity_compare": activityComparePage{}, "reports/module_figure": moduleFigurePage{}, "reports/compare": runComparePage{}, "reports/freeze": freezePage{}, "reports/run": runPage{}, "reports/runs": runsPage{}, "reports/list": reportsPage{}, "reports/show": reportPage{},
	"sessions/confirm": confirmSessionPage{}, "sessions/form": sessionFormPage{}, "sessions/list": sessionsPage{}, "sessions/register": registerPage{},
	"sessions/quotas": quotasPage{}, "sessions/choose": sessionChoicesPage{},
	"sessions/roll": rollPage{}, "sessions/sheet": sheetPage{}, "sessions/show": sessionPage{},
	"settings/communes": communesPage{}, "settings/show": settingsPage{}, "drafts/list": draftsPage{}, "system/accessibility": plainPage{}, "system/conflict": conflictPage{}, "system/counting": countingPage{}, "system/masked": maskedPage{}, "system/error": errorPage{}, "system/help": plainPage{},
	"sessions/team": teamListPage{}, "radar/list": radarPage{}, "radar/snooze": snoozePage{}, "radar/thresholds": thresholdsPage{},
	"sessions/calendar": calendarPage{}, "sessions/feeds": sessionFeedsPage{}, "sessions/move": movePage{},
	"scans/list": scansPage{}, "scans/show": scanPage{},
	"operations/survey": surveyPage{}, "readiness/list": gapsPage{}, "readiness/show": gapPage{},
	"tasks/call": callPage{}, "tasks/calls": callsPage{}, "tasks/list": tasksPage{},
	"settings/locations": locationsPage{}, "users/link": linkPage{}, "users/list": usersPage{}, "users/membership": membershipPage{}, "users/new": newUserPage{}, "users/show": userPage{},
}

// A field renamed in a struct and not in its page, in a branch nobody opens, is found here.
func TestPagesMatchTheirStructs(t *testing.T) {
	set := newSite(t).App.Pages
	for _, name := range set.Pages() {
		page, known := structs[name]
		if !known {
			t.Errorf("%s: add its struct to the table", name)
			continue
		}
		if err := templatecheck.CheckHTML(set.Lookup(name), page); err != nil {
			t.Errorf("%s with %T: %s", name, page, strings.TrimSpace(err.Error()))
		}
	}
	for name := range structs {
		if set.Lookup(name) == nil {
			t.Errorf("%s: no such page", name)
		}
	}
}
