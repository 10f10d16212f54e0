package models

import "strings"

// Room is a room of a location in which sessions are given.
type Room struct {
	ID         string  `db:"id"`
	PublicID   string  `db:"public_id"`
	CentreID   string  `db:"centre_id"`
	LocationID string  `db:"location_id"`
	Name       string  `db:"name"`
	SortName   string  `db:"sort_name"`
	Seats      int     `db:"seats"`
	ClosedAt   Instant `db:"closed_at"`
	ClosedBy   *string `db:"closed_by"`
	CreatedBy  *string `db:"created_by"`
	CreatedAt  Instant `db:"created_at"`
	Version    int     `db:"version"`
	Place      string  `db:"place"` // name of the location
}

// CheckRoom says what is wrong with a room as typed.
func CheckRoom(r Room) Problems {
	problems := Problems{}
	if strings.TrimSpace(r.Name) == "" {
		problems.Add("name", "room.problem.name")
	}
	checkLine(problems, "name", r.Name)
	if r.Seats < 1 || r.Seats > MaxCapacity {
		problems.Add("seats", "room.problem.seats", "Max", MaxCapacity)
	}
	return problems
}
