-- +goose Up
-- Who accompanies whom: the caseload reach is this table and nothing else. A line is in force from from_on, unless it was
-- ended (until_on) or has ended by itself (expires_at); store/caseloads.go says it in SQL.
-- kind: lead and co belong to an enrolment; intake is the colleague who registered the person; relay was added at
-- somebody's request, cover stands in for an absent colleague, emergency opens the file for an hour.
create table caseloads_before as select * from caseloads;
drop table caseloads;
create table caseloads (
  id text primary key,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  enrolment_id text,
  user_id text not null references users (id),
  kind text not null check (kind in ('lead', 'co', 'intake', 'relay', 'cover', 'emergency')),
  from_on date not null,
  until_on date,
  expires_at {{instant}},
  check (kind <> 'emergency' or expires_at is not null)
);
insert into caseloads (id, centre_id, participant_id, enrolment_id, user_id, kind, from_on, until_on)
  select id, centre_id, participant_id, enrolment_id, user_id, kind, from_on, until_on from caseloads_before;
drop table caseloads_before;
create index caseloads_participant on caseloads (participant_id, user_id, kind, from_on, expires_at) where until_on is null;
create index caseloads_user on caseloads (user_id, participant_id, kind, from_on, expires_at) where until_on is null;
create index caseloads_enrolment on caseloads (enrolment_id);

-- A relais asked for (by_user = user_id) or given to a colleague; caseload_id is the line it opened.
create table relays (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  user_id text not null references users (id),
  by_user text not null references users (id),
  at {{instant}} not null,
  reason_sealed {{bytes}},
  ends_on date,
  state text not null check (state in ('demande', 'accorde', 'refuse', 'retire')),
  answered_by text references users (id),
  answered_at {{instant}},
  answer_sealed {{bytes}},
  caseload_id text references caseloads (id),
  version integer not null default 1
);
create unique index relays_open on relays (participant_id, user_id) where state = 'demande';
create index relays_person on relays (participant_id, at);
create index relays_user on relays (user_id, at);

-- An access opened without anybody's leave, for an hour and with a reason.
create table emergencies (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  user_id text not null references users (id),
  reason_sealed {{bytes}} not null,
  at {{instant}} not null,
  caseload_id text not null references caseloads (id)
);
create index emergencies_centre on emergencies (centre_id, at);
create index emergencies_user on emergencies (user_id, at);
create index emergencies_person on emergencies (participant_id, at);

-- A passation: people handed over by one colleague, for good or until a date.
create table handovers (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  user_id text not null references users (id),
  kind text not null check (kind in ('definitif', 'couverture')),
  from_on date not null,
  until_on date,
  created_by text not null references users (id),
  created_at {{instant}} not null,
  undone_at {{instant}},
  undone_by text references users (id),
  check (kind <> 'couverture' or until_on is not null)
);
create index handovers_centre on handovers (centre_id, created_at);

-- What a passation changed, as it left it: an undo puts back what nobody touched since.
create table handover_moves (
  handover_id text not null references handovers (id),
  what text not null check (what in ('ferme', 'ouvert', 'rendez_vous', 'tache')),
  record_id text not null,
  participant_id text not null references participants (id),
  to_user text not null references users (id),
  version integer not null default 0,
  primary key (handover_id, what, record_id)
);

-- What a colleague is to know: a mention, a relais, an alert, a passation. record is a public id; names are read
-- under the reader's own reach.
create table notices (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  user_id text not null references users (id),
  kind text not null check (kind in ('mention', 'mention_shared', 'relay_asked', 'relay_answered', 'relay_given', 'emergency', 'handover')),
  participant_id text references participants (id),
  record text not null,
  by_user text references users (id),
  at {{instant}} not null,
  seen_at {{instant}}
);
create index notices_user on notices (user_id, at);
create index notices_unseen on notices (user_id, at) where seen_at is null;
create index notices_record on notices (record, user_id);
create index notices_person on notices (participant_id) where participant_id is not null;

-- +goose Down
drop table notices;
drop table handover_moves;
drop table handovers;
drop table emergencies;
drop table relays;
create table caseloads_after as select * from caseloads where kind in ('lead', 'co', 'intake');
drop table caseloads;
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
insert into caseloads (id, centre_id, participant_id, enrolment_id, user_id, kind, from_on, until_on)
  select id, centre_id, participant_id, enrolment_id, user_id, kind, from_on, until_on from caseloads_after;
drop table caseloads_after;
create index caseloads_participant on caseloads (participant_id, user_id) where until_on is null;
create index caseloads_user on caseloads (user_id, participant_id) where until_on is null;
create index caseloads_enrolment on caseloads (enrolment_id);
