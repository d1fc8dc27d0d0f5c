-- What questions made anew for every visit each time: where it came from, its way as a number, and each of its pages once
-- with how often it was opened and how long it was looked at. What was kept before has none of it and is made anew:
-- `rules` says by which rules a day's visits were made (src/modules/analytics/queries/visits.ts).
alter table analytics_visits add column if not exists source LowCardinality(String) after system;
alter table analytics_visits add column if not exists way UInt64 after exit;
alter table analytics_visits add column if not exists way_pages UInt8 after way;
alter table analytics_visits add column if not exists pages Array(String) after way_pages;
alter table analytics_visits add column if not exists page_views Array(UInt32) after pages;
alter table analytics_visits add column if not exists page_engaged_ms Array(UInt64) after page_views;

alter table analytics_visit_days add column if not exists rules UInt16 default 0;

-- Texts of steps are seldom read, and then for few visits.
alter table analytics_visits modify column step_page Array(String) codec(ZSTD(1));
alter table analytics_visits modify column step_name Array(String) codec(ZSTD(1));
alter table analytics_visits modify column entry String codec(ZSTD(1));
alter table analytics_visits modify column exit String codec(ZSTD(1));

-- A question opens every column of every part: a month whose days were all kept for an hour becomes one.
alter table analytics_visits modify setting min_age_to_force_merge_seconds = 3600, min_age_to_force_merge_on_partition_only = 1;
