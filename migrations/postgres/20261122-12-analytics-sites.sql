-- Sites whose visits are counted. `key` is public: it stands in the page. The shop's own page has no row: its id is the shop's.
create table analytics_sites (
  id uuid primary key,
  workspace_id uuid not null,
  host text not null,
  name text not null,
  key text not null unique,
  added_at timestamptz not null,
  removed_at timestamptz
);
create index analytics_sites_of_shop on analytics_sites (workspace_id);
create unique index analytics_sites_host on analytics_sites (workspace_id, host) where removed_at is null;

-- A random salt a day, shared by every process and by all shops, thrown away when its day is over.
create table analytics_salts (
  day date primary key,
  salt bytea not null,
  made_at timestamptz not null
);
