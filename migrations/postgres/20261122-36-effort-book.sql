-- The time before Kicau: hours and money that had gone in before the first month. In no month, and in what has come back since.
create table effort_openings (
  workspace_id uuid not null,
  opening_id uuid not null,
  -- Null: of no one channel.
  channel text,
  member_id uuid,
  minutes integer not null check (minutes between 0 and 10000000),
  amount bigint not null check (amount between 0 and 1000000000000),
  day date not null,
  note text not null default '',
  noted_at timestamptz not null,
  -- Kept for undo.
  removed_at timestamptz,
  primary key (workspace_id, opening_id),
  check ((minutes > 0) = (member_id is not null)),
  check (minutes > 0 or amount > 0)
);

-- Months whose figures stay as they were read, down to the rows that payback had made of them.
create table effort_closed_months (
  workspace_id uuid not null,
  month text not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  closed_at timestamptz not null,
  closed_by text not null check (closed_by in ('hand', 'itself')),
  rows jsonb not null,
  primary key (workspace_id, month)
);

-- What changed in a closed month afterwards. An entry is never changed: what changes again is an entry again.
create table effort_corrections (
  workspace_id uuid not null,
  correction_id uuid not null,
  -- The closed month.
  concerns text not null,
  -- The day in the shop's zone on which it was noted: it counts in that day's month.
  day date not null,
  kind text not null check (kind in ('order', 'hours', 'cost')),
  -- The order, the minutes or the cost.
  source_id uuid not null,
  channel text,
  -- What it adds to the profit.
  amount bigint not null,
  -- What it adds to, or takes from, what is not known.
  orders_missing integer not null,
  minutes_missing integer not null,
  noted_at timestamptz not null,
  primary key (workspace_id, correction_id),
  foreign key (workspace_id, concerns) references effort_closed_months (workspace_id, month)
);
create index effort_corrections_by_month on effort_corrections (workspace_id, concerns);
