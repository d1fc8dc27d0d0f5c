create table publishing_posts (
  workspace_id uuid not null,
  post_id uuid not null,
  text text not null,
  language text not null,
  -- Where its link leads: shop-page, whatsapp, url; null for none.
  link_to text check (link_to in ('shop-page', 'whatsapp', 'url')),
  link_url text,
  -- desk: written here. elsewhere: noted after it went out. feed: made from a feed, without a person.
  origin text not null check (origin in ('desk', 'elsewhere', 'feed')),
  scheduled_at timestamptz,
  created_at timestamptz not null,
  created_by text,
  changed_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, post_id)
);
create index publishing_posts_by_hour on publishing_posts (workspace_id, scheduled_at) where deleted_at is null;

-- A picture is kept before its post is: `post_id` is null until the post is written.
create table publishing_pictures (
  workspace_id uuid not null,
  picture_id uuid not null,
  post_id uuid,
  position integer not null default 0,
  media_key text not null,
  type text not null,
  bytes integer not null,
  width integer not null,
  height integer not null,
  alt text not null default '',
  kept_at timestamptz not null,
  primary key (workspace_id, picture_id)
);
create index publishing_pictures_of_post on publishing_pictures (workspace_id, post_id, position);

-- A post on one account: where it stands, and all that must be known to send it at most once.
create table publishing_targets (
  workspace_id uuid not null,
  target_id uuid not null,
  post_id uuid not null,
  account_id uuid not null,
  network text not null,
  way text not null,
  channel text not null,
  -- What shares one queue, so that a dead server holds up nobody else: the network and its server.
  lane text not null,
  own_text text,
  -- Fixed when it is scheduled: what goes out, its link put in.
  final_text text,
  link_id uuid,
  link_url text,
  link_missing text,
  state text not null check (state in ('draft', 'scheduled', 'due', 'attempting', 'published', 'handed-over', 'done', 'skipped', 'failed', 'needs-you')),
  due_at timestamptz,
  -- When a worker next has to do with it; null when none has. While it is attempted this is the end of the lease.
  wake_at timestamptz,
  lease uuid,
  -- The network's idempotency key: chosen and stored before the first attempt, never changed after.
  publish_key text,
  -- An attempt was begun whose end is not known: look before anything is sent.
  unresolved boolean not null default false,
  attempts integer not null default 0,
  looks integer not null default 0,
  remote_id text,
  address text,
  published_at timestamptz,
  why text,
  why_detail text,
  changed_at timestamptz not null,
  primary key (workspace_id, target_id),
  foreign key (workspace_id, post_id) references publishing_posts (workspace_id, post_id) on delete cascade
);
create unique index publishing_targets_once on publishing_targets (workspace_id, post_id, account_id);
-- Two posts under one key would be taken for one and the same.
create unique index publishing_targets_keys on publishing_targets (workspace_id, account_id, publish_key) where publish_key is not null;
create index publishing_targets_waking on publishing_targets (wake_at) where wake_at is not null;
create index publishing_targets_waiting on publishing_targets (workspace_id, state) where state in ('handed-over', 'failed', 'needs-you');
create index publishing_targets_by_time on publishing_targets (workspace_id, published_at) where published_at is not null;

-- What was tried, one row each, written before it is tried; an attempt without an end was cut off.
create table publishing_attempts (
  workspace_id uuid not null,
  attempt_id uuid not null,
  target_id uuid not null,
  kind text not null check (kind in ('publish', 'look', 'hand-over', 'person')),
  begun_at timestamptz not null,
  ended_at timestamptz,
  outcome text,
  detail text,
  primary key (workspace_id, attempt_id)
);
create index publishing_attempts_of_target on publishing_attempts (workspace_id, target_id, attempt_id);
