package main

import (
	"context"
	"math/rand/v2"
	"strconv"

	"jalon/messages"
	"jalon/models"
	"jalon/policies"
	"jalon/store"
)

// demoPlans writes the freins and the plans of some people of one counsellor.
type demoPlans struct {
	*demoExtras
	gate   *policies.Gate
	actor  models.Actor
	random *rand.Rand
	today  models.Date
}

// plannedPeople is how many people have a plan; the others wait for theirs.
const plannedPeople = 12

// plans follows the people seen last: freins rated when they came and since, goals and tasks.
func (e *demoExtras) plans(ctx context.Context, today models.Date) error {
	gate, actor, err := e.counsellor(ctx)
	if err != nil {
		return err
	}
	d := &demoPlans{demoExtras: e, gate: gate, actor: actor, random: rand.New(rand.NewPCG(9, 2026)), today: today}
	seen, err := e.store.FollowUps(ctx, d.may(models.Read, models.KindFollowUp), models.FollowUpFilter{UserID: actor.UserID, Limit: 300})
	if err != nil {
		return err
	}
	days, order := map[string][]models.Date{}, []string{}
	for _, f := range seen { // newest first
		if !f.Attended() {
			continue
		}
		if days[f.Person] == nil {
			order = append(order, f.Person)
		}
		if len(days[f.Person]) == 0 || days[f.Person][len(days[f.Person])-1] != f.OnDate {
			days[f.Person] = append(days[f.Person], f.OnDate)
		}
	}
	for i, person := range order[:min(len(order), plannedPeople)] {
		if err := d.barriers(ctx, person, days[person]); err != nil {
			return err
		}
		if err := d.plan(ctx, person, i); err != nil {
			return err
		}
	}
	return nil
}

// may is what the counsellor may; an action the policy refuses gives an empty scope, which every write refuses.
func (d *demoPlans) may(action, kind string) models.Scope {
	scope, _ := d.gate.Scope(d.actor, action, kind)
	return scope
}

// barriers rates some freins at the first meeting, halfway and at the last one; most get lighter. The first change of each
// assessment has its cause.
func (d *demoPlans) barriers(ctx context.Context, person string, days []models.Date) error {
	if len(days) > 3 {
		days = []models.Date{days[0], days[len(days)/2], days[len(days)-1]}
	}
	chosen := d.random.Perm(len(models.Barriers))[:5]
	levels := map[string]int{}
	for i := len(days) - 1; i >= 0; i-- {
		a := models.Assessment{OnDate: days[i]}
		for n, code := range models.Barriers {
			a.Ratings = append(a.Ratings, models.BarrierRating{Barrier: code, Counsellor: models.RatingNotRaised, Person: models.RatingNotRaised})
			for _, c := range chosen {
				if c == n {
					a.Ratings[n] = d.rate(code, levels)
				}
			}
		}
		id, err := d.store.AddAssessment(ctx, d.may(models.Create, models.KindBarrier), person, a)
		if err != nil {
			return err
		}
		if err := d.tie(ctx, person, id, days[i]); err != nil {
			return err
		}
	}
	return nil
}

func (d *demoPlans) rate(code string, levels map[string]int) models.BarrierRating {
	level, known := levels[code]
	if !known {
		level = 2 + d.random.IntN(3)
	} else if step := d.random.IntN(5); step < 3 {
		level = max(0, level-1)
	} else if step == 3 {
		level = min(models.MaxLevel, level+1)
	}
	levels[code] = level
	own := models.Rating(strconv.Itoa(min(models.MaxLevel, max(0, level+d.random.IntN(3)-1))))
	if d.random.IntN(12) == 0 {
		own = models.RatingDeclined
	}
	return models.BarrierRating{Barrier: code, Counsellor: models.Rating(strconv.Itoa(level)), Person: own}
}

// tie gives the first change of an assessment the latest action before it.
func (d *demoPlans) tie(ctx context.Context, person, assessment string, day models.Date) error {
	read := d.may(models.Read, models.KindBarrier)
	all, err := d.store.Assessments(ctx, read, person)
	if err != nil {
		return err
	}
	changes := models.ChangesAt(store.Rated(all), assessment)
	scopes := store.TimelineScopes{FollowUps: d.may(models.Read, models.KindFollowUp), Registrations: d.may(models.Read, models.KindRegistration)}
	causes, err := d.store.Causes(ctx, scopes, d.may(models.Read, models.KindPlan), person, day.AddDays(-1))
	if err != nil || len(changes) == 0 || len(causes) == 0 {
		return err
	}
	return d.store.TieChanges(ctx, d.may(models.Update, models.KindBarrier), assessment, 1, map[string]store.Cause{changes[0].Barrier: causes[0]})
}

// demoGoals are goals with their tasks, as a counsellor writes them.
var demoGoals = []struct {
	goal  models.PlanWords
	tasks []string
}{
	{models.PlanWords{Standard: "permis", Text: "permis B", Barrier: "mobilite"}, []string{"S'inscrire à la théorie à l'auto-école", "Faire dix tests en ligne", "Fixer la date de l'examen théorique"}},
	{models.PlanWords{Standard: "francais", Barrier: "langue"}, []string{"Passer le test de niveau", "Reprendre le cours du soir", "Lire une page par jour avec l'application"}},
	{models.PlanWords{Standard: "diplome", Barrier: "diplome"}, []string{"Faire traduire le diplôme", "Compléter le formulaire d'équivalence", "Demander une copie du relevé de notes"}},
	{models.PlanWords{Standard: "garde", Barrier: "garde_enfants"}, []string{"Appeler trois crèches de Namur", "Demander une place en halte-accueil"}},
	{models.PlanWords{Standard: "cv", Barrier: "marche"}, []string{"Apporter les attestations de travail", "Relire le CV ensemble", "Déposer le CV sur l'espace Forem"}},
	{models.PlanWords{Text: "Une journée découverte en cuisine", Barrier: "reseau"}, []string{"Téléphoner au restaurant de la Citadelle", "Préparer trois questions au chef"}},
}

// plan gives a person one or two goals, done in part, with tasks that are due soon.
func (d *demoPlans) plan(ctx context.Context, person string, number int) error {
	var goals []messages.PlanGoal
	for n := range 1 + number%2 {
		g := demoGoals[(number+3*n)%len(demoGoals)]
		goal := messages.PlanGoal{Goal: models.Goal{State: models.GoalOpen, PlanWords: g.goal}}
		id, err := d.store.AddGoal(ctx, d.may(models.Create, models.KindPlan), person, goal.Goal)
		if err != nil {
			return err
		}
		for i, text := range g.tasks {
			t := models.PlanTask{Goal: id, Who: models.TaskByPerson, DueOn: d.today.AddDays(number/2 + 9*i), State: models.PlanTaskTodo, PlanWords: models.PlanWords{Text: text}}
			if i == 1 {
				t.Who = models.TaskByColleague
			}
			if err := d.task(ctx, person, &t, i == 0 && number%3 > 0); err != nil {
				return err
			}
			goal.Tasks = append(goal.Tasks, t)
		}
		goals = append(goals, goal)
	}
	if number%4 > 0 {
		return nil
	}
	return d.hand(ctx, person, goals)
}

func (d *demoPlans) task(ctx context.Context, person string, t *models.PlanTask, done bool) error {
	id, err := d.store.AddTask(ctx, d.may(models.Create, models.KindPlan), person, *t)
	if err != nil || !done {
		return err
	}
	t.State = models.PlanTaskDone
	return d.store.SetTaskState(ctx, d.may(models.Update, models.KindPlan), id, models.PlanTaskDone, d.today.AddDays(-3))
}

// hand gives the summary of the plan to take home, in the language of the person.
func (d *demoPlans) hand(ctx context.Context, person string, goals []messages.PlanGoal) error {
	p, err := d.store.Participant(ctx, d.may(models.Read, models.KindProfile), person)
	if err != nil {
		return err
	}
	c := models.SummaryContent{Language: p.ContactLanguage, Centre: d.centre.Name, Contact: d.centre.Contact, Person: p.Name(), Colleague: d.actor.Name, On: d.today}
	_, err = d.store.HandSummary(ctx, d.may(models.Create, models.KindPlan), person, d.today, messages.PlanSummary(d.t, c, goals, nil))
	return err
}
