package models

// Who carries out a task of the plan.
const (
	TaskByPerson    = "personne"
	TaskByColleague = "accompagnement"
	TaskByOther     = "autre" // named in PlanWords.Other
)

// TaskDoers lists who may carry out a task, in the order shown.
var TaskDoers = []string{TaskByPerson, TaskByColleague, TaskByOther}

// States of a task and of a goal.
const (
	PlanTaskTodo    = "a_faire"
	PlanTaskDone    = "fait"
	PlanTaskDropped = "abandonne"
	GoalOpen        = "ouvert"
	GoalReached     = "atteint"
	GoalDropped     = "abandonne"
)

// PlanTaskStates and GoalStates list the states in the order shown.
var (
	PlanTaskStates = []string{PlanTaskTodo, PlanTaskDone, PlanTaskDropped}
	GoalStates     = []string{GoalOpen, GoalReached, GoalDropped}
)

// PlanWords is what a goal or a task says: sealed under the person's key.
type PlanWords struct {
	Text     string `json:"text,omitempty"`     // as written; never translated
	Standard string `json:"standard,omitempty"` // code of StandardGoals, for a goal: its wording exists in eleven languages
	Barrier  string `json:"barrier,omitempty"`  // the frein it works on, a code of Barriers
	Other    string `json:"other,omitempty"`    // who carries out a task, when neither the person nor a colleague
}

// Goal is one objective of a person's plan.
type Goal struct {
	ID            string  `db:"id"`
	PublicID      string  `db:"public_id"`
	CentreID      string  `db:"centre_id"`
	ParticipantID string  `db:"participant_id"`
	State         string  `db:"state"`
	StateOn       Date    `db:"state_on"`
	StateBy       *string `db:"state_by"`
	CancelledAt   Instant `db:"cancelled_at"`
	CancelledBy   *string `db:"cancelled_by"`
	CreatedBy     *string `db:"created_by"`
	CreatedAt     Instant `db:"created_at"`
	Version       int     `db:"version"`

	PlanWords   `db:"-"`
	WordsSealed []byte `db:"words_sealed" json:"-"`
}

// PlanTask is one step of a person's plan.
type PlanTask struct {
	ID            string  `db:"id"`
	PublicID      string  `db:"public_id"`
	CentreID      string  `db:"centre_id"`
	ParticipantID string  `db:"participant_id"`
	GoalID        *string `db:"goal_id"`
	Who           string  `db:"who"`
	UserID        *string `db:"user_id"` // the colleague who does it, or who asks how far it is
	DueOn         Date    `db:"due_on"`  // "" = no date agreed
	State         string  `db:"state"`
	StateOn       Date    `db:"state_on"`
	StateBy       *string `db:"state_by"`
	CancelledAt   Instant `db:"cancelled_at"`
	CancelledBy   *string `db:"cancelled_by"`
	CreatedBy     *string `db:"created_by"`
	CreatedAt     Instant `db:"created_at"`
	Version       int     `db:"version"`
	Goal          string  `db:"goal"` // public id of the goal, "" = none

	PlanWords   `db:"-"`
	WordsSealed []byte `db:"words_sealed" json:"-"`
}

// Late tells whether the task should be done by now.
func (t PlanTask) Late(today Date) bool {
	return t.State == PlanTaskTodo && t.DueOn != "" && t.DueOn < today
}

// StandardGoals are the goals whose wording exists in the eleven languages of contact (messages/phrases).
var StandardGoals = []string{"francais", "diplome", "metier", "formation", "cv", "entretien", "emploi", "forem", "permis", "garde", "sejour",
	"numerique", "logement", "budget", "reseau", "independant"}
