-- +goose Up
create table appointments (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  enrolment_id text references enrolments (id),
  user_id text not null references users (id),
  on_date date not null,
  starts_at text not null,
  minutes integer not null check (minutes between 5 and 600),
  mode text not null default 'bureau',
  place text not null default '',
  purpose_sealed {{bytes}},
  outcome text not null default '' check (outcome in ('', 'present', 'excuse', 'absent', 'annule')),
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1
);
create index appointments_user on appointments (user_id, on_date, starts_at);
create index appointments_participant on appointments (participant_id, on_date);
create index appointments_day on appointments (centre_id, on_date, starts_at);
create index appointments_open on appointments (centre_id, on_date) where outcome = '';

-- One individual contact. minutes and presence are facts; only attended, signed time counts as hours.
create table followups (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  enrolment_id text not null references enrolments (id),
  external_ref text not null default '',
  on_date date not null,
  starts_at text not null default '',
  minutes integer not null check (minutes between 0 and 1440),
  mode text not null default '',
  place text not null default '',
  presence text not null default 'present' check (presence in ('present', 'excuse', 'absent', 'inconnu', 'refus')),
  signed boolean not null default false,
  user_id text references users (id),
  topics text not null default '',
  next_step text not null default '',
  appointment_id text references appointments (id),
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  cancel_reason text not null default '',
  created_by text references users (id),
  created_at {{instant}} not null,
  updated_at {{instant}} not null,
  version integer not null default 1
);
create unique index followups_external on followups (centre_id, external_ref) where external_ref <> '';
create index followups_participant on followups (participant_id, on_date, id);
create index followups_enrolment on followups (enrolment_id, on_date);
create index followups_user on followups (user_id, on_date, id);
-- Wide, so that the totals of a period are read off the index alone.
create index followups_centre on followups (centre_id, on_date, id, enrolment_id, participant_id, minutes, mode, presence, signed, cancelled_at);
create index followups_appointment on followups (appointment_id) where appointment_id is not null;

-- The notes of a follow-up, apart because its reach is its own: dossier, partage (named colleagues), confidence (author).
create table notes (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  followup_id text not null references followups (id),
  author_id text references users (id),
  level text not null check (level in ('dossier', 'partage', 'confidence')),
  body_sealed {{bytes}} not null
);
create index notes_followup on notes (followup_id);

create table note_readers (
  note_id text not null references notes (id),
  user_id text not null references users (id),
  primary key (note_id, user_id)
);
create index note_readers_user on note_readers (user_id, note_id);

-- Catalogue. counting: horloge (clock times), fixe (the module's minutes), duree (length of the event).
create table modules (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  code text not null,
  programme text not null references programmes (code),
  title text not null,
  theme text not null default '',
  goal text not null default '',
  minutes integer check (minutes is null or minutes between 1 and 1440),
  capacity integer check (capacity is null or capacity > 0),
  category text not null default '',
  counting text not null default '' check (counting in ('', 'horloge', 'fixe', 'duree')),
  active boolean not null default true,
  version integer not null default 1,
  created_at {{instant}} not null,
  unique (centre_id, code)
);

create table sessions (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  operation_id text not null references operations (id),
  module_id text references modules (id),
  module_code text not null default '',
  external_ref text not null default '',
  title text not null default '',
  on_date date not null,
  starts_at text not null,
  ends_at text not null,
  place text not null default '',
  room text not null default '',
  capacity integer check (capacity is null or capacity > 0),
  operator text not null default '' check (operator in ('', 'CRI', 'FOREM')),
  interpreter text not null default '',
  status text not null default 'planned' check (status in ('planned', 'closed', 'cancelled')),
  status_reason text not null default '',
  closed_at {{instant}},
  closed_by text references users (id),
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1,
  check (ends_at > starts_at)
);
create unique index sessions_external on sessions (centre_id, external_ref) where external_ref <> '';
create index sessions_day on sessions (centre_id, on_date, starts_at, id);
create index sessions_open on sessions (centre_id, on_date, starts_at, id) where status = 'planned';
create index sessions_operation on sessions (operation_id, on_date);

create table session_trainers (
  session_id text not null references sessions (id),
  user_id text not null references users (id),
  position integer not null default 0,
  primary key (session_id, user_id)
);
create index session_trainers_user on session_trainers (user_id, session_id);

-- A place in a session, and what became of it. attendance '' = to be specified.
create table registrations (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  session_id text not null references sessions (id),
  participant_id text not null references participants (id),
  enrolment_id text not null references enrolments (id),
  place text not null default 'inscrit' check (place in ('inscrit', 'attente', 'annule')),
  attendance text not null default '' check (attendance in ('', 'present', 'retard', 'excuse', 'absent')),
  minutes integer check (minutes is null or minutes between 0 and 1440),
  signed boolean not null default false,
  marked_at {{instant}},
  marked_by text references users (id),
  queue integer,
  created_by text references users (id),
  created_at {{instant}} not null,
  version integer not null default 1,
  unique (session_id, enrolment_id)
);
create index registrations_participant on registrations (participant_id, session_id);
create index registrations_enrolment on registrations (enrolment_id, session_id);

-- Each tap of a roll call, the last one wins; both are kept, with what was there before.
-- gesture: the marks made together (« Présence pour les 4 restantes »), to be undone together.
create table attendance_marks (
  id text primary key,
  registration_id text not null references registrations (id),
  session_id text references sessions (id),
  gesture text not null default '',
  before_attendance text not null default '',
  before_minutes integer,
  before_signed boolean not null default false,
  attendance text not null,
  minutes integer,
  signed boolean not null default false,
  reason text not null default '',
  user_id text references users (id),
  at {{instant}} not null
);
create index attendance_marks_registration on attendance_marks (registration_id, at);
create index attendance_marks_session on attendance_marks (session_id, id);

-- Numbered without gaps per centre and year; the PDF is frozen. Imported ones have a number and a date only.
create table attestations (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  participant_id text not null references participants (id),
  enrolment_id text not null references enrolments (id),
  number text not null default '',
  issued_on date,
  operator text not null default '' check (operator in ('', 'CRI', 'FOREM')),
  minutes integer,
  verification text not null default '',
  content_sealed {{bytes}},
  pdf_sealed {{bytes}},
  handed text not null default '',
  handed_on date,
  replaces_id text references attestations (id),
  cancelled_at {{instant}},
  cancelled_by text references users (id),
  cancel_reason text not null default '',
  created_by text references users (id),
  created_at {{instant}} not null
);
create index attestations_enrolment on attestations (enrolment_id);
create index attestations_participant on attestations (participant_id);
create unique index attestations_number on attestations (centre_id, number) where verification <> '';
create unique index attestations_verification on attestations (verification) where verification <> '';

create table attestation_numbers (
  centre_id text not null references centres (id),
  year integer not null,
  last integer not null,
  primary key (centre_id, year)
);

-- What the Forem and SPW sheets print and nothing else carries.
create table recruitments (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  operation_id text not null references operations (id),
  enrolment_id text references enrolments (id),
  candidate text not null default '',
  source text not null default '',
  on_date date not null,
  entered text not null default '' check (entered in ('', 'oui', 'non')),
  reason text not null default '',
  returned_on date,
  version integer not null default 1,
  created_at {{instant}} not null
);
create index recruitments_operation on recruitments (operation_id, on_date);

create table report_texts (
  operation_id text not null references operations (id),
  kind text not null,
  period text not null,
  section text not null,
  body text not null,
  user_id text references users (id),
  at {{instant}} not null,
  version integer not null default 1,
  primary key (operation_id, kind, period, section)
);

-- +goose Down
drop table report_texts;
drop table recruitments;
drop table attestation_numbers;
drop table attestations;
drop table attendance_marks;
drop table registrations;
drop table session_trainers;
drop table sessions;
drop table modules;
drop table note_readers;
drop table notes;
drop table followups;
drop table appointments;
