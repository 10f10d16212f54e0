package handlers

import (
	"context"
	"sync/atomic"

	"jalon/models"
)

// knownPlaces are the communes as the settings have them, read again after a minute and when the settings change.
type knownPlaces struct {
	places *models.Places
	at     models.Instant
}

type placesMemory = atomic.Pointer[knownPlaces]

// readPlaces brings the communes up to date before a page is made; without them the last known ones serve.
func (a *App) readPlaces(ctx context.Context) {
	known, now := a.geography.Load(), a.Store.Now()
	if known != nil && now.Sub(known.at.Time).Abs() < memoryLife {
		return
	}
	places, err := a.Store.Places(ctx)
	if err != nil {
		a.Log.Error("communes", "error", err)
		return
	}
	a.geography.Store(&knownPlaces{places, now})
}

// communes are the communes of today.
func (a *App) communes() *models.Places {
	if known := a.geography.Load(); known != nil {
		return known.places
	}
	return nil
}

// keepClosed adds a closed commune to the choices of an old file, so that saving does not lose it.
func (a *App) keepClosed(communes []models.Commune, refnis string) []models.Commune {
	for _, c := range communes {
		if c.Refnis == refnis {
			return communes
		}
	}
	if commune, known := a.communes().ByRefnis(refnis); known {
		return append(communes[:len(communes):len(communes)], commune)
	}
	return communes
}
