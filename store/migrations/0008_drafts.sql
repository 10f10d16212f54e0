-- +goose Up
-- What a colleague is typing, kept sealed until the form is saved: one draft per colleague and form. A row without a
-- body says that the form of that page was saved: a late draft of it is no longer wanted.
create table drafts (
  id text primary key,
  public_id text not null unique,
  user_id text not null references users (id),
  form text not null check (form <> ''),
  participant_id text references participants (id),
  page text not null check (page <> ''),
  body_sealed {{bytes}},
  saved_at {{instant}} not null,
  discarded_at {{instant}},
  unique (user_id, form)
);
create index drafts_own on drafts (user_id, saved_at);
create index drafts_age on drafts (saved_at);
create index drafts_participant on drafts (participant_id);

-- +goose Down
drop table drafts;
