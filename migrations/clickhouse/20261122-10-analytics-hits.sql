-- The stream of hits: what happened, append-only. Unknown is '' for words and null for figures and ids, never 0.
-- Raw sources (referrer, utm_*, click_id, channel_said) are kept as they came; channel and rule are computed from them
-- and can be computed again (src/modules/analytics/channels).
create table if not exists analytics_hits (
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
  journal_id UUID,
  block UInt64,
  row_in_block UInt32,
  index blocks block type minmax granularity 1
)
engine = {engine}MergeTree
partition by toYYYYMM(at)
order by (workspace_id, toDate(at), visitor, at)
settings fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;
