-- A file whose columns nobody knows waits until its owner has said what they mean.
alter table shop_imports drop constraint shop_imports_state_check;
alter table shop_imports add constraint shop_imports_state_check check (state in ('reading', 'asking', 'done', 'failed', 'stopped'));
-- While it asks: [{name, samples}].
alter table shop_imports add column columns jsonb;

-- What was said, for the next file with the same header.
create table shop_import_columns (
  workspace_id uuid not null,
  header text not null,
  -- Field of ours to the name that stands in the file.
  columns jsonb not null,
  sales_place text not null,
  named_at timestamptz not null,
  primary key (workspace_id, header)
);
