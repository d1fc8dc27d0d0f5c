-- Who asked and has not bought yet: noted by hand, or by a goal of the shop's site. Expected, never earned.
create table shop_leads (
  workspace_id uuid not null,
  lead_id uuid not null,
  asked_at timestamptz not null,
  -- How they found the shop: by the code in their message, else by what they said; who told them of it.
  channel text,
  who text,
  code text,
  person_id uuid,
  note text not null default '',
  -- What it would come to; null: as any order.
  amount bigint check (amount between 1 and 1000000000000),
  -- A goal that was reached is noted once: site, day and visitor.
  goal text,
  -- The order it became. Taken back, the lead is open again.
  order_id uuid,
  lost_at timestamptz,
  noted_at timestamptz not null,
  -- Kept for undo.
  removed_at timestamptz,
  primary key (workspace_id, lead_id)
);
create unique index shop_leads_goal on shop_leads (workspace_id, goal);
create index shop_leads_of_person on shop_leads (workspace_id, person_id) where order_id is null;
