-- People the shop deals with. A phone number is kept sealed, and found again by a keyed hash of it.
create table people_persons (
  workspace_id uuid not null,
  person_id uuid not null,
  name text,
  phone_hash text,
  phone_sealed text,
  met_at timestamptz not null,
  primary key (workspace_id, person_id)
);
create unique index people_persons_by_phone on people_persons (workspace_id, phone_hash) where phone_hash is not null;
