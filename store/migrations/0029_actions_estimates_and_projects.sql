-- +goose Up
-- What the centre does that is no participant's: interpellation, network, awareness-raising, events. Nobody accompanied is in it.
create table actions (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  kind text not null check (kind in ('interpellation', 'reseau', 'sensibilisation', 'evenement')),
  axis text not null check (axis in ('accompagnement', 'interpellation', 'reseau')),
  themes text not null,
  title text not null,
  on_date date not null,
  minutes integer not null check (minutes > 0),
  place text not null default '',
  persons integer check (persons >= 0), -- null: not recorded
  institutions integer check (institutions >= 0),
  companies integer check (companies >= 0),
  operation_id text references operations (id),
  note text not null default '',
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1
);
create index actions_centre on actions (centre_id, on_date, id);

create table action_colleagues (
  action_id text not null references actions (id),
  user_id text not null references users (id),
  primary key (action_id, user_id)
);
create index action_colleagues_user on action_colleagues (user_id, action_id);

create table action_partners (
  action_id text not null references actions (id),
  partner_id text not null references partners (id),
  primary key (action_id, partner_id)
);
create index action_partners_partner on action_partners (partner_id, action_id);

-- Informed estimates of the characteristics that need not be asked of everybody (EECO12 to EECO17). They stand beside the count,
-- never in its place; a new one replaces the line before, which stays.
create table estimates (
  id text primary key,
  public_id text not null unique,
  operation_id text not null references operations (id),
  code text not null check (code in ('EECO12', 'EECO13', 'EECO14', 'EECO15', 'EECO16', 'EECO17')),
  value integer not null check (value >= 0),
  method text not null,
  on_date date not null,
  created_by text references users (id),
  created_at {{instant}} not null,
  cancelled_at {{instant}},
  cancelled_by text references users (id)
);
create index estimates_operation on estimates (operation_id, code, on_date);

-- The operations of several centres that hand in one project together share this code.
alter table operations add column project text not null default '';
create index operations_project on operations (project) where project <> '';

-- +goose Down
drop index operations_project;
alter table operations drop column project;
drop table estimates;
drop table action_partners;
drop table action_colleagues;
drop table actions;
