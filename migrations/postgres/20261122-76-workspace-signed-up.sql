-- When a login was made by the invitation on a Kicau that takes no others: it makes one.
alter table workspace_invitations add column signed_up_at timestamptz;
