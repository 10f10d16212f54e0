-- +goose Up
-- What an operation should reach. measure: the code of an indicator, personnes, heures, seances, attestations, or propre: a figure
-- of the centre's own, whose state (done, done_on) is typed. steps: dated steps, one « date value » a line; empty = evenly.
create table targets (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  operation_id text not null references operations (id),
  measure text not null,
  label text not null default '',
  value integer not null check (value > 0),
  from_on date not null,
  due_on date not null,
  steps text not null default '',
  done integer check (done is null or done >= 0),
  done_on date,
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null,
  changed_by text references users (id),
  changed_at {{instant}} not null,
  version integer not null default 1,
  check (due_on > from_on)
);
create index targets_operation on targets (operation_id, due_on, id);

-- What a target was before it was changed.
create table target_versions (
  target_id text not null references targets (id),
  version integer not null,
  label text not null,
  value integer not null,
  from_on date not null,
  due_on date not null,
  steps text not null,
  done integer,
  done_on date,
  changed_by text references users (id),
  changed_at {{instant}} not null,
  primary key (target_id, version)
);

-- An address that shows a funder the figures of its operations, without a login. secret_hash is all that is kept of it.
create table funder_links (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  funder text not null check (funder in ('SPW', 'FOREM', 'FSE')),
  label text not null,
  secret_hash text not null unique,
  expires_on date not null,
  read_at {{instant}},
  reads integer not null default 0,
  revoked_at {{instant}},
  revoked_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null
);
create index funder_links_centre on funder_links (centre_id, created_at, id);

-- +goose Down
drop table funder_links;
drop table target_versions;
drop table targets;
