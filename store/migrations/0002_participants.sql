-- +goose Up
-- A person accompanied by the centre. Sealed columns hold AES-256-GCM text under the person's own key.
create table participants (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  external_ref text not null default '',
  family_name text not null default '',
  given_name text not null default '',
  preferred_name text not null default '',
  sort_name {{folded}} not null,
  single_name boolean not null default false,
  sex text not null default '' check (sex in ('', 'F', 'M', 'X', 'refus', 'inconnu')),
  birth {{folded}} not null default '',
  nationalities text not null default '',
  birth_country text not null default '',
  father_birth_country text not null default '',
  mother_birth_country text not null default '',
  contact_language text not null default '',
  languages text not null default '',
  french_level text not null default '',
  interpreter text not null default '' check (interpreter in ('', 'oui', 'non', 'refus', 'inconnu')),
  phone text not null default '',
  phone_reversed {{folded}} not null default '',
  landline text not null default '',
  email text not null default '',
  no_contact boolean not null default false,
  address text not null default '',
  postcode text not null default '',
  refnis text not null default '',
  arrived_on text not null default '',
  permit_expires_on date,
  residence_sealed {{bytes}},
  sensitive_sealed {{bytes}},
  niss_sealed {{bytes}},
  niss_hash text not null default '',
  isced text not null default '',
  diploma text not null default '',
  diploma_country text not null default '',
  recognition text not null default '',
  household text not null default '',
  children text not null default '',
  household_work text not null default '',
  informed_on date,
  origin text not null default '',
  created_by text references users (id),
  created_at {{instant}} not null,
  updated_at {{instant}} not null,
  version integer not null default 1,
  check (family_name <> '' or given_name <> '')
);
create unique index participants_external on participants (centre_id, external_ref) where external_ref <> '';
create index participants_name on participants (centre_id, sort_name, id);
create index participants_commune on participants (centre_id, refnis, sort_name, id);
create index participants_birth on participants (birth, centre_id);
create index participants_phone on participants (phone_reversed);
create index participants_email on participants (email) where email <> '';
create index participants_niss on participants (niss_hash) where niss_hash <> '';
create index participants_permit on participants (centre_id, permit_expires_on) where permit_expires_on is not null;

create table person_keys (
  participant_id text primary key references participants (id),
  wrapped {{bytes}} not null
);

-- Every folded word of a name, for prefix search without a scan; kind 'k' = sound key, for duplicates.
create table participant_words (
  word {{folded}} not null,
  kind text not null check (kind in ('w', 'k')),
  participant_id text not null references participants (id),
  centre_id text not null references centres (id),
  primary key (centre_id, kind, word, participant_id)
);
create index participant_words_person on participant_words (participant_id);

-- Who accompanies whom: the caseload reach is this table and nothing else.
-- kind: lead and co belong to an enrolment; intake is the colleague who registered the person.
create table caseloads (
  id text primary key,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  enrolment_id text,
  user_id text not null references users (id),
  kind text not null check (kind in ('lead', 'co', 'intake')),
  from_on date not null,
  until_on date
);
create index caseloads_participant on caseloads (participant_id, user_id) where until_on is null;
create index caseloads_user on caseloads (user_id, participant_id) where until_on is null;
create index caseloads_enrolment on caseloads (enrolment_id);

-- Pairs a colleague has looked at and found to be two persons (a < b).
create table distinct_persons (
  a_id text not null references participants (id),
  b_id text not null references participants (id),
  by_user text references users (id),
  at {{instant}} not null,
  primary key (a_id, b_id),
  check (a_id < b_id)
);

-- A submitted search, kept ten minutes so that its address holds no name; sealed under the user's box.
create table searches (
  token_hash text primary key,
  user_id text not null references users (id),
  query_sealed {{bytes}} not null,
  expires_at {{instant}} not null
);
create index searches_expiry on searches (expires_at);

-- What an edited record was before each change, sealed under the person's key.
create table revisions (
  id text primary key,
  participant_id text not null references participants (id),
  kind text not null,
  record_id text not null,
  version integer not null,
  user_id text references users (id),
  at {{instant}} not null,
  reason text not null default '',
  before_sealed {{bytes}} not null
);
create index revisions_record on revisions (record_id, version);

-- DEGURBA class per commune, set by an administrator (3 = rural); the official table is not shipped.
create table commune_classes (
  refnis text primary key,
  degurba text not null check (degurba in ('1', '2', '3'))
);

-- Communes added or closed since the shipped list (mergers).
create table commune_changes (
  refnis text primary key,
  name text not null,
  from_on date,
  until_on date
);

-- +goose Down
drop table commune_changes;
drop table commune_classes;
drop table revisions;
drop table searches;
drop table distinct_persons;
drop table caseloads;
drop table participant_words;
drop table person_keys;
drop table participants;
