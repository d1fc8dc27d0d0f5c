-- An experiment as it was planned: what is asked, how sure, what the length was computed from, and the seed of the draw.
create table experiments_plans (
  workspace_id uuid not null,
  experiment_id uuid not null,
  kind text not null check (kind in ('on-off', 'voucher', 'pause')),
  channel text not null,
  -- A voucher's, in capitals.
  code text,
  -- The smallest difference worth knowing, in percent.
  effect smallint not null check (effect > 0),
  sureness text not null check (sureness in ('likely', 'sure')),
  orders_per_week double precision not null,
  noise double precision not null check (noise >= 1),
  seed text not null,
  begun_by uuid,
  begun_at timestamptz not null,
  primary key (workspace_id, experiment_id),
  check ((kind = 'voucher') = (code is not null))
);

-- Which week is on, and which is off; a pause's weeks before it are counted too.
create table experiments_weeks (
  workspace_id uuid not null,
  experiment_id uuid not null,
  monday date not null check (extract(isodow from monday) = 1),
  arm text not null check (arm in ('before', 'on', 'off')),
  primary key (workspace_id, experiment_id, monday),
  foreign key (workspace_id, experiment_id) references experiments_plans
);

-- Experiments that were called off before their end.
create table experiments_endings (
  workspace_id uuid not null,
  experiment_id uuid not null,
  called_off_at timestamptz not null,
  called_off_by uuid,
  primary key (workspace_id, experiment_id),
  foreign key (workspace_id, experiment_id) references experiments_plans
);

-- What was planned before the first order was counted stays as it was: that is what makes the reading worth something.
create function experiments_plan_stays() returns trigger language plpgsql as $$
begin
  raise exception 'an experiment that has begun is not changed';
end $$;
create trigger experiments_plans_stay before update on experiments_plans for each row execute function experiments_plan_stays();
create trigger experiments_weeks_stay before update on experiments_weeks for each row execute function experiments_plan_stays();
