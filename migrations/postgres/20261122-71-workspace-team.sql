-- Who left keeps their row: their hours and what they did stay theirs, and a login that comes back is the same member.
alter table workspace_members add column left_at timestamptz;

-- An invitation to work in the shop. Its link carries the id and a mark that only we can make: nothing of it is kept.
create table workspace_invitations (
  workspace_id uuid not null references workspace_shops on delete cascade,
  invitation_id uuid not null,
  role text not null check (role in ('owner', 'staff')),
  -- For a member who has no login yet: their hours become the login's. Null: a new member.
  member_id uuid,
  -- The language of whoever invited, for the letter and the page.
  language text not null,
  -- Where a letter with the link goes; null: the link is copied by hand. `mail`: what became of it.
  email text,
  mail text check (mail in ('waiting', 'sent', 'refused', 'unknown')),
  invited_by uuid not null,
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  withdrawn_at timestamptz,
  accepted_at timestamptz,
  accepted_by uuid,
  primary key (workspace_id, invitation_id),
  foreign key (workspace_id, member_id) references workspace_members on delete cascade,
  check ((accepted_at is null) = (accepted_by is null)),
  check ((email is null) = (mail is null))
);
create unique index workspace_invitations_by_id on workspace_invitations (invitation_id);
