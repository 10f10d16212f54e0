-- +goose Up
-- Saved views of lists: filters under a name, never results, so that each reader sees what they may. A shared view is
-- offered to the colleagues of its centre.
create table views (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  user_id text not null references users (id),
  list text not null check (list in ('personnes', 'suivis', 'seances')),
  name text not null check (name <> ''),
  query text not null,
  shared boolean not null,
  created_at {{instant}} not null,
  deleted_at {{instant}},
  deleted_by text references users (id),
  version integer not null default 1
);
create index views_own on views (user_id, list) where deleted_at is null;
create index views_shared on views (centre_id, list, shared) where deleted_at is null;

-- The view a colleague's list opens with.
create table view_defaults (
  user_id text not null references users (id),
  list text not null check (list in ('personnes', 'suivis', 'seances')),
  view_id text not null references views (id),
  primary key (user_id, list)
);
create index view_defaults_view on view_defaults (view_id);

-- +goose Down
drop table view_defaults;
drop table views;
