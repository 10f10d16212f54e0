-- +goose Up
-- Contacts of several persons at once (a family, a small group): one row per person, tied by the same group_id. They
-- count for each person, and once for the colleague.
alter table followups add column group_id text not null default '';
create index followups_group on followups (centre_id, group_id, id) where group_id <> '';
-- What a sum counted once too often is read off these two alone.
create index followups_group_user on followups (user_id, on_date) where group_id <> '';
create index followups_group_day on followups (centre_id, on_date) where group_id <> '';

-- +goose Down
drop index followups_group_day;
drop index followups_group_user;
drop index followups_group;
alter table followups drop column group_id;
