-- +goose Up
-- The catalogue tells what a session needs. after_code: the module of the centre that comes before this one.
alter table modules add column content text not null default '';
alter table modules add column material text not null default '';
alter table modules add column language text not null default '';
alter table modules add column laptops integer not null default 0 check (laptops between 0 and 99);
alter table modules add column after_code text not null default '';

create table module_trainers (
  module_id text not null references modules (id),
  user_id text not null references users (id),
  position integer not null default 0,
  primary key (module_id, user_id)
);
create index module_trainers_user on module_trainers (user_id);

-- What a module was before a change, as JSON; version is the one it then had.
create table module_versions (
  id text primary key,
  module_id text not null references modules (id),
  version integer not null,
  body text not null,
  replaced_by text references users (id),
  replaced_at {{instant}} not null,
  unique (module_id, version)
);

-- Rooms of a location, and the laptops that can be brought there.
alter table locations add column laptops integer not null default 0 check (laptops between 0 and 99);
create table rooms (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  location_id text not null references locations (id),
  name text not null,
  sort_name {{folded}} not null,
  seats integer not null check (seats between 1 and 500),
  closed_at {{instant}},
  closed_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1,
  unique (location_id, sort_name)
);
create index rooms_centre on rooms (centre_id, location_id, sort_name);

-- Days without sessions. code names a school holiday of the shipped calendar, which the row then replaces.
create table closures (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  kind text not null check (kind in ('fermeture', 'scolaire')),
  code text not null default '',
  label text not null check (label <> ''),
  from_on date not null,
  until_on date not null,
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1,
  check (until_on >= from_on)
);
create index closures_centre on closures (centre_id, from_on);

-- When a colleague is away; why is nobody's business.
create table absences (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  user_id text not null references users (id),
  from_on date not null,
  until_on date not null,
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1,
  check (until_on >= from_on)
);
create index absences_centre on absences (centre_id, until_on, id);
create index absences_user on absences (user_id, until_on);

-- Sessions planned together.
create table series (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  created_by text references users (id),
  created_at {{instant}} not null
);
create index series_centre on series (centre_id, created_at);

-- place and room keep the names, so that lists and imports need no more. counting, module_minutes and module_category are the
-- rule of the module on the day the session was planned: a change of the catalogue never rewrites the past.
alter table sessions add column series_id text references series (id);
alter table sessions add column location_id text references locations (id);
alter table sessions add column room_id text references rooms (id);
alter table sessions add column laptops integer not null default 0 check (laptops between 0 and 99);
alter table sessions add column counting text not null default '' check (counting in ('', 'horloge', 'fixe', 'duree'));
alter table sessions add column module_minutes integer check (module_minutes is null or module_minutes between 1 and 1440);
alter table sessions add column module_category text not null default '';
update sessions set counting = (select m.counting from modules m where m.id = module_id),
  module_minutes = (select m.minutes from modules m where m.id = module_id),
  module_category = (select m.category from modules m where m.id = module_id)
  where module_id is not null;
create index sessions_series on sessions (series_id, on_date, starts_at, id) where series_id is not null;
create index sessions_location on sessions (location_id, on_date) where location_id is not null;
create index sessions_module on sessions (module_id, on_date) where module_id is not null;

-- +goose Down
drop index sessions_module;
drop index sessions_location;
drop index sessions_series;
alter table sessions drop column module_category;
alter table sessions drop column module_minutes;
alter table sessions drop column counting;
alter table sessions drop column laptops;
alter table sessions drop column room_id;
alter table sessions drop column location_id;
alter table sessions drop column series_id;
drop table series;
drop table absences;
drop table closures;
drop table rooms;
alter table locations drop column laptops;
drop table module_versions;
drop table module_trainers;
alter table modules drop column after_code;
alter table modules drop column laptops;
alter table modules drop column language;
alter table modules drop column material;
alter table modules drop column content;
