-- Findings of exported chats that were settled, so that the same chat proposes them once: a keyed hash, none of its words.
create table shop_chat_lines (
  workspace_id uuid not null,
  line text not null,
  order_id uuid,
  lead_id uuid,
  settled_at timestamptz not null,
  primary key (workspace_id, line)
);
