-- +goose Up
-- Who a person was told apart from is looked up from both sides.
create index distinct_persons_second on distinct_persons (b_id);

-- +goose Down
drop index distinct_persons_second;
