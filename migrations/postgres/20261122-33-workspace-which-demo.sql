-- There are several demo shops: which one a shop is stands where it only stood that it is one. Null for a real shop.
alter table workspace_shops alter column demo drop default, alter column demo drop not null;
alter table workspace_shops alter column demo type text using case when demo then 'sambal-bu-tini' end;
