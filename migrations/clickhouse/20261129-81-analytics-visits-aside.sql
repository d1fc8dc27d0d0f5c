-- The visits of days that are not kept, made once for all that a screen asks of them at once
-- (src/modules/analytics/queries/visits-aside.ts). In memory alone: the oldest go as others come, and all with the engine.
create table if not exists analytics_visits_aside as analytics_visits
engine = Memory settings max_bytes_to_keep = 67108864, compress = 1;
