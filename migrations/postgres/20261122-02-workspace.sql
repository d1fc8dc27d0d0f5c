-- A shop, as its members call it. Its id is also the id of its organisation in the logins' tables (auth_organizations).
create table workspace_shops (
  workspace_id uuid primary key,
  name text not null,
  slug text not null unique,
  country text not null,
  currency text not null,
  zone text not null,
  aim text,
  whatsapp text,
  demo boolean not null default false,
  begun_at timestamptz not null
);

-- Who works in the shop. A member may have a login, and need not: a niece whose hours count without an account.
create table workspace_members (
  workspace_id uuid not null references workspace_shops on delete cascade,
  member_id uuid not null,
  login_id uuid,
  name text not null,
  role text not null check (role in ('owner', 'staff')),
  joined_at timestamptz not null,
  primary key (workspace_id, member_id)
);
create unique index workspace_members_by_login on workspace_members (login_id, workspace_id) where login_id is not null;

-- What an hour of a member is worth from a day on, in the smallest unit; until the next row of the same member.
create table workspace_worths (
  workspace_id uuid not null,
  member_id uuid not null,
  from_day date not null,
  hourly bigint not null check (hourly >= 0),
  -- How it was said: a wage, or a year's income over a year's hours. Shown again when it is changed.
  said jsonb not null,
  primary key (workspace_id, member_id, from_day),
  foreign key (workspace_id, member_id) references workspace_members on delete cascade
);
