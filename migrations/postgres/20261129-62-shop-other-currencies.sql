-- An order that was paid in another currency keeps what it was told in, in that currency's smallest unit, for good. Its amount, fees and
-- what its way back cost in the shop's own currency follow from these by the rate of its day, and are null while there is none.
alter table shop_orders
  alter column amount drop not null,
  add column original_currency text,
  add column original_amount bigint check (original_amount >= 0),
  -- Null: its export does not say.
  add column original_fees bigint,
  add column original_return_cost bigint check (original_return_cost >= 0),
  add constraint shop_orders_original check ((original_currency is null) = (original_amount is null) and (amount is not null or original_currency is not null));
-- Whose word it is stands beside what the way back cost, also while that is known in another currency alone.
alter table shop_orders
  drop constraint shop_orders_return_cost_check1,
  add constraint shop_orders_return_cost_by check (
    (return_cost is null or return_cost_by is not null) and (return_cost_by is null or return_cost is not null or original_return_cost is not null)
  );
create index shop_orders_by_original on shop_orders (workspace_id, original_currency, ordered_at) where original_currency is not null;
