-- +goose Up
-- What a person said at the exit when it is no fact: asked and not known, or refused. A known situation is an event of that day.
alter table exits add column declined text not null default '' check (declined in ('', 'inconnu', 'refus'));

-- Who said what the situation is six months later.
alter table six_months add column source text not null default '' check (source in ('', 'personne', 'partenaire', 'document'));

-- +goose Down
alter table six_months drop column source;
alter table exits drop column declined;
