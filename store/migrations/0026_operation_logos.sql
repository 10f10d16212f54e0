-- +goose Up
-- Logos printed on the sheets and the attestations of an operation, beside the statement of its funder. image is a PNG that was
-- drawn again from what was uploaded. One that is removed stays for who asks what was printed before.
create table operation_logos (
  id text primary key,
  public_id text not null unique,
  centre_id text not null references centres (id),
  operation_id text not null references operations (id),
  name text not null check (name <> ''),
  image {{bytes}} not null,
  created_by text references users (id),
  created_at {{instant}} not null,
  removed_by text references users (id),
  removed_at {{instant}}
);
create index operation_logos_operation on operation_logos (operation_id, created_at, id);

-- +goose Down
drop table operation_logos;
