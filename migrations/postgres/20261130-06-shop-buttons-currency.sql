-- What a buy button asks for may be in another currency than the shop's; in the shop's own where null.
alter table shop_buy_buttons add column currency text;
