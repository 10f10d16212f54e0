-- +goose Up
-- How long a person of a waiting list has to answer, in hours of working days.
alter table centres add column offer_hours integer not null default 48 check (offer_hours between 1 and 720);

-- A free place proposed to somebody of the waiting list; it is held for them until expires_at.
create table place_offers (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  session_id text not null references sessions (id),
  registration_id text not null references registrations (id),
  participant_id text not null references participants (id),
  state text not null check (state in ('offerte', 'acceptee', 'refusee', 'expiree', 'retiree')),
  expires_at {{instant}} not null,
  offered_at {{instant}} not null,
  offered_by text references users (id),
  answered_at {{instant}},
  answered_by text references users (id),
  version integer not null default 1
);
create unique index place_offers_open on place_offers (registration_id) where state = 'offerte';
create index place_offers_session on place_offers (session_id, state, expires_at);
create index place_offers_registration on place_offers (registration_id, offered_at);
create index place_offers_participant on place_offers (participant_id);

-- Why a place was given up, and whether it came too late to give it to somebody else. One line per time.
create table place_departures (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  registration_id text not null references registrations (id),
  participant_id text not null references participants (id),
  place text not null check (place in ('inscrit', 'attente')),
  reason text not null,
  late boolean not null,
  on_date date not null,
  at {{instant}} not null,
  user_id text references users (id),
  undone_at {{instant}}
);
create index place_departures_registration on place_departures (registration_id, at);
create index place_departures_participant on place_departures (participant_id, on_date);

-- Places of a session kept for some people: by audience (public) or by who sent them (adressage).
create table session_quotas (
  session_id text not null references sessions (id),
  basis text not null check (basis in ('public', 'adressage')),
  value text not null,
  seats integer not null check (seats > 0),
  release_days integer check (release_days between 0 and 90),
  position integer not null default 0,
  primary key (session_id, basis, value)
);

-- Who waits, for lists of sessions with somebody to propose a place to.
create index registrations_waiting on registrations (session_id, queue) where place = 'attente';

-- +goose Down
drop index registrations_waiting;
drop table session_quotas;
drop table place_departures;
drop table place_offers;
alter table centres drop column offer_hours;
