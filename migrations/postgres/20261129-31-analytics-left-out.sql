-- What a site's tracker measures beside views, and the key by which its own server may speak for it, of which only the hash is kept.
create table analytics_site_settings (
  workspace_id uuid not null,
  site_id uuid not null,
  without text[] not null default '{}',
  consent boolean not null default false,
  server_key_hash text unique,
  server_key_at timestamptz,
  primary key (workspace_id, site_id)
);

-- How much was left out, by the hour and why: nothing of whose it was.
create table analytics_left_out (
  workspace_id uuid not null,
  site_id uuid not null,
  hour timestamptz not null,
  because text not null check (because in ('do-not-track', 'own-visit', 'bot')),
  hits integer not null check (hits > 0),
  primary key (workspace_id, site_id, hour, because)
);

-- Where the shop itself goes online: a keyed hash of the network, never the address.
create table analytics_own_networks (
  id uuid primary key,
  workspace_id uuid not null,
  name text not null,
  network_hash text not null,
  added_at timestamptz not null
);
create unique index analytics_own_networks_once on analytics_own_networks (workspace_id, network_hash);

-- By which rules a shop's past was judged last, and what that changed.
create table analytics_judged (
  workspace_id uuid primary key,
  rules text not null,
  judged_at timestamptz not null,
  sources integer not null,
  bots integer not null,
  people integer not null
);
