-- +goose Up
-- What people are told outside the centre: versioned texts, the outbox, answers, and how each person wants to be reached.

-- What a centre made of the shipped texts. content: the parts of the text, JSON. french_version: the French it was read beside;
-- when the French has changed since, the translation is to be read again. Version 0 is the shipped draft, which has no row.
create table message_texts (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  kind text not null,
  language text not null,
  version integer not null check (version > 0),
  content text not null,
  created_by text references users (id),
  created_at {{instant}} not null,
  reviewed_by text references users (id),
  reviewed_at {{instant}},
  french_version integer not null default 0,
  unique (centre_id, kind, language, version)
);

-- message_phone: the number people are told to call. reminder_days: how long before a session it is recalled, 0 = never.
alter table centres add column message_phone text not null default '';
alter table centres add column reminder_days integer not null default 2 check (reminder_days between 0 and 14);

-- directions: « Comment venir », for the letter and the person's page. bring: codes of what to bring, separated by spaces.
alter table locations add column directions text not null default '';
alter table sessions add column bring text not null default '';

-- digest_mail: a colleague wants the morning's summary by mail.
alter table users add column digest_mail boolean not null default false;

-- How a person wants to be reached, when they said so, and until when they asked not to be reminded. The last line is the one
-- in force; those before it are its history.
create table message_choices (
  id text primary key,
  participant_id text not null references participants (id),
  centre_id text not null references centres (id),
  channel text not null default '' check (channel in ('', 'sms', 'email', 'papier')),
  paused_until date,
  reason_sealed {{bytes}},
  by_user text references users (id),
  at {{instant}} not null
);
create index message_choices_participant on message_choices (participant_id, id);

-- A message to one person or to one colleague. address and content are sealed under the person's key; body holds what a colleague
-- is told, which names nobody. idempotency: the same message is never written twice. problem: why it could not be sent, a code.
create table outbox (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text references participants (id),
  user_id text references users (id),
  session_id text references sessions (id),
  registration_id text references registrations (id),
  kind text not null,
  channel text not null check (channel in ('sms', 'email', 'papier')),
  language text not null default 'fr',
  batch text not null default '',
  idempotency text not null unique,
  state text not null check (state in ('a_envoyer', 'envoyee', 'echec', 'a_imprimer', 'annulee')),
  attempts integer not null default 0,
  next_at {{instant}} not null,
  locked_until {{instant}},
  problem text not null default '',
  done_at {{instant}},
  done_by text references users (id),
  address_sealed {{bytes}},
  content_sealed {{bytes}},
  body text not null default '',
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1,
  check ((participant_id is null) <> (user_id is null))
);
create index outbox_due on outbox (next_at, id) where state = 'a_envoyer';
create index outbox_list on outbox (centre_id, state, id) where participant_id is not null;
create index outbox_session on outbox (session_id, registration_id) where session_id is not null;
create index outbox_participant on outbox (participant_id, id) where participant_id is not null;
create index outbox_batch on outbox (batch) where batch <> '';

-- The secret of the page /p/… a message leads to; only its hash is kept.
create table message_links (
  token_hash text primary key,
  registration_id text not null references registrations (id),
  created_at {{instant}} not null
);
create index message_links_registration on message_links (registration_id);

-- What people announce on their page, the last line wins; '' takes an answer back. It never changes an attendance.
create table announcements (
  id text primary key,
  registration_id text not null references registrations (id),
  answer text not null check (answer in ('', 'vient', 'absent', 'retard')),
  at {{instant}} not null
);
create index announcements_registration on announcements (registration_id, id);

-- +goose Down
drop table announcements;
drop table message_links;
drop table outbox;
drop table message_choices;
alter table users drop column digest_mail;
alter table sessions drop column bring;
alter table locations drop column directions;
alter table centres drop column reminder_days;
alter table centres drop column message_phone;
drop table message_texts;
