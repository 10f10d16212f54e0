-- +goose Up
create table programmes (
  code text primary key,
  name text not null,
  position integer not null
);
insert into programmes (code, name, position) values
  ('M4H', 'Module de 4 heures', 1), ('LLF', 'Levons les freins', 2), ('GTJ', 'Go to Job', 3), ('AUT', 'Autre', 4);

-- One funded, dated instance of a programme. Empty rule cells mean the defaults of models.DefaultRules.
create table operations (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  code text not null,
  title text not null default '',
  programme text not null references programmes (code),
  funder text not null default '' check (funder in ('', 'SPW', 'FOREM', 'FSE')),
  number text not null default '',
  starts_on date not null,
  ends_on date,
  priority text not null default '',
  objective text not null default '',
  zone text not null default '',
  short_hours text not null default '',
  short_days text not null default '',
  long_term text not null default '' check (long_term in ('', 'FLAT_12M', 'AGE_6_12M')),
  background text not null default '' check (background in ('', 'BOTH', 'ONE')),
  incomplete text not null default '' check (incomplete in ('', 'TOTAL_ONLY', 'PER_VARIABLE')),
  version integer not null default 1,
  created_at {{instant}} not null,
  check (ends_on is null or ends_on >= starts_on),
  unique (centre_id, code)
);

create table membership_operations (
  membership_id text not null references memberships (id),
  operation_id text not null references operations (id),
  primary key (membership_id, operation_id)
);

-- Participant x operation. The entry_* columns are the entry snapshot, frozen on frozen_on (the day of the
-- first attended contact); sensitive_sealed holds disability, minority and housing exclusion at entry.
create table enrolments (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  operation_id text not null references operations (id),
  external_ref text not null default '',
  requested_on date,
  frozen_on date,
  entry_nationalities text not null default '',
  entry_commune text not null default '',
  entry_degurba text not null default '',
  entry_forem text not null default '',
  entry_work text not null default '',
  entry_seeking text not null default '',
  entry_unemployed_since text not null default '',
  entry_training text not null default '',
  entry_isced text not null default '',
  entry_recognition text not null default '',
  entry_income text not null default '',
  entry_ground text not null default '',
  sensitive_sealed {{bytes}},
  referral text not null default '',
  audience text not null default '',
  convention text not null default '',
  exemption text not null default '',
  assessment_on text not null default '',
  derogation_reason text not null default '',
  derogation_by text references users (id),
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  cancel_reason text not null default '',
  created_by text references users (id),
  created_at {{instant}} not null,
  updated_at {{instant}} not null,
  version integer not null default 1
);
create unique index enrolments_external on enrolments (centre_id, external_ref) where external_ref <> '';
create index enrolments_participant on enrolments (participant_id, operation_id);
create index enrolments_operation on enrolments (operation_id, id);
-- What a scope asks of an enrolment, without its wide row.
create index enrolments_reach on enrolments (id, centre_id, operation_id, participant_id);
create index enrolments_started on enrolments (centre_id, frozen_on, id) where frozen_on is not null and cancelled_at is null;

-- A counsellor asks that a person be enrolled although a condition is not met; a coordinator decides, with a reason.
create table derogations (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  operation_id text not null references operations (id),
  asked_by text references users (id),
  asked_at {{instant}} not null,
  asked_reason text not null,
  decision text not null default '' check (decision in ('', 'accordee', 'refusee')),
  decided_by text references users (id),
  decided_at {{instant}},
  decided_reason text not null default ''
);
create index derogations_participant on derogations (participant_id, operation_id);
create index derogations_open on derogations (centre_id, asked_at) where decision = '';

create table exits (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  enrolment_id text not null references enrolments (id),
  on_date date not null,
  reason text not null default '',
  detail text not null default '',
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  cancel_reason text not null default '',
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1
);
create index exits_enrolment on exits (enrolment_id, on_date);
create index exits_centre on exits (centre_id, on_date);

-- Dated facts after or around an exit; position keeps the order of the rows ("the lower row wins").
create table events (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  enrolment_id text not null references enrolments (id),
  on_date date not null,
  type text not null,
  proof text not null default '',
  detail text not null default '',
  position integer not null default 0,
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  cancel_reason text not null default '',
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1
);
create index events_enrolment on events (enrolment_id, on_date, position);

create table six_months (
  enrolment_id text primary key references enrolments (id),
  centre_id text not null references centres (id),
  on_date date,
  status text not null default '',
  improvement text not null default '',
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1
);

create table six_month_attempts (
  id text primary key,
  enrolment_id text not null references enrolments (id),
  on_date date not null,
  outcome text not null check (outcome in ('joignable', 'injoignable')),
  user_id text references users (id)
);
create index six_month_attempts_enrolment on six_month_attempts (enrolment_id, on_date);

-- +goose Down
drop table six_month_attempts;
drop table six_months;
drop table events;
drop table exits;
drop table derogations;
drop table enrolments;
drop table membership_operations;
drop table operations;
drop table programmes;
