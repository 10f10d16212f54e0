-- +goose Up
-- Documents of a person. Name, comment and reason are in details_sealed; the content is in chunks.
create table files (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  kind text not null check (kind in ('titre_sejour', 'diplome', 'cv', 'attestation', 'contrat', 'autre')),
  format text not null check (format in ('pdf', 'jpg', 'png', 'docx', 'odt')),
  size integer not null check (size > 0),
  expires_on date,
  added_on date not null,
  details_sealed {{bytes}} not null,
  withdrawn_at {{instant}},
  withdrawn_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1
);
create index files_participant on files (participant_id, added_on, id);
create index files_expiring on files (centre_id, expires_on, id) where expires_on is not null and withdrawn_at is null;

-- 64 KB each at most, sealed apart under the person's key. The id names the file and the position, and is
-- part of what the seal protects: a chunk opens nowhere but in its place.
create table file_chunks (
  id text primary key,
  file_id text not null references files (id),
  participant_id text not null references participants (id),
  content_sealed {{bytes}} not null
);
create index file_chunks_file on file_chunks (file_id);

-- +goose Down
drop table file_chunks;
drop table files;
