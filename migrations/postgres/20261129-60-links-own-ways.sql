-- Chats beside WhatsApp, words of a shop's own in its links, and a domain of its own.
alter table links_links drop constraint links_links_kind_check;
alter table links_links add constraint links_links_kind_check check (kind in ('shop-page', 'whatsapp', 'telegram', 'messenger', 'url'));
-- /l/<shop>/<word>, or /<word> under the shop's domain; whose link it is stands in it, so nobody takes a word from another shop.
alter table links_links add column word text check (word ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(word) between 3 and 40);
create unique index links_links_word on links_links (workspace_id, word) where word is not null;

create table links_domains (
  workspace_id uuid primary key,
  host text not null check (host = lower(host)),
  -- What the last look found: it leads to this Kicau, or why not.
  state text not null check (state in ('here', 'elsewhere', 'unreachable')),
  -- Since it first led here it is this shop's, and no other may take it.
  proven_at timestamptz,
  checked_at timestamptz not null
);
create unique index links_domains_proven on links_domains (host) where proven_at is not null;
