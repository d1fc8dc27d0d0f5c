-- Each part of the stream carries the sum of its hits by quarter of a day: whatever comes late, goes or is grouped anew
-- changes it. Parts from before have none, and are summed when asked.
alter table analytics_hits modify setting lightweight_mutation_projection_mode = 'rebuild';

alter table analytics_hits add projection if not exists quarters (
  select workspace_id, toStartOfInterval(at, interval 6 hour), count(),
    sum(cityHash64(at, kind, site_id, visitor, host, path, name, referrer, utm_source, utm_medium, utm_campaign, utm_content, utm_term, channel, code,
      ifNull(toString(link_id), ''), ifNull(toString(post_id), ''), placement, ifNull(toString(value), ''), currency, engaged_ms, country, language, device, browser, system))
  group by workspace_id, toStartOfInterval(at, interval 6 hour)
);

-- The visits of days that are over, made out of the hits (src/modules/analytics/queries/visits.ts); a row counts only
-- where a row of analytics_visit_days names its making.
create table if not exists analytics_visits (
  workspace_id UUID,
  site_id UUID,
  first_at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  last_at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
  visitor UInt64,
  channel LowCardinality(String),
  code String,
  referrer String,
  utm_source LowCardinality(String),
  utm_medium LowCardinality(String),
  utm_campaign String,
  utm_content String,
  utm_term String,
  link_id Nullable(UUID),
  post_id Nullable(UUID),
  placement String,
  country LowCardinality(String),
  language LowCardinality(String),
  device LowCardinality(String),
  browser LowCardinality(String),
  system LowCardinality(String),
  entry String,
  exit String,
  views UInt32,
  acts UInt32,
  reached UInt32,
  engaged_ms UInt64,
  told_value Array(Int64),
  told_currency Array(LowCardinality(String)),
  step_at Array(DateTime64(3, 'UTC')) codec(Delta, ZSTD(1)),
  step_kind Array(UInt8),
  step_page Array(String),
  step_name Array(String),
  step_engaged_ms Array(UInt32),
  step_value Array(Nullable(Int64)),
  step_currency Array(LowCardinality(String)),
  made UInt64,
  made_at DateTime('UTC')
)
engine = {engine}MergeTree
partition by toYYYYMM(first_at)
order by (workspace_id, site_id, first_at)
settings fsync_after_insert = 1, fsync_part_directory = 1;

-- Which making of a day's visits counts, and the sum of the hits that it was made of.
create table if not exists analytics_visit_days (
  workspace_id UUID,
  day Date,
  sum_of_hits UInt64,
  made UInt64,
  made_at DateTime('UTC')
)
engine = {engine}MergeTree
order by (workspace_id, day)
settings fsync_after_insert = 1, fsync_part_directory = 1;
