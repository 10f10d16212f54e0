-- +goose Up
-- Who signed for which half-day, at its start or its end. What was drawn is in strokes_sealed; hash is the SHA-256 of the
-- session, the place and the strokes (models.Signature.Digest). Never erased: one that does not count is revoked, with a reason.
create table signatures (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  session_id text not null references sessions (id),
  registration_id text not null references registrations (id),
  participant_id text not null references participants (id),
  half text not null check (half in ('whole', 'morning', 'afternoon')),
  moment text not null check (moment in ('debut', 'fin')),
  way text not null check (way in ('tablette', 'croix', 'certifiee', 'papier', 'scan')),
  strokes_sealed {{bytes}},
  hash text not null,
  device text not null default '',
  entry_key text not null unique,
  signed_at {{instant}} not null,
  certified_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null,
  revoked_at {{instant}},
  revoked_by text references users (id),
  revoke_reason_sealed {{bytes}}
);
create unique index signatures_one on signatures (registration_id, half, moment) where revoked_at is null;
create index signatures_session on signatures (session_id, id);
create index signatures_participant on signatures (participant_id);

-- left_early: minutes before the end. arrived_at: said by the person at the door, not confirmed. cannot_sign: said on the tablet.
alter table registrations add column left_early integer not null default 0 check (left_early >= 0);
alter table registrations add column arrived_at {{instant}};
alter table registrations add column cannot_sign boolean not null default false;

-- A tap keeps the hour at which it was made, which may be long before it is received, and counts once (entry_key).
-- outcome: '' = applied; depasse = a later tap was there already; refuse = it could not be.
alter table attendance_marks add column left_early integer not null default 0;
alter table attendance_marks add column before_left_early integer not null default 0;
alter table attendance_marks add column entry_key text;
alter table attendance_marks add column received_at {{instant}};
alter table attendance_marks add column outcome text not null default '' check (outcome in ('', 'depasse', 'refuse'));
create unique index attendance_marks_entry on attendance_marks (entry_key) where entry_key is not null;

-- The code that takes back a tablet which was handed over, and what a login is locked on meanwhile.
alter table users add column team_code_hash text not null default '';
alter table logins add column lock_session_id text references sessions (id);
alter table logins add column lock_half text not null default '';
alter table logins add column lock_moment text not null default '';
alter table logins add column lock_hash text not null default '';

-- +goose Down
alter table logins drop column lock_hash;
alter table logins drop column lock_moment;
alter table logins drop column lock_half;
alter table logins drop column lock_session_id;
alter table users drop column team_code_hash;
drop index attendance_marks_entry;
alter table attendance_marks drop column outcome;
alter table attendance_marks drop column received_at;
alter table attendance_marks drop column entry_key;
alter table attendance_marks drop column before_left_early;
alter table attendance_marks drop column left_early;
alter table registrations drop column cannot_sign;
alter table registrations drop column arrived_at;
alter table registrations drop column left_early;
drop table signatures;
