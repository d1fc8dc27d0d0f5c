-- What became of an account's own posts at its network, as it was last told: for a channel that is measured by being passed on.
create table networks_posts_seen (
  workspace_id uuid not null,
  account_id uuid not null,
  remote_id text not null,
  posted_at timestamptz not null,
  reposts integer not null check (reposts >= 0),
  seen_at timestamptz not null,
  primary key (workspace_id, account_id, remote_id)
);
