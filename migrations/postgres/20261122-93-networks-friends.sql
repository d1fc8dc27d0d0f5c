-- Friends whom the owner tells of an account, one by one.
create table networks_friends (
  workspace_id uuid not null,
  friend_id uuid not null,
  account_id uuid not null,
  name text not null,
  told_at timestamptz,
  primary key (workspace_id, friend_id),
  foreign key (workspace_id, account_id) references networks_accounts on delete cascade
);

create index networks_friends_account on networks_friends (workspace_id, account_id);
