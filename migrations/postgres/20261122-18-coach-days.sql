-- What a member answered to an item of Today's list. The items themselves are asked anew each time.
create table coach_answers (
  workspace_id uuid not null,
  member_id uuid not null,
  day date not null,
  -- `kind:subject`, as the item names itself.
  item_key text not null,
  kind text not null,
  answer text not null check (answer in ('done', 'later', 'skipped')),
  -- Why it was left out, in the member's own words.
  why text not null default '',
  -- What the item said then, to be shown under "done today".
  item jsonb not null,
  -- The first day on which it may be offered again; null: never.
  again_from date,
  answered_at timestamptz not null,
  primary key (workspace_id, member_id, item_key)
);
create index coach_answers_by_day on coach_answers (workspace_id, member_id, day);

-- "Enough for today": a day that was ended by a member's own tap.
create table coach_days (
  workspace_id uuid not null,
  member_id uuid not null,
  day date not null,
  ended_at timestamptz not null,
  -- Minutes spent and items done when it was ended.
  minutes integer not null check (minutes >= 0),
  done integer not null check (done >= 0),
  primary key (workspace_id, member_id, day)
);
