-- By it a reader can tell that a closed month's rows are still what they were, without having them sent: most always are.
alter table effort_closed_months add column rows_mark text not null generated always as (md5(rows::text)) stored;
