-- +goose Up
-- « Liasses de contrôle »: an auditor's sample as one ZIP, made in the background. Only a row in state 'prete' may be downloaded;
-- done and total are people. members are the public ids of the enrolments drawn, in the order of the index: a bundle that was cut
-- short begins again with the same people. The content goes when it expires: wrapped, its key, is forgotten.
create table bundles (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  operation_id text not null references operations (id),
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  method text not null check (method in ('tous', 'hasard', 'liste')),
  size integer not null default 0,
  seed text not null default '',
  nominative boolean not null default false,
  scans boolean not null default true,
  population integer not null,
  members text not null,
  state text not null check (state in ('attente', 'cours', 'prete', 'echec', 'retiree', 'expiree')),
  problem text not null default '',
  done integer not null default 0,
  total integer not null,
  attempts integer not null default 0,
  claim text not null default '',
  locked_until {{instant}},
  wrapped {{bytes}},
  chunks integer not null default 0,
  bytes integer not null default 0,
  sha256 text not null default '',
  software text not null default '',
  created_by text references users (id),
  created_at {{instant}} not null,
  ready_at {{instant}},
  expires_on date,
  withdrawn_by text references users (id),
  withdrawn_at {{instant}},
  check (state <> 'prete' or (sha256 <> '' and wrapped is not null and ready_at is not null and expires_on is not null))
);
create index bundles_operation on bundles (operation_id, created_at, id);
create index bundles_waiting on bundles (created_at, id) where state in ('attente', 'cours');
create index bundles_expiring on bundles (expires_on) where state = 'prete';

-- Pieces of 256 KB, sealed under the key of the bundle. They are in no backup: a bundle can be made again.
create table bundle_chunks (
  id text primary key,
  bundle_id text not null references bundles (id),
  claim text not null,
  position integer not null,
  content {{bytes}} not null
);
create unique index bundle_chunks_place on bundle_chunks (bundle_id, claim, position);

-- +goose Down
drop table bundle_chunks;
drop table bundles;
