package models

import "strconv"

// ModuleVersion is what a module was from one moment on.
type ModuleVersion struct {
	Module
	Since Instant
	By    string // who made it so; "" = made by the catalogue or an import
}

// ModuleChange is one answer that differs between two versions of a module. Field is the name of the answer.
type ModuleChange struct{ Field, Before, After string }

// Changes lists what differs from the version before, in the order of the form.
func (m Module) Changes(before Module) []ModuleChange {
	all := []ModuleChange{{"title", before.Title, m.Title}, {"theme", before.Theme, m.Theme}, {"goal", before.Goal, m.Goal},
		{"content", before.Content, m.Content}, {"material", before.Material, m.Material}, {"language", before.Language, m.Language},
		{"minutes", minutesText(before.Minutes), minutesText(m.Minutes)}, {"capacity", countText(before.Capacity), countText(m.Capacity)},
		{"laptops", strconv.Itoa(before.Laptops), strconv.Itoa(m.Laptops)}, {"category", before.Category, m.Category},
		{"counting", before.Counting, m.Counting}, {"after", before.AfterCode, m.AfterCode}, {"trainers", namesOf(before.Trainers), namesOf(m.Trainers)},
		{"active", strconv.FormatBool(before.Active), strconv.FormatBool(m.Active)}}
	var changes []ModuleChange
	for _, c := range all {
		if c.Before != c.After {
			changes = append(changes, c)
		}
	}
	return changes
}

func minutesText(minutes *int) string {
	if minutes == nil {
		return ""
	}
	return FrenchDuration(*minutes)
}

func countText(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func namesOf(users []User) string {
	text := ""
	for i, u := range users {
		if i > 0 {
			text += ", "
		}
		text += u.Name
	}
	return text
}
