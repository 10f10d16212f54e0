package handlers

import (
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
)

// The kinds of « À compléter ».
const (
	taskDrafts       = "drafts"
	taskAppointments = "appointments"
	taskSessions     = "sessions"
	taskIncomplete   = "incomplete"
	taskSixMonths    = "six_months"
	taskExits        = "exits"
	taskPermits      = "permits"
	taskAlerts       = "alerts"
	taskRelays       = "relays"
	taskDocuments    = "documents"
	taskReferrals    = "referrals"
	taskPlan         = "plan" // of the plans d'action
)

// taskKind is one kind of thing left to do: who may do it (action and kind of object), how its lines are found, and the
// page that lists them (« À compléter » when url is ""). Texts: task.KEY, task.KEY.hint, task.KEY.count (one, other).
type taskKind struct {
	key, action, kind string
	url               string
	lines             func(c *gin.Context, access Access, scope models.Scope) ([]taskLine, error)
}

// taskKinds is everything « À compléter » holds, in the order of urgency: the queue, Ma journée, the rail and the fiche of a
// person follow this one list. A new kind is one line here and one function that lists at most store.TaskLimit lines
// in one query.
func (a *App) taskKinds() []taskKind {
	return []taskKind{
		{key: taskAlerts, action: models.Update, kind: models.KindEmergency, lines: a.unseenEmergencies},
		{key: taskRelays, action: models.Update, kind: models.KindRelay, lines: a.relayRequests},
		{key: taskDrafts, action: models.Read, kind: models.KindAccount, url: "/brouillons", lines: a.draftTasks},
		{key: taskAppointments, action: models.Update, kind: models.KindAppointment, lines: a.openAppointments},
		{key: taskSessions, action: models.Close, kind: models.KindSession, lines: a.openSessions},
		{key: taskIncomplete, action: models.Update, kind: models.KindEnrolment, lines: a.incompleteRecords},
		{key: taskSixMonths, action: models.Update, kind: models.KindExit, url: "/suivi-6-mois", lines: a.dueCalls},
		{key: taskPlan, action: models.Update, kind: models.KindPlan, lines: a.planTasks},
		{key: taskExits, action: models.Create, kind: models.KindExit, lines: a.exitsDue},
		{key: taskPermits, action: models.Update, kind: models.KindProfile, lines: a.expiringPermits},
		{key: taskDocuments, action: models.Update, kind: models.KindDocument, lines: a.expiringFiles},
		{key: taskReferrals, action: models.Update, kind: models.KindReferral, url: "/orientations", lines: a.lateReferrals},
	}
}

// memoryLife is how long a figure of a home page or of the rail is good: they stand on many pages and change by the minute.
const memoryLife = time.Minute

// memory keeps one figure per user for a minute, so that it costs the following pages nothing. What a page lists is
// always read anew.
type memory[T any] struct {
	mu    sync.Mutex
	users map[string]remembered[T]
}

type remembered[T any] struct {
	at    models.Instant
	value T
}

// get is what was remembered less than a minute ago.
func (m *memory[T]) get(userID string, now models.Instant) (T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, known := m.users[userID]
	return r.value, known && now.Sub(r.at.Time).Abs() < memoryLife
}

// forget makes the next page count again.
func (m *memory[T]) forget(userID string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.users, userID)
}

func (m *memory[T]) put(userID string, now models.Instant, value T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.users == nil || len(m.users) > 10_000 {
		m.users = map[string]remembered[T]{}
	}
	m.users[userID] = remembered[T]{now, value}
}

// navCount is what the rail shows beside « À compléter »; nothing rather than an error.
func (a *App) navCount(c *gin.Context, access Access, key string) int {
	if key != "tasks" {
		return 0
	}
	counts, err := a.taskCounts(c, access)
	if err != nil {
		a.Log.Error("tasks", "request", requestID(c), "error", err)
		return 0
	}
	total := 0
	for _, t := range counts {
		total += t.Count
	}
	return total
}
