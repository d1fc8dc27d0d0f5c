-- The shop's public order form, `/s/<shop>/pesan`. Without a row it was never opened.
create table shop_order_forms (
  workspace_id uuid primary key,
  open boolean not null,
  -- Open, and taking nothing just now; `paused_words` say until when.
  paused boolean not null,
  paused_words text not null,
  hours text not null,
  words text not null,
  -- Null: every product that has a price.
  products uuid[],
  phone text not null check (phone in ('required', 'optional', 'off')),
  pick_up boolean not null,
  delivery boolean not null,
  -- Null: nobody said; the shop and the buyer settle it.
  delivery_fee bigint check (delivery_fee >= 0),
  delivery_words text not null,
  changed_at timestamptz not null,
  check (pick_up or delivery)
);

-- What came in by it. None of it is an order until its owner confirms: then one is noted, and `order_id` names it.
create table shop_form_orders (
  workspace_id uuid not null,
  form_order_id uuid not null,
  -- Stands in the address of the buyer's own page; a form that is sent twice has one.
  token text not null unique,
  reference text not null,
  -- Keyed hashes, until they are forgotten: of all that was filled in, and of the address it came from.
  likeness text,
  sender text,
  language text not null,
  -- [{product, name, price, quantity}] as they were when it was sent.
  lines jsonb not null,
  amount bigint not null check (amount > 0),
  delivery text not null check (delivery in ('pick-up', 'delivery')),
  -- Null: not settled, or nothing is delivered.
  delivery_fee bigint,
  buyer_name text,
  -- Sealed, and only for as long as somebody has use of them.
  phone text,
  address text,
  note text,
  found_us text not null check (found_us in ('no-answer', 'not-asked', 'unsure', 'said')),
  said text,
  said_detail text,
  -- The chat code that its page was opened with.
  code text,
  -- The live chat code of whatever brought the buyer, for the message they may send.
  chat_code text,
  tracked_channel text,
  tracked_by text,
  tracked_at timestamptz,
  tracked_link_id uuid,
  tracked_post_id uuid,
  made_at timestamptz not null,
  confirmed_at timestamptz,
  declined_at timestamptz,
  declined_why text,
  order_id uuid,
  primary key (workspace_id, form_order_id)
);
create index shop_form_orders_made on shop_form_orders (workspace_id, made_at);
create index shop_form_orders_waiting on shop_form_orders (workspace_id, form_order_id) where confirmed_at is null and declined_at is null;
create index shop_form_orders_of_order on shop_form_orders (workspace_id, order_id) where order_id is not null;
create index shop_form_orders_to_forget on shop_form_orders (made_at) where buyer_name is not null or phone is not null or address is not null or note is not null or likeness is not null;
