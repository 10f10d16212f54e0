package handlers

import (
	"context"
	"sync"
)

// chores are what pages leave to be done beside them. They end with the program.
type chores struct {
	ctx  context.Context
	stop context.CancelFunc
	done sync.WaitGroup
}

func newChores() *chores {
	w := &chores{}
	w.ctx, w.stop = context.WithCancel(context.Background())
	return w
}

// Close stops what pages left to be done, and waits until it has stopped: the base may be closed next.
func (a *App) Close() {
	a.chores.stop()
	a.chores.done.Wait()
}
