-- An import can be taken back as a whole. Orders that it brought carry its id for good, also when a later file renews them.
alter table shop_imports
  add column undone_at timestamptz,
  -- What that did: {taken, restored, kept, told}.
  add column undone jsonb;
-- The import with which an order was taken back; null where it was taken back by itself.
alter table shop_orders add column undone_with uuid;

-- Until now a later file's id took the place of the first one's.
update shop_orders o
set import_id = (
  select i.import_id from shop_imports i
  where i.workspace_id = o.workspace_id and i.started_at <= o.noted_at and coalesce(i.finished_at, i.touched_at) >= o.noted_at
  order by i.started_at desc limit 1
)
from shop_imports own
where own.workspace_id = o.workspace_id and own.import_id = o.import_id
  and not (own.started_at <= o.noted_at and coalesce(own.finished_at, own.touched_at) >= o.noted_at);

-- Orders that were there before an import and that it changed: what its file speaks of as it was on the import's other side, that is
-- before it; once it is taken back, after it.
create table shop_import_changes (
  workspace_id uuid not null,
  import_id uuid not null,
  order_id uuid not null,
  -- The order's own, as the import or its undoing left it: where the order says another, it was changed since.
  changed_at timestamptz,
  -- {order, lines}
  other jsonb not null,
  primary key (workspace_id, order_id, import_id),
  foreign key (workspace_id, order_id) references shop_orders on delete cascade
);
create index shop_import_changes_by_import on shop_import_changes (workspace_id, import_id);
