-- Reports of ads managers that were taken in.
create table effort_ad_reports (
  workspace_id uuid not null,
  report_id uuid not null,
  -- In the order in which they were taken in: the last one is undone first.
  number bigint generated always as identity,
  network text not null check (network in ('meta', 'tiktok')),
  file_name text not null,
  from_day date not null,
  to_day date not null,
  rows integer not null,
  sum bigint not null,
  -- What the report said itself.
  total bigint,
  spread_rows integer not null,
  sum_rows integer not null,
  added integer not null,
  changed integer not null,
  unchanged integer not null,
  removed integer not null,
  failed_rows integer not null,
  errors jsonb not null,
  taken_at timestamptz not null,
  undone_at timestamptz,
  primary key (workspace_id, report_id)
);

-- What the reports last said of a campaign's ad set on a day, and the cost that stands for it.
create table effort_ad_spends (
  workspace_id uuid not null,
  network text not null,
  campaign text not null,
  ad_set text not null,
  day date not null,
  channel text not null,
  cost_id uuid not null,
  amount bigint not null check (amount between 0 and 1000000000000),
  primary key (workspace_id, network, campaign, ad_set, day, channel)
);
create index effort_ad_spends_by_cost on effort_ad_spends (workspace_id, cost_id);

-- What a report changed, for its undo: the amount before it, 0 where there was none.
create table effort_ad_changes (
  workspace_id uuid not null,
  report_id uuid not null,
  cost_id uuid not null,
  before bigint not null,
  primary key (workspace_id, report_id, cost_id)
);
