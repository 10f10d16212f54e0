package handlers

import (
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"jalon/models"
)

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
