-- What usually stays of an order, by the owner's word: where its own costs or fees are not known. Dated, until the place's
-- next word; the first one holds from '-infinity', as a product's first cost does.
create table shop_usual_margins (
  workspace_id uuid not null,
  -- 'any': wherever an order was sold, unless its own sales place has a word.
  sales_place text not null,
  from_day date not null,
  -- Of 10,000: what stays of the amount after goods and packing, before fees. Null: nothing said.
  keeps integer check (keeps between 0 and 10000),
  -- What the sales place keeps of an order: of 10,000 of its amount, and so much besides. Null: nothing said.
  fee_share integer check (fee_share between 0 and 10000),
  fee_fixed bigint check (fee_fixed >= 0),
  noted_at timestamptz not null,
  primary key (workspace_id, sales_place, from_day),
  check ((fee_share is null) = (fee_fixed is null))
);

-- `usual`: estimated by those.
alter table shop_orders drop constraint shop_orders_margin_by_check;
alter table shop_orders add constraint shop_orders_margin_by_check check (margin_by in ('said', 'costs', 'usual'));
