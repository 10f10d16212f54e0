package models

// Kinds of notice: what a colleague is to know.
const (
	NoticeMention       = "mention"        // named in a note of the file
	NoticeMentionShared = "mention_shared" // named in a note shared with them
	NoticeRelayAsked    = "relay_asked"
	NoticeRelayAnswered = "relay_answered"
	NoticeRelayGiven    = "relay_given"
	NoticeEmergency     = "emergency"
	NoticeHandover      = "handover"
)

// Notice is what is written down of one: a record by its public id, and the person it is about when it is about one.
type Notice struct {
	Kind          string
	CentreID      string
	ParticipantID string
	Record        string
}
