-- Web shops that call when an order changes there.
create table shop_webshops (
  workspace_id uuid not null,
  -- Stands in the address that they call.
  webshop_id uuid not null unique,
  kind text not null,
  -- Sealed: what they sign with.
  secret text not null,
  added_at timestamptz not null,
  heard_at timestamptz,
  orders integer not null default 0,
  problem text check (problem in ('signature', 'unreadable', 'currency')),
  primary key (workspace_id, webshop_id)
);

-- When an order last changed where it was closed, by that place's own word: what is told late changes nothing back.
alter table shop_orders add column changed_there_at timestamptz;
