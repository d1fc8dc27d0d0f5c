-- Visitors by local day of those who came from Instagram, by phone, in Indonesia.
select toDate(at, 'Asia/Jakarta') as day, uniqExact(visitor) as visitors, countIf(kind = 'view') as views
from analytics_hits
where workspace_id = {shop:UUID} and at >= {from:DateTime64(3, 'UTC')} and at < {to:DateTime64(3, 'UTC')}
  and toDate(at) between toDate({from:DateTime64(3, 'UTC')}) and toDate({to:DateTime64(3, 'UTC')})
  and ({site:String} = '' or site_id = toUUIDOrZero({site:String})) and channel = 'instagram' and device = 'phone' and country = 'ID'
group by day order by day
