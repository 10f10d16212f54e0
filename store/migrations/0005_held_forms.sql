-- +goose Up
-- What somebody was sending when their login ended: kept sealed for a quarter of an hour, for them alone.
create table held_forms (
  token_hash text primary key,
  user_id text not null references users (id),
  path text not null,
  body_sealed {{bytes}} not null,
  expires_at {{instant}} not null
);
create index held_forms_expiry on held_forms (expires_at);

-- +goose Down
drop table held_forms;
