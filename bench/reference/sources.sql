-- The ten sources by which most visitors came first.
select source, count() as visitors, sum(views) as views
from (
  select visitor, argMin(if(utm_source != '', utm_source, domainWithoutWWW(referrer)), at) as source, countIf(kind = 'view') as views
  from analytics_hits
where workspace_id = {shop:UUID} and at >= {from:DateTime64(3, 'UTC')} and at < {to:DateTime64(3, 'UTC')}
  and toDate(at) between toDate({from:DateTime64(3, 'UTC')}) and toDate({to:DateTime64(3, 'UTC')})
  and ({site:String} = '' or site_id = toUUIDOrZero({site:String}))
  group by visitor
)
group by source order by visitors desc limit 10
