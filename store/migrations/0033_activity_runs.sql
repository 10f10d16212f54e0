-- +goose Up
-- Yearly activity reports of a centre as they were published. They are no report_runs: those belong to an operation, and an
-- operation is what a funder's account and an auditor's mandate reach. A run never changes and never goes: the triggers refuse
-- it. sha256 is the digest of head, files the size and SHA-256 of each file; « jalon verify » checks both.
create table activity_runs (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  head text not null,     -- models.ActivityRun as JSON: figures, nobody
  override text not null, -- why it was frozen in spite of a blocking control
  version text not null,  -- of the software
  sha256 text not null,
  files text not null,    -- JSON list of name, size, sha256, chunks
  created_by text references users (id),
  created_at {{instant}} not null
);
create unique index activity_runs_once on activity_runs (centre_id, from_on, to_on, sha256);
create index activity_runs_centre on activity_runs (centre_id, created_at, id);

-- Pieces of the files, sealed under the key of the installation.
create table activity_run_chunks (
  id text primary key,
  run_id text not null references activity_runs (id),
  name text not null,
  position integer not null,
  content {{bytes}} not null
);
create unique index activity_run_chunks_place on activity_run_chunks (run_id, name, position);

{{unchanging activity}}

-- +goose Down
drop table activity_run_chunks;
drop table activity_runs;
