-- The shop's accounts. `credentials` and `session` are sealed (src/platform/secrets); a hand-over account has neither.
create table networks_accounts (
  workspace_id uuid not null,
  account_id uuid not null,
  network text not null,
  way text not null check (way in ('direct', 'hand-over')),
  channel text not null,
  handle text not null,
  -- What the network itself calls the account (a DID): a handle may change, this does not.
  remote_id text,
  -- The server it is on, where the network has more than one.
  server text,
  address text,
  credentials text,
  session text,
  state text not null check (state in ('connected', 'needs-reconnect', 'removed')),
  reason text,
  connected_at timestamptz not null,
  changed_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, account_id)
);
create unique index networks_accounts_once on networks_accounts (workspace_id, network, way, lower(handle)) where state <> 'removed';
create index networks_accounts_to_forget on networks_accounts (removed_at) where credentials is not null;

-- How many followers on a day: as a person noted it. `source` is an account, or a channel that has none here.
create table networks_followers (
  workspace_id uuid not null,
  source text not null,
  account_id uuid,
  channel text not null,
  day date not null,
  followers integer not null check (followers >= 0),
  noted_at timestamptz not null,
  primary key (workspace_id, source, day)
);
