-- The other site of the shop's that a visit goes on from, and the visit there: its visitor and its first moment, 0 and null
-- where they are not told (src/modules/analytics/intake/across.ts). What was kept before is made anew.
alter table analytics_hits add column if not exists from_site Nullable(UUID);
alter table analytics_hits add column if not exists from_visitor UInt64;
alter table analytics_hits add column if not exists from_at Nullable(DateTime64(3, 'UTC'));

alter table analytics_bots add column if not exists from_site Nullable(UUID);
alter table analytics_bots add column if not exists from_visitor UInt64;
alter table analytics_bots add column if not exists from_at Nullable(DateTime64(3, 'UTC'));

alter table analytics_visits add column if not exists from_site Nullable(UUID) after system;
alter table analytics_visits add column if not exists from_visitor UInt64 after from_site;
alter table analytics_visits add column if not exists from_at Nullable(DateTime64(3, 'UTC')) after from_visitor;
