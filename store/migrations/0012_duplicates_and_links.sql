-- +goose Up
-- What a file is found again by when it may be registered twice (models.Identity.Clues).
create table participant_clues (
  clue {{folded}} not null,
  participant_id text not null references participants (id),
  centre_id text not null references centres (id),
  primary key (centre_id, clue, participant_id)
);
create index participant_clues_person on participant_clues (participant_id);
delete from participant_words where kind = 'k';

-- Pairs of files that resemble and that nobody has looked at yet (a < b); found when a file is saved, and by a full pass.
create table duplicate_pairs (
  a_id text not null references participants (id),
  b_id text not null references participants (id),
  centre_id text not null references centres (id),
  level integer not null,
  found_at {{instant}} not null,
  primary key (a_id, b_id),
  check (a_id < b_id)
);
create index duplicate_pairs_centre on duplicate_pairs (centre_id, level, a_id, b_id);
create index duplicate_pairs_second on duplicate_pairs (b_id);

-- Two files of one person, read as one: the absorbed file's rows hang on the kept one until the link is undone.
create table links (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  kept_id text not null references participants (id),
  absorbed_id text not null references participants (id),
  patches_sealed {{bytes}},
  created_by text references users (id),
  created_at {{instant}} not null,
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  check (kept_id <> absorbed_id)
);
create unique index links_absorbed on links (absorbed_id) where cancelled_at is null;
create index links_kept on links (kept_id, id) where cancelled_at is null;
create index links_centre on links (centre_id, id) where cancelled_at is null;

-- Every cell a link changed, with what was there before.
create table link_moves (
  link_id text not null references links (id),
  table_name text not null,
  row_id text not null,
  column_name text not null,
  before_value text not null,
  after_value text not null,
  primary key (link_id, table_name, row_id, column_name)
);

-- The file this one is read as. Without a reference: a restored file may come before the one it is read as.
alter table participants add column linked_to text;
create index participants_linked on participants (linked_to) where linked_to is not null;
-- linked_to is in the indexes so that the list is counted off them alone.
drop index participants_name;
create index participants_name on participants (centre_id, sort_name, id, linked_to) where linked_to is null;
drop index participants_commune;
create index participants_commune on participants (centre_id, refnis, sort_name, id, linked_to) where linked_to is null;

-- +goose Down
drop index participants_commune;
create index participants_commune on participants (centre_id, refnis, sort_name, id);
drop index participants_name;
create index participants_name on participants (centre_id, sort_name, id);
drop index participants_linked;
alter table participants drop column linked_to;
drop table link_moves;
drop table links;
drop table duplicate_pairs;
drop table participant_clues;
