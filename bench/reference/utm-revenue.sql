-- What the visitors of each campaign came to.
select campaign, count() as visitors, sum(revenue) as revenue
from (
  select visitor, argMin(utm_campaign, at) as campaign, sumIf(value, currency = 'IDR') as revenue
  from analytics_hits
where workspace_id = {shop:UUID} and at >= {from:DateTime64(3, 'UTC')} and at < {to:DateTime64(3, 'UTC')}
  and toDate(at) between toDate({from:DateTime64(3, 'UTC')}) and toDate({to:DateTime64(3, 'UTC')})
  and ({site:String} = '' or site_id = toUUIDOrZero({site:String}))
  group by visitor
)
where campaign != '' group by campaign order by visitors desc limit 10
