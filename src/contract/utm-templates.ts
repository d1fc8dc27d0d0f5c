import { z } from 'zod'
import { Name } from './links.ts'
import { route } from './route.ts'
import { Id, noContent, ShopParams, ShopThingParams } from './values.ts'

const Mark = z.string().trim().max(100).default('')

/** What `utm_source` and its like say; `{channel}` in one of them stands for the link's channel. Empty ones are left out. */
export const SaveUtmTemplate = z.object({ name: Name, source: Mark, medium: Mark, campaign: Mark, content: Mark, term: Mark })
export type SaveUtmTemplate = z.infer<typeof SaveUtmTemplate>
export const UtmTemplate = SaveUtmTemplate.extend({ id: Id })
export type UtmTemplate = z.infer<typeof UtmTemplate>

export const utmTemplateRoutes = {
  utmTemplates: route({
    method: 'GET',
    path: '/api/shops/:shop/utm-templates',
    who: 'member',
    summary: 'Campaign marks (UTM) kept under a name.',
    params: ShopParams,
    answer: z.array(UtmTemplate),
  }),
  saveUtmTemplate: route({
    method: 'POST',
    path: '/api/shops/:shop/utm-templates',
    who: 'member',
    summary: 'Keeps campaign marks under a name, in place of those that had it.',
    params: ShopParams,
    body: SaveUtmTemplate,
    answer: UtmTemplate,
  }),
  removeUtmTemplate: route({
    method: 'DELETE',
    path: '/api/shops/:shop/utm-templates/:id',
    who: 'member',
    summary: 'Removes campaign marks; links made with them keep theirs.',
    params: ShopThingParams,
    answer: noContent,
  }),
}
