-- +goose Up
-- Where the centre receives people. desk: away from the centre, a decentralised desk. seats: how many colleagues receive
-- there at the same time, 0 = no limit.
create table locations (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  name text not null,
  sort_name {{folded}} not null,
  address text not null default '',
  desk boolean not null default false,
  seats integer not null default 0 check (seats between 0 and 99),
  closed_at {{instant}},
  closed_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1,
  unique (centre_id, sort_name)
);

-- place keeps the name of the place, so that every list says where without asking. interpreter_* are empty without one.
-- cancel_side: who cancelled, or an entry made by mistake.
alter table appointments add column location_id text references locations (id);
alter table appointments add column interpreter boolean not null default false;
alter table appointments add column interpreter_service text not null default '';
alter table appointments add column interpreter_language text not null default '';
alter table appointments add column interpreter_name text not null default '';
alter table appointments add column cancel_side text not null default '' check (cancel_side in ('', 'personne', 'centre', 'erreur'));
alter table appointments add column cancel_reason_sealed {{bytes}};
alter table appointments add column outcome_by text references users (id);
alter table appointments add column outcome_at {{instant}};
alter table appointments add column changed_at {{instant}};
create index appointments_location on appointments (location_id, on_date, starts_at) where location_id is not null;

-- What an appointment was before it was moved or changed; version is the one it then had.
create table appointment_moves (
  id text primary key,
  appointment_id text not null references appointments (id),
  version integer not null,
  user_id text not null references users (id),
  on_date date not null,
  starts_at text not null,
  minutes integer not null,
  mode text not null,
  place text not null,
  location_id text references locations (id),
  interpreter boolean not null,
  interpreter_service text not null,
  interpreter_language text not null,
  interpreter_name text not null,
  moved_by text references users (id),
  moved_at {{instant}} not null,
  undone_at {{instant}}
);
create index appointment_moves_appointment on appointment_moves (appointment_id, moved_at, id);

-- The calendar a colleague reads with another program; secret_hash is all that is kept of its address.
create table feeds (
  user_id text primary key references users (id),
  secret_hash text not null unique,
  created_at {{instant}} not null,
  read_at {{instant}}
);

-- +goose Down
drop table feeds;
drop table appointment_moves;
drop index appointments_location;
alter table appointments drop column changed_at;
alter table appointments drop column outcome_at;
alter table appointments drop column outcome_by;
alter table appointments drop column cancel_reason_sealed;
alter table appointments drop column cancel_side;
alter table appointments drop column interpreter_name;
alter table appointments drop column interpreter_language;
alter table appointments drop column interpreter_service;
alter table appointments drop column interpreter;
alter table appointments drop column location_id;
drop table locations;
