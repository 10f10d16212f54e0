package models

import "slices"

// Sections of a profile.
const (
	SectionIdentity  = "identity"
	SectionContact   = "contact"
	SectionLanguages = "languages"
	SectionResidence = "residence"
	SectionEducation = "education"
	SectionFamily    = "family"
	SectionSensitive = "sensitive"
)

// Answers are the answers to the questions of one section as a form carries them: field name to text; several
// choices are separated by ";". "" is not asked, Refused and Unknown are answers.
type Answers map[string]string

// Section is a part of the profile that is asked, shown and saved at one time. Its kind says who may.
type Section struct {
	Key, Kind string
	Read      func(Participant) Answers                            // as typed
	Write     func(p *Participant, a Answers, today Date) Problems // p changes only where a is right
	Asked     func(Participant) []string                           // what a complete section answers; "" = not asked
}

// Sections lists the parts of the profile in the order of the page; the last holds the questions of GDPR article 9.
var Sections = []Section{
	{SectionIdentity, KindParticipant, readIdentity, writeIdentity, askedIdentity},
	{SectionContact, KindParticipant, readContact, writeContact, askedContact},
	{SectionLanguages, KindProfile, readLanguages, writeLanguages, askedLanguages},
	{SectionResidence, KindProfile, readResidence, writeResidence, askedResidence},
	{SectionEducation, KindProfile, readEducation, writeEducation, askedEducation},
	{SectionFamily, KindProfile, readFamily, writeFamily, askedFamily},
	{SectionSensitive, KindSensitive, readSensitive, writeSensitive, askedSensitive},
}

// SectionOf finds a section by its key.
func SectionOf(key string) (Section, bool) {
	i := slices.IndexFunc(Sections, func(s Section) bool { return s.Key == key })
	if i < 0 {
		return Section{}, false
	}
	return Sections[i], true
}

// States of a section in the task list.
const (
	TaskDone    = "done"
	TaskStarted = "started"
	TaskTodo    = "todo"
)

// State tells how far a section is: done, started or todo. A refusal and « demandé, inconnu » are answers.
func (s Section) State(p Participant) string {
	answered, asked := 0, s.Asked(p)
	for _, answer := range asked {
		if answer != "" {
			answered++
		}
	}
	switch answered {
	case len(asked):
		return TaskDone
	case 0:
		return TaskTodo
	}
	return TaskStarted
}

// Changed lists the fields that differ between two states of a section, in alphabetical order.
func (a Answers) Changed(b Answers) []string {
	var fields []string
	for field, value := range a {
		if b[field] != value {
			fields = append(fields, field)
		}
	}
	for field := range b {
		if _, known := a[field]; !known && b[field] != "" {
			fields = append(fields, field)
		}
	}
	slices.Sort(fields)
	return fields
}
