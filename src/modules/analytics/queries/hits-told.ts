import type { ReadScope } from '#platform/scope'

/** How many of the shop's hits the store tells of by now: those that are on the disk alone come within moments. */
export async function hitsTold(scope: ReadScope): Promise<number> {
  const [told] = await scope.hits.query<{ hits: number }>('select count() as hits from analytics_hits where workspace_id = {shop:UUID}')
  return told!.hits
}
