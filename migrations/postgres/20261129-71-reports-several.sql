-- A report of several shops goes to one who works in them; it stands with the shop whose mornings it follows.
alter table reports_subscriptions
  add column several boolean not null default false,
  drop constraint reports_subscriptions_workspace_id_member_id_kind_key,
  add constraint reports_subscriptions_once unique (workspace_id, member_id, kind, several);

-- A link to one: the shops that may be read by it, as long as whoever shared them is their owner.
alter table reports_shares add column shops uuid[];
