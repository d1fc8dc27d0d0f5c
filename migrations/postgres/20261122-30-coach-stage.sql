-- What Kicau cannot see of a month, said by a member: shares from 0 to 1, hours; a yes is 1, a no 0.
create table coach_sayings (
  workspace_id uuid not null,
  -- The first day of the month it is said of.
  month date not null,
  fact text not null,
  value double precision not null,
  said_at timestamptz not null,
  said_by uuid not null,
  primary key (workspace_id, month, fact)
);

-- A result of the self-test that a member chose to keep. The public page keeps nothing.
create table coach_self_tests (
  workspace_id uuid not null,
  self_test_id uuid not null,
  member_id uuid not null,
  taken_at timestamptz not null,
  -- {q1: 3, …}: what was answered; left-out questions are not in it.
  answers jsonb not null,
  stage integer not null check (stage between 1 and 6),
  placed integer check (placed between 1 and 6),
  primary key (workspace_id, self_test_id)
);

-- "I disagree, because …": kept and shown; no stage follows it.
create table coach_disagreements (
  workspace_id uuid not null,
  disagreement_id uuid not null,
  member_id uuid not null,
  said_at timestamptz not null,
  -- The stage that was shown then, and where the member would place the shop.
  shown integer check (shown between 1 and 6),
  placed integer check (placed between 1 and 6),
  why text not null,
  primary key (workspace_id, disagreement_id)
);

-- The act that ends stage 3: the shop has one, which may be changed.
create table coach_resolutions (
  workspace_id uuid primary key,
  autopost_off boolean not null default false,
  hour text,
  people jsonb not null default '[]',
  changed_at timestamptz not null
);

-- The public page of a shop at stage 6. The figures are kept as they stood when it was saved: [{figure, value}].
create table coach_stories (
  workspace_id uuid primary key,
  headline text not null,
  words text not null,
  tools jsonb not null default '[]',
  figures jsonb not null default '[]',
  month date,
  -- Null: not shown to anyone. `first_published_at` stays.
  published_at timestamptz,
  first_published_at timestamptz,
  changed_at timestamptz not null
);
