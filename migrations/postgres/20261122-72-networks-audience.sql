-- When the network is next asked who follows the account; null: as soon as may be.
alter table networks_accounts add column audience_due_at timestamptz;

-- Who follows an account and is not followed back, as last seen there: each look replaces the one before.
create table networks_follow_backs (
  workspace_id uuid not null,
  account_id uuid not null,
  remote_id text not null,
  handle text not null,
  name text not null,
  address text not null,
  first_seen_at timestamptz not null,
  primary key (workspace_id, account_id, remote_id),
  foreign key (workspace_id, account_id) references networks_accounts on delete cascade
);
