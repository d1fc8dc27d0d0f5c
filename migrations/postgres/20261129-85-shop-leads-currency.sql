-- What a lead would come to is kept as it was told; in the shop's own currency where null.
alter table shop_leads add column currency text check (currency is null or amount is not null);
