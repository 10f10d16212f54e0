package models

// PlanSummary is a summary of the plan handed over to the person: in French and in their language, as it read that day.
type PlanSummary struct {
	ID            string  `db:"id"`
	PublicID      string  `db:"public_id"`
	CentreID      string  `db:"centre_id"`
	ParticipantID string  `db:"participant_id"`
	Language      string  `db:"language"` // code of ContactLanguages
	HandedOn      Date    `db:"handed_on"`
	CancelledAt   Instant `db:"cancelled_at"`
	CancelledBy   *string `db:"cancelled_by"`
	CreatedBy     *string `db:"created_by"`
	CreatedAt     Instant `db:"created_at"`

	Content       SummaryContent `db:"-"`
	ContentSealed []byte         `db:"content_sealed"`
}

// SummaryContent is what a summary says, all of it: a copy printed later reads the same.
type SummaryContent struct {
	Language  string        `json:"language"` // of the second column; "fr" for French alone
	Phrases   int           `json:"phrases"`  // version of the phrase bank
	ToReview  bool          `json:"to_review,omitempty"`
	Centre    string        `json:"centre"`
	Contact   string        `json:"contact,omitempty"`
	Person    string        `json:"person"`
	Colleague string        `json:"colleague"`
	On        Date          `json:"on"`
	Words     []SummaryWord `json:"words"` // labels of the paper
	Goals     []SummaryGoal `json:"goals"`
	Next      []SummaryNext `json:"next,omitempty"`
}

// SummaryWord is a label of the paper in French and in the person's language.
type SummaryWord struct {
	Key    string `json:"key"`
	French string `json:"fr"`
	Theirs string `json:"theirs,omitempty"`
}

// SummaryGoal is a goal of the paper and what is to be done for it; the freins stay in the file: others may read the
// paper over the person's shoulder.
type SummaryGoal struct {
	Title  SummaryWord   `json:"title"`            // of a standard goal
	Detail string        `json:"detail,omitempty"` // words of its own, as written
	State  SummaryWord   `json:"state"`
	Tasks  []SummaryTask `json:"tasks"`
}

// SummaryTask is one step of the paper.
type SummaryTask struct {
	Text  string      `json:"text"`
	Who   SummaryWord `json:"who"`
	Other string      `json:"other,omitempty"`
	DueOn Date        `json:"due_on,omitempty"`
	State SummaryWord `json:"state"`
}

// SummaryNext is an appointment or a session to come.
type SummaryNext struct {
	On    Date   `json:"on"`
	At    string `json:"at,omitempty"` // "09:00"
	Place string `json:"place,omitempty"`
	Title string `json:"title,omitempty"`
}

// Word is the label of a key.
func (c SummaryContent) Word(key string) SummaryWord {
	for _, w := range c.Words {
		if w.Key == key {
			return w
		}
	}
	return SummaryWord{Key: key}
}
