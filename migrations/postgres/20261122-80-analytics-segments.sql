-- Filters over visits that a shop keeps under a name (src/contract/visit-filters.ts).
create table analytics_segments (
  id uuid primary key,
  workspace_id uuid not null,
  name text not null,
  filters jsonb not null,
  saved_at timestamptz not null
);
create unique index analytics_segments_name on analytics_segments (workspace_id, lower(name));
