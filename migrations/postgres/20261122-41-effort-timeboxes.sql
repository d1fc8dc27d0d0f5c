-- A member's thirty minutes: on which days, from what hour, how long; dated, so that a change leaves the weeks behind it alone.
create table effort_timeboxes (
  workspace_id uuid not null,
  member_id uuid not null,
  from_day date not null,
  -- Monday is 1.
  weekdays smallint[] not null check (cardinality(weekdays) between 1 and 7),
  hour text check (hour ~ '^[0-2][0-9]:[0-5][0-9]$'),
  minutes integer not null check (minutes between 5 and 240),
  -- Beyond it a calm word is said.
  weekly_minutes integer not null check (weekly_minutes between 5 and 1680),
  noted_at timestamptz not null,
  primary key (workspace_id, member_id, from_day)
);

-- A sitting may be several entries: each change of channel ends one. The box goes on counting over all of them.
alter table effort_timers
  add column box_minutes integer not null default 30,
  add column before_seconds integer not null default 0 check (before_seconds >= 0);

-- A sitting that was paused: what it was about, and what of the box was spent.
create table effort_pauses (
  workspace_id uuid not null,
  member_id uuid not null,
  channel text,
  activity text not null,
  box_minutes integer not null,
  before_seconds integer not null check (before_seconds >= 0),
  paused_at timestamptz not null,
  primary key (workspace_id, member_id)
);
