-- Payment providers of the shop, and its own QR code.
create table shop_pay_accounts (
  workspace_id uuid not null,
  -- Stands in the address that the provider calls.
  account_id uuid not null unique,
  kind text not null,
  live boolean not null,
  ways text[] not null,
  -- Sealed: its key, and the secret of its calls. Null for what needs none, and a day after it was taken off.
  login text,
  key_end text,
  signed boolean not null,
  -- What a static QR code says.
  qr text,
  amount_inside boolean not null default true,
  additions boolean not null default false,
  -- In hundredths of a percent; null: nobody said what is kept of a payment.
  fee_share integer,
  fee_fixed bigint,
  added_at timestamptz not null,
  tested_at timestamptz,
  test_problem text,
  heard_at timestamptz,
  call_problem text check (call_problem in ('signature', 'old', 'unreadable')),
  removed_at timestamptz,
  primary key (workspace_id, account_id)
);

create table shop_buy_buttons (
  workspace_id uuid not null,
  button_id uuid not null,
  -- Stands in its address, `/b/<code>`.
  code text not null unique,
  product_id uuid,
  name text not null,
  -- Null: the buyer says how much.
  price bigint check (price > 0),
  words text not null,
  stock text not null,
  thanks text not null,
  -- Empty: every account of the shop.
  accounts uuid[] not null,
  on_page boolean not null,
  picture text,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  closed_at timestamptz,
  primary key (workspace_id, button_id)
);

-- One try of a buyer to pay. What is known of it is kept as facts that only grow, so that calls may come in any order and again;
-- `state` is what follows from them.
create table shop_payments (
  workspace_id uuid not null,
  payment_id uuid not null,
  button_id uuid not null,
  account_id uuid not null,
  -- Stands in the address of the buyer's own page; a form that is sent twice has one.
  token text not null unique,
  reference text not null,
  -- By which the provider knows it: chosen and stored before the first try, and never changed.
  key text not null unique,
  way text not null check (way in ('page', 'qr')),
  live boolean not null,
  language text not null,
  quantity integer not null check (quantity > 0),
  -- What is asked for, with what was added to tell it from others.
  amount bigint not null check (amount > 0),
  currency text not null,
  buyer_name text,
  -- Sealed, and only until the order is noted or the payment forgotten.
  phone text,
  found_us text not null check (found_us in ('no-answer', 'not-asked', 'unsure', 'said')),
  said text,
  said_detail text,
  -- The chat code that its page was opened with.
  code text,
  tracked_channel text,
  tracked_by text,
  tracked_at timestamptz,
  tracked_link_id uuid,
  tracked_post_id uuid,

  begun text not null check (begun in ('making', 'unknown', 'made', 'refused', 'gone')),
  why text,
  remote_id text,
  -- What else the provider calls it by: its refunds name only that.
  remote_payment text,
  address text,
  qr text,
  until timestamptz,
  paid_at timestamptz,
  paid_amount bigint,
  paid_currency text,
  -- Null: the provider has not said.
  fee bigint,
  refunds jsonb not null default '{}',
  failed_at timestamptz,
  expired_at timestamptz,
  claimed_at timestamptz,
  dismissed_at timestamptz,
  -- Where its owner said that what was paid is right.
  confirmed_at timestamptz,
  state text not null,
  order_id uuid,
  -- Of what was given back, what the order was lessened by.
  deducted bigint not null default 0,
  -- When the provider is asked next, unless it called; null: there is nothing to ask.
  look_at timestamptz,
  looked_at timestamptz,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (workspace_id, payment_id)
);
create index shop_payments_latest on shop_payments (workspace_id, made_at desc, payment_id desc);
create index shop_payments_to_look on shop_payments (look_at) where look_at is not null;
create index shop_payments_to_confirm on shop_payments (workspace_id, state) where state in ('claimed', 'waiting', 'paid-other');
create index shop_payments_remote on shop_payments (account_id, remote_id) where remote_id is not null;
create index shop_payments_remote_payment on shop_payments (account_id, remote_payment) where remote_payment is not null;

-- Calls that were taken: one that comes again changes nothing.
create table shop_pay_calls (
  workspace_id uuid not null,
  account_id uuid not null,
  call_id text not null,
  heard_at timestamptz not null,
  primary key (workspace_id, account_id, call_id)
);
create index shop_pay_calls_old on shop_pay_calls (heard_at);

-- Asked, and left empty: another thing than not asked, and than a buyer who could not say.
alter table shop_orders drop constraint shop_orders_found_us_check;
alter table shop_orders add constraint shop_orders_found_us_check check (found_us in ('missing', 'not-asked', 'no-answer', 'unsure', 'said'));
