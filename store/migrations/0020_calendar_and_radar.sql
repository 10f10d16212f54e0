-- +goose Up
-- Calendars of sessions read with another program: the filter, and all that is kept of the secret address.
create table session_feeds (
  id text primary key,
  public_id text not null unique,
  user_id text not null references users (id),
  query text not null,
  secret_hash text not null unique,
  created_at {{instant}} not null,
  read_at {{instant}}
);
create index session_feeds_user on session_feeds (user_id, created_at);

-- When the radar speaks, dated: the line with the latest set_at is in force, the others say what was before. A threshold that is
-- null turns its signal off.
create table radar_thresholds (
  id text primary key,
  centre_id text not null references centres (id),
  absences integer check (absences between 1 and 20),
  silent_days integer check (silent_days between 1 and 180),
  stalled_days integer check (stalled_days between 1 and 365),
  expiring_days integer check (expiring_days between 1 and 365),
  referral_days integer check (referral_days between 0 and 365),
  set_by text references users (id),
  set_at {{instant}} not null
);
create index radar_thresholds_centre on radar_thresholds (centre_id, set_at);

-- A signal somebody put off, with a reason and the last day of it. record is the public id of the goal, document or referral, ''
-- for a signal about the person.
create table radar_snoozes (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  signal text not null check (signal in ('absences', 'silence', 'objectif', 'document', 'orientation')),
  record text not null default '',
  reason_sealed {{bytes}} not null,
  until_on date not null,
  created_by text references users (id),
  created_at {{instant}} not null,
  cancelled_at {{instant}},
  cancelled_by text references users (id)
);
create index radar_snoozes_person on radar_snoozes (participant_id, signal, until_on) where cancelled_at is null;
create index radar_snoozes_centre on radar_snoozes (centre_id, until_on) where cancelled_at is null;

-- What the signals look for, a person or a day at a time.
create index registrations_absent on registrations (participant_id, session_id) where attendance in ('excuse', 'absent') and place = 'inscrit';
create index plan_goals_open on plan_goals (centre_id, created_at, id) where state = 'ouvert' and cancelled_at is null;

-- +goose Down
drop index plan_goals_open;
drop index registrations_absent;
drop table radar_snoozes;
drop table radar_thresholds;
drop table session_feeds;
