-- +goose Up
-- The network: organisations and the people who answer there. Professional data only.
create table partners (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  kind text not null,
  name text not null,
  sort_name {{folded}} not null,
  refnis text not null default '',
  phone text not null default '',
  email text not null default '',
  website text not null default '',
  note text not null default '',
  closed_at {{instant}},
  closed_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1,
  unique (centre_id, sort_name)
);

-- left_at: no longer the person to call; what was written to them keeps their name.
create table partner_contacts (
  id text primary key,
  public_id text not null unique,
  partner_id text not null references partners (id),
  name text not null,
  job text not null default '',
  phone text not null default '',
  email text not null default '',
  left_at {{instant}}
);
create index partner_contacts_partner on partner_contacts (partner_id, id);

-- A person sent to a partner, or by one. Free text about the person is sealed under their key.
create table referrals (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  partner_id text not null references partners (id),
  direction text not null check (direction in ('sortante', 'entrante')),
  on_date date not null,
  topic text not null default '',
  mode text not null default '',
  consent boolean not null default false,
  expected_on date,
  outcome text not null default '' check (outcome in ('', 'acceptee', 'refusee', 'attente', 'sans_suite', 'sans_reponse')),
  answered_on date,
  reason_sealed {{bytes}},
  answer_sealed {{bytes}},
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  cancel_reason_sealed {{bytes}},
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1,
  check ((outcome = '') = (answered_on is null))
);
create index referrals_participant on referrals (participant_id, on_date, id);
create index referrals_partner on referrals (partner_id, on_date);
create index referrals_open on referrals (centre_id, expected_on, id) where outcome = '' and cancelled_at is null and direction = 'sortante';

-- Each time the partner was asked again.
create table referral_reminders (
  id text primary key,
  referral_id text not null references referrals (id),
  on_date date not null,
  mode text not null,
  user_id text references users (id)
);
create index referral_reminders_referral on referral_reminders (referral_id, on_date);

-- +goose Down
drop table referral_reminders;
drop table referrals;
drop table partner_contacts;
drop table partners;
