-- Short codes that people asked for and that lead nowhere, by day in the shop's zone.
create table links_missed (
  workspace_id uuid not null,
  code text not null check (code ~ '^[a-z0-9]{4,12}$'),
  day date not null,
  times integer not null,
  primary key (workspace_id, code, day)
);
