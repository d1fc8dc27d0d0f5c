-- What a shop shows of its visits to others: a page behind a link, or a badge that only says how many came.
create table analytics_shares (
  id uuid primary key,
  workspace_id uuid not null,
  shows text not null check (shows in ('page', 'badge')),
  name text not null,
  -- One of its sites; null: all of them.
  site_id uuid,
  language text not null,
  -- Found by its hash; sealed beside it, so that its owner may copy it again.
  token_hash text not null unique,
  token_sealed text not null,
  -- scrypt, with its salt; the password itself is nowhere.
  password text,
  -- May stand in a frame of another site.
  embed boolean not null,
  made_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz
);
create index analytics_shares_of_shop on analytics_shares (workspace_id);

-- What happened on a day, in the shop's words: beside the curve of its visits.
create table analytics_notes (
  id uuid primary key,
  workspace_id uuid not null,
  day date not null,
  text text not null,
  noted_at timestamptz not null
);
create index analytics_notes_of_day on analytics_notes (workspace_id, day);

-- Who wants to hear by mail of what is unusual about the visits; and what they were told of, once each.
create table analytics_alerts (
  workspace_id uuid not null,
  login_id uuid not null,
  wanted_at timestamptz not null,
  primary key (workspace_id, login_id)
);
create table analytics_alerts_told (
  workspace_id uuid not null,
  subject text not null,
  login_id uuid not null,
  told_at timestamptz not null,
  primary key (workspace_id, subject, login_id)
);
