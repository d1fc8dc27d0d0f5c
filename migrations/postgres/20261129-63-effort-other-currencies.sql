-- A cost that was paid in another currency keeps what was paid; its amount in the shop's own follows by the rate of its day.
alter table effort_costs
  add column original_currency text,
  add column original_amount bigint check (original_amount >= 0),
  add constraint effort_costs_original check ((original_currency is null) = (original_amount is null));
create index effort_costs_by_original on effort_costs (workspace_id, original_currency, day) where original_currency is not null;
-- What a report says, and what it said before, is in its own currency; null: the shop's.
alter table effort_ad_spends add column currency text;
alter table effort_ad_reports add column currency text;
