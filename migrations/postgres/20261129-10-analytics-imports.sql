-- What the shop brought of its past: one row a file. Its hits carry `import_id` as their `journal_id` (ClickHouse); what it tells
-- by days stands in `analytics_imported_days` there. A removed import leaves no row.
create table analytics_imports (
  workspace_id uuid not null,
  import_id uuid not null,
  site_id uuid not null,
  file_name text not null,
  -- SHA-256 of the file; null until it was read once.
  file_hash text,
  -- The earlier import of the very same file, which is why nothing of this one went in.
  same_as uuid,
  format text,
  zone text not null,
  -- Addresses from which the shop looks at its own site; forgotten once the import has ended.
  own_addresses text[],
  state text not null check (state in ('reading', 'done', 'failed', 'stopped', 'removing')),
  stop_asked boolean not null default false,
  started_by uuid,
  started_at timestamptz not null,
  -- Set again and again while somebody works at it.
  touched_at timestamptz not null,
  finished_at timestamptz,
  remove_asked_at timestamptz,
  bytes bigint not null default 0,
  read_bytes bigint not null default 0,
  lines bigint not null default 0,
  counted bigint not null default 0,
  -- Reason to number of lines.
  left_out jsonb not null default '{}',
  failed_lines bigint not null default 0,
  -- The first 200: [{line, code, text}].
  errors jsonb not null default '[]',
  -- Of what times its hits tell: [[from, to]], in milliseconds since 1970.
  spans jsonb not null default '[]',
  -- Its first and last day, of the shop's.
  first_day date,
  last_day date,
  -- Why the whole file was refused: {code, values}.
  problem jsonb,
  primary key (workspace_id, import_id)
);
create index analytics_imports_latest on analytics_imports (workspace_id, started_at desc);
