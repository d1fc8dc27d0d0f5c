-- The words of a user agent that no ordinary browser says, '' where there are none: by them it can be judged again
-- whether it was a program (src/modules/analytics/commands/judge-again.ts). They tell nobody apart.
alter table analytics_hits add column if not exists agent LowCardinality(String);

-- What programs did: in no question, and kept for a while so that it can be judged again. `agent` is their own name.
create table if not exists analytics_bots (
  workspace_id UUID,
  at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  kind LowCardinality(String),
  site_id UUID,
  visitor UInt64,
  host LowCardinality(String),
  path String,
  name String,
  referrer String,
  utm_source LowCardinality(String),
  utm_medium LowCardinality(String),
  utm_campaign String,
  utm_content String,
  utm_term String,
  click_id LowCardinality(String),
  channel_said LowCardinality(String),
  channel LowCardinality(String),
  rule LowCardinality(String),
  code String,
  link_id Nullable(UUID),
  post_id Nullable(UUID),
  placement String,
  value Nullable(Int64),
  currency LowCardinality(String),
  engaged_ms UInt32,
  country LowCardinality(String),
  language LowCardinality(String),
  device LowCardinality(String),
  browser LowCardinality(String),
  system LowCardinality(String),
  width UInt16,
  agent LowCardinality(String),
  journal_id UUID,
  block UInt64,
  row_in_block UInt32
)
engine = {engine}MergeTree
partition by toYYYYMM(at)
order by (workspace_id, toDate(at), visitor, at)
ttl toDateTime(at) + interval 400 day;
