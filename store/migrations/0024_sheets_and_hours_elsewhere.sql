-- +goose Up
-- Attendance sheets as they were printed: one number for one list of people at one time and place. A scan tells by its code
-- which sheet it is, and the row tells whether the session was moved since.
create table sheets (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  session_id text not null references sessions (id),
  number text not null,
  fingerprint text not null, -- of all that makes it another sheet
  places text not null,      -- public ids of the places, in the order printed, separated by spaces
  on_date date not null,
  starts_at text not null,
  ends_at text not null,
  place text not null,
  room text not null,
  printed_by text references users (id),
  printed_at {{instant}} not null
);
create unique index sheets_number on sheets (centre_id, number);
create unique index sheets_content on sheets (session_id, fingerprint);

create table sheet_numbers (
  centre_id text not null references centres (id),
  year integer not null,
  last integer not null,
  primary key (centre_id, year)
);

-- Pages of signed sheets that were scanned or photographed. A page that was not kept (a second scan, another centre's)
-- leaves a row without content: the result of its upload.
create table scans (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  batch text not null,
  position integer not null,
  state text not null check (state in ('classee', 'illisible', 'double', 'etrangere')),
  session_id text references sessions (id),
  sheet_id text references sheets (id),
  page integer not null default 0,
  digest text not null default '',
  chunks integer not null default 0,
  checked_at {{instant}},
  checked_by text references users (id),
  withdrawn_at {{instant}},
  withdrawn_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null
);
create index scans_batch on scans (batch, position);
create index scans_session on scans (session_id, created_at);
create index scans_latest on scans (centre_id, created_at, id);
create unique index scans_once on scans (sheet_id, page) where state = 'classee' and withdrawn_at is null and sheet_id is not null;

-- A page names several people: it is sealed under a key of its own, wrapped by the master key.
create table scan_keys (
  scan_id text primary key references scans (id),
  wrapped {{bytes}} not null
);
create table scan_chunks (
  id text primary key,
  scan_id text not null references scans (id),
  content_sealed {{bytes}} not null
);
create index scan_chunks_scan on scan_chunks (scan_id);

-- Hours of the 4-hour module followed with another operator. They count towards the attestation once a document proves them.
create table hours_elsewhere (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  enrolment_id text not null references enrolments (id),
  operator text not null check (operator in ('CRI', 'FOREM')),
  body text not null,
  on_date date not null,
  minutes integer not null check (minutes between 1 and 720),
  file_id text references files (id),
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1
);
create index hours_elsewhere_enrolment on hours_elsewhere (enrolment_id, on_date);
create index hours_elsewhere_participant on hours_elsewhere (participant_id);

-- +goose Down
drop table hours_elsewhere;
drop table scan_chunks;
drop table scan_keys;
drop table scans;
drop table sheet_numbers;
drop table sheets;
