-- Campaign marks (utm_source and its like) that a shop keeps under a name, to be put on addresses. '{channel}' in one stands
-- for the channel of the link that is made.
create table links_utm_templates (
  id uuid primary key,
  workspace_id uuid not null,
  name text not null,
  source text not null default '',
  medium text not null default '',
  campaign text not null default '',
  content text not null default '',
  term text not null default '',
  saved_at timestamptz not null
);
create unique index links_utm_templates_name on links_utm_templates (workspace_id, lower(name));
