-- +goose Up
-- « inconnu » and « refus » of an imported cell whose column has no word for them: the column holds what counts (nothing),
-- this table what was said, so that an export gives it back.
create table unknown_answers (
  record_id text not null,
  field text not null,
  answer text not null check (answer in ('inconnu', 'refus')),
  primary key (record_id, field)
);

-- +goose Down
drop table unknown_answers;
