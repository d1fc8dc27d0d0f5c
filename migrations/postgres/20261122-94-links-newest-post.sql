-- Whether a shop's page shows the post that went out last.
alter table links_pages add column newest_post boolean not null default false;
