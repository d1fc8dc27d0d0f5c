-- Who gets which report by mail, in which language. Their addresses stand with the logins.
create table reports_subscriptions (
  id uuid primary key,
  workspace_id uuid not null,
  member_id uuid not null,
  kind text not null check (kind in ('week', 'quarter', 'year')),
  language text not null,
  -- What was due before is not sent afterwards.
  begun_at timestamptz not null,
  ended_at timestamptz,
  unique (workspace_id, member_id, kind)
);
create index reports_subscriptions_running on reports_subscriptions (workspace_id) where ended_at is null;

-- A report of one period on its way to one subscriber. The row is committed before the mail server is spoken to: whoever
-- could not write it does not send, and what stays `claimed` was cut off, and is never sent again by itself.
create table reports_sendings (
  subscription_id uuid not null references reports_subscriptions (id) on delete cascade,
  workspace_id uuid not null,
  period text not null,
  state text not null check (state in ('claimed', 'waiting', 'sent', 'unknown', 'failed')),
  attempts int not null default 1,
  claimed_at timestamptz not null,
  settled_at timestamptz,
  try_again_at timestamptz,
  primary key (subscription_id, period)
);
create index reports_sendings_unsettled on reports_sendings (state, claimed_at) where state in ('claimed', 'waiting');

-- A link to one report for somebody outside. Only a hash of its token is kept.
create table reports_shares (
  id uuid primary key,
  workspace_id uuid not null,
  token_hash text not null unique,
  kind text not null,
  period text not null,
  language text not null,
  shared_by uuid not null,
  shared_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index reports_shares_of_shop on reports_shares (workspace_id, expires_at);
