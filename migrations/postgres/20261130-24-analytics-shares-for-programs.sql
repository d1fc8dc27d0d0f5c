-- Besides a page and a badge: the questions about visits, for programs and spreadsheets.
alter table analytics_shares drop constraint analytics_shares_shows_check;
alter table analytics_shares add constraint analytics_shares_shows_check check (shows in ('page', 'badge', 'data'));
