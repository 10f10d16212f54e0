-- +goose Up
-- Centres, people who work there, what they may do, and the journal of what they did.
-- {{instant}}, {{bytes}} and {{folded}} (compared byte by byte) are the only words that differ between the engines (store/dialect.go).

create table meta (
  key text primary key,
  value text not null
);

create table centres (
  id text primary key,
  public_id text not null unique,
  code text not null unique,
  name text not null,
  address text not null default '',
  contact text not null default '',
  zone text not null default 'Europe/Brussels',
  sharing text not null default 'referent' check (sharing in ('referent', 'equipe')),
  niss_enabled boolean not null default false,
  niss_authorisation text not null default '',
  second_factor_required boolean not null default false,
  attestation_minutes integer not null default 240 check (attestation_minutes > 0),
  signatory text not null default '',
  version integer not null default 1,
  created_at {{instant}} not null
);

create table users (
  id text primary key,
  public_id text not null unique,
  email text not null unique,
  name text not null,
  password_hash text not null default '',
  totp_secret {{bytes}},
  totp_pending {{bytes}},
  totp_step bigint not null default 0,
  theme text not null default '' check (theme in ('', 'light', 'dark')),
  density text not null default '' check (density in ('', 'compact')),
  disabled_at {{instant}},
  created_at {{instant}} not null,
  version integer not null default 1
);

create table recovery_codes (
  user_id text not null references users (id),
  hash text not null,
  used_at {{instant}},
  primary key (user_id, hash)
);

create table invitations (
  token_hash text primary key,
  user_id text not null references users (id),
  purpose text not null check (purpose in ('invitation', 'reset')),
  created_by text references users (id),
  created_at {{instant}} not null,
  expires_at {{instant}} not null,
  used_at {{instant}}
);
create index invitations_user on invitations (user_id);

-- A login is a signed-in browser; the cookie holds a token, the table its hash.
create table logins (
  token_hash text primary key,
  public_id text not null unique,
  user_id text not null references users (id),
  stage text not null check (stage in ('second_factor', 'complete')),
  agent text not null default '',
  created_at {{instant}} not null,
  seen_at {{instant}} not null,
  expires_at {{instant}} not null
);
create index logins_user on logins (user_id);
create index logins_expiry on logins (expires_at);

-- A leaky bucket per key: busy_until is the moment, in milliseconds since 1970, when the bucket will be empty again.
create table throttles (
  key text primary key,
  busy_until bigint not null
);
create index throttles_busy on throttles (busy_until);

-- A submission already carried out: the second click finds its result instead of repeating it.
create table submissions (
  user_id text not null references users (id),
  key text not null,
  location text not null,
  at {{instant}} not null,
  primary key (user_id, key)
);
create index submissions_at on submissions (at);

create table memberships (
  id text primary key,
  public_id text not null unique,
  user_id text not null references users (id),
  centre_id text not null references centres (id),
  role text not null check (role in ('counsellor', 'coordinator', 'trainer', 'reception', 'manager', 'funder_reader', 'admin', 'auditor')),
  funder text not null default '' check (funder in ('', 'SPW', 'FOREM', 'FSE')),
  network boolean not null default false,
  from_on date,
  until_on date,
  nominative boolean not null default false,
  created_at {{instant}} not null,
  check (role <> 'funder_reader' or funder <> '')
);
create index memberships_user on memberships (user_id);
create index memberships_centre on memberships (centre_id, role);

-- Append-only, chained by hash: a line removed or changed breaks every line after it.
create table journal (
  seq bigint primary key,
  at {{instant}} not null,
  centre_id text not null default '',
  user_id text not null default '',
  action text not null,
  kind text not null,
  record text not null default '',
  participant text not null default '',
  reach text not null default '',
  detail text not null default '',
  previous text not null,
  hash text not null
);
create index journal_centre on journal (centre_id, at, seq);
create index journal_participant on journal (participant, seq);
create index journal_user on journal (user_id, seq);

create table journal_head (
  id integer primary key check (id = 1),
  seq bigint not null,
  hash text not null
);
insert into journal_head (id, seq, hash) values (1, 0, '');

-- +goose Down
drop table journal_head;
drop table journal;
drop table memberships;
drop table submissions;
drop table throttles;
drop table logins;
drop table invitations;
drop table recovery_codes;
drop table users;
drop table centres;
drop table meta;
