-- What exports of other tools tell by days, as they tell it: they know no single visit, so it never mixes with ours. `last_day` is
-- another one where a row is about several days together. Unknown is null, never 0.
create table if not exists analytics_imported_days (
  workspace_id UUID,
  site_id UUID,
  import_id UUID,
  tool LowCardinality(String),
  day Date,
  last_day Date,
  -- `total`, or what the row tells its days apart by: a visit's dimension.
  dimension LowCardinality(String),
  value String,
  visitors Nullable(UInt32),
  visits Nullable(UInt32),
  views Nullable(UInt32),
  bounces Nullable(UInt32)
)
engine = {engine}MergeTree
order by (workspace_id, dimension, site_id, day)
settings fsync_after_insert = 1, fsync_part_directory = 1;
