-- +goose Up
-- Reports as they were handed over. A run never changes and never goes: the triggers refuse it. sha256 is the digest of its
-- head and rows (models.Run.Digest), files the size and SHA-256 of each file; both are checked by « jalon verify ».
create table report_runs (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  operation_id text not null references operations (id),
  kind text not null check (kind in ('fse', 'forem', 'spw')),
  from_on date not null,
  to_on date not null,
  as_of date not null check (as_of >= to_on),
  head text not null,     -- models.Run without its rows, as JSON
  override text not null, -- why it was frozen in spite of a blocking control
  version text not null,  -- of the software
  sha256 text not null,
  files text not null,    -- JSON list of name, size, sha256, chunks
  created_by text references users (id),
  created_at {{instant}} not null
);
create unique index report_runs_once on report_runs (operation_id, kind, from_on, to_on, as_of, sha256);
create index report_runs_operation on report_runs (operation_id, created_at, id);

-- Pieces of the files, and of the rows (name 'lignes', ordered by the enrolment that begins each). content is sealed under
-- the key of the installation: references and codes only, so that erasing a person needs no change here.
create table report_run_chunks (
  id text primary key,
  run_id text not null references report_runs (id),
  name text not null,
  position integer not null,
  first_enrolment {{folded}} not null default '',
  content {{bytes}} not null
);
create unique index report_run_chunks_place on report_run_chunks (run_id, name, position);
create index report_run_chunks_enrolment on report_run_chunks (run_id, name, first_enrolment);

{{unchanging}}

-- +goose Down
drop table report_run_chunks;
drop table report_runs;
{{changing}}
