-- How many of the shop's currency one of another is worth, in whole units of both, from a day of the shop on until the currency's next row.
create table workspace_rates (
  workspace_id uuid not null,
  currency text not null,
  from_day date not null,
  rate numeric(24, 12) not null check (rate > 0),
  said_by uuid,
  said_at timestamptz not null,
  primary key (workspace_id, currency, from_day)
);
