-- +goose Up
-- Freins: one dated assessment holds a rating of every frein by the counsellor and by the person, sealed whole. Corrections
-- are new assessments, or a cancellation with its reason.
create table assessments (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  on_date date not null,
  ratings_sealed {{bytes}} not null,
  user_id text references users (id),
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  cancel_reason text not null default '',
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1
);
create index assessments_participant on assessments (participant_id, on_date, id);

-- Plan d'action: what a goal or a task is about is sealed; who, when and how far are not, so that lists find them.
create table plan_goals (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  words_sealed {{bytes}} not null,
  state text not null default 'ouvert' check (state in ('ouvert', 'atteint', 'abandonne')),
  state_on date,
  state_by text references users (id),
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1
);
create index plan_goals_participant on plan_goals (participant_id, id);

create table plan_tasks (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  goal_id text references plan_goals (id),
  words_sealed {{bytes}} not null,
  who text not null check (who in ('personne', 'accompagnement', 'autre')),
  user_id text references users (id),
  due_on date,
  state text not null default 'a_faire' check (state in ('a_faire', 'fait', 'abandonne')),
  state_on date,
  state_by text references users (id),
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1
);
create index plan_tasks_participant on plan_tasks (participant_id, id);
create index plan_tasks_goal on plan_tasks (goal_id) where goal_id is not null;
create index plan_tasks_due on plan_tasks (centre_id, due_on, id) where state = 'a_faire' and cancelled_at is null;
create index plan_tasks_due_of on plan_tasks (participant_id, due_on, id) where state = 'a_faire' and cancelled_at is null;

-- A summary of the plan as the person signed it and took it home: its words stay those of that day.
create table plan_summaries (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  language text not null,
  handed_on date not null,
  content_sealed {{bytes}} not null,
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null
);
create index plan_summaries_participant on plan_summaries (participant_id, handed_on, id);

-- +goose Down
drop table plan_summaries;
drop table plan_tasks;
drop table plan_goals;
drop table assessments;
