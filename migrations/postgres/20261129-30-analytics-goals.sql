-- What a shop counts as a goal on each of its sites (src/contract/visit-goals.ts). The shop's own page is the site whose id is the shop's.
create table analytics_goals (
  id uuid primary key,
  workspace_id uuid not null,
  site_id uuid not null,
  name text not null,
  kind text not null check (kind in ('page', 'depth', 'words', 'link', 'element', 'form', 'told')),
  what text not null,
  percent smallint check (percent between 1 and 100),
  worth bigint check (worth between 0 and 1000000000000),
  added_at timestamptz not null
);
create unique index analytics_goals_name on analytics_goals (workspace_id, site_id, lower(name));
