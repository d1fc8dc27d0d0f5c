-- What else decides where a link leads: only links with conditions have a row.
create table links_conditions (
  link_id uuid primary key references links_links (id) on delete cascade,
  workspace_id uuid not null,
  -- In their order, the first that fits: {countries, devices, languages, from, until, target}.
  rules jsonb not null default '[]',
  -- In the shop's zone; it leads on until this day's end.
  last_day date,
  -- So many people are led on; `opened` counts them, exactly, while there is a limit.
  most_openings integer check (most_openings > 0),
  opened integer not null default 0,
  -- Where it leads once its days or openings are over; null: to a page with the way to the shop.
  afterwards text,
  -- scrypt, with its salt; the password itself is nowhere.
  password text,
  changed_at timestamptz not null
);
create index links_conditions_of_shop on links_conditions (workspace_id);
