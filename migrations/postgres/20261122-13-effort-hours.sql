-- Needed for "one member's spans never overlap" below. Trusted since PostgreSQL 13: no superuser is needed.
create extension if not exists btree_gist;

-- Minutes that somebody spent. Those that were timed or drafted are spans; the rest is a day and a number.
create table effort_entries (
  workspace_id uuid not null,
  entry_id uuid not null,
  member_id uuid not null,
  channel text,
  activity text not null,
  -- The day in the shop's zone on which it began, as the zone was then.
  day date not null,
  minutes integer not null check (minutes between 0 and 1440),
  started_at timestamptz,
  ended_at timestamptz,
  footing text not null check (footing in ('timer', 'drafted', 'evening', 'guess')),
  -- The truth is believed to lie within minutes ± spread.
  spread_minutes integer not null check (spread_minutes >= 0),
  state text not null check (state in ('draft', 'kept', 'removed')),
  -- What it was before it was removed, for undo.
  state_before text check (state_before in ('draft', 'kept')),
  -- A forgotten timer stopped itself, and was found so at this instant; null once somebody answered.
  found_at timestamptz,
  noted_at timestamptz not null,
  primary key (workspace_id, entry_id),
  check ((started_at is null) = (ended_at is null) and started_at <= ended_at),
  check ((state = 'removed') = (state_before is not null)),
  -- Two phones cannot count the same minute twice.
  constraint effort_entries_one_minute_once exclude using gist (
    workspace_id with =, member_id with =, tstzrange(started_at, ended_at) with &&
  ) where (started_at is not null and state <> 'removed')
);
create index effort_entries_by_day on effort_entries (workspace_id, day, member_id);
create index effort_entries_unanswered on effort_entries (workspace_id, member_id) where found_at is not null;

-- The timer that runs: one a member, on however many phones it is looked at.
create table effort_timers (
  workspace_id uuid not null,
  member_id uuid not null,
  -- The id of the entry that it becomes.
  timer_id uuid not null,
  channel text,
  activity text not null,
  started_at timestamptz not null,
  -- The last sign of life from the member: a screen of Kicau looked at, something done in it.
  alive_at timestamptz not null,
  primary key (workspace_id, member_id),
  check (alive_at >= started_at)
);

-- The taps of an evening, a channel each. Above 0 each has its entry as well; "0 minutes" is known and has none.
create table effort_evenings (
  workspace_id uuid not null,
  member_id uuid not null,
  day date not null,
  channel text not null,
  minutes integer not null check (minutes in (0, 15, 30, 60, 120)),
  noted_at timestamptz not null,
  primary key (workspace_id, member_id, day, channel)
);

-- Money spent: advertising, tools, fees. Without a channel it is shared by all.
create table effort_costs (
  workspace_id uuid not null,
  cost_id uuid not null,
  channel text,
  kind text not null check (kind in ('ads', 'tool', 'fee', 'other')),
  day date not null,
  amount bigint not null check (amount between 0 and 1000000000000),
  note text not null default '',
  noted_at timestamptz not null,
  -- Kept for undo.
  removed_at timestamptz,
  primary key (workspace_id, cost_id)
);
create index effort_costs_by_day on effort_costs (workspace_id, day) where removed_at is null;
