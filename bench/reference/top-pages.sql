-- The ten pages with most visitors.
select host, path, uniqExact(visitor) as visitors, count() as views
from analytics_hits
where workspace_id = {shop:UUID} and at >= {from:DateTime64(3, 'UTC')} and at < {to:DateTime64(3, 'UTC')}
  and toDate(at) between toDate({from:DateTime64(3, 'UTC')}) and toDate({to:DateTime64(3, 'UTC')})
  and ({site:String} = '' or site_id = toUUIDOrZero({site:String})) and kind = 'view'
group by host, path order by visitors desc, views desc limit 10
