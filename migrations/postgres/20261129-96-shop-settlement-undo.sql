-- A settlement file can be taken back as a whole. What an import made of an entry lies over what was known of it before, layer on layer: `other` is
-- what lies beneath, null where nothing was known; of an import that was taken back it is what that said itself.
create table shop_settlement_changes (
  workspace_id uuid not null,
  import_id uuid not null,
  market text not null,
  external_id text not null,
  entry text not null,
  -- Which lies over which.
  layer bigint generated always as identity,
  -- A row of shop_settlements.
  other jsonb,
  primary key (workspace_id, market, external_id, entry, import_id)
);
create index shop_settlement_changes_by_import on shop_settlement_changes (workspace_id, import_id);

-- What an entry was before the import that last told of it, nobody remembers.
insert into shop_settlement_changes (workspace_id, import_id, market, external_id, entry)
select workspace_id, import_id, market, external_id, entry from shop_settlements where import_id is not null order by taken_at;

-- What an order said of its fees and of its way back before a settlement told them; null while none does.
alter table shop_orders add column unsettled jsonb;
update shop_orders o set unsettled = '{}'
from shop_settlements s, workspace_shops w
where w.workspace_id = o.workspace_id and s.workspace_id = o.workspace_id and s.external_id = o.external_id
  and s.market = case when o.sales_place = 'tokopedia' then 'tiktok-shop' else o.sales_place end
  and s.currency = coalesce(o.original_currency, w.currency);
