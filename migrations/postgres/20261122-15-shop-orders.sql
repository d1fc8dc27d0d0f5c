create table shop_products (
  workspace_id uuid not null,
  product_id uuid not null,
  name text not null,
  sku text,
  -- Null: nobody said.
  price bigint check (price >= 0),
  added_at timestamptz not null,
  archived_at timestamptz,
  primary key (workspace_id, product_id)
);
create unique index shop_products_by_name on shop_products (workspace_id, lower(name)) where archived_at is null;

-- What one piece costs the shop from a day on, goods and packing together; until the next row of the same product.
-- The first cost of a product holds from '-infinity': it is the best that is known of the time before.
create table shop_product_costs (
  workspace_id uuid not null,
  product_id uuid not null,
  from_day date not null,
  cost bigint not null check (cost >= 0),
  primary key (workspace_id, product_id, from_day),
  foreign key (workspace_id, product_id) references shop_products on delete cascade
);

create table shop_imports (
  workspace_id uuid not null,
  import_id uuid not null,
  file_name text not null,
  format text,
  sales_place text,
  state text not null check (state in ('reading', 'done', 'failed', 'stopped')),
  stop_asked boolean not null default false,
  started_by uuid,
  started_at timestamptz not null,
  -- Set with every batch: an import that stands at `reading` and was not touched for long was interrupted.
  touched_at timestamptz not null,
  finished_at timestamptz,
  total integer not null default 0,
  read integer not null default 0,
  added integer not null default 0,
  changed integer not null default 0,
  unchanged integer not null default 0,
  failed_rows integer not null default 0,
  -- The first 200: [{row, column, code, values}].
  errors jsonb not null default '[]',
  -- Why the whole file was refused: {code, values}.
  problem jsonb,
  primary key (workspace_id, import_id)
);
create index shop_imports_latest on shop_imports (workspace_id, started_at desc);

create table shop_orders (
  workspace_id uuid not null,
  order_id uuid not null,
  ordered_at timestamptz not null,
  -- The worth of the goods in the shop's currency, without delivery.
  amount bigint not null check (amount >= 0),
  state text not null check (state in ('placed', 'done', 'cancelled', 'returned')),
  sales_place text not null,

  -- "How did you find us?"; `missing` still waits for an answer.
  found_us text not null check (found_us in ('missing', 'not-asked', 'unsure', 'said')),
  said text,
  said_detail text,
  check ((found_us = 'said') = (said is not null)),

  -- The code as it was typed, and the touch that was resolved when the order was noted.
  code text,
  tracked_channel text,
  tracked_by text check (tracked_by in ('code', 'link', 'phone')),
  tracked_at timestamptz,
  tracked_link_id uuid,
  tracked_post_id uuid,
  check ((tracked_channel is null) = (tracked_by is null) and (tracked_channel is null) = (tracked_at is null)),

  -- A person the shop deals with, or a marketplace's buyer as a keyed hash; never both.
  person_id uuid,
  buyer_hash text,
  buyer_key text generated always as (coalesce(person_id::text, buyer_hash)) stored,
  check (person_id is null or buyer_hash is null),

  -- Null: not known. `said` was given by hand, `costs` was reckoned from the products' costs.
  margin bigint,
  margin_by text check (margin_by in ('said', 'costs')),
  -- What the marketplace kept of it; null: its export does not say.
  fees bigint,

  source text not null check (source in ('entered', 'import')),
  external_id text,
  import_id uuid,
  -- Of what was imported: equal to the next export's means unchanged.
  fingerprint text,
  extra jsonb not null default '{}',
  note text,
  noted_by uuid,
  noted_at timestamptz not null,
  changed_at timestamptz,
  undone_at timestamptz,
  primary key (workspace_id, order_id)
);
create unique index shop_orders_by_external_id on shop_orders (workspace_id, sales_place, external_id) where external_id is not null;
create index shop_orders_by_time on shop_orders (workspace_id, ordered_at desc, order_id desc) where undone_at is null;
create index shop_orders_by_buyer on shop_orders (workspace_id, buyer_key, ordered_at) where buyer_key is not null and undone_at is null;
create index shop_orders_to_complete on shop_orders (workspace_id, ordered_at desc) where found_us = 'missing' and undone_at is null;

create table shop_order_lines (
  workspace_id uuid not null,
  order_id uuid not null,
  line integer not null,
  product_id uuid,
  name text not null,
  sku text,
  variation text,
  quantity integer not null check (quantity >= 0),
  returned integer not null default 0,
  -- What the line came to; null where only the order's amount is known.
  value bigint check (value >= 0),
  primary key (workspace_id, order_id, line),
  foreign key (workspace_id, order_id) references shop_orders on delete cascade
);
create index shop_order_lines_by_product on shop_order_lines (workspace_id, product_id) where product_id is not null;
