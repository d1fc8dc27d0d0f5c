-- Places outside the networks that carry a link and its QR: cards, jars, signatures, stalls.
create table links_placements (
  id uuid primary key,
  workspace_id uuid not null,
  kind text not null check (kind in ('card', 'jar', 'packaging', 'signature', 'stall', 'blog', 'other')),
  name text not null,
  channel text not null,
  created_at timestamptz not null,
  closed_at timestamptz
);
create index links_placements_of_shop on links_placements (workspace_id, created_at);

-- Short links. `code` is unique over all shops (it stands in /l/<code>); `chat_code` only within one.
create table links_links (
  id uuid primary key,
  workspace_id uuid not null,
  code text not null unique check (code ~ '^[a-z0-9]{4,12}$'),
  kind text not null check (kind in ('shop-page', 'whatsapp', 'url')),
  -- url: where it leads; whatsapp: another number than the shop's own, in E.164.
  target text check (kind <> 'url' or target is not null),
  message text,
  name text,
  channel text not null,
  post_id uuid,
  account_id uuid,
  placement_id uuid references links_placements (id) on delete cascade,
  chat_code text,
  -- From when on nobody reads the chat code, though the link may stay open; null: as long as the link is open.
  chat_code_until timestamptz,
  created_at timestamptz not null,
  closed_at timestamptz
);
create index links_links_of_shop on links_links (workspace_id, created_at desc);
-- One link for a post on an account, whoever asks and however often.
create unique index links_links_of_post on links_links (workspace_id, post_id, account_id) nulls not distinct where post_id is not null;
create unique index links_links_of_placement on links_links (placement_id) where placement_id is not null;
-- A chat code may come again, years later: which one is meant is asked by time.
create index links_links_by_chat_code on links_links (workspace_id, chat_code, created_at desc) where chat_code is not null;

-- The public page of a shop at /s/<slug>: one row once somebody has saved it.
create table links_pages (
  workspace_id uuid primary key,
  picture text,
  picture_alt text not null default '',
  headline text not null default '',
  words text not null default '',
  buttons jsonb not null default '[]',
  theme text not null default 'paper',
  changed_at timestamptz not null
);
