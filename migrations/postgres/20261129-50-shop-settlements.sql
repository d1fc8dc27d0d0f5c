-- What a marketplace says it paid out for an order, by its settlement file; kept too where the order itself is not here yet.
create table shop_settlements (
  workspace_id uuid not null,
  -- The marketplace, as the sales place whose numbers it counts by: Tokopedia's orders are numbered by 'tiktok-shop'.
  market text not null,
  external_id text not null,
  -- Which of what was paid out for this order: '' the order itself; else a refund's or an adjustment's own number, a day.
  entry text not null,
  currency text not null,
  paid_out_at timestamptz,
  -- What was sold by the file's own word, less its seller's discounts. Null: it does not say.
  goods bigint,
  -- Kind to amount: below zero what was kept, above what was given. With the goods they sum to what was paid out.
  parts jsonb not null,
  -- Null: it names the fees alone.
  paid_out bigint,
  -- Paid out, and with it what was withheld of it yet stays the shop's own; where it is not told what was paid out, what was kept.
  received bigint,
  kept bigint,
  check ((received is null) <> (kept is null)),
  import_id uuid,
  taken_at timestamptz not null,
  primary key (workspace_id, market, external_id, entry)
);
create index shop_settlements_by_import on shop_settlements (workspace_id, import_id);

-- By whose word a return's cost is known: its owner's is never changed by a file.
alter table shop_orders add column return_cost_by text check (return_cost_by in ('said', 'file', 'settled'));
update shop_orders set return_cost_by = 'said' where return_cost is not null;
alter table shop_orders add constraint shop_orders_return_cost_check1 check ((return_cost is null) = (return_cost_by is null));
