package handlers

import (
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
)

// countsLife is how long the counts of « À compléter » are good: they stand on every page, and change by the minute.
const countsLife = time.Minute

// taskMemory keeps the counts of each user for a minute, so that the rail costs a page nothing. Whoever sends a form
// forgets their own at once.
type taskMemory struct {
	mu    sync.Mutex
	users map[string]taskSnapshot
}

type taskSnapshot struct {
	at     models.Instant
	counts []taskCount
}

// counted is what was counted less than a minute ago.
func (a *App) counted(access Access) ([]taskCount, bool) {
	a.tasks.mu.Lock()
	defer a.tasks.mu.Unlock()
	s, known := a.tasks.users[access.Actor.UserID]
	return s.counts, known && a.Store.Now().Sub(s.at.Time).Abs() < countsLife
}

func (a *App) remember(access Access, counts []taskCount) {
	a.tasks.mu.Lock()
	defer a.tasks.mu.Unlock()
	if a.tasks.users == nil || len(a.tasks.users) > 10_000 {
		a.tasks.users = map[string]taskSnapshot{}
	}
	a.tasks.users[access.Actor.UserID] = taskSnapshot{a.Store.Now(), counts}
}

func (a *App) forget(access Access) {
	a.tasks.mu.Lock()
	defer a.tasks.mu.Unlock()
	delete(a.tasks.users, access.Actor.UserID)
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
