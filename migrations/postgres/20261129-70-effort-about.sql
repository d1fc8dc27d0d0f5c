-- When somebody worked on a post, as far as Kicau saw it done: minutes that are kept are the post's where they lie in these.
create table effort_post_spans (
  workspace_id uuid not null,
  member_id uuid not null,
  post_id uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  primary key (workspace_id, member_id, started_at),
  check (started_at < ended_at)
);

-- What minutes were for, where somebody said so: all of an entry's, and of the timer that becomes one.
alter table effort_entries
  add column about_kind text check (about_kind in ('campaign', 'post', 'placement', 'person')),
  add column about_key text check (length(about_key) between 1 and 120),
  add check ((about_kind is null) = (about_key is null));
alter table effort_timers
  add column about_kind text check (about_kind in ('campaign', 'post', 'placement', 'person')),
  add column about_key text check (length(about_key) between 1 and 120),
  add check ((about_kind is null) = (about_key is null)),
  -- Until when what was done has told the timer what it counts.
  add column followed_at timestamptz;
