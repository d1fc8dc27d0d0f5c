-- A code that gives something and is offered on one channel: an order that names it came by that channel.
create table shop_vouchers (
  workspace_id uuid not null,
  voucher_id uuid not null,
  -- Capitals and digits, without the blanks and dashes that buyers write.
  code text not null,
  channel text not null,
  -- In words: what whoever names it is given.
  gives text not null,
  from_day date not null,
  -- The last day it holds; null: until it is closed.
  to_day date check (to_day >= from_day),
  made_at timestamptz not null,
  closed_at timestamptz,
  primary key (workspace_id, voucher_id)
);

alter table shop_orders drop constraint shop_orders_tracked_by_check;
alter table shop_orders add constraint shop_orders_tracked_by_check check (tracked_by in ('code', 'voucher', 'link', 'phone'));
