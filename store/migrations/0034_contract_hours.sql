-- +goose Up
-- Hours of work a week of the contract of a colleague in a centre, from a day on, until a later row takes over. 0: none any more.
create table contract_hours (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  user_id text not null references users (id),
  from_on date not null,
  weekly_minutes integer not null check (weekly_minutes between 0 and 3600),
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null
);
create unique index contract_hours_once on contract_hours (user_id, centre_id, from_on) where cancelled_at is null;
create index contract_hours_centre on contract_hours (centre_id, user_id, from_on);

-- +goose Down
drop table contract_hours;
