-- What was done from Today's list and can be traced to an order: by the post or link it came through, or by the person
-- its buyer named. From these the chances learn.
create table coach_outcomes (
  workspace_id uuid not null,
  member_id uuid not null,
  item_key text not null,
  day date not null,
  kind text not null,
  state text not null,
  done_at timestamptz not null,
  trace_by text not null check (trace_by in ('post', 'link', 'named')),
  -- An id, or the key of a name; never the name.
  trace_of text not null,
  -- The order it brought; an order counts for one doing only.
  order_id uuid,
  -- When it was known: at the order, or after ten days without one.
  settled_at timestamptz,
  primary key (workspace_id, member_id, item_key, day),
  check (order_id is null or settled_at is not null)
);
create unique index coach_outcomes_order_once on coach_outcomes (workspace_id, order_id) where order_id is not null;
create index coach_outcomes_open on coach_outcomes (workspace_id, done_at) where settled_at is null;

-- The reasons are three now, and none is given as nothing.
alter table coach_answers alter column why drop not null, alter column why drop default;
update coach_answers set why = case why when 'noUse' then 'no-use' when 'notMine' then 'not-mine' when 'already' then 'elsewhere' end;
alter table coach_answers add constraint coach_answers_why check (why in ('no-use', 'not-mine', 'elsewhere'));
