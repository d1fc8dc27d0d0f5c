-- What modules announce, in the transaction of what they did (src/platform/db/outbox.ts).
create table platform_outbox (
  id bigint generated always as identity primary key,
  workspace_id uuid not null,
  type text not null,
  payload jsonb not null,
  announced_at timestamptz not null,
  reacted_at timestamptz,
  attempts integer not null default 0,
  last_error text
);
create index platform_outbox_waiting on platform_outbox (attempts, id) where reacted_at is null;

-- The answer to each write that carried an Idempotency-Key, so that a repeat is answered and not done again.
create table platform_idempotency_keys (
  sender text not null,
  key text not null,
  route text not null,
  request_hash text not null,
  status integer not null,
  body text,
  stored_at timestamptz not null,
  primary key (sender, key)
);
create index platform_idempotency_keys_by_age on platform_idempotency_keys (stored_at);
