-- +goose Up
-- Custom lists: what a colleague composed, never its rows. definition is models.ListDefinition as JSON: columns with the
-- titles they had, filters, grouping, order.
create table custom_lists (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  user_id text not null references users (id),
  name text not null check (name <> ''),
  source text not null check (source in ('personnes', 'inscriptions', 'suivis', 'seances', 'places')),
  definition text not null,
  shared boolean not null,
  created_at {{instant}} not null,
  deleted_at {{instant}},
  deleted_by text references users (id),
  version integer not null default 1
);
create index custom_lists_own on custom_lists (user_id) where deleted_at is null;
-- Enrolments of a centre, for lists that start from them.
create index enrolments_centre on enrolments (centre_id, participant_id, operation_id, id) where cancelled_at is null;
create index custom_lists_shared on custom_lists (centre_id, shared) where deleted_at is null;

-- Keys of programs that read /api/v1. key_hash is all that is kept of a key, hint its last characters. A funder's key reads what
-- a funder reader of that funder reads; a centre's, the pseudonymous reports of the centre; both only the operations named, if any is.
create table api_keys (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  name text not null check (name <> ''),
  funder text not null default '' check (funder in ('', 'SPW', 'FOREM', 'FSE')),
  key_hash text not null unique,
  hint text not null,
  expires_on date not null,
  created_by text references users (id),
  created_at {{instant}} not null,
  revoked_at {{instant}},
  revoked_by text references users (id),
  used_at {{instant}}
);
create index api_keys_centre on api_keys (centre_id, created_at, id);

create table api_key_operations (
  key_id text not null references api_keys (id),
  operation_id text not null references operations (id),
  primary key (key_id, operation_id)
);
create index api_key_operations_operation on api_key_operations (operation_id);

-- +goose Down
drop table api_key_operations;
drop table api_keys;
drop table custom_lists;
drop index enrolments_centre;
