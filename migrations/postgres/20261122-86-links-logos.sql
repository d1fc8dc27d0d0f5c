-- What stands in the middle of a shop's QR codes; `logo` is its key in the media store.
create table links_logos (
  workspace_id uuid primary key,
  logo text not null,
  changed_at timestamptz not null
);
