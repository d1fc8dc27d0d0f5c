-- What visits earn of themselves, by the owner's word: for a site that lives from ads or sponsors. Per thousand, as such
-- prices are named; from a day on, until the site's next one.
create table shop_traffic_worths (
  workspace_id uuid not null,
  -- The shop's own id: its own page.
  site_id uuid not null,
  from_day date not null,
  per_thousand bigint not null check (per_thousand between 0 and 1000000000000),
  noted_at timestamptz not null,
  primary key (workspace_id, site_id, from_day)
);

-- Visits of such sites by day, as the stream of hits told them: the ledger stands while the stream can't be asked.
create table shop_traffic_visits (
  workspace_id uuid not null,
  site_id uuid not null,
  day date not null,
  channel text not null,
  visits integer not null check (visits > 0),
  primary key (workspace_id, site_id, day, channel)
);

-- What they earned can change after its month was closed, as everything can.
alter table effort_corrections drop constraint effort_corrections_kind_check;
alter table effort_corrections add constraint effort_corrections_kind_check check (kind in ('order', 'traffic', 'hours', 'cost'));
