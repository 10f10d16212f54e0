-- +goose Up
-- Samples for the situation six months after the exit: drawn once, with a seed that is printed, and never changed. Exits of no
-- draw are a census. A draw made for the wrong period is cancelled, with who and why.
create table six_month_draws (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  operation_id text not null references operations (id),
  exits_from date not null,
  exits_until date not null check (exits_until >= exits_from),
  seed text not null check (seed <> ''),
  population integer not null,
  size integer not null check (size between 1 and population),
  drawn_by text references users (id),
  drawn_at {{instant}} not null,
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  cancel_reason text not null default '',
  version integer not null default 1
);
create index six_month_draws_operation on six_month_draws (operation_id, exits_from);

create table six_month_members (
  id text primary key,
  draw_id text not null references six_month_draws (id),
  enrolment_id text not null references enrolments (id),
  position integer not null -- in the draw
);
create index six_month_members_draw on six_month_members (draw_id, enrolment_id);
create index six_month_members_enrolment on six_month_members (enrolment_id);

-- +goose Down
drop table six_month_members;
drop table six_month_draws;
